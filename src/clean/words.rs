//! The table of general words by topic (`words.txt`), and which topic a word belongs to.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

const TABLE: &str = include_str!("words.txt");
/// Letters by which words are compared where their ending does not matter.
const STEM: usize = 7;

/// What a word of a page speaks of. The order is that of the counts in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    Function,
    Share,
    Comment,
    Menu,
    Legal,
    Newsletter,
    Related,
    Time,
    Author,
    Shop,
}

impl Topic {
    /// How many there are.
    pub(super) const COUNT: usize = 10;
    /// All of them, in order.
    pub(super) const ALL: [Self; Self::COUNT] = [
        Self::Function,
        Self::Share,
        Self::Comment,
        Self::Menu,
        Self::Legal,
        Self::Newsletter,
        Self::Related,
        Self::Time,
        Self::Author,
        Self::Shop,
    ];

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "function" => Self::Function,
            "share" => Self::Share,
            "comment" => Self::Comment,
            "menu" => Self::Menu,
            "legal" => Self::Legal,
            "newsletter" => Self::Newsletter,
            "related" => Self::Related,
            "time" => Self::Time,
            "author" => Self::Author,
            "shop" => Self::Shop,
            _ => return None,
        })
    }
}

static WORDS: LazyLock<ByHash<Topic>> = LazyLock::new(|| {
    let mut words = ByHash::default();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let Some((topic, list)) = line.split_once(": ") else { continue };
        let Some(topic) = Topic::named(topic) else { continue };
        for word in list.split(' ') {
            words.entry(Hashed::of(word).whole).or_insert(topic);
        }
    }
    words
});

/// A word by the hash of its lower-case letters (FNV-1a over scalar values), which costs no copy of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hashed {
    /// Of the whole word.
    pub(super) whole: u64,
    /// Of its first letters.
    pub(super) stem: u64,
}

impl Hashed {
    pub(super) fn of(word: &str) -> Self {
        let (mut hash, mut stem) = (0xcbf2_9ce4_8422_2325_u64, None);
        let mut mix = |c: char, at: usize| {
            if at == STEM {
                stem = Some(hash);
            }
            hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
        };
        if word.is_ascii() {
            word.bytes().enumerate().for_each(|(at, byte)| mix(char::from(byte.to_ascii_lowercase()), at));
        } else {
            word.chars().flat_map(char::to_lowercase).enumerate().for_each(|(at, c)| mix(c, at));
        }
        Self { whole: hash, stem: stem.unwrap_or(hash) }
    }

    /// The topic of the word.
    pub(super) fn topic(self) -> Option<Topic> {
        WORDS.get(&self.whole).copied()
    }
}

/// A map from hashes, which need no second hashing.
pub(super) type ByHash<T> = HashMap<u64, T, BuildHasherDefault<AsIs>>;

/// Gives back the hash that it is handed.
#[derive(Default)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        // The table takes its place from the low bits and its tag from the high ones; FNV mixes the high ones less.
        self.0 = hash ^ hash.rotate_left(29);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_has_a_topic() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (topic, words) = line.split_once(": ").expect("a topic before the colon");
            assert!(Topic::named(topic).is_some(), "{topic}");
            assert!(words.split(' ').all(|word| !word.is_empty() && word.to_lowercase() == word), "{line}");
        }
    }

    #[test]
    fn words_of_pages_are_known_in_four_languages() {
        for word in ["comments", "kommentare", "commentaires", "comentarios"] {
            assert_eq!(Hashed::of(word).topic(), Some(Topic::Comment), "{word}");
        }
        assert_eq!(Hashed::of("Kommentare").topic(), Some(Topic::Comment));
        assert_eq!(Hashed::of("harlow").topic(), None);
    }
}
