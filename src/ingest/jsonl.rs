//! JSONL: one object a line, each line bounded; a bad line is one reject and the next line is read.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::line::{self, Line};
use super::record::Records;
use super::{Place, Sink, charset};
use crate::types::RejectReason;

pub(super) fn read(mut reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let mut records = Records::of(place);
    let mut buffer = Vec::new();
    for number in 1_usize.. {
        let id = format!("line:{number}");
        match line::next(&mut *reader, place.limit, &mut buffer) {
            Ok(Line::End) => break,
            Ok(Line::TooLong) => sink(Err(place.too_large(Some(id))))?,
            Ok(Line::Whole) => {
                let bytes = if number == 1 { charset::unmarked(&buffer) } else { &buffer };
                if !bytes.trim_ascii().is_empty() {
                    sink(records.parse(bytes, id))?;
                }
            }
            Err(error) => {
                sink(Err(place.unreadable(Some(id), &error)))?;
                return ControlFlow::Continue(());
            }
        }
    }
    if records.none_seen() {
        let message = "expected a record, found blank lines only".to_owned();
        sink(Err(place.rejected(None, RejectReason::Empty, message, "remove the file, or put records in it")))?;
    }
    ControlFlow::Continue(())
}
