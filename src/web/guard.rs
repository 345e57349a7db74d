//! What holds for every request and answer: who may ask, how much, how long, and the headers that bind a browser.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::answer::{Fault, answer};
use super::site::Site;

/// Longest time for one page. A search over 100,000 entries takes a few hundredths of a second; ten seconds are a fault.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// No script at all, nothing from elsewhere, forms to this site alone, and no page of another site around ours.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// On every answer. `no-store`: what the news dumps hold stays out of the browser's cache on disk.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Who may ask for pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Programs of this machine, under a name of this machine: a page on the web that has its own name lead to the
    /// loopback address (DNS rebinding) is refused.
    ThisMachine,
    /// Whoever reaches the socket.
    Anyone,
}

/// Refuses what no page answers, ends what takes too long, sets the headers.
pub(super) async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut response = match refusal(site.access, request.headers()) {
        Some(fault) => answer(&site, Err(fault)),
        None => match tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await {
            Ok(response) => response,
            Err(_) => answer(&site, Err(Fault::slow())),
        },
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refusal(access: Access, headers: &HeaderMap) -> Option<Fault> {
    let has_body = headers.contains_key(header::TRANSFER_ENCODING)
        || headers.get(header::CONTENT_LENGTH).is_some_and(|length| length != "0");
    if has_body {
        return Some(Fault::body());
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_ours = access == Access::Anyone || is_this_machine(host);
    (!is_ours).then(|| {
        Fault::bad(
            format!("These pages are for this machine alone, and `{host}` is no name of it."),
            "Open them as http://localhost, or start `wirebrief serve` with `--host` to let others in.",
        )
    })
}

/// Whether `host` (with or without a port) is `localhost` or a loopback address.
fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_ours() {
        for host in ["localhost", "LOCALHOST:4040", "127.0.0.1", "127.0.0.1:80", "[::1]:4040", "[::1]"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in ["", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "10.0.0.1", "[::2]"] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
