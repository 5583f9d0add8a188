//! Words of what surrounds a request: for whom, who is in copy, drafts, files, what supervision says, satisfaction.

use super::Lang;

/// The words in that language.
pub const fn requesting(lang: Lang) -> &'static Requesting {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Requesting {
    // For somebody else
    pub for_somebody: &'static str,
    pub for_hint: &'static str,
    pub for_name: &'static str,
    pub for_phone: &'static str,
    pub for_room: &'static str,
    pub beneficiary: &'static str,

    // In copy
    pub in_copy: &'static str,
    pub copies_hint: &'static str,
    pub copy_more: &'static str,
    pub nobody_in_copy: &'static str,
    pub put_in_copy: &'static str,
    pub remove: &'static str,
    pub asked_for_it: &'static str,
    pub colleague: &'static str,
    pub choose_colleague: &'static str,

    // Files
    pub files: &'static str,
    pub files_legend: &'static str,
    pub choose_again: &'static str,

    // Drafts
    pub drafts: &'static str,
    pub save_draft: &'static str,
    pub draft_hint: &'static str,
    pub drafts_help: &'static str,
    pub untitled: &'static str,
    pub resume: &'static str,
    pub delete: &'static str,
    pub saved: &'static str,
    pub kept_until: &'static str,
    pub too_many_drafts: &'static str,
    pub resumed: &'static str,

    // What supervision says
    pub seen_failing: &'static str,
    pub alert_goes_along: &'static str,
    pub seen_at_request: &'static str,
    pub since: &'static str,
    pub workaround: &'static str,
    pub workaround_of: &'static str,

    // Satisfaction
    pub rating: &'static str,
    pub rate_question: &'static str,
    pub rate: &'static str,
    pub rate_again: &'static str,
    pub rate_comment: &'static str,
    pub rate_hint: &'static str,
    pub scores: [&'static str; 5],

    pub report: &'static str,
    lang: Lang,
}

impl Requesting {
    /// "mis en copie par Léa Siège".
    pub fn added_by(&self, name: &str) -> String {
        match self.lang {
            Lang::Fr => format!("mis en copie par {name}"),
            Lang::En => format!("put in copy by {name}"),
        }
    }

    /// "Retirer Léa Siège des personnes en copie": which button it is, for who does not see the row.
    pub fn remove_named(&self, name: &str) -> String {
        match self.lang {
            Lang::Fr => format!("Retirer {name} des personnes en copie"),
            Lang::En => format!("Take {name} out of copy"),
        }
    }

    /// "4 sur 5, satisfait".
    pub fn score(&self, score: u8) -> String {
        let words = usize::from(score)
            .checked_sub(1)
            .and_then(|place| self.scores.get(place));
        let words = words.copied().unwrap_or_default();
        match self.lang {
            Lang::Fr => format!("{score} sur 5, {}", words.to_lowercase()),
            Lang::En => format!("{score} out of 5, {}", words.to_lowercase()),
        }
    }
}

const FR: Requesting = Requesting {
    for_somebody: "Pour quelqu’un d’autre",
    for_hint: "Une personne sans compte sur ce portail : qui rappeler, et où la trouver.",
    for_name: "Nom de la personne",
    for_phone: "Numéro où la rappeler",
    for_room: "Bureau, salle ou poste",
    beneficiary: "Pour",
    in_copy: "Personnes en copie",
    copies_hint: "Ces personnes verront cette demande et ses échanges, même si elles ne voient d’ordinaire que les leurs.",
    copy_more: "Mettre des collègues en copie",
    nobody_in_copy: "Personne n’est en copie.",
    put_in_copy: "Mettre en copie",
    remove: "Retirer",
    asked_for_it: "tenu informé à sa demande",
    colleague: "Collègue",
    choose_colleague: "Choisir…",
    files: "Fichiers (facultatif)",
    files_legend: "Joindre des fichiers",
    choose_again: "Vos fichiers n’ont pas été gardés : choisissez-les de nouveau avant d’envoyer.",
    drafts: "Brouillons",
    save_draft: "Enregistrer le brouillon",
    draft_hint: "Un brouillon n’est visible que de vous. Il est gardé 30 jours, sans ses fichiers.",
    drafts_help: "Visibles de vous seul, gardés 30 jours.",
    untitled: "Sans description",
    resume: "Reprendre",
    delete: "Supprimer",
    saved: "Enregistré",
    kept_until: "gardé jusqu’au",
    too_many_drafts: "Vous gardez déjà 20 brouillons : supprimez-en un d’abord. Ce que vous avez écrit est toujours là.",
    resumed: "Brouillon repris",
    seen_failing: "La supervision voit déjà cette panne.",
    alert_goes_along: "Ce constat sera joint à votre demande.",
    seen_at_request: "Constat de la supervision à la demande",
    since: "depuis",
    workaround: "Solution provisoire connue",
    workaround_of: "D’après",
    rating: "Satisfaction",
    rate_question: "Êtes-vous satisfait de cette intervention ?",
    rate: "Donner mon avis",
    rate_again: "Changer mon avis",
    rate_comment: "Un commentaire (facultatif)",
    rate_hint: "Lu par votre prestataire. Vous pouvez changer d’avis pendant 30 jours.",
    scores: [
        "Très insatisfait",
        "Insatisfait",
        "Mitigé",
        "Satisfait",
        "Très satisfait",
    ],
    report: "Compte rendu d’intervention",
    lang: Lang::Fr,
};

const EN: Requesting = Requesting {
    for_somebody: "For somebody else",
    for_hint: "Somebody without an account on this portal: whom to call back, and where they are.",
    for_name: "Name of the person",
    for_phone: "Number to call them back on",
    for_room: "Office, room or desk",
    beneficiary: "For",
    in_copy: "People in copy",
    copies_hint: "They will see this request and what is said in it, even if they usually see only their own.",
    copy_more: "Put colleagues in copy",
    nobody_in_copy: "Nobody is in copy.",
    put_in_copy: "Put in copy",
    remove: "Remove",
    asked_for_it: "kept informed at their own request",
    colleague: "Colleague",
    choose_colleague: "Choose…",
    files: "Files (optional)",
    files_legend: "Attach files",
    choose_again: "Your files were not kept: choose them again before sending.",
    drafts: "Drafts",
    save_draft: "Save as a draft",
    draft_hint: "A draft is yours alone. It is kept for 30 days, without its files.",
    drafts_help: "Yours alone, kept for 30 days.",
    untitled: "Without description",
    resume: "Resume",
    delete: "Delete",
    saved: "Saved",
    kept_until: "kept until",
    too_many_drafts: "You already keep 20 drafts: delete one first. What you wrote is still here.",
    resumed: "Draft resumed",
    seen_failing: "Supervision already sees this failure.",
    alert_goes_along: "What it says goes along with your request.",
    seen_at_request: "What supervision said when it was requested",
    since: "since",
    workaround: "Known workaround",
    workaround_of: "From",
    rating: "Satisfaction",
    rate_question: "Are you satisfied with this intervention?",
    rate: "Say what you think",
    rate_again: "Change my rating",
    rate_comment: "A comment (optional)",
    rate_hint: "Read by your provider. You can think again for 30 days.",
    scores: [
        "Very dissatisfied",
        "Dissatisfied",
        "Mixed",
        "Satisfied",
        "Very satisfied",
    ],
    report: "Intervention report",
    lang: Lang::En,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_says_what_it_means() {
        assert_eq!(requesting(Lang::Fr).score(4), "4 sur 5, satisfait");
        assert_eq!(
            requesting(Lang::En).score(1),
            "1 out of 5, very dissatisfied"
        );
    }
}
