//! Scores of companies: whether the names of one firm are joined, and those of two kept apart, over all reports of a story.
//!
//! Scored are marked names; nominals (`the company`) are told apart. A mark is found where a mention of a company or an
//! organisation shares a byte with it (the one that shares most), and stands in the cluster of that mention; a mark that
//! is not found stands alone.
//!
//! B³ (Bagga and Baldwin 1998): for each mark the share of its cluster that is of its entity (precision) and the share of its
//! entity that is in its cluster (recall), averaged over marks. *Confusions*: pairs of one mark of a unit or brand and one
//! of its parent that stand in one cluster, of all such pairs. *Nominals resolved*: nominals under a mention whose cluster
//! also holds a name of their entity; *taken for another*: those under a mention whose cluster holds none.

mod gold;

pub use gold::{CompanyGold, CompanyMark, company_gold};

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::pairing::{Place, overlap};
use crate::{Fault, Share};

/// One mention as the program reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompanyFound {
    /// Document of the story, from 0.
    pub document: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is joined to: equal numbers are one firm to the program.
    pub cluster: usize,
}

/// Sums of B³ over marks.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct BCubed {
    /// Marks.
    pub n: usize,
    /// Those that were found.
    pub n_found: usize,
    precision: f64,
    recall: f64,
}

impl BCubed {
    /// Average share of a mark's cluster that is of its entity.
    pub fn precision(&self) -> f64 {
        self.precision / self.n.max(1) as f64
    }

    /// Average share of a mark's entity that is in its cluster.
    pub fn recall(&self) -> f64 {
        self.recall / self.n.max(1) as f64
    }

    /// Harmonic mean of both.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    /// Counts marks, each by its entity and its cluster.
    fn add(&mut self, marks: &[(usize, Cluster)]) {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        for (entity, cluster) in marks {
            let both = marks.iter().filter(|mark| **mark == (*entity, *cluster)).count();
            self.n += 1;
            self.n_found += usize::from(matches!(cluster, Cluster::Joined(_)));
            self.precision += share(both, marks.iter().filter(|(_, other)| other == cluster).count());
            self.recall += share(both, marks.iter().filter(|(other, _)| other == entity).count());
        }
    }
}

/// Where a mark stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cluster {
    Joined(usize),
    /// Not found: alone, by the index of the mark.
    Alone(usize),
}

/// Counts over stories.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CompanyScores {
    /// Names of all but regulators.
    pub companies: BCubed,
    /// Those of them that were found.
    pub found: BCubed,
    /// Names of regulators too.
    pub with_regulators: BCubed,
    /// Pairs of unit and parent in one cluster.
    pub confusions: Share,
    /// Nominals in the cluster of their entity.
    pub nominals: Share,
    /// Nominals in the cluster of another entity, of those in one.
    pub mistaken: Share,
}

impl CompanyScores {
    /// Counts one story and tells what is wrong with it.
    pub fn add(&mut self, entities: &[CompanyGold], marks: &[CompanyMark], found: &[CompanyFound]) -> Vec<Fault> {
        let clusters: Vec<Cluster> = marks.iter().enumerate().map(|(at, mark)| cluster(at, mark, found)).collect();
        let names: Vec<usize> = (0..marks.len()).filter(|at| !marks[*at].nominal).collect();
        let taken = |keep: &dyn Fn(usize) -> bool| -> Vec<(usize, Cluster)> {
            names.iter().filter(|at| keep(**at)).map(|at| (marks[*at].entity, clusters[*at])).collect()
        };
        let is_company = |at: usize| !entities[marks[at].entity].is_regulator;
        let is_found = |at: usize| matches!(clusters[at], Cluster::Joined(_));
        self.companies.add(&taken(&is_company));
        self.found.add(&taken(&|at| is_company(at) && is_found(at)));
        self.with_regulators.add(&taken(&|_| true));
        for &unit in &names {
            let parents = &entities[marks[unit].entity].parents;
            for &parent in names.iter().filter(|at| parents.contains(&marks[**at].entity)) {
                self.confusions.add(clusters[unit] == clusters[parent]);
            }
        }
        for at in (0..marks.len()).filter(|at| marks[*at].nominal) {
            let is_named = |name: &&usize| marks[**name].entity == marks[at].entity && clusters[**name] == clusters[at];
            let is_right = names.iter().any(|name| is_named(&name));
            self.nominals.add(is_right);
            if is_found(at) {
                self.mistaken.add(!is_right);
            }
        }
        faults(entities, marks, &names, &clusters)
    }

    /// A table, and a last line with the figures that are watched.
    pub fn table(&self) -> String {
        let mut out = String::from("companies                  found   B³: P      R     F1     marks\n");
        let rows = [
            ("names", self.companies),
            ("names that were found", self.found),
            ("with regulators", self.with_regulators),
        ];
        for (name, b) in rows {
            let found = Share { right: b.n_found, all: b.n }.share();
            let (p, r, f) = (b.precision(), b.recall(), b.f1());
            let _ = writeln!(out, "{name:<24} {found:>7.3}  {p:>6.3} {r:>6.3} {f:>6.3}   {:>7}", b.n);
        }
        let (c, n) = (self.confusions, self.nominals);
        let _ = writeln!(out, "\npairs of unit and parent in one cluster: {} of {} ({:.3})", c.right, c.all, c.share());
        let _ = writeln!(out, "nominals resolved: {} of {} ({:.3})", n.right, n.all, n.share());
        let m = self.mistaken;
        let _ = writeln!(out, "nominals taken for another: {} of {} ({:.3})", m.right, m.all, m.share());
        let b = self.companies;
        let _ = writeln!(
            out,
            "companies: found {:.3}, B³ P {:.3}, R {:.3}, F1 {:.3}; unit and parent confused {:.3}",
            Share { right: b.n_found, all: b.n }.share(),
            b.precision(),
            b.recall(),
            b.f1(),
            c.share()
        );
        out
    }
}

fn place(mark: &CompanyMark) -> Place {
    (mark.document, mark.start, mark.end)
}

/// The cluster of the mention that shares most bytes with the mark, the first of equals.
fn cluster(at: usize, mark: &CompanyMark, found: &[CompanyFound]) -> Cluster {
    let over = found.iter().filter(|f| overlap(place(mark), (f.document, f.start, f.end)));
    let shared = |f: &&CompanyFound| f.end.min(mark.end) - f.start.max(mark.start);
    over.rev().max_by_key(shared).map_or(Cluster::Alone(at), |f| Cluster::Joined(f.cluster))
}

/// Names not found; clusters of several entities; entities in several clusters. Each at its first mark that shows it.
fn faults(entities: &[CompanyGold], marks: &[CompanyMark], names: &[usize], clusters: &[Cluster]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut home: BTreeMap<usize, Cluster> = BTreeMap::new();
    let mut owner: BTreeMap<Cluster, usize> = BTreeMap::new();
    let mut told: BTreeSet<(&str, usize, Cluster)> = BTreeSet::new();
    for &at in names {
        let (mark, cluster) = (&marks[at], clusters[at]);
        let name = &entities[mark.entity].name;
        if matches!(cluster, Cluster::Alone(_)) {
            faults.push(fault("missed", mark, name, ""));
            continue;
        }
        let owner = *owner.entry(cluster).or_insert(mark.entity);
        if owner != mark.entity && told.insert(("joined", mark.entity, cluster)) {
            faults.push(fault("joined", mark, name, &entities[owner].name));
        }
        let home = *home.entry(mark.entity).or_insert(cluster);
        if home != cluster && told.insert(("split", mark.entity, cluster)) {
            faults.push(fault("split", mark, name, "an entity of its own"));
        }
    }
    faults
}

fn fault(what: &str, mark: &CompanyMark, expected: &str, found: &str) -> Fault {
    let (document, start, end) = place(mark);
    Fault { what: what.to_owned(), document, start, end, expected: expected.to_owned(), found: found.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(name: &str, parents: &[usize]) -> CompanyGold {
        CompanyGold { key: name.into(), name: name.into(), is_regulator: name == "FSA", parents: parents.to_vec() }
    }

    /// Marks at 10, 20, 30… of the entities, a star for nominals.
    fn marks(entities: &[(usize, bool)]) -> Vec<CompanyMark> {
        let mark = |(at, (entity, nominal)): (usize, &(usize, bool))| {
            let start = 10 * (at + 1);
            CompanyMark { entity: *entity, nominal: *nominal, document: 0, start, end: start + 5 }
        };
        entities.iter().enumerate().map(mark).collect()
    }

    fn found(clusters: &[(usize, usize)]) -> Vec<CompanyFound> {
        let found = |(at, cluster): &(usize, usize)| CompanyFound {
            document: 0,
            start: 10 * at,
            end: 10 * at + 3,
            cluster: *cluster,
        };
        clusters.iter().map(found).collect()
    }

    #[test]
    fn joining_all_costs_precision_and_missing_costs_recall() {
        let entities = [entity("Vela", &[]), entity("Vela Cloud", &[0]), entity("FSA", &[])];
        let marks = marks(&[(0, false), (0, false), (1, false), (2, false), (0, true)]);
        let mut scores = CompanyScores::default();
        let faults = scores.add(&entities, &marks, &found(&[(1, 7), (3, 7), (4, 8), (5, 7)]));
        // Of the marks 1 and 3 in one cluster each holds half of it; 2 is alone.
        assert!((scores.companies.precision() - 2.0 / 3.0).abs() < 1e-9, "{scores:?}");
        assert!((scores.companies.recall() - (0.5 + 0.5 + 1.0) / 3.0).abs() < 1e-9, "{scores:?}");
        assert_eq!((scores.companies.n, scores.companies.n_found, scores.found.n), (3, 2, 2));
        assert_eq!(scores.with_regulators.n, 4);
        assert_eq!((scores.confusions, scores.nominals), (Share { right: 1, all: 2 }, Share { right: 1, all: 1 }));
        assert_eq!(scores.mistaken, Share { right: 0, all: 1 });
        let whats: Vec<&str> = faults.iter().map(|fault| fault.what.as_str()).collect();
        assert_eq!(whats, ["missed", "joined"]);
        assert!(scores.table().lines().last().is_some_and(|line| line.contains("confused 0.500")));
    }

    #[test]
    fn all_apart_and_found_is_right_for_entities_of_one_mark() {
        let entities = [entity("Vela", &[]), entity("Orla", &[])];
        let mut scores = CompanyScores::default();
        let faults = scores.add(&entities, &marks(&[(0, false), (1, false)]), &found(&[(1, 1), (2, 2)]));
        assert!((scores.companies.f1() - 1.0).abs() < 1e-9 && faults.is_empty());
    }

    #[test]
    fn the_mention_that_shares_most_gives_the_cluster() {
        let mark = &marks(&[(0, false)])[0];
        let wide = CompanyFound { document: 0, start: 11, end: 20, cluster: 2 };
        let narrow = CompanyFound { document: 0, start: 5, end: 11, cluster: 1 };
        let elsewhere = CompanyFound { document: 1, start: 10, end: 15, cluster: 3 };
        assert_eq!(cluster(0, mark, &[elsewhere, narrow, wide]), Cluster::Joined(2));
        assert_eq!(cluster(4, mark, &[elsewhere]), Cluster::Alone(4));
    }
}
