//! Words of erasing a content.

use super::Lang;

/// The words in that language.
pub const fn redaction(lang: Lang) -> &'static Redaction {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Redaction {
    pub title: &'static str,
    pub content: &'static str,
    pub file: &'static str,
    pub for_ever: &'static str,
    pub what_goes: &'static str,
    pub trace: &'static str,
    pub trace_of_a_note: &'static str,
    pub why: &'static str,
    pub why_hint: &'static str,
    pub erase: &'static str,
    pub keep: &'static str,
    pub erase_short: &'static str,
}

const FR: Redaction = Redaction {
    title: "Effacer un contenu",
    content: "Ce qui sera effacé",
    file: "Fichier",
    for_ever: "L’effacement est définitif.",
    what_goes: "Le texte ou le fichier disparaît des pages, de la recherche et des exports, ici et sur les interventions liées qui le répètent.",
    trace: "La trace reste : qui l’a effacé, quand et pourquoi. Le client la lit.",
    trace_of_a_note: "La trace reste au poste : qui l’a effacé, quand et pourquoi. Le client n’en sait rien.",
    why: "Pourquoi",
    why_hint: "La raison reste : elle ne répète rien de ce qui est effacé.",
    erase: "Effacer définitivement",
    keep: "Ne rien effacer",
    erase_short: "Effacer",
};

const EN: Redaction = Redaction {
    title: "Erase a content",
    content: "What will be erased",
    file: "File",
    for_ever: "Erasing cannot be undone.",
    what_goes: "The text or the file goes from the pages, from the search and from the exports, here and on the linked interventions that repeat it.",
    trace: "The trace stays: who erased it, when and why. The client reads it.",
    trace_of_a_note: "The trace stays at the desk: who erased it, when and why. The client knows nothing of it.",
    why: "Why",
    why_hint: "The reason stays: it repeats nothing of what is erased.",
    erase: "Erase for ever",
    keep: "Erase nothing",
    erase_short: "Erase",
};
