//! `/desk/interventions/{reference}/quote`: a draft, as one plain form.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::quotes::{Quotes, Workbench};
use crate::domain::quote::{LINES, QuoteLine, REMARKS_LENGTH, TITLE_LENGTH, VatRate};
use crate::shell::{Document, Place, Scripts};
use crate::text::Lang;
use crate::text::errors::field_problem;
use crate::text::format::typed_amount;
use crate::text::quotes::{money_excluding, quantity, quotes, vat_rate};
use crate::ui::{PageHead, Refusal, TextArea, TextField};
use crate::visit::{FormDraft, Visit};

const FORM: &str = "save_quote";
/// Rows to fill beyond those that say something.
const SPARE_ROWS: usize = 3;

/// A draft of the quote about one intervention.
#[component]
pub fn WriteQuotePage() -> impl IntoView {
    let reference = use_params_map()
        .read_untracked()
        .get("reference")
        .unwrap_or_default();
    let quotes = backend::<Quotes>().0;
    answered(async move {
        let bench = quotes.workbench(&*asker()?, &reference).await?;
        Ok(view! { <Write bench/> })
    })
}

/// One row of the form, as text.
#[derive(Debug, Clone, Default)]
struct Row {
    label: String,
    quantity: String,
    price: String,
    vat: String,
}

#[component]
fn Write(bench: Workbench) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let text = quotes(lang);
    let title = if bench.revisions.is_empty() {
        text.writing
    } else {
        text.writing_revision
    };
    let kicker = format!("{} · {}", bench.intervention, bench.client.name);
    let back = format!("/desk/interventions/{}", bench.intervention);
    let typed = |field: &str, kept: String| visit.typed(FORM, field).unwrap_or(kept);
    let (title_typed, valid_typed, remarks_typed) = (
        typed("title", bench.offer.title),
        typed("valid_on", bench.offer.valid_on.to_string()),
        typed("remarks", bench.offer.remarks),
    );
    let wrong = ["title", "valid_on", "remarks"].map(|field| visit.problem_text(FORM, field));
    let [title_wrong, valid_wrong, remarks_wrong] = wrong;
    let rows = filled(lang, &visit, &bench.offer.lines);
    let spare = LINES.saturating_sub(rows.len()).min(SPARE_ROWS);
    let rows = rows
        .into_iter()
        .chain(std::iter::repeat_n(Row::blank(), spare))
        .enumerate()
        .map(|(place, row)| row_view(lang, &visit, place, row))
        .collect::<Vec<_>>();
    let (revision, edition) = bench.read.map_or_else(Default::default, |read| {
        (read.id.to_string(), read.edition.to_string())
    });
    let wrong_lines = visit.problem_text(FORM, "lines");
    let limit = bench
        .approval_limit
        .map(|cents| (text.above_limit)(&money_excluding(lang, i64::from(cents))));
    let preview = bench
        .reference
        .filter(|_| bench.read.is_some())
        .map(|reference| format!("/desk/quotes/{reference}"));
    view! {
        <Document title place=Place::Quotes scripts=Scripts::None>
            <PageHead kicker title lead=text.writing_lead/>
            <p class="work-meta"><a class="reference" href=back>{bench.intervention.clone()}</a> <span>{bench.subject}</span></p>
            <Refusal form=FORM/>
            <form class="quote-form" method="post" action="/fn/save_quote">
                <input type="hidden" name="reference" value=bench.intervention/>
                <input type="hidden" name="revision" value=revision/>
                <input type="hidden" name="edition" value=edition/>
                <TextField label=text.what_for name="title" value=title_typed
                    error=title_wrong required=true maxlength=TITLE_LENGTH as u32 form=FORM/>
                <fieldset class="quote-rows">
                    <legend>{text.lines}</legend>
                    <p class="field-hint">{text.lines_hint}</p>
                    {wrong_lines.map(|wrong| view! { <p class="field-error" role="alert">{wrong}</p> })}
                    <ol role="list">{rows}</ol>
                </fieldset>
                <TextField label=text.valid_on name="valid_on" kind="date"
                    value=valid_typed hint=text.valid_on_hint
                    error=valid_wrong required=true form=FORM/>
                <TextArea label=text.remarks name="remarks" value=remarks_typed rows=4
                    hint=text.remarks_hint error=remarks_wrong
                    maxlength=REMARKS_LENGTH as u32 form=FORM/>
                {limit.map(|limit| view! { <p class="soft">{limit}</p> })}
                <div class="form-foot">
                    <button class="button" type="submit">{text.save_and_preview}</button>
                    {preview.map(|href| view! { <a class="button button-plain" href=href>{text.preview}</a> })}
                </div>
            </form>
        </Document>
    }
}

impl Row {
    fn blank() -> Row {
        Row {
            quantity: "1".into(),
            vat: VatRate::Standard.code().into(),
            ..Row::default()
        }
    }

    fn of(lang: Lang, line: &QuoteLine) -> Row {
        Row {
            label: line.label.clone(),
            quantity: quantity(lang, line.quantity_hundredths),
            price: typed_amount(lang, line.unit_cents),
            vat: line.vat.code().into(),
        }
    }
}

/// The rows that were typed when the form was refused, else those that are kept; only those that say something, so
/// that what is wrong with one stands beside it.
fn filled(lang: Lang, visit: &Visit, kept: &[QuoteLine]) -> Vec<Row> {
    let Some(draft) = visit.draft_of(FORM) else {
        return kept.iter().map(|line| Row::of(lang, line)).collect();
    };
    let (labels, quantities) = (column(draft, "label[]"), column(draft, "quantity[]"));
    let (prices, rates) = (column(draft, "price[]"), column(draft, "vat[]"));
    let cell = |column: &[String], row: usize| column.get(row).cloned().unwrap_or_default();
    (0..labels.len().max(prices.len()).min(LINES))
        .map(|row| Row {
            label: cell(&labels, row),
            quantity: cell(&quantities, row),
            price: cell(&prices, row),
            vat: cell(&rates, row),
        })
        .filter(|row| !row.label.trim().is_empty() || !row.price.trim().is_empty())
        .collect()
}

fn column(draft: &FormDraft, name: &str) -> Vec<String> {
    let cells = draft.fields.iter().filter(|(field, _)| field == name);
    cells.map(|(_, value)| value.clone()).collect()
}

fn row_view(lang: Lang, visit: &Visit, place: usize, row: Row) -> impl IntoView + use<> {
    let text = quotes(lang);
    let problems = ["label", "quantity", "price"].map(|field| {
        visit
            .problem(FORM, &format!("{field}-{place}"))
            .map(|problem| field_problem(lang, problem))
    });
    let [label_wrong, quantity_wrong, price_wrong] = problems;
    let rates = VatRate::ALL
        .iter()
        .map(|rate| {
            let selected = row.vat == rate.code();
            view! { <option value=rate.code() selected=selected>{vat_rate(lang, *rate)}</option> }
        })
        .collect::<Vec<_>>();
    let wrong = |said: Option<&'static str>| {
        said.map(|said| view! { <span class="field-error" role="alert">{said}</span> })
    };
    let invalid = |said: Option<&'static str>| said.map(|_| "true");
    view! {
        <li class="quote-row" aria-label=(text.line)(place + 1)>
            <label class="field quote-row-label"><span>{text.label}</span>
                <input name="label[]" type="text" maxlength="200" value=row.label aria-invalid=invalid(label_wrong)/>
                {wrong(label_wrong)}
            </label>
            <label class="field"><span>{text.quantity}</span>
                <input name="quantity[]" type="text" inputmode="decimal" maxlength="12" value=row.quantity aria-invalid=invalid(quantity_wrong)/>
                {wrong(quantity_wrong)}
            </label>
            <label class="field"><span>{text.unit_price}</span>
                <input name="price[]" type="text" inputmode="decimal" maxlength="16" value=row.price aria-invalid=invalid(price_wrong)/>
                {wrong(price_wrong)}
            </label>
            <label class="field"><span>{text.vat}</span><select name="vat[]">{rates}</select></label>
        </li>
    }
}
