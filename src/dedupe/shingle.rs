//! Word shingles of a text, and the tokens that tell two texts of one template apart.
//!
//! Takes sentences; gives a [`Fingerprint`]: hashed shingles for likeness of wording, hashed numbers and capitalised
//! words as evidence that the same thing is told. Knows nothing of documents.

use std::collections::BTreeMap;

use twox_hash::XxHash3_64;

use crate::types::{content_stems, is_stop_word, stem_of_lower, words};

/// Share of rarity-weighted numbers, and of names, that two texts have in common at least. Quote pages and earnings
/// calendars share nine words in ten and still differ in most of these.
const EVIDENCE: f32 = 0.6;
/// Share of the words by which two headlines differ that the texts tell of, from which it is one text. By eye on the
/// eight days of webhose-2015, uncleaned: of 537 copies 388 are left, without the pages that share furniture or a form.
const HEADLINES_TOLD: f32 = 0.4;
/// Jaccard from which two headlines are two spellings over one text, whatever words they have of their own.
const SURE: f32 = 0.95;
/// Words of a blurb that an outlet may print anew each day: two of them are one text under one headline alone.
const BLURB: usize = 15;
/// Fewer numbers or names than this are no evidence either way.
const FEW: usize = 2;

/// The hashed wording of one text.
#[derive(Debug, Clone, Default)]
pub(super) struct Fingerprint {
    shingles: Vec<u32>,
    numbers: Vec<u32>,
    names: Vec<u32>,
    title: Vec<u32>,
    vocabulary: Vec<u32>,
    n_words: usize,
}

impl Fingerprint {
    /// The fingerprint of a text given as title and sentences, with shingles of `width` words across sentence ends.
    pub(super) fn of<'a>(title: &str, sentences: impl Iterator<Item = &'a str>, width: usize) -> Self {
        let mut print = Self { title: content_stems(title).map(|s| hash_of(&s)).collect(), ..Self::default() };
        let mut hashes = Vec::new();
        let mut lower = String::new();
        for sentence in sentences {
            for (at, word) in words(sentence).enumerate() {
                lower_into(&mut lower, word);
                let hash = hash_of(&lower);
                hashes.push(hash);
                if word.len() > 1 && !is_stop_word(&lower) {
                    print.vocabulary.push(hash_of(stem_of_lower(&lower)));
                }
                if word.contains(|c: char| c.is_ascii_digit()) {
                    print.numbers.push(hash);
                } else if at > 0 && word.starts_with(char::is_uppercase) && word.chars().count() > 1 {
                    print.names.push(hash);
                }
            }
        }
        print.n_words = hashes.len();
        print.shingles = shingles(&hashes, width.max(1));
        let Self { shingles, numbers, names, title, vocabulary, .. } = &mut print;
        for set in [shingles, numbers, names, title, vocabulary] {
            set.sort_unstable();
            set.dedup();
            // All texts of a run are in hand at once.
            set.shrink_to_fit();
        }
        print
    }

    /// Hashed shingles, sorted, without repetition.
    pub(super) fn shingles(&self) -> &[u32] {
        &self.shingles
    }

    /// Words of the text.
    pub(super) fn n_words(&self) -> usize {
        self.n_words
    }

    /// Jaccard index of the shingles; 0 where a text has none.
    pub(super) fn jaccard(&self, other: &Self) -> f32 {
        let shared = n_shared(&self.shingles, &other.shingles);
        ratio(shared, self.shingles.len() + other.shingles.len() - shared)
    }

    /// Share of the shingles of the smaller set that the larger one holds.
    pub(super) fn containment(&self, other: &Self) -> f32 {
        ratio(n_shared(&self.shingles, &other.shingles), self.shingles.len().min(other.shingles.len()))
    }

    /// Jaccard, or containment where one text is an excerpt of the other.
    pub(super) fn likeness(&self, other: &Self) -> f32 {
        self.jaccard(other).max(self.containment(other))
    }

    /// Whether nothing speaks against one text: the numbers and the names of the shorter list mostly stand in the other
    /// (too few decide nothing), and the titles do not clash.
    pub(super) fn tells_of_the_same(&self, other: &Self, common: &Commonness) -> bool {
        (!self.clashes_by_title(other) || self.is_respelt(other))
            && agrees(&self.numbers, &other.numbers, common)
            && agrees(&self.names, &other.names, common)
    }

    /// Whether one text stands under two spellings of a headline: `somber` and `sombre`, `mln` and `million`.
    fn is_respelt(&self, other: &Self) -> bool {
        let shared = n_shared(&self.title, &other.title);
        2 * shared >= self.title.len().min(other.title.len()).max(1) && self.jaccard(other) >= SURE
    }

    /// Whether both are longer than a blurb, or under one headline.
    pub(super) fn is_more_than_a_blurb(&self, other: &Self) -> bool {
        self.n_words.min(other.n_words) >= BLURB || self.title == other.title
    }

    /// Whether each title has words of its own and few of them stand in the other text: forms filed for two companies,
    /// or pages of which only the furniture was crawled. A reprint under a new headline tells of both headlines.
    fn clashes_by_title(&self, other: &Self) -> bool {
        let own = |title: &Self, text: &Self| {
            let own = title.title.iter().filter(|s| text.title.binary_search(s).is_err());
            own.fold((0, 0), |(n, told), s| (n + 1, told + usize::from(text.vocabulary.binary_search(s).is_ok())))
        };
        let ((n_left, told_left), (n_right, told_right)) = (own(self, other), own(other, self));
        n_left > 0 && n_right > 0 && ratio(told_left + told_right, n_left + n_right) < HEADLINES_TOLD
    }
}

fn agrees(a: &[u32], b: &[u32], common: &Commonness) -> bool {
    if a.len().min(b.len()) < FEW {
        return true;
    }
    let weight = |set: &[u32]| set.iter().map(|hash| common.rarity(*hash)).sum::<f32>();
    let shared: f32 = shared(a, b).map(|hash| common.rarity(hash)).sum();
    shared >= EVIDENCE * weight(a).min(weight(b))
}

/// In how many texts each number or name stands.
#[derive(Default)]
pub(super) struct Commonness {
    counts: BTreeMap<u32, u32>,
    n_texts: f32,
}

impl Commonness {
    /// Counts a text.
    pub(super) fn add(&mut self, print: &Fingerprint) {
        self.n_texts += 1.0;
        for hash in print.numbers.iter().chain(&print.names) {
            *self.counts.entry(*hash).or_insert(0) += 1;
        }
    }

    /// Inverse document frequency, never below a tenth so that a run of two copies still has weights.
    fn rarity(&self, hash: u32) -> f32 {
        let count = self.counts.get(&hash).copied().unwrap_or(1) as f32;
        ((self.n_texts + 1.0) / count).ln().max(0.1)
    }
}

fn shingles(words: &[u32], width: usize) -> Vec<u32> {
    let hash_all = |window: &[u32]| short(window.iter().fold(0, |hash, word| mixed(hash ^ u64::from(*word))));
    match words.len() {
        0 => Vec::new(),
        n if n <= width => vec![hash_all(words)],
        _ => words.windows(width).map(hash_all).collect(),
    }
}

/// Spreads what differs in a few bits over all of them: the finaliser of SplitMix64 (Steele, Lea and Flood, 2014), behind
/// one step of its counter so that 0 is not left as it is.
fn mixed(hash: u64) -> u64 {
    let hash = hash.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// `word` in lower case with straight apostrophes.
fn lower_into(lower: &mut String, word: &str) {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.push_str(&word.to_lowercase().replace('’', "'"));
    }
}

fn hash_of(word: &str) -> u32 {
    short(XxHash3_64::oneshot(word.as_bytes()))
}

/// Half of a hash: the shingles of all texts of a run are in hand at once, and of four thousand pairs of texts of a
/// thousand shingles one has a shingle in common by chance.
fn short(hash: u64) -> u32 {
    (hash >> 32) as u32
}

fn ratio(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

fn n_shared(a: &[u32], b: &[u32]) -> usize {
    shared(a, b).count()
}

/// Elements of both sorted slices.
fn shared<'a>(a: &'a [u32], b: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let mut rest = b;
    a.iter().copied().filter(move |x| {
        let skip = rest.iter().take_while(|y| *y < x).count();
        rest = &rest[skip..];
        rest.first() == Some(x)
    })
}
