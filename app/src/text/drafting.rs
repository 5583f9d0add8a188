//! Words of the desk's contracts: drafts, what must be corrected, what a version changes.

use super::contract::contract;
use super::contract::terms::{billing, clock_start, target, week};
use super::contract::verdict::{Names, scope};
use super::format::{NBSP, plain_date, plural};
use super::planning::planning;
use super::{Lang, words};
use crate::domain::contract::checks::{Fault, Part, Place};
use crate::domain::contract::{ScopeItem, ServiceHours, Target};
use crate::domain::coverage::ScopeWords;
use crate::domain::coverage::changes::{LineChange, Promised, TermsChange};

/// The words of these pages in that language.
pub const fn drafting(lang: Lang) -> &'static Drafting {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Drafting {
    // On the client's page
    pub workbench: &'static str,
    pub workbench_lead: &'static str,
    pub new_contract: &'static str,
    pub nothing_signed: &'static str,
    pub open_draft: &'static str,

    // A new contract
    pub new_title: &'static str,
    pub new_lead: &'static str,
    pub template: &'static str,
    pub no_template: &'static str,
    pub template_hint: &'static str,
    pub number: &'static str,
    pub number_hint: &'static str,
    pub title: &'static str,
    pub title_hint: &'static str,
    pub starts: &'static str,
    pub starts_hint: &'static str,
    pub ends: &'static str,
    pub ends_hint: &'static str,
    pub renewal: &'static str,
    pub last_notice: &'static str,
    pub start_draft: &'static str,

    // A draft
    pub draft: &'static str,
    pub to_correct: &'static str,
    pub to_correct_lead: &'static str,
    pub ready: &'static str,
    pub ready_help: &'static str,
    pub preview: &'static str,
    pub discard: &'static str,
    pub discard_help: &'static str,
    pub head: &'static str,
    pub observation_hours: &'static str,
    pub observation_hint: &'static str,
    pub save: &'static str,
    pub lines: &'static str,
    pub edit_line: &'static str,
    pub add_line: &'static str,
    pub service: &'static str,
    pub line_title: &'static str,
    pub line_title_hint: &'static str,
    pub remove_line: &'static str,
    pub clauses: &'static str,
    pub clauses_lead: &'static str,
    pub add_clause: &'static str,
    pub remove_clause: &'static str,
    pub reference: &'static str,
    pub clause_title: &'static str,
    pub clause_text: &'static str,
    pub back_to_draft: &'static str,

    // A line
    pub line_facts: &'static str,
    pub granted_by: &'static str,
    pub price: &'static str,
    pub price_hint: &'static str,
    pub billing: &'static str,
    pub included: &'static str,
    pub hour_book: &'static str,
    pub fixed: &'static str,
    pub chargeable: &'static str,
    pub unit: &'static str,
    pub minimum: &'static str,
    pub hour_book_hint: &'static str,
    pub amount: &'static str,
    pub amount_hint: &'static str,
    pub clock_start: &'static str,
    pub vendor_follow_up: &'static str,
    pub vendor_hint: &'static str,
    pub hours: &'static str,
    pub hours_hint: &'static str,
    pub always: &'static str,
    pub closed_on_holidays: &'static str,
    pub kept_calendar: &'static str,
    pub targets: &'static str,
    pub targets_hint: &'static str,
    pub none: &'static str,
    pub no_grid: &'static str,
    pub scope: &'static str,
    pub scope_hint: &'static str,
    pub nothing_in_scope: &'static str,
    pub add_item: &'static str,
    pub remove: &'static str,
    pub polarity: &'static str,
    pub any: &'static str,
    pub category: &'static str,
    pub component: &'static str,
    pub site: &'static str,
    pub activity: &'static str,
    pub clause: &'static str,
    pub note: &'static str,
    pub kept_on_call: &'static str,
    pub stored_meanwhile: &'static str,
    pub approval: &'static str,
    pub hour_book_name: &'static str,
    pub kept_terms: &'static str,

    // The preview
    pub cover: &'static str,
    pub gained: &'static str,
    pub lost: &'static str,
    pub cover_same: &'static str,
    pub terms: &'static str,
    pub terms_same: &'static str,
    pub nothing_in_force: &'static str,
    pub publish: &'static str,
    pub publish_lead: &'static str,
    pub keep_editing: &'static str,

    lang: Lang,
}

impl Drafting {
    /// "Préparer la version 4".
    pub fn prepare(&self, version: u32) -> String {
        match self.lang {
            Lang::Fr => format!("Préparer la version{NBSP}{version}"),
            Lang::En => format!("Prepare version{NBSP}{version}"),
        }
    }

    /// "Version 3 depuis le 1er janvier 2026".
    pub fn version_since(&self, version: u32, date: &str) -> String {
        match self.lang {
            Lang::Fr => format!("version{NBSP}{version}, à compter du {date}"),
            Lang::En => format!("version{NBSP}{version}, from {date}"),
        }
    }

    /// "modifié par A. Martin, 23 novembre à 14 h 05".
    pub fn changed_by(&self, name: &str, when: &str) -> String {
        match self.lang {
            Lang::Fr => format!("modifié par {name}, {when}"),
            Lang::En => format!("changed by {name}, {when}"),
        }
    }

    /// Headline of a draft.
    pub fn draft_of(&self, number: &str, version: u32) -> String {
        match self.lang {
            Lang::Fr => format!("Contrat {number}, version{NBSP}{version} en préparation"),
            Lang::En => format!("Contract {number}, version{NBSP}{version} being prepared"),
        }
    }

    /// What a draft follows, or that it follows nothing.
    pub fn follows(&self, version: Option<(u32, &str)>) -> String {
        match (self.lang, version) {
            (Lang::Fr, Some((version, date))) => {
                format!(
                    "Elle suit la version{NBSP}{version}, en vigueur à compter du {date}. Le client n’en voit rien avant sa publication."
                )
            }
            (Lang::Fr, None) => {
                "Nouveau contrat. Le client n’en voit rien avant sa publication.".to_owned()
            }
            (Lang::En, Some((version, date))) => {
                format!(
                    "It follows version{NBSP}{version}, in force from {date}. The client sees nothing of it before it is published."
                )
            }
            (Lang::En, None) => {
                "A new contract. The client sees nothing of it before it is published.".to_owned()
            }
        }
    }

    /// Headline of the preview.
    pub fn preview_of(&self, version: u32, client: &str, date: &str) -> String {
        match self.lang {
            Lang::Fr => format!("Ce que la version{NBSP}{version} change pour {client}, au {date}"),
            Lang::En => format!("What version{NBSP}{version} changes for {client}, on {date}"),
        }
    }

    /// "Comparée à la version 3, en vigueur ce jour-là."
    pub fn compared_to(&self, version: u32) -> String {
        match self.lang {
            Lang::Fr => format!("Comparée à la version{NBSP}{version}, en vigueur ce jour-là."),
            Lang::En => format!("Compared with version{NBSP}{version}, in force on that day."),
        }
    }

    /// "Maintenance : 3 équipements ou services".
    pub fn counted(&self, service: &str, count: usize) -> String {
        let number = i64::try_from(count).unwrap_or(i64::MAX);
        match self.lang {
            Lang::Fr => {
                let noun = plural(
                    self.lang,
                    number,
                    "équipement ou service",
                    "équipements ou services",
                );
                format!("{service}{NBSP}: {count} {noun}")
            }
            Lang::En => {
                let noun = plural(
                    self.lang,
                    number,
                    "device or service",
                    "devices or services",
                );
                format!("{service}: {count} {noun}")
            }
        }
    }

    /// "ERP Soins, à Colmar seulement".
    pub fn only_at(&self, component: &str, site: &str) -> String {
        match self.lang {
            Lang::Fr => format!("{component} ({site} seulement)"),
            Lang::En => format!("{component} ({site} only)"),
        }
    }
}

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
        Fault::NoHourBook => "Le contrat n’a pas de carnet d’heures\u{a0}: il s’ouvre par le fichier d’import.".into(),
        Fault::NoUnit => "L’unité débitée du carnet d’heures n’a pas de durée.".into(),
        Fault::NoHourBought => "Aucune heure n’est achetée avec le contrat.".into(),
        Fault::Warnings => "Les seuils d’alerte vont du plus haut au plus bas, trois au plus, sous les heures achetées.".into(),
        Fault::NothingToApprove => "Rien ne demande de validation\u{a0}: donnez un montant, une nature ou un rôle.".into(),
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
        Fault::NoHourBook => "The contract has no hour book: the import file opens one.".into(),
        Fault::NoUnit => "The unit debited from the hour book has no length.".into(),
        Fault::NoHourBought => "No hour is bought with the contract.".into(),
        Fault::Warnings => "Warning levels go from the highest to the lowest, three at most, below the hours bought.".into(),
        Fault::NothingToApprove => "Nothing needs approval: give a sum, a nature or a role.".into(),
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

/// "lundi", "Monday". 1 = Monday.
pub const fn day_name(lang: Lang, day: u8) -> &'static str {
    match (lang, day) {
        (Lang::Fr, 1) => "lundi",
        (Lang::Fr, 2) => "mardi",
        (Lang::Fr, 3) => "mercredi",
        (Lang::Fr, 4) => "jeudi",
        (Lang::Fr, 5) => "vendredi",
        (Lang::Fr, 6) => "samedi",
        (Lang::Fr, _) => "dimanche",
        (Lang::En, 1) => "Monday",
        (Lang::En, 2) => "Tuesday",
        (Lang::En, 3) => "Wednesday",
        (Lang::En, 4) => "Thursday",
        (Lang::En, 5) => "Friday",
        (Lang::En, 6) => "Saturday",
        (Lang::En, _) => "Sunday",
    }
}

/// Something that differs: what it is about, and how it differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub about: String,
    pub words: String,
}

/// A change of the terms in plain words.
pub fn terms_change(lang: Lang, change: &TermsChange, names: &Names) -> Difference {
    let fr = lang == Lang::Fr;
    let line = |title: &str, service| format!("{title} ({})", words::service_line(lang, service));
    let pick = |french: &str, english: &str| {
        if fr {
            french.to_owned()
        } else {
            english.to_owned()
        }
    };
    let clause =
        |reference: &str, title: &str| format!("{} {reference}, {title}", pick("Clause", "Clause"));
    let (about, words) = match change {
        TermsChange::LineAdded { title, service } => (
            line(title, *service),
            pick("nouvelle prestation", "new line"),
        ),
        TermsChange::LineRemoved { title, service } => (
            line(title, *service),
            pick("prestation retirée", "line removed"),
        ),
        TermsChange::Line { title, what, .. } => (title.clone(), line_change(lang, what, names)),
        TermsChange::ClauseAdded { reference, title } => {
            (clause(reference, title), pick("ajoutée", "added"))
        }
        TermsChange::ClauseRemoved { reference, title } => {
            (clause(reference, title), pick("retirée", "removed"))
        }
        TermsChange::ClauseChanged { reference, title } => {
            (clause(reference, title), pick("réécrite", "rewritten"))
        }
        TermsChange::ObservationHours { before, after } => (
            contract(lang).observation.to_owned(),
            from_to(
                lang,
                &format!("{before}{NBSP}h"),
                &format!("{after}{NBSP}h"),
            ),
        ),
        TermsChange::PlannedNotice { before, after } => {
            let words = |days: Option<u32>| planning(lang).days_before(days);
            (
                planning(lang).notice.to_owned(),
                from_to(lang, &words(*before), &words(*after)),
            )
        }
    };
    Difference { about, words }
}

fn line_change(lang: Lang, change: &LineChange, names: &Names) -> String {
    let fr = lang == Lang::Fr;
    let text = drafting(lang);
    let said = |name: &str, value: String| {
        if fr {
            format!("{name}{NBSP}: {value}")
        } else {
            format!("{name}: {value}")
        }
    };
    let item = |title: &str, title_en: &str| {
        if fr {
            title.to_owned()
        } else {
            title_en.to_owned()
        }
    };
    match change {
        LineChange::Title { before } => said(
            text.line_title,
            if fr {
                format!("auparavant «{NBSP}{before}{NBSP}»")
            } else {
                format!("formerly “{before}”")
            },
        ),
        LineChange::Price { before, after } => said(
            text.price,
            from_to(lang, or_none(lang, before), or_none(lang, after)),
        ),
        LineChange::Billing { before, after } => said(
            text.billing,
            from_to(lang, &billing(lang, before), &billing(lang, after)),
        ),
        LineChange::ClockStart { before, after } => said(
            text.clock_start,
            from_to(lang, clock_start(lang, *before), clock_start(lang, *after)),
        ),
        LineChange::Hours { before, after } => said(
            text.hours,
            from_to(
                lang,
                &hours_in_words(lang, before),
                &hours_in_words(lang, after),
            ),
        ),
        LineChange::Target {
            priority,
            promise,
            before,
            after,
        } => {
            let name = format!(
                "{}, {}",
                promised(lang, *promise),
                words::priority(lang, *priority)
            );
            said(
                &name,
                from_to(lang, &delay(lang, *before), &delay(lang, *after)),
            )
        }
        LineChange::VendorFollowUp { after } => match (fr, after) {
            (true, true) => "suivi de l’éditeur, sans rétablissement promis".into(),
            (true, false) => "n’est plus un simple suivi de l’éditeur".into(),
            (false, true) => "follow-up with the vendor, no restoration promised".into(),
            (false, false) => "no longer a mere follow-up with the vendor".into(),
        },
        LineChange::OnCall { before, after } => said(
            contract(lang).on_call,
            match (fr, before, after) {
                (true, false, _) => "ajoutée".into(),
                (true, true, false) => "supprimée".into(),
                (true, true, true) => "modifiée".into(),
                (false, false, _) => "added".into(),
                (false, true, false) => "removed".into(),
                (false, true, true) => "changed".into(),
            },
        ),
        LineChange::ScopeAdded(one) => said(
            if fr {
                "périmètre, ajouté"
            } else {
                "scope, added"
            },
            scope_item(lang, one, names),
        ),
        LineChange::ScopeRemoved(one) => said(
            if fr {
                "périmètre, retiré"
            } else {
                "scope, removed"
            },
            scope_item(lang, one, names),
        ),
        LineChange::CatalogueAdded { title, title_en } => said(
            if fr {
                "catalogue, ajouté"
            } else {
                "catalogue, added"
            },
            item(title, title_en),
        ),
        LineChange::CatalogueRemoved { title, title_en } => said(
            if fr {
                "catalogue, retiré"
            } else {
                "catalogue, removed"
            },
            item(title, title_en),
        ),
    }
}

/// "480 € → 520 €", said rather than drawn.
fn from_to(lang: Lang, before: &str, after: &str) -> String {
    match lang {
        Lang::Fr => format!("{after} (auparavant {before})"),
        Lang::En => format!("{after} (formerly {before})"),
    }
}

fn or_none(lang: Lang, text: &str) -> &str {
    match (lang, text) {
        (Lang::Fr, "") => "rien",
        (Lang::En, "") => "nothing",
        _ => text,
    }
}

fn delay(lang: Lang, given: Option<Target>) -> String {
    given.map_or_else(
        || contract(lang).no_commitment.to_owned(),
        |given| target(lang, given),
    )
}

const fn promised(lang: Lang, promise: Promised) -> &'static str {
    let text = contract(lang);
    match promise {
        Promised::Response => text.response,
        Promised::Restoration => text.restoration,
        Promised::Curative => text.curative,
    }
}

/// The week on one line.
pub fn hours_in_words(lang: Lang, hours: &ServiceHours) -> String {
    let lines: Vec<String> = week(lang, hours)
        .into_iter()
        .map(|line| format!("{} {}", line.days.to_lowercase(), line.hours))
        .collect();
    lines.join("\u{a0}; ")
}

/// "inclus : Infrastructure, à Colmar".
pub fn scope_item(lang: Lang, item: &ScopeItem, names: &Names) -> String {
    let said = scope(lang, &scope_words(item), names);
    let polarity = words::polarity(lang, item.polarity);
    match lang {
        Lang::Fr => format!("{polarity}{NBSP}: {said}"),
        Lang::En => format!("{polarity}: {said}"),
    }
}

fn scope_words(item: &ScopeItem) -> ScopeWords {
    ScopeWords {
        component: item.component.clone(),
        category: item.category,
        site: item.site.clone(),
        activity: item.activity.clone(),
        clause: item.clause.clone(),
        note: item.note.clone(),
    }
}

const FR: Drafting = Drafting {
    workbench: "Préparer les contrats",
    workbench_lead: "Une version publiée ne change plus. Pour la modifier, préparez la suivante.",
    new_contract: "Nouveau contrat",
    nothing_signed: "Aucun contrat n’est enregistré.",
    open_draft: "Reprendre la préparation",

    new_title: "Nouveau contrat",
    new_lead: "Il part d’un modèle et reste en préparation tant que vous ne le publiez pas.",
    template: "Modèle",
    no_template: "Sans modèle : contrat vide",
    template_hint: "Prestations, heures, engagements et clauses de départ. Tout se modifie ensuite.",
    number: "Numéro du contrat",
    number_hint: "Celui du papier : 2026-014.",
    title: "Intitulé",
    title_hint: "Comme le client le lit : Contrat de services informatiques.",
    starts: "Début",
    starts_hint: "Dès la première minute de ce jour.",
    ends: "Terme",
    ends_hint: "Dernier jour, compris. Vide : sans terme.",
    renewal: "Reconduction",
    last_notice: "Dernier jour pour dénoncer",
    start_draft: "Commencer la préparation",

    draft: "En préparation",
    to_correct: "À corriger avant de publier",
    to_correct_lead: "Rien n’est publié tant que cette liste n’est pas vide.",
    ready: "Prêt à être publié",
    ready_help: "Regardez l’aperçu : il dit ce qui change pour le client.",
    preview: "Aperçu et publication",
    discard: "Abandonner cette préparation",
    discard_help: "Tout ce qui a été saisi ici est effacé. Les versions publiées restent.",
    head: "Intitulé et dates",
    observation_hours: "Heures d’observation après une réparation",
    observation_hint: "La même panne dans ce délai est une rechute, sur la même demande.",
    save: "Enregistrer",
    lines: "Prestations",
    edit_line: "Modifier",
    add_line: "Ajouter une prestation",
    service: "Prestation",
    line_title: "Intitulé",
    line_title_hint: "Maintenance des serveurs, Assistance aux utilisateurs…",
    remove_line: "Retirer cette prestation",
    clauses: "Clauses",
    clauses_lead: "Citées au client à chaque réponse qui s’appuie dessus.",
    add_clause: "Ajouter une clause",
    remove_clause: "Retirer cette clause",
    reference: "Référence",
    clause_title: "Titre",
    clause_text: "Texte, tel qu’au contrat",
    back_to_draft: "Retour à la préparation",

    line_facts: "Intitulé, prix et facturation",
    granted_by: "Clause qui l’accorde",
    price: "Prix",
    price_hint: "Comme au contrat : 480 € HT par mois.",
    billing: "Facturation",
    included: "Comprise dans le prix",
    hour_book: "Débitée du carnet d’heures",
    fixed: "Forfait par demande",
    chargeable: "Facturée en sus, sur devis",
    unit: "Unité (min)",
    minimum: "Minimum (min)",
    hour_book_hint: "Carnet d’heures.",
    amount: "Forfait (€ HT)",
    amount_hint: "Forfait par demande.",
    clock_start: "Les délais courent",
    vendor_follow_up: "L’éditeur exploite ce service : nous le suivons, il rétablit",
    vendor_hint: "Aucun rétablissement ne peut alors être promis.",
    hours: "Plage de couverture",
    hours_hint: "Par jour, une ou plusieurs plages : 08:00-12:00, 14:00-18:00. Vide : fermé.",
    always: "24 h sur 24, tous les jours, jours fériés compris",
    closed_on_holidays: "Fermé les jours fériés",
    kept_calendar: "Les fermetures exceptionnelles et la zone de jours fériés viennent du fichier d’import et sont gardées.",
    targets: "Engagements",
    targets_hint: "Heures ouvrées (30 min, 4 h, 1 h 30) ou jours ouvrés (J+1, J+5 fin). Une ligne sans délai coche « pas d’engagement ».",
    none: "Pas d’engagement",
    no_grid: "Tout vide : cette prestation n’engage sur aucun délai.",
    scope: "Périmètre",
    scope_hint: "Ce qui n’est pas inclus est hors périmètre. Une exclusion l’emporte, sauf sur une inclusion plus précise. Laisser « tout » partout vise tout le système d’information.",
    nothing_in_scope: "Rien n’est encore inclus : cette prestation ne couvre rien.",
    add_item: "Ajouter au périmètre",
    remove: "Retirer",
    polarity: "Sens",
    any: "Tout",
    category: "Catégorie",
    component: "Équipement ou service",
    site: "Site",
    activity: "Nature",
    clause: "Clause",
    note: "Précision",
    kept_on_call: "L’astreinte et le catalogue de cette prestation se modifient dans le fichier d’import ; ils sont repris tels quels.",
    stored_meanwhile: "Enregistré entre-temps :",
    approval: "Validation",
    hour_book_name: "Carnet d’heures",
    kept_terms: "Les règles de validation et le carnet d’heures se modifient dans le fichier d’import ; ils sont repris tels quels.",

    cover: "Couverture",
    gained: "Gagnent une couverture",
    lost: "Perdent une couverture",
    cover_same: "Aucun équipement ni service ne gagne ou ne perd de couverture.",
    terms: "Termes",
    terms_same: "Les prestations, heures, délais, prix et clauses sont les mêmes.",
    nothing_in_force: "Aucune version de ce contrat n’est en vigueur ce jour-là : tout y est nouveau.",
    publish: "Publier",
    publish_lead: "Publiée, cette version ne change plus. Le client la lit aussitôt ; elle s’applique à sa date.",
    keep_editing: "Continuer la préparation",

    lang: Lang::Fr,
};

const EN: Drafting = Drafting {
    workbench: "Prepare contracts",
    workbench_lead: "A published version never changes. To change it, prepare the next one.",
    new_contract: "New contract",
    nothing_signed: "No contract is on record.",
    open_draft: "Go on preparing",

    new_title: "New contract",
    new_lead: "It starts from a template and stays in preparation until you publish it.",
    template: "Template",
    no_template: "No template: an empty contract",
    template_hint: "Lines, hours, commitments and clauses to begin with. Everything can be changed after.",
    number: "Number of the contract",
    number_hint: "The one on the paper: 2026-014.",
    title: "Title",
    title_hint: "As the client reads it: IT services contract.",
    starts: "Start",
    starts_hint: "From the first minute of that day.",
    ends: "End",
    ends_hint: "Last day, included. Empty: without an end.",
    renewal: "Renewal",
    last_notice: "Last day to give notice",
    start_draft: "Start preparing",

    draft: "In preparation",
    to_correct: "To correct before publishing",
    to_correct_lead: "Nothing is published until this list is empty.",
    ready: "Ready to be published",
    ready_help: "Look at the preview: it says what changes for the client.",
    preview: "Preview and publish",
    discard: "Give this preparation up",
    discard_help: "Everything typed here is erased. Published versions stay.",
    head: "Title and dates",
    observation_hours: "Hours of observation after a repair",
    observation_hint: "The same failure within that time is a relapse, on the same request.",
    save: "Save",
    lines: "Lines",
    edit_line: "Edit",
    add_line: "Add a line",
    service: "Service",
    line_title: "Title",
    line_title_hint: "Server maintenance, User support…",
    remove_line: "Remove this line",
    clauses: "Clauses",
    clauses_lead: "Quoted to the client with each answer that relies on them.",
    add_clause: "Add a clause",
    remove_clause: "Remove this clause",
    reference: "Reference",
    clause_title: "Title",
    clause_text: "Text, as in the contract",
    back_to_draft: "Back to the preparation",

    line_facts: "Title, price and billing",
    granted_by: "Clause that grants it",
    price: "Price",
    price_hint: "As in the contract: €480 a month before tax.",
    billing: "Billing",
    included: "Included in the price",
    hour_book: "Debited from the hour book",
    fixed: "Fixed sum for each request",
    chargeable: "Charged separately, on quote",
    unit: "Unit (min)",
    minimum: "Minimum (min)",
    hour_book_hint: "Hour book.",
    amount: "Fixed sum (€)",
    amount_hint: "Each request, before tax.",
    clock_start: "The clocks start",
    vendor_follow_up: "The vendor runs this service: we follow up, it restores",
    vendor_hint: "No restoration can then be promised.",
    hours: "Service hours",
    hours_hint: "One or more intervals a day: 08:00-12:00, 14:00-18:00. Empty: closed.",
    always: "Round the clock, every day, public holidays included",
    closed_on_holidays: "Closed on public holidays",
    kept_calendar: "Exceptional closures and the holiday zone come from the import file and are kept.",
    targets: "Commitments",
    targets_hint: "Open time (30 min, 4 h, 1 h 30) or working days (D+1, D+5 end). A row without a delay ticks “no commitment”.",
    none: "No commitment",
    no_grid: "All empty: this line commits to no delay.",
    scope: "Scope",
    scope_hint: "What is not included is out of scope. An exclusion wins, except over a narrower inclusion. Leaving “everything” everywhere means the whole information system.",
    nothing_in_scope: "Nothing is included yet: this line covers nothing.",
    add_item: "Add to the scope",
    remove: "Remove",
    polarity: "Direction",
    any: "Everything",
    category: "Category",
    component: "Device or service",
    site: "Site",
    activity: "Nature",
    clause: "Clause",
    note: "Detail",
    kept_on_call: "On call and the catalogue of this line are changed in the import file; they are taken over as they are.",
    stored_meanwhile: "Stored meanwhile:",
    approval: "Approval",
    hour_book_name: "Hour book",
    kept_terms: "Approval rules and the hour book are changed in the import file; they are taken over as they are.",

    cover: "Cover",
    gained: "Gain cover",
    lost: "Lose cover",
    cover_same: "No device and no service gains or loses cover.",
    terms: "Terms",
    terms_same: "Lines, hours, delays, prices and clauses are the same.",
    nothing_in_force: "No version of this contract is in force on that day: everything in it is new.",
    publish: "Publish",
    publish_lead: "Once published, this version never changes. The client reads it at once; it applies from its date.",
    keep_editing: "Go on preparing",

    lang: Lang::En,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contract::Priority;

    #[test]
    fn changes_read_as_sentences() {
        let change = TermsChange::Line {
            title: "Maintenance".into(),
            service: crate::domain::contract::ServiceLine::Corrective,
            what: LineChange::Target {
                priority: Priority::P1,
                promise: Promised::Response,
                before: None,
                after: Some(Target::OpenMinutes(30)),
            },
        };
        let said = terms_change(Lang::Fr, &change, &Names::default());
        let plain = said.words.replace(NBSP, " ");
        assert_eq!(said.about, "Maintenance");
        assert_eq!(
            plain,
            "GTI, P1 · bloquant : 30 min (auparavant pas d’engagement)"
        );
        let said = terms_change(Lang::En, &change, &Names::default());
        assert_eq!(
            said.words.replace(NBSP, " "),
            "Response, P1 · blocking: 30 min (formerly no commitment)"
        );
    }
}
