//! Content-hash ids: the same input gives the same id on every machine, thread count and day.

use std::fmt;
use std::hash::Hasher;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use twox_hash::XxHash3_64;

/// XXH3-64 of `bytes` as 16 hex digits, the form in which every stored hash is written.
pub fn content_hash(bytes: &[u8]) -> String {
    format!("{:016x}", XxHash3_64::oneshot(bytes))
}

/// [`content_hash`] of what is written to it, a piece at a time.
#[derive(Default)]
pub struct ContentHasher(XxHash3_64);

impl ContentHasher {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    /// The hash of all bytes so far.
    pub fn finish(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

impl std::fmt::Debug for ContentHasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ContentHasher").field(&self.finish()).finish()
    }
}

/// SHA-256 of `bytes` in hex: for files that others check with their own tools.
pub fn sha256_hex(bytes: &[u8]) -> String {
    use std::fmt::Write;

    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

// Shared: an id stands in every mention, citation and map, and a large edition has millions of them.
macro_rules! id {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Arc<str>);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(DocumentId, "Id of a document: hash of its path, record and place in the source.");
id!(StoryId, "Id of a story: hash of its smallest document id.");
id!(EntityId, "Id of an entity inside one document: its kind and canonical name in lower case, `company:alibaba`.");

impl DocumentId {
    /// The id of the part `start..end` of the record `record_id` of `path`.
    pub fn of(path: &str, record_id: Option<&str>, start: usize, end: usize) -> Self {
        let key = format!("{path}\u{0}{}\u{0}{start}\u{0}{end}", record_id.unwrap_or(""));
        Self(format!("d{}", content_hash(key.as_bytes())).into())
    }
}

impl StoryId {
    /// The id of the story whose smallest document is `first`.
    pub fn of(first: &DocumentId) -> Self {
        Self(format!("s{}", content_hash(first.0.as_bytes())).into())
    }
}
