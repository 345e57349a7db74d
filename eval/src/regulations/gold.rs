//! The records of laws: `SLUG | official short title | ids | status`, one an act.

use crate::{Answers, MarkedArticle, MarkedError, MarkedRecord};

/// Schemes of identifiers that gold uses.
const SCHEMES: [&str; 6] = ["celex", "pl", "usc", "number", "com", "bill"];

/// What is known of the identifiers of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActIds {
    /// (scheme, identifier), at least one.
    Known(Vec<(String, String)>),
    /// No table of laws could hold the act: any identifier found is false.
    Nil,
    /// Not given: only its mentions are scored.
    Unsaid,
}

/// One act of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActGold {
    /// Key of its marks.
    pub key: String,
    /// Official short title.
    pub name: String,
    /// Identifiers.
    pub ids: ActIds,
    /// Right states of the act at the day of the article.
    pub status: Answers,
}

/// One marked mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegulationGold {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Its act.
    pub act: ActGold,
}

/// The marked mentions of `article` in order of place.
pub fn regulation_gold(article: &MarkedArticle) -> Result<Vec<RegulationGold>, MarkedError> {
    let acts: Vec<ActGold> = article.records.iter().map(|record| act(article, record)).collect::<Result<_, _>>()?;
    let mention = |mark: &crate::Mark| {
        let mut of_key = acts.iter().filter(|act| act.key == mark.key);
        match (of_key.next(), of_key.next()) {
            (Some(act), None) => Ok(RegulationGold { start: mark.start, end: mark.end, act: act.clone() }),
            _ => Err(article.fault(article.line, "exactly one record for the key of every mark", &mark.key)),
        }
    };
    article.documents[0].marks.iter().map(mention).collect()
}

fn act(article: &MarkedArticle, record: &MarkedRecord) -> Result<ActGold, MarkedError> {
    let fault = |expected: &str, found: &str| Err(article.fault(record.line, expected, found));
    let [key, name, ids, status] = record.fields.as_slice() else {
        return fault("`SLUG | title | ids | status`", &record.fields.join(" | "));
    };
    let Some(ids) = act_ids(ids) else {
        return fault("`NIL`, `-` or identifiers under celex:, pl:, usc:, number:, com: or bill:", ids);
    };
    let known = |status: &str| ["in_force", "adopted", "proposed", "repealed", "unknown"].contains(&status);
    if !status.split('~').all(known) {
        return fault("in_force, adopted, proposed, repealed or unknown", status);
    }
    // To the program `unknown` is silence.
    let status = Answers::parse(&status.replace("unknown", "-"));
    Ok(ActGold { key: key.clone(), name: name.clone(), ids, status })
}

/// Identifiers may hold spaces (`number:2018 c. 12`): one ends where the next scheme begins.
fn act_ids(field: &str) -> Option<ActIds> {
    match field {
        "NIL" => return Some(ActIds::Nil),
        "-" => return Some(ActIds::Unsaid),
        _ => {}
    }
    let mut ids: Vec<(String, String)> = Vec::new();
    for word in field.split([' ', '~']).filter(|word| !word.is_empty()) {
        if let Some((scheme, rest)) = word.split_once(':').filter(|(scheme, _)| SCHEMES.contains(scheme)) {
            ids.push((scheme.to_owned(), rest.to_owned()));
        } else {
            let (_, open) = ids.last_mut()?;
            open.push(' ');
            open.push_str(word);
        }
    }
    let are_filled = !ids.is_empty() && ids.iter().all(|(_, id)| !id.trim().is_empty());
    are_filled.then_some(ActIds::Known(ids))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_marked;

    fn read(records: &str) -> Result<Vec<RegulationGold>, MarkedError> {
        let text = format!("# wirebrief gold: regulations\n=== reg-1\n\nOf {{a:Act A}}\nBy {{a:A}}.\n---\n{records}");
        regulation_gold(&parse_marked("r.txt", &text).expect("marked").1[0])
    }

    #[test]
    fn identifiers_may_hold_spaces() {
        let gold =
            read("a | Act A | pl:111-203 number:2018 c. 12 celex:32016R0679 | adopted~unknown\n").expect("reads");
        let pair = |scheme: &str, id: &str| (scheme.to_owned(), id.to_owned());
        let ids = vec![pair("pl", "111-203"), pair("number", "2018 c. 12"), pair("celex", "32016R0679")];
        assert_eq!(gold[1].act.ids, ActIds::Known(ids));
        assert!(gold[0].act.status.may_be_none());
    }

    fn check(record: &str, expected: &str) {
        let error = read(record).expect_err(record);
        assert!(error.to_string().contains(expected), "{error}");
    }

    #[test]
    fn a_record_that_is_not_of_the_form_is_told() {
        check("b | Act B | NIL | adopted\n", "one record for the key");
        check("a | A | NIL | adopted\na | A | NIL | adopted\n", "one record for the key");
        check("a | Act A | NIL\n", "`SLUG | title | ids | status`");
        check("a | Act A | 32016R0679 | adopted\n", "identifiers under");
        check("a | Act A | celex: | adopted\n", "identifiers under");
        check("a | Act A | NIL | dead\n", "in_force, adopted");
    }
}
