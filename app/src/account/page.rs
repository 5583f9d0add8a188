//! `/account`: language and colours, password, the sessions that are open.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::stand_ins::StandInSection;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::account::{Accounts, ClientChoice, Profile, SessionList, SessionView};
use crate::backend::planning::{Planning, Subscription};
use crate::backend::stand_ins::{StandInSheet, StandIns};
use crate::domain::access::{Asker, Role, Theme};
use crate::domain::time::LocalInstant;
use crate::planning::subscription::CalendarAddress;
use crate::shell::{Document, Place};
use crate::text::Lang;
use crate::text::account::{account, device_name};
use crate::text::audit::audit;
use crate::text::planning::planning;
use crate::ui::badge::Tone;
use crate::ui::field::{Choice, SelectField, TextField};
use crate::ui::icons::Glyph;
use crate::ui::notice::Notice;
use crate::ui::time::Moment;
use crate::ui::{Refusal, page_head::PageHead};

/// One's own account.
#[component]
pub fn AccountPage() -> impl IntoView {
    let accounts = backend::<Accounts>().0;
    let stand_ins = backend::<StandIns>().0;
    let planning = backend::<Planning>().0;
    answered(async move {
        let asker = asker()?;
        let profile = accounts.profile(&asker).await?;
        let sessions = accounts.sessions(&asker).await?;
        let sheet = match &*asker {
            Asker::Contact(_) => Some(stand_ins.of(&asker).await?),
            Asker::Staff(_) => None,
        };
        let calendar = match &*asker {
            Asker::Contact(_) => Some(planning.subscription(&asker).await?),
            Asker::Staff(_) => None,
        };
        let is_referent =
            matches!(&*asker, Asker::Contact(contact) if contact.role == Role::ClientAdmin);
        Ok(view! { <Account profile sessions is_referent calendar sheet/> })
    })
}

#[component]
fn Account(
    profile: Profile,
    sessions: SessionList,
    is_referent: bool,
    calendar: Option<Option<Subscription>>,
    sheet: Option<StandInSheet>,
) -> impl IntoView {
    let lang = visit().lang;
    let text = account(lang);
    view! {
        <Document title=text.my_account place=Place::Account>
            <PageHead kicker=profile.email.clone() title=profile.name.clone()/>
            <Done/>
            <ClientSwitch clients=profile.clients.clone()/>
            <div class="settings">
                <Preferences profile=profile/>
                <Password/>
            </div>
            {sheet.map(|sheet| view! { <StandInSection sheet/> })}
            {calendar.map(|subscription| view! { <CalendarAddress subscription/> })}
            <Sessions sessions/>
            {is_referent.then(|| view! { <p><a href="/account/audit">{audit(lang).see_own}</a></p> })}
        </Document>
    }
}

/// What the form just sent has changed: `?done=`.
#[component]
fn Done() -> impl IntoView {
    let text = account(visit().lang);
    let done = use_query_map().read_untracked().get("done")?;
    let title = match done.as_str() {
        "password" => text.password_changed,
        "preferences" => text.preferences_saved,
        "calendar-revoked" => planning(visit().lang).revoked,
        _ => return None,
    };
    Some(view! { <Notice tone=Tone::Ok glyph=Glyph::Operational title/> })
}

#[component]
fn ClientSwitch(clients: Vec<ClientChoice>) -> impl IntoView {
    if clients.len() < 2 {
        return None;
    }
    let text = account(visit().lang);
    let current = clients
        .iter()
        .find(|client| client.current)
        .map(|client| client.slug.clone())
        .unwrap_or_default();
    let choices = clients
        .into_iter()
        .map(|client| Choice::new(client.slug, client.name))
        .collect::<Vec<_>>();
    Some(view! {
        <section class="card">
            <form method="post" action="/fn/switch_client" class="form">
                <SelectField label=text.client_shown name="client" choices value=current/>
                <button class="button" type="submit">{text.show_client}</button>
            </form>
        </section>
    })
}

#[component]
fn Preferences(profile: Profile) -> impl IntoView {
    let text = account(visit().lang);
    let languages = vec![Choice::new("fr", "Français"), Choice::new("en", "English")];
    let themes = vec![
        Choice::new(Theme::System.code(), text.theme_system),
        Choice::new(Theme::Light.code(), text.theme_light),
        Choice::new(Theme::Dark.code(), text.theme_dark),
    ];
    view! {
        <section class="card" aria-labelledby="preferences">
            <h2 id="preferences">{text.preferences}</h2>
            <Refusal form="set_preferences"/>
            <form method="post" action="/fn/set_preferences" class="form">
                <SelectField label=text.language name="language" choices=languages value=profile.lang.tag()/>
                <SelectField label=text.theme name="theme" choices=themes value=profile.theme.code()/>
                <button class="button" type="submit">{crate::text::common(visit().lang).save}</button>
            </form>
        </section>
    }
}

#[component]
fn Password() -> impl IntoView {
    const FORM: &str = "change_password";
    let visit = visit();
    let lang = visit.lang;
    let text = account(lang);
    let current_problem = visit.problem_text(FORM, "current_password");
    let password_problem = visit.problem_text(FORM, "password");
    let again_problem = visit.problem_text(FORM, "password_again");
    view! {
        <section class="card" aria-labelledby="change-password">
            <h2 id="change-password">{text.change_password}</h2>
            <p class="soft">{text.change_password_lead}</p>
            <Refusal form=FORM/>
            <form method="post" action="/fn/change_password" class="form">
                <TextField label=text.current_password name="current_password" kind="password" autocomplete="current-password"
                    error=current_problem required=true maxlength=256/>
                <TextField label=text.new_password name="password" kind="password" autocomplete="new-password"
                    hint=text.password_rule error=password_problem required=true maxlength=256/>
                <TextField label=text.repeat_password name="password_again" kind="password" autocomplete="new-password"
                    error=again_problem required=true maxlength=256/>
                <button class="button" type="submit">{text.change_password_button}</button>
            </form>
        </section>
    }
}

#[component]
fn Sessions(sessions: SessionList) -> impl IntoView {
    let lang = visit().lang;
    let text = account(lang);
    let now = sessions.now;
    let rows = sessions
        .sessions
        .into_iter()
        .map(|session| session_row(lang, session, now))
        .collect::<Vec<_>>();
    view! {
        <section aria-labelledby="sessions">
            <h2 id="sessions">{text.sessions}</h2>
            <p class="soft">{text.sessions_lead}</p>
            <div class="table-scroll">
                <table class="table sessions">
                    <thead>
                        <tr>
                            <th scope="col">{text.device}</th>
                            <th scope="col">{text.address}</th>
                            <th scope="col">{text.signed_in_at}</th>
                            <th scope="col">{text.last_seen_at}</th>
                            <th scope="col"><span class="only-heard">{text.end_session}</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn session_row(lang: Lang, session: SessionView, now: LocalInstant) -> impl IntoView + use<> {
    let text = account(lang);
    let device = device_name(lang, &session.user_agent);
    let end_label = format!("{} : {device}", text.end_session);
    view! {
        <tr>
            <th scope="row">
                {device}
                {session.current.then(|| view! { " " <strong>"(" {text.this_session} ")"</strong> })}
            </th>
            <td data-label=text.address>{session.address}</td>
            <td data-label=text.signed_in_at><Moment lang at=session.created_at now/></td>
            <td data-label=text.last_seen_at><Moment lang at=session.seen_at now/></td>
            <td>
                <form method="post" action="/fn/end_session">
                    <input type="hidden" name="session" value=session.id.to_string()/>
                    <button class="button button-plain button-small" type="submit" aria-label=end_label>{text.end_session}</button>
                </form>
            </td>
        </tr>
    }
}
