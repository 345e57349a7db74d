//! Pages and faults as HTTP answers.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::context;

use super::page;
use super::site::Site;

/// Why a page cannot be shown, in words for its reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    status: StatusCode,
    message: String,
    hint: &'static str,
}

impl Fault {
    /// What was asked is not of the right form.
    pub(super) fn bad(message: impl Into<String>, hint: &'static str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, message: message.into(), hint }
    }

    /// There is no such page.
    pub(super) fn missing(message: impl Into<String>) -> Self {
        let hint = "Start from the editions, or search for it.";
        Self { status: StatusCode::NOT_FOUND, message: message.into(), hint }
    }

    /// These pages are only read.
    pub(super) fn method() -> Self {
        let message = "This page can only be read.".to_owned();
        Self { status: StatusCode::METHOD_NOT_ALLOWED, message, hint: "Ask for it with GET or HEAD." }
    }

    /// No page takes a body.
    pub(super) fn body() -> Self {
        let message = "No page here takes a request with a body.".to_owned();
        Self { status: StatusCode::PAYLOAD_TOO_LARGE, message, hint: "Ask for the page without one." }
    }

    /// The page took too long.
    pub(super) fn slow() -> Self {
        let message = "The page took too long to make.".to_owned();
        Self { status: StatusCode::SERVICE_UNAVAILABLE, message, hint: "Try again; search for fewer words." }
    }

    /// A fault of the program.
    pub(super) fn bug(error: &dyn std::error::Error) -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            message: format!("The page could not be made: {error}."),
            hint: "This is a bug of wirebrief; report it with the address of the page.",
        }
    }
}

/// The page, or the page of its fault.
pub(super) fn answer(site: &Site, page: Result<String, Fault>) -> Response {
    match page {
        Ok(page) => html(StatusCode::OK, page),
        Err(fault) => refuse(site, &fault),
    }
}

fn refuse(site: &Site, fault: &Fault) -> Response {
    let reason = fault.status.canonical_reason().unwrap_or("Fault");
    let context = context! { title => reason, message => fault.message.as_str(), hint => fault.hint };
    // Where the template fails too, the words alone must do.
    match page::draw(site, "fault.html", context) {
        Ok(page) => html(fault.status, page),
        Err(_) => (fault.status, format!("{reason}: {}", fault.message)).into_response(),
    }
}

fn html(status: StatusCode, page: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}
