//! A contact's address for calendar programs, on the account's page.

use leptos::prelude::*;

use crate::answer::page::{calendar_token, visit};
use crate::backend::planning::Subscription;
use crate::text::planning::planning;
use crate::ui::badge::Tone;
use crate::ui::time::Moment;
use crate::ui::{Glyph, Notice};

/// The address is shown right after it was made, and never again.
#[component]
pub fn CalendarAddress(subscription: Option<Subscription>) -> impl IntoView {
    let lang = visit().lang;
    let text = planning(lang);
    let fresh = subscription
        .as_ref()
        .zip(calendar_token())
        .map(|(one, token)| format!("{}/calendar/{token}.ics", one.base));
    let is_active = subscription.is_some();
    let renews = if is_active {
        text.renew
    } else {
        text.subscribe
    };
    view! {
        <section class="card" aria-labelledby="calendar">
            <h2 id="calendar">{text.subscription}</h2>
            <p class="soft">{text.subscription_lead}</p>
            {fresh.map(|address| view! {
                <Notice tone=Tone::Ok glyph=Glyph::Operational title=text.copy_now>
                    <p>{text.copy_now_help}</p>
                    <pre class="raw" data-address="">{address}</pre>
                </Notice>
            })}
            {subscription.map(|one| view! { <p>{text.active_since} " " <Moment lang at=one.since now=one.now/></p> })}
            <div class="actions">
                <form method="post" action="/fn/subscribe_calendar">
                    <button class="button button-plain" type="submit">{renews}</button>
                </form>
                {is_active.then(|| view! {
                    <form method="post" action="/fn/unsubscribe_calendar">
                        <button class="button button-danger" type="submit">{text.revoke}</button>
                    </form>
                })}
            </div>
        </section>
    }
}
