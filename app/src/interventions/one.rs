//! `/interventions/{reference}`: where it stands, what happened, what its client can do.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::brief::{Answers, Covered, Facts, Head, Refused};
use super::clocks::{ClockPanel, Side};
use super::copies::CopiesCard;
use super::file_form::FileForm;
use super::known::{AlertAtRequest, Workarounds};
use super::rating::{self, RatingCard};
use super::spent::TimeSpentCard;
use super::tied::TiesCard;
use super::timeline::Timeline;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::interventions::{Interventions, Sheet};
use crate::backend::quotes::{Offered, Quotes};
use crate::domain::intervention::EventKind;
use crate::planning::slot::{Answer, SlotCard};
use crate::quotes::notice::QuoteNotice;
use crate::shell::{Document, Place, Scripts};
use crate::text::Lang;
use crate::text::interventions::interventions;
use crate::text::planning::planning;
use crate::text::ties::ties;
use crate::ui::{TextArea, TextField};

const FORMS: [&str; 18] = [
    "add_copy",
    "remove_copy",
    rating::FORM,
    "contest_time",
    "add_file",
    "contest_event",
    "answer_set_aside",
    "add_message",
    "confirm_resolution",
    "approve_request",
    "reject_request",
    "reopen_intervention",
    "cancel_intervention",
    "report_relapse",
    "follow_intervention",
    "accept_slot",
    "ask_another_slot",
    "accept_risk",
];

/// One intervention.
#[component]
pub fn InterventionPage() -> impl IntoView {
    let reference = use_params_map()
        .read_untracked()
        .get("reference")
        .unwrap_or_default();
    let interventions = backend::<Interventions>().0;
    let quotes = backend::<Quotes>().0;
    answered(async move {
        let asker = asker()?;
        let sheet = interventions.one(&asker, &reference).await?;
        let offered = quotes.of(&asker, &reference).await?;
        Ok(view! { <One sheet offered/> })
    })
}

#[component]
fn One(sheet: Sheet, offered: Offered) -> impl IntoView {
    let lang = visit().lang;
    let text = interventions(lang);
    let reference = sheet.listed.reference.clone();
    let now = sheet.now;
    view! {
        <Document title=reference.clone() place=Place::Interventions scripts=Scripts::Board>
            <Refused forms=FORMS.to_vec() sheet=sheet.clone()/>
            <div class="brief" data-live-region="intervention-head">
                <Head lang sheet=sheet.clone() kicker=reference/>
                <SlotCard lang sheet=sheet.clone()/>
                <TiesCard lang ties=sheet.ties.clone() prefix="/interventions"/>
                <AlertAtRequest lang alert=sheet.alert_at_request.clone() now/>
                <Workarounds lang workarounds=sheet.workarounds.clone() now prefix="/interventions"/>
            </div>
            <div data-live-region="intervention-clocks"><ClockPanel lang sheet=sheet.clone() side=Side::Client/></div>
            <QuoteNotice lang offered at_the_desk=false/>
            <div class="request">
                <div class="stack">
                    <Answers lang sheet=sheet.clone()/>
                    <section aria-label=text.timeline data-live-region="timeline">
                        <h2>{text.timeline}</h2>
                        <Timeline lang entries=sheet.timeline.clone() now/>
                    </section>
                    <section aria-label=text.what_you_can_do data-live-region="intervention-gestures">
                        <Gestures lang sheet=sheet.clone()/>
                    </section>
                </div>
                <aside class="stack" data-live-region="intervention-facts">
                    <TimeSpentCard lang sheet=sheet.clone() contests=true/>
                    <Covered lang sheet=sheet.clone() contract_path="/contract"/>
                    <Facts lang sheet=sheet.clone() prefix="/interventions"/>
                    <CopiesCard lang sheet=sheet.clone()/>
                    <Follow lang sheet/>
                </aside>
            </div>
        </Document>
    }
}

#[component]
fn Gestures(lang: Lang, sheet: Sheet) -> impl IntoView {
    let text = interventions(lang);
    let may = |kind| sheet.may.contains(&kind);
    let (reference, version) = (sheet.listed.reference.clone(), sheet.version);
    let with_text = |action: &'static str, summary, label, required| {
        let (reference, typed) = (reference.clone(), visit().typed(action, "text"));
        view! { <TextGesture lang action summary label required reference version typed/> }
    };
    view! {
        <div class="acts">
            <Answer lang sheet=sheet.clone()/>
            {may(EventKind::AnotherSlotAsked).then(|| {
                with_text("ask_another_slot", planning(lang).ask_another, planning(lang).ask_another_label, true)
            })}
            {may(EventKind::Confirmed).then(|| view! {
                <form class="card" method="post" action="/fn/confirm_resolution">
                    <input type="hidden" name="reference" value=reference.clone()/>
                    <input type="hidden" name="expected_version" value=version.to_string()/>
                    <p>{text.confirm_help}</p>
                    <button class="button" type="submit">{text.confirm}</button>
                </form>
            })}
            <RatingCard lang sheet=sheet.clone()/>
            {may(EventKind::Approved).then(|| view! {
                <form class="card" method="post" action="/fn/approve_request">
                    <input type="hidden" name="reference" value=reference.clone()/>
                    <input type="hidden" name="expected_version" value=version.to_string()/>
                    <p>{text.approve_help}</p>
                    <button class="button" type="submit">{text.approve}</button>
                </form>
            })}
            {may(EventKind::Rejected).then(|| with_text("reject_request", text.reject, text.reject_why, true))}
            {may(EventKind::Reopened).then(|| with_text("reopen_intervention", text.reopen, text.reopen_why, true))}
            {(may(EventKind::Relapsed) || sheet.ties.relapse_opens_another).then(|| with_text("report_relapse", text.relapse, text.relapse_why, false))}
            {may(EventKind::DebtDischarged).then(|| view! { <AcceptRisk lang reference=reference.clone() version/> })}
            {may(EventKind::Message).then(|| view! { <Message lang reference=reference.clone()/> })}
            {may(EventKind::FileAdded).then(|| view! { <FileForm lang path=format!("/interventions/{reference}/files")/> })}
            {may(EventKind::Cancelled).then(|| with_text("cancel_intervention", text.cancel_request, text.cancel_why, false))}
        </div>
    }
}

/// An approver signs that the company lives with the risk, until a review.
#[component]
fn AcceptRisk(lang: Lang, reference: String, version: i64) -> impl IntoView {
    const FORM: &str = "accept_risk";
    let text = ties(lang);
    let visit = visit();
    let typed = |field: &str| visit.typed(FORM, field).unwrap_or_default();
    view! {
        <details class="act" open=visit.draft_of(FORM).is_some()>
            <summary>{text.accept_risk}</summary>
            <form class="form" method="post" action="/fn/accept_risk">
                <input type="hidden" name="reference" value=reference/>
                <input type="hidden" name="expected_version" value=version.to_string()/>
                <TextArea label=text.accept_risk name="text" value=typed("text") rows=3 hint=text.accept_risk_hint
                    error=visit.problem_text(FORM, "text") required=true maxlength=8000 form=FORM/>
                <TextField label=text.review_on name="review_on" kind="date" value=typed("review_on") hint=text.review_hint
                    error=visit.problem_text(FORM, "review_on") required=true form=FORM/>
                <div class="form-foot"><button class="button button-plain" type="submit">{text.accept_risk}</button></div>
            </form>
        </details>
    }
}

#[component]
fn Message(lang: Lang, reference: String) -> impl IntoView {
    let text = interventions(lang);
    let visit = visit();
    let typed = visit.typed("add_message", "text").unwrap_or_default();
    view! {
        <form class="form" method="post" action="/fn/add_message">
            <input type="hidden" name="reference" value=reference/>
            <TextArea label=text.message name="text" value=typed rows=3 hint=text.message_hint
                error=visit.problem_text("add_message", "text") required=true maxlength=8000 form="add_message"/>
            <div class="form-foot"><button class="button" type="submit">{text.send_message}</button></div>
        </form>
    }
}

/// A gesture with a few words, folded until it is wanted.
#[component]
fn TextGesture(
    lang: Lang,
    action: &'static str,
    summary: &'static str,
    label: &'static str,
    required: bool,
    reference: String,
    version: i64,
    typed: Option<String>,
) -> impl IntoView {
    let _ = lang;
    let visit = visit();
    let open = visit.draft_of(action).is_some();
    view! {
        <details class="act" open=open>
            <summary>{summary}</summary>
            <form class="form" method="post" action=format!("/fn/{action}")>
                <input type="hidden" name="reference" value=reference/>
                <input type="hidden" name="expected_version" value=version.to_string()/>
                <TextArea label=label name="text" value=typed.unwrap_or_default() rows=2
                    error=visit.problem_text(action, "text") required=required maxlength=8000 form=action/>
                <div class="form-foot"><button class="button button-plain" type="submit">{summary}</button></div>
            </form>
        </details>
    }
}

#[component]
fn Follow(lang: Lang, sheet: Sheet) -> impl IntoView {
    let text = interventions(lang);
    if sheet.listed.state.is_terminal() || sheet.own {
        return None;
    }
    let following = sheet.listed.following;
    Some(view! {
        <form class="card" method="post" action="/fn/follow_intervention">
            <input type="hidden" name="reference" value=sheet.listed.reference/>
            {following.then(|| view! { <input type="hidden" name="stop" value="yes"/> })}
            <button class="button button-plain" type="submit">{if following { text.unfollow } else { text.follow }}</button>
            <p class="soft">{text.follow_help}</p>
        </form>
    })
}
