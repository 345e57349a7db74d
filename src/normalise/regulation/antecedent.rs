//! Whose provision a bare `section 29`, `Article 18` or `clause 14` is: that of the one law which the sentence names before
//! it or, where it names none, the sentence before; before that, of the one law whose `section 29` the text names elsewhere.
//!
//! Takes sentences and the laws found in them, gives the provisions whose act is certain, each with its act's value. Where
//! two laws come into question, or the provision does not fit (EU acts have no sections, American ones no articles),
//! nothing is said. Knows nothing of the table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::types::{Kind, Mention, RegulationRef, RegulationStatus, Span, Value};

static BARE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?P<sort>[Ss]ections?|[Aa]rticles?|[Cc]lauses?|Titles?|Annex|Recitals?|ss?\.) ?(?:\d{1,5}[A-Za-z]{0,2}|[IVX]{1,5}\b)(?:\.\d{1,3})?(?:\([A-Za-z0-9]{1,4}\))*").ok()
});

/// Bodies whose standards have paragraphs at most.
const STANDARDS: &[&str] = &["ISO", "IEC", "IFRS", "IAS", "NIST", "PCI", "Basel", "FATF"];

/// The bare provisions of `sentences` whose act `laws` settle; a sentence is its span and its words.
pub(crate) fn provisions(sentences: &[(Span, &str)], laws: &[Mention]) -> Vec<Mention> {
    let mut settled = Vec::new();
    let labels = labels(sentences, laws);
    let mut previous: Vec<&RegulationRef> = Vec::new();
    for (span, words) in sentences {
        let provisions = bare(*span, words);
        let is_bare = |law: &Mention| provisions.iter().any(|(provision, _)| *provision == law.span);
        let named: Vec<(Span, &RegulationRef)> =
            laws.iter().filter(|law| span.contains(law.span) && !is_bare(law)).filter_map(act).collect();
        for (provision, sort) in &provisions {
            if laws.iter().any(|law| law.span.overlaps(*provision) && law.span != *provision) {
                continue;
            }
            let earlier = named.iter().filter(|(law, _)| law.end() <= provision.start());
            let here: Vec<&RegulationRef> = earlier.map(|(_, act)| *act).collect();
            // `the GDPR (Article 9)` is one of several laws, and the one before the bracket.
            let beside = earlier_by_bracket(words, span.start(), &named, *provision);
            // `the Harbour Act and the Reed Act, whose section 9` are two laws, and the section the second's.
            let beside = beside.or_else(|| owner(words, span.start(), &named, *provision));
            let candidates = match &beside {
                Some(act) => std::slice::from_ref(act),
                None if here.is_empty() => previous.as_slice(),
                None => here.as_slice(),
            };
            let words = words.get(provision.start() - span.start()..provision.end() - span.start()).unwrap_or_default();
            if let Some(act) = labels.get(&label(words)).and_then(|acts| only(acts)) {
                settled.push(mention(*provision, act.clone()));
            } else if let Some(act) = only(candidates).filter(|act| fits(*sort, act)) {
                settled.push(mention(*provision, act.clone()));
            }
        }
        previous = named.into_iter().map(|(_, act)| act).collect();
    }
    settled
}

/// The acts of which the text names a provision, by that: `section 21` of `section 21 of the Housing Act 1988`.
fn labels<'a>(sentences: &[(Span, &str)], laws: &'a [Mention]) -> BTreeMap<String, Vec<&'a RegulationRef>> {
    let mut labels: BTreeMap<String, Vec<&RegulationRef>> = BTreeMap::new();
    for (span, act) in laws.iter().filter_map(act) {
        let sentence = sentences.iter().find(|(sentence, _)| sentence.contains(span));
        let words = sentence
            .and_then(|(sentence, words)| words.get(span.start() - sentence.start()..span.end() - sentence.start()));
        let Some(found) = words.and_then(|words| BARE.as_ref()?.find(words).filter(|found| found.start() == 0)) else {
            continue;
        };
        if words.is_some_and(|words| words[found.end()..].starts_with([' ', ','])) {
            labels.entry(label(found.as_str())).or_default().push(act);
        }
    }
    labels
}

/// A provision for comparing: `Section 21` and `section 21` are one.
fn label(provision: &str) -> String {
    provision.to_lowercase()
}

/// The act that ends right before the bracket that opens before `provision`, in a sentence of `words` that begins at `start`.
fn earlier_by_bracket<'a>(
    words: &str,
    start: usize,
    named: &[(Span, &'a RegulationRef)],
    provision: Span,
) -> Option<&'a RegulationRef> {
    let last = named.iter().rev().find(|(law, _)| law.end() <= provision.start())?;
    let between = words.get(last.0.end() - start..provision.start() - start)?;
    (between == " (").then_some(last.1)
}

/// The act named last before a `provision` that is said to be its own: `whose section 9`.
fn owner<'a>(
    words: &str,
    start: usize,
    named: &[(Span, &'a RegulationRef)],
    provision: Span,
) -> Option<&'a RegulationRef> {
    let before = words.get(..provision.start() - start)?;
    let last = named.iter().rev().find(|(law, _)| law.end() <= provision.start())?;
    before.ends_with(" whose ").then_some(last.1)
}

/// What a law calls its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Section,
    Article,
    Clause,
    Title,
    /// Annexes and recitals.
    Other,
}

/// The provisions in `words` that name no act of their own.
fn bare(sentence: Span, words: &str) -> Vec<(Span, Sort)> {
    let Some(regex) = BARE.as_ref() else { return Vec::new() };
    let found = regex.captures_iter(words).filter_map(|captures| {
        let whole = captures.get(0)?;
        let after = &words[whole.end()..];
        let of_another = after.starts_with(" of ")
            && ![" of that ", " of which ", " of the same ", " of it"].iter().any(|own| after.starts_with(own));
        let goes_on = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '('));
        let sort = match captures["sort"].chars().next()?.to_ascii_lowercase() {
            's' => Sort::Section,
            'c' => Sort::Clause,
            't' => Sort::Title,
            'a' if captures["sort"].to_ascii_lowercase().starts_with("article") => Sort::Article,
            _ => Sort::Other,
        };
        let span = Span::new(sentence.start() + whole.start(), sentence.start() + whole.end()).ok()?;
        (!of_another && !goes_on).then_some((span, sort))
    });
    found.collect()
}

fn act(law: &Mention) -> Option<(Span, &RegulationRef)> {
    match &law.value {
        Some(Value::Regulation(act)) => Some((law.span, act)),
        _ => None,
    }
}

fn only<'a>(acts: &[&'a RegulationRef]) -> Option<&'a RegulationRef> {
    let first = *acts.first()?;
    acts.iter().all(|act| act.name == first.name).then_some(first)
}

/// Whether laws such as `act` call their parts so.
fn fits(sort: Sort, act: &RegulationRef) -> bool {
    let is_bill = act.status == RegulationStatus::Proposed
        || ["Bill", "Bylaw", "By-law"].iter().any(|noun| act.name.contains(noun));
    if STANDARDS.iter().any(|body| act.name.starts_with(body)) {
        return false;
    }
    match sort {
        Sort::Section => act.ids.celex.is_none(),
        Sort::Article => act.ids.public_law.is_none() && act.ids.us_code.is_none() && !is_chapter(act),
        Sort::Clause => is_bill,
        Sort::Title => act.ids.celex.is_some() || act.ids.public_law.is_some(),
        Sort::Other => act.ids.celex.is_some(),
    }
}

/// Whether `act` is a chapter of a year's British statutes.
fn is_chapter(act: &RegulationRef) -> bool {
    act.ids.number.as_ref().is_some_and(|number| number.contains(" c. ") || number.contains(" asp "))
}

fn mention(span: Span, law: RegulationRef) -> Mention {
    Mention { kind: Kind::Regulation, span, score: 1.0, entity: None, value: Some(Value::Regulation(law)), about: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::{Tables, regulation};

    /// Provision and act of every bare provision of sentences parted by `|`.
    fn check(text: &str, expected: &[(&str, &str)]) {
        let tables = Tables::bundled();
        let reading = regulation::Reading::of(text, None, &tables.laws);
        let mut start = 0;
        let mut sentences = Vec::new();
        let mut laws = Vec::new();
        for words in text.split('|') {
            let span = Span::new(start, start + words.len()).expect("a span");
            laws.extend(reading.find(words).into_iter().map(|law| Mention { span: law.span.shifted(start), ..law }));
            sentences.push((span, words));
            start += words.len() + 1;
        }
        let found = provisions(&sentences, &laws);
        let line = |law: &Mention| {
            let name = act(law).map(|(_, act)| act.name.clone()).unwrap_or_default();
            (law.span.slice(text).unwrap_or_default().to_owned(), name)
        };
        let found: Vec<(String, String)> = found.iter().map(line).collect();
        let expected: Vec<(String, String)> =
            expected.iter().map(|(words, act)| ((*words).to_owned(), (*act).to_owned())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_bare_provision_is_of_the_one_law_named_before_it() {
        let gdpr = "General Data Protection Regulation";
        check("The GDPR binds shops.|Lawyers read Article 9 twice.", &[("Article 9", gdpr)]);
        check("The GDPR, whose Article 9(2)(a) is long, binds shops.", &[("Article 9(2)(a)", gdpr)]);
        check("NIS2 and the GDPR (Article 9) bind shops.", &[("Article 9", gdpr)]);
        check(
            "U.S. shops met HIPAA, but not section 12.",
            &[("section 12", "Health Insurance Portability and Accountability Act of 1996")],
        );
    }

    #[test]
    fn a_provision_named_once_with_its_act_is_of_that_act() {
        let bribery = "Bribery Act 2010";
        check(
            "Section 7 of the Bribery Act 2010 binds shops.|The GDPR is dear.|A “Section 7” case is long.",
            &[("Section 7", bribery)],
        );
        check(
            "Section 7 of the Bribery Act 2010 and section 7 of HIPAA bind.|It rained.|A “Section 7” case is long.",
            &[],
        );
    }

    #[test]
    fn whose_provision_is_that_of_the_law_right_before_it() {
        check(
            "HIPAA gives way to the Bribery Act 2010, whose section 7 is long.",
            &[("section 7", "Bribery Act 2010")],
        );
        check("The Bribery Act 2010 binds shops, as s. 7 says.", &[("s. 7", "Bribery Act 2010")]);
    }

    #[test]
    fn nothing_is_said_where_the_act_is_not_certain() {
        check("The GDPR and the Digital Services Act bind shops.|Article 9 is long.", &[]);
        check("The GDPR binds shops.|So does section 9.", &[]);
        check("U.S. shops met HIPAA.|Article 9 is a bar.", &[]);
        check("The GDPR binds shops.|It rained.|Article 9 is long.", &[]);
        check("The GDPR binds shops and Article 9 of the charter.", &[]);
        check("The Bribery Act 2010 binds shops.|Article 9 is long.", &[]);
        check("Shops met ISO/IEC 27001:2022 under section 6.", &[]);
    }
}
