//! `/desk/clients/{slug}/contracts/new`: a contract starts from a template.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::fields::{Form, Refusals};
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::drafting::{Drafting, Workbench};
use crate::domain::contract::Renewal;
use crate::shell::{Document, Place};
use crate::text::Lang;
use crate::text::contract::renewal;
use crate::text::drafting::drafting;
use crate::ui::{Choice, PageHead, SelectField, TextField};

/// The form.
#[component]
pub fn NewContractPage() -> impl IntoView {
    let slug = use_params_map()
        .read_untracked()
        .get("slug")
        .unwrap_or_default();
    let backend = backend::<Drafting>().0;
    answered(async move {
        let workbench = backend.workbench(&*asker()?, &slug).await?;
        Ok(view! { <NewContract workbench/> })
    })
}

#[component]
fn NewContract(workbench: Workbench) -> impl IntoView {
    let lang = visit().lang;
    let text = drafting(lang);
    let form = Form::new("create_contract");
    let templates = workbench
        .templates
        .into_iter()
        .map(|template| Choice::new(template.key, template.title))
        .collect::<Vec<_>>();
    let [template, number, title] =
        ["template", "number", "title"].map(|field| form.value(field, ""));
    view! {
        <Document title=text.new_title place=Place::Clients>
            <PageHead kicker=workbench.client.name title=text.new_title lead=text.new_lead/>
            <Refusals forms=&["create_contract"]/>
            <form class="form" method="post" action="/fn/create_contract">
                <input type="hidden" name="client" value=workbench.client.slug/>
                <SelectField label=text.template name="template" choices=templates value=template prompt=text.no_template
                    hint=text.template_hint error=form.error("template")/>
                <TextField label=text.number name="number" value=number hint=text.number_hint
                    error=form.error("number") required=true maxlength=40/>
                <TextField label=text.title name="title" value=title hint=text.title_hint
                    error=form.error("title") required=true maxlength=200/>
                <PeriodFields lang form=form.clone() starts=String::new() ends=String::new() renewal=Renewal::None last_notice=String::new()/>
                <div class="form-foot"><button class="button" type="submit">{text.start_draft}</button></div>
            </form>
        </Document>
    }
}

/// Start, end, renewal, notice.
#[component]
pub fn PeriodFields(
    lang: Lang,
    form: Form,
    starts: String,
    ends: String,
    renewal: Renewal,
    last_notice: String,
) -> impl IntoView {
    let text = drafting(lang);
    let renewals = Renewal::ALL
        .iter()
        .map(|one| Choice::new(one.code(), self::renewal(lang, *one)))
        .collect::<Vec<_>>();
    view! {
        <div class="field-row">
            <TextField label=text.starts name="starts" kind="date" value=form.value("starts", starts.clone())
                hint=form.hint("starts", &starts, text.starts_hint) error=form.error("starts") required=true/>
            <TextField label=text.ends name="ends" kind="date" value=form.value("ends", ends.clone())
                hint=form.hint("ends", &ends, text.ends_hint) error=form.error("ends")/>
        </div>
        <div class="field-row">
            <SelectField label=text.renewal name="renewal" choices=renewals value=form.value("renewal", renewal.code())
                hint=form.hint("renewal", renewal.code(), "") error=form.error("renewal")/>
            <TextField label=text.last_notice name="last_notice" kind="date" value=form.value("last_notice", last_notice.clone())
                hint=form.hint("last_notice", &last_notice, "") error=form.error("last_notice")/>
        </div>
    }
}
