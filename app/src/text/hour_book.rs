//! Words of the hour book: time entered at the desk, what it debited, and a disagreement about it.

use super::Lang;

/// The words in that language.
pub const fn hour_book(lang: Lang) -> &'static HourBookWords {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct HourBookWords {
    pub on_site: &'static str,
    pub remote: &'static str,
}

const FR: HourBookWords = HourBookWords {
    on_site: "sur place",
    remote: "à distance",
};

const EN: HourBookWords = HourBookWords {
    on_site: "on site",
    remote: "remotely",
};
