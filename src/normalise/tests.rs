//! Whole extractions of invented documents with marked names.

use std::sync::Arc;

use super::extraction;
use crate::types::{Document, DocumentId, Extraction, Kind, Mention, Origin, Sentence, Span, Value};

/// The document of lines with `[c:Name]` marks, and its mentions.
fn marked(lines: &[&str]) -> (Document, Vec<Mention>) {
    let (mut source, mut mentions, mut sentences) = (String::new(), Vec::new(), Vec::new());
    for (paragraph, line) in lines.iter().enumerate() {
        let start = source.len();
        let mut parts = line.split('[');
        source.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (mark, rest) = part.split_once(']').expect("a mark closes");
            let (kind, words) = mark.split_once(':').expect("a mark has a kind");
            let at = source.len();
            source.push_str(words);
            mentions.push(mention(kind, Span::new(at, source.len()).expect("words")));
            source.push_str(rest);
        }
        sentences.push(Sentence { span: Span::new(start, source.len()).expect("a line"), paragraph });
        source.push('\n');
    }
    let span = Span::new(0, source.len()).expect("a text");
    let document = Document {
        id: DocumentId("d1".to_owned()),
        origin: Origin { path: "invented.txt".to_owned(), record_id: None },
        source: Arc::from(source),
        span,
        title: None,
        subtitle: None,
        authors: Vec::new(),
        updated: None,
        publisher: None,
        published: None,
        language: None,
        url: None,
        sentences,
        dropped: Vec::new(),
        flags: Vec::new(),
    };
    (document, mentions)
}

fn mention(kind: &str, span: Span) -> Mention {
    let kind = match kind {
        "c" => Kind::Company,
        "o" => Kind::Organisation,
        "p" => Kind::Person,
        "l" => Kind::Place,
        "r" => Kind::Regulation,
        "d" => Kind::Date,
        other => panic!("no kind `{other}`"),
    };
    Mention { kind, span, score: 0.9, entity: None, value: None }
}

fn extracted(text: &str) -> (Document, Extraction) {
    let (document, mentions) = marked(&text.lines().collect::<Vec<_>>());
    let extraction = extraction(&document, mentions, Vec::new(), None);
    (document, extraction)
}

#[test]
fn names_of_one_thing_join_and_names_of_two_do_not() {
    let blocks = include_str!("entity.cases").split("\n\n").filter(|block| !block.starts_with('#'));
    let mut failures = Vec::new();
    for block in blocks {
        let (entities, lines): (Vec<&str>, Vec<&str>) = block.lines().partition(|line| line.starts_with("= "));
        let (_, extraction) = extracted(&lines.join("\n"));
        let found: Vec<String> = extraction
            .entities
            .iter()
            .map(|entity| format!("= {} | {} | {}", entity.id, entity.name, entity.aliases.join("; ")))
            .collect();
        if found != entities {
            failures.push(format!("{}\n  expected {entities:#?}\n  found {found:#?}", lines.join("\n")));
        }
    }
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_name_bears_the_id_of_an_entity_of_its_kind() {
    let (_, extraction) =
        extracted("[c:Quarrel Group] of [l:Norwick] hired [p:Ines Okafor].\n[p:Okafor] left [c:Quarrel].");
    for mention in &extraction.mentions {
        let id = mention.entity.as_ref().expect("a name has an entity");
        let entity = extraction.entities.iter().find(|entity| entity.id == *id).expect("the entity is listed");
        assert_eq!(entity.kind, mention.kind);
    }
}

#[test]
fn a_law_the_grammar_reads_stands_against_what_overlaps_it() {
    let (document, extraction) = extracted("The cut follows [c:Directive] [d:2014]/65/EU, [c:Quarrel] said.");
    let words: Vec<(Kind, &str)> = extraction.mentions.iter().map(|m| (m.kind, document.words(m.span))).collect();
    assert_eq!(words, [(Kind::Regulation, "Directive 2014/65/EU"), (Kind::Company, "Quarrel")]);
}

#[test]
fn a_company_gets_the_ticker_of_the_text_or_of_the_one_listed_firm() {
    let text = "[c:Vell Group] (Nasdaq: VLLG) sued [c:International Business Machines Corp] and [c:Orrin Tidal].";
    let (_, extraction) = extracted(text);
    let tickers: Vec<Option<&str>> = extraction
        .mentions
        .iter()
        .map(|mention| match &mention.value {
            Some(Value::Company(company)) => company.ids.get("ticker").map(String::as_str),
            other => panic!("a company has a company's value, found {other:?}"),
        })
        .collect();
    assert_eq!(tickers, [Some("NASDAQ:VLLG"), Some("NYSE:IBM"), None]);
}

#[test]
fn the_order_of_mentions_given_does_not_matter() {
    let (document, mut mentions) = marked(&["[c:Quarrel Group] and [c:Vell] and [p:Ines Okafor].", "[c:Quarrel] won."]);
    let forward = extraction(&document, mentions.clone(), Vec::new(), None);
    mentions.reverse();
    assert_eq!(forward, extraction(&document, mentions, Vec::new(), None));
}
