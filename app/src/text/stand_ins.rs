//! Words of stand-ins, on one's own account.

use super::Lang;

/// The words in that language.
pub const fn stand_ins(lang: Lang) -> &'static StandInWords {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct StandInWords {
    pub title: &'static str,
    pub lead: &'static str,
    pub nobody: &'static str,
    pub who: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub name: &'static str,
    pub end: &'static str,
    pub span: fn(&str, &str) -> String,
    pub you_stand_for: fn(&str, &str) -> String,
}

const FR: StandInWords = StandInWords {
    title: "Votre suppléant",
    lead: "Pendant votre absence, cette personne valide les demandes et les devis qu’elle voit, à votre place.",
    nobody: "Personne d’autre dans votre entreprise ne peut vous suppléer pour l’instant : appelez-nous.",
    who: "Suppléant",
    from: "Du",
    to: "Au, ce jour compris",
    name: "Désigner",
    end: "Mettre fin",
    span: |from, to| format!("du {from} au {to}"),
    you_stand_for: |who, until| {
        format!("Vous validez à la place de {who}, jusqu’au {until} compris.")
    },
};

const EN: StandInWords = StandInWords {
    title: "Your stand-in",
    lead: "While you are away, this person approves the requests and quotes that they see, in your place.",
    nobody: "Nobody else in your company can stand in for you at present: call us.",
    who: "Stand-in",
    from: "From",
    to: "To, that day included",
    name: "Name",
    end: "End",
    span: |from, to| format!("from {from} to {to}"),
    you_stand_for: |who, until| format!("You approve in {who}’s place, until {until} included."),
};
