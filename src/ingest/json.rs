//! JSON files: one object, or an array of objects read one element at a time.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use super::record::Records;
use super::{Place, Sink, charset};
use crate::types::{RejectReason, Rejected};

/// Reads a file that is one object; its record id is its own, or none.
pub(super) fn read_object(reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    sink(place.whole(reader).and_then(|bytes| Records::of(place).parse_file(charset::unmarked(&bytes))))
}

/// Reads an array element by element; ids are the elements' own, else `item:1`, `item:2`, ...
pub(super) fn read_array(mut reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let mut records = Records::of(place);
    let mut elements = Elements::new(place.limit);
    let mut number = 0;
    loop {
        let id = format!("item:{}", number + 1);
        match elements.next(&mut *reader) {
            Ok(Element::Whole) => sink(records.parse(&elements.bytes, id))?,
            Ok(Element::TooLong) => sink(Err(place.too_large(Some(id))))?,
            Ok(Element::End) => break,
            Ok(Element::CutOff) => return sink(Err(cut_off(place, id))),
            Err(error) => return sink(Err(place.unreadable(Some(id), &error))),
        }
        number += 1;
    }
    if number == 0 {
        let message = "expected a record, found an empty array".to_owned();
        sink(Err(place.rejected(None, RejectReason::Empty, message, "remove the file, or put records in it")))?;
    }
    ControlFlow::Continue(())
}

fn cut_off(place: Place<'_>, id: String) -> Rejected {
    let message = "expected `]` at the end of the array, found the end of the file".to_owned();
    place.rejected(Some(id), RejectReason::Malformed, message, "the file is cut off; fetch it again")
}

/// What comes next in an array.
pub(super) enum Element {
    Whole,
    TooLong,
    CutOff,
    End,
}

/// Splits an array into its elements by brackets and quotes alone; whether an element is JSON is told by the parser.
#[expect(clippy::struct_excessive_bools, reason = "a byte-wise scanner; its states are independent")]
pub(super) struct Elements {
    bytes: Vec<u8>,
    limit: usize,
    /// Brackets open: 0 before the array, 1 between elements.
    depth: usize,
    in_string: bool,
    escaped: bool,
    too_long: bool,
    closed: bool,
}

impl Elements {
    pub(super) fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit, depth: 0, in_string: false, escaped: false, too_long: false, closed: false }
    }

    /// The bytes of the last whole element.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn next(&mut self, reader: &mut dyn BufRead) -> io::Result<Element> {
        self.bytes.clear();
        self.too_long = false;
        if self.closed {
            return Ok(Element::End);
        }
        loop {
            let chunk = reader.fill_buf()?;
            if chunk.is_empty() {
                return Ok(Element::CutOff);
            }
            let hit = chunk.iter().enumerate().find_map(|(at, byte)| Some((at, self.take(*byte)?)));
            let used = hit.as_ref().map_or(chunk.len(), |(at, _)| at + 1);
            reader.consume(used);
            if let Some((_, element)) = hit {
                return Ok(element);
            }
        }
    }

    /// Takes one byte; an element where it ends one that is not empty.
    fn take(&mut self, byte: u8) -> Option<Element> {
        if self.in_string {
            self.in_string = self.escaped || byte != b'"';
            self.escaped = !self.escaped && byte == b'\\';
            self.keep(byte);
            return None;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => {
                self.depth += 1;
                if self.depth == 1 {
                    return None;
                }
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.closed = true;
                    return Some(self.ended().unwrap_or(Element::End));
                }
            }
            b',' if self.depth == 1 => return self.ended(),
            _ => {}
        }
        // Before the array there is only a byte-order mark or white space; after it nothing is read.
        if self.depth > 0 {
            self.keep(byte);
        }
        None
    }

    fn keep(&mut self, byte: u8) {
        if self.bytes.len() < self.limit {
            self.bytes.push(byte);
        } else {
            self.too_long = true;
        }
    }

    fn ended(&self) -> Option<Element> {
        if self.too_long {
            Some(Element::TooLong)
        } else if self.bytes.trim_ascii().is_empty() {
            None
        } else {
            Some(Element::Whole)
        }
    }
}
