//! Steps 7 and 8: which hours run, through which channel, and when each promise falls due.

use serde::{Deserialize, Serialize};

use super::facts::{Facts, Hours};
use super::scope::{Winner, compete};
use super::verdict::{Question, Reason};
use crate::domain::coded::coded_enum;
use crate::domain::contract::{
    Activity, ClockStart, ContractVersion, Line, OnCall, Priority, PriorityTargets, ServiceLine,
    Target,
};
use crate::domain::deadline::{Deadline, NoDeadline, deadline};
use crate::domain::time::{EpochMs, LocalInstant};
use crate::domain::timetable::{Timetable, offset_at};

/// What the contract promises for this request, if it is sent now, and if it waits for the opening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Commitment {
    /// What clocks show at the site: seconds from UTC, and from when.
    pub offsets: Vec<(EpochMs, i32)>,
    pub now: Sent,
    /// Outside the hours, with somebody on call: the other choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_opening: Option<Sent>,
}

/// A request declared at an instant through a channel, and what is then due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    pub declared: LocalInstant,
    pub channel: Channel,
    /// On call answers it, at that price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_call: Option<Duty>,
    pub due: Vec<Due>,
}

coded_enum! {
    /// What starts the clock.
    pub enum Channel { Portal = "portal", Phone = "phone" }
}

/// Astreinte, as the client pays for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    pub price: String,
    pub clause: String,
}

coded_enum! {
    pub enum Clock {
        /// GTI.
        Response = "response",
        /// GTR.
        Restoration = "restoration",
        /// Délai de remise en état.
        Curative = "curative",
        /// The helpdesk's answer.
        Answer = "answer",
        /// The delay of a catalogue request.
        Delivery = "delivery",
    }
}

/// One promise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Due {
    pub clock: Clock,
    pub target: Option<Target>,
    pub falls: Falls,
}

/// When a promise falls due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Falls {
    At(Deadline),
    /// No commitment (pas d'engagement).
    NotPromised,
    /// The vendor runs it: followed up, not restored (suivi éditeur).
    VendorFollowUp,
    /// The clock starts when the work does.
    FromStart,
    /// The clock starts with the palliative repair.
    FromPalliative,
    /// The calendar does not open again.
    NoOpening,
    /// Beyond the days that the page knows: the server tells.
    Beyond,
}

impl Commitment {
    /// The instant as clocks show it at the site.
    pub fn local(&self, at: EpochMs) -> LocalInstant {
        LocalInstant {
            at,
            offset_s: offset_at(&self.offsets, at),
        }
    }

    /// Once it is sent there is no choice any more: a form at night waits for the opening where on call answers
    /// the telephone only.
    #[must_use]
    pub fn sent_through(self, channel: Channel) -> Commitment {
        let waits = self.now.channel == Channel::Phone && channel == Channel::Portal;
        let opening = self.at_opening.filter(|_| waits);
        Commitment {
            now: opening.unwrap_or(self.now),
            at_opening: None,
            ..self
        }
    }

    /// When that promise falls due if the request is sent now.
    pub fn due(&self, clock: Clock) -> Option<&Deadline> {
        let due = self.now.due.iter().find(|due| due.clock == clock)?;
        match &due.falls {
            Falls::At(deadline) => Some(deadline),
            _ => None,
        }
    }
}

/// Decides both steps, and says them in the proof. None when the hours are not known.
pub(super) fn commitment(
    question: &Question,
    contract: &ContractVersion,
    line: &Line,
    priority: Option<Priority>,
    facts: &Facts,
    proof: &mut Vec<Reason>,
) -> Option<Commitment> {
    let hours = facts.hours(&contract.number, &line.key, question.place())?;
    let local = |at| LocalInstant {
        at,
        offset_s: offset_at(hours.offsets, at),
    };
    let open = hours.line.is_open_at(question.at);
    let opens = hours.line.next_open(question.at);
    proof.push(match opens {
        _ if open => Reason::WithinHours,
        Some(opens) => Reason::OutsideHours {
            opens: local(opens),
        },
        None => Reason::NeverOpens,
    });
    let duty = on_call(question, line, priority, proof).zip(hours.on_call);
    let promised = Promised {
        question,
        line,
        priority,
        hours,
    };
    let joined = duty.map(|(_, table)| hours.line.joined(table));
    let clocks = joined.as_ref().unwrap_or(hours.line);
    // Called out: outside the line's hours, within those of on call.
    let called = duty.filter(|(_, table)| !open && table.is_open_at(question.at));
    let portal = |at: EpochMs| Sent {
        declared: local(at),
        channel: Channel::Portal,
        on_call: None,
        due: promised.due(at, &line.targets, clocks),
    };
    let (now, at_opening) = match called {
        None => (portal(question.at), None),
        Some((duty, _)) => {
            let targets = if duty.targets.is_empty() {
                &line.targets
            } else {
                &duty.targets
            };
            let called = Sent {
                declared: local(question.at),
                channel: if duty.by_phone {
                    Channel::Phone
                } else {
                    Channel::Portal
                },
                on_call: Some(Duty {
                    price: duty.price.clone(),
                    clause: duty.clause.clone(),
                }),
                due: promised.due(question.at, targets, clocks),
            };
            (called, opens.map(portal))
        }
    };
    say_targets(&now, line, proof);
    Some(Commitment {
        offsets: hours.offsets.to_vec(),
        now,
        at_opening,
    })
}

/// On call, where it serves this request.
fn on_call<'a>(
    question: &Question,
    line: &'a Line,
    priority: Option<Priority>,
    proof: &mut Vec<Reason>,
) -> Option<&'a OnCall> {
    let duty = line.on_call.as_ref()?;
    let priority = priority?;
    let in_scope =
        duty.scope.is_empty() || matches!(compete(&duty.scope, question), Winner::Included(_));
    let serves = in_scope && duty.priorities.contains(&priority);
    proof.push(if serves {
        Reason::OnCallServes {
            by_phone: duty.by_phone,
            price: duty.price.clone(),
            clause: duty.clause.clone(),
        }
    } else {
        Reason::OnCallDoesNotServe {
            in_scope,
            clause: duty.clause.clone(),
        }
    });
    serves.then_some(duty)
}

fn say_targets(now: &Sent, line: &Line, proof: &mut Vec<Reason>) {
    if line.vendor_follow_up {
        proof.push(Reason::VendorFollowUp);
    }
    let promises_nothing = !now.due.is_empty()
        && now
            .due
            .iter()
            .all(|due| matches!(due.falls, Falls::NotPromised | Falls::VendorFollowUp));
    if promises_nothing {
        proof.push(Reason::NothingPromised);
    }
}

/// What deadlines are computed from.
struct Promised<'a> {
    question: &'a Question,
    line: &'a Line,
    priority: Option<Priority>,
    hours: Hours<'a>,
}

impl Promised<'_> {
    /// Every promise for a request declared at that instant. `clocks` are the line's hours, joined with on call.
    fn due(&self, declared: EpochMs, targets: &[PriorityTargets], clocks: &Timetable) -> Vec<Due> {
        if let Activity::Catalogue(item) = &self.question.activity {
            let listed = self.line.catalogue.iter().find(|one| one.key == *item);
            let delay = listed.and_then(|item| item.delay);
            return vec![Due {
                clock: Clock::Delivery,
                target: delay,
                falls: self.falls(declared, delay, clocks),
            }];
        }
        let Some(priority) = self.priority else {
            return vec![];
        };
        let row = targets.iter().find(|row| row.priority == priority);
        let (response, restoration, curative) = row.map_or((None, None, None), |row| {
            (row.response, row.restoration, row.curative)
        });
        let mut due = vec![Due {
            clock: Clock::Response,
            target: response,
            falls: self.falls(declared, response, clocks),
        }];
        let answer = row.and_then(|row| row.answer);
        if answer.is_some() && self.line.service == ServiceLine::Helpdesk {
            due.push(Due {
                clock: Clock::Answer,
                target: answer,
                falls: self.falls(declared, answer, clocks),
            });
        }
        // Advice is answered and prevention is planned: only what broke is brought back.
        if self.line.service == ServiceLine::Corrective {
            let falls = match restoration {
                _ if self.line.vendor_follow_up => Falls::VendorFollowUp,
                Some(_) if self.line.clock_start == ClockStart::Start => Falls::FromStart,
                target => self.falls(declared, target, clocks),
            };
            due.push(Due {
                clock: Clock::Restoration,
                target: restoration,
                falls,
            });
        }
        if curative.is_some() {
            due.push(Due {
                clock: Clock::Curative,
                target: curative,
                falls: Falls::FromPalliative,
            });
        }
        due
    }

    fn falls(&self, declared: EpochMs, target: Option<Target>, clocks: &Timetable) -> Falls {
        let Some(target) = target else {
            return Falls::NotPromised;
        };
        // Working days are those of the line: on call makes no Sunday a working day.
        let table = match target {
            Target::OpenMinutes(_) => clocks,
            Target::WorkingDaysSameHour(_) | Target::WorkingDaysEndOfDay(_) => self.hours.line,
        };
        match deadline(declared, target, &[], table) {
            Ok(deadline) => Falls::At(deadline),
            Err(NoDeadline::NoOpening) => Falls::NoOpening,
            Err(NoDeadline::BeyondWindow) => Falls::Beyond,
        }
    }
}

/// When the restoration promised by that line falls due, for ranking: later than any when nothing is.
pub(super) fn restoration_at(
    question: &Question,
    contract: &ContractVersion,
    line: &Line,
    facts: &Facts,
) -> EpochMs {
    let priority = question
        .impact
        .zip(question.urgency)
        .and_then(|(impact, urgency)| contract.terms.priority(impact, urgency));
    let promised = commitment(question, contract, line, priority, facts, &mut Vec::new());
    promised
        .and_then(|promised| promised.due(Clock::Restoration).map(|due| due.at))
        .unwrap_or(EpochMs::MAX)
}
