//! Words of what moves by itself: the live connection and what it announces.

use super::Lang;

/// The words in that language.
pub const fn live(lang: Lang) -> &'static Live {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Live {
    pub just_now: &'static str,
    lang: Lang,
}

impl Live {
    /// "depuis 14 h 02".
    pub fn since(&self, moment: &str) -> String {
        match self.lang {
            Lang::Fr => format!("depuis {moment}"),
            Lang::En => format!("since {moment}"),
        }
    }

    /// "en direct · vu il y a 4 s".
    pub fn live_seen(&self, ago: &str) -> String {
        match self.lang {
            Lang::Fr => format!("en direct · vu {ago}"),
            Lang::En => format!("live · seen {ago}"),
        }
    }

    /// "en pause · ce qui est affiché date d’il y a 3 min".
    pub fn paused_since(&self, ago: &str) -> String {
        match self.lang {
            Lang::Fr => format!("en pause · affichage arrêté {ago}"),
            Lang::En => format!("paused · stopped {ago}"),
        }
    }

    /// "Connexion perdue : ce qui est affiché date d’il y a 3 min."
    pub fn lost_since(&self, ago: &str) -> String {
        match self.lang {
            Lang::Fr => {
                format!("Connexion perdue\u{a0}: dernières nouvelles {ago}. Nouvel essai en cours.")
            }
            Lang::En => format!("Connection lost: last news {ago}. Trying again."),
        }
    }

    /// What a screen reader hears of a change: "ERP Soins : Panne totale".
    pub fn changed(&self, name: &str, state: &str) -> String {
        match self.lang {
            Lang::Fr => format!("{name}\u{a0}: {state}"),
            Lang::En => format!("{name}: {state}"),
        }
    }
}

const FR: Live = Live {
    just_now: "à l’instant",
    lang: Lang::Fr,
};
const EN: Live = Live {
    just_now: "just now",
    lang: Lang::En,
};
