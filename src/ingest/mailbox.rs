//! Mailboxes (mbox): one record a message, streaming.
//!
//! Takes the file line by line; a message begins at a `From ` line after a blank one, and is bounded by the limit of a record.
//! Of the quoted lines (`>From `) one mark is taken off, as the reader of a mailbox does (mboxrd).

use std::io::BufRead;
use std::ops::ControlFlow;

use super::line::{self, Line};
use super::record::Records;
use super::{Place, Sink, mail};

/// Whether `line` parts two messages: `From `, who sent it, and when.
pub(super) fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let words: Vec<&[u8]> = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let digits = |word: &[u8], n: usize| word.len() == n && word.iter().all(u8::is_ascii_digit);
    let is_time = |word: &[u8]| {
        let mut parts = word.split(|byte| *byte == b':');
        parts.clone().count() >= 2 && parts.all(|part| digits(part, 2))
    };
    words.len() <= 9 && words.iter().any(|word| is_time(word)) && words.iter().any(|word| digits(word, 4))
}

pub(super) fn read(mut reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let mut mailbox = Mailbox { records: Records::of(place), place, message: Vec::new(), too_long: false, number: 0 };
    let (mut buffer, mut after_blank) = (Vec::new(), true);
    loop {
        match line::next(&mut *reader, place.limit, &mut buffer) {
            Ok(Line::End) => return mailbox.end(sink),
            Ok(Line::TooLong) => (mailbox.too_long, after_blank) = (true, false),
            Ok(Line::Whole) => {
                if after_blank && is_separator(&buffer) {
                    mailbox.end(sink)?;
                    mailbox.number += 1;
                } else {
                    mailbox.take(&buffer);
                }
                after_blank = buffer.trim_ascii().is_empty();
            }
            Err(error) => {
                mailbox.end(sink)?;
                return sink(Err(place.unreadable(Some(format!("item:{}", mailbox.number + 1)), &error)));
            }
        }
    }
}

struct Mailbox<'a> {
    records: Records<'a>,
    place: Place<'a>,
    /// The message as far as it has been read.
    message: Vec<u8>,
    too_long: bool,
    /// Messages begun.
    number: usize,
}

impl Mailbox<'_> {
    fn take(&mut self, line: &[u8]) {
        let quoted =
            line.iter().position(|byte| *byte != b'>').is_some_and(|n| n > 0 && line[n..].starts_with(b"From "));
        let line = &line[usize::from(quoted)..];
        self.too_long |= self.message.len() + line.len() >= self.place.limit;
        if !self.too_long {
            self.message.extend_from_slice(line);
            self.message.push(b'\n');
        }
    }

    /// Gives the message that ends here, if one was begun.
    fn end(&mut self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let message = std::mem::take(&mut self.message);
        let too_long = std::mem::take(&mut self.too_long);
        if self.number == 0 {
            return ControlFlow::Continue(());
        }
        let id = format!("item:{}", self.number);
        sink(if too_long {
            Err(self.place.too_large(Some(id)))
        } else {
            mail::article(&mut self.records, self.place, &message, id)
        })
    }
}
