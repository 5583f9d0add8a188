//! `/interventions/new`: a request in four answers, with its verdict before it is sent.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::file_form::AT_ONCE;
use super::known::{AlertNotice, Workarounds};
use super::request_coverage::{
    Asked, FORM_ID, Fields, Known, RequestCoverage, asked, for_the_browser,
};
use super::request_extras::{BeneficiaryFields, CopyFields, RequestFiles};
use super::request_fields::{
    ComponentField, PriorityFields, activity_choices, catalogue_names, category_choices,
    site_choices,
};
use super::request_questions::{ActivityField, Asking};
use crate::answer::AppError;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::answers::among;
use crate::backend::interventions::{
    ComponentChoice, Interventions, Preview, Related, RequestForm, RequestInput,
};
use crate::backend::requesting::ticked;
use crate::contract::Verdict;
use crate::domain::component::Key;
use crate::domain::contract::{Activity, asks_plain_levels, catalogue_in_force};
use crate::domain::time::LocalInstant;
use crate::shell::{Document, Place, Scripts};
use crate::text::Lang;
use crate::text::contract::verdict::Names;
use crate::text::interventions::{interventions, origin};
use crate::text::requesting::requesting;
use crate::text::ties::ties;
use crate::ui::badge::{InterventionStateBadge, Tone};
use crate::ui::time::Moment;
use crate::ui::{Glyph, Notice, PageHead, Refusal, SelectField, TextArea, TextField};

const FORM: &str = "request_intervention";
/// The same form, kept for later.
const DRAFT: &str = "save_request_draft";

/// The request. What is known already comes in the address; a form that was refused comes back as it was, and so
/// does a draft that is resumed.
#[component]
pub fn RequestPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let visit = visit();
    let posted = visit.draft_of(FORM).or_else(|| visit.draft_of(DRAFT));
    let typed: Option<Vec<(String, String)>> = posted.map(|draft| draft.fields.clone());
    // Whoever looks in a contact's place does not read what they keep for themselves.
    let resumed = query.get("resume").filter(|_| visit.view.is_none());
    let asked: Vec<(String, String)> = query
        .latest_values()
        .map(|(name, value)| (name.as_ref().to_owned(), value.to_owned()))
        .collect();
    let interventions = backend::<Interventions>().0;
    answered(async move {
        let asker = asker()?;
        let form = interventions.form(&asker).await?;
        let kept = match (&typed, resumed) {
            (None, Some(request_id)) => {
                match interventions.draft(&asker, &request_id).await {
                    // Sent or deleted meanwhile: a form to fill.
                    Err(AppError::NotFound) => None,
                    other => Some(other?),
                }
            }
            _ => None,
        };
        let is_new = typed.is_none() && kept.is_none();
        let files = lost_files(typed.as_ref().unwrap_or(&asked));
        let mut input = match (kept, typed) {
            (Some(kept), _) => kept,
            (None, Some(typed)) => input_of(&typed),
            (None, None) => input_of(&asked),
        };
        if is_new && input.phone.is_empty() {
            input.phone.clone_from(&form.phone);
        }
        // An address that names something unknown is a form to fill, not a dead end.
        let preview = match interventions.preview(&asker, &input).await {
            Ok(preview) => preview,
            Err(AppError::Invalid { .. }) => Preview {
                verdict: None,
                open: vec![],
                alert: None,
                workarounds: vec![],
            },
            Err(other) => return Err(other),
        };
        Ok(view! { <Request form preview input files/> })
    })
}

/// The request that these fields make; of two with one name the last counts.
fn input_of(fields: &[(String, String)]) -> RequestInput {
    let value = |name: &str| {
        let mut found = fields.iter().rev();
        let found = found.find(|(field, _)| field == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let pairs = || {
        fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    };
    RequestInput {
        answers: among(pairs()),
        copies: ticked(pairs()),
        request_id: value("request_id"),
        component: value("component"),
        category: value("category"),
        site: value("site"),
        activity: value("activity"),
        title: String::new(),
        details: value("details"),
        impact: value("impact"),
        urgency: value("urgency"),
        phone: value("phone"),
        for_name: value("for_name"),
        for_phone: value("for_phone"),
        for_room: value("for_room"),
    }
}

/// Names of the files that were chosen in a form that comes back: a browser never fills them in again.
fn lost_files(fields: &[(String, String)]) -> Vec<String> {
    let files = fields.iter().filter(|(name, _)| name == "file");
    files
        .map(|(_, value)| value.clone())
        .filter(|name| !name.is_empty())
        .take(AT_ONCE)
        .collect()
}

#[component]
fn Request(
    form: RequestForm,
    preview: Preview,
    input: RequestInput,
    files: Vec<String>,
) -> impl IntoView {
    let lang = visit().lang;
    let text = interventions(lang);
    let now = form.now;
    let said = asked(&Posted {
        input: &input,
        components: &form.components,
        sites: &form.sites,
    });
    let known = Known {
        now,
        contracts: form.contracts.iter().map(for_the_browser).collect(),
        facts: form.facts.clone(),
        role: Some(form.role),
        names: names(lang, &form),
        contract_path: "/contract".to_owned(),
        continues: false,
    };
    let open = preview.open.clone();
    let (alert, workarounds) = (preview.alert.clone(), preview.workarounds.clone());
    view! {
        <Document title=text.request_title place=Place::Interventions scripts=Scripts::Forms>
            <PageHead kicker=text.title title=text.request_title lead=text.request_lead/>
            <Refusal form=FORM/>
            <DraftRefused lang/>
            <AlertNotice lang alert now/>
            <Workarounds lang workarounds now prefix="/interventions"/>
            <AlreadyOpen lang open now/>
            <div class="request">
                <Form lang form input files/>
                <aside aria-label=text.cover>
                    {cover_view(lang, said, preview, known)}
                </aside>
            </div>
        </Document>
    }
}

/// The island shows the server's own verdict until somebody changes the form. Where the two could
/// differ (a name typed in the address), the server's stands alone.
fn cover_view(lang: Lang, said: Option<Asked>, preview: Preview, known: Known) -> impl IntoView {
    match (said, preview.verdict) {
        (None, Some(verdict)) => view! {
            <Verdict lang verdict names=known.names contract_path="/contract" now=known.now/>
        }
        .into_any(),
        (said, _) => view! { <RequestCoverage lang known asked=said/> }.into_any(),
    }
}

#[component]
fn Form(lang: Lang, form: RequestForm, input: RequestInput, files: Vec<String>) -> impl IntoView {
    let text = interventions(lang);
    let visit = visit();
    let more = requesting(lang);
    let request_id = match input.request_id.as_str() {
        "" => form.request_id,
        known => known.to_owned(),
    };
    let extras = RequestInput {
        answers: Default::default(),
        ..input.clone()
    };
    let (phone, copies) = (input.phone, input.copies);
    let activity = if input.activity.is_empty() {
        Activity::Fault.code()
    } else {
        input.activity
    };
    let activities = activity_choices(lang, &form.contracts, form.now.at);
    let plain_levels = asks_plain_levels(&form.contracts, form.now.at);
    let catalogue = catalogue_in_force(&form.contracts, form.now.at)
        .into_iter()
        .cloned()
        .collect::<Vec<_>>();
    let asking = Asking {
        lang,
        action: FORM,
        form: "request",
        answers: input.answers,
    };
    let only_site = form
        .sites
        .first()
        .filter(|_| form.sites.len() == 1)
        .map(|site| site.key.to_string());
    let sites = site_choices(&form.sites);
    let many_sites = sites.len() > 1;
    let unlisted = !input.category.is_empty() || form.components.is_empty();
    let no_component = form.components.is_empty();
    view! {
        <form id=FORM_ID class="form" method="post" action="/fn/request_intervention" enctype="multipart/form-data">
            <input type="hidden" name="request_id" value=request_id/>
            {only_site.map(|site| view! { <input type="hidden" name="site" value=site/> })}
            {(!no_component).then(|| view! {
                <ComponentField lang components=form.components sites=form.sites value=input.component
                    error=visit.problem_text(FORM, "component") form="request"/>
            })}
            {no_component.then(|| view! { <p class="field-hint">{text.nothing_to_choose}</p> })}
            <details open=unlisted>
                <summary>{text.not_listed}</summary>
                <SelectField label=text.category name="category" choices=category_choices(lang) value=input.category
                    prompt=text.category_prompt hint=text.category_hint error=visit.problem_text(FORM, "category") form="request"/>
            </details>
            {many_sites.then(|| view! {
                <SelectField label=text.site name="site" choices=sites value=input.site prompt=text.site_prompt
                    error=visit.problem_text(FORM, "site") form="request"/>
            })}
            <ActivityField asking choices=activities catalogue value=activity/>
            <TextArea label=text.what name="details" value=input.details rows=4 hint=text.what_hint
                error=visit.problem_text(FORM, "title").or_else(|| visit.problem_text(FORM, "details"))
                required=true maxlength=8000 form="request"/>
            <PriorityFields lang plain_levels impact=input.impact urgency=input.urgency action=FORM form="request"/>
            <TextField label=text.call_back name="phone" kind="tel" value=phone autocomplete="tel" hint=text.call_back_hint
                error=visit.problem_text(FORM, "phone") maxlength=30 form="request"/>
            <div class="extras">
                <BeneficiaryFields lang input=extras action=FORM form="request"/>
                <CopyFields lang people=form.people ticked=copies action=FORM form="request"/>
                <RequestFiles lang action=FORM form="request" names=files/>
            </div>
            <div class="form-foot">
                <button class="button" type="submit">{text.send_request}</button>
                <button class="button button-plain" type="submit" formmethod="get" formaction="/interventions/new" formnovalidate=true>
                    {text.check_cover}
                </button>
                <button class="button button-plain" type="submit" formmethod="post" formaction="/fn/save_request_draft"
                    formenctype="application/x-www-form-urlencoded" formnovalidate=true>
                    {more.save_draft}
                </button>
            </div>
            <p class="field-hint">{more.draft_hint}</p>
        </form>
    }
}

/// Too many drafts, or too long a one: what was typed stands in the form.
#[component]
fn DraftRefused(lang: Lang) -> impl IntoView {
    let visit = visit();
    visit.draft_of(DRAFT)?;
    let text = requesting(lang);
    match visit.problem(DRAFT, "draft") {
        Some(_) => {
            let tone = Tone::Warn;
            Some(
                view! { <Notice tone glyph=Glyph::Info title=text.too_many_drafts urgent=true/> }
                    .into_any(),
            )
        }
        None => Some(view! { <Refusal form=DRAFT/> }.into_any()),
    }
}

/// What sites and requests of the catalogue are called.
fn names(lang: Lang, form: &RequestForm) -> Names {
    let sites = form.sites.iter();
    Names {
        sites: sites
            .map(|site| (site.key.clone(), site.name.clone()))
            .collect(),
        ..catalogue_names(lang, &form.contracts)
    }
}

#[component]
fn AlreadyOpen(lang: Lang, open: Vec<Related>, now: LocalInstant) -> impl IntoView {
    if open.is_empty() {
        return None;
    }
    let text = interventions(lang);
    let rows = open
        .into_iter()
        .map(|related| related_view(lang, related, now))
        .collect::<Vec<_>>();
    Some(view! {
        <Notice tone=Tone::Planned glyph=Glyph::Info title=text.already_open>
            <p>{text.already_open_help}</p>
            <ul class="lines" role="list">{rows}</ul>
        </Notice>
    })
}

fn related_view(lang: Lang, related: Related, now: LocalInstant) -> impl IntoView {
    let text = interventions(lang);
    let href = format!("/interventions/{}", related.reference);
    let sees = related.title.is_some() || related.following;
    view! {
        <li>
            <p>
                {if sees {
                    view! { <a class="reference" href=href>{related.reference.clone()}</a> }.into_any()
                } else {
                    view! { <span class="reference">{related.reference.clone()}</span> }.into_any()
                }}
                " " {related.title} " "
                <InterventionStateBadge lang state=related.state/>
                " " <span class="soft">{origin(lang, related.origin)} ", " <Moment lang at=related.declared now/></span>
            </p>
            {ties(lang).reported_by(related.reporters).map(|words| view! { <p>{words}</p> })}
            {(!related.following).then(|| view! {
                <form method="post" action="/fn/follow_intervention">
                    <input type="hidden" name="reference" value=related.reference/>
                    <button class="button button-small" type="submit">{text.follow}</button>
                </form>
            })}
        </li>
    }
}

/// A request that came in the address or in a draft, read as the browser reads its form.
struct Posted<'a> {
    input: &'a RequestInput,
    components: &'a [ComponentChoice],
    sites: &'a [crate::backend::interventions::SiteChoice],
}

impl Posted<'_> {
    fn chosen(&self) -> Option<&ComponentChoice> {
        self.components
            .iter()
            .find(|component| component.key.as_str() == self.input.component)
    }
}

impl Fields for Posted<'_> {
    fn field(&self, name: &str) -> String {
        match name {
            "component" => self.input.component.clone(),
            "category" => self.input.category.clone(),
            "site" if self.input.site.is_empty() && self.sites.len() == 1 => {
                self.sites[0].key.to_string()
            }
            "site" => self.input.site.clone(),
            "activity" => self.input.activity.clone(),
            "impact" => self.input.impact.clone(),
            "urgency" => self.input.urgency.clone(),
            _ => String::new(),
        }
    }

    fn component_fact(&self, name: &str) -> Option<String> {
        let component = self.chosen()?;
        let fact = match name {
            "category" => component.category.code().to_owned(),
            "sites" => component
                .sites
                .iter()
                .map(Key::as_str)
                .collect::<Vec<_>>()
                .join(","),
            "site" => component
                .only_site
                .as_ref()
                .map(Key::to_string)
                .unwrap_or_default(),
            "supervised" => component.supervised.to_string(),
            "name" => component.name.clone(),
            _ => return None,
        };
        Some(fact)
    }
}
