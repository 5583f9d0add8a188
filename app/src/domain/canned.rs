//! Texts that the desk writes often: where each serves, and the few names that are filled in.
//!
//! No engine: what stands in braces is one of a closed list, and what is filled in is never read again.

use super::coded::coded_enum;
use super::contract::Activity;

coded_enum! {
    /// The gesture whose text it begins; the code is the name of that gesture's form.
    pub enum CannedUse {
        Note = "note_to_client",
        Hold = "hold_intervention",
        Answer = "answer_request",
        ActionNeeded = "action_needed",
        RestoreProvisionally = "restore_provisionally",
        RestoreCurative = "restore_curative",
        Complete = "complete_request",
        Done = "prevention_done",
        NoAction = "no_action",
    }
}

coded_enum! {
    /// What sort of request it serves.
    pub enum CannedMatter {
        Fault = "fault",
        Advice = "advice",
        Prevention = "prevention",
        Catalogue = "catalogue",
    }
}

impl CannedMatter {
    pub const fn of(activity: &Activity) -> CannedMatter {
        match activity {
            Activity::Fault => CannedMatter::Fault,
            Activity::Advice => CannedMatter::Advice,
            Activity::Prevention => CannedMatter::Prevention,
            Activity::Catalogue(_) => CannedMatter::Catalogue,
        }
    }
}

/// What is filled in, of one intervention. Empty: not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filling {
    pub reference: String,
    pub contact: String,
    pub component: String,
    pub technician: String,
}

/// The names that may stand in braces: as they are written in French, and in English.
pub const PLACEHOLDERS: [(&str, &str); 4] = [
    ("référence", "reference"),
    ("contact", "contact"),
    ("équipement", "component"),
    ("technicien", "technician"),
];

impl Filling {
    fn value(&self, name: &str) -> Option<&str> {
        let found = PLACEHOLDERS
            .iter()
            .find(|(french, english)| name == *french || name == *english)?;
        Some(match found.1 {
            "reference" => &self.reference,
            "contact" => &self.contact,
            "component" => &self.component,
            _ => &self.technician,
        })
    }

    /// The text with what is known filled in; what is not leaves neither braces nor the space before them.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        for part in parts(text) {
            match part {
                Part::Words(words) => filled.push_str(words),
                Part::Name { whole, name } => match self.value(name) {
                    Some("") => {
                        let kept = filled.trim_end_matches([' ', '\u{a0}']).len();
                        filled.truncate(kept);
                    }
                    Some(value) => filled.push_str(value),
                    None => filled.push_str(whole),
                },
            }
        }
        filled
    }
}

/// The names in braces that are none of ours.
pub fn unknown_names(text: &str) -> Vec<&str> {
    let nobody = Filling::default();
    let names = parts(text).into_iter().filter_map(|part| match part {
        Part::Name { name, .. } if nobody.value(name).is_none() => Some(name),
        _ => None,
    });
    names.collect()
}

enum Part<'a> {
    Words(&'a str),
    Name { whole: &'a str, name: &'a str },
}

/// Words and names in braces, in order. A brace that is never closed is a word like another.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else {
            break;
        };
        // The innermost braces hold the name.
        let open = rest[..open + length].rfind('{').unwrap_or(open);
        let close = rest[open..].find('}').map_or(rest.len(), |at| open + at);
        parts.push(Part::Words(&rest[..open]));
        parts.push(Part::Name {
            whole: &rest[open..=close],
            name: rest[open + 1..close].trim(),
        });
        rest = &rest[close + 1..];
    }
    parts.push(Part::Words(rest));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filling() -> Filling {
        Filling {
            reference: "AM-2026-0412".to_owned(),
            contact: "Claire {technicien}".to_owned(),
            component: String::new(),
            technician: "Nadia".to_owned(),
        }
    }

    #[test]
    fn names_are_filled_in_once_and_what_is_not_known_leaves_no_trace() {
        for (text, expected) in [
            ("Demande {référence}.", "Demande AM-2026-0412."),
            ("{reference}/{ reference }", "AM-2026-0412/AM-2026-0412"),
            // What was filled in is not read again.
            ("Bonjour {contact},", "Bonjour Claire {technicien},"),
            (
                "La panne de {équipement} est finie",
                "La panne de est finie",
            ),
            ("L’équipement {component}.", "L’équipement."),
            ("{technicien}", "Nadia"),
            ("{inconnu} {", "{inconnu} {"),
            ("{{technician}}", "{Nadia}"),
            ("}{", "}{"),
            ("", ""),
        ] {
            assert_eq!(filling().fill(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_none_of_ours_is_named() {
        assert_eq!(
            unknown_names("{reference} {mot de passe} {contact} {x}"),
            ["mot de passe", "x"]
        );
        assert!(unknown_names("{reference} } {").is_empty());
    }

    proptest! {
        #[test]
        fn words_without_braces_stay_as_they_are(text in "[^{}]{0,80}") {
            prop_assert_eq!(filling().fill(&text), text);
        }

        #[test]
        fn a_value_is_written_as_it_is_whatever_it_holds(
            before in "[^{}]{0,20}", after in "[^{}]{0,20}", value in "[{}a-zé ]{1,24}",
        ) {
            let filling = Filling { contact: value.clone(), ..Filling::default() };
            prop_assert_eq!(
                filling.fill(&format!("{before}{{contact}}{after}")),
                format!("{before}{value}{after}")
            );
        }

        #[test]
        fn braces_of_any_shape_are_read_to_their_end(text in "[{}a-z é]{0,80}") {
            let filled = Filling::default().fill(&text);
            prop_assert!(filled.len() <= text.len());
            prop_assert!(unknown_names(&text).iter().all(|name| text.contains(name)));
        }
    }
}
