//! Is it covered? A pure decision whose output is an ordered proof, the same in the browser and on the server.
//!
//! The ten steps of the rule: right to ask; contracts in force; lines that match the activity; scope items that
//! compete; supervision for managed lines; priority; hours and channel; targets and their deadlines; billing;
//! approval.

mod approval;
pub mod changes;
mod commitment;
mod facts;
pub mod matrix;
mod scope;
mod verdict;

pub use commitment::{Channel, Clock, Commitment, Due, Duty, Falls, Sent};
pub use facts::{
    FIRST_WINDOW_DAYS, Facts, HoursLeft, LineHours, PAGE_WINDOW_DAYS, Place, SiteCalendar,
};
pub use verdict::{
    ApprovalCause, LineRef, Outcome, Question, Reason, Remedy, Route, ScopeWords, Subject, Verdict,
};

use scope::{Winner, compete, names_nothing, specificity};
use verdict::words;

use super::contract::{
    Activity, Billing, ContractVersion, Line, Priority, ScopeItem, ServiceHours, ServiceLine,
    Target,
};
use super::time::EpochMs;

/// The contact may not request there: there is no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MayNotRequest;

/// Decides, with the contracts of the client (in force or not). Without the hours among the facts, no deadline
/// is computed.
///
/// # Errors
/// When the contact may not request for this site.
pub fn decide(
    question: &Question,
    contracts: &[ContractVersion],
    facts: &Facts,
) -> Result<Verdict, MayNotRequest> {
    if !question.may_request {
        return Err(MayNotRequest);
    }
    let verdict = decide_activity(question, contracts, facts);
    // Of what nobody named, no other activity can be said to be covered.
    if verdict.outcome == Outcome::Covered || question.subject == Subject::Unnamed {
        return Ok(verdict);
    }
    Ok(with_other_activities(verdict, question, contracts))
}

/// Which lines cover this subject, for a one-line summary of a component's cover.
pub fn covering_services(
    subject: &Subject,
    contracts: &[ContractVersion],
    at: EpochMs,
) -> Vec<ServiceLine> {
    [Activity::Fault, Activity::Prevention, Activity::Advice]
        .into_iter()
        .filter_map(|activity| {
            let question = Question {
                may_request: true,
                subject: subject.clone(),
                site: None,
                activity,
                impact: None,
                urgency: None,
                at,
                role: None,
            };
            let verdict = decide_activity(&question, contracts, &Facts::default());
            matches!(verdict.outcome, Outcome::Covered | Outcome::CoveredIf)
                .then(|| verdict.line.map(|line| line.service))
                .flatten()
        })
        .collect()
}

/// What is promised when something breaks, at its most urgent: the delays, and when they run.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    pub response: Option<Target>,
    pub restoration: Option<Target>,
    pub hours: ServiceHours,
}

/// The promise of the line that answers a failure of this subject; none when no line does.
pub fn failure_promise(
    subject: &Subject,
    contracts: &[ContractVersion],
    at: EpochMs,
) -> Option<Promise> {
    let question = Question {
        may_request: true,
        subject: subject.clone(),
        site: None,
        activity: Activity::Fault,
        impact: None,
        urgency: None,
        at,
        role: None,
    };
    let answering = decide_activity(&question, contracts, &Facts::default()).line?;
    let version = contracts
        .iter()
        .find(|one| one.number == answering.contract && one.version == answering.version)?;
    let line = version
        .terms
        .lines
        .iter()
        .find(|line| line.key == answering.line)?;
    let most_urgent = line.targets.iter().min_by_key(|targets| targets.priority);
    Some(Promise {
        response: most_urgent.and_then(|targets| targets.response),
        restoration: most_urgent.and_then(|targets| targets.restoration),
        hours: line.hours.clone(),
    })
}

fn decide_activity(question: &Question, contracts: &[ContractVersion], facts: &Facts) -> Verdict {
    let in_force: Vec<&ContractVersion> = contracts
        .iter()
        .filter(|contract| contract.in_force_at(question.at))
        .collect();
    let mut proof = Vec::new();
    if in_force.is_empty() {
        proof.push(Reason::NoContractInForce);
        return on_quote(Outcome::OutOfScope, proof, vec![Remedy::AcceptQuote]);
    }
    for contract in &in_force {
        proof.push(Reason::ContractInForce {
            contract: contract.number.clone(),
            version: contract.version,
        });
    }

    let candidates = matching_lines(question, &in_force);
    if candidates.is_empty() {
        return without_line(question, proof);
    }
    let mut covering = Vec::new();
    let mut refused = Vec::new();
    for candidate in candidates {
        match compete(&candidate.line.scope, question) {
            Winner::Included(item) => covering.push((candidate, item)),
            Winner::Excluded(item) => refused.push((candidate, Some(item))),
            Winner::Nobody => refused.push((candidate, None)),
        }
    }
    if covering.is_empty() {
        return refused_by_scope(question, proof, refused);
    }
    if covering.len() > 1 {
        covering.sort_by_cached_key(|(candidate, item)| rank(candidate, item, question, facts));
    }
    covered(question, proof, &covering, facts)
}

/// A line of a contract in force that answers the activity.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    contract: &'a ContractVersion,
    line: &'a Line,
}

impl Candidate<'_> {
    fn reference(&self) -> LineRef {
        LineRef {
            contract: self.contract.number.clone(),
            version: self.contract.version,
            line: self.line.key.clone(),
            service: self.line.service,
            title: self.line.title.clone(),
        }
    }
}

fn matching_lines<'a>(question: &Question, in_force: &[&'a ContractVersion]) -> Vec<Candidate<'a>> {
    let answers = |line: &Line| match &question.activity {
        Activity::Catalogue(item) => line.catalogue.iter().any(|listed| listed.key == *item),
        plain => plain.service() == Some(line.service),
    };
    in_force_lines(in_force)
        .filter(|candidate| answers(candidate.line))
        .collect()
}

fn in_force_lines<'a>(in_force: &[&'a ContractVersion]) -> impl Iterator<Item = Candidate<'a>> {
    in_force.iter().flat_map(|contract| {
        let lines = contract.terms.lines.iter();
        lines.map(move |line| Candidate { contract, line })
    })
}

fn without_line(question: &Question, mut proof: Vec<Reason>) -> Verdict {
    match (&question.activity, question.activity.service()) {
        (_, Some(service)) => {
            proof.push(Reason::NoLineForActivity { service });
            on_quote(
                Outcome::OutOfScope,
                proof,
                vec![Remedy::SubscribeLine { service }, Remedy::AcceptQuote],
            )
        }
        (Activity::Catalogue(item), None) => {
            proof.push(Reason::CatalogueItemUnlisted { item: item.clone() });
            on_quote(Outcome::OnQuote, proof, vec![Remedy::AcceptQuote])
        }
        _ => on_quote(Outcome::OutOfScope, proof, vec![Remedy::AcceptQuote]),
    }
}

/// Smaller is better: supervised where it must be; more specific winning item; included before hour book
/// before chargeable; earliest restoration; oldest contract; its number; its line.
fn rank<'a>(
    candidate: &Candidate<'a>,
    item: &ScopeItem,
    question: &Question,
    facts: &Facts,
) -> impl Ord + use<'a> {
    let Candidate { contract, line } = *candidate;
    let billing: u8 = match billing(line, question) {
        Billing::Included => 0,
        Billing::HourBook(_) => 1,
        Billing::Fixed { .. } | Billing::Chargeable => 2,
    };
    (
        !supervision_met(line, question),
        std::cmp::Reverse(specificity(item)),
        billing,
        commitment::restoration_at(question, contract, line, facts),
        contract.starts_at,
        contract.number.as_str(),
        line.key.as_str(),
    )
}

fn supervision_met(line: &Line, question: &Question) -> bool {
    match (&question.subject, line.service) {
        (Subject::Component { supervised, .. }, ServiceLine::Managed) => *supervised,
        _ => true,
    }
}

/// How that request is paid on that line: as its catalogue item says, or as the line.
fn billing<'a>(line: &'a Line, question: &Question) -> &'a Billing {
    let Activity::Catalogue(item) = &question.activity else {
        return &line.billing;
    };
    let listed = line.catalogue.iter().find(|listed| listed.key == *item);
    listed
        .and_then(|listed| listed.billing.as_ref())
        .unwrap_or(&line.billing)
}

fn covered(
    question: &Question,
    mut proof: Vec<Reason>,
    covering: &[(Candidate, &ScopeItem)],
    facts: &Facts,
) -> Verdict {
    let (best, item) = &covering[0];
    let line = best.reference();
    let listed = best
        .line
        .catalogue
        .iter()
        .find(|listed| question.activity == Activity::Catalogue(listed.key.clone()));
    proof.push(match listed {
        Some(listed) => Reason::CatalogueItemListed {
            item: listed.key.clone(),
            line: line.clone(),
            clause: listed.clause.clone(),
        },
        None => Reason::LineMatches {
            line: line.clone(),
            clause: best.line.clause.clone(),
        },
    });
    if question.subject != Subject::Unnamed || names_nothing(item) {
        proof.push(Reason::Included {
            line: line.clone(),
            item: words(item),
        });
    }

    let supervised = supervision_met(best.line, question);
    if best.line.service == ServiceLine::Managed {
        proof.push(if supervised {
            Reason::Supervised
        } else {
            Reason::NotSupervised { line: line.clone() }
        });
    }
    let priority = priority(question, best.contract, &mut proof);
    let commitment = commitment::commitment(
        question,
        best.contract,
        best.line,
        priority,
        facts,
        &mut proof,
    );
    let billing = billing(best.line, question);
    say_billing(billing, best.contract, facts, &mut proof);
    // A quote that is accepted is approved.
    let approval = *billing != Billing::Chargeable
        && approval::needed(question, best.contract, billing, priority, &mut proof);

    let (outcome, route, remedy) = match billing {
        Billing::Chargeable => (Outcome::OnQuote, Route::Quote, Some(Remedy::AcceptQuote)),
        _ if approval => (
            Outcome::CoveredIf,
            Route::AwaitingApproval,
            Some(Remedy::Approve),
        ),
        _ if !supervised => (Outcome::CoveredIf, Route::Registered, None),
        _ => (Outcome::Covered, Route::Registered, None),
    };
    let supervise = (!supervised && route != Route::Quote).then_some(Remedy::Supervise);
    Verdict {
        outcome,
        route,
        line: Some(line),
        priority,
        proof,
        alternatives: covering[1..]
            .iter()
            .map(|(candidate, _)| candidate.reference())
            .collect(),
        would_be_covered_if: supervise.into_iter().chain(remedy).collect(),
        // Nothing is due before the quote is accepted.
        commitment: commitment.filter(|_| route != Route::Quote),
    }
}

/// Step 9: how it is paid, as a rule and not a guess.
fn say_billing(
    billing: &Billing,
    contract: &ContractVersion,
    facts: &Facts,
    proof: &mut Vec<Reason>,
) {
    proof.push(match billing {
        Billing::Included => Reason::BillingIncluded,
        Billing::HourBook(rule) => Reason::PaidFromHourBook {
            unit_minutes: rule.unit_minutes,
            minimum_minutes: rule.minimum_minutes,
            travel_minutes: rule.travel_minutes,
            out_of_hours_percent: rule.out_of_hours_percent,
            approval_above_minutes: rule.approval_above_minutes,
        },
        Billing::Fixed { cents } => Reason::FixedPrice { cents: *cents },
        Billing::Chargeable => Reason::Chargeable,
    });
    if let (Billing::HourBook(_), Some(minutes)) = (billing, facts.hours_left(&contract.number)) {
        proof.push(Reason::HourBookBalance { minutes });
    }
}

fn priority(
    question: &Question,
    contract: &ContractVersion,
    proof: &mut Vec<Reason>,
) -> Option<Priority> {
    let (impact, urgency) = (question.impact?, question.urgency?);
    let priority = contract.terms.priority(impact, urgency)?;
    proof.push(Reason::PrioritySet {
        priority,
        impact,
        urgency,
    });
    Some(priority)
}

fn refused_by_scope(
    question: &Question,
    mut proof: Vec<Reason>,
    refused: Vec<(Candidate, Option<&ScopeItem>)>,
) -> Verdict {
    let mut remedies = Vec::new();
    // As where several cover: the oldest contract, then its number.
    let priority_from = refused
        .iter()
        .map(|(candidate, _)| candidate.contract)
        .min_by_key(|contract| (contract.starts_at, contract.number.as_str()));
    for (candidate, exclusion) in refused {
        let line = candidate.reference();
        proof.push(Reason::LineMatches {
            line: line.clone(),
            clause: candidate.line.clause.clone(),
        });
        match exclusion {
            Some(item) => {
                proof.push(Reason::Excluded {
                    line: line.clone(),
                    item: words(item),
                });
                remedies.push(Remedy::LiftExclusion {
                    line,
                    clause: item.clause.clone(),
                });
            }
            None => {
                proof.push(Reason::NotInScope { line: line.clone() });
                remedies.push(Remedy::AddToScope { line });
            }
        }
    }
    remedies.push(Remedy::AcceptQuote);
    let priority = priority_from.and_then(|contract| priority(question, contract, &mut proof));
    Verdict {
        priority,
        ..on_quote(Outcome::OutOfScope, proof, remedies)
    }
}

fn on_quote(outcome: Outcome, proof: Vec<Reason>, would_be_covered_if: Vec<Remedy>) -> Verdict {
    Verdict {
        outcome,
        route: Route::Quote,
        line: None,
        priority: None,
        proof,
        alternatives: vec![],
        would_be_covered_if,
        commitment: None,
    }
}

/// Says which other activity on the same subject would be covered.
fn with_other_activities(
    mut verdict: Verdict,
    question: &Question,
    contracts: &[ContractVersion],
) -> Verdict {
    for activity in [Activity::Advice, Activity::Fault] {
        if activity == question.activity {
            continue;
        }
        let other = Question {
            activity: activity.clone(),
            ..question.clone()
        };
        if decide_activity(&other, contracts, &Facts::default()).outcome == Outcome::Covered {
            verdict
                .would_be_covered_if
                .push(Remedy::AskInstead { activity });
        }
    }
    verdict
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod promises;
