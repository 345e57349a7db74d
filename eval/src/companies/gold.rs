//! The records of companies: `e1 | fullest name | relations | role`, one an entity of the story.

use crate::{MarkedArticle, MarkedError, MarkedRecord};

/// What may be said of two entities.
const RELATIONS: [&str; 3] = ["unit_of", "brand_of", "successor_of"];
/// What an entity may be to the story.
const ROLES: [&str; 8] = ["subject", "parent", "competitor", "regulator", "source", "customer", "adviser", "other"];

/// One entity of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyGold {
    /// Key of its marks.
    pub key: String,
    /// Fullest name.
    pub name: String,
    /// Whether it is a regulator, which is an organisation and no company.
    pub is_regulator: bool,
    /// Indices of the entities whose unit or brand it is.
    pub parents: Vec<usize>,
}

/// One marked name or nominal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyMark {
    /// Index of its entity.
    pub entity: usize,
    /// Whether it is a description and no name.
    pub nominal: bool,
    /// Document of the story, from 0.
    pub document: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// The entities of a story and its marks, document after document.
pub fn company_gold(article: &MarkedArticle) -> Result<(Vec<CompanyGold>, Vec<CompanyMark>), MarkedError> {
    let keys: Vec<&str> = article.records.iter().map(|record| record.fields[0].as_str()).collect();
    if let Some(at) = (1..keys.len()).find(|at| keys[..*at].contains(&keys[*at])) {
        return Err(article.fault(article.records[at].line, "a key that no record before has", keys[at]));
    }
    let entities = article.records.iter().map(|record| entity(article, record, &keys)).collect::<Result<_, _>>()?;
    let mut marks = Vec::new();
    for (document, text) in article.documents.iter().enumerate() {
        for mark in &text.marks {
            let Some(entity) = keys.iter().position(|key| *key == mark.key) else {
                return Err(article.fault(article.line, "a record for the key of every mark", &mark.key));
            };
            marks.push(CompanyMark { entity, nominal: mark.nominal, document, start: mark.start, end: mark.end });
        }
    }
    Ok((entities, marks))
}

fn entity(article: &MarkedArticle, record: &MarkedRecord, keys: &[&str]) -> Result<CompanyGold, MarkedError> {
    let [key, name, relations, role] = record.fields.as_slice() else {
        return Err(article.fault(record.line, "`KEY | name | relations | role`", record.fields.join(" | ")));
    };
    if !ROLES.contains(&role.as_str()) {
        return Err(article.fault(record.line, format!("one of {}", ROLES.join(", ")), role));
    }
    let mut parents = Vec::new();
    for relation in relations.split_whitespace().filter(|relation| *relation != "-") {
        match relation.split_once(':') {
            Some(("ticker", code)) if !code.is_empty() => {}
            Some((name, other)) if RELATIONS.contains(&name) && other != key => {
                let Some(other) = keys.iter().position(|key| *key == other) else {
                    return Err(article.fault(record.line, "the key of another record", other));
                };
                parents.extend((name != "successor_of").then_some(other));
            }
            _ => {
                return Err(article.fault(record.line, "`-`, unit_of:, brand_of:, successor_of: or ticker:", relation));
            }
        }
    }
    Ok(CompanyGold { key: key.clone(), name: name.clone(), is_regulator: role == "regulator", parents })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_marked;

    fn read(records: &str) -> Result<(Vec<CompanyGold>, Vec<CompanyMark>), MarkedError> {
        let text =
            format!("# wirebrief gold: companies\n=== com-1\n== doc 1\n\n{{e1:Vela}} of {{e2:Orla}}\n---\n{records}");
        company_gold(&parse_marked("c.txt", &text).expect("marked").1[0])
    }

    #[test]
    fn units_and_brands_have_parents() {
        let (entities, marks) =
            read("e1 | Vela AB | unit_of:e2 ticker:STO:VELA | subject\ne2 | Orla | - | regulator\n").expect("reads");
        assert_eq!((entities[0].parents.clone(), entities[1].is_regulator, marks.len()), (vec![1], true, 2));
    }

    fn check(records: &str, expected: &str) {
        let error = read(records).expect_err(records);
        assert!(error.to_string().contains(expected), "{error}");
    }

    #[test]
    fn a_record_that_is_not_of_the_form_is_told() {
        let second = "e2 | Orla | - | other\n";
        check("e1 | Vela | - | subject\n", "a record for the key");
        check(&format!("{second}{second}"), "no record before");
        check(&format!("e1 | Vela | unit_of:e9 | subject\n{second}"), "another record");
        check(&format!("e1 | Vela | unit_of:e1 | subject\n{second}"), "unit_of:, brand_of:");
        check(&format!("e1 | Vela | friend_of:e2 | subject\n{second}"), "unit_of:, brand_of:");
        check(&format!("e1 | Vela | - | hero\n{second}"), "one of subject");
        check(&format!("e1 | Vela | -\n{second}"), "`KEY | name | relations | role`");
    }
}
