//! Bounded lines: a 200 MB line costs no more memory than the limit, and the line after it is read as usual.

use std::io::{self, BufRead};

/// One line, without its line end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Its bytes are in the buffer.
    Whole,
    /// It was longer than the limit and has been skipped.
    TooLong,
    /// There is none.
    End,
}

/// Reads the next line into `buffer`.
pub(super) fn next(reader: &mut dyn BufRead, limit: usize, buffer: &mut Vec<u8>) -> io::Result<Line> {
    buffer.clear();
    let (mut seen, mut too_long) = (false, false);
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            return Ok(if too_long {
                Line::TooLong
            } else if seen {
                Line::Whole
            } else {
                Line::End
            });
        }
        seen = true;
        let newline = chunk.iter().position(|byte| *byte == b'\n');
        let part = &chunk[..newline.unwrap_or(chunk.len())];
        too_long |= buffer.len() + part.len() > limit;
        if too_long {
            buffer.clear();
        } else {
            buffer.extend_from_slice(part);
        }
        let used = newline.map_or(chunk.len(), |at| at + 1);
        reader.consume(used);
        if newline.is_some() {
            return Ok(if too_long { Line::TooLong } else { Line::Whole });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_skipped_and_the_next_one_read() {
        let mut reader = io::BufReader::with_capacity(4, &b"short\nmuch too long a line\n\nlast"[..]);
        let mut buffer = Vec::new();
        let mut lines = Vec::new();
        loop {
            match next(&mut reader, 8, &mut buffer).expect("memory is readable") {
                Line::Whole => lines.push(String::from_utf8(buffer.clone()).expect("ASCII")),
                Line::TooLong => lines.push("(too long)".to_owned()),
                Line::End => break,
            }
        }
        assert_eq!(lines, ["short", "(too long)", "", "last"]);
    }
}
