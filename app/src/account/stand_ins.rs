//! On one's own account: who approves in one's place, and in whose place one approves.

use leptos::prelude::*;

use crate::answer::AppError;
use crate::answer::page::{asker, backend, go_to, visit};
use crate::backend::stand_ins::{StandInInput, StandInSheet, StandInView, StandIns};
use crate::text::Lang;
use crate::text::format::date_only;
use crate::text::stand_ins::stand_ins;
use crate::ui::field::{Choice, SelectField, TextField};
use crate::ui::{Glyph, Notice, Refusal, Tone};

/// Names somebody for some days.
#[server(prefix = "/fn", endpoint = "name_stand_in")]
pub async fn name_stand_in(
    #[server(default)] contact: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
) -> Result<(), AppError> {
    let input = StandInInput { contact, from, to };
    backend::<StandIns>().0.name(&*asker()?, input).await?;
    go_to("/account");
    Ok(())
}

/// Calls it off.
#[server(prefix = "/fn", endpoint = "end_stand_in")]
pub async fn end_stand_in(#[server(default)] stand_in: String) -> Result<(), AppError> {
    let id = stand_in.trim().parse().map_err(|_| AppError::NotFound)?;
    backend::<StandIns>().0.end(&*asker()?, id).await?;
    go_to("/account");
    Ok(())
}

/// Nothing for who neither approves nor stands in.
#[component]
pub fn StandInSection(sheet: StandInSheet) -> impl IntoView {
    let lang = visit().lang;
    let text = stand_ins(lang);
    let standing_for = sheet
        .standing_for
        .iter()
        .map(|one| {
            let said = (text.you_stand_for)(&one.name, &date_only(lang, one.last_day));
            view! { <Notice tone=Tone::Planned glyph=Glyph::Info title=said/> }
        })
        .collect::<Vec<_>>();
    let may_name = sheet.may_name;
    view! {
        {standing_for}
        {may_name.then(|| view! { <Named lang sheet/> })}
    }
}

#[component]
fn Named(lang: Lang, sheet: StandInSheet) -> impl IntoView {
    const FORM: &str = "name_stand_in";
    let text = stand_ins(lang);
    let visit = visit();
    let typed = |field: &str| visit.typed(FORM, field).unwrap_or_default();
    let rows = sheet
        .named
        .into_iter()
        .map(|one| named_row(lang, one))
        .collect::<Vec<_>>();
    let choices = sheet
        .choices
        .into_iter()
        .map(|(id, name)| Choice::new(id.to_string(), name))
        .collect::<Vec<_>>();
    let nobody = choices.is_empty();
    view! {
        <section class="card" aria-labelledby="stand-ins">
            <h2 id="stand-ins">{text.title}</h2>
            <p class="soft">{text.lead}</p>
            <Refusal form=FORM/>
            {(!rows.is_empty()).then(|| view! { <ul class="lines">{rows}</ul> })}
            {nobody.then(|| view! { <p>{text.nobody}</p> })}
            {(!nobody).then(|| view! {
                <form method="post" action="/fn/name_stand_in" class="form">
                    <SelectField label=text.who name="contact" choices value=typed("contact") prompt="—"
                        error=visit.problem_text(FORM, "contact") required=true form=FORM/>
                    <div class="field-row">
                        <TextField label=text.from name="from" kind="date" value=typed("from")
                            error=visit.problem_text(FORM, "from") required=true form=FORM/>
                        <TextField label=text.to name="to" kind="date" value=typed("to")
                            error=visit.problem_text(FORM, "to") required=true form=FORM/>
                    </div>
                    <button class="button" type="submit">{text.name}</button>
                </form>
            })}
        </section>
    }
}

fn named_row(lang: Lang, one: StandInView) -> impl IntoView {
    let text = stand_ins(lang);
    let span = (text.span)(&date_only(lang, one.from), &date_only(lang, one.last_day));
    let label = format!("{}\u{a0}: {}", text.end, one.name);
    view! {
        <li class="draft-line">
            <span><strong>{one.name}</strong> " · " {span}</span>
            <form method="post" action="/fn/end_stand_in">
                <input type="hidden" name="stand_in" value=one.id.to_string()/>
                <button class="button button-plain button-small" type="submit" aria-label=label>{text.end}</button>
            </form>
        </li>
    }
}
