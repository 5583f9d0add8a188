//! Words of the texts that the desk writes often.

use super::Lang;
use super::desk::desk;
use crate::domain::canned::{CannedMatter, CannedUse, PLACEHOLDERS};

/// The words in that language.
pub const fn canned(lang: Lang) -> &'static Canned {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Canned {
    pub title: &'static str,
    pub lead: &'static str,
    pub none: &'static str,
    pub none_help: &'static str,
    pub add: &'static str,
    pub change: &'static str,
    pub change_title: &'static str,
    pub keep: &'static str,
    pub retire: &'static str,
    pub retire_hint: &'static str,
    pub gesture: &'static str,
    pub any_gesture: &'static str,
    pub matter: &'static str,
    pub any_matter: &'static str,
    pub title_fr: &'static str,
    pub title_en: &'static str,
    pub body_fr: &'static str,
    pub body_en: &'static str,
    pub changed_by: &'static str,
    pub choose: &'static str,
    pub insert: &'static str,
    pub insert_hint: &'static str,
    names: &'static str,

    lang: Lang,
}

impl Canned {
    /// "Noms remplis à l’insertion : {référence}, …".
    pub fn names_hint(&self) -> String {
        let names = PLACEHOLDERS
            .iter()
            .map(|(french, english)| match self.lang {
                Lang::Fr => format!("{{{french}}}"),
                Lang::En => format!("{{{english}}}"),
            });
        let names = names.collect::<Vec<_>>().join(", ");
        format!("{} {names}.", self.names)
    }
}

/// The gesture, by the name of its button.
pub const fn gesture(lang: Lang, gesture: CannedUse) -> &'static str {
    let text = desk(lang);
    match gesture {
        CannedUse::Note => text.note_to_client,
        CannedUse::Hold => text.hold,
        CannedUse::Answer => text.answer,
        CannedUse::ActionNeeded => text.action_needed,
        CannedUse::RestoreProvisionally => text.restore_provisionally,
        CannedUse::RestoreCurative => text.restore_curative,
        CannedUse::Complete => text.complete,
        CannedUse::Done => text.done,
        CannedUse::NoAction => text.no_action,
    }
}

/// What sort of request.
pub const fn matter(lang: Lang, matter: CannedMatter) -> &'static str {
    match (lang, matter) {
        (Lang::Fr, CannedMatter::Fault) => "Panne",
        (Lang::Fr, CannedMatter::Advice) => "Conseil",
        (Lang::Fr, CannedMatter::Prevention) => "Prévention",
        (Lang::Fr, CannedMatter::Catalogue) => "Demande au catalogue",
        (Lang::En, CannedMatter::Fault) => "Fault",
        (Lang::En, CannedMatter::Advice) => "Advice",
        (Lang::En, CannedMatter::Prevention) => "Prevention",
        (Lang::En, CannedMatter::Catalogue) => "Catalogue request",
    }
}

const FR: Canned = Canned {
    title: "Réponses types",
    lead: "Ce que l’équipe écrit souvent, en français et en anglais. Insérées dans un geste, relues, puis envoyées.",
    none: "Aucune réponse type.",
    none_help: "Un coordinateur ou un administrateur en ajoute ici.",
    add: "Ajouter une réponse type",
    change: "Modifier",
    change_title: "Modifier une réponse type",
    keep: "Enregistrer",
    retire: "Retirer",
    retire_hint: "Elle n’est plus proposée ; ce qui a été écrit avec elle reste.",
    gesture: "Geste",
    any_gesture: "Tous les gestes",
    matter: "Nature",
    any_matter: "Toutes les natures",
    title_fr: "Titre en français",
    title_en: "Titre en anglais",
    body_fr: "Texte en français",
    body_en: "Texte en anglais",
    changed_by: "Modifiée par",
    choose: "Réponse type",
    insert: "Insérer",
    insert_hint: "Ajoutée au texte dans la langue du demandeur ; rien n’est envoyé.",
    names: "Noms remplis à l’insertion\u{a0}:",
    lang: Lang::Fr,
};

const EN: Canned = Canned {
    title: "Canned answers",
    lead: "What the team writes often, in French and in English. Inserted into a gesture, read again, then sent.",
    none: "No canned answer.",
    none_help: "A dispatcher or an administrator adds some here.",
    add: "Add a canned answer",
    change: "Change",
    change_title: "Change a canned answer",
    keep: "Save",
    retire: "Retire",
    retire_hint: "It is offered no longer; what was written with it stays.",
    gesture: "Gesture",
    any_gesture: "Every gesture",
    matter: "Nature",
    any_matter: "Every nature",
    title_fr: "Title in French",
    title_en: "Title in English",
    body_fr: "Text in French",
    body_en: "Text in English",
    changed_by: "Changed by",
    choose: "Canned answer",
    insert: "Insert",
    insert_hint: "Added to the text in the requester’s language; nothing is sent.",
    names: "Names filled in when it is inserted:",
    lang: Lang::En,
};
