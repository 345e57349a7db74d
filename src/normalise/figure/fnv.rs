//! FNV-1a, the hash of the word tables: words are short and come from the tables' own lists, so that a hash that resists
//! attackers would be paid for nothing.
//!
//! Constants: Fowler, Noll, Vo, 64 bits.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map by words.
pub(super) type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

/// A set of words.
pub(super) type WordSet<T> = HashSet<T, BuildHasherDefault<Fnv>>;

/// The state of the hash.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    }
}
