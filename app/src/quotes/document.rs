//! `/quotes/{reference}`, and the same at the desk: the document, what was answered, and the answer to give.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::notice::answerable;
use crate::answer::AppError;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::quotes::{Answered, Answering, QuoteSheet, Quotes};
use crate::domain::ids::QuoteId;
use crate::domain::quote::{Offer, QuoteStatus, Totals, totals};
use crate::shell::{Document, Place, Scripts};
use crate::text::Lang;
use crate::text::errors::{error_help, error_title};
use crate::text::format::{date_only, full};
use crate::text::interventions::why_not;
use crate::text::quotes::{
    money, money_excluding, money_including, quantity, quotes, status, vat_rate,
};
use crate::ui::badge::{Pill, Tone};
use crate::ui::{Glyph, Notice, PageHead, Refusal, TextArea, TextField};

/// For the client's contacts.
#[component]
pub fn QuotePage() -> impl IntoView {
    page(false)
}

/// For the provider's staff, drafts included.
#[component]
pub fn DeskQuotePage() -> impl IntoView {
    page(true)
}

fn page(at_the_desk: bool) -> impl IntoView {
    let reference = use_params_map()
        .read_untracked()
        .get("reference")
        .unwrap_or_default();
    let revision = use_query_map()
        .read_untracked()
        .get("revision")
        .and_then(|revision| revision.parse().ok());
    let quotes = backend::<Quotes>().0;
    answered(async move {
        let asker = asker()?;
        let sheet = quotes.one(&asker, &reference, revision).await?;
        let name = asker.name().to_owned();
        Ok(view! { <Paper sheet at_the_desk name/> })
    })
}

/// The colour of a status.
pub const fn tone(status: QuoteStatus) -> Tone {
    match status {
        QuoteStatus::Sent => Tone::Warn,
        QuoteStatus::Accepted => Tone::Ok,
        QuoteStatus::Draft => Tone::Planned,
        QuoteStatus::Declined
        | QuoteStatus::Expired
        | QuoteStatus::Replaced
        | QuoteStatus::Lapsed => Tone::Quiet,
    }
}

#[component]
fn Paper(sheet: QuoteSheet, at_the_desk: bool, name: String) -> impl IntoView {
    let lang = visit().lang;
    let text = quotes(lang);
    let card = sheet.card.clone();
    let place = if at_the_desk {
        Place::Quotes
    } else {
        Place::Interventions
    };
    let prefix = if at_the_desk { "/desk" } else { "" };
    let intervention = format!("{prefix}/interventions/{}", card.intervention);
    let own = format!("{prefix}/quotes/{}", card.reference);
    let sums = totals(&sheet.offer.lines);
    let kicker = format!(
        "{}\u{a0}{} · {} {}",
        text.quote, card.reference, text.revision, card.revision
    );
    let is_replaced = card.status == QuoteStatus::Replaced;
    let latest = own.clone();
    let total = money_including(lang, sums.including_tax_cents);
    view! {
        <Document title=card.reference.clone() place scripts=Scripts::None>
            <PageHead kicker title=sheet.offer.title.clone()/>
            <p class="work-meta" data-quote=card.reference.clone() data-status=card.status.code()>
                <Pill tone=tone(card.status)>{status(lang, card.status)}</Pill>
                <a class="reference" href=intervention>{card.intervention.clone()}</a>
                <span>{card.client.name.clone()}</span>
            </p>
            <Refused lang/>
            {(card.status == QuoteStatus::Draft).then(|| view! {
                <Notice tone=Tone::Planned glyph=Glyph::Info title=text.draft_banner/>
            })}
            {is_replaced.then(|| view! {
                <Notice tone=Tone::Warn glyph=Glyph::Info title=text.replaced_banner>
                    <p><a href=latest>{text.see_latest}</a></p>
                </Notice>
            })}
            {sheet.answered.clone().map(|answer| view! { <Outcome lang status=card.status answer/> })}
            {(card.status == QuoteStatus::Lapsed).then(|| view! {
                <Notice tone=Tone::Quiet glyph=Glyph::Info title=text.lapsed/>
            })}
            <div class="quote">
                <Sheet lang sheet=sheet.clone() sums/>
                <aside class="stack">
                    <Answer lang sheet=sheet.clone() total name/>
                    {sheet.may_send.then(|| view! { <Sending lang sheet=sheet.clone()/> })}
                    {(sheet.revisions.len() > 1).then(|| view! { <Revisions lang sheet=sheet.clone() own/> })}
                    <p class="soft actions">{text.print_hint}</p>
                </aside>
            </div>
        </Document>
    }
}

/// Why the answer that was just sent was refused: replaced, expired, one's own request.
#[component]
fn Refused(lang: Lang) -> impl IntoView {
    let visit = visit();
    let forms = ["accept_quote", "decline_quote"];
    let refusal = forms
        .iter()
        .find_map(|form| visit.draft_of(form))
        .and_then(|draft| draft.refusal.clone())?;
    let why = match &refusal {
        AppError::NotNow { state } => why_not(lang, state).map(str::to_owned),
        _ => None,
    };
    let why = why.unwrap_or_else(|| error_help(lang, &refusal));
    let title = error_title(lang, &refusal);
    Some(view! {
        <Notice tone=Tone::Warn glyph=Glyph::Info title urgent=true><p>{why}</p></Notice>
    })
}

/// What was answered, by whom and when.
#[component]
fn Outcome(lang: Lang, status: QuoteStatus, answer: Answered) -> impl IntoView {
    let text = quotes(lang);
    let at = full(lang, answer.at);
    let who = answer.who.unwrap_or_default();
    let (tone, glyph, title) = match status {
        QuoteStatus::Accepted => (Tone::Ok, Glyph::Operational, (text.accepted_by)(&who)),
        QuoteStatus::Declined => (Tone::Quiet, Glyph::NotSupervised, (text.declined_by)(&who)),
        _ => (Tone::Quiet, Glyph::Clock, text.expired_on.to_owned()),
    };
    let signed = (!answer.signed_as.is_empty())
        .then(|| format!("{}\u{a0}: {}", text.signed, answer.signed_as));
    let order = (!answer.order_number.is_empty())
        .then(|| format!("{}\u{a0}: {}", text.order_number, answer.order_number));
    let reason = answer
        .reason
        .map(|reason| format!("{}\u{a0}: {reason}", text.reason));
    view! {
        <Notice tone glyph title>
            <p>{at}</p>
            {signed.map(|signed| view! { <p>{signed}</p> })}
            {order.map(|order| view! { <p>{order}</p> })}
            {reason.map(|reason| view! { <p class="said">{reason}</p> })}
        </Notice>
    }
}

/// The document itself.
#[component]
fn Sheet(lang: Lang, sheet: QuoteSheet, sums: Totals) -> impl IntoView {
    let text = quotes(lang);
    let QuoteSheet {
        card,
        offer,
        provider,
        ..
    } = sheet;
    let legal_name = if provider.legal_name.is_empty() {
        provider.name.clone()
    } else {
        provider.legal_name.clone()
    };
    let reach = [provider.phone, provider.email]
        .into_iter()
        .filter(|way| !way.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let valid = date_only(lang, card.last_day);
    let sent = card.sent.map(|at| date_only(lang, at));
    let sent_by = sheet.sent_by;
    let remarks = offer.remarks.clone();
    let title = offer.title.clone();
    view! {
        <article class="paper card" aria-label=text.quote>
            <header class="paper-head">
                <div>
                    <p class="paper-name">{provider.name}</p>
                    <p class="soft">{legal_name}</p>
                    <p class="soft">{reach}</p>
                </div>
                <div>
                    <p class="soft">{text.to}</p>
                    <p class="paper-name">{card.client.name}</p>
                    {sheet.site.map(|site| view! { <p class="soft">{site}</p> })}
                </div>
            </header>
            <h2 class="paper-title">{text.quote} " " {card.reference} <span class="soft">" · " {text.revision} " " {card.revision}</span></h2>
            <dl class="facts">
                <dt>{text.about}</dt><dd>{title}</dd>
                <dt>{text.request}</dt><dd>{card.intervention} " · " {sheet.subject}</dd>
                {sheet.requester.map(|name| view! { <dt>{text.asked_by}</dt><dd>{name}</dd> })}
                {sent.map(|sent| {
                    let by = sent_by.map(|name| format!(" · {name}"));
                    view! { <dt>{text.sent_on}</dt><dd>{sent} {by}</dd> }
                })}
                <dt>{text.valid_until}</dt><dd><strong>{valid}</strong></dd>
            </dl>
            <Lines lang offer sums/>
            {(!remarks.is_empty()).then(|| view! {
                <section><h3>{text.remarks}</h3><p class="written">{remarks}</p></section>
            })}
            <footer class="paper-foot soft">
                <p>{text.rounding}</p>
                {(!provider.legal_mentions.is_empty()).then(|| view! { <p class="written">{provider.legal_mentions}</p> })}
            </footer>
        </article>
    }
}

#[component]
fn Lines(lang: Lang, offer: Offer, sums: Totals) -> impl IntoView {
    let text = quotes(lang);
    let rows = offer
        .lines
        .into_iter()
        .zip(sums.lines)
        .map(|(line, cents)| {
            view! {
                <tr>
                    <th scope="row">{line.label}</th>
                    <td class="number" data-label=text.quantity>{quantity(lang, line.quantity_hundredths)}</td>
                    <td class="number" data-label=text.unit_price>{money(lang, line.unit_cents)}</td>
                    <td class="number" data-label=text.vat>{vat_rate(lang, line.vat)}</td>
                    <td class="number" data-label=text.amount>{money(lang, cents)}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let taxes = sums
        .taxes
        .into_iter()
        .map(|tax| {
            let name = (text.tax_at)(&vat_rate(lang, tax.rate), &money(lang, tax.base_cents));
            view! { <dt>{name}</dt><dd>{money(lang, tax.cents)}</dd> }
        })
        .collect::<Vec<_>>();
    view! {
        <table class="table quote-lines">
            <thead>
                <tr>
                    <th scope="col">{text.label}</th>
                    <th scope="col" class="number">{text.quantity}</th>
                    <th scope="col" class="number">{text.unit_price}</th>
                    <th scope="col" class="number">{text.vat}</th>
                    <th scope="col" class="number">{text.amount}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <dl class="quote-sums">
            <dt>{text.total_excluding}</dt><dd>{money(lang, sums.excluding_tax_cents)}</dd>
            {taxes}
            <dt class="quote-total">{text.total_including}</dt>
            <dd class="quote-total">{money(lang, sums.including_tax_cents)}</dd>
        </dl>
    }
}

/// The form of an approver; for others, who answers.
#[component]
fn Answer(lang: Lang, sheet: QuoteSheet, total: String, name: String) -> impl IntoView {
    let text = quotes(lang);
    match sheet.answering {
        Answering::Nothing => ().into_any(),
        Answering::Yours { id } => {
            let reference = sheet.card.reference;
            view! {
                <section class="card" aria-labelledby="your-answer">
                    <h2 id="your-answer">{text.your_answer}</h2>
                    <Accept lang reference=reference.clone() id total name/>
                    <Decline lang reference id/>
                </section>
            }
            .into_any()
        }
        other => answerable(lang, &other)
            .map(|sentence| {
                view! {
                    <section class="card" aria-labelledby="your-answer">
                        <h2 id="your-answer">{text.your_answer}</h2>
                        <p>{sentence}</p>
                    </section>
                }
            })
            .into_any(),
    }
}

#[component]
fn Accept(
    lang: Lang,
    reference: String,
    id: QuoteId,
    total: String,
    name: String,
) -> impl IntoView {
    const FORM: &str = "accept_quote";
    let text = quotes(lang);
    let visit = visit();
    let typed = |field: &str| visit.typed(FORM, field);
    view! {
        <p>{(text.accept_help)(&total)}</p>
        <form class="form" method="post" action="/fn/accept_quote">
            <input type="hidden" name="reference" value=reference/>
            <input type="hidden" name="revision" value=id.to_string()/>
            <TextField label=text.signed_as name="signed_as" value=typed("signed_as").unwrap_or(name)
                autocomplete="name" hint=text.signed_as_hint error=visit.problem_text(FORM, "signed_as")
                required=true maxlength=80 form=FORM/>
            <TextField label=text.order_number name="order_number" value=typed("order_number").unwrap_or_default()
                hint=text.order_number_hint error=visit.problem_text(FORM, "order_number") maxlength=80 form=FORM/>
            <div class="form-foot"><button class="button" type="submit">{text.accept}</button></div>
        </form>
    }
}

#[component]
fn Decline(lang: Lang, reference: String, id: QuoteId) -> impl IntoView {
    const FORM: &str = "decline_quote";
    let text = quotes(lang);
    let visit = visit();
    let typed = visit.typed(FORM, "text").unwrap_or_default();
    let open = visit.draft_of(FORM).is_some();
    view! {
        <details class="act" open=open>
            <summary>{text.decline}</summary>
            <form class="form" method="post" action="/fn/decline_quote">
                <input type="hidden" name="reference" value=reference/>
                <input type="hidden" name="revision" value=id.to_string()/>
                <TextArea label=text.decline_why name="text" value=typed rows=2 hint=text.decline_help
                    error=visit.problem_text(FORM, "text") required=true maxlength=8000 form=FORM/>
                <div class="form-foot"><button class="button button-danger" type="submit">{text.decline}</button></div>
            </form>
        </details>
    }
}

/// What the desk does with a draft that was read.
#[component]
fn Sending(lang: Lang, sheet: QuoteSheet) -> impl IntoView {
    let text = quotes(lang);
    let (reference, edition) = (sheet.card.reference, sheet.edition.to_string());
    let change = format!("/desk/interventions/{}/quote", sheet.card.intervention);
    let revises = sheet.revisions.len() > 1;
    view! {
        <section class="card" aria-label=text.send>
            <Refusal form="send_quote"/>
            <Refusal form="discard_quote"/>
            <p>{text.send_help}</p>
            {revises.then(|| view! { <p>{text.send_revision_help}</p> })}
            <p class="soft">{money_excluding(lang, sheet.card.excluding_tax_cents)}</p>
            <form method="post" action="/fn/send_quote">
                <input type="hidden" name="reference" value=reference.clone()/>
                <input type="hidden" name="edition" value=edition.clone()/>
                <button class="button" type="submit">{text.send}</button>
            </form>
            <p><a class="button button-plain" href=change>{text.change}</a></p>
            <form method="post" action="/fn/discard_quote">
                <input type="hidden" name="reference" value=reference/>
                <input type="hidden" name="edition" value=edition/>
                <button class="button button-quiet" type="submit">{text.discard}</button>
            </form>
        </section>
    }
}

#[component]
fn Revisions(lang: Lang, sheet: QuoteSheet, own: String) -> impl IntoView {
    let text = quotes(lang);
    let shown = sheet.card.revision;
    let rows = sheet
        .revisions
        .into_iter()
        .map(|(revision, stands)| {
            let href = format!("{own}?revision={revision}");
            let current = (revision == shown).then_some("page");
            view! {
                <li><a href=href aria-current=current>{text.revision} " " {revision}</a> " · " {status(lang, stands)}</li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="card actions-none" aria-label=text.other_revisions>
            <h2>{text.other_revisions}</h2>
            <ul>{rows}</ul>
        </section>
    }
}
