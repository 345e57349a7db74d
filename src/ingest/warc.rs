//! WARC and WET: one record a page that was fetched, streaming.
//!
//! Takes responses (`response`, `resource`) whose body is HTML or text, and conversions (WET), which are text. A page that was
//! not found, a picture, an unknown compression are rejects; what a crawler notes of itself (`warcinfo`, `request`,
//! `metadata`, `revisit`) holds no page and is passed over. Lengths that lie are mended where the next record is found again.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use serde_json::{Map, Value};

use super::record::Records;
use super::{Place, Sink, charset, format};
use crate::types::{RejectReason, Rejected};

/// Bytes of the headers of one record.
const HEADERS: usize = 256 * 1024;

pub(super) fn read(mut reader: Box<dyn BufRead + '_>, place: Place<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let mut records = Records::of(place);
    let mut number = 0;
    loop {
        let id = format!("item:{}", number + 1);
        let headers = match headers(&mut *reader) {
            Ok(Some(headers)) => headers,
            Ok(None) => break,
            Err(error) => return sink(Err(place.unreadable(Some(id), &error))),
        };
        let kind = headers.get("warc-type").unwrap_or_default().to_ascii_lowercase();
        let holds_a_page = matches!(kind.as_str(), "response" | "resource" | "conversion");
        number += usize::from(holds_a_page);
        let length = headers.get("content-length").and_then(|length| length.trim().parse::<u64>().ok()).unwrap_or(0);
        let body = Body::of(&mut *reader, length, if holds_a_page { place.limit } else { 0 });
        if !holds_a_page {
            if let Err(error) = body.more {
                return sink(Err(place.unreadable(Some(id), &error)));
            }
            continue;
        }
        let cut_off = body.cut_off;
        let found = body.whole(place, &id).and_then(|body| {
            let record = page(&headers, &kind, &body).map_err(|fault| fault.reject(place, id.clone()))?;
            records.take_extracted(&record, id)
        });
        sink(found)?;
        if cut_off {
            return ControlFlow::Continue(());
        }
    }
    if number == 0 {
        let message = "expected a page, found none in the WARC file".to_owned();
        return sink(Err(place.rejected(None, RejectReason::Empty, message, "remove the file, or fetch it again")));
    }
    ControlFlow::Continue(())
}

/// What follows the head of a record, as far as it is kept.
pub(super) struct Body {
    bytes: Vec<u8>,
    length: u64,
    /// Bytes beyond the limit, which were passed over; or what broke the reading off.
    more: io::Result<u64>,
    pub(super) cut_off: bool,
}

impl Body {
    /// The next `length` bytes of `reader`, of which `limit` are kept.
    pub(super) fn of(reader: &mut dyn BufRead, length: u64, limit: usize) -> Self {
        let mut bytes = Vec::new();
        let mut rest = reader.take(length);
        let kept = rest.by_ref().take(limit as u64).read_to_end(&mut bytes);
        let more = kept.and_then(|_| io::copy(&mut rest, &mut io::sink()));
        let cut_off = more.is_err() || rest.limit() > 0;
        Self { bytes, length, more, cut_off }
    }

    /// All of it, or why that cannot be had.
    pub(super) fn whole(self, place: Place<'_>, id: &str) -> Result<Vec<u8>, Rejected> {
        let id = Some(id.to_owned());
        match self.more {
            Err(error) => Err(place.unreadable(id, &error)),
            Ok(_) if self.cut_off => {
                let message = format!("expected a record of {} bytes, found the end of the file", self.length);
                Err(place.rejected(id, RejectReason::Malformed, message, "the file is cut off; fetch it again"))
            }
            Ok(more) if more > 0 => Err(place.too_large(id)),
            Ok(_) => Ok(self.bytes),
        }
    }
}

/// Headers by name in lower case.
struct Headers(Vec<(String, String)>);

impl Headers {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The headers of the next record, `None` at the end. What stands before its version line is passed over.
fn headers(reader: &mut dyn BufRead) -> io::Result<Option<Headers>> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if Read::take(&mut *reader, HEADERS as u64).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.starts_with(b"WARC/") {
            break;
        }
    }
    let (mut headers, mut read) = (Vec::<(String, String)>::new(), 0);
    while read < HEADERS {
        line.clear();
        let n = Read::take(&mut *reader, (HEADERS - read) as u64).read_until(b'\n', &mut line)?;
        read += n;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        if text.is_empty() {
            break;
        }
        match (text.starts_with([' ', '\t']), text.split_once(':'), headers.last_mut()) {
            (true, _, Some((_, value))) => {
                value.push(' ');
                value.push_str(text.trim());
            }
            (false, Some((name, value)), _) => {
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
            _ => {}
        }
    }
    Ok(Some(Headers(headers)))
}

/// What is wrong with one record.
pub(super) struct Fault {
    reason: RejectReason,
    message: String,
    hint: &'static str,
}

impl Fault {
    pub(super) fn reject(self, place: Place<'_>, id: String) -> Rejected {
        place.rejected(Some(id), self.reason, self.message, self.hint)
    }

    fn no_page(message: String) -> Self {
        Self {
            reason: RejectReason::NoText,
            message,
            hint: "nothing to mend where the crawl met no page; else fetch the page again",
        }
    }
}

/// What an ARC record holds: a response, or (dumps of other protocols) a page of the type `media` alone.
pub(super) fn fetched(address: &str, media: &str, body: &[u8]) -> Result<Map<String, Value>, Fault> {
    let media = if body.starts_with(b"HTTP/") { "application/http" } else { media };
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let headers = Headers(vec![header("content-type", media), header("warc-target-uri", address)]);
    page(&headers, "response", body)
}

fn page(headers: &Headers, kind: &str, body: &[u8]) -> Result<Map<String, Value>, Fault> {
    let declared = headers.get("content-type").unwrap_or_default().to_ascii_lowercase();
    let (media, bytes) =
        if declared.starts_with("application/http") { response(body)? } else { (declared, body.to_vec()) };
    let is_text =
        media.is_empty() || ["text/html", "application/xhtml", "text/plain"].iter().any(|t| media.starts_with(t));
    if !is_text {
        return Err(Fault::no_page(format!("expected HTML or text, found `{media}`")));
    }
    let text = charset::page(&bytes);
    if text.trim().is_empty() {
        return Err(Fault::no_page("expected a page, found an empty body".to_owned()));
    }
    if text.contains('\0') && !format::is_html(&text) {
        return Err(Fault {
            reason: RejectReason::Binary,
            ..Fault::no_page("expected text, found binary data".to_owned())
        });
    }
    let address = headers.get("warc-target-uri").unwrap_or_default().trim_matches(['<', '>']);
    let mut record = Map::new();
    let mut put = |name: &str, value: &str| record.insert(name.to_owned(), Value::String(value.to_owned()));
    put("text", &text);
    put("id", headers.get("warc-record-id").unwrap_or_default().trim_matches(['<', '>']));
    put("url", address);
    if kind == "conversion"
        && let Some(language) = headers.get("warc-identified-content-language")
    {
        put("language", language.split(',').next().unwrap_or_default());
    }
    Ok(record)
}

/// Media type and body of an HTTP response.
fn response(bytes: &[u8]) -> Result<(String, Vec<u8>), Fault> {
    let broken = |what: &str| Fault {
        reason: RejectReason::Malformed,
        ..Fault::no_page(format!("expected an HTTP response, found {what}"))
    };
    let mut room = [httparse::EMPTY_HEADER; 256];
    let mut parsed = httparse::Response::new(&mut room);
    let start = match httparse::ParserConfig::default()
        .allow_spaces_after_header_name_in_responses(true)
        .ignore_invalid_headers_in_responses(true)
        .parse_response(&mut parsed, bytes)
    {
        Ok(httparse::Status::Complete(start)) => start,
        Ok(httparse::Status::Partial) => return Err(broken("one that breaks off in its headers")),
        Err(error) => return Err(broken(&format!("a fault in it: {error}"))),
    };
    let status = parsed.code.unwrap_or_default();
    if !(200..300).contains(&status) {
        return Err(Fault::no_page(format!("expected a page, found HTTP status {status}")));
    }
    let header = |name: &str| {
        let found = parsed.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| String::from_utf8_lossy(header.value).trim().to_ascii_lowercase()).unwrap_or_default()
    };
    let mut body = bytes[start..].to_vec();
    if header("transfer-encoding").contains("chunked")
        && let Some(whole) = unchunked(&body)
    {
        body = whole;
    }
    // Crawlers often keep the header of a compression that they have undone.
    let coding = header("content-encoding");
    let unpacked = match coding.as_str() {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => Some(all(GzDecoder::new(&body[..]), body.len())),
        "deflate" => all(ZlibDecoder::new(&body[..]), body.len())
            .ok()
            .or_else(|| all(DeflateDecoder::new(&body[..]), body.len()).ok())
            .map(Ok),
        _ => None,
    };
    match unpacked {
        Some(Ok(unpacked)) => body = unpacked,
        Some(Err(error)) => return Err(broken(&format!("a body that cannot be unpacked: {error}"))),
        None => {}
    }
    let readable = std::str::from_utf8(&body[..body.len().min(64)]).is_ok() || !body[..body.len().min(64)].contains(&0);
    if matches!(coding.as_str(), "br" | "zstd" | "compress") && !readable {
        return Err(Fault::no_page(format!("expected gzip or no compression, found `{coding}`")));
    }
    Ok((header("content-type"), body))
}

/// Everything `packed` unpacks to, at most a thousand times its size: more is an attack.
fn all(packed: impl Read, size: usize) -> io::Result<Vec<u8>> {
    let (mut bytes, limit) = (Vec::new(), size as u64 * 1000);
    let mut packed = packed.take(limit + 1);
    match packed.read_to_end(&mut bytes) {
        Ok(read) if read as u64 > limit => Err(io::Error::new(io::ErrorKind::InvalidData, "it grows past all measure")),
        // A page that breaks off is still a page up to there.
        Err(error) if bytes.is_empty() => Err(error),
        _ => Ok(bytes),
    }
}

/// The body out of its chunks; `None` where it is not chunked after all. A last chunk that is missing is not missed.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(rest.len());
    loop {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(body);
        }
        let part = &rest[..size.min(rest.len())];
        body.extend_from_slice(part);
        rest = rest[part.len()..].trim_ascii_start();
        if rest.is_empty() {
            return Some(body);
        }
    }
}
