//! Tables of numbers, and room for them that is kept from batch to batch and begins on a cache line, so that no vector of 16 lies across two.

/// Bytes of a cache line, and of the widest vector.
const LINE: usize = 64;
/// Numbers of a cache line.
pub(super) const LINE_NUMBERS: usize = LINE / size_of::<f32>();

/// Numbers on cache lines; what they are between two uses is not defined.
#[derive(Debug, Default)]
pub(super) struct Buffer(Vec<f32>);

impl Buffer {
    /// Room for `n` numbers.
    pub(super) fn room(&mut self, n: usize) -> &mut [f32] {
        if self.0.len() < n + LINE_NUMBERS {
            self.0.resize(n + LINE_NUMBERS, 0.0);
        }
        // Where a machine cannot say, any start is right, if slower.
        let start = self.0.as_ptr().align_offset(LINE).min(LINE_NUMBERS);
        &mut self.0[start..start + n]
    }
}

/// A table that is written to.
#[derive(Debug)]
pub(in crate::model) struct Target<'a> {
    /// Its rows, one after the other.
    pub(in crate::model) numbers: &'a mut [f32],
    /// Numbers from one row to the next.
    pub(in crate::model) stride: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_begins_on_a_line_and_is_as_long_as_asked() {
        let mut buffer = Buffer::default();
        for n in [0, 1, 5, 1000, 3] {
            let room = buffer.room(n);
            assert_eq!((room.len(), room.as_ptr().align_offset(LINE)), (n, 0));
        }
    }
}
