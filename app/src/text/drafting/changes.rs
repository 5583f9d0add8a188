//! What the next version of a contract changes, in words.

use super::drafting;
use crate::domain::contract::{Priority, ScopeItem, ServiceHours, Target};
use crate::domain::coverage::ScopeWords;
use crate::domain::coverage::changes::{LineChange, Promised, TermsChange};
use crate::text::contract::contract;
use crate::text::contract::terms::{billing, clock_start, target, week};
use crate::text::contract::verdict::{Names, scope};
use crate::text::format::NBSP;
use crate::text::planning::planning;
use crate::text::{Lang, words};

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
        TermsChange::ClosingDays { before, after } => {
            let words = |days: u16| contract(lang).working_days_after(days);
            (
                contract(lang).closing.to_owned(),
                from_to(lang, &words(*before), &words(*after)),
            )
        }
        TermsChange::Seen {
            state,
            before,
            after,
        } => {
            let text = contract(lang);
            let level = |priority: Option<Priority>| {
                priority.map_or(text.seen_unqualified, |it| words::priority(lang, it))
            };
            let about = format!(
                "{}, {}",
                text.seen,
                words::component_state(lang, *state).to_lowercase()
            );
            (about, from_to(lang, level(*before), level(*after)))
        }
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
        Promised::Answer => text.answer,
        Promised::Communication => text.communication,
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
