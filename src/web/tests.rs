//! Every route asked without a socket, over one small run whose article is hostile.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use jiff::civil::{Date, date};
use tower::ServiceExt;

use super::*;
use crate::store::{Counts, DocumentRecord, Measured, MentionRecord, ModelRecord, RunRecord, StoredRun, TOOL};
use crate::types::{
    Brief, Citation, Claim, Document, Edition, EntityId, EntityRow, Kind, RegulationRow, Source, SourceField, Span,
    StoryId, example,
};

const HOSTILE: &str = "<script>alert(1)</script> \"Vela/AB\" & 'Sons'";
const SENTENCE: &str = "Vela/AB opened <b>Zürich</b> under the Harbour Act.";

fn document() -> Document {
    example::document("a.txt", Some("2026-05-04"), HOSTILE, &[SENTENCE])
}

fn quote(document: &Document, words: &str) -> Claim {
    let start = document.source.find(words).expect("the source says so");
    let span = Span::new(start, start + words.len()).expect("not empty");
    let citation = Citation { document: document.id.clone(), field: SourceField::Text, span, quote: words.to_owned() };
    Claim::new(words.to_owned(), vec![citation], 1, 1).expect("cited")
}

fn mention(document: &Document, kind: Kind, words: &str, value: serde_json::Value) -> MentionRecord {
    let start = document.source.find(words).expect("the source says so");
    MentionRecord {
        document: document.id.clone(),
        kind,
        start,
        end: start + words.len(),
        text: words.to_owned(),
        score: 1.0,
        entity: Some(EntityId(format!("{kind}:{}", words.to_lowercase()).into())),
        value: Some(value),
        about: None,
    }
}

fn brief(document: &Document, story: &StoryId) -> Brief {
    let company = EntityRow {
        kind: Kind::Company,
        name: quote(document, "Vela/AB"),
        aliases: Vec::new(),
        mentions: 1,
        role: None,
    };
    let law = RegulationRow {
        name: quote(document, "Harbour Act"),
        official: "Harbour Act 2031".into(),
        id: None,
        status: "in force".into(),
    };
    let source = Source {
        document: document.id.clone(),
        path: "a.txt".into(),
        record_id: None,
        title: Some(HOSTILE.into()),
        publisher: None,
        published: None,
        url: None,
        copy_of: None,
        reason: "first".into(),
        flags: Vec::new(),
    };
    Brief {
        story: story.clone(),
        headline: quote(document, HOSTILE),
        date: None,
        place: None,
        sentences: vec![quote(document, SENTENCE)],
        entities: vec![company],
        figures: Vec::new(),
        regulations: vec![law],
        timeline: Vec::new(),
        differences: Vec::new(),
        news: None,
        sources: vec![source],
        families: 1,
    }
}

fn record(day: Date) -> RunRecord {
    RunRecord {
        tool: TOOL.into(),
        version: String::new(),
        inputs: Vec::new(),
        fields: BTreeMap::new(),
        date: day,
        counts: Counts::default(),
        model: ModelRecord { name: String::new(), sha256: String::new(), device: String::new(), tables: String::new() },
        settings_sha256: String::new(),
        files: BTreeMap::new(),
        links: None,
        hygiene: crate::types::Hygiene::default(),
        measured: Measured::default(),
    }
}

fn run(day: Date) -> Run {
    let document = document();
    let story = StoryId::of(&document.id);
    let mut line = DocumentRecord::new(&document, story.clone(), None, None);
    line.url = Some("javascript:alert(1)".into());
    let ids = serde_json::json!({"name": "Vela/AB Holding", "ids": {"ticker": "XX:VELA"}});
    let law = serde_json::json!({"name": "Harbour Act 2031", "ids": {"number": "2031 c. 4"}, "status": "in_force"});
    let stored = StoredRun {
        folder: PathBuf::new(),
        run: record(day),
        documents: vec![line],
        mentions: vec![
            mention(&document, Kind::Company, "Vela/AB", ids),
            mention(&document, Kind::Regulation, "Harbour Act", law),
        ],
        stories: Vec::new(),
        rejected: Vec::new(),
        edition: Edition { date: day, briefs: vec![brief(&document, &story)] },
    };
    Run { stored, texts: BTreeMap::from([(document.id.clone(), document.source.to_string())]) }
}

fn site() -> Arc<Site> {
    static SITE: OnceLock<Arc<Site>> = OnceLock::new();
    Arc::clone(SITE.get_or_init(gathered))
}

fn gathered() -> Arc<Site> {
    let runs = vec![run(date(2026, 5, 4)), run(date(2026, 5, 6))];
    Arc::new(Site::new(runs, Access::ThisMachine).expect("gathers"))
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("starts").block_on(future)
}

fn ask(request: Request<Body>) -> Response {
    wait(route::router(site()).oneshot(request)).expect("infallible")
}

fn request(path: &str) -> Request<Body> {
    Request::get(path).header(header::HOST, "localhost:4040").body(Body::empty()).expect("a request")
}

fn page(response: Response) -> String {
    let bytes = wait(to_bytes(response.into_body(), 1 << 20)).expect("reads");
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Asks for each path and checks status and words.
fn check(cases: &[(&str, StatusCode, &str)]) {
    let mut wrong = Vec::new();
    for (path, status, words) in cases {
        let response = ask(request(path));
        let found = response.status();
        let headers = response.headers().clone();
        let body = page(response);
        if found != *status || !body.contains(words) {
            wrong.push(format!("{path}: expected {status} and `{words}`, found {found} and\n{body}"));
        }
        let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|value| value.to_str().ok());
        if policy.is_none_or(|policy| !policy.starts_with("default-src 'none'") || policy.contains("unsafe")) {
            wrong.push(format!("{path}: policy {policy:?}"));
        }
        if headers.get(header::X_CONTENT_TYPE_OPTIONS).is_none_or(|value| value != "nosniff") {
            wrong.push(format!("{path}: no nosniff"));
        }
        if body.contains("<script") || body.contains("<b>Z") || body.contains("href=\"javascript") {
            wrong.push(format!("{path}: markup of the article is markup of the page\n{body}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The page of the one story of the earlier day.
fn story() -> String {
    link::story(date(2026, 5, 4), &StoryId::of(&document().id))
}

/// The page of its one source.
fn source(query: &str) -> String {
    link::document(date(2026, 5, 4), &document().id) + query
}

#[test]
fn every_page_shows_what_it_is_for_and_escapes_it() {
    let escaped = "&lt;script&gt;alert(1)&lt;&#x2f;script&gt;";
    check(&[
        ("/", StatusCode::OK, "2026-05-06"),
        ("/style.css", StatusCode::OK, "color-scheme: light dark"),
        ("/editions/2026-05-04", StatusCode::OK, escaped),
        (&story(), StatusCode::OK, escaped),
        (&story(), StatusCode::OK, "href=\"&#x2f;companies&#x2f;vela%2Fab\""),
        (&source(""), StatusCode::OK, "&lt;b&gt;Zürich"),
        ("/companies", StatusCode::OK, "Vela&#x2f;AB Holding"),
        ("/companies/vela%2Fab", StatusCode::OK, "XX:VELA"),
        ("/companies/vela%2Fab?from=1", StatusCode::OK, "here from number 2"),
        ("/regulations", StatusCode::OK, "Harbour Act 2031"),
        ("/regulations/harbour%20act", StatusCode::OK, "2031 c. 4"),
        ("/search", StatusCode::OK, "Type words"),
        ("/search?q=zurich", StatusCode::OK, escaped),
        ("/search?q=vela", StatusCode::OK, "<h2>Companies"),
        ("/search?q=2031", StatusCode::OK, "<h2>Laws"),
        ("/search?q=%3Cscript%3E", StatusCode::OK, "Search for “&lt;script&gt;”"),
    ]);
}

#[test]
fn a_citation_opens_its_passage_marked() {
    let start = HOSTILE.len() + 2;
    let span = format!("?start={start}&end={}", start + "Vela/AB".len());
    check(&[
        (&source(&span), StatusCode::OK, "<mark id=\"cited\" tabindex=\"-1\">Vela&#x2f;AB</mark> opened"),
        (&source("?start=0&end=7&field=title"), StatusCode::OK, "<mark id=\"cited\" tabindex=\"-1\">&lt;script</mark>"),
        (&source("?start=9&end=3"), StatusCode::BAD_REQUEST, "no passage"),
        (&source("?start=0&end=99999999"), StatusCode::BAD_REQUEST, "no passage"),
        (&source("?start=0"), StatusCode::BAD_REQUEST, "no passage"),
        (&source("?start=-1&end=x"), StatusCode::BAD_REQUEST, "two numbers"),
        (&source("?start=0&end=7&field=path"), StatusCode::BAD_REQUEST, "two numbers"),
    ]);
}

#[test]
fn what_is_typed_into_the_search_is_only_words() {
    for words in
        ["%22", "%22%22%22", "*", "(", "vela%20AND", "NEAR(", "title%3Avela", "%00", "%27%3B--", "-vela", "%5E"]
    {
        check(&[(&format!("/search?q={words}"), StatusCode::OK, "<h1>Search")]);
    }
    let long = format!("/search?q={}", "a".repeat(201));
    check(&[(&long, StatusCode::BAD_REQUEST, "at most 200"), ("/search?q=%FF", StatusCode::OK, "<h1>Search")]);
}

#[test]
fn an_address_reaches_no_file_and_a_wrong_one_says_so() {
    check(&[
        ("/nothing", StatusCode::NOT_FOUND, "no page"),
        ("/templates", StatusCode::NOT_FOUND, "no page"),
        ("/../Cargo.toml", StatusCode::NOT_FOUND, "no page"),
        ("/editions/../../Cargo.toml", StatusCode::NOT_FOUND, "no page"),
        ("/companies/..%2F..%2F..%2Fetc%2Fpasswd", StatusCode::NOT_FOUND, "is mentioned"),
        ("/companies/%2e%2e", StatusCode::NOT_FOUND, "is mentioned"),
        ("/companies/%00", StatusCode::NOT_FOUND, "is mentioned"),
        ("/companies/%FF", StatusCode::BAD_REQUEST, "not readable"),
        ("/companies/vela%2Fab?from=x", StatusCode::BAD_REQUEST, "is a number"),
        ("/editions/2026-05-04/documents/..%2F..%2FCargo.toml", StatusCode::NOT_FOUND, "has no source"),
        ("/editions/2026-05-04/stories/none", StatusCode::NOT_FOUND, "has no story"),
        (
            "/editions/2026-05-05",
            StatusCode::NOT_FOUND,
            "the one before is of 2026-05-04; the one after is of 2026-05-06",
        ),
        ("/editions/..%2Fetc", StatusCode::BAD_REQUEST, "is no day"),
        ("/editions?date=yesterday", StatusCode::BAD_REQUEST, "is no day"),
        ("/editions", StatusCode::BAD_REQUEST, "No day"),
    ]);
}

fn refused(request: Request<Body>, status: StatusCode, words: &str) {
    let response = ask(request);
    assert_eq!(response.status(), status, "{words}");
    assert!(response.headers().contains_key(header::CONTENT_SECURITY_POLICY));
    let body = page(response);
    assert!(body.contains(words), "expected `{words}`: {body}");
}

#[test]
fn writing_bodies_and_foreign_names_are_refused() {
    let ours = |method: &str| Request::builder().method(method).uri("/").header(header::HOST, "127.0.0.1");
    refused(ours("POST").body(Body::empty()).expect("request"), StatusCode::METHOD_NOT_ALLOWED, "only be read");
    let with_body = ours("GET").header(header::CONTENT_LENGTH, "9");
    refused(with_body.body(Body::from("123456789")).expect("request"), StatusCode::PAYLOAD_TOO_LARGE, "with a body");
    let foreign = Request::get("/").header(header::HOST, "rebound.example");
    refused(foreign.body(Body::empty()).expect("request"), StatusCode::BAD_REQUEST, "no name of it");
}

fn location(path: &str) -> Option<String> {
    let response = ask(request(path));
    response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

#[test]
fn a_picked_day_leads_to_its_edition() {
    assert_eq!(location("/editions?date=2026-05-04").as_deref(), Some("/editions/2026-05-04"));
}

#[test]
fn two_runs_of_one_day_are_refused() {
    let day = date(2026, 5, 4);
    let refused = Site::new(vec![run(day), run(day)], Access::Anyone);
    assert!(matches!(refused, Err(WebError::SameDay(found)) if found == day));
}

#[test]
fn a_source_that_has_changed_or_is_gone_is_said_to_be() {
    let day = date(2026, 5, 4);
    for (text, words) in [(Some("Other words."), "has changed"), (None, "cannot be read again")] {
        let mut run = run(day);
        for old in run.texts.values_mut() {
            *old = text.unwrap_or_default().to_owned();
        }
        if text.is_none() {
            run.texts.clear();
        }
        let site = Site::new(vec![run], Access::ThisMachine).expect("gathers");
        let id = site.days[&day].articles.keys().next().expect("one").to_string();
        let shown = page::document(&site, "2026-05-04", id, &page::Asked::default()).expect("a page");
        assert!(shown.contains(words), "{shown}");
    }
}
