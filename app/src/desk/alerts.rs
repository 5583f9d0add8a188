//! `/desk/alerts`: alerts that led to no component, kept rather than dropped.

use leptos::prelude::*;

use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::status::{Statuses, UnmatchedAlert, UnmatchedReason};
use crate::shell::{Document, Place, Scripts};
use crate::text::Lang;
use crate::text::desk::desk;
use crate::text::format;
use crate::ui::badge::{Pill, Tone};
use crate::ui::time::Instant;
use crate::ui::{Empty, Glyph, PageHead};

/// Alerts without a component.
#[component]
pub fn AlertsPage() -> impl IntoView {
    let states = backend::<Statuses>().0;
    answered(async move {
        let alerts = states.unmatched(&*asker()?).await?;
        Ok(view! { <Alerts alerts/> })
    })
}

#[component]
fn Alerts(alerts: Vec<UnmatchedAlert>) -> impl IntoView {
    let lang = visit().lang;
    let text = desk(lang);
    let is_empty = alerts.is_empty();
    let rows = alerts
        .into_iter()
        .map(|alert| alert_row(lang, alert))
        .collect::<Vec<_>>();
    view! {
        <Document title=text.alerts_title place=Place::Unmatched scripts=Scripts::Board>
            <PageHead title=text.alerts_title lead=text.alerts_lead/>
            <section aria-label=text.alerts_title data-live-region="alerts">
                {is_empty.then(|| view! { <Empty glyph=Glyph::Alerts title=text.no_alerts text=text.no_alerts_help/> })}
                {(!is_empty).then(|| view! {
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{text.alert}</th>
                                <th scope="col">{text.alert_why}</th>
                                <th scope="col">{text.alert_labels}</th>
                                <th scope="col">{text.alert_heard}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                })}
            </section>
        </Document>
    }
}

fn alert_row(lang: Lang, alert: UnmatchedAlert) -> impl IntoView {
    let text = desk(lang);
    let why = match alert.reason {
        UnmatchedReason::NoClient => text.no_client,
        UnmatchedReason::NoComponent => text.no_component,
        UnmatchedReason::NotAllowed => text.not_allowed,
    };
    let labels = alert
        .labels
        .into_iter()
        .map(|(name, value)| format!("{name}=\"{value}\""))
        .collect::<Vec<_>>()
        .join("\n");
    let (tone, firing) = if alert.firing {
        (Tone::Down, text.firing)
    } else {
        (Tone::Quiet, text.not_firing)
    };
    view! {
        <tr data-alert=alert.fingerprint>
            <th scope="row">{alert.name} <span class="cell-note">{alert.summary}</span> <Pill tone>{firing}</Pill></th>
            <td data-label=text.alert_why>{why} <span class="cell-note">{text.alert_source} "\u{a0}: " {alert.source}</span></td>
            <td data-label=text.alert_labels><pre class="raw">{labels}</pre></td>
            <td data-label=text.alert_heard><Instant lang at=alert.heard text=format::full(lang, alert.heard)/></td>
        </tr>
    }
}
