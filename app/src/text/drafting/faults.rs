//! What must be corrected in a draft, and where, in words.

use super::{day_name, drafting};
use crate::domain::contract::checks::{Fault, Part, Place};
use crate::text::contract::contract;
use crate::text::contract::verdict::Names;
use crate::text::format::{NBSP, plain_date};
use crate::text::{Lang, words};

/// Where something must be corrected, in words. `titles` finds the title of a line.
pub fn place(lang: Lang, place: &Place, title: &str) -> String {
    let text = drafting(lang);
    match place {
        Place::Dates => text.head.to_owned(),
        Place::Terms => text.lines.to_owned(),
        Place::Clauses => text.clauses.to_owned(),
        Place::Approval => text.approval.to_owned(),
        Place::HourBook => text.hour_book_name.to_owned(),
        Place::Line { part, .. } => match part_name(lang, *part) {
            Some(part) => format!("{title}, {part}"),
            None => title.to_owned(),
        },
    }
}

fn part_name(lang: Lang, part: Part) -> Option<String> {
    let text = drafting(lang);
    let name = match part {
        Part::Itself => return None,
        Part::Hours => text.hours,
        Part::Targets => text.targets,
        Part::OnCall => contract(lang).on_call,
        Part::Scope => text.scope,
        Part::Billing => text.billing,
        Part::Catalogue => contract(lang).catalogue,
    };
    Some(name.to_lowercase())
}

/// What must be corrected, as a sentence.
pub fn fault(lang: Lang, fault: &Fault, names: &Names) -> String {
    match lang {
        Lang::Fr => fault_fr(fault, names),
        Lang::En => fault_en(fault, names),
    }
}

fn fault_fr(fault: &Fault, names: &Names) -> String {
    let level = |priority| words::priority(Lang::Fr, priority);
    match fault {
        Fault::EndsBeforeStart => "Le terme précède le début.".into(),
        Fault::TacitWithoutEnd => "Une reconduction tacite suppose un terme\u{a0}: la date à laquelle le contrat se reconduit.".into(),
        Fault::StartsTooEarly { follows } => {
            format!("Elle doit commencer après la version{NBSP}{follows}, qu’elle remplace.")
        }
        Fault::NoLine => "Un contrat comporte au moins une prestation.".into(),
        Fault::LineTwice => "Cette prestation figure deux fois.".into(),
        Fault::ClauseTwice { clause } => format!("La clause {clause} figure deux fois."),
        Fault::UntitledClause { clause } => format!("La clause «{NBSP}{clause}{NBSP}» n’a pas de référence ou de titre."),
        Fault::UnknownClause { clause } if clause.is_empty() => "Aucune clause n’est citée.".into(),
        Fault::UnknownClause { clause } => format!("La clause {clause} est citée, mais n’est pas au contrat."),
        Fault::NoTitle => "La prestation n’a pas d’intitulé.".into(),
        Fault::NoHours => "Aucune heure d’ouverture n’est donnée.".into(),
        Fault::ReversedInterval { day } => format!("Une plage du {} se termine avant de commencer.", day_name(Lang::Fr, *day)),
        Fault::OverlappingIntervals { day } => format!("Deux plages du {} se chevauchent.", day_name(Lang::Fr, *day)),
        Fault::IdleHolidays => "Les jours fériés choisis ne disent rien tant que la prestation travaille les jours fériés.".into(),
        Fault::IdleWhitMonday => "Le lundi de Pentecôte travaillé ne dit rien tant que la prestation travaille les jours fériés.".into(),
        Fault::GoodFridayElsewhere => "Le Vendredi saint n’est férié qu’en Alsace-Moselle.".into(),
        Fault::NobodyOnCall => "L’astreinte ne répond à aucun niveau de priorité.".into(),
        Fault::NothingPromised { priority } => {
            format!("{}\u{a0}: donnez un délai, ou cochez «{NBSP}pas d’engagement{NBSP}».", level(*priority))
        }
        Fault::PromisedAndNot { priority } => {
            format!("{}\u{a0}: un délai et «{NBSP}pas d’engagement{NBSP}» se contredisent.", level(*priority))
        }
        Fault::PriorityTwice { priority } => format!("{} figure deux fois.", level(*priority)),
        Fault::ReversedOn { date } => format!("Une plage du {} se termine avant de commencer.", plain_date(Lang::Fr, *date)),
        Fault::OverlappingOn { date } => format!("Deux plages du {} se chevauchent.", plain_date(Lang::Fr, *date)),
        Fault::ExceptionTwice { date } => format!("Le {} a deux horaires exceptionnels.", plain_date(Lang::Fr, *date)),
        Fault::EdgeInAGap { zone, date, minute } => format!(
            "Le {}, les horloges ({zone}) sautent l’heure {}\u{a0}: une plage ne peut pas y commencer ni y finir.",
            plain_date(Lang::Fr, *date), minute_of_day(*minute)
        ),
        Fault::PriorityMissing { priority } => {
            format!("{}\u{a0}: absente de la grille. Donnez un délai, ou cochez «{NBSP}pas d’engagement{NBSP}».", level(*priority))
        }
        Fault::NotOnCall { priority } => format!("{}\u{a0}: l’astreinte n’intervient pas à ce niveau.", level(*priority)),
        Fault::UnknownItem { item } => format!("Aucune prestation n’a la demande «{NBSP}{}{NBSP}» à son catalogue.", names.item(item)),
        Fault::ItemTwice { item } => format!("La demande «{NBSP}{}{NBSP}» figure deux fois au catalogue.", names.item(item)),
        Fault::FieldTwice { item, .. } => format!("La demande «{NBSP}{}{NBSP}» pose deux fois la même question.", names.item(item)),
        Fault::NoHourBook => "Le contrat n’a pas de carnet d’heures\u{a0}: ouvrez-le dans les conditions du contrat.".into(),
        Fault::NoUnit => "L’unité débitée du carnet d’heures n’a pas de durée.".into(),
        Fault::NoHourBought => "Aucune heure n’est achetée avec le contrat.".into(),
        Fault::Warnings => "Les seuils d’alerte vont du plus haut au plus bas, trois au plus, sous les heures achetées.".into(),
        Fault::NothingToApprove => "Rien ne demande de validation\u{a0}: donnez un montant, une nature ou un rôle.".into(),
        Fault::AnswerElsewhere => "Seul un helpdesk promet une réponse ; les autres prennent en main et rétablissent.".into(),
        Fault::NewsInDays { priority } => format!("Les nouvelles de {} se promettent en heures, pas en jours.", words::priority(Lang::Fr, *priority)),
        Fault::HelpdeskRestores => "Un helpdesk promet une réponse, jamais un rétablissement.".into(),
        Fault::HelpdeskActs => "Un helpdesk conseille\u{a0}: les demandes au catalogue sont des actes, d’une autre prestation.".into(),
        Fault::VendorRestores => "Ce que l’éditeur exploite est suivi\u{a0}: son rétablissement ne peut pas être promis.".into(),
        Fault::UnknownComponent { component } => {
            format!("Le client n’a pas d’équipement ou de service «{NBSP}{}{NBSP}».", names.component(component))
        }
        Fault::UnknownSite { site } => format!("Le client n’a pas de site «{NBSP}{}{NBSP}».", names.site(site)),
    }
}

fn fault_en(fault: &Fault, names: &Names) -> String {
    let level = |priority| words::priority(Lang::En, priority);
    match fault {
        Fault::EndsBeforeStart => "It ends before it starts.".into(),
        Fault::TacitWithoutEnd => {
            "A tacit renewal needs an end: the date that it renews at.".into()
        }
        Fault::StartsTooEarly { follows } => {
            format!("It must start after version{NBSP}{follows}, which it replaces.")
        }
        Fault::NoLine => "A contract has at least one line.".into(),
        Fault::LineTwice => "This line stands here twice.".into(),
        Fault::ClauseTwice { clause } => format!("Clause {clause} stands here twice."),
        Fault::UntitledClause { clause } => {
            format!("Clause “{clause}” lacks a reference or a title.")
        }
        Fault::UnknownClause { clause } if clause.is_empty() => "No clause is quoted.".into(),
        Fault::UnknownClause { clause } => {
            format!("Clause {clause} is quoted, but not in the contract.")
        }
        Fault::NoTitle => "The line has no title.".into(),
        Fault::NoHours => "No service hours are given.".into(),
        Fault::ReversedInterval { day } => format!(
            "An interval of {} ends before it starts.",
            day_name(Lang::En, *day)
        ),
        Fault::OverlappingIntervals { day } => {
            format!("Two intervals of {} overlap.", day_name(Lang::En, *day))
        }
        Fault::IdleHolidays => "The public holidays say nothing while the line works on them.".into(),
        Fault::IdleWhitMonday => "Whit Monday worked says nothing while the line works on public holidays.".into(),
        Fault::GoodFridayElsewhere => "Good Friday is a public holiday in Alsace-Moselle only.".into(),
        Fault::NobodyOnCall => "The on call answers at no level of priority.".into(),
        Fault::NothingPromised { priority } => format!(
            "{}: give a delay, or tick “no commitment”.",
            level(*priority)
        ),
        Fault::PromisedAndNot { priority } => format!(
            "{}: a delay and “no commitment” contradict each other.",
            level(*priority)
        ),
        Fault::PriorityTwice { priority } => format!("{} stands here twice.", level(*priority)),
        Fault::ReversedOn { date } => format!("An interval of {} ends before it starts.", plain_date(Lang::En, *date)),
        Fault::OverlappingOn { date } => format!("Two intervals of {} overlap.", plain_date(Lang::En, *date)),
        Fault::ExceptionTwice { date } => format!("{} has two exceptional hours.", plain_date(Lang::En, *date)),
        Fault::EdgeInAGap { zone, date, minute } => format!(
            "On {}, the clocks of {zone} jump over {}: no interval can start or end there.",
            plain_date(Lang::En, *date), minute_of_day(*minute)
        ),
        Fault::PriorityMissing { priority } => format!("{}: missing from the grid. Give a delay, or tick “no commitment”.", level(*priority)),
        Fault::NotOnCall { priority } => format!("{}: nobody is on call at that level.", level(*priority)),
        Fault::UnknownItem { item } => format!("No line has the request “{}” in its catalogue.", names.item(item)),
        Fault::ItemTwice { item } => format!("The request “{}” stands twice in the catalogue.", names.item(item)),
        Fault::FieldTwice { item, .. } => format!("The request “{}” asks the same question twice.", names.item(item)),
        Fault::NoHourBook => "The contract has no hour book: open one in the contract’s terms.".into(),
        Fault::NoUnit => "The unit debited from the hour book has no length.".into(),
        Fault::NoHourBought => "No hour is bought with the contract.".into(),
        Fault::Warnings => "Warning levels go from the highest to the lowest, three at most, below the hours bought.".into(),
        Fault::NothingToApprove => "Nothing needs approval: give a sum, a nature or a role.".into(),
        Fault::AnswerElsewhere => "Only a helpdesk promises an answer; the others respond and restore.".into(),
        Fault::NewsInDays { priority } => format!("News of {} are promised in hours, not in days.", words::priority(Lang::En, *priority)),
        Fault::HelpdeskRestores => "A helpdesk promises an answer, never a restoration.".into(),
        Fault::HelpdeskActs => {
            "A helpdesk advises: requests of the catalogue are acts, of another line.".into()
        }
        Fault::VendorRestores => {
            "What the vendor runs is followed up: its restoration cannot be promised.".into()
        }
        Fault::UnknownComponent { component } => format!(
            "The client has no device or service “{}”.",
            names.component(component)
        ),
        Fault::UnknownSite { site } => format!("The client has no site “{}”.", names.site(site)),
    }
}

/// "02:30".
fn minute_of_day(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
