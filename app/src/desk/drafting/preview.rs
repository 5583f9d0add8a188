//! `/desk/clients/{slug}/drafts/{draft}/preview`: what the version would change for the client; publishing it.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::fields::{At, Refusals};
use super::sheet::ToCorrect;
use super::{at, names, parse_draft, sheet_address};
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::drafting::{Drafting, Preview};
use crate::domain::contract::ServiceLine;
use crate::shell::{Document, Place};
use crate::text::contract::verdict::Names;
use crate::text::drafting::{Difference, drafting, terms_change};
use crate::text::{Lang, format, words};
use crate::ui::badge::Tone;
use crate::ui::{Glyph, Icon, PageHead};

/// The preview.
#[component]
pub fn PreviewPage() -> impl IntoView {
    let params = use_params_map().read_untracked().clone();
    let slug = params.get("slug").unwrap_or_default();
    let draft = parse_draft(params.get("draft"));
    let backend = backend::<Drafting>().0;
    answered(async move {
        let preview = backend.preview(&*asker()?, &slug, draft).await?;
        Ok(view! { <Changes preview/> })
    })
}

#[component]
fn Changes(preview: Preview) -> impl IntoView {
    let lang = visit().lang;
    let text = drafting(lang);
    let sheet = preview.sheet.clone();
    let names = names(lang, &sheet);
    let date = format::date_only(lang, preview.starts);
    let title = text.preview_of(sheet.version, &sheet.client.name, &date);
    let lead = match preview.in_force {
        Some(version) => text.compared_to(version),
        None => text.nothing_in_force.to_owned(),
    };
    let kicker = format!("{} · {}", sheet.client.name, sheet.draft.number);
    let back = sheet_address(&sheet);
    let may_publish = sheet.problems.is_empty();
    let differences: Vec<Difference> = preview
        .terms
        .iter()
        .map(|change| terms_change(lang, change, &names))
        .collect();
    view! {
        <Document title=title.clone() place=Place::Clients>
            <PageHead kicker title lead>
                <div class="actions"><a class="button button-plain" href=back>{text.keep_editing}</a></div>
            </PageHead>
            <Refusals forms=&["publish_draft"]/>
            {(!may_publish).then(|| view! { <ToCorrect lang sheet=&sheet/> })}
            <section class="card draft-part preview-cover" aria-labelledby="cover">
                <h2 id="cover">{text.cover}</h2>
                {preview.cover.is_empty().then(|| view! { <p>{text.cover_same}</p> })}
                <Turned lang preview=&preview names=names.clone() gained=false/>
                <Turned lang preview=&preview names=names gained=true/>
            </section>
            <section class="card draft-part" aria-labelledby="terms">
                <h2 id="terms">{text.terms}</h2>
                <Terms lang differences/>
            </section>
            {may_publish.then(|| view! {
                <section class="card draft-part" aria-labelledby="publish">
                    <h2 id="publish">{text.publish}</h2>
                    <p>{text.publish_lead}</p>
                    <form method="post" action="/fn/publish_draft">
                        <At at=at(&sheet)/>
                        <button class="button" type="submit">{text.publish}</button>
                    </form>
                </section>
            })}
        </Document>
    }
}

/// What gains, or loses, cover: by service, in board order.
#[component]
fn Turned<'a>(
    lang: Lang,
    preview: &'a Preview,
    names: Names,
    gained: bool,
) -> impl IntoView + use<> {
    let text = drafting(lang);
    let of = |service: ServiceLine| -> Vec<String> {
        let changes = preview.cover.iter();
        let changes = changes.filter(|change| change.service == service && change.gained == gained);
        changes
            .filter_map(|change| {
                let component = preview.sheet.components.get(change.subject)?;
                Some(match &change.site {
                    Some(site) => text.only_at(&component.name, &names.site(site)),
                    None => component.name.clone(),
                })
            })
            .collect()
    };
    let services = ServiceLine::ALL
        .iter()
        .map(|service| (*service, of(*service)))
        .filter(|(_, components)| !components.is_empty())
        .map(|(service, components)| {
            let head = text.counted(words::service_line(lang, service), components.len());
            let components = components
                .into_iter()
                .map(|name| view! { <li>{name}</li> })
                .collect::<Vec<_>>();
            view! {
                <details open=true>
                    <summary>{head}</summary>
                    <ul class="turned">{components}</ul>
                </details>
            }
        })
        .collect::<Vec<_>>();
    if services.is_empty() {
        return None;
    }
    let (tone, glyph, title) = match gained {
        true => (Tone::Ok, Glyph::Operational, text.gained),
        false => (Tone::Down, Glyph::MajorOutage, text.lost),
    };
    let word = if gained { "gained" } else { "lost" };
    Some(view! {
        <div class=("turned-side", true) class=tone.class() data-cover=word>
            <h3><Icon glyph/> " " {title}</h3>
            {services}
        </div>
    })
}

/// Differences of one line or clause stand together, in the order in which they came.
#[component]
fn Terms(lang: Lang, differences: Vec<Difference>) -> impl IntoView {
    if differences.is_empty() {
        return view! { <p>{drafting(lang).terms_same}</p> }.into_any();
    }
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for Difference { about, words } in differences {
        match groups.last_mut().filter(|(last, _)| *last == about) {
            Some((_, said)) => said.push(words),
            None => groups.push((about, vec![words])),
        }
    }
    let groups = groups
        .into_iter()
        .map(|(about, said)| {
            let said = said
                .into_iter()
                .map(|words| view! { <li>{words}</li> })
                .collect::<Vec<_>>();
            view! { <li><strong>{about}</strong> <ul class="said">{said}</ul></li> }
        })
        .collect::<Vec<_>>();
    view! { <ul class="lines differences" role="list">{groups}</ul> }.into_any()
}
