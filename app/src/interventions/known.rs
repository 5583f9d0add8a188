//! What is known of a failure: what supervision says of it, and how one can work meanwhile.

use leptos::prelude::*;

use crate::backend::requesting::{AlertNow, Workaround};
use crate::domain::time::LocalInstant;
use crate::text::requesting::requesting;
use crate::text::{Lang, status, words};
use crate::ui::badge::{Badge, Tone};
use crate::ui::time::Moment;
use crate::ui::{Glyph, Notice};

/// On the form: supervision sees it already, and the request carries it along.
#[component]
pub fn AlertNotice(lang: Lang, alert: Option<AlertNow>, now: LocalInstant) -> impl IntoView {
    let alert = alert?;
    let text = requesting(lang);
    let tone = Tone::from(alert.state);
    Some(view! {
        <Notice tone glyph=Glyph::from(alert.state) title=text.seen_failing>
            <p>{seen(lang, alert, now)} " " {text.alert_goes_along}</p>
        </Notice>
    })
}

/// On the intervention's page: what supervision said when it was asked for.
#[component]
pub fn AlertAtRequest(lang: Lang, alert: Option<AlertNow>, now: LocalInstant) -> impl IntoView {
    let alert = alert?;
    let text = requesting(lang);
    let code = alert.state.code();
    Some(view! {
        <p class="soft" data-alert-at-request=code>
            {text.seen_at_request} "\u{a0}: " {seen(lang, alert, now)}
        </p>
    })
}

/// "Panne totale depuis 10:42 (pas de réponse)."
fn seen(lang: Lang, alert: AlertNow, now: LocalInstant) -> impl IntoView {
    let text = requesting(lang);
    let cause = status(lang).cause(&alert.cause);
    view! {
        <Badge tone=Tone::from(alert.state) glyph=Glyph::from(alert.state) word=words::component_state(lang, alert.state)/>
        " " {text.since} " " <Moment lang at=alert.since now/>
        {cause.map(|cause| format!(" ({cause})"))} "."
    }
}

/// Temporary repairs that others were given already. `prefix` is where interventions have their pages.
#[component]
pub fn Workarounds(
    lang: Lang,
    workarounds: Vec<Workaround>,
    now: LocalInstant,
    prefix: &'static str,
) -> impl IntoView {
    if workarounds.is_empty() {
        return None;
    }
    let text = requesting(lang);
    let rows = workarounds
        .into_iter()
        .map(|one| {
            let href = format!("{prefix}/{}", one.reference);
            view! {
                <div class="workaround">
                    <p class="written">{one.text}</p>
                    <p class="soft small">
                        {text.workaround_of} " " <a class="reference" href=href>{one.reference}</a>
                        ", " <Moment lang at=one.at now/>
                    </p>
                </div>
            }
        })
        .collect::<Vec<_>>();
    Some(view! {
        <Notice tone=Tone::Provisional glyph=Glyph::Provisional title=text.workaround>{rows}</Notice>
    })
}
