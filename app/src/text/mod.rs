//! The words shown to people, in French (the default) and English, as typed catalogues: a missing word does not compile.
//!
//! # Layout
//! - `common`: words that several pages share; each feature has its own file beside it
//! - `words`: one word for each variant of the domain's closed lists
//! - `errors`: what went wrong and what to do
//! - `format`: instants, durations and numbers as people read them
//!
//! A catalogue is a struct of `&'static str` (and functions where a word depends on a number), with
//! one constant a language and a function that picks it:
//!
//! ```
//! use app::text::{common, Lang};
//! assert_eq!(common(Lang::Fr).sign_out, "Se déconnecter");
//! ```

pub mod account;
pub mod audit;
pub mod canned;
pub mod common;
pub mod contract;
pub mod desk;
pub mod drafting;
pub mod errors;
pub mod format;
pub mod handing;
pub mod history;
pub mod hour_book;
pub mod interventions;
pub mod keys;
pub mod live;
pub mod overview;
pub mod planning;
pub mod quotes;
pub mod redaction;
pub mod report;
pub mod reports;
pub mod requesting;
pub mod stand_ins;
pub mod status;
pub mod ties;
pub mod words;

pub use crate::domain::access::Lang;
pub use common::common;
pub use live::live;
pub use overview::overview;
pub use status::status;

/// The language that an `Accept-Language` header prefers among ours; French when it names neither.
pub fn preferred_language(accept_language: &str) -> Lang {
    let mut best: Option<(Lang, f32)> = None;
    for range in accept_language.split(',') {
        let mut parts = range.trim().split(';');
        let tag = parts.next().unwrap_or_default().trim();
        let primary = tag
            .split('-')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let Some(lang) = Lang::from_tag(&primary) else {
            continue;
        };
        let quality = quality_of(parts);
        let beats = best.is_none_or(|(_, kept)| quality > kept);
        if quality > 0.0 && beats {
            best = Some((lang, quality));
        }
    }
    best.map_or(Lang::Fr, |(lang, _)| lang)
}

/// The `q=` of a language range: 1 when absent, 0 when malformed.
fn quality_of<'a>(parameters: impl Iterator<Item = &'a str>) -> f32 {
    for parameter in parameters {
        if let Some(value) = parameter.trim().strip_prefix("q=") {
            return value.parse().unwrap_or(0.0);
        }
    }
    1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_language_is_the_best_of_ours() {
        for (header, expected) in [
            ("", Lang::Fr),
            ("en-GB,en;q=0.9,fr;q=0.8", Lang::En),
            ("de,en;q=0.5", Lang::En),
            ("fr-CH, en;q=0.9", Lang::Fr),
            ("en;q=0.3, fr;q=0.7", Lang::Fr),
            ("en;q=0", Lang::Fr),
            ("EN", Lang::En),
            ("*;q=0.5", Lang::Fr),
        ] {
            assert_eq!(preferred_language(header), expected, "{header}");
        }
    }
}
