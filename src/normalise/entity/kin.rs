//! Which firm of a text is part of which, where both bear one name: `Vela Marine, a unit of Vela Industries`.
//!
//! What such a text calls `Vela` is the owner, however often it names the unit. Takes names and the words around them;
//! firms of different names are left out, since nothing is called by both.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::forms::Defined;
use super::group::Form;
use super::kind::is_body;
use super::name::{self, Strip};
use crate::types::{Document, Mention, Span};

/// A unit and its owner, by the words of their names in lower case, of which the first is one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Kin {
    unit: Vec<String>,
    owner: Vec<String>,
}

/// Owners that are not called by their name for short, which is the firm's that feeds them.
const ENDOWMENTS: [&str; 6] = ["endowment", "family", "fondation", "foundation", "stiftung", "trust"];

impl Kin {
    /// The pair, where the two share the start of their names and the unit's goes on.
    fn new(unit: &[String], owner: &[String]) -> Option<Self> {
        let n_shared = unit.iter().zip(owner).take_while(|(a, b)| a == b).count();
        let is_endowment = owner.last().is_some_and(|word| ENDOWMENTS.contains(&word.as_str()));
        (n_shared > 0 && n_shared < unit.len() && !is_endowment)
            .then(|| Self { unit: unit.to_vec(), owner: owner.to_vec() })
    }

    /// The pair, where the unit's name goes on from the whole of the owner's.
    pub(crate) fn of_namesake(unit: &[String], owner: &[String]) -> Option<Self> {
        Self::new(unit, owner).filter(|_| unit.starts_with(owner))
    }

    /// The words that both names begin with.
    fn head(&self) -> &[String] {
        let n_shared = self.unit.iter().zip(&self.owner).take_while(|(a, b)| a == b).count();
        &self.unit[..n_shared]
    }

    /// Whether a firm called `core` may be one of the two.
    pub(crate) fn concerns(&self, core: &[String]) -> bool {
        core.first() == self.unit.first()
    }

    /// Whether `short` is what both names begin with, and `long` the name of the unit.
    pub(super) fn parts(&self, short: &[String], long: &[String]) -> bool {
        self.is_head(short) && self.is_called(&self.unit, long)
    }

    /// Whether `short` is what both names begin with, and `long` the name of the owner.
    fn joins(&self, short: &[String], long: &[String]) -> bool {
        self.is_head(short) && self.is_owner(long)
    }

    /// Whether `short` is what an owner that is called by more words is called for short, and `long` is not that owner.
    pub(super) fn is_of_another(&self, short: &[String], long: &[String]) -> bool {
        self.is_head(short) && self.owner.len() > self.head().len() && !self.is_owner(long)
    }

    /// Whether `core` is the name of the owner, and not of any firm of that head.
    fn is_owner(&self, core: &[String]) -> bool {
        self.is_called(&self.owner, core)
    }

    fn is_head(&self, core: &[String]) -> bool {
        !core.is_empty() && self.head().starts_with(core)
    }

    /// Whether `core` is `name`, more of it, or so much that it is not the other's.
    fn is_called(&self, name: &[String], core: &[String]) -> bool {
        let n_head = self.head().len();
        core.len() > n_head && name.len() > n_head && (core.starts_with(name) || name.starts_with(core))
    }
}

/// Nouns for what is part of a firm.
const PART: &str =
    "(?:affiliate|arm|branch|brand|brokerage|business|chain|division|label|line|offshoot|part|subsidiary|unit)";

/// Ends right before the owner of a unit that was named: `a unit of the state-owned`, `its parent,`.
static OF: Pattern = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?:{PART} of|(?:controlled|held|owned|run) by|belongs? to|(?:carved|demerged|spun|split) (?:off |out )?(?:from|of)) (?:[\w-]+(?:['’]s?)? ){{0,5}}$|\b(?:[Oo]wner|[Pp]arent|[Ss]hareholder)(?: company| firm| group)?,? (?:is )?(?:the )?$"
    ))
});

/// Ends right before the owner of what stands before the comma, which is no firm: `its funds, run by`.
static OF_THING: Pattern =
    LazyLock::new(|| pattern(r", (?:[\w-]+ )?(?:controlled|held|owned|run) by (?:[\w-]+ ){0,3}$"));

/// Begins right behind the owner of a unit that was named.
static PARENT: Pattern = LazyLock::new(|| {
    pattern(
        r"^,? (?:is |was )?(?:its|the|their) (?:[\w-]+ )?(?:owner|parent)\b|^(?:,[^,.;]{0,40})? (?:that|which) (?:also )?(?:controls|owns) (?:it|them)\b",
    )
});

/// Begins right behind the owner of a unit that is yet to be named, or was.
static OWNS: Pattern = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:,? (?:that|which))?(?: already| also| now| still)? (?:acquired|bought|controls|has owned|holds|owns) (?:[\w$€£.]+%?[ ,])|^, (?:the )?(?:owner|parent) of\b|^-owned\b|^(?:['’]s? (?:[\w-]+ ){{0,3}}| (?:[\w-]+ )?){PART}\b|^['’]s? (?:(?:[\w-]+ )*[\w-]+, )?$"
    ))
});

/// Ends right before an owner of the unit that was named: `Vela Marine, in which Vela Industries holds a third`.
static HOLDER: Pattern =
    LazyLock::new(|| pattern(r"^,? (?:in|of) which $|^, (?:a|an|the) (?:[\w-]+ ){1,4}(?:that |which )$"));

/// All that stands between a unit and its owner: `, the internet casino of Norway's`.
static APPOSED: Pattern = LazyLock::new(|| pattern(r"^, (?:a|an|the) (?:[\w-]+ ){1,5}of (?:[\w-]+(?:['’]s?)? ){0,4}$"));

/// What makes of the second no owner but another firm: `, the rival of`.
static PEER: Pattern = LazyLock::new(|| {
    pattern(
        r"\b(?:ally|buyer|client|company|competitor|creditor|customer|maker|owner|parent|partner|peer|rival|seller|shareholder|supplier)s? of ",
    )
});

/// What would make of an owner a unit, or none: `Vela is a unit of`, `Vela owns none of`.
static NOT: Pattern = LazyLock::new(|| {
    pattern(&format!(r"^(?: [\w-]+)? {PART} of\b|^ (?:controls|has owned|holds|owns) (?:no|none|nothing)\b"))
});

/// Most words between the subject and the object of one clause.
const CLAUSE: usize = 6;

/// Words behind which another clause may begin.
const OPENS_CLAUSE: [&str; 30] = [
    "after", "and", "as", "because", "before", "believes", "but", "expects", "fears", "hopes", "if", "nor", "once",
    "or", "said", "say", "says", "shows", "since", "so", "than", "that", "though", "unless", "until", "when", "where",
    "which", "while", "who",
];

/// Whether the words `between` two names leave both in one clause.
fn is_one_clause(between: &str) -> bool {
    let is_word = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let words = between.strip_prefix(' ').and_then(|words| words.strip_suffix(' ')).unwrap_or_default();
    (1..=CLAUSE).contains(&words.split(' ').count())
        && words.split(' ').all(|word| !word.is_empty() && is_word(word) && !OPENS_CLAUSE.contains(&word))
}

/// Begins right behind a unit whose owner was named.
static ITS: Pattern = LazyLock::new(|| pattern(&format!(r"^, (?:its|their) (?:[\w-]+ ){{0,4}}{PART}\b")));

/// Ends right before a unit whose owner was named.
static ITS_BEFORE: Pattern = LazyLock::new(|| pattern(&format!(r"\b(?:its|their) (?:[\w-]+ ){{0,4}}{PART},? $")));

type Pattern = LazyLock<Option<Regex>>;

fn pattern(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

fn fits(pattern: &Pattern, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// What a text says of its firms of one name.
#[derive(Debug, Default)]
pub(super) struct Kinship {
    pub(super) pairs: BTreeSet<Kin>,
    /// The names, in full, of firms that it says own something.
    owners: BTreeSet<String>,
}

impl Kinship {
    /// Whether `short` is not what the text calls `long`, a unit of another.
    pub(super) fn parts(&self, short: &Form, long: &Form) -> bool {
        self.may_mean_owner(short) && self.pairs.iter().any(|kin| self.part_by(kin, &short.core, &long.core))
    }

    /// Whether `kin` says that `short` is not the unit called `long`, and nothing else that it owns that unit.
    fn part_by(&self, kin: &Kin, short: &[String], long: &[String]) -> bool {
        let is_owner = || self.pairs.iter().any(|other| other.unit == kin.unit && other.owner == long);
        kin.parts(short, long) && (kin.unit == long || !is_owner())
    }

    /// Whether `short` is what the text calls `long`, the owner of another.
    pub(super) fn joins(&self, short: &Form, long: &Form) -> bool {
        self.may_mean_owner(short) && self.pairs.iter().any(|kin| kin.joins(&short.core, &long.core))
    }

    /// Whether a headline may call so the owner of another, as it may that other.
    pub(super) fn may_join(&self, short: &Form, long: &Form) -> bool {
        short.sentences.is_empty() && self.pairs.iter().any(|kin| kin.joins(&short.core, &long.core))
    }

    /// A headline may call the unit that the text is about by the name of both.
    fn may_mean_owner(&self, short: &Form) -> bool {
        !short.sentences.is_empty() || self.owners.contains(&name::in_full(&short.surface))
    }
}

/// A firm's name in a line.
struct Named<'a> {
    span: Span,
    surface: &'a str,
    core: Vec<String>,
}

/// The units and owners of one name that `document`, with the acronyms it defines, tells of, and those of
/// `others`.
pub(super) fn find(
    document: &Document,
    (mentions, surfaces): (&[Mention], &[String]),
    defined: &Defined,
    others: &BTreeSet<Kin>,
) -> Kinship {
    let bodies = mentions.iter().zip(surfaces).filter(|(mention, _)| is_body(mention.kind));
    let named: Vec<Named<'_>> = bodies
        .map(|(mention, surface)| Named { span: mention.span, surface, core: name::core(surface, Strip::Generic) })
        .filter(|named| !named.core.is_empty())
        .collect();
    let mut found = Kinship::default();
    // An acronym is what it was said to be, not the firm whose name begins with it.
    for (short, long) in defined.pairs() {
        let [short, long] = [short, long].map(|words| name::core(words, Strip::Generic));
        let rest = named.iter().filter(|other| other.core[..] != long[..]);
        found.pairs.extend(rest.filter_map(|other| Kin::new(&other.core, &short)));
    }
    for line in document.read_spans() {
        let start = named.partition_point(|named| named.span.start() < line.start());
        let end = named.partition_point(|named| named.span.start() < line.end());
        // One sentence that says `Vela` and then `Vela Foods` means two things; the other way round it may be one, unless
        // one clause has both, which would say `itself`.
        let here = &named[start..end];
        // `Vela Group` is no name that a unit might be taken for.
        let is_bare = |named: &Named<'_>| name::core(named.surface, Strip::Legal).len() == named.core.len();
        let pairs = here.iter().enumerate().filter(|(_, bare)| is_bare(bare)).flat_map(|(at, bare)| {
            let text = |from: usize, to: usize| document.source.get(from..to).unwrap_or_default();
            let units = here.iter().enumerate().filter(move |(other_at, other)| {
                let is_two = if *other_at < at {
                    is_one_clause(text(other.span.end(), bare.span.start()))
                } else {
                    // `Vela, or Vela Foods in full`
                    text(bare.span.end(), other.span.start()).trim_matches([',', '(', ' ']) != "or"
                };
                is_two && other.core.starts_with(&bare.core)
            });
            units.filter_map(|(_, unit)| Kin::new(&unit.core, &bare.core))
        });
        found.pairs.extend(pairs);
        for at in start..end {
            let (unit, owner) = told_of(document, line, (&named[..end], start, at));
            found.owners.extend(owner.map(|owner| name::in_full(owner.surface)));
            found.pairs.extend(unit.zip(owner).and_then(|(unit, owner)| Kin::new(&unit.core, &owner.core)));
        }
    }
    found.pairs.extend(others.iter().cloned());
    found
}

/// The unit and the owner that the words around the name numbered `at` of those `named` so far tell of; that numbered `start`
/// is the first in `line`.
fn told_of<'a>(
    document: &Document,
    line: Span,
    (named, start, at): (&'a [Named<'a>], usize, usize),
) -> (Option<&'a Named<'a>>, Option<&'a Named<'a>>) {
    let name = &named[at];
    let next = named.get(at + 1);
    let from = if at == start { line.start() } else { named[at - 1].span.end() };
    let to = next.map_or(line.end(), |next| next.span.start());
    let text = |from: usize, to: usize| document.source.get(from..to).unwrap_or_default();
    let (left, right) = (text(from, name.span.start()), text(name.span.end(), to));
    // A name in brackets is that before it once more.
    let is_again = |named: &&Named<'_>| document.source[..named.span.start()].ends_with('(');
    let is_unit = |unit: &&Named<'_>| Kin::new(&unit.core, &name.core).is_some();
    let last = |from: usize| {
        // The one of the sentence that is called as the owner is, though others stand between, unless the words go on
        // from the last.
        let before = |from: usize| named[from..at].iter().rev().filter(|named| !is_again(named));
        before(start).find(is_unit).filter(|_| !left.starts_with(',')).or_else(|| before(from).next())
    };
    if fits(&OF_THING, left) && !left.starts_with(',') {
        (None, None)
    } else if fits(&HOLDER, left) && fits(&OWNS, right) {
        (last(start), Some(name))
    } else if fits(&PARENT, right) {
        (named[..at].iter().rev().find(is_unit), Some(name))
    } else if fits(&OF, left) || fits(&APPOSED, left) && !fits(&PEER, left) {
        (last(0), Some(name))
    } else if fits(&OWNS, right) && !fits(&NOT, right) {
        (next.or_else(|| last(0)), Some(name))
    } else if fits(&ITS, right) || fits(&ITS_BEFORE, left) {
        (Some(name), last(start))
    } else {
        (None, None)
    }
}
