//! ARC, the form of a crawl before WARC: one record a page that was fetched, streaming.
//!
//! Takes the file; reads each response as [`super::warc`] does. A record begins with one line: its address, where it was
//! fetched from, when, its type and, last, its length in bytes.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::line::{self, Line};
use super::record::Records;
use super::warc::{self, Body};
use super::{Place, Sink};
use crate::types::RejectReason;

/// Bytes of the line before a record.
const HEAD: usize = 64 * 1024;

pub(super) fn read(mut reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let mut records = Records::of(place);
    let (mut buffer, mut number) = (Vec::new(), 0);
    loop {
        let id = format!("item:{}", number + 1);
        match line::next(&mut *reader, HEAD, &mut buffer) {
            Ok(Line::End) => break,
            Ok(Line::Whole) => {}
            Ok(Line::TooLong) => continue,
            Err(error) => return sink(Err(place.unreadable(Some(id), &error))),
        }
        // Between records there are blank lines; what else is no head is the rest of a record that lied about its length.
        let Some(head) = Head::of(&String::from_utf8_lossy(&buffer)) else { continue };
        let is_page = !head.address.starts_with("filedesc:");
        let body = Body::of(&mut *reader, head.length, if is_page { place.limit } else { 0 });
        number += usize::from(is_page);
        let cut_off = body.cut_off;
        if !is_page && !cut_off {
            continue;
        }
        let found = body.whole(place, &id).and_then(|body| {
            let record = warc::fetched(&head.address, &head.media, &body);
            records.take_extracted(&record.map_err(|fault| fault.reject(place, id.clone()))?, id)
        });
        sink(found)?;
        if cut_off {
            return ControlFlow::Continue(());
        }
    }
    if number == 0 {
        let message = "expected a page, found none in the ARC file".to_owned();
        return sink(Err(place.rejected(None, RejectReason::Empty, message, "remove the file, or fetch it again")));
    }
    ControlFlow::Continue(())
}

struct Head {
    address: String,
    media: String,
    length: u64,
}

impl Head {
    /// The head in `line`: an address, which may hold spaces, then host and the fourteen digits of the time, then the rest.
    fn of(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.trim_end().split(' ').collect();
        let time = words.iter().rposition(|word| word.len() == 14 && word.bytes().all(|byte| byte.is_ascii_digit()))?;
        let length = words.last()?.parse().ok().filter(|_| words.len() > time + 2)?;
        let address = words[..time.checked_sub(1)?].join(" ");
        let media = words[time + 1].to_ascii_lowercase();
        (address.contains(':')).then_some(Self { address, media, length })
    }
}
