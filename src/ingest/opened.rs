//! An open stream: decompressed where its bytes are gzip, bzip2, zstd, xz or lz4 (told by the magic number, also one in
//! another), with its first bytes looked at and put back. What is unpacked is counted against the file's budget.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use lz4_flex::frame::FrameDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::StreamingDecoder;

use super::budget::Budget;

/// How much of a file its format is told from.
const HEAD: usize = 64 * 1024;
/// Compression inside compression is read this deep; deeper nesting is an attack, not a dump.
const DEPTH: usize = 2;
/// Memory an xz or zstd stream may ask for, in KiB: as much as `xz -9` and `zstd --ultra` need.
const WINDOW_KIB: u32 = 128 * 1024;

/// How an lz4 frame begins.
const LZ4: [u8; 4] = [0x04, 0x22, 0x4d, 0x18];

pub(super) struct Opened<'a> {
    /// The first bytes, at most [`HEAD`].
    pub(super) head: Vec<u8>,
    /// Everything, the head included.
    pub(super) reader: Box<dyn BufRead + 'a>,
}

impl<'a> Opened<'a> {
    pub(super) fn of(stream: impl Read + 'a, budget: &'a Budget) -> io::Result<Self> {
        let mut opened = Self::peek(Box::new(BufReader::with_capacity(HEAD, stream)))?;
        for _ in 0..DEPTH {
            let Some(unpack) = unpacker(&opened.head) else { break };
            opened = Self::peek(Box::new(budget.guard(unpack(opened.reader)?)))?;
        }
        Ok(opened)
    }

    /// Reads the head and chains it before the rest. A fault after the first byte is met again by the reader, so that
    /// whatever came before it is still read.
    fn peek(mut reader: Box<dyn BufRead + 'a>) -> io::Result<Self> {
        let mut head = Vec::new();
        if let Err(error) = reader.by_ref().take(HEAD as u64).read_to_end(&mut head)
            && head.is_empty()
        {
            return Err(error);
        }
        let reader = Box::new(BufReader::with_capacity(HEAD, Cursor::new(head.clone()).chain(reader)));
        Ok(Self { head, reader })
    }
}

type Unpack<'a> = fn(Box<dyn BufRead + 'a>) -> io::Result<Box<dyn Read + 'a>>;

/// What unpacks a stream that begins with `head`, where it is packed.
fn unpacker<'a>(head: &[u8]) -> Option<Unpack<'a>> {
    let all: [(&[u8], Unpack<'a>); 5] = [
        (b"BZh", |packed| Ok(Box::new(Faulty(MultiBzDecoder::new(packed))))),
        (&LZ4, |packed| Ok(Box::new(Faulty(Frames(FrameDecoder::new(packed)))))),
        (&[0x1f, 0x8b], |packed| Ok(Box::new(MultiGzDecoder::new(packed)))),
        (&[0x28, 0xb5, 0x2f, 0xfd], |packed| {
            let window = u64::from(WINDOW_KIB) * 1024;
            let decoder = StreamingDecoder::new_with_max_window_size(packed, window).map_err(invalid)?;
            Ok(Box::new(Faulty(decoder)))
        }),
        (b"\xfd7zXZ\0", |packed| Ok(Box::new(XzReader::new_mem_limit(packed, true, WINDOW_KIB)))),
    ];
    all.into_iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, unpack)| unpack)
}

/// lz4 frames one after another, as WARC files have them.
struct Frames<R: Read>(FrameDecoder<R>);

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            // The decoder gives nothing at the end of each frame, and begins the next when asked again.
            let read = self.0.read(buffer)?;
            if read > 0 || buffer.is_empty() || self.0.get_mut().fill_buf()?.is_empty() {
                return Ok(read);
            }
        }
    }
}

/// A decoder whose faults are faults of the data, whatever kind it gives them.
struct Faulty<R>(R);

impl<R: Read> Read for Faulty<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| match error.kind() {
            // The file itself, or the layer around this one.
            io::ErrorKind::QuotaExceeded | io::ErrorKind::PermissionDenied => error,
            _ => invalid(error),
        })
    }
}

/// A fault of the data.
pub(super) fn invalid(error: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}
