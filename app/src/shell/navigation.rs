//! The places to go, who is signed in and whom to call.

use std::sync::Arc;

use leptos::prelude::*;

use super::{AskerCard, PageChrome, PhoneLine, Side, tel};
use crate::text::planning::planning;
use crate::text::{Lang, common};
use crate::ui::icons::{Glyph, Icon};

/// A page of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Overview,
    Status,
    Contract,
    Interventions,
    History,
    Queue,
    Quotes,
    Calendar,
    DeskHistory,
    Clients,
    Unmatched,
    Account,
}

const FOR_CONTACTS: [Place; 5] = [
    Place::Overview,
    Place::Status,
    Place::Contract,
    Place::Interventions,
    Place::History,
];
const FOR_STAFF: [Place; 6] = [
    Place::Queue,
    Place::Quotes,
    Place::Calendar,
    Place::DeskHistory,
    Place::Clients,
    Place::Unmatched,
];

impl Place {
    pub const fn href(self) -> &'static str {
        match self {
            Place::Overview => "/",
            Place::Status => "/status",
            Place::Contract => "/contract",
            Place::Interventions => "/interventions",
            Place::History => "/history",
            Place::Queue => "/desk",
            Place::Quotes => "/desk/quotes",
            Place::Calendar => "/calendar",
            Place::DeskHistory => "/desk/history",
            Place::Clients => "/desk/clients",
            Place::Unmatched => "/desk/alerts",
            Place::Account => "/account",
        }
    }

    const fn glyph(self) -> Glyph {
        match self {
            Place::Overview => Glyph::Overview,
            Place::Status => Glyph::Status,
            Place::Contract => Glyph::Contract,
            Place::Interventions => Glyph::Interventions,
            Place::History | Place::DeskHistory => Glyph::History,
            Place::Queue => Glyph::Queue,
            Place::Quotes => Glyph::Contract,
            Place::Calendar => Glyph::Preventive,
            Place::Clients => Glyph::Clients,
            Place::Unmatched => Glyph::Alerts,
            Place::Account => Glyph::Account,
        }
    }

    /// The word beside the icon, and the one that fits under it on a phone.
    const fn names(self, lang: Lang) -> (&'static str, &'static str) {
        let text = common(lang);
        match self {
            Place::Overview => (text.overview, text.overview_short),
            Place::Status => (text.status, text.status_short),
            Place::Contract => (text.contract, text.contract),
            Place::Interventions => (text.interventions, text.interventions_short),
            Place::History | Place::DeskHistory => (text.history, text.history),
            Place::Queue => (text.desk_queue, text.desk_queue_short),
            Place::Quotes => (text.quotes, text.quotes),
            Place::Calendar => (planning(lang).calendar, planning(lang).calendar_short),
            Place::Clients => (text.clients, text.clients),
            Place::Unmatched => (text.unmatched_alerts, text.unmatched_alerts_short),
            Place::Account => (text.account, text.account),
        }
    }

    const fn waiting(self, chrome: &PageChrome) -> u32 {
        match self {
            Place::Status => chrome.attention.status,
            Place::Interventions => chrome.attention.interventions,
            Place::Queue => chrome.attention.queue,
            Place::Quotes => chrome.attention.quotes,
            Place::Unmatched => chrome.attention.unmatched,
            _ => 0,
        }
    }
}

/// The navigation of a contact or of the staff; nothing for who is not signed in.
#[component]
pub fn Navigation(chrome: Arc<PageChrome>, place: Option<Place>) -> impl IntoView {
    let asker = chrome.asker.as_ref()?;
    let places: &[Place] = match asker.side {
        Side::Contact { .. } => &FOR_CONTACTS,
        Side::Staff => &FOR_STAFF,
    };
    let links = places
        .iter()
        .map(|&target| link_view(&chrome, target, place))
        .collect::<Vec<_>>();
    Some(view! {
        <nav class="nav" aria-label=common(chrome.lang).main_navigation>
            <ul>{links}</ul>
        </nav>
    })
}

fn link_view(chrome: &PageChrome, target: Place, place: Option<Place>) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let (name, short) = target.names(lang);
    let count = target.waiting(chrome);
    view! {
        <li>
            <a href=target.href() aria-current=(place == Some(target)).then_some("page")>
                <Icon glyph=target.glyph()/>
                <span class="nav-name">{name}</span>
                <span class="nav-short" aria-hidden="true">{short}</span>
                {(count > 0).then(|| view! {
                    <span class="count">
                        <span aria-hidden="true">{count}</span>
                        <span class="only-heard">{common(lang).need_attention(count)}</span>
                    </span>
                })}
            </a>
        </li>
    }
}

/// Whom to call, who is signed in, and the way out.
#[component]
pub fn SideFoot(chrome: Arc<PageChrome>, place: Option<Place>) -> impl IntoView {
    let text = common(chrome.lang);
    let provider = &chrome.provider;
    let (day_now, on_call_now) = match (&provider.day, &provider.on_call) {
        (Some(_), Some(_)) => (!provider.on_call_now, provider.on_call_now),
        _ => (false, false),
    };
    let day = provider
        .day
        .clone()
        .map(|line| phone_view(text.phone_day, line, day_now));
    let on_call = provider
        .on_call
        .clone()
        .map(|line| phone_view(text.phone_on_call, line, on_call_now));
    let has_phone = day.is_some() || on_call.is_some();
    view! {
        <div class="side-foot">
            {has_phone.then(|| view! {
                <section class="phones" aria-label=text.call_us>
                    {day}
                    {on_call}
                </section>
            })}
            {chrome.asker.clone().map(|asker| asker_view(chrome.lang, asker, place, chrome.looking_as.is_some()))}
        </div>
    }
}

fn phone_view(name: &'static str, line: PhoneLine, now: bool) -> impl IntoView {
    let address = tel(&line.number);
    view! {
        <p class=if now { "phone phone-now" } else { "phone" }>
            <span class="phone-name">{name}</span>
            <a href=address>{line.number}</a>
            {line.note.map(|note| view! { <span class="phone-note">{note}</span> })}
        </p>
    }
}

/// Who looks as a contact does not get to that contact's account.
fn asker_view(lang: Lang, asker: AskerCard, place: Option<Place>, looking: bool) -> impl IntoView {
    let text = common(lang);
    let belongs = match asker.side {
        Side::Contact { client } => format!("{}, {client}", asker.role),
        Side::Staff => asker.role.to_owned(),
    };
    let name = view! {
        <Icon glyph=Glyph::Account/>
        <span>{asker.name} <span class="asker-role">{belongs}</span></span>
    };
    let name = if looking {
        view! { <p class="asker-name">{name}</p> }.into_any()
    } else {
        let current = (place == Some(Place::Account)).then_some("page");
        view! { <a class="asker-name" href=Place::Account.href() aria-current=current>{name}</a> }
            .into_any()
    };
    view! {
        <section class="asker" aria-label=text.account>
            {name}
            <form method="post" action="/fn/sign_out">
                <button class="sign-out" type="submit"><Icon glyph=Glyph::SignOut/> <span>{text.sign_out}</span></button>
            </form>
        </section>
    }
}
