//! Erasing a content: the reason that stays must not say again what was erased.

use super::folding::fold_text;

/// Words in a row that are a repetition.
const RUN: usize = 4;
/// A number or a code of that many signs is one by itself: a password, a card, a telephone number.
const TELLING: usize = 6;

/// Whether the reason says some of the content again: several words in a row, all of a short content, or a word
/// with a figure in it.
pub fn repeats(reason: &str, content: &str) -> bool {
    let (said, erased) = (words(reason), words(content));
    if erased.is_empty() {
        return false;
    }
    let run = RUN.min(erased.len());
    let in_a_row = erased
        .windows(run)
        .any(|wanted| said.windows(run).any(|found| found == wanted));
    let telling = erased
        .iter()
        .any(|word| is_telling(word) && said.contains(word));
    in_a_row || telling
}

fn words(text: &str) -> Vec<String> {
    let folded = fold_text(text);
    let plain = |sign: char| !sign.is_alphanumeric();
    folded
        .split_whitespace()
        .map(|word| word.trim_matches(plain).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

fn is_telling(word: &str) -> bool {
    word.chars().count() >= TELLING && word.chars().any(|sign| sign.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_reason_says_why_and_not_what() {
        for (reason, content, expected) in [
            (
                "Donnée de santé envoyée par erreur",
                "Mme Durand a été opérée le 3 mars",
                false,
            ),
            (
                "Elle a été opérée",
                "Mme Durand a été opérée le 3 mars",
                false,
            ),
            (
                "On lit : « a été opérée le »",
                "Mme Durand a été opérée le 3 mars",
                true,
            ),
            (
                "Mot de passe Soleil2026! en clair",
                "Mon mot de passe est soleil2026!",
                true,
            ),
            (
                "Mot de passe en clair",
                "Mon mot de passe est soleil2026!",
                false,
            ),
            // All of a short content.
            ("Le nom Durand n’a rien à faire ici", "Durand", true),
            ("", "Durand", false),
            ("Pourquoi", "", false),
        ] {
            assert_eq!(repeats(reason, content), expected, "{reason} / {content}");
        }
    }

    proptest! {
        #[test]
        fn a_content_repeats_itself(content in "[a-z0-9 éà]{1,60}", before in "[a-z ]{0,20}") {
            prop_assume!(!words(&content).is_empty());
            prop_assert!(repeats(&content, &content));
            let said = format!("{before} {content}");
            prop_assert!(repeats(&said, &content));
        }
    }
}
