//! What a stored verdict and the terms that it rests on promise: nothing is decided again.

use super::{Promise, Targets};
use crate::domain::calendar::{LONGEST_WINDOW_DAYS, days_for};
use crate::domain::contract::{Activity, Line, Priority, ServiceLine, Target, Terms};
use crate::domain::coverage::{Reason, Verdict};
use crate::domain::folding::fold_text;
use crate::domain::intervention::HoldReason;
use crate::domain::time::{DAY_MS, EpochMs, MINUTE_MS};
use crate::domain::timetable::Timetable;

/// What a promise is made of, before the hours of its line are expanded.
#[derive(Debug, Clone, Copy)]
pub struct Promised<'a> {
    pub terms: &'a Terms,
    pub line: &'a Line,
    pub verdict: &'a Verdict,
    pub activity: &'a Activity,
    pub declared_at: EpochMs,
}

impl<'a> Promised<'a> {
    /// None when no line answers: then nothing is promised.
    pub fn of(
        terms: &'a Terms,
        verdict: &'a Verdict,
        activity: &'a Activity,
        declared_at: EpochMs,
    ) -> Option<Promised<'a>> {
        let named = verdict.line.as_ref()?;
        let line = terms.lines.iter().find(|line| line.key == named.line)?;
        Some(Promised {
            terms,
            line,
            verdict,
            activity,
            declared_at,
        })
    }

    /// Whether on call serves it, so that its hours join the line's.
    pub fn is_on_call(&self) -> bool {
        let serves = |reason: &Reason| matches!(reason, Reason::OnCallServes { .. });
        self.verdict.proof.iter().any(serves)
    }

    /// How many days of hours its clocks need, from the day of the declaration, to be read at `until`.
    pub fn days(&self, until: EpochMs) -> u64 {
        let Targets {
            response,
            restoration,
            curative,
            answer,
            communication,
            delivery,
        } = self.targets();
        let all = [
            response,
            restoration,
            curative,
            answer,
            communication,
            delivery,
        ];
        let needed = all.into_iter().flatten().map(days_of).max().unwrap_or(0);
        let lived = u64::try_from((until - self.declared_at) / DAY_MS).unwrap_or(0);
        (needed + lived + 3).min(LONGEST_WINDOW_DAYS)
    }

    /// With the hours of the line, and those of on call.
    pub fn on(&self, hours: Timetable, on_call: Option<Timetable>) -> Promise {
        let commitment = self.verdict.commitment.as_ref();
        let joined = on_call.filter(|_| self.is_on_call());
        Promise {
            service: self.line.service,
            catalogue: matches!(self.activity, Activity::Catalogue(_)),
            declared_at: commitment.map_or(self.declared_at, |told| {
                told.now.declared.at.max(self.declared_at)
            }),
            starts: self.line.clock_start,
            targets: self.targets(),
            vendor_follow_up: self.line.vendor_follow_up,
            pausing: listed(&self.terms.hold_reasons),
            hours: match &joined {
                Some(on_call) => hours.joined(on_call),
                None => hours.clone(),
            },
            working: hours,
        }
    }

    /// What is promised of each clock, at the priority that was decided.
    pub fn targets(&self) -> Targets {
        if let Activity::Catalogue(item) = self.activity {
            let listed = self.line.catalogue.iter().find(|one| one.key == *item);
            return Targets {
                delivery: listed.and_then(|item| item.delay),
                ..Targets::default()
            };
        }
        let Some(priority) = self.verdict.priority else {
            return Targets::default();
        };
        let called = self
            .verdict
            .commitment
            .as_ref()
            .is_some_and(|told| told.now.on_call.is_some());
        let duty = self.line.on_call.as_ref().filter(|_| called);
        match duty.map(|duty| &duty.targets).filter(|own| !own.is_empty()) {
            Some(own) => of_priority(own, priority, self.line),
            None => of_priority(&self.line.targets, priority, self.line),
        }
    }
}

fn of_priority(
    grid: &[crate::domain::contract::PriorityTargets],
    priority: Priority,
    line: &Line,
) -> Targets {
    let Some(row) = grid
        .iter()
        .find(|row| row.priority == priority && !row.none)
    else {
        return Targets::default();
    };
    let repairs = line.service == ServiceLine::Corrective;
    Targets {
        response: row.response,
        restoration: row
            .restoration
            .filter(|_| repairs && !line.vendor_follow_up),
        curative: row.curative.filter(|_| repairs),
        answer: row.answer.filter(|_| line.service == ServiceLine::Helpdesk),
        communication: row.communication,
        delivery: None,
    }
}

/// The reasons that a contract's words name; words that name none, or several, stop no clock.
pub fn listed(words: &[String]) -> Vec<HoldReason> {
    let mut reasons: Vec<HoldReason> = words.iter().filter_map(|words| named(words)).collect();
    reasons.sort_unstable();
    reasons.dedup();
    reasons
}

/// The reason that these words name: its code, or words in which one and only one is recognised.
pub fn named(words: &str) -> Option<HoldReason> {
    if let Some(reason) = HoldReason::from_code(words.trim()) {
        return Some(reason);
    }
    const KNOWN: [(HoldReason, &[&str]); 4] = [
        (
            HoldReason::Client,
            &[
                "client",
                "customer",
                "utilisateur",
                "user",
                "acces",
                "access",
            ],
        ),
        (
            HoldReason::ThirdParty,
            &[
                "tiers",
                "third",
                "editeur",
                "vendor",
                "fournisseur",
                "supplier",
                "operateur",
                "carrier",
            ],
        ),
        (HoldReason::Part, &["piece", "part", "parts"]),
        (HoldReason::Quote, &["devis", "quote"]),
    ];
    let folded = fold_text(words);
    let mut spoken: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .map(|word| word.strip_suffix('s').unwrap_or(word))
        .collect();
    spoken.retain(|word| !word.is_empty());
    let mut found = KNOWN.iter().filter(|(_, names)| {
        names
            .iter()
            .any(|name| spoken.contains(&name.strip_suffix('s').unwrap_or(name)))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first.0)
}

fn days_of(target: Target) -> u64 {
    match target {
        Target::OpenMinutes(minutes) => days_for(i64::from(minutes) * MINUTE_MS),
        // Two working days a week at least, and holidays.
        Target::WorkingDaysSameHour(days) | Target::WorkingDaysEndOfDay(days) => {
            u64::from(days) * 4 + 30
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_contract_name_a_reason_or_none() {
        use HoldReason::{Client, Other, Part, Quote, ThirdParty};
        for (words, expected) in [
            ("en attente du client", Some(Client)),
            ("en attente d’un tiers", Some(ThirdParty)),
            ("Pièce commandée", Some(Part)),
            ("waiting for a spare part", Some(Part)),
            ("devis en cours de signature", Some(Quote)),
            ("third_party", Some(ThirdParty)),
            ("other", Some(Other)),
            ("attente de l’éditeur", Some(ThirdParty)),
            // Two at once: which one stops the clock is for the contract to say.
            ("pièce fournie par le client", None),
            ("accès au site refusé", Some(Client)),
            ("vacances", None),
            ("participation", None),
            ("", None),
        ] {
            assert_eq!(named(words), expected, "{words}");
        }
        let words = ["en attente du client", "client", "vacances", "devis"];
        assert_eq!(listed(&words.map(str::to_owned)), [Client, Quote]);
    }
}
