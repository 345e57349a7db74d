//! An open file: gunzipped where its bytes are gzip (told by the magic number, also gzip in gzip), with its first
//! bytes looked at and put back.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

/// How much of a file its format is told from.
const HEAD: usize = 64 * 1024;
/// Gzip inside gzip is read this deep; deeper nesting is an attack, not a dump.
const DEPTH: usize = 2;

pub(super) struct Opened {
    /// The first bytes, at most [`HEAD`].
    pub(super) head: Vec<u8>,
    /// Everything, the head included.
    pub(super) reader: Box<dyn BufRead>,
}

impl Opened {
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "ingest is one of the modules that read the disk")]
        let file = File::open(path)?;
        let mut opened = Self::peek(Box::new(BufReader::with_capacity(HEAD, file)))?;
        for _ in 0..DEPTH {
            if !opened.head.starts_with(&[0x1f, 0x8b]) {
                break;
            }
            let decoder = MultiGzDecoder::new(opened.reader);
            opened = Self::peek(Box::new(BufReader::with_capacity(HEAD, decoder)))?;
        }
        Ok(opened)
    }

    /// Reads the head and chains it before the rest. A fault after the first byte is met again by the reader, so that
    /// whatever came before it is still read.
    fn peek(mut reader: Box<dyn BufRead>) -> io::Result<Self> {
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
