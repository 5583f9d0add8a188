//! Texts and questions as stems: lower case, without accents, without endings.

use app::domain::folding::fold_text;
use rust_stemmers::{Algorithm, Stemmer};

/// Words that a question holds at most.
const ASKED: usize = 8;
/// Letters of a stem; longer words are cut.
const LETTERS: usize = 32;

/// Words too common to find anything by, folded.
const STOP: &[&str] = &[
    "au", "aux", "avec", "ce", "ces", "dans", "de", "des", "du", "elle", "en", "est", "et", "il",
    "je", "la", "le", "les", "leur", "mais", "ne", "nous", "on", "ou", "par", "pas", "plus",
    "pour", "qu", "que", "qui", "sa", "se", "ses", "son", "sur", "un", "une", "vos", "vous", "the",
    "of", "and", "to", "is", "it", "at", "for",
];

/// Every stem that a text can be found by.
pub fn stems(text: &str) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::French);
    let folded = fold_text(text);
    let mut found = Vec::new();
    for chunk in folded.split_whitespace() {
        if let Some(whole) = reference(chunk) {
            found.push(whole);
        }
        for word in parts(chunk) {
            // "0412" is found by "412" too.
            let short = word.trim_start_matches('0');
            if word.bytes().all(|byte| byte.is_ascii_digit()) && short.len() > 1 {
                found.push(short.to_owned());
            }
            found.extend(stem(&stemmer, word));
        }
    }
    found
}

/// The stems of a question: a reference is looked for whole.
pub fn asked(text: &str) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::French);
    let folded = fold_text(text);
    let mut found: Vec<String> = Vec::new();
    for chunk in folded.split_whitespace() {
        match reference(chunk) {
            Some(whole) => found.push(whole),
            None => found.extend(parts(chunk).filter_map(|word| stem(&stemmer, word))),
        }
    }
    let mut kept: Vec<String> = Vec::new();
    for stem in found {
        if !kept.contains(&stem) && kept.len() < ASKED {
            kept.push(stem);
        }
    }
    kept
}

/// "am-2026-0412" as one word: what holds hyphens, digits and nothing else that divides.
fn reference(chunk: &str) -> Option<String> {
    let chunk = chunk.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    let is_one = chunk.contains('-')
        && chunk.bytes().any(|byte| byte.is_ascii_digit())
        && chunk
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_one && chunk.len() <= LETTERS).then(|| chunk.replace('-', ""))
}

fn parts(chunk: &str) -> impl Iterator<Item = &str> {
    chunk
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| word.len() > 1 && !STOP.contains(word))
}

fn stem(stemmer: &Stemmer, word: &str) -> Option<String> {
    let mut stem = stemmer.stem(word).into_owned();
    stem.retain(|letter| letter.is_ascii_alphanumeric());
    stem.make_ascii_lowercase();
    stem.truncate(LETTERS);
    // The stemmer knows "bloquée" by its accent, which folding took away: "bloquee" keeps an ending.
    while stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    (!stem.is_empty()).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_endings_and_case_do_not_matter() {
        for (written, typed) in [
            ("Les imprimantes sont bloquées", "imprimante bloquée"),
            ("Les imprimantes sont bloquées", "bloquer bloquee bloqué"),
            ("Téléphonie de l’accueil", "telephonie ACCUEIL"),
            ("Serveur SRV-01 redémarré", "srv-01"),
            ("Serveur SRV-01 redémarré", "serveurs srv"),
            ("AM-2026-0412", "am-2026-0412"),
            ("AM-2026-0412", "412"),
            ("AM-2026-0412", "AM-2026-0412."),
            ("fichier budget_2026.xlsx", "budget 2026"),
        ] {
            let written = stems(written);
            for stem in asked(typed) {
                assert!(written.contains(&stem), "{typed}: {stem} in {written:?}");
            }
        }
        assert!(!stems("AM-2026-0412").contains(&asked("AM-2026-0413")[0]));
    }

    #[test]
    fn only_letters_and_digits_reach_the_engines() {
        for hostile in [
            "\" OR 1=1 --",
            "words:* NEAR(a b) ^x",
            "a & !b | (c) <-> d",
            "'); DROP TABLE texts; --",
            "日本語 \u{0}",
        ] {
            for stem in asked(hostile).into_iter().chain(stems(hostile)) {
                let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
                assert!(stem.bytes().all(plain), "{stem}");
            }
        }
        assert_eq!(asked(&"mot ".repeat(50)).len(), 1);
        let many: String = (10..99).map(|number| format!("{number} ")).collect();
        assert_eq!(asked(&many).len(), ASKED);
    }
}
