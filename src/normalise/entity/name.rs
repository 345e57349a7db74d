//! Names as written and their comparable core: no `the`, possessive, legal form or generic tail.
//!
//! Legal forms and generic words are facts of the world in `legal_forms.tsv` (kind, form); unit words (`Cloud`,
//! `Ventures`, `Europe`), which name a part of a firm, in `unit_words.tsv`. Knows nothing of documents.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::normalise::listed;
use crate::types::without_accents;

struct Tails {
    legal: BTreeSet<&'static str>,
    generic: BTreeSet<&'static str>,
    leading: BTreeSet<&'static str>,
}

static TAILS: LazyLock<Tails> = LazyLock::new(|| {
    let rows = include_str!("../legal_forms.tsv").lines().filter_map(|line| line.split_once('\t'));
    let of = |wanted: &str| rows.clone().filter(|(kind, _)| *kind == wanted).map(|(_, form)| form).collect();
    Tails { legal: of("legal"), generic: of("generic"), leading: of("leading") }
});

static UNIT_WORDS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("../unit_words.tsv").lines().filter(|line| !line.starts_with('#')).collect());

/// `words` as one line without leading `the`, possessive and punctuation at the ends.
pub(super) fn surface(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '"' | '“' | '”' | '‘' | '(' | '[' | ']'));
    let line = line.strip_prefix("the ").or_else(|| line.strip_prefix("The ")).unwrap_or(line);
    let line = line.strip_suffix("'s").or_else(|| line.strip_suffix("’s")).unwrap_or(line);
    let closed = if line.contains('(') { line } else { line.trim_end_matches(')') };
    closed.trim_end_matches(['\'', '’']).to_owned()
}

/// What is stripped from the end of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strip {
    /// Legal forms only (`Inc.`, `plc`).
    Legal,
    /// Generic words too (`Group`, `Holdings`).
    Generic,
}

/// Words of `name` in lower case without dots, its tail stripped, and with it `Groupe` and the like in front; at least one
/// word is kept.
pub(crate) fn core(name: &str, strip: Strip) -> Vec<String> {
    let written: Vec<&str> = name.split_whitespace().filter(|word| !plain(word).is_empty()).collect();
    let mut words: Vec<String> = written.iter().map(|word| plain(without_domain(word))).collect();
    while let Some(n_tail) = tail(&words, strip) {
        words.truncate(words.len() - n_tail);
    }
    // `Vela's plc` is `Vela's` for short, of which the possessive cannot be told.
    let is_possessive = |word: &&&str| word.ends_with("'s") || word.ends_with("’s");
    if written[..words.len()].last().as_ref().is_some_and(is_possessive) {
        words.last_mut().map(String::pop);
    }
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    if strip == Strip::Generic && words.len() > 1 && TAILS.leading.contains(words[0].as_str()) {
        words.remove(0);
    }
    words
}

/// `Vela` of `Vela.com`.
fn without_domain(word: &str) -> &str {
    let domain = [".com", ".ai", ".io"].into_iter().find_map(|domain| word.strip_suffix(domain));
    domain.filter(|name| name.chars().count() > 1 && !name.contains('.')).unwrap_or(word)
}

/// Whether `name` bears a legal form.
pub(crate) fn has_legal_form(name: &str) -> bool {
    let words: Vec<String> = name.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
    tail(&words, Strip::Legal).is_some()
}

/// `name` in lower case with its legal form, which has one spelling: `Vela Co., Ltd.` is `Vela Company Limited`.
pub(crate) fn in_full(name: &str) -> String {
    let words = name.split_whitespace().map(plain).filter(|word| !word.is_empty()).skip_while(|word| word == "the");
    let spelt = words.map(|word| match word.as_str() {
        "company" => "co".to_owned(),
        "corporation" => "corp".to_owned(),
        "incorporated" => "inc".to_owned(),
        "limited" => "ltd".to_owned(),
        _ => word,
    });
    spelt.collect::<Vec<_>>().join(" ")
}

/// How many words of the tail to strip next.
fn tail(words: &[String], strip: Strip) -> Option<usize> {
    let joined = |n: usize| words[words.len() - n..].join(" ");
    let is_tail = |n: usize| {
        let form = joined(n);
        let legal = TAILS.legal.contains(form.as_str());
        legal || (strip == Strip::Generic && TAILS.generic.contains(form.as_str()))
    };
    let dangling = || words.last().is_some_and(|word| word == "and" || word == "&");
    let longest = (1..=4.min(words.len().saturating_sub(1))).rev().find(|n| is_tail(*n));
    longest.or_else(|| (words.len() > 1 && dangling()).then_some(1))
}

/// Words after which a name goes on to say what it is of.
const JOINING: [&str; 7] = ["of", "and", "&", "for", "de", "du", "del"];

/// Whether `tail` after the head of a firm's name still names that firm: no unit of it, no `and Sons`.
pub(super) fn is_mere_tail(tail: &[String]) -> bool {
    let joins_on = tail.first().is_none_or(|word| JOINING.contains(&word.as_str()));
    !joins_on && !tail.iter().any(|word| is_unit_word(word))
}

/// Whether the first `n` words of a firm's name `full` may stand for it: `Vela`, and `Vela Hotels`, for `Vela Hotels & Resorts`.
pub(super) fn is_cut(full: &[String], n: usize) -> bool {
    let is_joining = |word: &str| JOINING.contains(&word);
    let [head @ .., last] = &full[..n] else { return false };
    let is_pair =
        !head.is_empty() && listed::is_trade_word(last) && matches!(&full[n..], [and, _] if and == "&" || and == "and");
    !is_joining(last) && (is_mere_tail(&full[n..]) || is_pair)
}

/// Forms in lower case by which another text may call the body `name`, sorted: its initials, the heads of its name, and
/// the name without its tail.
pub(super) fn shorts(name: &str) -> Vec<String> {
    let full = core(name, Strip::Generic);
    let heads = (1..full.len()).filter(|n| is_cut(&full, *n)).map(|n| full[..n].join(" "));
    let whole = name.to_lowercase();
    let bare =
        [core(name, Strip::Legal), full.clone()].map(|words| words.join(" ")).into_iter().filter(|n| *n != whole);
    let words: Vec<&str> = name.split_whitespace().collect();
    let n_core = core(name, Strip::Legal).len().min(words.len());
    let initials = |words: &[&str]| initials(words).to_lowercase();
    // `T&W` for `Trent & Wye Water`.
    let joined = match words[..] {
        [first, "&", second, ..] => initials(&[first]) + "&" + &initials(&[second]),
        _ => String::new(),
    };
    let legal = core(name, Strip::Legal);
    let groups = (full.len() + 1..legal.len()).filter(|_| legal.starts_with(&full)).map(|n| legal[..n].join(" "));
    let own = initials(&words[..n_core]);
    // `VF Ltd` may be `VFL` though no text spells it so, and `Bank of Vela` `BoV`.
    let limited = if own.len() > 1 { own.clone() + "l" } else { String::new() };
    let small: String = words[..n_core].iter().filter_map(|word| word.chars().next()).collect();
    let inner = [capitals(name), capitals(&words[..n_core].join(" "))].map(|letters| letters.to_lowercase());
    let inner = inner.into_iter().filter(|letters| letters.len() >= INITIALS);
    let letters = [initials(&words), own, limited, small.to_lowercase(), joined];
    let acronyms = letters.into_iter().filter(|letters| letters.len() > 1).chain(inner);
    let all: BTreeSet<String> = heads.chain(groups).chain(bare).chain(acronyms).chain(ends(&full)).collect();
    all.into_iter().collect()
}

/// Fewest letters of the last word of a name that stands for it.
const LAST: usize = 4;

/// The end of a name that tells it from others: the last of two words, where it is no trade, and all but the first of more.
fn ends(full: &[String]) -> Option<String> {
    match full {
        [_, last] => {
            Some(last.clone()).filter(|last| last.len() >= LAST && !listed::is_trade_word(last) && !is_unit_word(last))
        }
        [_, rest @ ..] if rest.len() > 1 && !rest.iter().any(|word| JOINING.contains(&word.as_str())) => {
            Some(rest.join(" "))
        }
        _ => None,
    }
}

/// First letters of the words that begin with a capital.
fn initials(words: &[&str]) -> String {
    let big = words.iter().filter(|word| word.starts_with(char::is_uppercase));
    big.filter_map(|word| word.chars().next()).collect()
}

/// The capitals of a name that has some within its words: `TransOcean Telecom` is `TOT`.
fn capitals(name: &str) -> String {
    name.chars().filter(|c| c.is_uppercase()).collect()
}

/// A form by which the same text may call a company once it has been named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ShortForm {
    /// As it would be written.
    pub(crate) words: String,
    /// Of which name it is short, in lower case without tail: two names of one company have one.
    pub(crate) whole: String,
}

/// Fewest letters of initials that are no chance.
const INITIALS: usize = 3;

/// The forms by which a text may call the company `name` after naming it: without its legal form, by the first word where
/// that is a name of its own, by its initials.
pub(crate) fn short_forms(name: &str) -> Vec<ShortForm> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let n_core = core(name, Strip::Legal).len();
    // `The` and marks that are no words of the core: such names are left as they are.
    if words.len() < 2 || words.iter().any(|word| plain(word).is_empty()) || plain(words[0]) == "the" {
        return Vec::new();
    }
    let head = &words[..n_core.min(words.len())];
    let tail = core(name, Strip::Generic);
    let mut forms: Vec<String> = Vec::new();
    if head.len() < words.len() && !(head.len() == 1 && listed::is_common_head(&plain(head[0]))) {
        forms.push(head.join(" "));
    }
    let is_head = tail.first().is_some_and(|first| plain(words[0]) == *first);
    if is_head && tail.len() > 1 && is_mere_tail(&tail[1..]) && !listed::is_common_head(&tail[0]) {
        forms.push(words[0].to_owned());
        forms.extend((2..tail.len()).filter(|n| is_mere_tail(&tail[*n..])).map(|n| words[..n].join(" ")));
    }
    forms.extend([initials(&words), initials(head), capitals(name)].into_iter().filter(|l| l.len() >= INITIALS));
    let trimmed = forms.into_iter().map(|form| form.trim_end_matches([',', '.']).to_owned());
    let fit =
        trimmed.filter(|form| form.starts_with(char::is_uppercase) && form.chars().count() >= INITIALS && form != name);
    let whole = tail.join(" ");
    fit.map(|words| ShortForm { words, whole: whole.clone() }).collect()
}

fn plain(word: &str) -> String {
    let kept = word.chars().filter(|c| c.is_alphanumeric() || matches!(c, '&' | '-' | '/' | '+'));
    kept.flat_map(char::to_lowercase).collect()
}

/// Letters and digits alone, without accents: `J.P. Morgan` and `JPMorgan` are one, as are `Nestlé` and `Nestle`.
pub(crate) fn squashed(words: &[String]) -> String {
    words.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphanumeric()).flat_map(plain_letters).collect()
}

/// The letter of a wire that has no accents.
fn plain_letters(letter: char) -> impl Iterator<Item = char> {
    let (single, double) = match letter {
        'ø' => (Some('o'), None),
        'ł' => (Some('l'), None),
        'ß' => (Some('s'), Some('s')),
        'æ' => (Some('a'), Some('e')),
        _ => (letter.nfd().find(|c| c.is_alphanumeric()), None),
    };
    single.into_iter().chain(double)
}

/// Fewest letters of a clipped word.
const CLIPPED: usize = 4;

/// Whether `short` is a contraction of `long`: its words clipped (`Vela Pharma` for `Vela Pharmaceutical`), words in the
/// middle left out (`Vela Insurance` for `Vela Mutual Insurance`), or a word of clipped ones (`VelPor` for `Vela Ports`).
pub(crate) fn is_contracted(short: &str, long: &str) -> bool {
    let (words, full) = (core(short, Strip::Legal), core(long, Strip::Legal));
    if words == full || has_legal_form(short) {
        return false;
    }
    let is_clip = |(word, whole): (&String, &String)| {
        let is_start = |rest: &str| !rest.starts_with('-');
        word == whole || (word.chars().count() >= CLIPPED && whole.strip_prefix(word.as_str()).is_some_and(is_start))
    };
    let is_clipped = words.len() > 1
        && words.len() == full.len()
        && words[0] == full[0]
        && words.iter().zip(&full).all(is_clip)
        // `Vela Port` and `Vela Ports` are spellings of two names.
        && words.iter().zip(&full).any(|(word, whole)| whole.chars().count() >= word.chars().count() + 2);
    is_clipped || is_thinned(short, long) || is_blend(short, &full) || has_initials(short, long)
}

/// Whether `short` is `long` with the initials of its first words for these: `H&L Canada` for `Harte & Lowe Canada`.
fn has_initials(short: &str, long: &str) -> bool {
    let (Some((head, tail)), words) = (short.split_once(' '), long.split(' ').collect::<Vec<_>>()) else {
        return false;
    };
    let n_tail = tail.split(' ').count();
    words.len() > n_tail + 1
        && words[words.len() - n_tail..].join(" ") == tail
        && is_initials(head, &words[..words.len() - n_tail].join(" "))
}

/// Whether `short` is `long` with words in the middle left out, as the name of a parent may be: `Vela Private Bank` is no
/// `Vela Bank` where one sentence says both.
pub(super) fn is_thinned(short: &str, long: &str) -> bool {
    let (words, full) = (core(short, Strip::Legal), core(long, Strip::Legal));
    let mut rest = full.iter();
    words.len() > 1
        && words.len() < full.len()
        && !has_legal_form(short)
        && words.first() == full.first()
        && words.last() == full.last()
        && words.iter().all(|word| rest.any(|whole| whole == word))
}

/// Whether `short` is one word of the beginnings of `full`'s words, each with a capital: `SocGen`.
fn is_blend(short: &str, full: &[String]) -> bool {
    let starts: Vec<usize> = short.char_indices().filter(|(_, c)| c.is_uppercase()).map(|(at, _)| at).collect();
    if starts.len() < 2 || starts.len() > full.len() || starts[0] != 0 || short.contains([' ', '-', '&', '.']) {
        return false;
    }
    let ends = starts.iter().skip(1).copied().chain([short.len()]);
    let parts = starts.iter().zip(ends).map(|(start, end)| short[*start..end].to_lowercase());
    let is_start = |(part, whole): (String, &String)| {
        part.chars().count() > 1 && squashed(std::slice::from_ref(whole)).starts_with(&part)
    };
    parts.zip(full).all(is_start)
}

/// Whether `word` names a part of a firm rather than its trade.
pub(super) fn is_unit_word(word: &str) -> bool {
    UNIT_WORDS.contains(word) || UNIT_WORDS.contains(without_accents(word).as_str())
}

/// Whether `short`, in capitals, is the initials of `words`, with or without the small ones; the small ones may be small
/// (`BoE`).
pub(super) fn is_initials(short: &str, words: &str) -> bool {
    let letters: String = short.chars().filter(|c| *c != '.').collect();
    let as_written: String = words.split([' ', '-']).filter_map(|word| word.chars().next()).collect();
    let n_capitals = letters.chars().filter(|c| c.is_uppercase()).count();
    if n_capitals > 1 && n_capitals < letters.len() {
        return letters == as_written;
    }
    if !(2..=7).contains(&letters.len()) || !letters.chars().all(|c| c.is_ascii_uppercase() || c == '&') {
        return false;
    }
    let parts: Vec<&str> = words.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    let initials = |keep: &dyn Fn(&str) -> bool| -> String {
        let kept = parts.iter().filter(|word| keep(word));
        kept.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
    };
    let is_big = |word: &str| word.starts_with(char::is_uppercase);
    // `TransOcean Telecom` has a capital within a word.
    let capitals = || words.chars().filter(|c| c.is_uppercase()).collect::<String>();
    let is_mixed = words.contains(char::is_lowercase) && letters.len() > 2;
    letters.len() > 1
        && (initials(&is_big) == letters || initials(&|_| true) == letters || (is_mixed && capitals() == letters))
}
