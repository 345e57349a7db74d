//! Rules of extraction on invented sentences, with the model's part scripted.

use std::sync::Arc;

use super::{Encoded, figures};
use crate::config::Settings;
use crate::model::{Encoder, NameSpan, Scripted, SentenceEncoding};
use crate::types::{Document, DocumentId, Kind, Mention, Origin, Sentence, Span, Vector};

/// The mentions of a document without a title.
fn mentions(
    document: &Document,
    sentences: &[SentenceEncoding],
    figures: Vec<Mention>,
    settings: &crate::config::Extract,
) -> Vec<Mention> {
    super::mentions(document, Encoded { title: None, sentences }, figures, settings)
}

/// A document of `sentences`, one a line.
fn document(sentences: &[&str]) -> Document {
    let source: Arc<str> = sentences.join("\n").into();
    let mut start = 0;
    let spans = sentences.iter().map(|text| {
        let span = Span::new(start, start + text.len()).expect("not empty");
        start = span.end() + 1;
        Sentence { span, paragraph: 0 }
    });
    Document {
        id: DocumentId("d0".into()),
        origin: Origin { path: "t.txt".to_owned(), record_id: None },
        sentences: spans.collect(),
        span: Span::new(0, source.len()).expect("not empty"),
        source,
        title: None,
        subtitle: None,
        authors: Vec::new(),
        updated: None,
        publisher: None,
        published: None,
        language: None,
        url: None,
        dropped: Vec::new(),
        flags: Vec::new(),
    }
}

/// The mentions of `sentences` as `kind:words`, with `names` from the model at `score`.
fn found(sentences: &[&str], names: &[(&str, Kind)], score: f32) -> Vec<String> {
    let document = document(sentences);
    let settings = Settings::embedded().expect("defaults");
    let model = Scripted::new(names).with_score(score);
    let encodings = model.encode(sentences, &settings.model).expect("a script cannot fail");
    shown(&document, &mentions(&document, &encodings, figures(&document), &settings.extract))
}

fn shown(document: &Document, mentions: &[Mention]) -> Vec<String> {
    mentions.iter().map(|mention| format!("{}:{}", mention.kind, document.words(mention.span))).collect()
}

/// The model tags `tagged` (as company) in `sentence`; after settling, the name is `expected`.
fn check_edges(cases: &[(&str, &str, &str)]) {
    for (sentence, tagged, expected) in cases {
        let start = sentence.find(tagged).expect("the tagged words are in the sentence");
        let span = Span::new(start, start + tagged.len()).expect("not empty");
        let settled = super::edges::settled(sentence, span, Kind::Company);
        assert_eq!(settled.and_then(|span| span.slice(sentence)).unwrap_or("nothing"), *expected, "{sentence}");
    }
}

#[test]
fn what_surrounds_a_name_is_not_part_of_it() {
    check_edges(&[
        ("The Norlund Ports board met.", "The Norlund Ports", "Norlund Ports"),
        ("“Norlund Ports” is sold.", "“Norlund Ports”", "Norlund Ports"),
        ("It is (Norlund Ports) again.", "(Norlund Ports)", "Norlund Ports"),
        ("It is Norlund Ports) again.", "Norlund Ports)", "Norlund Ports"),
        ("It is Norlund (Redport) again.", "Norlund (Redport)", "Norlund (Redport)"),
        ("Norlund Ports’s ships sail.", "Norlund Ports’s", "Norlund Ports"),
        ("Tessera Foods' shares fell.", "Tessera Foods'", "Tessera Foods"),
        ("REDPORT - Tessera plc fell.", "REDPORT - Tessera plc", "Tessera plc"),
        ("Tessera Group of Redport fell.", "Tessera Group of", "Tessera Group"),
        ("Vela Motor Corp. VLA 0.04 % fell.", "Vela Motor Corp. VLA", "Vela Motor Corp."),
        ("Tessera TSR 0.87 % fell.", "Tessera TSR", "Tessera"),
        ("Vela Holding SA fell.", "Vela Holding SA", "Vela Holding SA"),
        ("Norlund USA fell.", "Norlund USA", "Norlund USA"),
        ("Then came Theodora Mills.", "Theodora Mills.", "Theodora Mills"),
        ("Buy Yippee! now.", "Yippee!", "Yippee!"),
        ("A — B", "—", "nothing"),
    ]);
}

#[test]
fn a_firm_called_by_a_possessive_keeps_it() {
    check_edges(&[
        ("McDonald's shares rose.", "McDonald's", "McDonald's"),
        ("McDonald’s shares rose.", "McDonald", "McDonald’s"),
        ("Quarrel's shares rose.", "Quarrel's", "Quarrel"),
        ("They met at Quarrel's, a grocer.", "Quarrel's", "Quarrel's"),
    ]);
}

#[test]
fn a_legal_form_keeps_its_full_stop_inside_a_sentence() {
    check_edges(&[
        ("Zeta8x Inc. said no.", "Zeta8x Inc", "Zeta8x Inc."),
        ("Zeta8x, Inc., said no.", "Zeta8x", "Zeta8x, Inc."),
        ("Orinami Ltd (ORN) said no.", "Orinami", "Orinami Ltd"),
        ("Delmira S.A. said no.", "Delmira S.A", "Delmira S.A."),
        ("It sold Zeta8x Inc.", "Zeta8x Inc", "Zeta8x Inc"),
        ("It sold Zeta8x Inc.", "Zeta8x Inc.", "Zeta8x Inc."),
        ("Zeta8x Incense said no.", "Zeta8x", "Zeta8x"),
    ]);
}

#[test]
fn names_below_the_threshold_are_dropped() {
    let sentences = ["Norlund Ports left Redport."];
    let names = [("Norlund Ports", Kind::Company)];
    assert_eq!(found(&sentences, &names, 0.39), [""; 0]);
    assert_eq!(found(&sentences, &names, 0.4), ["company:Norlund Ports"]);
}

/// Tags `tagged` in the first sentence only, at .95; gives what is found in the others.
fn repeated(tagged: &str, others: &[&str]) -> Vec<String> {
    let first = format!("{tagged} was there.");
    let sentences: Vec<&str> = std::iter::once(first.as_str()).chain(others.iter().copied()).collect();
    let document = document(&sentences);
    let name = NameSpan { span: Span::new(0, tagged.len()).expect("not empty"), kind: Kind::Company, score: 0.95 };
    let empty = SentenceEncoding { names: Vec::new(), vector: Vector::normalised(vec![]), wordpieces: 0 };
    let mut encodings = vec![SentenceEncoding { names: vec![name], ..empty.clone() }];
    encodings.resize(sentences.len(), empty);
    let settings = Settings::embedded().expect("defaults").extract;
    let mut all = shown(&document, &mentions(&document, &encodings, Vec::new(), &settings));
    assert_eq!(all.remove(0), format!("company:{tagged}"));
    all
}

#[test]
fn a_certain_name_is_marked_where_the_model_missed_it() {
    assert_eq!(repeated("Norlund", &["Analysts like Norlund.", "Norlund-built ships"]), ["company:Norlund"; 2]);
    assert_eq!(repeated("Norlund", &["Mr. Norlund came.", "So Norlund's fleet grew."]), ["company:Norlund"; 2]);
}

#[test]
fn a_longer_name_or_an_address_is_not_a_repetition() {
    let others = ["They sat in Norlund Street.", "See www.Norlund.com and @Norlund.", "Old Ms Norlund", "Norlunder"];
    assert_eq!(repeated("Norlund", &others), [""; 0]);
}

#[test]
fn a_sentence_opening_with_an_ordinary_word_is_not_a_repetition() {
    assert_eq!(
        repeated("Target", &["Target prices rose.", "No target was set.", "He left Target."]),
        ["company:Target"]
    );
}

#[test]
fn a_figure_inside_a_longer_name_belongs_to_the_name() {
    let names = [("September 11 Foundation", Kind::Organisation)];
    let sentence = "The September 11 Foundation raised $5 million.";
    assert_eq!(found(&[sentence], &names, 0.8), ["organisation:September 11 Foundation", "money:$5 million"]);
}

#[test]
fn any_other_overlap_belongs_to_the_figure() {
    let place = [("US", Kind::Place)];
    assert_eq!(found(&["It cost US$5 million."], &place, 0.99), ["money:US$5 million"]);
    let partial = [("Norlund 40", Kind::Company)];
    assert_eq!(found(&["Norlund 40 percent owned."], &partial, 0.8), ["company:Norlund", "percent:40 percent"]);
}

#[test]
fn mentions_are_in_order_and_never_overlap() {
    let sentences =
        ["Tessera Foods of Redport paid Norlund Ports $5 million on 3 March 2031.", "Tessera Foods fell 3.4%."];
    let names = [("Tessera Foods", Kind::Company), ("Redport", Kind::Place), ("Foods of Redport", Kind::Organisation)];
    let document = document(&sentences);
    let settings = Settings::embedded().expect("defaults");
    let encodings = Scripted::new(&names).encode(&sentences, &settings.model).expect("a script cannot fail");
    let all = mentions(&document, &encodings, figures(&document), &settings.extract);
    assert!(all.len() >= 4 && all.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()), "{all:?}");
}

#[test]
fn words_without_a_capital_are_a_name_only_where_that_is_all_but_certain() {
    let sentence = "Vela of global wealth fame bought eircom, 3i and 光石 for 215 pounds";
    let names = ["Vela", "global wealth", "eircom", "3i", "光石"].map(|name| (name, Kind::Company)).to_vec();
    let check = |sentence: &str, score: f32, expected: &[&str]| {
        let found: Vec<String> =
            found(&[sentence], &names, score).into_iter().filter(|name| name.starts_with("company")).collect();
        assert_eq!(found, expected, "{sentence} at {score}");
    };
    check(sentence, 0.9, &["company:Vela", "company:3i", "company:光石"]);
    check(sentence, 0.97, &["company:Vela", "company:global wealth", "company:eircom", "company:3i", "company:光石"]);
    check("it was bought by global wealth", 0.9, &["company:global wealth"]);
}

/// Whether `words`, tagged as a body with `score`, are a name in `sentence`.
fn is_name(sentence: &str, words: &str, score: f32) -> bool {
    found(&[sentence], &[(words, Kind::Organisation)], score).iter().any(|name| name.starts_with("organisation"))
}

#[test]
fn a_measure_and_what_is_left_of_a_quote_are_no_names() {
    assert!(!is_name("Ebitda was 1.5 billion euros at Vela.", "Ebitda", 0.9));
    assert!(!is_name("Vela (Xetra: BK8.AS - news ) rose.", "BK8.AS - news", 0.9));
    assert!(is_name("Vela was glad of it.", "Vela", 0.9));
}

#[test]
fn a_month_or_the_time_zone_of_an_hour_is_no_name() {
    assert!(!is_name("It speaks at 2 p.m. EDT on Monday.", "EDT", 0.99));
    assert!(!is_name("It closed at 1700 GMT on Monday.", "GMT", 0.99));
    assert!(is_name("Shares of EDT rose on Monday.", "EDT", 0.99));
    assert!(!is_name("Profits fell in Jan-June.", "Jan-", 0.99));
}
