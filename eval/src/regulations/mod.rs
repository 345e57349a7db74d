//! Scores of laws: whether mentions are found, and whether they are linked to the act they name.
//!
//! *Mentions*: strict and overlap F1 over the whole text. *Linking* is judged on mentions that were found (a byte shared)
//! and whose act has identifiers in the gold: right where any identifier found is one of the gold. Official numbers are
//! compared by the words that hold digits, of which the gold's come first (`18 of 2013` and `No. 18 of 2013`); a place in
//! the U.S. Code is right where it holds the gold's (`15/78a..78qq` and `15/78j`); identifiers of different schemes (a Public Law against a section of the U.S. Code) cannot be
//! compared and count as neither right nor false, and so does a number that only repeats the words of its mention. *False
//! links*: other identifiers than the gold's, and any of an act that no table could hold (`NIL`), of all mentions found
//! whose act has identifiers or is `NIL`.

mod gold;

pub use gold::{ActGold, ActIds, RegulationGold, regulation_gold};

use std::fmt::Write;

use crate::answer::loose;
use crate::pairing::pairs;
use crate::{Counts, Fault, Share, Verdict, Verdicts};

/// One mention as the program reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegulationFound {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words.
    pub words: String,
    /// (scheme, identifier) under the schemes celex, pl, usc and number.
    pub ids: Vec<(String, String)>,
    /// State of the act; `None` where it is not known.
    pub status: Option<String>,
}

/// Whether a place in the U.S. Code, the first, holds the second.
pub type Holds = fn(&str, &str) -> bool;

/// What comes of comparing identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Right,
    False,
    /// Nothing found.
    Missing,
    /// Found under schemes that the gold does not have.
    OtherScheme,
}

/// Counts over articles.
#[derive(Debug, Clone, Copy)]
pub struct RegulationScores {
    /// How places in the U.S. Code are compared.
    holds: Holds,
    /// Start and end equal.
    pub strict: Counts,
    /// A byte shared.
    pub overlap: Counts,
    /// Right links of found mentions whose act has identifiers.
    pub links: Share,
    /// Those of them without an identifier.
    pub n_missing: usize,
    /// Those of them that cannot be compared.
    pub n_other_scheme: usize,
    /// False links of found mentions whose act has identifiers or is `NIL`.
    pub false_links: Share,
    /// False links of found mentions of `NIL` acts.
    pub false_nil: Share,
    /// States of the acts of found mentions.
    pub status: Verdicts,
}

impl RegulationScores {
    /// Nothing counted yet.
    pub fn new(holds: Holds) -> Self {
        Self {
            holds,
            strict: Counts::default(),
            overlap: Counts::default(),
            links: Share::default(),
            n_missing: 0,
            n_other_scheme: 0,
            false_links: Share::default(),
            false_nil: Share::default(),
            status: Verdicts::default(),
        }
    }

    /// Counts one article and tells what is wrong with it.
    pub fn add(&mut self, gold: &[RegulationGold], found: &[RegulationFound]) -> Vec<Fault> {
        let places: Vec<_> = gold.iter().map(|g| (0, g.start, g.end)).collect();
        let found_places: Vec<_> = found.iter().map(|f| (0, f.start, f.end)).collect();
        let paired = pairs(&places, &found_places);
        let n_strict =
            paired.iter().zip(&places).filter(|(hit, place)| hit.is_some_and(|hit| found_places[hit] == **place));
        let [n_strict, n_overlap] = [n_strict.count(), paired.iter().flatten().count()];
        let counts = |hits: usize| Counts { hits, spurious: found.len() - hits, missed: gold.len() - hits };
        self.strict = self.strict.plus(counts(n_strict));
        self.overlap = self.overlap.plus(counts(n_overlap));
        let mut faults = Vec::new();
        for (mention, hit) in gold.iter().zip(&paired) {
            match hit.map(|hit| &found[hit]) {
                Some(found) => self.judge(mention, found, &mut faults),
                None => faults.push(fault("missed", (mention.start, mention.end), &mention.act.name, "")),
            }
        }
        let spurious = found.iter().enumerate().filter(|(at, _)| !paired.contains(&Some(*at)));
        faults.extend(spurious.map(|(_, f)| fault("spurious", (f.start, f.end), "", &said(&f.ids))));
        faults
    }

    fn judge(&mut self, gold: &RegulationGold, found: &RegulationFound, faults: &mut Vec<Fault>) {
        let place = (gold.start, gold.end);
        if (found.start, found.end) != place {
            faults.push(fault("edges", place, "", &format!("bytes {}..{}", found.start, found.end)));
        }
        let verdict = gold.act.status.judge(found.status.as_deref(), |a, b| a == b);
        self.status.add(verdict);
        if verdict != Verdict::Right {
            let said = found.status.clone().unwrap_or_default();
            faults.push(fault("status", place, &gold.act.status.written(), &said));
        }
        match &gold.act.ids {
            ActIds::Unsaid => {}
            ActIds::Nil => {
                let linked = found.ids.iter().any(|id| !is_repeated(id, &found.words));
                self.false_nil.add(linked);
                self.false_links.add(linked);
                if linked {
                    faults.push(fault("false link", place, "NIL", &said(&found.ids)));
                }
            }
            ActIds::Known(ids) => self.judge_link(ids, place, found, faults),
        }
    }

    fn judge_link(
        &mut self,
        ids: &[(String, String)],
        place: (usize, usize),
        found: &RegulationFound,
        faults: &mut Vec<Fault>,
    ) {
        let link = match link(ids, &found.ids, self.holds) {
            Link::False if found.ids.iter().all(|id| is_repeated(id, &found.words)) => Link::OtherScheme,
            link => link,
        };
        self.links.add(link == Link::Right);
        self.false_links.add(link == Link::False);
        self.n_missing += usize::from(link == Link::Missing);
        self.n_other_scheme += usize::from(link == Link::OtherScheme);
        let what = match link {
            Link::Right => return,
            Link::False => "false link",
            Link::Missing => "no id",
            Link::OtherScheme => "other id",
        };
        faults.push(fault(what, place, &said(ids), &said(&found.ids)));
    }

    /// A table of what was found and how it is linked, and a last line with the figures that are watched.
    pub fn table(&self) -> String {
        let mut out = String::from("regulations    strict: P      R     F1   overlap: P      R     F1   support\n");
        let (s, o) = (self.strict, self.overlap);
        let three = |c: Counts| format!("{:>6.3} {:>6.3} {:>6.3}", c.precision(), c.recall(), c.f1());
        let _ = writeln!(out, "mentions          {}       {}   {:>7}", three(s), three(o), s.hits + s.missed);
        let linkable = self.links.all.max(1) as f64;
        let rows = [
            ("linked right, acts with ids", self.links),
            ("without id, acts with ids", Share { right: self.n_missing, all: self.links.all }),
            ("id of another scheme", Share { right: self.n_other_scheme, all: self.links.all }),
            ("false links, NIL acts", self.false_nil),
            ("false links, all", self.false_links),
            ("status right", Share { right: self.status.right, all: self.status.all() }),
            ("status wrong", Share { right: self.status.wrong, all: self.status.all() }),
        ];
        out.push_str("\nlinks                           share      of\n");
        for (name, share) in rows {
            let _ = writeln!(out, "{name:<30} {:>6.3}  {:>6}", share.share(), share.all);
        }
        let _ = writeln!(
            out,
            "regulations: strict F1 {:.3}, overlap F1 {:.3}; linking {:.3}, false links {:.3}, without id {:.3}",
            s.f1(),
            o.f1(),
            self.links.share(),
            self.false_links.share(),
            self.n_missing as f64 / linkable
        );
        out
    }
}

fn link(gold: &[(String, String)], found: &[(String, String)], holds: Holds) -> Link {
    let is_same = |(a, x): (&str, &str), (b, y): (&str, &str)| match group(a) {
        "usc" => holds(y, x),
        "number" => plain(a, x) == plain(b, y) || is_start(x, y),
        _ => plain(a, x) == plain(b, y),
    };
    let mut compared = gold.iter().flat_map(|(a, x)| {
        let of_group = found.iter().filter(move |(b, _)| group(a) == group(b));
        of_group.map(move |(b, y)| is_same((a, x), (b, y)))
    });
    match (found.is_empty(), compared.next()) {
        (true, _) => Link::Missing,
        (false, None) => Link::OtherScheme,
        (false, Some(first)) if first || compared.any(|same| same) => Link::Right,
        (false, Some(_)) => Link::False,
    }
}

/// Schemes whose identifiers can be compared: bills, proposals and other numbers are all official numbers.
fn group(scheme: &str) -> &str {
    match scheme {
        "com" | "bill" => "number",
        other => other,
    }
}

/// Words of an official number that hold digits.
fn numbers(id: &str) -> Vec<String> {
    let id = id.replace(['.', ','], " ").to_lowercase();
    let words = id.split(|c: char| !c.is_alphanumeric()).filter(|word| word.contains(|c: char| c.is_ascii_digit()));
    words.map(str::to_owned).collect()
}

/// Whether the numbers of `gold` are the first of `found`.
fn is_start(gold: &str, found: &str) -> bool {
    let (gold, found) = (numbers(gold), numbers(found));
    !gold.is_empty() && found.starts_with(&gold)
}

/// Whether an official number or a place in the U.S. Code only repeats the words of its mention.
fn is_repeated((scheme, id): &(String, String), words: &str) -> bool {
    match group(scheme) {
        "number" => loose(words).contains(&loose(id)),
        "usc" => is_start(id, words),
        _ => false,
    }
}

/// An identifier as it is compared.
fn plain(scheme: &str, id: &str) -> String {
    loose(&match scheme {
        "com" if !id.to_lowercase().starts_with("com") => format!("com{id}"),
        _ => id.to_owned(),
    })
}

fn said(ids: &[(String, String)]) -> String {
    ids.iter().map(|(scheme, id)| format!("{scheme}:{id}")).collect::<Vec<_>>().join(" ")
}

fn fault(what: &str, (start, end): (usize, usize), expected: &str, found: &str) -> Fault {
    Fault { what: what.to_owned(), document: 0, start, end, expected: expected.to_owned(), found: found.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Answers;

    fn ids(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(scheme, id)| ((*scheme).to_owned(), (*id).to_owned())).collect()
    }

    fn gold(start: usize, end: usize, ids: ActIds) -> RegulationGold {
        let act = ActGold { key: "a".into(), name: "Act A".into(), ids, status: Answers::parse("in_force") };
        RegulationGold { start, end, act }
    }

    fn found(start: usize, end: usize, list: &[(&str, &str)]) -> RegulationFound {
        RegulationFound { start, end, words: "Act A".into(), ids: ids(list), status: None }
    }

    #[test]
    fn any_identifier_in_common_is_a_right_link() {
        let gold = ids(&[("pl", "111-203"), ("number", "2018 c. 12"), ("bill", "H.R. 3684")]);
        let check = |list: &[(&str, &str)], expected: Link| {
            assert_eq!(link(&gold, &ids(list), is_inside), expected, "{list:?}");
        };
        check(&[("number", "2018 C 12"), ("pl", "111-204")], Link::Right);
        check(&[("number", "HR 3684")], Link::Right);
        check(&[("number", "Act 2018 c. 12, s. 3")], Link::Right);
        check(&[("number", "2018 c. 13")], Link::False);
        check(&[("pl", "111-204")], Link::False);
        check(&[("celex", "32016R0679")], Link::OtherScheme);
        check(&[("usc", "15/78")], Link::OtherScheme);
        check(&[], Link::Missing);
    }

    fn is_inside(place: &str, section: &str) -> bool {
        section.starts_with(place)
    }

    #[test]
    fn a_place_in_the_code_is_right_where_it_holds_the_gold() {
        let gold = ids(&[("usc", "15/78j")]);
        let check = |found: &str| link(&gold, &ids(&[("usc", found)]), is_inside);
        assert_eq!((check("15/78"), check("15/77")), (Link::Right, Link::False));
        assert_eq!(link(&gold, &ids(&[("number", "15/78j")]), is_inside), Link::OtherScheme);
        let repeated = |words: &str| is_repeated(&("usc".into(), "15/77q(a)".into()), words);
        assert!(repeated("15 U.S.C. § 77q(a)") && !repeated("Securities Act"));
    }

    #[test]
    fn links_are_judged_on_found_mentions_alone() {
        let known = || ActIds::Known(ids(&[("celex", "32016R0679")]));
        let gold = [gold(0, 4, known()), gold(5, 9, known()), gold(10, 14, ActIds::Nil), gold(15, 19, ActIds::Unsaid)];
        let found = [
            found(0, 3, &[("celex", "32016r0679")]),
            found(10, 14, &[("number", "1")]),
            found(15, 19, &[("number", "2")]),
            found(20, 24, &[]),
        ];
        let mut scores = RegulationScores::new(is_inside);
        let faults = scores.add(&gold, &found);
        assert_eq!((scores.strict.hits, scores.overlap.hits, scores.overlap.spurious), (2, 3, 1));
        assert_eq!((scores.links, scores.n_missing), (Share { right: 1, all: 1 }, 0));
        assert_eq!((scores.false_links, scores.false_nil), (Share { right: 1, all: 2 }, Share { right: 1, all: 1 }));
        assert_eq!(faults.iter().filter(|fault| fault.what == "status").count(), 3);
        assert!(scores.table().lines().last().is_some_and(|line| line.contains("false links 0.500")));
    }
}
