//! The word tables of the grammar, read once from `tables/`.
//!
//! Gives what the tables say of a lower-case word, all its classes at once, so that a word is looked up once however many
//! rules ask about it. The tables hold facts of English, ISO 4217 and metrology; a malformed line is left out, and a test
//! counts the lines so that none can be.

use std::sync::LazyLock;

use super::fnv::WordMap;
use super::{bound, currency};

/// What a word may be. A word may be of several classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Unit,
    Teen,
    Tens,
    Scale,
    Short,
    Part,
    Month,
    Weekday,
    Ordinal,
    Nth,
    NthScale,
    Stop,
    Neutral,
    Label,
    Plural,
    Compound,
    Singular,
    People,
    Change,
    Future,
    Paid,
    Extent,
    Weather,
    Level,
    Employment,
    Nationals,
    Frequent,
    Hyphened,
    Tenor,
    Account,
    Index,
    /// Can begin a figure, currencies aside.
    Start,
    /// Can name a currency in front of a number.
    Money,
    /// Can end what bounds a figure from the left.
    Bound,
}

/// Classes whose words have values; they come first.
const VALUED: usize = Class::NthScale as usize + 1;

impl Class {
    /// The class that the tables call `name`.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "unit" => Self::Unit,
            "teen" => Self::Teen,
            "tens" => Self::Tens,
            "scale" => Self::Scale,
            "short" => Self::Short,
            "part" => Self::Part,
            "month" => Self::Month,
            "weekday" => Self::Weekday,
            "ordinal" => Self::Ordinal,
            "nth" => Self::Nth,
            "nth_scale" => Self::NthScale,
            "stop" => Self::Stop,
            "neutral" => Self::Neutral,
            "label" => Self::Label,
            "plural" => Self::Plural,
            "compound" => Self::Compound,
            "singular" => Self::Singular,
            "people" => Self::People,
            "change" => Self::Change,
            "future" => Self::Future,
            "paid" => Self::Paid,
            "extent" => Self::Extent,
            "weather" => Self::Weather,
            "level" => Self::Level,
            "employment" => Self::Employment,
            "nationals" => Self::Nationals,
            "frequent" => Self::Frequent,
            "hyphened" => Self::Hyphened,
            "tenor" => Self::Tenor,
            "account" => Self::Account,
            "index" => Self::Index,
            _ => return None,
        })
    }

    /// Whether a figure can begin with any word of the class.
    fn starts(self) -> bool {
        matches!(self, Self::Unit | Self::Teen | Self::Tens | Self::Scale | Self::Month | Self::Weekday | Self::Ordinal)
    }
}

/// What the tables say of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// A bit for each class.
    classes: u64,
    /// The value in each class that has values; none is above 100.
    values: [u8; VALUED],
}

impl Entry {
    /// Of a word that stands in no table, and of what is no word.
    pub(super) const NONE: Self = Self { classes: 0, values: [0; VALUED] };

    /// Whether the word is of `class`.
    pub(super) const fn is(&self, class: Class) -> bool {
        self.classes & (1 << class as u64) != 0
    }

    /// The value of the word in `class`.
    pub(super) fn value(&self, class: Class) -> Option<u32> {
        if self.is(class) { self.values.get(class as usize).copied().map(u32::from) } else { None }
    }

    /// The value of a number word below 100.
    pub(super) fn small(&self) -> Option<u32> {
        [Class::Unit, Class::Teen, Class::Tens].into_iter().find_map(|class| self.value(class))
    }

    fn add(&mut self, class: Class, value: u8) {
        self.classes |= 1 << class as u64;
        if let Some(place) = self.values.get_mut(class as usize) {
            *place = value;
        }
    }
}

/// Words that can begin a figure or lead one beside those of a class that can.
const STARTS: &str = "a an absolute hundred dozen doz dozs half quarter minus negative yesterday today tomorrow tonight \
    last this next fiscal financial fy halved double triple treble quadruple doubled tripled trebled quadrupled \
    quintupled doubles triples trebles halves \
    doubling tripling trebling halving twice q h the dollar dollars spring summer autumn winter";

static WORDS: LazyLock<WordMap<&str, Entry>> = LazyLock::new(|| {
    let mut entries: WordMap<&str, Entry> = WordMap::default();
    let mut add = |word, class, value| entries.entry(word).or_insert(Entry::NONE).add(class, value);
    for (class, words) in lines(&[include_str!("tables/numbers.txt"), include_str!("tables/words.txt")]) {
        let Some(class) = Class::named(class) else { continue };
        for word in words.split_whitespace() {
            let (word, value) = word.split_once('=').unwrap_or((word, "0"));
            add(word, class, value.parse().unwrap_or(0));
            if class.starts() {
                add(word, Class::Start, 0);
            }
        }
    }
    STARTS.split_whitespace().for_each(|word| add(word, Class::Start, 0));
    currency::leading().for_each(|word| add(word, Class::Money, 0));
    bound::closing().for_each(|word| add(word, Class::Bound, 0));
    entries
});

static PLURALS: LazyLock<WordMap<&str, &str>> = LazyLock::new(|| {
    lines(&[include_str!("tables/words.txt")])
        .filter(|(class, _)| *class == "plural")
        .flat_map(|(_, words)| words.split_whitespace().filter_map(|pair| pair.split_once('=')))
        .collect()
});

fn lines<'a>(files: &[&'a str]) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    let all: Vec<&str> = files.iter().flat_map(|file| file.lines()).collect();
    all.into_iter().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "))
}

/// What the tables say of `word`.
pub(super) fn entry(word: &str) -> Entry {
    WORDS.get(word).copied().unwrap_or(Entry::NONE)
}

/// The value of `word` in `class`.
pub(super) fn value(class: Class, word: &str) -> Option<u32> {
    entry(word).value(class)
}

/// Whether `word` is of `class`.
pub(super) fn is(class: Class, word: &str) -> bool {
    entry(word).is(class)
}

/// The singular of an irregular plural, or of a plural in `-s` that the rules would get wrong.
pub(super) fn irregular_singular(plural: &str) -> Option<&'static str> {
    PLURALS.get(plural).copied()
}

/// The irregular plural of `singular`: the first in alphabetical order where there are several.
pub(super) fn irregular_plural(singular: &str) -> Option<&'static str> {
    let mut found: Vec<&str> = PLURALS.iter().filter(|(_, s)| **s == singular).map(|(p, _)| *p).collect();
    found.sort_unstable();
    found.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_read() {
        let mut n_words = 0;
        let files = [include_str!("tables/numbers.txt"), include_str!("tables/words.txt")];
        for line in files.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#')) {
            let (name, words) = line.split_once(": ").unwrap_or_else(|| panic!("no class: {line}"));
            let class = Class::named(name).unwrap_or_else(|| panic!("unknown class: {line}"));
            for said in words.split(' ') {
                let (word, number) = said.split_once('=').unwrap_or((said, ""));
                assert!(is(class, word), "{name}: {said}");
                if (class as usize) < VALUED {
                    assert_eq!(
                        value(class, word).map(|value| value.to_string()).as_deref(),
                        Some(number),
                        "{name}: {said}"
                    );
                }
                n_words += 1;
            }
        }
        assert!(n_words > 1200, "only {n_words} words");
    }
}
