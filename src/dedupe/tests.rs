//! What must hold of copies, on invented texts and on the silver set where it is at hand.

use proptest::prelude::*;

use super::*;
use crate::config::Settings;
use crate::types::example::document;

const PLANT: [&str; 6] = [
    "Veltrane Holdings said on Tuesday it would build a second battery plant near the port of Oskarby at a cost of 340 million kroner.",
    "The firm expects to hire 1,250 people and to start the first line in the autumn of 2027.",
    "Chief executive Marta Lindqvist told reporters that orders from lorry makers had doubled within a year.",
    "The town council of Oskarby has set aside 46 hectares and agreed to widen the road to the harbour.",
    "Two environmental groups said they would appeal against the permit for cooling water.",
    "Shares in Veltrane closed 3.1 per cent higher in a falling market.",
];

fn settings() -> Dedupe {
    Settings::embedded().expect("defaults parse").dedupe
}

fn id(document: &Document) -> DocumentId {
    document.id.clone()
}

#[test]
fn a_reprint_with_another_title_and_one_more_line_is_a_copy_of_the_earlier() {
    let first = document("a.txt", Some("2025-03-04"), "Veltrane to build plant", &PLANT);
    let mut more = PLANT.to_vec();
    more.push("Additional reporting came from the Oskarby office.");
    let second = document("b.txt", Some("2025-03-05"), "Second battery plant for Oskarby", &more);
    let copies = copies(&[second.clone(), first.clone()], &settings());
    assert_eq!(copies.original_of(&second.id), Some(&first.id));
    assert_eq!(copies.original_of(&first.id), None);
}

#[test]
fn a_teaser_is_a_copy_of_the_full_text_even_when_it_came_first() {
    let teaser = document("t.txt", Some("2025-03-03"), "Plant for Oskarby", &PLANT[..2]);
    let full = document("f.txt", Some("2025-03-04"), "Veltrane to build plant", &PLANT);
    let copies = copies(&[teaser.clone(), full.clone()], &settings());
    assert_eq!(copies.original_of(&teaser.id), Some(&full.id));
}

#[test]
fn a_print_made_again_tells_what_a_kept_one_does() {
    let teaser = document("t.txt", Some("2025-03-03"), "Plant for Oskarby", &PLANT[..2]);
    let full = document("f.txt", Some("2025-03-04"), "Veltrane to build plant", &PLANT);
    let reprint = document("r.txt", Some("2025-03-05"), "Second plant", &PLANT);
    let documents = [teaser, full, reprint];
    let settings = settings();
    for kept in 0..3 {
        let mut finder = Finder { kept, ..Finder::new(&settings) };
        finder.add(&documents[..1]);
        finder.add(&documents);
        // The first came twice.
        let again = |at: usize| Ok::<_, Infallible>(Cow::Borrowed(&documents[at.saturating_sub(1)]));
        assert_eq!(finder.copies(&again), Ok(copies(&documents, &settings)), "{kept}");
    }
}

fn quote_page(name: &str, figures: [&str; 4]) -> Vec<String> {
    let [open, close, high, target] = figures;
    vec![
        format!("The shares of the company opened the regular session today at {open} and went on to close at {close}, as measured by volume against the average of the last thirty days of regular trading."),
        format!("Analysts who follow {name} closely have set a mean target of {target} for the coming twelve months, while the highest price of the last year now stands at {high} according to the exchange."),
        "The stock is held by institutions, funds and insiders whose filings are made public every quarter, and readers should consult an adviser before they buy or sell any security named on this page.".to_owned(),
    ]
}

#[test]
fn two_quote_pages_of_one_template_are_two_texts() {
    let pages = [
        quote_page("Brightwell Foods", ["12.40", "12.95", "17.02", "15.10"]),
        quote_page("Tamsin Rail", ["87.11", "85.30", "91.77", "90.05"]),
    ];
    let documents: Vec<Document> = pages
        .iter()
        .enumerate()
        .map(|(at, page)| {
            let lines: Vec<&str> = page.iter().map(String::as_str).collect();
            document(&format!("{at}.txt"), Some("2025-03-04"), "Shares in focus", &lines)
        })
        .collect();
    let [a, b] = [0, 1].map(|at| print_of(&documents[at], &Dedupe { shingle_words: 3, ..settings() }));
    assert!(a.jaccard(&b) > 0.7, "the template alone makes them alike: {}", a.jaccard(&b));
    assert_eq!(copies(&documents, &Dedupe { shingle_words: 3, ..settings() }), Copies::default());
}

#[test]
fn two_pages_of_which_only_the_furniture_is_left_are_two_texts() {
    let furniture = [
        "Quotes are delayed by fifteen minutes, and the times shown are those of the exchange where the security trades.",
        "Sign in to your account to see your holdings, alerts and the messages that other readers have left for you.",
    ];
    let pages = [
        document("a.txt", Some("2025-03-04"), "Tamsin Rail to close Nordhaven depot", &furniture),
        document("b.txt", Some("2025-03-04"), "Brightwell profit beats forecasts", &furniture),
    ];
    assert_eq!(copies(&pages, &settings()), Copies::default());
}

#[test]
fn documents_without_words_are_no_copies_of_each_other() {
    let empty = ["a.txt", "b.txt"].map(|name| document(name, None, "Same title", &[]));
    assert_eq!(copies(&empty, &settings()), Copies::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn copies_do_not_depend_on_order_and_map_to_originals(
        cuts in prop::collection::vec((0usize..3, 3usize..6, 1i8..5), 2..9),
        turn in 0usize..9,
    ) {
        let mut documents: Vec<Document> = cuts
            .iter()
            .enumerate()
            .map(|(at, (from, to, day))| {
                document(&format!("{at}.txt"), Some(&format!("2025-03-0{day}")), "T", &PLANT[*from..*to])
            })
            .collect();
        let found = copies(&documents, &settings());
        for (copy, relation) in &found.by_copy {
            prop_assert!(copy != &relation.original);
            prop_assert!(!found.by_copy.contains_key(&relation.original));
        }
        let turn = turn % documents.len();
        documents.rotate_left(turn);
        prop_assert_eq!(found, copies(&documents, &settings()));
    }
}

/// The silver set, which is no part of the repository and lies beside it (or beside a worktree's parent).
fn silver() -> Option<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "the set is not part of the repository")]
    root.ancestors()
        .skip(1)
        .find_map(|dir| std::fs::read_to_string(dir.join("shared/data/copies/webhose_same_title_silver.jsonl")).ok())
}

/// Of the pairs of the silver set whose shingles have a Jaccard index of at least .8, the share found as one family.
#[test]
fn nearly_all_pairs_of_high_jaccard_are_found() {
    let Some(text) = silver() else { return };
    let (mut documents, mut groups) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let group: serde_json::Value = serde_json::from_str(line).expect("one JSON object a line");
        let members = group["members"].as_array().expect("members");
        let from = documents.len();
        for member in members {
            let lines: Vec<&str> =
                member["text"].as_str().unwrap_or("").lines().filter(|l| !l.trim().is_empty()).collect();
            let name = format!("{}-{}", documents.len(), member["url"].as_str().unwrap_or(""));
            documents.push(document(&name, member["date"].as_str(), "T", &lines));
        }
        groups.push(from..documents.len());
    }
    let found = copies(&documents, &settings());
    let prints: Vec<Fingerprint> =
        documents.iter().map(|d| print_of(d, &Dedupe { shingle_words: 5, ..settings() })).collect();
    let (mut n_pairs, mut n_found) = (0, 0);
    for group in groups {
        for (a, b) in group.clone().flat_map(|a| group.clone().map(move |b| (a, b))).filter(|(a, b)| a < b) {
            if prints[a].jaccard(&prints[b]) >= 0.8 {
                n_pairs += 1;
                let (a, b) = (id(&documents[a]), id(&documents[b]));
                n_found += usize::from(found.family(&a) == found.family(&b));
            }
        }
    }
    let recall = n_found as f32 / n_pairs as f32;
    println!("{n_found} of {n_pairs} pairs, {} copies of {}", found.by_copy.len(), documents.len());
    assert!(recall >= 0.97, "{n_found} of {n_pairs}");
}
