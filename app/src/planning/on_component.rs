//! What is planned on one component, and what its last check-visit found.

use leptos::prelude::*;

use crate::backend::interventions::Text;
use crate::backend::planning::{self, Visit};
use crate::domain::time::LocalInstant;
use crate::interventions::list::Works;
use crate::text::Lang;
use crate::text::interventions::interventions;
use crate::text::planning::planning;
use crate::ui::time::Moment;

/// Nothing when there is neither.
#[component]
pub fn OnComponent(lang: Lang, planned: planning::OnComponent) -> impl IntoView {
    let text = planning(lang);
    let (now, rows) = (planned.now, planned.to_come);
    view! {
        <div data-live-region="planned-here" class="stack">
            {(!rows.is_empty()).then(|| view! {
                <section>
                    <h2>{text.planned_work}</h2>
                    <Works lang rows now prefix="/interventions"/>
                </section>
            })}
            {planned.last_visit.map(|visit| visit_view(lang, visit, now))}
        </div>
    }
}

fn visit_view(lang: Lang, visit: Visit, now: LocalInstant) -> impl IntoView {
    let href = format!("/interventions/{}", visit.reference);
    let report = visit.report.map(|report| match report {
        Text::Written(words) => words,
        Text::Redacted => interventions(lang).redacted.to_owned(),
    });
    view! {
        <section>
            <h2>{planning(lang).last_visit}</h2>
            <p><Moment lang at=visit.at now/> ", " {visit.by} " · " <a class="reference" href=href>{visit.reference}</a></p>
            {report.map(|report| view! { <p class="said timeline-text">{report}</p> })}
        </section>
    }
}
