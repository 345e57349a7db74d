//! The records of figures: `1 | VALUE | subject=… | metric=… | …`, one a mark.

use super::FigureValue;
use crate::{Answers, MarkedArticle, MarkedError, MarkedRecord};

/// What is told of a figure beside its value, in the order of the records.
pub const FIGURE_FIELDS: [&str; 8] = ["subject", "metric", "direction", "base", "scope", "period", "by", "modality"];

/// One marked figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureGold {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Right values, at least one.
    pub values: Vec<FigureValue>,
    /// The values as they are written.
    pub written: String,
    /// Index of the figure this one converts, where it does.
    pub conversion_of: Option<usize>,
    /// Right answers by [`FIGURE_FIELDS`].
    pub fields: [Answers; 8],
}

/// The marked figures of `article` in order of their records.
pub fn figure_gold(article: &MarkedArticle) -> Result<Vec<FigureGold>, MarkedError> {
    let document = &article.documents[0];
    if let Some(mark) = document.marks.iter().find(|mark| !article.records.iter().any(|r| r.fields[0] == mark.key)) {
        return Err(article.fault(article.line, "a record for every mark", &mark.key));
    }
    article.records.iter().map(|record| one(article, record)).collect()
}

fn one(article: &MarkedArticle, record: &MarkedRecord) -> Result<FigureGold, MarkedError> {
    let fault = |expected: &str, found: &str| Err(article.fault(record.line, expected, found));
    let mut marks = article.documents[0].marks.iter().filter(|mark| mark.key == record.fields[0]);
    let (Some(mark), None) = (marks.next(), marks.next()) else {
        return fault("the key of exactly one mark", &record.fields[0]);
    };
    let [_, value, fields @ ..] = record.fields.as_slice() else {
        return fault("a value after the key", &record.fields[0]);
    };
    let (of, written) = conversion(value);
    let conversion_of = of.map(|key| article.records.iter().position(|other| other.fields[0] == key));
    if conversion_of == Some(None) {
        return fault("the key of another record after `of=`", value);
    }
    let Some(values) = written.split('~').map(|value| FigureValue::parse(conversion(value).1)).collect() else {
        return fault("`money`, `percent` or `quantity` with unit, bound and number", value);
    };
    let Some(fields) = answers(fields) else {
        return fault("subject=, metric=, direction=, base=, scope=, period=, by=, modality=", &fields.join(" | "));
    };
    Ok(FigureGold {
        start: mark.start,
        end: mark.end,
        values,
        written: written.to_owned(),
        conversion_of: conversion_of.flatten(),
        fields,
    })
}

/// The key behind `conversion of=`, and the value.
fn conversion(value: &str) -> (Option<&str>, &str) {
    let value = value.trim();
    let parted = value.strip_prefix("conversion of=").and_then(|rest| rest.split_once(' '));
    parted.map_or((None, value), |(key, value)| (Some(key), value))
}

fn answers(fields: &[String]) -> Option<[Answers; 8]> {
    let named = |(field, name): (&String, &str)| Some(Answers::parse(field.strip_prefix(name)?.strip_prefix('=')?));
    let answers: Option<Vec<Answers>> = fields.iter().zip(FIGURE_FIELDS).map(named).collect();
    answers.filter(|_| fields.len() == FIGURE_FIELDS.len())?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_marked;

    const REST: &str =
        "subject=Vela AB~- | metric=cost | direction=level | base=- | scope=- | period=- | by=- | modality=reported";

    fn read(records: &str) -> Result<Vec<FigureGold>, MarkedError> {
        let text = format!("# wirebrief gold: figures\n=== fig-1\n\nVela\n{{1:€5}} ({{2:$6}})\n---\n{records}");
        figure_gold(&parse_marked("f.txt", &text).expect("marked").1[0])
    }

    #[test]
    fn a_record_belongs_to_its_mark() {
        let gold = read(&format!("1 | money EUR 5 | {REST}\n2 | conversion of=1 money USD 6~percent 6 | {REST}\n"));
        let gold = gold.expect("reads");
        assert_eq!((gold[1].start, gold[1].end, gold[1].conversion_of, gold[1].values.len()), (11, 13, Some(0), 2));
        assert!(gold[0].fields[0].may_be_none() && !gold[0].fields[1].may_be_none());
    }

    fn check(records: &str, line: usize, expected: &str) {
        let error = read(records).expect_err(records);
        assert_eq!((error.line, error.to_string().contains(expected)), (line, true), "{error}");
    }

    #[test]
    fn a_record_that_is_not_of_the_form_is_told() {
        let one = format!("1 | money EUR 5 | {REST}\n");
        check(&one, 2, "a record for every mark");
        check(&format!("{one}3 | money EUR 5 | {REST}\n2 | money USD 6 | {REST}\n"), 8, "exactly one mark");
        check(&format!("{one}2 | 6 dollars | {REST}\n"), 8, "with unit, bound and number");
        check(&format!("{one}2 | conversion of=9 money USD 6 | {REST}\n"), 8, "after `of=`");
        check(&format!("{one}2 | money USD 6 | {}\n", REST.replace("by=", "said_by=")), 8, "subject=, metric=");
        check(&format!("{one}2 | money USD 6 | {REST} | extra=1\n"), 8, "subject=, metric=");
        check(&format!("{one}2\n"), 8, "a value after the key");
    }
}
