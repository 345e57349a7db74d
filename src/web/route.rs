//! Which address shows which page. Parts of an address are looked up in memory and go nowhere else.

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;

use super::answer::{Fault, answer};
use super::guard::guard;
use super::page::{self, Asked};
use super::site::Site;
use crate::render;
use crate::types::Kind;

type Shared = State<Arc<Site>>;
type Parts<T> = Result<Path<T>, PathRejection>;
type Asks<T> = Result<Query<T>, QueryRejection>;

/// Every page of `site`.
pub(super) fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/style.css", get(style))
        .route("/editions", get(picked))
        .route("/editions/{date}", get(edition))
        .route("/editions/{date}/stories/{story}", get(story))
        .route("/editions/{date}/documents/{document}", get(document))
        .route("/companies", get(companies))
        .route("/companies/{key}", get(company))
        .route("/regulations", get(regulations))
        .route("/regulations/{key}", get(regulation))
        .route("/search", get(search))
        .fallback(nowhere)
        .method_not_allowed_fallback(method)
        .layer(middleware::from_fn_with_state(Arc::clone(&site), guard))
        .with_state(site)
}

/// A day picked in the form.
#[derive(Deserialize)]
struct Picked {
    date: String,
}

/// Words typed into the search form.
#[derive(Deserialize)]
struct Words {
    #[serde(default)]
    q: String,
}

/// Where in a long list to begin.
#[derive(Deserialize)]
struct Start {
    #[serde(default)]
    from: usize,
}

async fn home(State(site): Shared) -> Response {
    answer(&site, page::home(&site))
}

async fn style() -> Response {
    let style = [render::STYLE, include_str!("templates/site.css")].concat();
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], style).into_response()
}

async fn picked(State(site): Shared, asked: Asks<Picked>) -> Response {
    let href = asked.map_err(|_| no_day()).and_then(|Query(picked)| page::picked(&site, &picked.date));
    match href {
        Ok(href) => Redirect::to(&href).into_response(),
        Err(fault) => answer(&site, Err(fault)),
    }
}

async fn edition(State(site): Shared, parts: Parts<String>) -> Response {
    answer(&site, part(parts).and_then(|date| page::edition(&site, &date)))
}

async fn story(State(site): Shared, parts: Parts<(String, String)>) -> Response {
    answer(&site, part(parts).and_then(|(date, story)| page::story(&site, &date, story)))
}

async fn document(State(site): Shared, parts: Parts<(String, String)>, asked: Asks<Asked>) -> Response {
    let asked =
        asked.map_err(|_| Fault::bad("The bytes of a passage are two numbers.", "Follow a citation of a story."));
    let page =
        part(parts).and_then(|(date, id)| asked.and_then(|Query(asked)| page::document(&site, &date, id, &asked)));
    answer(&site, page)
}

async fn companies(State(site): Shared) -> Response {
    answer(&site, page::shelf(&site, Kind::Company))
}

async fn company(State(site): Shared, parts: Parts<String>, asked: Asks<Start>) -> Response {
    answer(&site, name(&site, Kind::Company, parts, asked))
}

async fn regulations(State(site): Shared) -> Response {
    answer(&site, page::shelf(&site, Kind::Regulation))
}

async fn regulation(State(site): Shared, parts: Parts<String>, asked: Asks<Start>) -> Response {
    answer(&site, name(&site, Kind::Regulation, parts, asked))
}

/// On a thread where it may block: SQLite does not wait asynchronously.
async fn search(State(site): Shared, asked: Asks<Words>) -> Response {
    let Ok(Query(words)) = asked else {
        return answer(&site, Err(Fault::bad("The search is not readable.", "Type words into the search box.")));
    };
    let at_work = Arc::clone(&site);
    let page = tokio::task::spawn_blocking(move || page::search(&at_work, &words.q)).await;
    answer(&site, page.unwrap_or_else(|error| Err(Fault::bug(&error))))
}

async fn nowhere(State(site): Shared) -> Response {
    answer(&site, Err(Fault::missing("There is no page at this address.")))
}

async fn method(State(site): Shared) -> Response {
    answer(&site, Err(Fault::method()))
}

fn name(site: &Site, kind: Kind, parts: Parts<String>, asked: Asks<Start>) -> Result<String, Fault> {
    let key = part(parts)?;
    let Query(start) = asked.map_err(|_| Fault::bad("`from` is a number.", "Follow the links below the list."))?;
    page::name(site, kind, &key, start.from)
}

fn part<T>(parts: Parts<T>) -> Result<T, Fault> {
    let unreadable = |_| Fault::bad("The address is not readable.", "Follow the links of the pages.");
    parts.map(|Path(part)| part).map_err(unreadable)
}

fn no_day() -> Fault {
    Fault::bad("No day was given.", "Pick a day in the form.")
}
