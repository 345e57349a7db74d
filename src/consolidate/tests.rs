//! What must hold of briefs, on invented reports.

mod question;

use std::collections::BTreeSet;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::config::Settings;
use crate::types::example::{document, extraction};
use crate::types::{
    Amount, Bound, Claim, Copy, DateRange, DifferenceKind, Joined, Kind, Money, Percent, PercentUnit, Quantity, Role,
    SourceField, StoryId,
};

fn settings() -> Consolidate {
    Settings::embedded().expect("defaults parse").consolidate
}

fn print(value: &Value) -> String {
    match value {
        Value::Money(m) => format!("{} {:?}", m.currency.as_deref().unwrap_or("?"), m.amount.amount),
        other => format!("{other:?}"),
    }
}

/// The brief of all `documents` as one story.
fn told(documents: &[Document], extractions: &[Extraction], copies: &Copies) -> Brief {
    told_after(documents, extractions, copies, &BTreeMap::new())
}

/// The same, where earlier editions told of the story `s1`.
fn told_after(
    documents: &[Document],
    extractions: &[Extraction],
    copies: &Copies,
    earlier: &BTreeMap<StoryId, Earlier>,
) -> Brief {
    told_of(documents, extractions, (copies, earlier, &Questions::new()))
}

fn told_of(
    documents: &[Document],
    extractions: &[Extraction],
    (copies, earlier, questions): (&Copies, &BTreeMap<StoryId, Earlier>, &Questions),
) -> Brief {
    let by_id: BTreeMap<DocumentId, &Document> = documents.iter().map(|d| (d.id.clone(), d)).collect();
    let extracted = extractions.iter().map(|e| (e.document.clone(), e)).collect();
    let joined = by_id.keys().map(|id| Joined { document: id.clone(), reason: "test".to_owned() }).collect();
    let story = Story { id: StoryId("s1".into()), documents: joined };
    let material = Material { documents: &by_id, extractions: &extracted, copies, earlier, questions, print: &print };
    brief(&story, &material, &settings()).expect("the documents have words")
}

fn money(code: &str, amount: i64) -> Value {
    Value::Money(Money { amount: Amount::single(Decimal::from(amount), Bound::Exact), currency: Some(code.to_owned()) })
}

const NAMES: [(Kind, &str); 4] = [
    (Kind::Company, "Veltrane Holdings"),
    (Kind::Company, "Veltrane"),
    (Kind::Person, "Marta Lindqvist"),
    (Kind::Place, "Oskarby"),
];

const BODIES: [&[&str]; 4] = [
    &[
        "Veltrane Holdings will build a battery plant in the port town of Oskarby for 340 million kroner.",
        "The company expects to hire 1,250 people there by the autumn.",
        "Chief executive Marta Lindqvist said orders from lorry makers had doubled within a year.",
        "But critics fear for the cooling water.",
        "Who pays for the road to the harbour?",
    ],
    &[
        "The town council of Oskarby voted by a wide margin for the battery plant of Veltrane on Monday.",
        "Two environmental groups said they would appeal against the permit for cooling water.",
        "She called the plant the biggest investment in the region since the shipyard closed.",
    ],
    &[
        "Lorry makers in three countries have signed contracts with Veltrane for cells from Oskarby.",
        "\"We have waited for this for a decade,\" Marta Lindqvist told reporters at the harbour.",
        "Veltrane Holdings puts the cost of the plant at 340 million kroner.",
    ],
    &["A harbour road is to be widened before the plant in Oskarby opens its gates."],
];

fn sources(which: &[usize]) -> (Vec<Document>, Vec<Extraction>) {
    let titles =
        ["Veltrane to build battery plant in Oskarby", "IS THIS THE FUTURE?", "Cells from Oskarby find buyers", "Road"];
    let documents: Vec<Document> = which
        .iter()
        .enumerate()
        .map(|(at, &body)| document(&format!("{at}-{body}.txt"), Some("2025-03-04"), titles[body], BODIES[body]))
        .collect();
    let figures = [(Kind::Money, "340 million kroner", money("NOK", 340_000_000))];
    let extractions = documents.iter().map(|d| extraction(d, &NAMES, &figures)).collect();
    (documents, extractions)
}

fn texts(claims: &[Claim]) -> Vec<&str> {
    claims.iter().map(Claim::text).collect()
}

#[test]
fn no_sentence_leans_on_one_that_is_not_shown() {
    let (documents, extractions) = sources(&[0, 1, 2]);
    let brief = told(&documents, &extractions, &Copies::default());
    let shown = texts(&brief.sentences);
    assert!(shown.len() >= 3, "{shown:?}");
    for leaning in ["The company expects", "But critics", "Who pays", "She called"] {
        assert!(!shown.iter().any(|s| s.starts_with(leaning)), "{leaning}: {shown:?}");
    }
}

#[test]
fn a_question_in_capitals_is_no_headline_where_a_plain_title_exists() {
    let (documents, extractions) = sources(&[1, 0]);
    let brief = told(&documents, &extractions, &Copies::default());
    assert_eq!(brief.headline.text(), "Veltrane to build battery plant in Oskarby");
}

#[test]
fn a_figure_given_by_two_reports_stands_in_one_row_with_two_voices() {
    let (documents, extractions) = sources(&[0, 2]);
    let brief = told(&documents, &extractions, &Copies::default());
    assert_eq!(brief.figures.len(), 1);
    assert_eq!((brief.figures[0].value.documents(), brief.figures[0].value.families()), (2, 2));
}

#[test]
fn a_figure_and_its_conversion_in_another_report_are_one_row() {
    let names = [(Kind::Company, "Veltrane")];
    let documents = [
        document(
            "a",
            Some("2025-03-04"),
            "Veltrane buys line",
            &["Veltrane is paying 412 billion yen for the ferry line."],
        ),
        document("b", Some("2025-03-04"), "Ferry line sold", &["For the ferry line Veltrane is paying $2.7 billion."]),
        document("c", Some("2025-03-04"), "Harbour deal", &["Veltrane is paying $9 billion for the harbour."]),
    ];
    let figures = [
        vec![(Kind::Money, "412 billion yen", money("JPY", 412_000_000_000))],
        vec![(Kind::Money, "$2.7 billion", money("USD", 2_700_000_000))],
        vec![(Kind::Money, "$9 billion", money("USD", 9_000_000_000))],
    ];
    let extractions: Vec<Extraction> =
        documents.iter().zip(&figures).map(|(document, figures)| extraction(document, &names, figures)).collect();
    let brief = told(&documents, &extractions, &Copies::default());
    let rows: Vec<_> =
        brief.figures.iter().map(|row| (row.value.text(), row.conversion.as_ref().map(Claim::text))).collect();
    assert_eq!(
        rows,
        [("JPY Some(412000000000)", Some("USD Some(2700000000)")), ("USD Some(9000000000)", None)],
        "a sum of another size converts nothing"
    );
    assert!(brief.differences.is_empty(), "a conversion is no other answer: {:?}", brief.differences);
}

#[test]
fn a_short_form_in_another_report_is_the_same_company() {
    let documents = [
        document("a", None, "T", &["Veltrane Holdings Inc. opened a plant."]),
        document("b", None, "T", &["Veltrane Holdings closed a plant."]),
    ];
    let names = [(Kind::Company, "Veltrane Holdings Inc."), (Kind::Company, "Veltrane Holdings")];
    let extractions = [extraction(&documents[0], &names[..1], &[]), extraction(&documents[1], &names[1..], &[])];
    let brief = told(&documents, &extractions, &Copies::default());
    assert_eq!(brief.entities.len(), 1, "{:?}", brief.entities);
    assert_eq!(brief.entities[0].name.text(), "Veltrane Holdings Inc.");
    assert_eq!(brief.entities[0].mentions, 2);
}

#[test]
fn what_is_new_comes_from_todays_documents_and_repeats_nothing() {
    const TODAY: [&str; 3] = [
        "Veltrane Holdings will build a battery plant in the port town of Oskarby for 340 million kroner.",
        "Veltrane Holdings borrowed 75 million kroner from its bank for a school of welding in Oskarby.",
        "Marta Lindqvist promised Oskarby 12 million kroner for teachers, tools and warm lunches at noon.",
    ];
    let (mut documents, _) = sources(&[0, 1]);
    documents.push(document("today.txt", Some("2025-03-05"), "Bank lends Veltrane money for a school", &TODAY));
    let figures = [
        (Kind::Money, "340 million kroner", money("NOK", 340_000_000)),
        (Kind::Money, "75 million kroner", money("NOK", 75_000_000)),
        (Kind::Money, "12 million kroner", money("NOK", 12_000_000)),
    ];
    let extractions: Vec<Extraction> = documents.iter().map(|d| extraction(d, &NAMES, &figures)).collect();
    let fresh = BTreeSet::from([documents[2].id.clone()]);
    let earlier = |texts: BTreeSet<String>| {
        let earlier = Earlier { since: jiff::civil::date(2025, 3, 4), fresh: fresh.clone(), texts };
        BTreeMap::from([(StoryId("s1".into()), earlier)])
    };
    let news =
        |texts| told_after(&documents, &extractions, &Copies::default(), &earlier(texts)).news.expect("told before");
    let found = news(BTreeSet::new());
    assert_eq!(found.since, jiff::civil::date(2025, 3, 4));
    assert_eq!(texts(&found.sentences), TODAY[1..].to_vec());
    let figures: Vec<&str> = found.figures.iter().map(|row| row.value.text()).collect();
    let lent = print(&money("NOK", 75_000_000));
    let granted = print(&money("NOK", 12_000_000));
    assert_eq!(figures, [&lent, &granted]);
    let told_already = news(BTreeSet::from([TODAY[1].to_owned(), lent]));
    assert_eq!(texts(&told_already.sentences), [TODAY[2]]);
    assert_eq!(told_already.figures.len(), 1);
    assert_eq!(told_already.figures[0].value.text(), granted);
    assert_eq!(told(&documents, &extractions, &Copies::default()).news, None);
}

/// All claims of a brief that quote, figures' values and so on apart.
fn quotations(brief: &Brief) -> Vec<&Claim> {
    let mut claims: Vec<&Claim> =
        std::iter::once(&brief.headline).chain(&brief.place).chain(&brief.sentences).collect();
    claims.extend(brief.entities.iter().map(|row| &row.name));
    claims.extend(brief.figures.iter().map(|row| &row.context));
    claims.extend(brief.differences.iter().flat_map(|d| &d.positions).map(|p| &p.context));
    claims
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_claim_quotes_its_first_citation_and_every_citation_stands_in_its_source(
        which in prop::collection::vec(0usize..4, 1..6),
    ) {
        let (documents, extractions) = sources(&which);
        let brief = told(&documents, &extractions, &Copies::default());
        for claim in quotations(&brief) {
            prop_assert_eq!(claim.text(), crate::types::folded(&claim.citations()[0].quote));
            for citation in claim.citations() {
                let document = documents.iter().find(|d| d.id == citation.document).expect("a source");
                prop_assert_eq!(citation.field, SourceField::Text);
                prop_assert_eq!(document.words(citation.span), &citation.quote);
            }
            let cited: BTreeSet<_> = claim.citations().iter().map(|c| &c.document).collect();
            prop_assert_eq!(claim.documents(), cited.len());
        }
    }

    #[test]
    fn a_copy_never_raises_the_count_of_voices(which in prop::collection::vec(0usize..4, 1..4), copied in 0usize..4) {
        let (mut documents, _) = sources(&which);
        let before = told(&documents, &sources(&which).1, &Copies::default());
        let original = documents[copied % documents.len()].clone();
        let sentences: Vec<&str> = original.sentence_texts().collect();
        documents.push(document("reprint.txt", Some("2025-03-05"), "Reprinted elsewhere", &sentences));
        let figures = [(Kind::Money, "340 million kroner", money("NOK", 340_000_000))];
        let extractions: Vec<Extraction> = documents.iter().map(|d| extraction(d, &NAMES, &figures)).collect();
        let relation = Copy { original: original.id.clone(), similarity: 1.0 };
        let copies = Copies { by_copy: [(documents[documents.len() - 1].id.clone(), relation)].into() };
        let after = told(&documents, &extractions, &copies);
        prop_assert_eq!(after.families, before.families);
        let voices = |brief: &Brief| brief.figures.iter().map(|f| f.value.families()).collect::<Vec<_>>();
        prop_assert_eq!(voices(&after), voices(&before));
        prop_assert_eq!(texts(&after.sentences), texts(&before.sentences));
        for (a, b) in after.sentences.iter().zip(&before.sentences) {
            prop_assert_eq!(a.families(), b.families());
        }
    }
}

/// A line of a case: the day, the plain sentence, and its names and figures.
struct Line {
    day: String,
    text: String,
    names: Vec<(Kind, String)>,
    figures: Vec<(Kind, String, Value)>,
}

fn line(marked: &str) -> Line {
    let (day, mut rest) = marked.split_once(' ').expect("a day, then a sentence");
    let mut line = Line { day: day.to_owned(), text: String::new(), names: Vec::new(), figures: Vec::new() };
    while let Some((plain, after)) = rest.split_once('{') {
        let (mention, tail) = after.split_once('}').expect("a closing brace");
        let (what, words) = mention.split_once('|').expect("kind|words");
        line.text.push_str(plain);
        line.text.push_str(words);
        match what.split_once(' ') {
            None => line.names.push((Kind::from_name(what).expect("a kind"), words.to_owned())),
            Some((kind, value)) => {
                let kind = Kind::from_name(kind).expect("a kind");
                line.figures.push((kind, words.to_owned(), value_of(kind, value)));
            }
        }
        rest = tail;
    }
    line.text.push_str(rest);
    line
}

fn value_of(kind: Kind, written: &str) -> Value {
    let bound = |word: Option<&&str>| match word {
        Some(&"about") => Bound::About,
        Some(&"over") => Bound::Over,
        None => Bound::Exact,
        Some(other) => panic!("unknown bound {other}"),
    };
    let parts: Vec<&str> = written.split(' ').collect();
    let amount = |number: &str, word| Amount::single(number.parse().expect("a number"), bound(word));
    match kind {
        Kind::Money => {
            Value::Money(Money { amount: amount(parts[1], parts.get(2)), currency: Some(parts[0].to_owned()) })
        }
        Kind::Percent => Value::Percent(Percent { amount: amount(parts[0], parts.get(1)), unit: PercentUnit::Percent }),
        Kind::Quantity => {
            Value::Quantity(Quantity { amount: amount(parts[0], parts.get(2)), unit: parts[1].to_owned() })
        }
        _ => Value::Date(DateRange { start: None, end: None }),
    }
}

/// The difference between two reports of one marked sentence each.
fn difference(lines: &[&str]) -> String {
    let lines: Vec<Line> = lines.iter().map(|l| line(l)).collect();
    let documents: Vec<Document> =
        lines.iter().enumerate().map(|(at, l)| document(&format!("{at}"), Some(&l.day), "T", &[&l.text])).collect();
    let extractions: Vec<Extraction> = lines
        .iter()
        .zip(&documents)
        .map(|(line, document)| {
            let names: Vec<(Kind, &str)> = line.names.iter().map(|(k, n)| (*k, n.as_str())).collect();
            let figures: Vec<(Kind, &str, Value)> =
                line.figures.iter().map(|(k, w, v)| (*k, w.as_str(), v.clone())).collect();
            extraction(document, &names, &figures)
        })
        .collect();
    let brief = told(&documents, &extractions, &Copies::default());
    let kinds: Vec<&str> = brief
        .differences
        .iter()
        .map(|d| match d.kind {
            DifferenceKind::Disputed => "disputed",
            DifferenceKind::Rounded => "rounded",
            DifferenceKind::Scope => "scope",
            DifferenceKind::Updated => "updated",
        })
        .collect();
    if kinds.is_empty() { "none".to_owned() } else { kinds.join(" ") }
}

#[test]
fn differences_are_what_the_cases_say() {
    let mut failures = Vec::new();
    let mut n_cases = 0;
    for case in include_str!("difference.cases").split("\n= ").skip(1) {
        let mut lines = case.lines().filter(|l| !l.trim().is_empty());
        let expected = lines.next().expect("an expected kind");
        let lines: Vec<&str> = lines.collect();
        n_cases += 1;
        let found = difference(&lines);
        if found != expected {
            failures.push(format!("expected {expected}, found {found}:\n  {}", lines.join("\n  ")));
        }
    }
    assert!(n_cases > 20);
    assert!(failures.is_empty(), "{} of {n_cases} fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn results_of_two_firms_differ_in_nothing() {
    let kinds = |texts: [&str; 2], figures: [(&str, Value); 2], about: [(&str, &str, &str); 2]| -> usize {
        let documents: Vec<Document> =
            (0..2).map(|at| document(&format!("{at}"), Some("2025-03-05"), "T", &[texts[at]])).collect();
        let extractions: Vec<Extraction> = (0..2)
            .map(|at| {
                let (words, value) = &figures[at];
                let kind = if matches!(value, Value::Money(_)) { Kind::Money } else { Kind::Percent };
                let names = [(Kind::Company, "Veltrane"), (Kind::Company, "Ostrana")];
                let mut found = extraction(&documents[at], &names, &[(kind, words, value.clone())]);
                let (subject, metric, period) = about[at];
                for mention in found.mentions.iter_mut().filter(|mention| mention.kind == kind) {
                    mention.about = Some(Box::new(crate::types::About {
                        subject: Some(subject.to_owned()),
                        entity: Some(crate::types::EntityId(format!("company:{}", subject.to_lowercase()).into())),
                        metric: Some(metric.to_owned()),
                        period: Some(period.to_owned()).filter(|period| !period.is_empty()),
                        ..crate::types::About::default()
                    }));
                }
                found
            })
            .collect();
        told(&documents, &extractions, &Copies::default()).differences.len()
    };
    let profit = [
        "Veltrane made a record quarterly profit of $2.6 billion, as Ostrana did.",
        "Ostrana made a record quarterly profit of $2.9 billion, as Veltrane did.",
    ];
    let sums = || [("$2.6 billion", money("USD", 2_600_000_000)), ("$2.9 billion", money("USD", 2_900_000_000))];
    assert_eq!(kinds(profit, sums(), [("Veltrane", "net_profit", ""), ("Ostrana", "net_profit", "")]), 0);
    let alike = [profit[0], "Veltrane made a record quarterly profit of $2.9 billion, as Ostrana did."];
    assert_eq!(kinds(alike, sums(), [("Veltrane", "net_profit", ""), ("Veltrane", "net_profit", "")]), 1);
}

#[test]
fn what_a_wrap_tells_of_others_stands_last() {
    let told_first = "Veltrane Holdings will build a plant in Oskarby, and markets gained.";
    let stray = "Ostrana Metals rose 40 million euros in value.";
    let own = "Veltrane Holdings will build a plant in Oskarby for 310 million euros.";
    let day = Some("2025-03-04");
    let documents = [
        document("a", day, "Plant for Oskarby as markets gain", &[told_first, stray]),
        document("b", day, "Veltrane to build plant in Oskarby", &[own]),
    ];
    let figures = [
        (Kind::Money, "310 million euros", money("EUR", 310_000_000)),
        (Kind::Money, "40 million euros", money("EUR", 40_000_000)),
    ];
    let names = [(Kind::Company, "Veltrane Holdings"), (Kind::Place, "Oskarby"), (Kind::Company, "Ostrana Metals")];
    let extractions: Vec<Extraction> = documents.iter().map(|d| extraction(d, &names, &figures)).collect();
    let brief = told(&documents, &extractions, &Copies::default());
    let rows: Vec<&str> = brief.figures.iter().map(|row| row.context.text()).collect();
    assert_eq!(rows, [own, stray]);
}

#[test]
fn the_timeline_orders_dated_facts_and_cites_every_report_that_dates_them() {
    let day = |start: &str, end: &str| Value::Date(DateRange { start: start.parse().ok(), end: end.parse().ok() });
    let first = "Veltrane Holdings opened its first plant in the town of Oskarby on 3 March 2019, it said.";
    let documents = [
        document(
            "a",
            Some("2025-03-04"),
            "Veltrane to build battery plant in Oskarby",
            &[
                "Veltrane Holdings will build a battery plant in the port town of Oskarby, it said on 4 March 2025.",
                first,
                "Oskarby lost its shipyard between 3 March 2019 and 4 March 2025, when Veltrane Holdings came.",
            ],
        ),
        document(
            "b",
            Some("2025-03-04"),
            "Plant for Oskarby",
            &["The mayor of Oskarby had welcomed the firm on 3 March 2019."],
        ),
    ];
    let dates = [
        (Kind::Date, "4 March 2025", day("2025-03-04", "2025-03-04")),
        (Kind::Date, "3 March 2019", day("2019-03-03", "2019-03-03")),
    ];
    let extractions: Vec<Extraction> = documents.iter().map(|d| extraction(d, &NAMES, &dates)).collect();
    let brief = told(&documents, &extractions, &Copies::default());
    let days: Vec<String> = brief.timeline.iter().map(|row| row.start.to_string()).collect();
    assert_eq!(days, ["2019-03-03", "2025-03-04"]);
    assert_eq!(brief.timeline[0].date.documents(), 2);
    assert!(brief.timeline.iter().all(|row| !row.context.text().contains("between")), "two days date nothing");
    let alone = told(&documents[1..], &extractions[1..], &Copies::default());
    assert!(alone.timeline.is_empty(), "one day is no timeline");
}

#[test]
fn a_role_is_what_the_words_around_a_name_say() {
    let sentences = [
        "Veltrane Holdings, a unit of Orla Group, was fined by the Harbour Board on Monday over its books.",
        "Its rival Tessera Foods was advised by Denby Rusk when it bought cells, according to Tide Research.",
        "Marrow Lines also lies at anchor in the harbour of Oskarby for the whole of the winter.",
    ];
    let names = [
        (Kind::Company, "Veltrane Holdings"),
        (Kind::Company, "Orla Group"),
        (Kind::Organisation, "Harbour Board"),
        (Kind::Company, "Tessera Foods"),
        (Kind::Company, "Denby Rusk"),
        (Kind::Company, "Tide Research"),
        (Kind::Company, "Marrow Lines"),
    ];
    let documents = [document("a", Some("2025-03-04"), "Fine", &sentences)];
    let extractions = [extraction(&documents[0], &names, &[])];
    let brief = told(&documents, &extractions, &Copies::default());
    let roles: BTreeMap<&str, Option<Role>> = brief.entities.iter().map(|row| (row.name.text(), row.role)).collect();
    let expected = [
        ("Veltrane Holdings", None),
        ("Orla Group", Some(Role::Parent)),
        ("Harbour Board", Some(Role::Regulator)),
        ("Tessera Foods", Some(Role::Competitor)),
        ("Denby Rusk", Some(Role::Adviser)),
        ("Tide Research", Some(Role::Source)),
        ("Marrow Lines", None),
    ];
    assert_eq!(roles, BTreeMap::from(expected));
}
