//! The table of general words by topic (`words.txt`), and which topic a word belongs to.

use std::collections::{HashMap, HashSet};
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

/// Words by which a site speaks to its reader or of itself, in the languages of the table.
static ADDRESS: LazyLock<HashSet<u64, BuildHasherDefault<AsIs>>> = LazyLock::new(|| {
    let words = TABLE.lines().filter_map(|line| line.strip_prefix("address: ")).flat_map(|list| list.split(' '));
    words.map(|word| Hashed::of(word).whole).collect()
});

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

/// Longest ASCII word that is looked up as a number.
const PACKED: usize = 8;

/// The words of up to eight ASCII letters as numbers, with what is asked of them: most words of a dump are such.
static SHORT: LazyLock<ByHash<(Topic, u64)>> = LazyLock::new(|| {
    let mut short = ByHash::default();
    for word in TABLE.lines().filter_map(|line| line.split_once(": ")).flat_map(|(_, list)| list.split(' ')) {
        let hashed = Hashed::of(word);
        if let (Some(packed), Some(topic)) = (packed(word), hashed.topic()) {
            short.insert(spread(packed), (topic, hashed.whole));
        }
    }
    short
});

/// Up to eight ASCII letters, lower case, as a number.
fn packed(word: &str) -> Option<u64> {
    (word.len() <= PACKED && word.is_ascii())
        .then(|| word.bytes().fold(0, |packed, byte| packed << 8 | u64::from(byte.to_ascii_lowercase())))
}

/// Makes hashes of numbers: 2 to the 64th over the golden ratio, odd.
fn spread(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hash of `word` if it is a function word.
pub(super) fn function(word: &str) -> Option<u64> {
    let found = match packed(word) {
        Some(packed) => SHORT.get(&spread(packed)).copied(),
        // No function word is longer; a test proves it.
        None if word.is_ascii() => None,
        None => Some(Hashed::of(word)).and_then(|hashed| Some((hashed.topic()?, hashed.whole))),
    };
    found.filter(|(topic, _)| *topic == Topic::Function).map(|(_, whole)| whole)
}

/// A number for the first letters of a word; the same for two words that differ in case or ending only.
pub(super) fn stem(word: &str) -> u64 {
    let pack = |packed: u64, byte: u8| packed << 8 | u64::from(byte);
    if word.is_ascii() {
        return spread(word.bytes().take(STEM).map(|byte| byte.to_ascii_lowercase()).fold(0, pack));
    }
    let mut letters = word.chars().flat_map(char::to_lowercase).take(STEM);
    // `Straßen` is a word of other letters, and `Kommission` stays one with `Kommissionspräsident`.
    let packed =
        letters.try_fold(0, |packed, c| u8::try_from(c).ok().filter(u8::is_ascii).map(|byte| pack(packed, byte)));
    packed.map_or_else(|| Hashed::of(word).stem, spread)
}

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

    /// Whether a site speaks with the word to its reader or of itself.
    pub(super) fn is_address(self) -> bool {
        ADDRESS.contains(&self.whole)
    }

    /// The topic of the word.
    pub(super) fn topic(self) -> Option<Topic> {
        WORDS.get(&self.whole).copied()
    }
}

/// The pieces of `text` between the bytes of ASCII that are apart, and whether each is ASCII; none empty.
pub(super) fn tokens<'t>(text: &'t str, apart: &[bool; 128]) -> impl Iterator<Item = (&'t str, bool)> {
    let bytes = text.as_bytes();
    let is_apart = |byte: u8| byte < 128 && apart[usize::from(byte)];
    let mut at = 0;
    std::iter::from_fn(move || {
        while bytes.get(at).is_some_and(|byte| is_apart(*byte)) {
            at += 1;
        }
        let (start, mut wide) = (at, 0_u8);
        while let Some(byte) = bytes.get(at).filter(|byte| !is_apart(**byte)) {
            wide |= byte;
            at += 1;
        }
        // Cut at ASCII, so never inside a character.
        text.get(start..at).filter(|token| !token.is_empty()).map(|token| (token, wide < 128))
    })
}

/// Which bytes of ASCII are one of `marks`, as [`tokens`] takes them.
pub(super) const fn any_of(marks: &[u8]) -> [bool; 128] {
    let (mut apart, mut idx) = ([false; 128], 0);
    while idx < marks.len() {
        apart[marks[idx] as usize] = true;
        idx += 1;
    }
    apart
}

/// Which bytes of ASCII are neither letters nor digits.
pub(super) const MARKS: [bool; 128] = {
    let (mut apart, mut byte) = ([false; 128], 0);
    while byte < 128_u8 {
        apart[byte as usize] = !byte.is_ascii_alphanumeric();
        byte += 1;
    }
    apart
};

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

    fn write_u128(&mut self, hash: u128) {
        self.0 = hash as u64;
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
            assert!(Topic::named(topic).is_some() || topic == "address", "{topic}");
            assert!(words.split(' ').all(|word| !word.is_empty() && word.to_lowercase() == word), "{line}");
            assert!(topic != "function" || words.split(' ').all(|word| word.len() <= PACKED), "{line}");
        }
    }

    #[test]
    fn stems_are_the_first_letters_whatever_the_script() {
        assert_eq!(stem("Kommission"), stem("Kommissionspräsident"));
        assert_eq!(stem("Mergers"), stem("mergers'"));
        assert_ne!(stem("Straße"), stem("Strasse"));
        assert_eq!(stem("ÜBER"), stem("über"));
    }

    #[test]
    fn function_words_are_told_from_others() {
        for word in ["The", "because", "für", "ÜBER", "está"] {
            assert_eq!(function(word), Some(Hashed::of(word).whole), "{word}");
        }
        assert!(["Harlow", "comments", "kommentare", "", "Präsident"].iter().all(|word| function(word).is_none()));
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
