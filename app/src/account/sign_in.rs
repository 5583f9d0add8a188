//! The pages before anybody is signed in: sign-in, and activation by a one-time link.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::answer::page::{answered, backend, go_to, visit};
use crate::backend::account::{Accounts, DEMO_PASSWORD, DemoAccount, LinkView};
use crate::shell::Document;
use crate::text::Lang;
use crate::text::account::account;
use crate::ui::field::TextField;
use crate::ui::{Refusal, page_head::PageHead};
use crate::visit::is_own_path;

/// `/sign-in?next=`
#[component]
pub fn SignInPage() -> impl IntoView {
    let next = use_query_map()
        .read_untracked()
        .get("next")
        .unwrap_or_default();
    let accounts = backend::<Accounts>().0;
    if visit().asker.is_some() {
        go_to(if is_own_path(&next) { &next } else { "/" });
    }
    answered(async move {
        let demo = accounts.demo_accounts().await?;
        Ok(view! { <SignIn next demo/> })
    })
}

#[component]
fn SignIn(next: String, demo: Vec<DemoAccount>) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let text = account(lang);
    let next = visit.typed("sign_in", "next").unwrap_or(next);
    let email = visit.typed("sign_in", "email").unwrap_or_default();
    view! {
        <Document title=text.sign_in>
            <div class="sign-in">
                <PageHead title=text.sign_in lead=text.sign_in_lead/>
                <Refusal form="sign_in"/>
                <form method="post" action="/fn/sign_in" class="form">
                    <input type="hidden" name="next" value=next/>
                    <TextField label=text.email name="email" kind="email" value=email autocomplete="username" required=true maxlength=254/>
                    <TextField label=text.password name="password" kind="password" autocomplete="current-password" required=true maxlength=256/>
                    <button class="button button-main" type="submit">{text.sign_in_button}</button>
                </form>
                <p class="soft">{text.forgotten}</p>
                <DemoAccounts lang demo/>
                <LanguageChoice lang/>
            </div>
        </Document>
    }
}

/// Whom one may sign in as, in a demonstration only.
#[component]
fn DemoAccounts(lang: Lang, demo: Vec<DemoAccount>) -> impl IntoView {
    if demo.is_empty() {
        return None;
    }
    let text = account(lang);
    let groups = by_organisation(demo)
        .into_iter()
        .map(organisation_view)
        .collect::<Vec<_>>();
    Some(view! {
        <section class="demo-accounts card" aria-labelledby="demo-accounts">
            <h2 id="demo-accounts">{text.demo_title}</h2>
            <p>{text.demo_lead}</p>
            <p>{text.demo_password} " " <code>{DEMO_PASSWORD}</code></p>
            <div class="lines">{groups}</div>
        </section>
    })
}

/// The accounts of each client, then those of the provider, in the order they came.
fn by_organisation(demo: Vec<DemoAccount>) -> Vec<(String, Vec<DemoAccount>)> {
    let mut groups: Vec<(String, Vec<DemoAccount>)> = Vec::new();
    for account in demo {
        match groups.iter_mut().find(|(name, _)| *name == account.of) {
            Some((_, accounts)) => accounts.push(account),
            None => groups.push((account.of.clone(), vec![account])),
        }
    }
    groups
}

fn organisation_view((name, accounts): (String, Vec<DemoAccount>)) -> impl IntoView {
    let rows = accounts
        .into_iter()
        .map(|account| view! { <li><span>{account.name}</span> " " <code>{account.email}</code></li> })
        .collect::<Vec<_>>();
    view! {
        <details>
            <summary>{name}</summary>
            <ul class="demo-list">{rows}</ul>
        </details>
    }
}

/// The other language, for who is not signed in.
#[component]
fn LanguageChoice(lang: Lang) -> impl IntoView {
    let (other, name) = match lang {
        Lang::Fr => (Lang::En, "English"),
        Lang::En => (Lang::Fr, "Français"),
    };
    view! {
        <form method="post" action="/fn/set_language" class="language-choice">
            <input type="hidden" name="language" value=other.tag()/>
            <button class="button-link" type="submit" lang=other.tag()>{name}</button>
        </form>
    }
}

/// `/activate/{token}`: looking does not use the link up.
#[component]
pub fn ActivatePage() -> impl IntoView {
    let token = use_params_map()
        .read_untracked()
        .get("token")
        .unwrap_or_default();
    let accounts = backend::<Accounts>().0;
    answered(async move {
        let link = accounts.link(&token).await?;
        Ok(view! { <Activate token link/> })
    })
}

#[component]
fn Activate(token: String, link: LinkView) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let text = account(lang);
    let password_problem = visit.problem_text("activate", "password");
    let again_problem = visit.problem_text("activate", "password_again");
    let lead = (text.activate_lead)(&link.name, &link.email);
    view! {
        <Document title=text.activate>
            <div class="sign-in">
                <PageHead title=text.activate lead=lead/>
                <Refusal form="activate"/>
                <form method="post" action="/fn/activate" class="form">
                    <input type="hidden" name="token" value=token/>
                    <input type="hidden" name="username" value=link.email autocomplete="username"/>
                    <TextField label=text.new_password name="password" kind="password" autocomplete="new-password"
                        hint=text.password_rule error=password_problem required=true maxlength=256/>
                    <TextField label=text.repeat_password name="password_again" kind="password" autocomplete="new-password"
                        error=again_problem required=true maxlength=256/>
                    <button class="button button-main" type="submit">{text.activate_button}</button>
                </form>
            </div>
        </Document>
    }
}
