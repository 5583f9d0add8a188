//! Files that a spreadsheet opens: RFC 4180, and nothing in them that it would run.
//!
//! UTF-8 with a byte-order mark, without which Excel misreads accents; commas, as the standard says.

use std::borrow::Cow;

use app::domain::time::LocalInstant;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, FixedOffset, SecondsFormat};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns' names, then the rows.
///
/// # Errors
/// None in practice: the file is made in memory.
pub fn file<R>(columns: &[&str], rows: impl Iterator<Item = R>) -> anyhow::Result<Vec<u8>>
where
    R: AsRef<[String]>,
{
    let mut bytes = BYTE_ORDER_MARK.as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    writer.write_record(columns)?;
    for row in rows {
        let fields = row.as_ref().iter();
        writer.write_record(fields.map(|field| harmless(field).into_owned()))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// The answer that a browser saves under that name, given without its ending.
pub fn download(name: &str, bytes: Vec<u8>) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8"),
    );
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    response
}

/// "2026-11-23T14:02:05+01:00", as clocks showed it there.
pub fn instant(at: LocalInstant) -> String {
    let zone = FixedOffset::east_opt(at.offset_s);
    let time = DateTime::from_timestamp_millis(at.at);
    let (Some(zone), Some(time)) = (zone, time) else {
        return String::new();
    };
    time.with_timezone(&zone)
        .to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// A text that a spreadsheet takes for text: one that begins like a formula gets an apostrophe before it.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_a_formula() {
        for (text, expected) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+33 3", "'+33 3"),
            ("-1", "'-1"),
            ("@sum", "'@sum"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("ERP = lent", "ERP = lent"),
            ("", ""),
        ] {
            assert_eq!(harmless(text), expected);
        }
    }
}
