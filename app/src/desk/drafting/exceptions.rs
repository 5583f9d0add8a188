//! The days of a calendar that have hours of their own.

use leptos::prelude::*;

use super::fields::{At, Form};
use super::side_code;
use crate::backend::drafting::DraftAt;
use crate::domain::component::Key;
use crate::domain::contract::editing::Side;
use crate::domain::contract::written::write_day;
use crate::domain::contract::{DatedException, ServiceHours};
use crate::text::Lang;
use crate::text::drafting::conditions::conditions;
use crate::text::drafting::drafting;
use crate::text::format::plain_date;
use crate::ui::TextField;

/// The days, and the form that adds one.
#[component]
pub fn Exceptions<'a>(
    lang: Lang,
    at: DraftAt,
    line: &'a Key,
    of: Side,
    hours: &'a ServiceHours,
) -> impl IntoView + use<> {
    let (text, words) = (drafting(lang), conditions(lang));
    let rows = hours
        .exceptions
        .iter()
        .map(|exception| {
            let said = exception_in_words(lang, exception);
            let label = format!("{} {said}", text.remove);
            view! {
                <li class="draft-line">
                    <span>{said}</span>
                    <form method="post" action="/fn/remove_exception">
                        <Of at=at.clone() line of/>
                        <input type="hidden" name="date" value=exception.date.to_string()/>
                        <button class="button button-quiet button-small" type="submit" aria-label=label>{text.remove}</button>
                    </form>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let form = Form::about("put_exception", "of", side_code(of));
    let prefix = match of {
        Side::Service => "exception",
        Side::OnCall => "on-call-exception",
    };
    view! {
        <h3>{words.exceptions}</h3>
        <p class="soft">{words.exceptions_lead}</p>
        <ul class="lines" role="list">{rows}</ul>
        <details class="act" open=form.is_refused()>
            <summary>{words.add_exception}</summary>
            <form class="form" method="post" action="/fn/put_exception">
                <Of at line of/>
                <div class="field-row">
                    <TextField label=words.date name="date" kind="date" value=form.value("date", "") error=form.error("date") required=true form=prefix/>
                    <TextField label=words.open name="open" value=form.value("open", "") hint=words.open_hint error=form.error("open") maxlength=100 form=prefix/>
                    <TextField label=words.what_day name="note" value=form.value("note", "") error=form.error("note") maxlength=100 form=prefix/>
                </div>
                <div class="form-foot"><button class="button" type="submit">{words.add_exception}</button></div>
            </form>
        </details>
    }
}

/// Which draft, which line, which of its two sides.
#[component]
pub fn Of<'a>(at: DraftAt, line: &'a Key, of: Side) -> impl IntoView + use<> {
    view! {
        <At at/>
        <input type="hidden" name="line" value=line.to_string()/>
        <input type="hidden" name="of" value=side_code(of)/>
    }
}

/// "24 décembre 2026 : 08:00-12:00, veille de Noël".
fn exception_in_words(lang: Lang, exception: &DatedException) -> String {
    let spans: Vec<(u16, u16)> = exception
        .open
        .iter()
        .map(|open| (open.from, open.to))
        .collect();
    let open = match spans.as_slice() {
        [] => conditions(lang).closed.to_owned(),
        spans => write_day(spans),
    };
    let between = match lang {
        Lang::Fr => "\u{a0}: ",
        Lang::En => ": ",
    };
    let note = match exception.note.as_str() {
        "" => String::new(),
        note => format!(", {note}"),
    };
    format!("{}{between}{open}{note}", plain_date(lang, exception.date))
}
