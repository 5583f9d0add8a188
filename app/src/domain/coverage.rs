//! Is it covered? A pure decision whose output is an ordered proof, the same in the browser and on the server.
//!
//! Steps 1 to 6 of the rule: right to ask, contracts in force, lines that match the activity, scope items that
//! compete, supervision for managed lines, priority. Deadlines, billing amounts and approvals come after.

use serde::{Deserialize, Serialize};

use super::coded::coded_enum;
use super::component::{Category, Key};
use super::contract::{
    Activity, Billing, ContractVersion, Line, Polarity, Priority, ScopeItem, ServiceHours,
    ServiceLine, Target,
};
use super::time::EpochMs;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Whether the contact may request for this site; decided by who asks, not by the form.
    pub may_request: bool,
    pub subject: Subject,
    pub site: Option<Key>,
    pub activity: Activity,
    /// 1..3 and 1..4, once both plain questions are answered.
    pub impact: Option<u8>,
    pub urgency: Option<u8>,
    /// Instant of declaration.
    pub at: EpochMs,
}

/// What the request is about: a component, or only a category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Component {
        key: Key,
        category: Category,
        /// The sites it serves; none means the whole client.
        sites: Vec<Key>,
        /// By a probe, a source, a report or a check-visit.
        supervised: bool,
    },
    Category(Category),
}

coded_enum! {
    pub enum Outcome {
        Covered = "covered",
        CoveredIf = "covered_if",
        OnQuote = "on_quote",
        OutOfScope = "out_of_scope",
    }
}

coded_enum! {
    /// Where the request goes once sent.
    pub enum Route { Registered = "registered", Quote = "quote" }
}

/// The decision with its proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    pub outcome: Outcome,
    pub route: Route,
    /// The line that answers for it.
    pub line: Option<LineRef>,
    pub priority: Option<Priority>,
    /// In order of decision.
    pub proof: Vec<Reason>,
    /// Other lines that cover it too.
    pub alternatives: Vec<LineRef>,
    /// What would make a negative verdict positive.
    pub would_be_covered_if: Vec<Remedy>,
}

/// A line of a contract, named so that a person can find it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRef {
    pub contract: String,
    pub version: u32,
    pub line: Key,
    pub service: ServiceLine,
    pub title: String,
}

/// One step of the proof: a code, its parameters, the clauses it rests on. The catalogue makes it a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    NoContractInForce,
    ContractInForce {
        contract: String,
        version: u32,
    },
    /// No contract in force has a line for that activity.
    NoLineForActivity {
        service: ServiceLine,
    },
    CatalogueItemUnlisted {
        item: Key,
    },
    CatalogueItemListed {
        item: Key,
        line: LineRef,
        clause: String,
    },
    LineMatches {
        line: LineRef,
        clause: String,
    },
    Included {
        line: LineRef,
        item: ScopeWords,
    },
    Excluded {
        line: LineRef,
        item: ScopeWords,
    },
    /// The line says nothing of it, and what is not included is out.
    NotInScope {
        line: LineRef,
    },
    Supervised,
    NotSupervised {
        line: LineRef,
    },
    PrioritySet {
        priority: Priority,
        impact: u8,
        urgency: u8,
    },
    PaidFromHourBook {
        unit_minutes: u16,
        minimum_minutes: u16,
    },
    Chargeable,
}

/// What a scope item says, for quoting it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScopeWords {
    pub component: Option<Key>,
    pub category: Option<Category>,
    pub site: Option<Key>,
    pub activity: Option<Activity>,
    pub clause: String,
    pub note: String,
}

/// What would turn a negative verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "remedy", rename_all = "snake_case")]
pub enum Remedy {
    /// Supervise the component.
    Supervise,
    /// An amendment that adds it to that line.
    AddToScope {
        line: LineRef,
    },
    /// An amendment that lifts that exclusion.
    LiftExclusion {
        line: LineRef,
        clause: String,
    },
    /// A contract with such a line.
    SubscribeLine {
        service: ServiceLine,
    },
    /// Another activity on the same subject is covered: advice instead of repair, for one.
    AskInstead {
        activity: Activity,
    },
    AcceptQuote,
}

/// The contact may not request there: there is no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MayNotRequest;

/// Decides, with the contracts of the client (in force or not).
///
/// # Errors
/// When the contact may not request for this site.
pub fn decide(
    question: &Question,
    contracts: &[ContractVersion],
) -> Result<Verdict, MayNotRequest> {
    if !question.may_request {
        return Err(MayNotRequest);
    }
    let verdict = decide_activity(question, contracts);
    if verdict.outcome == Outcome::Covered {
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
            };
            let verdict = decide_activity(&question, contracts);
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
    };
    let answering = decide_activity(&question, contracts).line?;
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

fn decide_activity(question: &Question, contracts: &[ContractVersion]) -> Verdict {
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
        match compete(candidate.line, question) {
            Winner::Included(item) => covering.push((candidate, item)),
            Winner::Excluded(item) => refused.push((candidate, Some(item))),
            Winner::Nobody => refused.push((candidate, None)),
        }
    }
    if covering.is_empty() {
        return refused_by_scope(question, proof, refused);
    }
    covering.sort_by(|(a, a_item), (b, b_item)| {
        rank(a, a_item, question).cmp(&rank(b, b_item, question))
    });
    covered(question, proof, &covering)
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
    in_force
        .iter()
        .flat_map(|contract| {
            contract
                .terms
                .lines
                .iter()
                .map(move |line| Candidate { contract, line })
        })
        .filter(|candidate| answers(candidate.line))
        .collect()
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

enum Winner<'a> {
    Included(&'a ScopeItem),
    Excluded(&'a ScopeItem),
    Nobody,
}

/// Within a line, an inclusion wins when its set lies strictly inside the set of every exclusion that
/// matches too; otherwise exclusion beats inclusion.
fn compete<'a>(line: &'a Line, question: &Question) -> Winner<'a> {
    let subject = &question.subject;
    let matching: Vec<&ScopeItem> = line
        .scope
        .iter()
        .filter(|item| matches(item, question))
        .collect();
    let of = |polarity| {
        matching
            .iter()
            .copied()
            .filter(move |item| item.polarity == polarity)
    };

    let wins = |inclusion: &&ScopeItem| {
        of(Polarity::Excluded).all(|exclusion| strictly_inside(inclusion, exclusion, subject))
    };
    if let Some(inclusion) = most_specific(of(Polarity::Included).filter(wins)) {
        return Winner::Included(inclusion);
    }
    match most_specific(of(Polarity::Excluded)) {
        Some(exclusion) => Winner::Excluded(exclusion),
        None => Winner::Nobody,
    }
}

fn matches(item: &ScopeItem, question: &Question) -> bool {
    let (component, category) = match &question.subject {
        Subject::Component { key, category, .. } => (Some(key), category),
        Subject::Category(category) => (None, category),
    };
    item.component
        .as_ref()
        .is_none_or(|wanted| Some(wanted) == component)
        && item.category.is_none_or(|wanted| wanted == *category)
        && item
            .site
            .as_ref()
            .is_none_or(|wanted| stands_at(question, wanted))
        && item
            .activity
            .as_ref()
            .is_none_or(|wanted| *wanted == question.activity)
}

/// The question's site where it names one; otherwise every site of the component.
fn stands_at(question: &Question, site: &Key) -> bool {
    match (&question.site, &question.subject) {
        (Some(asked), _) => asked == site,
        (None, Subject::Component { sites, .. }) => sites.contains(site),
        (None, Subject::Category(_)) => false,
    }
}

/// Whether the set of `a` lies inside the set of `b`, and is not the same set, knowing the subject that
/// both match (a component has one category, and may stand at one site only).
fn strictly_inside(a: &ScopeItem, b: &ScopeItem, subject: &Subject) -> bool {
    inside(a, b, subject) && !inside(b, a, subject)
}

fn inside(a: &ScopeItem, b: &ScopeItem, subject: &Subject) -> bool {
    let (category, only_site) = match subject {
        Subject::Component {
            category, sites, ..
        } => (Some(*category), (sites.len() == 1).then(|| &sites[0])),
        Subject::Category(_) => (None, None),
    };
    let a_category = a.category.or(if a.component.is_some() {
        category
    } else {
        None
    });
    let a_site = a.site.as_ref().or(if a.component.is_some() {
        only_site
    } else {
        None
    });
    b.component
        .as_ref()
        .is_none_or(|wanted| a.component.as_ref() == Some(wanted))
        && b.category.is_none_or(|wanted| a_category == Some(wanted))
        && b.site.as_ref().is_none_or(|wanted| a_site == Some(wanted))
        && b.activity
            .as_ref()
            .is_none_or(|wanted| a.activity.as_ref() == Some(wanted))
}

/// How many things the item pins down; a named component is the most that one can say.
fn specificity(item: &ScopeItem) -> u8 {
    u8::from(item.component.is_some()) * 8
        + u8::from(item.site.is_some()) * 2
        + u8::from(item.category.is_some()) * 2
        + u8::from(item.activity.is_some())
}

fn most_specific<'a>(items: impl Iterator<Item = &'a ScopeItem>) -> Option<&'a ScopeItem> {
    // The first of equals: the order of the contract decides.
    items.fold(None, |best, item| match best {
        Some(kept) if specificity(kept) >= specificity(item) => Some(kept),
        _ => Some(item),
    })
}

/// Smaller is better: more specific winning item; supervised where it must be; included before hour book
/// before chargeable; oldest contract; its number.
fn rank<'a>(
    candidate: &Candidate<'a>,
    item: &ScopeItem,
    question: &Question,
) -> impl Ord + use<'a> {
    let unmet = !supervision_met(candidate.line, question);
    let billing: u8 = match candidate.line.billing {
        Billing::Included => 0,
        Billing::HourBook(_) => 1,
        Billing::Fixed { .. } | Billing::Chargeable => 2,
    };
    let contract = candidate.contract;
    (
        unmet,
        std::cmp::Reverse(specificity(item)),
        billing,
        contract.starts_at,
        contract.number.as_str(),
    )
}

fn supervision_met(line: &Line, question: &Question) -> bool {
    match (&question.subject, line.service) {
        (Subject::Component { supervised, .. }, ServiceLine::Managed) => *supervised,
        _ => true,
    }
}

fn covered(
    question: &Question,
    mut proof: Vec<Reason>,
    covering: &[(Candidate, &ScopeItem)],
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
    proof.push(Reason::Included {
        line: line.clone(),
        item: words(item),
    });

    let supervised = supervision_met(best.line, question);
    if best.line.service == ServiceLine::Managed {
        proof.push(if supervised {
            Reason::Supervised
        } else {
            Reason::NotSupervised { line: line.clone() }
        });
    }
    let priority = priority(question, best.contract, &mut proof);
    let outcome = match (&best.line.billing, supervised) {
        (Billing::Chargeable, _) => Outcome::OnQuote,
        (_, false) => Outcome::CoveredIf,
        _ => Outcome::Covered,
    };
    match best.line.billing {
        Billing::Included => {}
        Billing::HourBook(rule) => {
            proof.push(Reason::PaidFromHourBook {
                unit_minutes: rule.unit_minutes,
                minimum_minutes: rule.minimum_minutes,
            });
        }
        Billing::Fixed { .. } => {}
        Billing::Chargeable => proof.push(Reason::Chargeable),
    }
    Verdict {
        outcome,
        route: if outcome == Outcome::OnQuote {
            Route::Quote
        } else {
            Route::Registered
        },
        line: Some(line),
        priority,
        proof,
        alternatives: covering[1..]
            .iter()
            .map(|(candidate, _)| candidate.reference())
            .collect(),
        would_be_covered_if: match outcome {
            Outcome::CoveredIf => vec![Remedy::Supervise],
            Outcome::OnQuote => vec![Remedy::AcceptQuote],
            _ => vec![],
        },
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
    let mut priority_from = None;
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
        priority_from = priority_from.or(Some(candidate.contract));
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
        if decide_activity(&other, contracts).outcome == Outcome::Covered {
            verdict
                .would_be_covered_if
                .push(Remedy::AskInstead { activity });
        }
    }
    verdict
}

fn words(item: &ScopeItem) -> ScopeWords {
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
mod tests;
