//! How much one file may unpack to, so that a bomb ends early.
//!
//! One budget a file, shared by every layer of compression and every archive in it: a multiple of the file's size, and one
//! record more. Bombs of any form (long runs, nested archives, entries that overlap) run out of it; memory is bounded
//! elsewhere, by the record.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};

use crate::config;

/// What is left of it.
#[derive(Debug)]
pub(super) struct Budget {
    ratio: u64,
    left: Cell<u64>,
}

impl Budget {
    /// The budget of a file of `size` bytes.
    pub(super) fn of(size: u64, settings: &config::Ingest) -> Self {
        let record = (settings.max_record_mb as u64) << 20;
        let left = record.saturating_add(size.saturating_mul(settings.max_unpack_ratio));
        Self { ratio: settings.max_unpack_ratio, left: Cell::new(left) }
    }

    /// Takes `n` bytes off; an error of the kind [`io::ErrorKind::QuotaExceeded`] where they are not left.
    pub(super) fn take(&self, n: u64) -> io::Result<()> {
        let left = self.left.get().checked_sub(n);
        self.left.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or_else(|| {
            let message = format!("it unpacks to more than {} times its size", self.ratio);
            io::Error::new(io::ErrorKind::QuotaExceeded, message)
        })
    }

    /// `unpacked`, as far as the budget goes.
    pub(super) fn guard<'a>(&'a self, unpacked: impl Read + 'a) -> impl BufRead + 'a {
        BufReader::with_capacity(1 << 16, Guarded { unpacked, budget: self })
    }
}

struct Guarded<'a, R> {
    unpacked: R,
    budget: &'a Budget,
}

impl<R: Read> Read for Guarded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.unpacked.read(buffer)?;
        self.budget.take(read as u64)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_readers_share_one_budget() {
        let settings = config::Ingest { max_record_mb: 1, max_unpack_ratio: 2, fields: config::Fields::new() };
        let budget = Budget::of(1 << 20, &settings);
        let read = |n: u64| io::copy(&mut budget.guard(io::repeat(b'x').take(n)), &mut io::sink());
        assert_eq!(read(2 << 20).expect("within"), 2 << 20);
        let error = read(2 << 20).expect_err("over");
        assert_eq!((error.kind(), error.to_string().contains("2 times")), (io::ErrorKind::QuotaExceeded, true));
    }
}
