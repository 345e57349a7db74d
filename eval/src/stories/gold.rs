//! The records of stories: `disputed a3 c2` or `scope a2 b4 : words why`, one a pair of figures of different documents.

use std::collections::BTreeMap;

use crate::pairing::{Place, overlap};
use crate::{MarkedArticle, MarkedError, MarkedRecord};

/// What one figure is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The same figure.
    Agreed,
    /// One rounds the other.
    Rounded,
    /// One is the other in another currency or unit.
    Converted,
    /// The second supersedes the first.
    Updated,
    /// Of different scope, base or period.
    Scope,
    /// The same question, really different answers.
    Disputed,
    /// Different questions, although they look alike.
    Unrelated,
}

impl Relation {
    /// All, in the order of tables.
    pub const ALL: [Self; 7] =
        [Self::Agreed, Self::Rounded, Self::Converted, Self::Updated, Self::Scope, Self::Disputed, Self::Unrelated];

    /// The word used in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Rounded => "rounded",
            Self::Converted => "converted",
            Self::Updated => "updated",
            Self::Scope => "scope",
            Self::Disputed => "disputed",
            Self::Unrelated => "unrelated",
        }
    }
}

/// What is known of one story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryGold {
    /// Where each marked figure stands, by key.
    pub marks: BTreeMap<String, Place>,
    /// Relation, and the keys of its two figures.
    pub relations: Vec<(Relation, String, String)>,
    /// For each document the one whose text it reprints, or itself.
    pub families: Vec<usize>,
}

impl StoryGold {
    /// What the gold says of the marked figures at two places.
    pub fn relation_of(&self, a: Place, b: Place) -> Option<Relation> {
        let is = |key: &String, place: Place| self.marks.get(key).is_some_and(|mark| overlap(*mark, place));
        let of_both = |(_, x, y): &&(Relation, String, String)| (is(x, a) && is(y, b)) || (is(x, b) && is(y, a));
        self.relations.iter().find(of_both).map(|(relation, ..)| *relation)
    }
}

/// Marks, relations and copies of `article`.
pub fn story_gold(article: &MarkedArticle) -> Result<StoryGold, MarkedError> {
    let mut marks = BTreeMap::new();
    for (document, text) in article.documents.iter().enumerate() {
        for mark in &text.marks {
            if marks.insert(mark.key.clone(), (document, mark.start, mark.end)).is_some() {
                return Err(article.fault(article.line, "a key for each mark of the story", &mark.key));
            }
        }
    }
    let relations = article.records.iter().map(|record| relation(article, record, &marks)).collect::<Result<_, _>>()?;
    let families = (0..article.documents.len()).map(|at| family(article, at)).collect::<Result<_, _>>()?;
    Ok(StoryGold { marks, relations, families })
}

fn relation(
    article: &MarkedArticle,
    record: &MarkedRecord,
    marks: &BTreeMap<String, Place>,
) -> Result<(Relation, String, String), MarkedError> {
    let written = record.fields.join(" | ");
    let head = written.split(" : ").next().unwrap_or_default();
    let words: Vec<&str> = head.split_whitespace().collect();
    let [name, a, b] = words[..] else {
        return Err(article.fault(record.line, "`RELATION KEY KEY`, and ` : words why` where wanted", &written));
    };
    let Some(relation) = Relation::ALL.into_iter().find(|relation| relation.name() == name) else {
        return Err(article.fault(
            record.line,
            format!("one of {}", Relation::ALL.map(Relation::name).join(", ")),
            name,
        ));
    };
    match (marks.get(a), marks.get(b)) {
        (Some(one), Some(other)) if one.0 != other.0 => Ok((relation, a.to_owned(), b.to_owned())),
        _ => Err(article.fault(record.line, "keys of marks of two documents", format!("{a} {b}"))),
    }
}

/// The document whose text the document `at` reprints, or itself. A copy of a copy is of the first one's family.
fn family(article: &MarkedArticle, at: usize) -> Result<usize, MarkedError> {
    let Some(written) = article.documents[at].head("copy_of") else { return Ok(at) };
    match written.parse::<usize>() {
        Ok(of) if (1..=at).contains(&of) => family(article, of - 1),
        _ => Err(article.fault(article.line, "the number of an earlier document after `@copy_of`", written)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_marked;

    fn read(copy_of: &str, records: &str) -> Result<StoryGold, MarkedError> {
        let text = format!(
            "# wirebrief gold: stories\n=== sto-1\n== doc 1\n\nVela\nIt made {{a1:€5}} and {{a2:€6}}.\n== doc 2\n\n\
             Vela\nIt made {{b1:€7}}.\n== doc 3\n@copy_of {copy_of}\n\nVela\nIt made €7.\n---\n{records}"
        );
        story_gold(&parse_marked("s.txt", &text).expect("marked").1[0])
    }

    #[test]
    fn relations_copies_and_marks_are_read() {
        let gold = read("2", "disputed a1 b1\nscope a2 b1 : Europe | the world\n").expect("reads");
        assert_eq!(gold.relations[1], (Relation::Scope, "a2".into(), "b1".into()));
        assert_eq!((gold.families, gold.marks["b1"].0), (vec![0, 1, 1], 1));
    }

    fn check(copy_of: &str, records: &str, expected: &str) {
        let error = read(copy_of, records).expect_err(records);
        assert!(error.to_string().contains(expected), "{error}");
    }

    #[test]
    fn a_record_that_is_not_of_the_form_is_told() {
        check("4", "", "earlier document");
        check("3", "", "earlier document");
        check("x", "", "earlier document");
        check("1", "denied a1 b1\n", "one of agreed");
        check("1", "disputed a1\n", "`RELATION KEY KEY`");
        check("1", "disputed a1 c9\n", "marks of two documents");
        check("1", "disputed a1 a2\n", "marks of two documents");
    }
}
