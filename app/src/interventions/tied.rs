//! What an intervention is tied to: the one that it follows, those that follow it, the same repair owed.

use leptos::prelude::*;

use crate::backend::interventions::{Tie, Ties};
use crate::interventions::list::shown_title;
use crate::text::Lang;
use crate::text::interventions::interventions;
use crate::text::ties::ties as words_of;
use crate::ui::badge::InterventionStateBadge;

/// Nothing when it is tied to nothing. `prefix` is where interventions have their pages.
#[component]
pub fn TiesCard(lang: Lang, ties: Ties, prefix: &'static str) -> impl IntoView {
    let text = words_of(lang);
    let hidden = (ties.hidden > 0).then(|| text.and_others(ties.hidden));
    let mut groups = Vec::new();
    for (name, found) in [
        (text.lead, Vec::from_iter(ties.lead)),
        (text.duplicate, Vec::from_iter(ties.duplicate_of)),
        (
            interventions(lang).continued_by,
            Vec::from_iter(ties.continued_by),
        ),
        (text.followers, ties.followers),
        (text.same_debt, ties.same_debt),
    ] {
        if !found.is_empty() {
            groups.push(group(lang, name, found, prefix));
        }
    }
    let follows = ties.follows_another.then_some(text.follows_another);
    if groups.is_empty() && hidden.is_none() && follows.is_none() {
        return None;
    }
    Some(view! {
        <section class="card" aria-label=text.tied>
            {follows.map(|words| view! { <p>{words}</p> })}
            <dl class="facts">{groups}</dl>
            {hidden.map(|words| view! { <p class="soft">{words}</p> })}
        </section>
    })
}

fn group(lang: Lang, name: &'static str, found: Vec<Tie>, prefix: &'static str) -> AnyView {
    let rows = found
        .into_iter()
        .map(|tie| {
            let (href, marked) = (format!("{prefix}/{}", tie.reference), tie.reference.clone());
            let title = shown_title(lang, &tie.title);
            view! {
                <li data-reference=marked>
                    <a class="reference" href=href>{tie.reference}</a> " " {title} " "
                    <InterventionStateBadge lang state=tie.state/>
                    {tie.requester.map(|name| view! { <span class="soft">" · " {name}</span> })}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <dt>{name}</dt><dd><ul role="list">{rows}</ul></dd> }.into_any()
}
