//! Words of what ties interventions to each other: requests that follow one, repairs that are owed.

use super::Lang;
use super::format::NBSP;

/// The words in that language.
pub const fn ties(lang: Lang) -> &'static Ties {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Ties {
    pub tied: &'static str,
    pub lead: &'static str,
    pub follows_another: &'static str,
    pub duplicate: &'static str,
    pub followers: &'static str,
    pub same_debt: &'static str,

    // At the desk
    pub gather: &'static str,
    pub gather_hint: &'static str,
    pub separate: &'static str,
    pub duplicate_of: &'static str,
    pub duplicate_hint: &'static str,
    pub settled_by: &'static str,
    pub settled_hint: &'static str,
    pub other: &'static str,
    pub other_hint: &'static str,

    // The client
    pub accept_risk: &'static str,
    pub accept_risk_hint: &'static str,
    pub review_on: &'static str,
    pub review_hint: &'static str,
    pub review_of: &'static str,

    // Debts
    pub debts: &'static str,
    pub owed: &'static str,
    pub debts_short: &'static str,
    pub relapse_count: &'static str,
    pub no_debt: &'static str,
    pub no_debt_help: &'static str,
    pub oldest_first: &'static str,
    pub reviews: &'static str,
    pub reviews_lead: &'static str,
    pub reviewed: &'static str,

    lang: Lang,
}

impl Ties {
    /// "et 2 autres".
    pub fn and_others(&self, count: usize) -> String {
        match (self.lang, count) {
            (Lang::Fr, 1) => "et une autre demande".to_owned(),
            (Lang::Fr, many) => format!("et {many} autres demandes"),
            (Lang::En, 1) => "and one other request".to_owned(),
            (Lang::En, many) => format!("and {many} other requests"),
        }
    }

    /// "2 rechutes".
    pub fn relapses(&self, count: i64) -> String {
        match (self.lang, count) {
            (Lang::Fr, 0) => "aucune rechute".to_owned(),
            (Lang::Fr, 1) => format!("1{NBSP}rechute"),
            (Lang::Fr, many) => format!("{many}{NBSP}rechutes"),
            (Lang::En, 0) => "no relapse".to_owned(),
            (Lang::En, 1) => format!("1{NBSP}relapse"),
            (Lang::En, many) => format!("{many}{NBSP}relapses"),
        }
    }

    /// "3 réparations définitives à faire."
    pub fn how_many(&self, count: usize, more: bool) -> String {
        match (self.lang, count, more) {
            (Lang::Fr, 1, _) => "Une réparation définitive à faire.".to_owned(),
            (Lang::Fr, many, false) => format!("{many} réparations définitives à faire."),
            (Lang::Fr, many, true) => format!("Plus de {many} réparations définitives à faire."),
            (Lang::En, 1, _) => "One definitive repair to do.".to_owned(),
            (Lang::En, many, false) => format!("{many} definitive repairs to do."),
            (Lang::En, many, true) => format!("More than {many} definitive repairs to do."),
        }
    }

    /// "3 collègues l’ont déjà signalé." Nothing when nobody has.
    pub fn reported_by(&self, count: usize) -> Option<String> {
        Some(match (self.lang, count) {
            (_, 0) => return None,
            (Lang::Fr, 1) => "Un collègue l’a déjà signalé.".to_owned(),
            (Lang::Fr, many) => format!("{many} collègues l’ont déjà signalé."),
            (Lang::En, 1) => "A colleague has reported this already.".to_owned(),
            (Lang::En, many) => format!("{many} colleagues have reported this already."),
        })
    }
}

const FR: Ties = Ties {
    tied: "Interventions liées",
    lead: "Suit l’intervention",
    follows_another: "Suit une autre intervention sur la même panne : ce qui y est fait arrive ici.",
    duplicate: "Doublon de",
    followers: "Demandes qui la suivent",
    same_debt: "Même réparation définitive",

    gather: "Rattacher à…",
    gather_hint: "La même panne, signalée plusieurs fois : celle-ci suit l’autre, nouvelles et états compris.",
    separate: "Détacher",
    duplicate_of: "Doublon de…",
    duplicate_hint: "La même chose, dite deux fois : celle-ci s’arrête, son demandeur suit l’autre.",
    settled_by: "Réparation définitive faite ailleurs",
    settled_hint: "Ce qui a été fait, et pourquoi cela solde cette réparation.",
    other: "Intervention",
    other_hint: "Sa référence, chez le même client.",

    accept_risk: "Accepter le risque",
    accept_risk_hint: "Au nom de votre société : la réparation définitive ne sera pas faite. Dites pourquoi.",
    review_on: "Revoir cette décision le",
    review_hint: "Votre prestataire vous en reparlera ce jour-là.",
    review_of: "Risque accepté, à revoir le",

    debts: "Réparations définitives à faire",
    owed: "Réparations dues",
    debts_short: "À réparer",
    relapse_count: "Rechutes",
    no_debt: "Aucune réparation définitive n’est due.",
    no_debt_help: "Chaque dépannage provisoire en ouvre une ici.",
    oldest_first: "La plus ancienne d’abord.",
    reviews: "Risques acceptés à revoir",
    reviews_lead: "Le jour de revue fixé par le client est venu.",
    reviewed: "Revu avec le client",

    lang: Lang::Fr,
};

const EN: Ties = Ties {
    tied: "Linked interventions",
    lead: "Follows the intervention",
    follows_another: "Follows another intervention about the same failure: what is done there arrives here.",
    duplicate: "Duplicate of",
    followers: "Requests that follow it",
    same_debt: "Same definitive repair",

    gather: "Gather under…",
    gather_hint: "The same failure, reported several times: this one follows the other, news and states included.",
    separate: "Separate",
    duplicate_of: "Duplicate of…",
    duplicate_hint: "The same thing, said twice: this one ends, its requester follows the other.",
    settled_by: "Definitive repair done elsewhere",
    settled_hint: "What was done, and why that settles this repair.",
    other: "Intervention",
    other_hint: "Its reference, of the same client.",

    accept_risk: "Accept the risk",
    accept_risk_hint: "On behalf of your company: the definitive repair will not be done. Say why.",
    review_on: "Look at this decision again on",
    review_hint: "Your provider will bring it up on that day.",
    review_of: "Risk accepted, to be looked at again on",

    debts: "Definitive repairs to do",
    owed: "Repairs owed",
    debts_short: "Repairs",
    relapse_count: "Relapses",
    no_debt: "No definitive repair is owed.",
    no_debt_help: "Each temporary repair opens one here.",
    oldest_first: "The oldest first.",
    reviews: "Accepted risks to look at again",
    reviews_lead: "The day of review that the client set has come.",
    reviewed: "Looked at with the client",

    lang: Lang::En,
};
