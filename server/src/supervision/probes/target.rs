//! What a check looks at, read from its row.

use axum::http::Uri;
use serde::Deserialize;

/// A check, ready to be looked at.
#[derive(Debug, Clone)]
pub struct Target {
    pub kind: Kind,
    pub timeout_ms: i64,
}

#[derive(Debug, Clone)]
pub enum Kind {
    Http(HttpTarget),
    Tcp {
        host: String,
        port: u16,
    },
    /// The row holds no URL or host:port.
    Unreadable,
}

#[derive(Debug, Clone)]
pub struct HttpTarget {
    pub is_tls: bool,
    pub host: String,
    pub port: u16,
    /// As in `Host:`.
    pub authority: String,
    pub path: String,
    /// Statuses that are well, both ends included.
    pub status: (u16, u16),
    /// Must stand in the first 256 kB of the body.
    pub keyword: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Expectation {
    #[serde(default)]
    status: Option<(u16, u16)>,
    #[serde(default)]
    keyword: Option<String>,
}

impl Target {
    /// From the columns of `checks`.
    pub fn read(kind: &str, target: &str, expectation: &str, timeout_ms: i64) -> Target {
        let kind = match kind {
            "http" => http(target, expectation),
            "tcp" => tcp(target),
            _ => None,
        };
        Target {
            kind: kind.unwrap_or(Kind::Unreadable),
            timeout_ms,
        }
    }
}

fn http(target: &str, expectation: &str) -> Option<Kind> {
    let uri: Uri = target.parse().ok()?;
    let is_tls = match uri.scheme_str()? {
        "http" => false,
        "https" => true,
        _ => return None,
    };
    let authority = uri.authority()?;
    // Credentials in a URL would end in a log.
    if authority.as_str().contains('@') {
        return None;
    }
    let expectation: Expectation = serde_json::from_str(expectation).ok()?;
    Some(Kind::Http(HttpTarget {
        is_tls,
        host: bare(authority.host()).to_owned(),
        port: authority
            .port_u16()
            .unwrap_or(if is_tls { 443 } else { 80 }),
        authority: authority.to_string(),
        path: uri
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .to_owned(),
        status: expectation.status.unwrap_or((200, 399)),
        keyword: expectation.keyword.filter(|keyword| !keyword.is_empty()),
    }))
}

fn tcp(target: &str) -> Option<Kind> {
    let (host, port) = target.rsplit_once(':')?;
    let port = port.parse().ok()?;
    let host = bare(host);
    (!host.is_empty()).then(|| Kind::Tcp {
        host: host.to_owned(),
        port,
    })
}

/// An IPv6 address without its brackets.
fn bare(host: &str) -> &str {
    host.strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::{Kind, Target};

    #[test]
    fn rows_are_read_or_said_to_be_unreadable() {
        for (kind, target, readable) in [
            ("http", "https://a.example/health?x=1", true),
            ("http", "http://[::1]:8080/", true),
            ("http", "ftp://a.example/", false),
            ("http", "https://user:secret@a.example/", false),
            ("http", "a.example", false),
            ("tcp", "a.example:5061", true),
            ("tcp", "[2001:db8::1]:22", true),
            ("tcp", "a.example", false),
            ("tcp", "a.example:99999", false),
            ("icmp", "a.example", false),
        ] {
            let read = Target::read(kind, target, "{}", 1_000);
            assert_eq!(
                !matches!(read.kind, Kind::Unreadable),
                readable,
                "{kind} {target}"
            );
        }
    }
}
