//! `/desk/call`: a telephone call becomes a request, in one form once the client is chosen.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::answer::AppError;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::answers::among;
use crate::backend::desk::{CallClient, CallForm, ClientName, Desk};
use crate::backend::interventions::RequestInput;
use crate::backend::requesting::{Person, ticked};
use crate::domain::contract::Activity;
use crate::interventions::request_extras::{BeneficiaryFields, CopyFields};
use crate::interventions::request_fields::{PriorityFields, category_choices, site_choices};
use crate::interventions::request_questions::{ActivityField, Asking};
use crate::shell::{Document, Place};
use crate::text::desk::desk;
use crate::text::interventions::interventions;
use crate::text::{Lang, words};
use crate::ui::{Choice, PageHead, Refusal, SelectField, TextArea, TextField};

const FORM: &str = "enter_call";

/// The call.
#[component]
pub fn CallPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let client = visit()
        .typed(FORM, "client")
        .or_else(|| query.get("client"));
    let desk = backend::<Desk>().0;
    answered(async move {
        let asker = asker()?;
        // A name that no client has is a form to fill again.
        let form = match desk.call_form(&asker, client.as_deref()).await {
            Err(AppError::NotFound) => desk.call_form(&asker, None).await?,
            other => other?,
        };
        Ok(view! { <Call form/> })
    })
}

#[component]
fn Call(form: CallForm) -> impl IntoView {
    let lang = visit().lang;
    let text = desk(lang);
    let CallForm {
        clients,
        chosen,
        request_id,
    } = form;
    view! {
        <Document title=text.call_title place=Place::Queue>
            <PageHead kicker=text.queue_title title=text.call_title lead=text.call_lead/>
            <Refusal form=FORM/>
            {match chosen {
                Some(chosen) => view! { <Details lang chosen request_id/> }.into_any(),
                None => view! { <ChooseClient lang clients/> }.into_any(),
            }}
        </Document>
    }
}

#[component]
fn ChooseClient(lang: Lang, clients: Vec<ClientName>) -> impl IntoView {
    let text = desk(lang);
    let options = clients
        .into_iter()
        .map(|client| view! { <option value=client.slug>{client.name}</option> })
        .collect::<Vec<_>>();
    view! {
        <form class="form" method="get" action="/desk/call">
            <div class="field">
                <label for="call-client">{text.choose_client}</label>
                <select id="call-client" name="client" required=true autofocus=true>{options}</select>
            </div>
            <div class="form-foot"><button class="button" type="submit">{text.choose_client_button}</button></div>
        </form>
    }
}

#[component]
fn Details(lang: Lang, chosen: CallClient, request_id: String) -> impl IntoView {
    let text = desk(lang);
    let words_of = interventions(lang);
    let visit = visit();
    let typed = |field: &str| visit.typed(FORM, field).unwrap_or_default();
    let request_id = visit.typed(FORM, "request_id").unwrap_or(request_id);
    let activity = visit
        .typed(FORM, "activity")
        .unwrap_or_else(|| Activity::Fault.code());
    let mut activities: Vec<Choice> = [Activity::Fault, Activity::Advice]
        .iter()
        .map(|activity| Choice::new(activity.code(), words::activity(lang, activity)))
        .collect();
    activities.extend(chosen.catalogue.iter().map(|item| {
        let title = match lang {
            Lang::Fr => item.title.clone(),
            Lang::En => item.title_en.clone(),
        };
        Choice::new(Activity::Catalogue(item.key.clone()).code(), title)
    }));
    let typed_fields = visit.draft_of(FORM).map(|draft| draft.fields.clone());
    let typed_fields = typed_fields.unwrap_or_default();
    let asking = Asking {
        lang,
        action: FORM,
        form: "call",
        answers: among(
            typed_fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        ),
    };
    let extras = RequestInput {
        for_name: typed("for_name"),
        for_phone: typed("for_phone"),
        for_room: typed("for_room"),
        ..RequestInput::default()
    };
    let people = chosen.contacts.iter().map(|caller| Person {
        id: caller.id,
        name: caller.name.clone(),
    });
    let people = people.collect::<Vec<_>>();
    let copies = ticked(
        typed_fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    let callers = chosen.contacts.into_iter().map(|caller| {
        let known = format!("{} {}", words::role(lang, caller.role), caller.phone);
        view! { <option value=caller.name>{known}</option> }
    });
    let callers = callers.collect::<Vec<_>>();
    let components = chosen.components.into_iter().map(|component| {
        let category = words::category(lang, component.category);
        view! { <option value=component.name>{category}</option> }
    });
    let components = components.collect::<Vec<_>>();
    let many_sites = chosen.sites.len() > 1;
    let sites = site_choices(&chosen.sites);
    view! {
        <p>{text.client} "\u{a0}: " <strong>{chosen.client.name}</strong> " · " <a href="/desk/call">{text.change_client}</a></p>
        <form class="call-form" method="post" action="/fn/enter_call">
            <input type="hidden" name="request_id" value=request_id/>
            <input type="hidden" name="client" value=chosen.client.slug/>
            <SuggestField label=text.caller name="caller" value=typed("caller") list="callers" hint=text.caller_hint
                error=visit.problem_text(FORM, "caller") required=true/>
            <datalist id="callers">{callers}</datalist>
            <TextField label=text.call_back_on name="phone" kind="tel" value=typed("phone") hint=words_of.call_back_hint
                error=visit.problem_text(FORM, "phone") maxlength=30 form="call"/>
            <SuggestField label=words_of.component name="component" value=typed("component") list="components" hint=text.call_component_hint
                error=visit.problem_text(FORM, "component") required=false/>
            <datalist id="components">{components}</datalist>
            <SelectField label=words_of.category name="category" choices=category_choices(lang) value=typed("category")
                prompt=words_of.category_prompt hint=words_of.category_hint error=visit.problem_text(FORM, "category") form="call"/>
            <div class="wide">
                <TextArea label=text.call_what name="details" value=typed("details") rows=3 hint=words_of.what_hint
                    error=visit.problem_text(FORM, "title") required=true maxlength=8000 form="call"/>
            </div>
            <PriorityFields lang plain_levels=chosen.plain_levels impact=typed("impact") urgency=typed("urgency")
                action=FORM form="call"/>
            <div class="wide"><ActivityField asking choices=activities catalogue=chosen.catalogue value=activity/></div>
            {many_sites.then(|| view! {
                <SelectField label=words_of.site name="site" choices=sites value=typed("site") prompt=words_of.site_prompt
                    error=visit.problem_text(FORM, "site") form="call"/>
            })}
            <div class="wide extras">
                <BeneficiaryFields lang input=extras action=FORM form="call"/>
                <CopyFields lang people ticked=copies action=FORM form="call"/>
            </div>
            <div class="wide form-foot"><button class="button" type="submit">{text.register_call}</button></div>
        </form>
    }
}

/// A line of text that suggests what is known while one types.
#[component]
fn SuggestField(
    label: &'static str,
    name: &'static str,
    value: String,
    list: &'static str,
    hint: &'static str,
    error: Option<leptos::oco::Oco<'static, str>>,
    required: bool,
) -> impl IntoView {
    let id = format!("call-{name}");
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let invalid = error.is_some().then_some("true");
    let described = if error.is_some() {
        format!("{error_id} {hint_id}")
    } else {
        hint_id.clone()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <p class="field-hint" id=hint_id>{hint}</p>
            <input id=id name=name type="text" value=value list=list required=required maxlength="120" autocomplete="off"
                aria-invalid=invalid aria-describedby=described/>
            {error.map(|error| view! { <p class="field-error" id=error_id>{error}</p> })}
        </div>
    }
}
