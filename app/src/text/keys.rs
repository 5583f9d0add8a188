//! Words of the desk's keys.

use super::Lang;

/// The words in that language.
pub const fn keys(lang: Lang) -> &'static Keys {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Keys {
    pub title: &'static str,
    pub next: &'static str,
    pub previous: &'static str,
    pub open: &'static str,
    pub filters: &'static str,
    pub search: &'static str,
    pub active: &'static str,
    pub hint: &'static str,
    pub close: &'static str,
}

const FR: Keys = Keys {
    title: "Raccourcis clavier",
    next: "Intervention suivante",
    previous: "Intervention précédente",
    open: "Ouvrir",
    filters: "Aller aux filtres",
    search: "Rechercher",
    active: "Raccourcis actifs dans ce navigateur",
    hint: "Jamais pendant la saisie, ni avec une autre touche. Échap quitte la liste, qui se remet à jour.",
    close: "Fermer",
};

const EN: Keys = Keys {
    title: "Keyboard shortcuts",
    next: "Next intervention",
    previous: "Previous intervention",
    open: "Open",
    filters: "Go to the filters",
    search: "Search",
    active: "Shortcuts on in this browser",
    hint: "Never while typing, nor with another key. Escape leaves the list, which is then brought up to date.",
    close: "Close",
};
