//! Scores figures: value and what each is about.

use std::fmt::Write as _;

use wirebrief_eval::{FIGURE_FIELDS, FigureFound, FigureGold, FigureScores, MarkedError, Verdict, figure_gold};

use super::marked::Read;
use crate::normalise;
use crate::types::{About, Amount, Bound, Document, Extraction, PercentUnit, Span, Value};

/// The table and the faults of all articles.
pub(super) fn scored(read: &[Read<'_>]) -> Result<(String, String), MarkedError> {
    let mut scores = FigureScores::default();
    let mut errors = String::new();
    for Read { article, extractions, .. } in read {
        let gold = figure_gold(article)?;
        let found: Vec<FigureFound> = extractions.iter().flat_map(figures).collect();
        let faults = scores.add(article, &gold, &found);
        errors.extend(faults.iter().map(|fault| fault.line(article)));
    }
    Ok((scores.table(), errors))
}

/// The choices there were for the fields of each marked figure, as `src/normalise/about/fit.py` reads them: a head for
/// each field with its features, then a line for each choice with whether its candidates are right; and as
/// `models/training/figures.py` does: with where the candidates are named, and the class of each.
pub(super) fn choices(read: &[Read<'_>]) -> Result<String, MarkedError> {
    let mut out = String::new();
    for (field, names, groups) in normalise::features() {
        let _ = writeln!(out, "#\t{field}\t{groups}\t{}", names.join(","));
    }
    for Read { article, documents, extractions, .. } in read {
        let gold = figure_gold(article)?;
        for (document, extraction) in documents.iter().zip(*extractions) {
            let _ = writeln!(out, "@\t{}\t{}", article.id, sheet(document, extraction));
            for case in normalise::cases(document, &extraction.entities, &extraction.mentions) {
                let place = (case.span.start(), case.span.end());
                let marked = gold.iter().find(|figure| (figure.start, figure.end) == place);
                out.extend(marked.map(|figure| choice(&article.id, figure, &case)));
            }
        }
    }
    Ok(out)
}

/// What `models/training/figures.py` reads of a document: its text and the bytes of title, sentences and figures.
fn sheet(document: &Document, extraction: &Extraction) -> serde_json::Value {
    let bytes = |span: Span| [span.start(), span.end()];
    let figures = extraction.mentions.iter().filter(|mention| mention.kind.is_figure());
    serde_json::json!({
        "text": *document.source,
        "title": document.title_span().map(bytes),
        "sentences": document.sentences.iter().map(|sentence| bytes(sentence.span)).collect::<Vec<_>>(),
        "figures": figures.map(|figure| bytes(figure.span)).collect::<Vec<_>>(),
    })
}

fn choice(article: &str, gold: &FigureGold, case: &normalise::Case) -> String {
    let at = FIGURE_FIELDS.iter().position(|field| *field == case.field);
    let written = at.map(|at| gold.fields[at].written()).unwrap_or_default();
    let [from, to] = [case.span.start(), case.span.end()];
    let mut line = format!("{article}\t{}\t{}\t{from} {to}\t{written}", case.field, case.group);
    for (at, normalise::Choice { answer, features, class }) in case.candidates.iter().enumerate() {
        let right = u8::from(gold.judge(case.field, answer.as_deref()) == Some(Verdict::Right));
        let features = features.iter().map(u16::to_string).collect::<Vec<_>>().join(",");
        let places = case.places.get(at).into_iter().flatten().map(|span| format!("{}-{}", span.start(), span.end()));
        let places = places.collect::<Vec<_>>().join(",");
        let _ = write!(line, "\t{right}:{features}:{class}:{places}:{}", answer.as_deref().unwrap_or("-"));
    }
    line + "\n"
}

fn figures(extraction: &Extraction) -> impl Iterator<Item = FigureFound> {
    extraction.mentions.iter().filter(|mention| mention.kind.is_figure()).map(|mention| FigureFound {
        start: mention.span.start(),
        end: mention.span.end(),
        kind: mention.kind.name().to_owned(),
        value: mention.value.as_ref().map(written).unwrap_or_default(),
        conversion_of: mention.about.as_ref().and_then(|about| about.conversion_of).map(|of| (of.start(), of.end())),
        fields: mention.about.as_deref().map(fields).unwrap_or_default(),
    })
}

/// The value as gold writes it; empty for values that are no figures.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Money(money) => format!("money {} {}", money.currency.as_deref().unwrap_or("-"), number(&money.amount)),
        Value::Percent(percent) => format!("percent {}{}", percent_unit(percent.unit), number(&percent.amount)),
        Value::Quantity(quantity) => format!("quantity {} {}", number(&quantity.amount), quantity.unit),
        Value::Date(_) | Value::Regulation(_) | Value::Company(_) => String::new(),
    }
}

fn percent_unit(unit: PercentUnit) -> &'static str {
    match unit {
        PercentUnit::Percent => "",
        PercentUnit::PercentagePoint => "percentage_point ",
        PercentUnit::BasisPoint => "basis_point ",
    }
}

fn number(amount: &Amount) -> String {
    let bound = match amount.bound {
        Bound::Exact => "",
        Bound::About => "about ",
        Bound::AtLeast => "at_least ",
        Bound::AtMost => "at_most ",
        Bound::Over => "over ",
        Bound::Under => "under ",
        Bound::Range => "range ",
    };
    let decimal = |number: Option<rust_decimal::Decimal>| number.map(|n| n.to_string()).unwrap_or_default();
    match amount.bound {
        Bound::Range => format!("{bound}{}..{}", decimal(amount.low), decimal(amount.high)),
        _ => format!("{bound}{}", decimal(amount.amount)),
    }
}

/// Answers in the order of `FIGURE_FIELDS`.
fn fields(about: &About) -> [Option<String>; 8] {
    [
        about.subject.clone(),
        about.metric.clone(),
        Some(about.direction.name().to_owned()),
        about.base.clone(),
        about.scope.clone(),
        about.period.clone(),
        about.attribution.clone(),
        Some(about.modality.name().to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;
    use wirebrief_eval::FigureValue;

    use super::*;
    use crate::types::{Money, Percent, Quantity};

    #[test]
    fn every_value_is_written_in_the_form_of_gold() {
        let check = |value: Value, expected: &str| {
            assert_eq!(written(&value), expected);
            assert!(FigureValue::parse(expected).is_some(), "{expected}");
        };
        let about = Amount::single(Decimal::new(725, 1), Bound::About);
        let range = Amount::range(Decimal::new(12, 0), Decimal::new(14, 0));
        check(Value::Money(Money { amount: about.clone(), currency: None }), "money - about 72.5");
        check(Value::Percent(Percent { amount: range.clone(), unit: PercentUnit::Percent }), "percent range 12..14");
        check(
            Value::Percent(Percent { amount: about, unit: PercentUnit::BasisPoint }),
            "percent basis_point about 72.5",
        );
        check(
            Value::Quantity(Quantity { amount: range, unit: "metric ton".into() }),
            "quantity range 12..14 metric ton",
        );
    }
}
