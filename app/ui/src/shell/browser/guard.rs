//! What every request must hold before anything else is looked at, and what every answer carries.

use super::Host;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Refuses requests that no page of ours makes, and marks every answer.
pub async fn guard(State(host): State<Host>, request: Request, next: Next) -> Response {
    let answer = match check(&request, host.port) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    marked(answer, host.port)
}

/// Whether the browser holds the cookie.
pub fn has_cookie(host: &Host, headers: &HeaderMap) -> bool {
    let mut cookies = headers.get_all(header::COOKIE).iter();
    cookies.any(|cookie| cookie.to_str().is_ok_and(|cookie| host.keys.knows_cookie(cookie)))
}

fn check(request: &Request, port: u16) -> Result<(), (StatusCode, &'static str)> {
    let headers = request.headers();
    let own = format!("127.0.0.1:{port}");
    // A name that leads here by DNS is refused, so that no foreign page can call itself ours.
    let named = request.uri().authority().is_none_or(|authority| authority.as_str() == own);
    if !named || only(headers, &header::HOST) != Some(own.as_bytes()) {
        return Err((StatusCode::FORBIDDEN, "This address is not the page's own.\n"));
    }
    let origin = format!("http://{own}");
    let foreign = only(headers, &header::ORIGIN) != Some(origin.as_bytes());
    let must_name_origin = headers.contains_key(header::UPGRADE);
    if foreign && (must_name_origin || headers.contains_key(header::ORIGIN)) {
        return Err((StatusCode::FORBIDDEN, "Another page asked for this.\n"));
    }
    let length = only(headers, &header::CONTENT_LENGTH);
    let has_body = length.is_some_and(|length| length != b"0") || headers.contains_key(header::TRANSFER_ENCODING);
    if has_body {
        return Err((StatusCode::PAYLOAD_TOO_LARGE, "Nothing is uploaded here.\n"));
    }
    Ok(())
}

/// The header's value where it stands exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    values.next().is_none().then(|| first.as_bytes())
}

fn marked(mut answer: Response, port: u16) -> Response {
    let fixed = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let headers = answer.headers_mut();
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&policy(port)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    answer
}

/// The policy that runs. Scripts and styles are files of ours: no inline script, no `eval`; a `style` attribute may say
/// how many seats a ring has. The
/// queries that dioxus-liveview would evaluate in the page are dropped by `kith.js`; see `history`.
/// The socket's address is named because not every browser counts it as `'self'`. Forms are read by
/// script and lead nowhere.
fn policy(port: u16) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'; \
         connect-src 'self' ws://127.0.0.1:{port}; form-action 'none'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}
