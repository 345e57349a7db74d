//! What a person has decided about pairs of documents, over every score.
//!
//! Takes the text of a file of links, one a line; gives [`Overrides`] between documents of a run. A document is named by
//! its id, or by its path with `#record` where several came from one file.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::{Document, DocumentId, Origin};

/// What a link says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Must,
    Cannot,
}

impl Says {
    const ALL: [(&'static str, Self); 2] = [("must-link", Self::Must), ("cannot-link", Self::Cannot)];
}

/// A line of a file of links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    line: usize,
    says: Says,
    names: [String; 2],
}

/// Pairs of documents that are in one story, or in two, whatever their score.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Pairs in one story.
    pub must: Vec<(DocumentId, DocumentId)>,
    /// Pairs in two stories.
    pub cannot: Vec<(DocumentId, DocumentId)>,
    /// Lines left out since they name no document, in words.
    pub unknown: Vec<String>,
}

/// Why a file of links cannot be honoured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// A line is no link.
    #[error("line {line}: expected `must-link A B` or `cannot-link A B`, found `{found}`")]
    Line {
        /// Line from 1.
        line: usize,
        /// What stands there.
        found: String,
    },
    /// A name fits several documents.
    #[error("line {line}: {source}")]
    Name {
        /// Line from 1.
        line: usize,
        /// What is wrong with it.
        source: NameError,
    },
    /// Two documents must be in one story and must not.
    #[error("line {line}: `{a}` and `{b}` cannot be linked, but other lines say that they must")]
    Contradiction {
        /// Line from 1.
        line: usize,
        /// One document.
        a: String,
        /// The other.
        b: String,
    },
}

/// Why a name does not tell one document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// It fits none.
    #[error("no document is called `{0}`")]
    Unknown(String),
    /// It fits several.
    #[error("`{name}` names {n} documents, such as `{one}` and `{other}`")]
    Several {
        /// The name.
        name: String,
        /// How many.
        n: usize,
        /// One of them.
        one: DocumentId,
        /// Another.
        other: DocumentId,
    },
}

/// The links of a file: a line each, `#` before a comment, quotation marks around a path with spaces.
pub fn links(text: &str) -> Result<Vec<Link>, LinkError> {
    let mut links = Vec::new();
    for (line, content) in text.lines().enumerate().map(|(i, content)| (i + 1, content)) {
        let words = words(content);
        let Some((verb, names)) = words.split_first() else { continue };
        let says = Says::ALL.iter().find(|(name, _)| name == verb).map(|(_, says)| *says);
        match (says, names) {
            (Some(says), [a, b]) => links.push(Link { line, says, names: [a.clone(), b.clone()] }),
            _ => return Err(LinkError::Line { line, found: content.trim().to_owned() }),
        }
    }
    Ok(links)
}

/// Words of a line up to a word that begins with `#`.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() && !rest.starts_with('#') {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

impl Overrides {
    /// What `links` say of the documents called `names`.
    pub fn resolved(links: &[Link], names: &Names) -> Result<Self, LinkError> {
        let mut overrides = Self::default();
        let mut cannot_at = Vec::new();
        for link in links {
            match (names.document(&link.names[0]), names.document(&link.names[1])) {
                (Ok(a), Ok(b)) if link.says == Says::Must => overrides.must.push((a.clone(), b.clone())),
                (Ok(a), Ok(b)) => {
                    overrides.cannot.push((a.clone(), b.clone()));
                    cannot_at.push(link);
                }
                (Err(error @ NameError::Several { .. }), _) | (_, Err(error @ NameError::Several { .. })) => {
                    return Err(LinkError::Name { line: link.line, source: error });
                }
                (Err(error), _) | (_, Err(error)) => overrides.unknown.push(format!("line {}: {error}", link.line)),
            }
        }
        let homes = homes(&overrides.must);
        let home = |id: &DocumentId| homes.get(id).cloned().unwrap_or_else(|| id.clone());
        let broken = overrides.cannot.iter().zip(cannot_at).find(|((a, b), _)| home(a) == home(b));
        if let Some((_, Link { line, names: [a, b], .. })) = broken {
            return Err(LinkError::Contradiction { line: *line, a: a.clone(), b: b.clone() });
        }
        Ok(overrides)
    }
}

/// The smallest document that each must be in one story with.
fn homes(must: &[(DocumentId, DocumentId)]) -> BTreeMap<DocumentId, DocumentId> {
    let mut homes: BTreeMap<DocumentId, DocumentId> = BTreeMap::new();
    for (a, b) in must {
        let home = |id: &DocumentId| homes.get(id).unwrap_or(id).clone();
        let (kept, gone) = (home(a).min(home(b)), home(a).max(home(b)));
        homes.extend([(a.clone(), kept.clone()), (b.clone(), kept.clone()), (gone.clone(), kept.clone())]);
        homes.values_mut().filter(|home| **home == gone).for_each(|home| home.clone_from(&kept));
    }
    homes
}

/// Documents by their names.
#[derive(Debug, Default)]
pub struct Names {
    by_id: BTreeSet<DocumentId>,
    by_origin: BTreeMap<String, Vec<DocumentId>>,
}

impl Names {
    /// The names of `documents`.
    pub fn of<'d>(documents: impl IntoIterator<Item = &'d Document>) -> Self {
        let mut names = Self::default();
        documents.into_iter().for_each(|document| names.add(document));
        names
    }

    /// Adds the names of `document`.
    pub fn add(&mut self, document: &Document) {
        let Origin { path, record_id } = &document.origin;
        let mut called = |name: String| self.by_origin.entry(name).or_default().push(document.id.clone());
        called(path.clone());
        if let Some(record) = record_id {
            called(format!("{path}#{record}"));
        }
        self.by_id.insert(document.id.clone());
    }

    /// The document called `name`: its id, its path, or `path#record`.
    pub fn document(&self, name: &str) -> Result<&DocumentId, NameError> {
        if let Some(id) = self.by_id.get(&DocumentId(name.into())) {
            return Ok(id);
        }
        match self.by_origin.get(name).map(Vec::as_slice) {
            Some([id]) => Ok(id),
            Some([one, other, ..]) => Err(NameError::Several {
                name: name.to_owned(),
                n: self.by_origin[name].len(),
                one: one.clone(),
                other: other.clone(),
            }),
            _ => Err(NameError::Unknown(name.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::example::document;

    fn resolved(text: &str) -> Result<Overrides, LinkError> {
        let documents = ["a", "b b", "c"].map(|name| document(name, None, "Title", &["A sentence."]));
        Overrides::resolved(&links(text)?, &Names::of(&documents))
    }

    #[test]
    fn documents_are_named_by_path_or_id() {
        let id = document("c", None, "Title", &["A sentence."]).id;
        let text = format!("# by hand\nmust-link a \"b b\"  # a comment\n\ncannot-link a {id}\nmust-link a gone\n");
        let overrides = resolved(&text).expect("resolves");
        assert_eq!((overrides.must.len(), overrides.cannot.len()), (1, 1));
        assert_eq!(overrides.cannot[0].1, id);
        assert_eq!(overrides.unknown, ["line 5: no document is called `gone`"]);
    }

    #[test]
    fn a_line_that_is_no_link_is_named() {
        for (text, line) in [("must-link a", 1), ("\nmay-link a c", 2), ("cannot-link a c d", 1)] {
            assert!(matches!(resolved(text), Err(LinkError::Line { line: at, .. }) if at == line), "{text}");
        }
    }

    #[test]
    fn links_that_contradict_each_other_are_refused() {
        let text = "must-link a \"b b\"\nmust-link \"b b\" c\ncannot-link c a\n";
        assert!(matches!(resolved(text), Err(LinkError::Contradiction { line: 3, .. })));
    }
}
