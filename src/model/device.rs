//! Devices by the names users give them: `cpu`, `cuda`, `cuda:1`, `metal`.
//!
//! Takes a name; gives a device or an error. A device that this build or machine lacks is never replaced by another.

use std::fmt;
use std::str::FromStr;

use candle_core::Device;

use super::ModelError;

/// A device as it is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DeviceName {
    /// The processor.
    #[default]
    Cpu,
    /// An NVIDIA card, by number.
    Cuda(usize),
    /// An Apple card, by number.
    Metal(usize),
}

impl FromStr for DeviceName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("expected `cpu`, `cuda`, `cuda:N` or `metal`, found `{text}`");
        let (name, number) = match text.split_once(':') {
            Some((name, number)) => (name, number.parse().map_err(|_| wrong())?),
            None => (text, 0),
        };
        match name {
            "cpu" if !text.contains(':') => Ok(Self::Cpu),
            "cuda" => Ok(Self::Cuda(number)),
            "metal" => Ok(Self::Metal(number)),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for DeviceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cpu => write!(f, "cpu"),
            Self::Cuda(number) => write!(f, "cuda:{number}"),
            Self::Metal(number) => write!(f, "metal:{number}"),
        }
    }
}

/// The device of that name.
pub fn open(name: DeviceName) -> Result<Device, ModelError> {
    let lacks = |feature: &str| {
        let message = format!("this build has no {feature} (it was built without the feature `{feature}`)");
        Err(ModelError::Device { asked: name.to_string(), message })
    };
    let opened = match name {
        DeviceName::Cpu => return Ok(Device::Cpu),
        DeviceName::Cuda(_) if !cfg!(feature = "cuda") => return lacks("cuda"),
        DeviceName::Metal(_) if !cfg!(feature = "metal") => return lacks("metal"),
        DeviceName::Cuda(number) => Device::new_cuda(number),
        DeviceName::Metal(number) => Device::new_metal(number),
    };
    opened.map_err(|source| ModelError::Device { asked: name.to_string(), message: source.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_printed() {
        for (text, printed) in [("cpu", "cpu"), ("cuda", "cuda:0"), ("cuda:3", "cuda:3"), ("metal", "metal:0")] {
            assert_eq!(text.parse::<DeviceName>().map(|name| name.to_string()), Ok(printed.to_owned()));
        }
        for text in ["gpu", "cuda:x", "cpu:1", "", "cuda:-1"] {
            let error = text.parse::<DeviceName>().expect_err("is no device");
            assert!(error.contains(text) && error.contains("expected"), "{error}");
        }
    }

    #[test]
    #[cfg(not(feature = "cuda"))]
    fn a_device_this_build_lacks_is_refused_and_not_replaced() {
        let error = open(DeviceName::Cuda(0)).expect_err("no such device");
        assert!(
            error.to_string().contains("cuda:0") && error.to_string().contains("this build has no cuda"),
            "{error}"
        );
        assert!(error.hint().contains("--features cuda"));
    }
}
