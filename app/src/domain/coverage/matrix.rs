//! The coverage matrix: what each service says of each component, and of each category, at one site or over all.
//!
//! The verdict's own rule without its proof. Scope items are looked up by what they name, and components that
//! no item names share one answer, so that thousands of components against hundreds of items stay instant.

use std::collections::HashMap;

use super::scope::{Winner, compete, compete_among, matches};
use super::{Candidate, Facts, Question, Subject, in_force_lines, rank, supervision_met};
use crate::domain::component::{Category, Key};
use crate::domain::contract::{
    Activity, Billing, ContractVersion, Line, OnCall, ScopeItem, ServiceLine,
};
use crate::domain::time::EpochMs;

/// How many services there are.
const SERVICES: usize = ServiceLine::ALL.len();

/// What the contracts in force say of a client's components.
#[derive(Debug, Clone)]
pub struct Matrix<'a> {
    /// Categories with components there, or that a contract in force names; in their own order.
    pub rows: Vec<Row<'a>>,
    /// By position among the components given; none for one that does not stand at the site.
    answers: Vec<Option<[Answer<'a>; SERVICES]>>,
}

/// One category.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    pub category: Category,
    pub components: usize,
    /// In the order of [`ServiceLine::ALL`].
    pub cells: [Cell<'a>; SERVICES],
}

/// What one service says of one category.
#[derive(Debug, Clone)]
pub struct Cell<'a> {
    pub service: ServiceLine,
    pub reading: Reading,
    /// Components with the same answer from the same clause together, in the order of components; a category
    /// without any component has one group, empty.
    pub groups: Vec<Group<'a>>,
}

/// A cell in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Every component alike.
    All(Cover),
    /// Components differ.
    Partly {
        /// Covered, without any condition.
        included: usize,
        blind_spots: usize,
        all: usize,
    },
}

#[derive(Debug, Clone)]
pub struct Group<'a> {
    pub answer: Answer<'a>,
    /// Positions among the components given.
    pub components: Vec<usize>,
}

/// What one service says of one component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cover {
    Included,
    /// Angle mort: in the scope of a managed line, but nothing watches it.
    BlindSpot,
    /// In scope, and charged separately.
    OnQuote,
    /// A clause leaves it out.
    Excluded,
    /// The service has a line, and no item of it speaks of this.
    Unsaid,
    /// No contract in force has such a line.
    NoLine,
}

/// An answer, and what it rests on.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    pub cover: Cover,
    /// None without a line.
    pub ground: Option<Ground<'a>>,
}

/// The line that answers, with the item that won.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    pub contract: &'a ContractVersion,
    pub line: &'a Line,
    /// None where the line is silent.
    pub item: Option<&'a ScopeItem>,
}

impl<'a> Ground<'a> {
    /// On call, where its own perimeter takes this component in too.
    pub fn on_call(&self, component: &Subject, at: EpochMs) -> Option<&'a OnCall> {
        let duty = self.line.on_call.as_ref()?;
        let question = Question {
            may_request: true,
            subject: component.clone(),
            site: None,
            activity: activity_of(self.line.service),
            impact: None,
            urgency: None,
            at,
            role: None,
        };
        let serves =
            duty.scope.is_empty() || matches!(compete(&duty.scope, &question), Winner::Included(_));
        serves.then_some(duty)
    }

    /// The clause that the answer rests on: the item's, or else the line's.
    pub fn clause(&self) -> &'a str {
        self.item
            .map_or(self.line.clause.as_str(), |item| item.clause.as_str())
    }
}

/// Decides for every component at once, at one site or (`None`) wherever each stands. A component without a site
/// serves them all.
pub fn matrix<'a>(
    components: &[Subject],
    site: Option<&Key>,
    contracts: &'a [ContractVersion],
    at: EpochMs,
) -> Matrix<'a> {
    let in_force: Vec<&ContractVersion> = contracts
        .iter()
        .filter(|contract| contract.in_force_at(at))
        .collect();
    let services: [Service<'a>; SERVICES] =
        std::array::from_fn(|index| Service::new(ServiceLine::ALL[index], &in_force));
    let mut asker = Asker {
        services: &services,
        site,
        at,
        shared: HashMap::new(),
    };
    let answers: Vec<_> = components
        .iter()
        .map(|component| asker.answers(component))
        .collect();
    let rows = rows(components, &answers, &asker, &in_force);
    Matrix { rows, answers }
}

impl<'a> Matrix<'a> {
    /// What the service says of the component at that position; none where it does not stand at the site.
    pub fn answer(&self, component: usize, service: ServiceLine) -> Option<Answer<'a>> {
        let answers = self.answers.get(component)?.as_ref()?;
        Some(answers[position(service)])
    }

    /// How many components that service covers without a condition.
    pub fn included(&self, service: ServiceLine) -> usize {
        self.count(service, Cover::Included)
    }

    /// How many components get that answer from that service.
    pub fn count(&self, service: ServiceLine, cover: Cover) -> usize {
        let given = self.answers.iter().flatten();
        given
            .filter(|answers| answers[position(service)].cover == cover)
            .count()
    }

    /// How many components stand there.
    pub fn components(&self) -> usize {
        self.answers.iter().flatten().count()
    }
}

impl Reading {
    /// The one answer of all, or none where they differ.
    pub fn alike(self) -> Option<Cover> {
        match self {
            Reading::All(cover) => Some(cover),
            Reading::Partly { .. } => None,
        }
    }
}

fn position(service: ServiceLine) -> usize {
    ServiceLine::ALL
        .iter()
        .position(|known| *known == service)
        .unwrap_or_default()
}

/// The plain question that a service answers.
pub const fn activity_of(service: ServiceLine) -> Activity {
    match service {
        ServiceLine::Corrective => Activity::Fault,
        ServiceLine::Managed => Activity::Prevention,
        ServiceLine::Helpdesk => Activity::Advice,
    }
}

/// The lines of one service, their items by what they name.
struct Service<'a> {
    service: ServiceLine,
    lines: Vec<Scope<'a>>,
}

/// The items of one line that its service's own activity can meet.
struct Scope<'a> {
    candidate: Candidate<'a>,
    /// Positions among the line's items.
    of_component: HashMap<&'a Key, Vec<usize>>,
    /// What names no component. Of items with the same set and polarity only the first can win.
    general: HashMap<(Option<Category>, Option<&'a Key>), Vec<usize>>,
}

impl<'a> Service<'a> {
    fn new(service: ServiceLine, in_force: &[&'a ContractVersion]) -> Service<'a> {
        let lines = in_force_lines(in_force).filter(|candidate| candidate.line.service == service);
        Service {
            service,
            lines: lines
                .map(|candidate| Scope::new(candidate, &activity_of(service)))
                .collect(),
        }
    }

    fn names(&self, component: &Key) -> bool {
        let mut lines = self.lines.iter();
        lines.any(|scope| scope.of_component.contains_key(component))
    }

    /// The verdict's competition: within each line the items, then the covering lines by rank.
    fn answer(&self, question: &Question) -> Answer<'a> {
        // Without the hours no deadline ranks: between lines that are as specific and as dear, the oldest answers.
        let facts = Facts::default();
        let mut best: Option<(Candidate<'a>, &'a ScopeItem)> = None;
        let mut refused: Option<(Candidate<'a>, Option<&'a ScopeItem>)> = None;
        for scope in &self.lines {
            let candidate = scope.candidate;
            match compete_among(&scope.matching(question), &question.subject) {
                Winner::Included(item) => {
                    let better = best.as_ref().is_none_or(|(kept, kept_item)| {
                        rank(&candidate, item, question, &facts)
                            < rank(kept, kept_item, question, &facts)
                    });
                    if better {
                        best = Some((candidate, item));
                    }
                }
                Winner::Excluded(item) => match refused {
                    Some((_, Some(_))) => {}
                    _ => refused = Some((candidate, Some(item))),
                },
                Winner::Nobody => refused = refused.or(Some((candidate, None))),
            }
        }
        if let Some((candidate, item)) = best {
            let cover = match candidate.line.billing {
                Billing::Chargeable => Cover::OnQuote,
                _ if !supervision_met(candidate.line, question) => Cover::BlindSpot,
                _ => Cover::Included,
            };
            return Answer::new(cover, candidate, Some(item));
        }
        match refused {
            Some((candidate, Some(item))) => Answer::new(Cover::Excluded, candidate, Some(item)),
            Some((candidate, None)) => Answer::new(Cover::Unsaid, candidate, None),
            None => Answer {
                cover: Cover::NoLine,
                ground: None,
            },
        }
    }
}

impl<'a> Answer<'a> {
    fn new(cover: Cover, candidate: Candidate<'a>, item: Option<&'a ScopeItem>) -> Answer<'a> {
        Answer {
            cover,
            ground: Some(Ground {
                contract: candidate.contract,
                line: candidate.line,
                item,
            }),
        }
    }
}

impl<'a> Scope<'a> {
    fn new(candidate: Candidate<'a>, activity: &Activity) -> Scope<'a> {
        let mut scope = Scope {
            candidate,
            of_component: HashMap::new(),
            general: HashMap::new(),
        };
        let items = candidate.line.scope.iter().enumerate();
        let met = items.filter(|(_, item)| {
            item.activity
                .as_ref()
                .is_none_or(|wanted| wanted == activity)
        });
        for (position, item) in met {
            if let Some(component) = &item.component {
                scope
                    .of_component
                    .entry(component)
                    .or_default()
                    .push(position);
                continue;
            }
            let named = (item.category, item.site.as_ref());
            let known = scope.general.entry(named).or_default();
            let is_repeated = |kept: &usize| {
                let kept = &candidate.line.scope[*kept];
                (kept.polarity, kept.activity.is_some()) == (item.polarity, item.activity.is_some())
            };
            if !known.iter().any(is_repeated) {
                known.push(position);
            }
        }
        scope
    }

    /// The items that match, in the order of the contract.
    fn matching(&self, question: &Question) -> Vec<&'a ScopeItem> {
        let (component, category, own_sites) = match &question.subject {
            Subject::Component {
                key,
                category,
                sites,
                ..
            } => (Some(key), *category, &sites[..]),
            Subject::Category(category) => (None, *category, &[][..]),
            // Of the catalogue only, of which a matrix does not speak.
            Subject::Unnamed => return vec![],
        };
        let sites = match &question.site {
            Some(site) => std::slice::from_ref(site),
            None => own_sites,
        };
        let mut positions: Vec<usize> = Vec::new();
        for category in [None, Some(category)] {
            for site in std::iter::once(None).chain(sites.iter().map(Some)) {
                positions.extend(self.general.get(&(category, site)).into_iter().flatten());
            }
        }
        let named = component.and_then(|component| self.of_component.get(component));
        positions.extend(named.into_iter().flatten());
        positions.sort_unstable();
        let items = positions
            .into_iter()
            .map(|position| &self.candidate.line.scope[position]);
        items.filter(|item| matches(item, question)).collect()
    }
}

/// What components that no item names have in common: category, sites, supervised.
type Kind<'c> = (Category, &'c [Key], bool);

/// Asks every service about one component after another.
struct Asker<'s, 'c, 'a> {
    services: &'s [Service<'a>; SERVICES],
    site: Option<&'c Key>,
    at: EpochMs,
    shared: HashMap<Kind<'c>, [Answer<'a>; SERVICES]>,
}

impl<'c, 'a> Asker<'_, 'c, 'a> {
    fn answers(&mut self, component: &'c Subject) -> Option<[Answer<'a>; SERVICES]> {
        let Subject::Component {
            key,
            category,
            sites,
            supervised,
        } = component
        else {
            return Some(self.decided(component));
        };
        if let Some(site) = self.site
            && !sites.is_empty()
            && !sites.contains(site)
        {
            return None;
        }
        if self.services.iter().any(|service| service.names(key)) {
            return Some(self.decided(component));
        }
        let kind = (*category, &sites[..], *supervised);
        if let Some(known) = self.shared.get(&kind) {
            return Some(*known);
        }
        let decided = self.decided(component);
        self.shared.insert(kind, decided);
        Some(decided)
    }

    fn decided(&self, subject: &Subject) -> [Answer<'a>; SERVICES] {
        let mut question = Question {
            may_request: true,
            subject: subject.clone(),
            site: self.site.cloned(),
            activity: Activity::Fault,
            impact: None,
            urgency: None,
            at: self.at,
            role: None,
        };
        std::array::from_fn(|index| {
            let service = &self.services[index];
            question.activity = activity_of(service.service);
            service.answer(&question)
        })
    }
}

fn rows<'a>(
    components: &[Subject],
    answers: &[Option<[Answer<'a>; SERVICES]>],
    asker: &Asker<'_, '_, 'a>,
    in_force: &[&ContractVersion],
) -> Vec<Row<'a>> {
    let is_named = |category: Category| {
        let lines = in_force.iter().flat_map(|contract| &contract.terms.lines);
        let mut items = lines.flat_map(|line| &line.scope);
        items.any(|item| {
            let names_it = item.component.is_none() && item.category == Some(category);
            names_it
                && item
                    .site
                    .as_ref()
                    .is_none_or(|site| asker.site == Some(site))
        })
    };
    let mut of_category: HashMap<Category, Vec<usize>> = HashMap::new();
    for (position, (component, _)) in components
        .iter()
        .zip(answers)
        .enumerate()
        .filter(|(_, (_, answer))| answer.is_some())
    {
        if let Some(category) = component.category() {
            of_category.entry(category).or_default().push(position);
        }
    }
    let mut rows = Vec::new();
    for category in Category::ALL.iter().copied() {
        let own = of_category.remove(&category).unwrap_or_default();
        if own.is_empty() && !is_named(category) {
            continue;
        }
        // Without a component, the category itself is asked about.
        let empty = own
            .is_empty()
            .then(|| asker.decided(&Subject::Category(category)));
        rows.push(Row {
            category,
            components: own.len(),
            cells: std::array::from_fn(|index| {
                let of = |position: usize| answers[position].map(|answers| answers[index]);
                cell(
                    ServiceLine::ALL[index],
                    &own,
                    of,
                    empty.map(|all| all[index]),
                )
            }),
        });
    }
    rows
}

fn cell<'a>(
    service: ServiceLine,
    components: &[usize],
    answer_of: impl Fn(usize) -> Option<Answer<'a>>,
    empty: Option<Answer<'a>>,
) -> Cell<'a> {
    if let Some(answer) = empty {
        return Cell {
            service,
            reading: Reading::All(answer.cover),
            groups: vec![Group {
                answer,
                components: vec![],
            }],
        };
    }
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut known: HashMap<Grounds<'a>, usize> = HashMap::new();
    for position in components {
        let Some(answer) = answer_of(*position) else {
            continue;
        };
        let group = *known.entry(grounds(&answer)).or_insert_with(|| {
            groups.push(Group {
                answer,
                components: Vec::new(),
            });
            groups.len() - 1
        });
        groups[group].components.push(*position);
    }
    Cell {
        service,
        reading: reading(&groups),
        groups,
    }
}

/// What makes two answers the same to a reader: contract, version, line, clause and note.
type Grounds<'a> = (Cover, Option<(&'a str, u32, &'a Key, &'a str, &'a str)>);

fn grounds<'a>(answer: &Answer<'a>) -> Grounds<'a> {
    let ground = answer.ground.map(|ground| {
        let (clause, note) = ground
            .item
            .map_or(("", ""), |item| (item.clause.as_str(), item.note.as_str()));
        (
            ground.contract.number.as_str(),
            ground.contract.version,
            &ground.line.key,
            clause,
            note,
        )
    });
    (answer.cover, ground)
}

fn reading(groups: &[Group<'_>]) -> Reading {
    let count = |cover| {
        groups
            .iter()
            .filter(|group| group.answer.cover == cover)
            .map(|group| group.components.len())
            .sum::<usize>()
    };
    let all = groups.iter().map(|group| group.components.len()).sum();
    let alike = [
        Cover::Included,
        Cover::BlindSpot,
        Cover::OnQuote,
        Cover::Excluded,
        Cover::Unsaid,
        Cover::NoLine,
    ];
    if let Some(cover) = alike.into_iter().find(|cover| count(*cover) == all) {
        return Reading::All(cover);
    }
    // Left out by a clause here, by silence there: out all the same.
    if count(Cover::Excluded) + count(Cover::Unsaid) == all {
        return Reading::All(Cover::Excluded);
    }
    Reading::Partly {
        included: count(Cover::Included),
        blind_spots: count(Cover::BlindSpot),
        all,
    }
}

#[cfg(test)]
mod tests;
