//! Scope items compete: the more specific beats the more general; where neither lies inside the other, exclusion wins.

use super::verdict::{Question, Subject};
use crate::domain::component::Key;
use crate::domain::contract::{Polarity, ScopeItem};

pub(super) enum Winner<'a> {
    Included(&'a ScopeItem),
    Excluded(&'a ScopeItem),
    Nobody,
}

/// Within a line, an inclusion wins when its set lies strictly inside the set of every exclusion that
/// matches too; otherwise exclusion beats inclusion.
pub(super) fn compete<'a>(scope: &'a [ScopeItem], question: &Question) -> Winner<'a> {
    let matching: Vec<&ScopeItem> = scope
        .iter()
        .filter(|item| matches(item, question))
        .collect();
    compete_among(&matching, &question.subject)
}

/// The same between items that all match the subject, in the order of the contract.
pub(super) fn compete_among<'a>(matching: &[&'a ScopeItem], subject: &Subject) -> Winner<'a> {
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

pub(super) fn matches(item: &ScopeItem, question: &Question) -> bool {
    is_about(item, &question.subject)
        && item
            .site
            .as_ref()
            .is_none_or(|wanted| stands_at(question, wanted))
        && item
            .activity
            .as_ref()
            .is_none_or(|wanted| *wanted == question.activity)
}

/// Of what nobody named, an inclusion counts when it may hold it, an exclusion only when it surely does.
fn is_about(item: &ScopeItem, subject: &Subject) -> bool {
    match subject {
        Subject::Component { key, category, .. } => {
            item.component.as_ref().is_none_or(|wanted| wanted == key)
                && item.category.is_none_or(|wanted| wanted == *category)
        }
        Subject::Category(category) => {
            item.component.is_none() && item.category.is_none_or(|wanted| wanted == *category)
        }
        Subject::Unnamed => item.polarity == Polarity::Included || names_nothing(item),
    }
}

/// Whether it holds of any component.
pub(super) fn names_nothing(item: &ScopeItem) -> bool {
    item.component.is_none() && item.category.is_none()
}

/// The question's site where it names one; otherwise every site of the component.
fn stands_at(question: &Question, site: &Key) -> bool {
    match (&question.site, &question.subject) {
        (Some(asked), _) => asked == site,
        (None, Subject::Component { sites, .. }) => sites.contains(site),
        (None, Subject::Category(_) | Subject::Unnamed) => false,
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
        Subject::Category(_) | Subject::Unnamed => (None, None),
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
pub(super) fn specificity(item: &ScopeItem) -> u8 {
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
