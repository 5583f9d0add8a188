//! `/desk/interventions/{reference}`: the timeline with internal notes, and one form a gesture.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::canned::InsertField;
use super::keys::{Keys, On, QUEUE, SEARCH, of_gesture};
use super::ties::{CandidateField, ReferenceField};
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::desk::{Colleague, Desk, DeskSheet};
use crate::backend::interventions::Disagreement;
use crate::backend::quotes::{Offered, Quotes};
use crate::domain::canned::{CannedMatter, CannedUse};
use crate::domain::contract::Activity;
use crate::domain::intervention::{
    EventKind, HoldReason, InterventionState, LateReason, SupportLevel, TextNeed,
};
use crate::domain::quote::AgreedBy;
use crate::interventions::brief::{Answers, Covered, Facts, Head, Refused};
use crate::interventions::clocks::{ClockPanel, Side};
use crate::interventions::copies::{self, CopiesCard};
use crate::interventions::file_form::FileForm;
use crate::interventions::known::{AlertAtRequest, Workarounds};
use crate::interventions::request_fields::{ComponentField, impact_choices, urgency_choices};
use crate::interventions::spent::TimeSpentCard;
use crate::interventions::tied::TiesCard;
use crate::interventions::timeline::Timeline;
use crate::planning::slot::{SlotCard, SlotFields};
use crate::quotes::notice::{QuoteNotice, WriteQuote};
use crate::shell::{Document, Place, Scripts};
use crate::text::desk::desk;
use crate::text::handing::handing;
use crate::text::hour_book::hour_book;
use crate::text::interventions::clocks::{clocks, level as level_name};
use crate::text::interventions::{hold_reason, interventions, late_reason};
use crate::text::keys::keys;
use crate::text::planning::planning;
use crate::text::quotes::agreed_by;
use crate::text::ties::ties;
use crate::text::{Lang, words};
use crate::ui::{Choice, SelectField, TextArea, TextField};

/// A gesture of one form: where it posts, what allows it, what it says.
struct Gesture {
    action: &'static str,
    kind: EventKind,
    name: &'static str,
    hint: Option<&'static str>,
}

fn gestures(lang: Lang) -> [Gesture; 27] {
    let text = desk(lang);
    let plan = planning(lang);
    let tied = ties(lang);
    let gesture = |action, kind, name, hint| Gesture {
        action,
        kind,
        name,
        hint,
    };
    use EventKind as E;
    [
        gesture("take_intervention", E::Started, text.take, None),
        gesture(
            "announce_work",
            E::Announced,
            plan.announce,
            Some(plan.announce_hint),
        ),
        gesture(
            "postpone_work",
            E::Postponed,
            plan.postpone,
            Some(plan.postpone_hint),
        ),
        gesture(
            "call_off_work",
            E::Cancelled,
            plan.call_off,
            Some(plan.call_off_hint),
        ),
        gesture(
            "answer_request",
            E::Answered,
            text.answer,
            Some(text.answer_hint),
        ),
        gesture(
            "restore_curative",
            E::RestoredCurative,
            text.restore_curative,
            Some(text.restore_curative_hint),
        ),
        gesture(
            "restore_provisionally",
            E::RestoredPalliative,
            text.restore_provisionally,
            Some(text.restore_provisionally_hint),
        ),
        gesture(
            "start_curative",
            E::CurativeStarted,
            text.start_curative,
            None,
        ),
        gesture("complete_request", E::Completed, text.complete, None),
        gesture("prevention_done", E::Done, text.done, None),
        gesture(
            "fault_found",
            E::FaultFound,
            plan.fault_found,
            Some(plan.fault_found_hint),
        ),
        gesture(
            "action_needed",
            E::ActionNeeded,
            text.action_needed,
            Some(text.action_needed_hint),
        ),
        gesture(
            "note_to_client",
            E::Noted,
            text.note_to_client,
            Some(text.note_to_client_hint),
        ),
        gesture(
            "internal_note",
            E::NotedInternally,
            text.internal_note,
            Some(text.internal_note_hint),
        ),
        gesture(
            "enter_time",
            E::TimeEntered,
            hour_book(lang).enter,
            Some(hour_book(lang).enter_hint),
        ),
        gesture(
            "answer_time_contest",
            E::ContestAnswered,
            hour_book(lang).answer_contest,
            Some(hour_book(lang).answer_hint),
        ),
        gesture(
            "settled_by",
            E::DebtDischarged,
            tied.settled_by,
            Some(tied.settled_hint),
        ),
        gesture(
            "gather_intervention",
            E::Gathered,
            tied.gather,
            Some(tied.gather_hint),
        ),
        gesture("separate_intervention", E::Separated, tied.separate, None),
        gesture(
            "duplicate_of",
            E::DuplicateOf,
            tied.duplicate_of,
            Some(tied.duplicate_hint),
        ),
        gesture(
            "hand_over",
            E::HandedOver,
            handing(lang).hand_over,
            Some(handing(lang).hand_over_hint),
        ),
        gesture("hold_intervention", E::Held, text.hold, None),
        gesture("resume_intervention", E::Resumed, text.resume, None),
        gesture("chase_third_party", E::Chased, clocks(lang).chased, None),
        gesture("relapse", E::Relapsed, text.relapse, None),
        gesture(
            "waive_approval",
            E::Waived,
            text.waive,
            Some(text.waive_hint),
        ),
        gesture(
            "no_action",
            E::NoAction,
            text.no_action,
            Some(text.no_action_hint),
        ),
    ]
}

/// One intervention at the desk.
#[component]
pub fn DeskInterventionPage() -> impl IntoView {
    let reference = use_params_map()
        .read_untracked()
        .get("reference")
        .unwrap_or_default();
    let desk = backend::<Desk>().0;
    let quotes = backend::<Quotes>().0;
    answered(async move {
        let asker = asker()?;
        let sheet = desk.one(&asker, &reference).await?;
        let offered = quotes.of(&asker, &reference).await?;
        Ok(view! { <One sheet offered/> })
    })
}

#[component]
fn One(sheet: DeskSheet, offered: Offered) -> impl IntoView {
    let lang = visit().lang;
    let text = interventions(lang);
    let DeskSheet {
        client, sheet: one, ..
    } = sheet.clone();
    let (reference, now) = (one.listed.reference.clone(), one.now);
    let reference_of = reference.clone();
    let mut forms: Vec<&'static str> = gestures(lang)
        .iter()
        .map(|gesture| gesture.action)
        .collect();
    forms.extend([
        "requalify_intervention",
        "propose_set_aside",
        copies::FORMS[0],
        copies::FORMS[1],
        "answer_contest",
    ]);
    let may_erase = one.may.contains(&EventKind::Redacted);
    let erasing = may_erase.then(|| format!("/desk/interventions/{reference}/erase"));
    let kicker = format!("{reference} · {}", client.name);
    let contract_href = format!("/desk/clients/{}", client.slug);
    let contract_path = format!("/desk/clients/{}/contract", client.slug);
    let phone = sheet.requester_phone.clone();
    let show_phone = !phone.is_empty() && phone != one.phone;
    view! {
        <Document title=reference place=Place::Queue scripts=Scripts::Board keys=true>
            <Refused forms sheet=one.clone()/>
            <Keys lang on=On::Intervention/>
            <p class="keys-ways" hidden><a href="/desk" data-key=QUEUE>{desk(lang).queue_title}</a> <a href="/desk/history" data-key=SEARCH>{keys(lang).search}</a></p>
            <div class="brief" data-live-region="intervention-head">
                <Head lang sheet=one.clone() kicker/>
                <SlotCard lang sheet=one.clone() at_the_desk=true/>
                <TiesCard lang ties=one.ties.clone() prefix="/desk/interventions"/>
                <AlertAtRequest lang alert=one.alert_at_request.clone() now/>
                <Workarounds lang workarounds=one.workarounds.clone() now prefix="/desk/interventions"/>
            </div>
            <div data-live-region="intervention-clocks"><ClockPanel lang sheet=one.clone() side=Side::Desk/></div>
            <QuoteNotice lang offered=offered.clone() at_the_desk=true/>
            <div class="request">
                <div class="stack">
                    <Answers lang sheet=one.clone()/>
                    <section aria-label=text.timeline data-live-region="timeline">
                        <h2>{text.timeline}</h2>
                        <Timeline lang entries=one.timeline.clone() now erasing/>
                    </section>
                </div>
                <aside class="stack">
                    <section aria-label=desk(lang).gestures data-live-region="intervention-gestures">
                        <h2>{desk(lang).gestures}</h2>
                        <WriteQuote lang offered intervention=reference_of/>
                        <Gestures lang sheet=sheet.clone()/>
                    </section>
                    <div class="stack" data-live-region="intervention-facts">
                    <TimeSpentCard lang sheet=one.clone() contests=false/>
                    <Facts lang sheet=one.clone() prefix="/desk/interventions"/>
                    <CopiesCard lang sheet=one.clone()/>
                    {show_phone.then(|| {
                        let href = format!("tel:{}", phone.replace(' ', ""));
                        view! { <p class="card">{text.requester} "\u{a0}: " <a href=href>{phone}</a></p> }
                    })}
                    <Covered lang sheet=one.clone() contract_path=contract_path/>
                    <p class="card"><a href=contract_href>{desk(lang).contract_of} "\u{a0}: " {client.name}</a></p>
                    </div>
                </aside>
            </div>
        </Document>
    }
}

#[component]
fn Gestures(lang: Lang, sheet: DeskSheet) -> impl IntoView {
    let may = |kind: EventKind| sheet.sheet.may.contains(&kind);
    let is_time_contested = sheet
        .sheet
        .spent
        .is_some_and(|spent| spent.contest == Disagreement::Open);
    let waits_for_its_level = sheet.sheet.listed.technician.is_none()
        && may(EventKind::HandedOver)
        && sheet.sheet.listed.state != InterventionState::Registered;
    let possible: Vec<Gesture> = gestures(lang)
        .into_iter()
        .filter(|gesture| {
            let chooses = matches!(gesture.kind, EventKind::Gathered | EventKind::DuplicateOf);
            let is_back =
                gesture.kind == EventKind::Relapsed && sheet.sheet.ties.relapse_opens_another;
            let takes_over = gesture.kind == EventKind::Started && waits_for_its_level;
            (may(gesture.kind) || is_back || takes_over)
                && !(chooses && sheet.candidates.is_empty())
        })
        .filter(|gesture| gesture.action != "answer_time_contest" || is_time_contested)
        .collect();
    if possible.is_empty() {
        return view! { <p class="soft">{desk(lang).no_gesture}</p> }.into_any();
    }
    let requalify = may(EventKind::Requalified);
    let forms = possible
        .into_iter()
        .map(|gesture| view! { <GestureForm lang gesture sheet=sheet.clone()/> })
        .collect::<Vec<_>>();
    view! {
        <div class="acts">
            {forms}
            {may(EventKind::FileAdded).then(|| view! {
                <FileForm lang path=format!("/desk/interventions/{}/files", sheet.sheet.listed.reference)/>
            })}
            {requalify.then(|| view! { <Requalify lang sheet=sheet.clone()/> })}
        </div>
    }
    .into_any()
}

/// What needs no word is one button; the rest unfolds.
#[component]
fn GestureForm(lang: Lang, gesture: Gesture, sheet: DeskSheet) -> impl IntoView {
    let Gesture {
        action,
        kind,
        name,
        hint,
    } = gesture;
    let visit = visit();
    let one = sheet.sheet;
    let (reference, version) = (one.listed.reference.clone(), one.version.to_string());
    let is_plain = matches!(
        kind,
        EventKind::Started | EventKind::Resumed | EventKind::CurativeStarted
    );
    if is_plain {
        return view! {
            <form method="post" action=format!("/fn/{action}") data-key=of_gesture(kind)>
                <input type="hidden" name="reference" value=reference/>
                <input type="hidden" name="expected_version" value=version/>
                <button class="button" type="submit">{name}</button>
            </form>
        }
        .into_any();
    }
    let open = visit.draft_of(action).is_some();
    let planned = one.planned.clone();
    let is_visit = planned.as_ref().is_some_and(|planned| planned.check_visit);
    let reports = kind == EventKind::Done && is_visit;
    let required =
        kind.text_need() == TextNeed::Required || kind == EventKind::Cancelled || reports;
    let required = required || kind == EventKind::TimeEntered;
    let label = match kind {
        EventKind::Held => desk(lang).hold_text,
        EventKind::HandedOver => handing(lang).why,
        EventKind::Done if is_visit => planning(lang).visit_report,
        _ => desk(lang).text,
    };
    let typed = visit.typed(action, "text").unwrap_or_default();
    let error = visit.problem_text(action, "text");
    let datable = !matches!(
        kind,
        EventKind::Noted
            | EventKind::NotedInternally
            | EventKind::NoAction
            | EventKind::HandedOver
            | EventKind::Gathered
            | EventKind::Separated
            | EventKind::DuplicateOf
            | EventKind::Announced
            | EventKind::Postponed
            | EventKind::Cancelled
            | EventKind::Chased
    );
    view! {
        <details class="act" open=open data-key=of_gesture(kind)>
            <summary>{name}</summary>
            <form class="form" method="post" action=format!("/fn/{action}")>
                <input type="hidden" name="reference" value=reference/>
                <input type="hidden" name="expected_version" value=version/>
                {(kind == EventKind::Held).then(|| view! { <HoldField lang listed=sheet.listed_holds/> })}
                {(kind == EventKind::HandedOver)
                    .then(|| view! { <HandingFields lang level=one.listed.level colleagues=sheet.colleagues/> })}
                {(kind == EventKind::TimeEntered).then(|| view! { <TimeFields lang/> })}
                {(kind == EventKind::ContestAnswered).then(|| view! { <ContestFields lang/> })}
                {(kind == EventKind::Waived).then(|| view! { <WordFields lang state=one.listed.state approvers=sheet.approvers/> })}
                {matches!(kind, EventKind::Gathered | EventKind::DuplicateOf)
                    .then(|| view! { <CandidateField lang form=action candidates=sheet.candidates/> })}
                {(kind == EventKind::DebtDischarged).then(|| view! { <ReferenceField lang form=action/> })}
                {matches!(kind, EventKind::Held | EventKind::Chased).then(|| view! { <WaitFields lang action/> })}
                {(kind == EventKind::Postponed).then(|| view! { <SlotFields lang form=action current=planned.map(|planned| planned.slot)/> })}
                {(kind == EventKind::FaultFound).then(|| view! { <FaultFields lang form=action/> })}
                {match hint {
                    Some(hint) => view! {
                        <TextArea label name="text" value=typed rows=3 hint=hint error required maxlength=8000 form=action/>
                    }.into_any(),
                    None => view! {
                        <TextArea label name="text" value=typed rows=3 error required maxlength=8000 form=action/>
                    }.into_any(),
                }}
                {datable.then(|| view! { <Earlier lang action/> })}
                <div class="form-foot"><button class="button" type="submit">{name}</button></div>
                {CannedUse::from_code(action).map(|form| {
                    let matter = CannedMatter::of(&one.listed.activity);
                    let answers = sheet.canned.into_iter().filter(|answer| answer.serves(form, matter)).collect();
                    view! { <InsertField lang reference=one.listed.reference.clone() form answers/> }
                })}
            </form>
        </details>
    }
    .into_any()
}

/// How much the fault that was found matters; left empty, it is qualified later.
#[component]
fn FaultFields(lang: Lang, form: &'static str) -> impl IntoView {
    let visit = visit();
    let typed = |field: &str| visit.typed(form, field).unwrap_or_default();
    view! {
        <SelectField label=interventions(lang).who_is_hampered name="impact" choices=impact_choices(lang) value=typed("impact")
            prompt=interventions(lang).no_priority error=visit.problem_text(form, "impact") form=form/>
        <SelectField label=interventions(lang).work_otherwise name="urgency" choices=urgency_choices(lang) value=typed("urgency")
            prompt=interventions(lang).no_priority error=visit.problem_text(form, "urgency") form=form/>
    }
}

#[component]
fn HoldField(lang: Lang, listed: Vec<String>) -> impl IntoView {
    const FORM: &str = "hold_intervention";
    let (text, words) = (desk(lang), clocks(lang));
    let visit = visit();
    let pausing = crate::domain::intervention::clocks::listed(&listed);
    let choices = HoldReason::ALL
        .iter()
        .map(|reason| {
            let name = hold_reason(lang, *reason);
            let counts = if pausing.contains(reason) {
                words.counts
            } else {
                words.counts_not
            };
            Choice::new(reason.code(), format!("{name} ({counts})"))
        })
        .collect::<Vec<_>>();
    let typed = |field: &str| visit.typed(FORM, field).unwrap_or_default();
    let listed = listed.join(", ");
    let hint = if listed.is_empty() {
        String::new()
    } else {
        format!("{} {listed}.", text.hold_listed)
    };
    let value = visit
        .typed("hold_intervention", "reason")
        .unwrap_or_default();
    let error = visit.problem_text("hold_intervention", "reason");
    view! {
        <SelectField label=text.hold_reason name="reason" choices value prompt="—" hint=hint error required=true form=FORM/>
        <div class="field-row">
            <TextField label=words.party name="party" value=typed("party") hint=words.party_hint maxlength=200
                error=visit.problem_text(FORM, "party") form=FORM/>
            <TextField label=words.party_reference name="party_reference" value=typed("party_reference") maxlength=200 form=FORM/>
        </div>
    }
}

/// To which level, and to whom there.
#[component]
fn HandingFields(lang: Lang, level: SupportLevel, colleagues: Vec<Colleague>) -> impl IntoView {
    const FORM: &str = "hand_over";
    let text = handing(lang);
    let visit = visit();
    let levels = SupportLevel::ALL
        .iter()
        .map(|level| Choice::new(level.code(), level_name(lang, *level)))
        .collect::<Vec<_>>();
    let people = colleagues
        .into_iter()
        .map(|colleague| {
            let name = match colleague.has_it {
                true => format!("{} ({})", colleague.name, text.has_it),
                false => colleague.name,
            };
            Choice::new(colleague.id.to_string(), name)
        })
        .collect::<Vec<_>>();
    let level = visit
        .typed(FORM, "level")
        .unwrap_or_else(|| level.code().to_owned());
    view! {
        <div class="field-row">
            <SelectField label=text.level name="level" choices=levels value=level
                error=visit.problem_text(FORM, "level") required=true form=FORM/>
            <SelectField label=text.to name="technician" choices=people prompt=text.whole_level
                value=visit.typed(FORM, "technician").unwrap_or_default()
                error=visit.problem_text(FORM, "technician") form=FORM/>
        </div>
    }
}

/// What whoever is waited for has promised, and when the provider asks again.
#[component]
fn WaitFields(lang: Lang, action: &'static str) -> impl IntoView {
    let text = clocks(lang);
    let visit = visit();
    let typed = |field: &str| visit.typed(action, field).unwrap_or_default();
    view! {
        <div class="field-row">
            <TextField label=text.promised_at name="promised_at" kind="datetime-local" value=typed("promised_at")
                hint=text.promised_at_hint error=visit.problem_text(action, "promised_at") form=action/>
            <TextField label=text.chase_at name="chase_at" kind="datetime-local" value=typed("chase_at")
                hint=text.chase_at_hint error=visit.problem_text(action, "chase_at") form=action/>
        </div>
    }
}

/// How long, and where.
#[component]
fn TimeFields(lang: Lang) -> impl IntoView {
    const FORM: &str = "enter_time";
    let text = hour_book(lang);
    let visit = visit();
    let typed = |field: &str| visit.typed(FORM, field).unwrap_or_default();
    let places = vec![
        Choice::new("remote", text.remote),
        Choice::new("on_site", text.on_site),
    ];
    view! {
        <div class="field-row">
            <TextField label=text.minutes name="minutes" kind="number" value=typed("minutes")
                error=visit.problem_text(FORM, "minutes") required=true form=FORM/>
            <SelectField label=text.place name="place" choices=places value=typed("place") prompt="—"
                error=visit.problem_text(FORM, "place") required=true form=FORM/>
        </div>
    }
}

/// Whether the client is right, and what is given back.
#[component]
fn ContestFields(lang: Lang) -> impl IntoView {
    const FORM: &str = "answer_time_contest";
    let text = hour_book(lang);
    let visit = visit();
    let typed = |field: &str| visit.typed(FORM, field).unwrap_or_default();
    let answers = vec![
        Choice::new("yes", text.upheld),
        Choice::new("no", text.not_upheld),
    ];
    view! {
        <div class="field-row">
            <SelectField label=text.your_view name="upheld" choices=answers value=typed("upheld") prompt="—"
                error=visit.problem_text(FORM, "upheld") required=true form=FORM/>
            <TextField label=text.goodwill_minutes name="goodwill" kind="number" value=typed("goodwill")
                error=visit.problem_text(FORM, "goodwill") form=FORM/>
        </div>
    }
}

/// Whose word it is, how it was given, and up to which sum.
#[component]
fn WordFields(
    lang: Lang,
    state: InterventionState,
    approvers: Vec<(i64, String)>,
) -> impl IntoView {
    const FORM: &str = "waive_approval";
    let text = desk(lang);
    let visit = visit();
    let typed = |field: &str| visit.typed(FORM, field).unwrap_or_default();
    let who = approvers
        .into_iter()
        .map(|(id, name)| Choice::new(id.to_string(), name))
        .collect::<Vec<_>>();
    let how = AgreedBy::ALL
        .iter()
        .map(|channel| Choice::new(channel.code(), agreed_by(lang, *channel)))
        .collect::<Vec<_>>();
    // Only what an approval alone holds back has its price in the contract.
    let needs_ceiling = state != InterventionState::AwaitingApproval;
    view! {
        <SelectField label=text.waive_approver name="approver" choices=who value=typed("approver") prompt="—"
            error=visit.problem_text(FORM, "approver") required=true form=FORM/>
        <SelectField label=text.waive_channel name="channel" choices=how value=typed("channel") prompt="—"
            error=visit.problem_text(FORM, "channel") required=true form=FORM/>
        {needs_ceiling.then(|| view! {
            <TextField label=text.waive_ceiling name="ceiling" value=typed("ceiling") hint=text.waive_ceiling_hint
                error=visit.problem_text(FORM, "ceiling") required=true maxlength=16 form=FORM/>
        })}
    }
}

/// Dated back, with the reason.
#[component]
fn Earlier(lang: Lang, action: &'static str) -> impl IntoView {
    let text = desk(lang);
    let visit = visit();
    let at = visit.typed(action, "effective_at").unwrap_or_default();
    let reasons = LateReason::ALL
        .iter()
        .map(|reason| Choice::new(reason.code(), late_reason(lang, *reason)))
        .collect::<Vec<_>>();
    let open = !at.is_empty();
    view! {
        <details open=open>
            <summary>{text.earlier}</summary>
            <div class="field-row">
                <TextField label=text.earlier name="effective_at" kind="datetime-local" value=at hint=text.earlier_hint
                    error=visit.problem_text(action, "effective_at") form=action/>
                <SelectField label=text.late_reason name="late_reason" choices=reasons
                    value=visit.typed(action, "late_reason").unwrap_or_default() prompt="—"
                    error=visit.problem_text(action, "late_reason") form=action/>
            </div>
        </details>
    }
}

#[component]
fn Requalify(lang: Lang, sheet: DeskSheet) -> impl IntoView {
    const FORM: &str = "requalify_intervention";
    let text = desk(lang);
    let visit = visit();
    let one = sheet.sheet;
    let open = visit.draft_of(FORM).is_some();
    let typed = |field: &str, kept: String| visit.typed(FORM, field).unwrap_or(kept);
    let number = |answer: Option<u8>| answer.map(|answer| answer.to_string()).unwrap_or_default();
    let component = one
        .listed
        .component
        .as_ref()
        .map(|component| component.key.clone())
        .unwrap_or_default();
    let mut activities: Vec<Choice> = [Activity::Fault, Activity::Advice, Activity::Prevention]
        .iter()
        .map(|activity| Choice::new(activity.code(), words::activity(lang, activity)))
        .collect();
    activities.extend(sheet.catalogue.into_iter().map(|item| {
        let title = if lang == Lang::Fr {
            item.title
        } else {
            item.title_en
        };
        Choice::new(item.activity, title)
    }));
    view! {
        <details class="act" open=open>
            <summary>{text.requalify}</summary>
            <form class="form" method="post" action="/fn/requalify_intervention">
                <input type="hidden" name="reference" value=one.listed.reference.clone()/>
                <input type="hidden" name="expected_version" value=one.version.to_string()/>
                <p class="field-hint">{text.requalify_hint}</p>
                <ComponentField lang components=sheet.components sites=vec![] value=typed("component", component)
                    error=visit.problem_text(FORM, "component") form=FORM/>
                <SelectField label=interventions(lang).activity name="activity" choices=activities
                    value=typed("activity", one.listed.activity.code()) form=FORM/>
                <SelectField label=interventions(lang).who_is_hampered name="impact" choices=impact_choices(lang)
                    value=typed("impact", number(one.impact)) prompt=text.unchanged form=FORM/>
                <SelectField label=interventions(lang).work_otherwise name="urgency" choices=urgency_choices(lang)
                    value=typed("urgency", number(one.urgency)) prompt=text.unchanged form=FORM/>
                <TextArea label=text.reason name="text" value=typed("text", String::new()) rows=2
                    error=visit.problem_text(FORM, "text") required=true maxlength=8000 form=FORM/>
                <div class="form-foot"><button class="button" type="submit">{text.requalify}</button></div>
            </form>
        </details>
    }
}
