//! What must hold of stories, on invented reports.

use proptest::prelude::*;

use super::*;
use crate::config::Settings;
use crate::types::example::{document, extraction};
use crate::types::{Copy, Kind};

type Report = (&'static str, Option<&'static str>, &'static str, [&'static str; 3]);

/// Two events told by three outlets each, and one report of something else.
const REPORTS: [Report; 7] = [
    (
        "a1",
        Some("2025-03-04"),
        "Veltrane to build battery plant in Oskarby",
        [
            "Veltrane Holdings will build a battery plant in the port town of Oskarby for 340 million kroner.",
            "The battery plant in Oskarby should employ 1,250 people by 2027, Veltrane said.",
            "Chief executive Marta Lindqvist said orders from lorry makers had doubled.",
        ],
    ),
    (
        "a2",
        Some("2025-03-04"),
        "Oskarby wins Veltrane battery plant",
        [
            "The port town of Oskarby has won a battery plant that Veltrane Holdings puts at 340 million kroner.",
            "Some 1,250 people are to work at the battery plant, chief executive Marta Lindqvist said.",
            "Lorry makers have doubled their orders with Veltrane within a year.",
        ],
    ),
    (
        "a3",
        None,
        "Battery maker Veltrane picks Oskarby",
        [
            "Battery maker Veltrane Holdings has picked Oskarby for its plant and will hire 1,250 people.",
            "The plant in the port town costs 340 million kroner.",
            "Orders from lorry makers doubled, according to chief executive Marta Lindqvist.",
        ],
    ),
    (
        "b1",
        Some("2025-03-05"),
        "Tamsin Rail fined over brake failures",
        [
            "The transport regulator fined Tamsin Rail 18.4 million pounds on Wednesday over brake failures on commuter trains.",
            "Inspectors counted 212 brake failures on commuter trains of Tamsin Rail in two winters.",
            "Tamsin Rail said it would appeal against the fine.",
        ],
    ),
    (
        "b2",
        Some("2025-03-05"),
        "Regulator fines Tamsin Rail 18.4 million pounds",
        [
            "Tamsin Rail must pay a fine of 18.4 million pounds after brake failures on its commuter trains, the transport regulator ruled.",
            "The inspectors of the regulator found 212 brake failures over two winters.",
            "The train operator Tamsin Rail plans an appeal against the fine.",
        ],
    ),
    (
        "b3",
        Some("2025-03-06"),
        "Tamsin Rail to appeal against brake fine",
        [
            "Tamsin Rail will appeal against the fine of 18.4 million pounds for brake failures on commuter trains.",
            "The transport regulator had counted 212 brake failures in two winters.",
            "Tamsin Rail called the fine of the regulator out of proportion.",
        ],
    ),
    (
        "c1",
        Some("2025-03-05"),
        "Cocoa harvest in Lumbasi fails again",
        [
            "Farmers in the hills of Lumbasi expect to lose half of the cocoa harvest to black pod disease.",
            "Rain fell on 61 days of the last three months.",
            "The cocoa board of Lumbasi promised seedlings that resist the disease.",
        ],
    ),
];

const NAMES: [(Kind, &str); 5] = [
    (Kind::Company, "Veltrane"),
    (Kind::Place, "Oskarby"),
    (Kind::Person, "Marta Lindqvist"),
    (Kind::Company, "Tamsin Rail"),
    (Kind::Place, "Lumbasi"),
];

fn settings() -> Cluster {
    Settings::embedded().expect("defaults parse").cluster
}

fn documents() -> Vec<Document> {
    REPORTS.iter().map(|(name, day, title, body)| document(name, *day, title, body)).collect()
}

fn extractions(documents: &[Document]) -> Vec<Extraction> {
    documents.iter().map(|d| extraction(d, &NAMES, &[])).collect()
}

/// What a run without a model finds: no names, and vectors of no numbers.
fn found_without_model(document: &Document) -> Extraction {
    let none = |_: &Vector| Vector::normalised(Vec::new());
    let found = extraction(document, &[], &[]);
    Extraction { sentences: found.sentences.iter().map(none).collect(), title: found.title.as_ref().map(none), ..found }
}

fn joined(documents: &[Document], copies: &Copies, overrides: &Overrides) -> Vec<Story> {
    let extractions = extractions(documents);
    let reports = Reports { documents, extractions: &extractions, copies, overrides };
    reports.compared(&settings()).stories(copies)
}

/// The members of each story by name of file, sorted.
fn told(documents: &[Document], copies: &Copies) -> Vec<Vec<String>> {
    told_with(documents, copies, &Overrides::default())
}

fn told_with(documents: &[Document], copies: &Copies, overrides: &Overrides) -> Vec<Vec<String>> {
    named(documents, &joined(documents, copies, overrides))
}

/// The same in a run without a model.
fn told_by_words(documents: &[Document]) -> Vec<Vec<String>> {
    let extractions: Vec<Extraction> = documents.iter().map(found_without_model).collect();
    let (copies, overrides) = Default::default();
    let reports = Reports { documents, extractions: &extractions, copies: &copies, overrides: &overrides };
    named(documents, &reports.compared(&settings()).stories(&copies))
}

/// The members of `stories` by name of file, sorted.
fn named(documents: &[Document], stories: &[Story]) -> Vec<Vec<String>> {
    let name =
        |id: &DocumentId| documents.iter().find(|d| d.id == *id).map_or(String::new(), |d| d.origin.path.clone());
    let mut told: Vec<Vec<String>> = stories
        .iter()
        .map(|story| {
            let mut names: Vec<String> = story.documents.iter().map(|j| name(&j.document)).collect();
            names.sort();
            names
        })
        .collect();
    told.sort();
    told
}

#[test]
fn reports_of_one_event_in_other_words_are_one_story() {
    let expected = [vec!["a1", "a2", "a3"], vec!["b1", "b2", "b3"], vec!["c1"]];
    assert_eq!(told(&documents(), &Copies::default()), expected);
    assert_eq!(told_by_words(&documents()), expected);
}

#[test]
fn a_roundup_of_two_events_joins_neither() {
    let mut documents = documents();
    let [a, b] = [REPORTS[0].3, REPORTS[3].3];
    documents.push(document(
        "r",
        Some("2025-03-05"),
        "Veltrane battery plant in Oskarby, Tamsin Rail brake fine",
        &[a[0], a[1], b[0], b[1]],
    ));
    let expected = [vec!["a1", "a2", "a3"], vec!["b1", "b2", "b3"], vec!["c1"], vec!["r"]];
    assert!(told(&documents, &Copies::default()).contains(&vec!["r".to_owned()]));
    assert_eq!(told_by_words(&documents), expected);
    // Nor does it take one report with it where no second one holds that back.
    let few = [0, 3, 7].map(|at| documents[at].clone());
    assert_eq!(told_by_words(&few), [["a1"], ["b1"], ["r"]]);
}

#[test]
fn a_daily_market_report_is_a_new_event_each_day() {
    let report = |name: &str, day: &str, figures: [&str; 4]| {
        let [close, change, high, low] = figures;
        document(
            name,
            Some(day),
            "Stock market today",
            &[
                &format!(
                    "Shares in Halvorsen closed at {close} on the Nordhaven exchange, a change of {change} points."
                ),
                &format!("The Nordhaven index moved between {low} and {high} while traders waited for rates."),
            ],
        )
    };
    let documents = [
        report("m1", "2025-03-04", ["41.27", "3.15", "5,127", "5,081"]),
        report("m2", "2025-03-05", ["43.90", "2.63", "5,212", "5,119"]),
    ];
    assert_eq!(told(&documents, &Copies::default()).len(), 2);
    assert_eq!(told_by_words(&documents).len(), 2);
}

#[test]
fn without_a_model_one_form_over_two_firms_is_two_events() {
    let filing = |name: &str, firm: &str, officer: &str| {
        document(
            name,
            Some("2025-03-04"),
            &format!("{firm} files quarterly report with the exchange"),
            &[
                &format!(
                    "The quarterly report of {firm} was filed with the exchange on Tuesday and can be read there."
                ),
                &format!("It holds the balance sheet and the risks, and is signed for the board by {officer}."),
            ],
        )
    };
    let documents = [filing("f1", "Corvane", "Ines Maro"), filing("f2", "Tolmar", "Per Haug")];
    assert_eq!(told_by_words(&documents).len(), 2);
}

#[test]
fn a_copy_joins_the_story_of_its_original() {
    let mut documents = documents();
    documents.push(document("z", Some("2025-03-09"), "Untitled", &["Something else entirely stands here."]));
    let relation = Copy { original: documents[0].id.clone(), similarity: 1.0 };
    let copies = Copies { by_copy: [(documents[7].id.clone(), relation)].into() };
    assert!(told(&documents, &copies).contains(&["a1", "a2", "a3", "z"].map(str::to_owned).to_vec()));
}

#[test]
fn what_is_decided_by_hand_holds_whatever_the_scores() {
    let documents = documents();
    let decided = |text: &str| {
        let overrides = Overrides::resolved(&links(text).expect("reads"), &Names::of(&documents)).expect("resolves");
        told_with(&documents, &Copies::default(), &overrides)
    };
    let linked = decided("must-link a2 c1");
    assert!(linked.contains(&["a1", "a2", "a3", "c1"].map(str::to_owned).to_vec()), "{linked:?}");
    let parted = decided("cannot-link b1 b2\ncannot-link b2 b3");
    assert!(parted.contains(&vec!["b2".to_owned()]), "{parted:?}");
    let one_of_each = decided("must-link a1 b1\ncannot-link b1 b2");
    let home = |name: &str| one_of_each.iter().position(|story| story.iter().any(|member| member == name));
    assert_eq!(home("a1"), home("b1"));
    assert_ne!(home("b1"), home("b2"));
}

#[test]
fn a_copy_may_be_parted_from_its_original_by_hand() {
    let mut documents = documents();
    documents.push(document("z", Some("2025-03-04"), REPORTS[0].2, &REPORTS[0].3));
    let relation = Copy { original: documents[0].id.clone(), similarity: 1.0 };
    let copies = Copies { by_copy: [(documents[7].id.clone(), relation)].into() };
    let overrides =
        Overrides { cannot: vec![(documents[0].id.clone(), documents[7].id.clone())], ..Overrides::default() };
    let told = told_with(&documents, &copies, &overrides);
    let home = |name: &str| told.iter().position(|story| story.iter().any(|member| member == name));
    assert!(home("a1").is_some() && home("z").is_some());
    assert_ne!(home("a1"), home("z"), "{told:?}");
}

#[test]
fn why_two_documents_are_together_adds_up_to_their_score() {
    let documents = documents();
    let extractions = extractions(&documents);
    let overrides =
        Overrides { cannot: vec![(documents[3].id.clone(), documents[4].id.clone())], ..Overrides::default() };
    let reports =
        Reports { documents: &documents, extractions: &extractions, copies: &Copies::default(), overrides: &overrides };
    let why = |a: usize, b: usize| why(reports, &settings(), [&documents[a].id, &documents[b].id]).expect("compared");
    let same = why(0, 1);
    let sum: f32 = same.channels.iter().map(|channel| channel.weight * channel.value).sum::<f32>() + same.bias;
    assert!((1.0 / (1.0 + (-sum).exp()) - same.score).abs() < 1e-6);
    assert!(same.score >= same.bar && same.stories[0].id == same.stories[1].id && same.is_candidate);
    assert_eq!(why(3, 4).decision, Some(Decision::Cannot));
    assert_ne!(why(3, 4).stories[0].id, why(3, 4).stories[1].id);
    assert!(why(0, 6).score < same.bar);
}

#[test]
fn without_a_model_a_notice_of_the_site_under_two_headlines_joins_nothing() {
    let notice =
        "We keep a record of what you read so that the pages load faster, and show advertisements that fit you.";
    let page = |name: &str, title: &str| document(name, Some("2025-03-04"), title, &[notice]);
    let documents = [page("n1", "Corvane raises 58 million kroner"), page("n2", "Tolmar hires a chief of sales")];
    assert_eq!(told_by_words(&documents).len(), 2);
    assert_eq!(told_by_words(&[page("n1", "What you read"), page("n2", "What you read")]).len(), 1);
}

#[test]
fn where_a_side_has_no_vectors_words_alone_decide_and_the_reasons_say_so() {
    let documents = documents();
    let mut extractions = extractions(&documents);
    extractions[1] = found_without_model(&documents[1]);
    let (copies, overrides) = Default::default();
    let reports = Reports { documents: &documents, extractions: &extractions, copies: &copies, overrides: &overrides };
    let why = |a: usize, b: usize| why(reports, &settings(), [&documents[a].id, &documents[b].id]).expect("compared");
    let mixed = why(0, 1);
    assert_eq!(mixed.has_vectors, [true, false]);
    let names: Vec<&str> = mixed.channels.iter().map(|channel| channel.name).collect();
    assert_eq!(names, ["words", "title_words", "figures", "clash", "outlet", "days"]);
    let sum: f32 = mixed.channels.iter().map(|channel| channel.weight * channel.value).sum::<f32>() + mixed.bias;
    assert!((1.0 / (1.0 + (-sum).exp()) - mixed.score).abs() < 1e-6);
    assert_eq!(mixed.stories[0].id, mixed.stories[1].id);
    assert_eq!(why(0, 2).has_vectors, [true, true]);
    assert!(matches!(why(1, 6).obstacle, Some(Obstacle::Few(_))));
    let reasons = told_reasons(reports);
    assert!(reasons.iter().any(|reason| reason.contains(" by words alone, words ")), "{reasons:?}");
    assert!(reasons.iter().any(|reason| reason.contains(", vectors ")), "{reasons:?}");
}

fn told_reasons(reports: Reports<'_>) -> Vec<String> {
    let stories = reports.compared(&settings()).stories(reports.copies);
    stories.into_iter().flat_map(|story| story.documents).map(|joined| joined.reason).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn stories_hold_each_document_once_and_do_not_depend_on_order(
        order in Just((0..7).collect::<Vec<usize>>()).prop_shuffle(),
        n in 1usize..8,
        copy in prop::option::of((0usize..7, 0usize..7)),
    ) {
        let all = documents();
        let shuffled: Vec<Document> = order[..n].iter().map(|&at| all[at].clone()).collect();
        let mut sorted = shuffled.clone();
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        let mut copies = Copies::default();
        if let Some((copy, original)) = copy.filter(|(c, o)| c != o) {
            let relation = Copy { original: all[original].id.clone(), similarity: 1.0 };
            copies.by_copy.insert(all[copy].id.clone(), relation);
        }
        let found = joined(&shuffled, &copies, &Overrides::default());
        let mut members: Vec<DocumentId> = found.iter().flat_map(|s| s.documents.iter().map(|j| j.document.clone())).collect();
        members.sort();
        prop_assert_eq!(members, sorted.iter().map(|d| d.id.clone()).collect::<Vec<_>>());
        prop_assert_eq!(found, joined(&sorted, &copies, &Overrides::default()));
        prop_assert_eq!(told_by_words(&shuffled), told_by_words(&sorted));
    }
}
