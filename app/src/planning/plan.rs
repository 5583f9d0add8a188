//! `/desk/plan`: preventive work, in two steps: on what, which the contract decides, then when and what.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::slot::SlotFields;
use crate::answer::AppError;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::desk::ClientName;
use crate::backend::planning::{PlanAbout, PlanClient, PlanForm, PlanSubject, Planning};
use crate::contract::Verdict;
use crate::interventions::request_fields::site_choices;
use crate::shell::{Document, Place};
use crate::text::contract::verdict::Names;
use crate::text::desk::desk;
use crate::text::interventions::interventions;
use crate::text::planning::planning;
use crate::text::{Lang, words};
use crate::ui::badge::Tone;
use crate::ui::{
    CheckField, Choice, Glyph, Notice, PageHead, Refusal, SelectField, TextArea, TextField,
};

const FORM: &str = "plan_work";

/// The form.
#[component]
pub fn PlanPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let said = |field: &str| {
        visit()
            .typed(FORM, field)
            .or_else(|| query.get(field))
            .unwrap_or_default()
    };
    let about = PlanAbout {
        client: said("client"),
        component: said("component"),
        site: said("site"),
    };
    let planning = backend::<Planning>().0;
    answered(async move {
        let asker = asker()?;
        // A name that no client has is a form to fill again.
        let form = match planning.form(&asker, &about).await {
            Err(AppError::NotFound) => planning.form(&asker, &PlanAbout::default()).await?,
            other => other?,
        };
        Ok(view! { <Plan form about/> })
    })
}

#[component]
fn Plan(form: PlanForm, about: PlanAbout) -> impl IntoView {
    let lang = visit().lang;
    let text = planning(lang);
    view! {
        <Document title=text.plan place=Place::Calendar>
            <PageHead kicker=text.planned_work title=text.plan lead=text.plan_lead/>
            <Refusal form=FORM/>
            {match form.chosen {
                None => view! { <ChooseClient lang clients=form.clients/> }.into_any(),
                Some(chosen) => view! { <ForClient lang chosen about request_id=form.request_id/> }.into_any(),
            }}
        </Document>
    }
}

#[component]
fn ChooseClient(lang: Lang, clients: Vec<ClientName>) -> impl IntoView {
    let text = desk(lang);
    let clients = clients
        .into_iter()
        .map(|client| Choice::new(client.slug, client.name))
        .collect::<Vec<_>>();
    view! {
        <form class="form" method="get" action="/desk/plan">
            <SelectField label=text.choose_client name="client" choices=clients required=true form="plan"/>
            <div class="form-foot"><button class="button" type="submit">{text.choose_client_button}</button></div>
        </form>
    }
}

#[component]
fn ForClient(
    lang: Lang,
    chosen: PlanClient,
    about: PlanAbout,
    request_id: String,
) -> impl IntoView {
    let text = planning(lang);
    let PlanClient {
        client,
        components,
        sites,
        subject,
    } = chosen;
    let choices = components
        .iter()
        .map(|component| Choice::new(component.key.to_string(), component.name.clone()))
        .collect::<Vec<_>>();
    let several_sites = sites.len() > 1;
    let key = subject
        .as_ref()
        .map(|subject| subject.component.key.to_string())
        .unwrap_or_default();
    let names = Names {
        sites: sites
            .iter()
            .map(|site| (site.key.clone(), site.name.clone()))
            .collect(),
        components: components
            .iter()
            .map(|component| (component.key.clone(), component.name.clone()))
            .collect(),
        ..Names::default()
    };
    let contract_path = format!("/desk/clients/{}/contract", client.slug);
    let is_chosen = subject.is_some();
    let unknown = (!about.component.is_empty() && !is_chosen)
        .then(|| visit().problem_text(FORM, "component"))
        .flatten();
    view! {
        <p>{desk(lang).client} "\u{a0}: " <strong>{client.name.clone()}</strong> " · " <a href="/desk/plan">{desk(lang).change_client}</a></p>
        <form class="filter-bar" method="get" action="/desk/plan">
            <input type="hidden" name="client" value=client.slug.clone()/>
            <SelectField label=text.choose_component name="component" choices value=key prompt="—" error=unknown required=true form="plan"/>
            {several_sites.then(|| view! {
                <SelectField label=interventions(lang).site name="site" choices=site_choices(&sites) value=about.site.clone()
                    prompt=interventions(lang).site_prompt error=visit().problem_text(FORM, "site") form="plan"/>
            })}
            <div class="actions"><button class="button button-plain" type="submit">{text.see_cover}</button></div>
        </form>
        {subject.map(|subject| view! {
            <div class="request">
                {subject.may_plan.then(|| view! { <Details lang client subject=subject.clone() site=about.site request_id/> })}
                {(!subject.may_plan).then(|| view! { <Notice tone=Tone::Warn glyph=Glyph::Info title=text.not_possible/> })}
                <aside aria-label=interventions(lang).cover>
                    <section class="card">
                        <h2>{interventions(lang).cover}</h2>
                        <Verdict lang verdict=subject.verdict names contract_path qualified=true now=subject.now/>
                    </section>
                </aside>
            </div>
        })}
    }
}

#[component]
fn Details(
    lang: Lang,
    client: ClientName,
    subject: PlanSubject,
    site: String,
    request_id: String,
) -> impl IntoView {
    let text = planning(lang);
    let visit = visit();
    let typed = |field: &str| visit.typed(FORM, field).unwrap_or_default();
    let request_id = visit.typed(FORM, "request_id").unwrap_or(request_id);
    let visiting = visit.draft_of(FORM).is_none() || !typed("visit").is_empty();
    view! {
        <form class="form" method="post" action="/fn/plan_work">
            <input type="hidden" name="request_id" value=request_id/>
            <input type="hidden" name="client" value=client.slug/>
            <input type="hidden" name="component" value=subject.component.key.to_string()/>
            <input type="hidden" name="site" value=site/>
            <p class="soft">{subject.component.name.clone()} " · " {words::category(lang, subject.component.category)}</p>
            <SlotFields lang form=FORM current=None/>
            {subject.notice_days.map(|days| view! {
                <p class="field-hint">{text.notice} "\u{a0}: " {text.days_before(Some(days))}</p>
            })}
            <TextArea label=text.details name="details" value=typed("details") rows=4 hint=text.details_hint
                error=visit.problem_text(FORM, "details") required=true maxlength=8000 form=FORM/>
            <TextArea label=text.impact name="impact" value=typed("impact") rows=2 hint=text.impact_hint
                error=visit.problem_text(FORM, "impact") required=true maxlength=1000 form=FORM/>
            <TextField label=text.due name="due" kind="date" value=typed("due") hint=text.due_hint
                error=visit.problem_text(FORM, "due") form=FORM/>
            {subject.is_visited.then(|| view! {
                <CheckField label=text.visit name="visit" value="yes" checked=visiting hint=text.visit_hint form=FORM/>
            })}
            <div class="form-foot"><button class="button" type="submit">{text.put_on_calendar}</button></div>
        </form>
    }
}
