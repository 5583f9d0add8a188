//! A title out of what somebody wrote in one box.

/// How long a title may be, in characters.
pub const TITLE_LENGTH: usize = 120;

/// The first line, cut between words when it is long: people are asked once what happens.
pub fn title_of(text: &str) -> String {
    let line = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    if line.chars().count() <= TITLE_LENGTH {
        return line.to_owned();
    }
    let kept: String = line.chars().take(TITLE_LENGTH - 1).collect();
    let end = kept.rfind(char::is_whitespace).unwrap_or(kept.len());
    format!("{}…", kept[..end].trim_end_matches([',', ';', ' ']))
}

#[cfg(test)]
mod tests {
    use super::{TITLE_LENGTH, title_of};

    #[test]
    fn a_title_is_the_first_line_cut_between_words() {
        assert_eq!(title_of("\n  ERP bloqué  \ndepuis ce matin"), "ERP bloqué");
        assert_eq!(title_of(""), "");
        let long = title_of(&"éclair ".repeat(40));
        assert!(
            long.chars().count() <= TITLE_LENGTH && long.ends_with("éclair…"),
            "{long}"
        );
        assert_eq!(title_of(&"x".repeat(500)).chars().count(), TITLE_LENGTH);
    }
}
