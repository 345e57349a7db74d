//! Whole extractions of invented documents with marked names.

use std::sync::Arc;

use super::{Found, Own, Tables, extraction};
use crate::types::{Document, DocumentId, Extraction, Kind, Mention, Origin, Sentence, Span, Title, Value};

/// The document of lines with `[c:Name]` marks, and its mentions. A line that begins with `^` is the headline.
pub(super) fn marked(lines: &[&str]) -> (Document, Vec<Mention>) {
    let (mut source, mut mentions, mut sentences) = (String::new(), Vec::new(), Vec::new());
    let mut title = None;
    for (paragraph, line) in lines.iter().enumerate() {
        let start = source.len();
        let headline = line.strip_prefix('^');
        let mut parts = headline.unwrap_or(line).split('[');
        source.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (mark, rest) = part.split_once(']').expect("a mark closes");
            let (kind, words) = mark.split_once(':').expect("a mark has a kind");
            let at = source.len();
            source.push_str(words);
            mentions.push(mention(kind, Span::new(at, source.len()).expect("words")));
            source.push_str(rest);
        }
        let span = Span::new(start, source.len()).expect("a line");
        if headline.is_some() {
            title = Some(Title { text: source[start..].to_owned(), span: Some(span) });
        } else {
            sentences.push(Sentence { span, paragraph });
        }
        source.push('\n');
    }
    let span = Span::new(0, source.len()).expect("a text");
    let document = Document {
        id: DocumentId("d1".into()),
        origin: Origin { path: "invented.txt".to_owned(), record_id: None },
        source: Arc::from(source),
        span,
        title,
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
    let score = if kind.ends_with('?') { 0.6 } else { 0.9 };
    let kind = match kind.trim_end_matches('?') {
        "c" => Kind::Company,
        "o" => Kind::Organisation,
        "p" => Kind::Person,
        "l" => Kind::Place,
        "r" => Kind::Regulation,
        "d" => Kind::Date,
        other => panic!("no kind `{other}`"),
    };
    Mention { kind, span, score, entity: None, value: None, about: None }
}

/// Mentions without vectors.
fn of(mentions: Vec<Mention>) -> Found {
    Found { mentions, ..Found::default() }
}

pub(super) fn extracted(text: &str) -> (Document, Extraction) {
    let (document, mentions) = marked(&text.lines().collect::<Vec<_>>());
    let extraction = extraction(&document, of(mentions), Tables::bundled());
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
fn the_number_of_a_swedish_act_is_part_of_its_name() {
    let (document, extraction) = extracted("The [r:Minerals Act (1991]:45) and the [r:Tidal Act] (2031:7) bind it.");
    let words: Vec<&str> = extraction.mentions.iter().map(|mention| document.words(mention.span)).collect();
    assert_eq!(words, ["Minerals Act (1991:45)", "Tidal Act (2031:7)"]);
}

#[test]
fn an_act_by_its_year_is_the_one_that_the_text_names() {
    let (_, extraction) = extracted("The Bribery Act 2010 binds Britain's firms.\nThe [r:2010 Act] is strict.");
    let name = |mention: &Mention| match &mention.value {
        Some(Value::Regulation(law)) => law.name.clone(),
        other => panic!("a law has a law's value, found {other:?}"),
    };
    let names: Vec<String> = extraction.mentions.iter().map(name).collect();
    assert_eq!(names, ["Bribery Act 2010", "Bribery Act 2010"]);
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
fn a_person_or_place_in_doubt_that_is_called_as_a_listed_firm_is_that_firm() {
    let (_, extraction) = extracted("[p?:Isuzu] and [l:Denso] and [l?:Norwick] agreed.");
    let kinds: Vec<Kind> = extraction.mentions.iter().map(|mention| mention.kind).collect();
    assert_eq!(kinds, [Kind::Company, Kind::Place, Kind::Place]);
}

#[test]
fn the_order_of_mentions_given_does_not_matter() {
    let (document, mut mentions) = marked(&["[c:Quarrel Group] and [c:Vell] and [p:Ines Okafor].", "[c:Quarrel] won."]);
    let forward = extraction(&document, of(mentions.clone()), Tables::bundled());
    mentions.reverse();
    assert_eq!(forward, extraction(&document, of(mentions), Tables::bundled()));
}

#[test]
fn a_company_of_ones_own_is_found_under_every_name_and_bears_its_identifiers() {
    let own = "name,aliases,ticker,wikidata\nVela Ports AB,the Tide|VP,OSE:VELA,Q4242\n";
    let tables = Tables::with(Own { companies: Some(("own.csv", own)), regulations: None }).expect("reads");
    let (document, mentions) =
        marked(&["Vela Ports AB rose.", "VP said [o:the Tide Watch] of [l:VP] was wrong; VPX fell."]);
    let extraction = extraction(&document, of(mentions), &tables);
    let found: Vec<(&str, String)> = extraction
        .mentions
        .iter()
        .map(|mention| (document.words(mention.span), format!("{:?}", mention.value)))
        .collect();
    assert_eq!(
        found.iter().map(|(words, _)| *words).collect::<Vec<_>>(),
        ["Vela Ports AB", "VP", "the Tide Watch", "VP"]
    );
    for (words, value) in found.iter().filter(|(words, _)| *words != "the Tide Watch") {
        assert!(
            value.contains("Vela Ports AB") && value.contains("Q4242") && value.contains("OSE:VELA"),
            "{words}: {value}"
        );
    }
    let ids: std::collections::BTreeSet<_> = extraction.mentions.iter().map(|mention| mention.entity.clone()).collect();
    assert_eq!(ids.len(), 2);
}

#[test]
fn a_law_of_ones_own_stands_in_the_place_of_the_bundled_one() {
    let own = "name\tacronyms\tjurisdiction\tstatus\tnumber\nHarbour Dues (Reform) Act 2031\tHDRA\tGB\tadopted\t2031 c. 7\n\
               General Data Protection Regulation\tGDPR\tEU\trepealed\t\n";
    let tables = Tables::with(Own { companies: None, regulations: Some(("laws.tsv", own)) }).expect("reads");
    let (document, _) = marked(&["The HDRA and the GDPR bind it."]);
    let extraction = extraction(&document, Found::default(), &tables);
    let laws: Vec<(String, bool)> = extraction
        .mentions
        .iter()
        .filter_map(|mention| match &mention.value {
            Some(Value::Regulation(law)) => Some((law.name.clone(), law.ids.celex.is_some())),
            _ => None,
        })
        .collect();
    let expected = [("Harbour Dues (Reform) Act 2031", false), ("General Data Protection Regulation", false)];
    assert_eq!(laws, expected.map(|(name, celex)| (name.to_owned(), celex)));
}
