//! Words of handing work over, from one level of support to another.

use super::Lang;
use super::interventions::clocks::level as level_name;
use crate::domain::intervention::SupportLevel;

/// The words in that language.
pub const fn handing(lang: Lang) -> &'static Handing {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Handing {
    pub hand_over: &'static str,
    pub hand_over_hint: &'static str,
    pub level: &'static str,
    pub to: &'static str,
    pub whole_level: &'static str,
    pub why: &'static str,
    pub has_it: &'static str,
    pub take_over: &'static str,

    lang: Lang,
}

impl Handing {
    /// "Confiée à Nadia Le Goff (N2, spécialistes)".
    pub fn handed(&self, to: Option<&str>, level: Option<SupportLevel>) -> String {
        let who = match (self.lang, to) {
            (Lang::Fr, Some(name)) => format!("Confiée à {name}"),
            (Lang::Fr, None) => "Confiée à l’équipe".to_owned(),
            (Lang::En, Some(name)) => format!("Handed to {name}"),
            (Lang::En, None) => "Handed to the team".to_owned(),
        };
        match level {
            Some(level) => format!("{who} ({})", level_name(self.lang, level)),
            None => who,
        }
    }
}

const FR: Handing = Handing {
    hand_over: "Confier",
    hand_over_hint: "Ce qui a été fait et ce qu’on attend : note interne, jamais lue par le client.",
    level: "Niveau",
    to: "À qui",
    whole_level: "À tout le niveau",
    why: "Note interne",
    has_it: "l’a en ce moment",
    take_over: "Reprendre à mon nom",
    lang: Lang::Fr,
};

const EN: Handing = Handing {
    hand_over: "Hand over",
    hand_over_hint: "What was done and what is expected: an internal note, which the client never reads.",
    level: "Level",
    to: "To whom",
    whole_level: "The whole level",
    why: "Internal note",
    has_it: "has it now",
    take_over: "Take it over",
    lang: Lang::En,
};
