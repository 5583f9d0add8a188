//! `/desk/answers`: texts that the desk writes often; `/desk/answers/{id}`: one, to be changed.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::answer::AppError;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::canned::{BODY_LENGTH, Canned, CannedAnswer, CannedAnswers, TITLE_LENGTH};
use crate::domain::canned::{CannedMatter, CannedUse};
use crate::shell::{Document, Place};
use crate::text::Lang;
use crate::text::canned::{canned, gesture, matter};
use crate::ui::badge::{Pill, Tone};
use crate::ui::{Choice, Empty, Glyph, PageHead, Refusal, SelectField, TextArea, TextField};

const FORM: &str = "keep_answer";

/// All of them.
#[component]
pub fn AnswersPage() -> impl IntoView {
    let answers = backend::<CannedAnswers>().0;
    answered(async move {
        let all = answers.all(&*asker()?).await?;
        Ok(view! { <All all/> })
    })
}

#[component]
fn All(all: Canned) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let text = canned(lang);
    let Canned {
        answers,
        may_write,
        request_id,
    } = all;
    let open = visit.draft_of(FORM).is_some();
    let is_empty = answers.is_empty();
    let rows = answers
        .into_iter()
        .map(|answer| view! { <Line lang answer may_write/> })
        .collect::<Vec<_>>();
    view! {
        <Document title=text.title place=Place::Queue>
            <PageHead title=text.title lead=text.lead/>
            <Refusal form=FORM/>
            {may_write.then(|| view! {
                <details class="act" open=open>
                    <summary>{text.add}</summary>
                    <Fields lang request_id/>
                </details>
            })}
            {is_empty.then(|| view! { <Empty glyph=Glyph::Note title=text.none text=text.none_help/> })}
            {(!is_empty).then(|| view! { <ul class="canned-list" role="list">{rows}</ul> })}
        </Document>
    }
}

#[component]
fn Line(lang: Lang, answer: CannedAnswer, may_write: bool) -> impl IntoView {
    let text = canned(lang);
    let href = format!("/desk/answers/{}", answer.id);
    let serves = answer
        .gesture
        .map_or(text.any_gesture, |own| gesture(lang, own));
    let about = answer.matter.map(|own| matter(lang, own));
    let (title, french, english) = match lang {
        Lang::Fr => (answer.title, answer.body, answer.body_en),
        Lang::En => (answer.title_en, answer.body, answer.body_en),
    };
    let label = format!("{}\u{a0}: {title}", text.change);
    view! {
        <li class="card canned-answer" data-canned=answer.id.to_string()>
            <div class="section-head">
                <h2>{title}</h2>
                {may_write.then(|| view! { <a class="button button-plain button-small" href=href aria-label=label>{text.change}</a> })}
            </div>
            <p class="work-meta">
                <Pill tone=Tone::Quiet>{serves}</Pill>
                {about.map(|about| view! { <Pill tone=Tone::Quiet>{about}</Pill> })}
                <span class="soft small">{text.changed_by} " " {answer.changed_by}</span>
            </p>
            <div class="canned-texts">
                <p lang="fr">{french}</p>
                <p lang="en">{english}</p>
            </div>
        </li>
    }
}

/// One of them.
#[component]
pub fn AnswerPage() -> impl IntoView {
    let id = use_params_map().read_untracked().get("id");
    let answers = backend::<CannedAnswers>().0;
    answered(async move {
        let id = id
            .and_then(|id| id.parse().ok())
            .ok_or(AppError::NotFound)?;
        let answer = answers.one(&*asker()?, id).await?;
        Ok(view! { <One answer/> })
    })
}

#[component]
fn One(answer: CannedAnswer) -> impl IntoView {
    let lang = visit().lang;
    let text = canned(lang);
    let id = answer.id.to_string();
    view! {
        <Document title=text.change_title place=Place::Queue>
            <PageHead kicker=text.title title=text.change_title/>
            <Refusal form=FORM/>
            <section class="card" aria-label=text.change_title><Fields lang answer request_id=String::new()/></section>
            <form class="card form canned-retire" method="post" action="/fn/retire_answer">
                <input type="hidden" name="id" value=id/>
                <p class="soft">{text.retire_hint}</p>
                <div class="form-foot"><button class="button button-plain" type="submit">{text.retire}</button></div>
            </form>
        </Document>
    }
}

/// The form of a new one, or of one that is there.
#[component]
fn Fields(
    lang: Lang,
    #[prop(optional)] answer: Option<CannedAnswer>,
    request_id: String,
) -> impl IntoView {
    let text = canned(lang);
    let visit = visit();
    let kept = answer.as_ref();
    let is_new = kept.is_none();
    let id = kept.map(|kept| kept.id.to_string()).unwrap_or_default();
    let stored_version = kept.map(|kept| kept.version.to_string());
    let value = |field: &str, stored: Option<String>| {
        visit.typed(FORM, field).or(stored).unwrap_or_default()
    };
    let error = |field: &str| visit.problem_text(FORM, field);
    let gestures = CannedUse::ALL
        .iter()
        .map(|own| Choice::new(own.code(), gesture(lang, *own)))
        .collect::<Vec<_>>();
    let matters = CannedMatter::ALL
        .iter()
        .map(|own| Choice::new(own.code(), matter(lang, *own)))
        .collect::<Vec<_>>();
    let stored_gesture = kept
        .and_then(|kept| kept.gesture)
        .map(|own| own.code().to_owned());
    let stored_matter = kept
        .and_then(|kept| kept.matter)
        .map(|own| own.code().to_owned());
    let longest_title = u32::try_from(TITLE_LENGTH).ok();
    let longest_body = u32::try_from(BODY_LENGTH).unwrap_or(u32::MAX);
    let longest_title = longest_title.unwrap_or(u32::MAX);
    // What was seen, so that a change by somebody else is told and not lost.
    let version = stored_version.unwrap_or_default();
    view! {
        <form class="form" method="post" action="/fn/keep_answer">
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="expected_version" value=version/>
            {is_new.then(|| view! { <input type="hidden" name="request_id" value=value("request_id", Some(request_id))/> })}
            <div class="field-row">
                <SelectField label=text.gesture name="gesture" choices=gestures prompt=text.any_gesture
                    value=value("gesture", stored_gesture) error=error("gesture") form=FORM/>
                <SelectField label=text.matter name="matter" choices=matters prompt=text.any_matter
                    value=value("matter", stored_matter) error=error("matter") form=FORM/>
            </div>
            <div class="field-row">
                <TextField label=text.title_fr name="title" value=value("title", kept.map(|kept| kept.title.clone()))
                    error=error("title") required=true maxlength=longest_title form=FORM/>
                <TextField label=text.title_en name="title_en" value=value("title_en", kept.map(|kept| kept.title_en.clone()))
                    error=error("title_en") required=true maxlength=longest_title form=FORM/>
            </div>
            <TextArea label=text.body_fr name="body" value=value("body", kept.map(|kept| kept.body.clone())) rows=6
                hint=text.names_hint() error=error("body") required=true maxlength=longest_body form=FORM/>
            <TextArea label=text.body_en name="body_en" value=value("body_en", kept.map(|kept| kept.body_en.clone())) rows=6
                error=error("body_en") required=true maxlength=longest_body form=FORM/>
            <div class="form-foot"><button class="button" type="submit">{text.keep}</button></div>
        </form>
    }
}

/// Beside the text of a gesture: what may be put into it.
#[component]
pub fn InsertField(
    lang: Lang,
    reference: String,
    form: CannedUse,
    answers: Vec<CannedAnswer>,
) -> impl IntoView {
    let text = canned(lang);
    if answers.is_empty() {
        return None;
    }
    let choices = answers
        .into_iter()
        .map(|answer| {
            let title = match lang {
                Lang::Fr => answer.title,
                Lang::En => answer.title_en,
            };
            Choice::new(answer.id.to_string(), title)
        })
        .collect::<Vec<_>>();
    let action = format!("/desk/interventions/{reference}/insert/{}", form.code());
    // After the gesture's own button, which Enter presses.
    Some(view! {
        <div class="canned-insert">
            <SelectField label=text.choose name="canned" choices prompt="—" hint=text.insert_hint form=form.code()/>
            <button class="button button-plain button-small" type="submit" formaction=action formnovalidate=true>{text.insert}</button>
        </div>
    })
}
