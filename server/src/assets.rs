//! The files that the binary carries, served from memory as they were compressed when it was built.

use app::assets::AssetNames;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};

// `TABLE`, in the order of the paths, and `NAMES`.
include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// One file, under every encoding that is worth sending.
#[derive(Debug)]
pub struct Asset {
    /// The whole path that it is served under.
    pub path: &'static str,
    pub content_type: &'static str,
    /// Of the uncompressed content.
    pub hash: &'static str,
    /// True where the path carries the hash: another content would have another path.
    pub immutable: bool,
    pub identity: &'static [u8],
    pub brotli: Option<&'static [u8]>,
    pub gzip: Option<&'static [u8]>,
}

/// What the shell writes in its tags.
pub fn names() -> AssetNames {
    NAMES
}

/// The file served under this path.
pub fn asset(path: &str) -> Option<&'static Asset> {
    let index = TABLE.binary_search_by(|asset| asset.path.cmp(path)).ok()?;
    TABLE.get(index)
}

/// Every file's path outside `/pkg/`, so that the route table can name them.
pub fn public_paths() -> impl Iterator<Item = &'static str> {
    TABLE
        .iter()
        .map(|asset| asset.path)
        .filter(|path| !path.starts_with("/pkg/"))
}

/// Answers with the file that the request's path names, in the best encoding that the browser takes.
pub async fn serve(request: Request) -> Response {
    match asset(request.uri().path()) {
        Some(asset) => answer(asset, request.headers()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn answer(asset: &'static Asset, request: &HeaderMap) -> Response {
    let (encoding, bytes) = best_encoding(asset, request);
    let etag = match encoding {
        Some(encoding) => format!("\"{}-{encoding}\"", asset.hash),
        None => format!("\"{}\"", asset.hash),
    };
    let cache = match asset.immutable {
        true => "public, max-age=31536000, immutable",
        false => "public, max-age=3600",
    };
    let is_known = matches_etag(request, &etag);
    let headers = [
        (ETAG, etag.as_str()),
        (CACHE_CONTROL, cache),
        (VARY, "accept-encoding"),
    ];
    if is_known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let encoding = encoding.map(|encoding| [(CONTENT_ENCODING, encoding)]);
    let content_type = [(CONTENT_TYPE, asset.content_type)];
    match encoding {
        Some(encoding) => (headers, content_type, encoding, bytes).into_response(),
        None => (headers, content_type, bytes).into_response(),
    }
}

fn best_encoding(
    asset: &'static Asset,
    request: &HeaderMap,
) -> (Option<&'static str>, &'static [u8]) {
    let accepted = header_text(request, ACCEPT_ENCODING);
    for (encoding, bytes) in [("br", asset.brotli), ("gzip", asset.gzip)] {
        if let Some(bytes) = bytes
            && accepts(&accepted, encoding)
        {
            return (Some(encoding), bytes);
        }
    }
    (None, asset.identity)
}

/// Whether an `Accept-Encoding` names this encoding without refusing it by a weight of zero.
fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|choice| {
        let (name, weight) = choice.split_once(';').unwrap_or((choice, "q=1"));
        let weight = weight
            .trim()
            .strip_prefix("q=")
            .and_then(|weight| weight.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(encoding) && weight.is_some_and(|weight| weight > 0.0)
    })
}

fn matches_etag(request: &HeaderMap, etag: &str) -> bool {
    header_text(request, IF_NONE_MATCH)
        .split(',')
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == etag || known == "*")
}

/// A header's values as one list; a header that is not text counts as absent.
fn header_text(headers: &HeaderMap, name: HeaderName) -> String {
    let values: Vec<_> = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    values.join(",")
}

#[cfg(test)]
mod tests {
    //! What is embedded, and how a browser gets it.
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use axum::body::{Body, to_bytes};
    use axum::http::Request;

    use super::*;

    async fn get(path: &str, headers: &[(HeaderName, &str)]) -> Response {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        serve(request.body(Body::empty()).unwrap()).await
    }

    fn header(response: &Response, name: HeaderName) -> &str {
        response
            .headers()
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn the_table_is_sorted_and_every_name_is_in_it() {
        assert!(TABLE.is_sorted_by(|a, b| a.path < b.path));
        let names = names();
        assert!(asset(names.style).unwrap().immutable);
        assert!(asset(names.pages).unwrap().immutable);
        let keys = asset(names.keys).unwrap();
        assert!(keys.immutable && keys.content_type.starts_with("text/javascript"));
        for bundle in [names.board, names.forms].into_iter().flatten() {
            assert_eq!(
                asset(bundle.module).unwrap().content_type,
                "application/wasm"
            );
            assert!(
                asset(bundle.script)
                    .unwrap()
                    .content_type
                    .starts_with("text/javascript")
            );
        }
        assert!(public_paths().any(|path| path == "/robots.txt"));
    }

    #[test]
    fn encodings_are_negotiated() {
        let rows = [
            ("gzip, deflate, br, zstd", "br", true),
            ("gzip, deflate", "br", false),
            ("gzip;q=0.5, br;q=1.0", "gzip", true),
            ("br;q=0", "br", false),
            ("br; q=0.000", "br", false),
            ("BR", "br", true),
            ("", "br", false),
            ("brotli", "br", false),
        ];
        for (accepted, encoding, expected) in rows {
            assert_eq!(
                accepts(accepted, encoding),
                expected,
                "{accepted:?} {encoding}"
            );
        }
    }

    #[tokio::test]
    async fn a_hashed_file_is_kept_for_ever() {
        let style = names().style;
        let response = get(style, &[(ACCEPT_ENCODING, "gzip, br")]).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header(&response, CONTENT_ENCODING), "br");
        assert_eq!(header(&response, CONTENT_TYPE), "text/css; charset=utf-8");
        assert_eq!(
            header(&response, CACHE_CONTROL),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(header(&response, VARY), "accept-encoding");

        let plain = get(style, &[]).await;
        assert_eq!(header(&plain, CONTENT_ENCODING), "");
        let body = to_bytes(plain.into_body(), usize::MAX).await.unwrap();
        assert_eq!(&body[..], asset(style).unwrap().identity);
    }

    #[tokio::test]
    async fn a_known_file_is_not_sent_again() {
        let first = get("/robots.txt", &[]).await;
        let etag = header(&first, ETAG);
        let again = get("/robots.txt", &[(IF_NONE_MATCH, etag)]).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(header(&again, ETAG), etag);
        assert!(to_bytes(again.into_body(), 1).await.unwrap().is_empty());

        // Another encoding is another representation.
        let known = [(IF_NONE_MATCH, etag), (ACCEPT_ENCODING, "br")];
        assert_eq!(get("/robots.txt", &known).await.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn an_unknown_file_is_not_found() {
        for path in ["/pkg/", "/pkg/style.css", "/pkg/../robots.txt", "/build.rs"] {
            assert_eq!(
                get(path, &[]).await.status(),
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    }
}
