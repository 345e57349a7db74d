//! What people read, and what an article must not be able to do to it.

use std::borrow::Cow;
use std::io;

use jiff::civil::date;

use super::*;
use crate::types::{
    Brief, Citation, Claim, Direction, DocumentId, DropReason, FigureAbout, FigureRow, Kind, Modality, News, Part,
    Source, SourceField, SourceHygiene, Span, StoryId,
};

fn claim(text: &str) -> Claim {
    let citation = Citation {
        document: DocumentId("d1".into()),
        field: SourceField::Text,
        span: Span::new(10, 10 + text.len()).expect("not empty"),
        quote: text.to_owned(),
    };
    Claim::new(text.to_owned(), vec![citation], 1, 1).expect("cited")
}

fn edition(sentence: &str) -> Edition {
    let source = Source {
        document: DocumentId("d1".into()),
        path: "a/b.txt".into(),
        record_id: None,
        title: Some("Harbour | opens".into()),
        publisher: None,
        published: Some(date(2026, 5, 4)),
        url: None,
        copy_of: None,
        reason: "first".into(),
        flags: vec![],
    };
    let brief = Brief {
        story: StoryId("s1".into()),
        headline: claim("Harbour opens"),
        date: Some(date(2026, 5, 4)),
        place: None,
        sentences: vec![claim(sentence)],
        entities: vec![],
        figures: vec![FigureRow {
            kind: Kind::Money,
            value: claim("EUR 5 million"),
            conversion: Some(claim("USD 6 million")),
            about: FigureAbout {
                subject: Some("Harbour Board".into()),
                metric: Some("net_profit".into()),
                direction: Direction::Rose,
                base: Some("year_on_year".into()),
                period: Some("2026-01-01/2026-03-31".into()),
                attribution: Some("Tide Post".into()),
                modality: Modality::Forecast,
                scope: None,
            },
            context: claim(sentence),
        }],
        regulations: vec![],
        timeline: vec![],
        differences: vec![],
        news: None,
        sources: vec![source],
        families: 1,
    };
    Edition { date: date(2026, 5, 4), briefs: vec![brief] }
}

/// The text of the one source, which begins at byte 4 of a longer one.
struct OneText(String);

impl Texts for OneText {
    fn text(&self, _: &DocumentId) -> io::Result<Option<(Cow<'_, str>, usize)>> {
        Ok(Some((self.0.as_str().into(), 4)))
    }
}

fn page(sentence: &str) -> String {
    let text = OneText(format!("Harbour\r\n{sentence}"));
    html(&edition(sentence), &hygiene(sentence), &text).expect("renders")
}

/// One source, half of whose documents have no day.
fn hygiene(source: &str) -> Hygiene {
    let row = |name: &str| SourceHygiene {
        source: name.to_owned(),
        documents: 4,
        undated: Part::of(2, 4),
        bytes: 1000,
        boilerplate: Part::of(250, 1000),
        dropped_bytes: [(DropReason::Advert, 250)].into(),
        ..SourceHygiene::default()
    };
    Hygiene { whole: row("all"), sources: vec![row(source)] }
}

#[test]
fn an_edition_reads_well_in_markdown() {
    insta::assert_snapshot!(markdown(&edition("The harbour cost EUR 5 million.")).expect("renders"));
}

#[test]
fn a_page_of_more_stories_than_a_browser_opens_says_so_and_the_other_formats_hold_all() {
    let mut edition = edition("The harbour cost EUR 5 million.");
    let brief = edition.briefs[0].clone();
    let with_id = |n: usize| Brief { story: StoryId(format!("s{n}").into()), ..brief.clone() };
    edition.briefs = (0..1002).map(with_id).collect();
    let page = html(&edition, &hygiene("Tide Post"), &OneText("Plain.".into())).expect("renders");
    assert_eq!(page.matches("<article").count(), 1000);
    assert!(
        page.contains("1002 stories") && page.contains("the 1000 weightiest are on this page"),
        "{}",
        &page[..3000]
    );
    assert_eq!(markdown(&edition).expect("renders").matches("The harbour cost EUR 5 million.").count() % 1002, 0);
}

#[test]
fn what_is_new_stands_in_every_format_and_is_escaped() {
    let mut edition = edition("Plain.");
    let hostile = "<b>Fees</b> fell";
    let figure = FigureRow {
        kind: Kind::Money,
        value: claim("EUR 7 million"),
        conversion: None,
        about: FigureAbout::default(),
        context: claim(hostile),
    };
    let news = News { since: date(2026, 5, 3), sentences: vec![claim(hostile)], figures: vec![figure] };
    edition.briefs[0].news = Some(news);
    let text = markdown(&edition).expect("renders");
    assert!(text.contains("### New since 2026-05-03\n\n- \\<b\\>Fees\\</b\\> fell [1:10–26]"), "{text}");
    assert!(text.contains("\n- **EUR 7 million** [1:10–23]: “"), "{text}");
    let page = html(&edition, &hygiene("Tide Post"), &OneText("Plain.".into())).expect("renders");
    assert!(page.contains("New since <time datetime=\"2026-05-03\">") && page.contains("EUR 7 million"), "{page}");
    assert!(!page.contains("<b>Fees"), "{page}");
    let after: Edition = serde_json::from_str(&json(&edition).expect("writes")).expect("reads");
    assert_eq!(edition, after);
    edition.briefs[0].news = Some(News { since: date(2026, 5, 3), sentences: vec![], figures: vec![] });
    assert!(markdown(&edition).expect("renders").contains("Nothing: the documents that came since repeat"));
}

#[test]
fn markup_in_an_article_stays_text() {
    let hostile = "<script>alert(1)</script> | *bold* [x](y) \"quoted\"";
    let page = page(hostile);
    assert_eq!(page.matches("<script").count(), 2, "{page}");
    assert_eq!(page.matches("</script").count(), 2, "{page}");
    assert!(page.contains("&lt;script&gt;"));
    let text = markdown(&edition(hostile)).expect("renders");
    assert!(text.contains(r"\<script\>alert(1)\</script\> \| \*bold\* \[x\](y)"), "{text}");
}

#[test]
fn the_page_asks_nothing_of_the_network() {
    let page = page("Plain.");
    for outside in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "found {outside}");
    }
}

#[test]
fn the_page_carries_the_source_to_the_byte() {
    let hostile = "</script><!--<script> \u{2028}tab\t\u{0}nul é 😀\u{feff}";
    let page = page(hostile);
    let block = page.split("id=\"texts\">").nth(1).and_then(|rest| rest.split("</script>").next()).expect("a block");
    let texts: serde_json::Value = serde_json::from_str(block).expect("JSON");
    assert_eq!(texts["d1"], serde_json::json!({ "start": 4, "text": format!("Harbour\r\n{hostile}") }));
}

#[test]
fn the_policy_runs_the_pages_own_script_and_no_other() {
    let page = page("Plain.");
    let script = page.split("<script>").nth(1).and_then(|rest| rest.split("</script>").next()).expect("a script");
    let hash = BASE64.encode(Sha256::digest(script));
    assert!(page.contains(&format!("script-src 'sha256-{hash}'")), "the hash is not of what the page runs");
}

#[test]
fn json_reads_back_as_the_same_edition() {
    let before = edition("One sentence.");
    let after: Edition = serde_json::from_str(&json(&before).expect("writes")).expect("reads");
    assert_eq!(before, after);
}

#[test]
fn the_plot_stands_for_what_the_table_says() {
    let text = OneText(String::new());
    let page = html(&edition("Plain."), &hygiene("Tide Post"), &text).expect("renders");
    let start = page.find("<section id=\"hygiene\">").expect("a section");
    let end = page.find("</section>").expect("its end");
    insta::assert_snapshot!(&page[start..end]);
}
