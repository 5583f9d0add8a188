//! What the contacts' pages ask about interventions: request, follow, answer. Nothing here is serialised.

use std::sync::Arc;

use super::Answer;
use super::answers::{self, Answers, Filled};
use super::requesting::{
    AlertNow, Beneficiary, BeneficiaryView, Copies, Person, SavedDrafts, Ticked, Workaround,
    beneficiary, copied,
};
use crate::answer::{AppError, FieldError, FieldProblem};
use crate::domain::access::{Asker, Role};
use crate::domain::component::{Category, ComponentState, Key};
use crate::domain::contract::{
    Activity, CatalogueItem, ContractVersion, FormFieldKind, Priority, ServiceLine,
};
use crate::domain::coverage::{Facts, Verdict};
use crate::domain::intervention::clocks::Clocks;
use crate::domain::intervention::{
    Act, ActorKind, ClockKind, Discharge, EventKind, HoldReason, InterventionState, LateReason,
    Origin, SupportLevel, TITLE_LENGTH, title_of,
};
use crate::domain::quote::AgreedBy;
use crate::domain::time::{EpochMs, LocalInstant};

/// The interventions of a contact's client, as a context.
#[derive(Clone)]
pub struct Interventions(pub Arc<dyn InterventionBackend>);

/// For contacts; staff have their desk and get `Forbidden`. What a contact may not see does not exist.
pub trait InterventionBackend: Send + Sync {
    /// What the form of a request shows: components, sites, contracts.
    fn form<'a>(&'a self, asker: &'a Asker) -> Answer<'a, RequestForm>;

    /// The server's verdict before anything is sent, and what is open on the same component already.
    fn preview<'a>(&'a self, asker: &'a Asker, input: &'a RequestInput) -> Answer<'a, Preview>;

    /// Stores the request with its verdict. The same `request_id` finds the first; gives the reference.
    fn request<'a>(&'a self, asker: &'a Asker, input: RequestInput) -> Answer<'a, String>;

    /// Those that are not ended, the latest news first.
    fn open<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Listing>;

    /// One, with its timeline, without what is internal.
    fn one<'a>(&'a self, asker: &'a Asker, reference: &'a str) -> Answer<'a, Sheet>;

    /// A gesture on it.
    fn act<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        gesture: ContactGesture,
    ) -> Answer<'a, ()>;

    /// Puts a colleague in copy, or takes them out again; for who asked, a ClientAdmin and the staff.
    fn copy<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        contact: i64,
        in_copy: bool,
    ) -> Answer<'a, ()>;

    /// One's own requests that are not sent yet.
    fn drafts<'a>(&'a self, asker: &'a Asker) -> Answer<'a, SavedDrafts>;

    /// One of them, as it was typed.
    fn draft<'a>(&'a self, asker: &'a Asker, request_id: &'a str) -> Answer<'a, RequestInput>;

    /// Keeps a request for later, whatever it says so far; the same `request_id` is the same draft.
    fn save_draft<'a>(&'a self, asker: &'a Asker, input: RequestInput) -> Answer<'a, ()>;

    /// Forgets it; one that is not there is forgotten already.
    fn delete_draft<'a>(&'a self, asker: &'a Asker, request_id: &'a str) -> Answer<'a, ()>;

    /// "Me tenir informé", or no longer.
    fn follow<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        following: bool,
    ) -> Answer<'a, ()>;
}

/// What the form of a request shows.
#[derive(Debug, Clone)]
pub struct RequestForm {
    pub components: Vec<ComponentChoice>,
    pub sites: Vec<SiteChoice>,
    /// The client's contracts as the verdict needs them.
    pub contracts: Vec<ContractVersion>,
    /// Their hours and hour books, likewise.
    pub facts: Facts,
    pub role: Role,
    /// What one's own account says, to prefill the call-back number.
    pub phone: String,
    /// Colleagues who can be put in copy.
    pub people: Vec<Person>,
    /// A new key, so that a form sent twice makes one request.
    pub request_id: String,
    pub now: LocalInstant,
}

/// A component that a request may be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentChoice {
    pub key: Key,
    pub name: String,
    pub category: Category,
    /// Keys of all its sites, as the verdict needs them.
    pub sites: Vec<Key>,
    /// The site that a request about it is for, when only one is possible.
    pub only_site: Option<Key>,
    pub supervised: bool,
    pub state: ComponentState,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteChoice {
    pub key: Key,
    pub name: String,
}

/// A request as it was posted: names are the form's.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct RequestInput {
    pub request_id: String,
    /// Key of the component, or a name that only one component has.
    pub component: String,
    /// Without a component.
    pub category: String,
    pub site: String,
    pub activity: String,
    /// What happens, in one line; made from the details when it is empty.
    pub title: String,
    pub details: String,
    pub impact: String,
    pub urgency: String,
    pub phone: String,
    /// To the questions of the catalogue's requests.
    pub answers: Answers,
    /// For somebody without an account.
    pub for_name: String,
    pub for_phone: String,
    pub for_room: String,
    /// Colleagues who see it too.
    pub copies: Ticked,
}

/// A request that can be decided on: every word is one of ours. Whether it exists is the server's to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub subject: SubjectInput,
    pub site: Option<Key>,
    pub activity: Activity,
    pub impact: Option<u8>,
    pub urgency: Option<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubjectInput {
    Component(String),
    Category(Category),
    /// A request of the catalogue, about neither.
    Unnamed,
}

/// What was written, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub title: String,
    /// Empty when the title says all.
    pub details: String,
    pub phone: String,
    /// What a request of the catalogue asked besides.
    pub filled: Option<Filled>,
    /// For whom it is, when that is nobody with an account.
    pub beneficiary: Option<Beneficiary>,
    /// Contacts in copy; whether they are the client's is the server's to say.
    pub copies: Vec<i64>,
}

/// Longest text that one message may have, in characters.
pub const TEXT_LENGTH: usize = 8_000;
/// Longest idempotency key.
const REQUEST_ID_LENGTH: usize = 80;

impl RequestInput {
    /// The part that the verdict rests on. `None` while the form does not say enough yet.
    ///
    /// # Errors
    /// Fields that hold no word of ours.
    pub fn subject(&self) -> Result<Option<Request>, AppError> {
        let mut wrong = Vec::new();
        let subject = match (self.component.trim(), self.category.trim()) {
            ("", "") => None,
            ("", code) => match Category::from_code(code) {
                Some(category) => Some(SubjectInput::Category(category)),
                None => unknown(&mut wrong, "category"),
            },
            (component, _) => Some(SubjectInput::Component(component.to_owned())),
        };
        let site = match self.site.trim() {
            "" => None,
            key => match Key::new(key) {
                Ok(key) => Some(key),
                Err(_) => unknown(&mut wrong, "site"),
            },
        };
        let activity = match self.activity.trim() {
            "" => Some(Activity::Fault),
            code => match Activity::from_code(code) {
                Some(activity) => Some(activity),
                None => unknown(&mut wrong, "activity"),
            },
        };
        let impact = answer_of(&self.impact, 3, "impact", &mut wrong);
        let urgency = answer_of(&self.urgency, 4, "urgency", &mut wrong);
        if !wrong.is_empty() {
            return Err(AppError::Invalid { fields: wrong });
        }
        let Some(activity) = activity else {
            return Ok(None);
        };
        let is_listed = matches!(activity, Activity::Catalogue(_));
        let Some(subject) = subject.or(is_listed.then_some(SubjectInput::Unnamed)) else {
            return Ok(None);
        };
        Ok(Some(Request {
            subject,
            site,
            activity,
            impact,
            urgency,
        }))
    }

    /// Everything, ready to be stored, with the answers to what the catalogue asks.
    ///
    /// # Errors
    /// Every field that does not fit.
    pub fn checked(&self, catalogue: &[&CatalogueItem]) -> Result<(Request, Words), AppError> {
        let mut wrong = Vec::new();
        let request = match self.subject() {
            Ok(request) => request,
            Err(AppError::Invalid { fields }) => {
                wrong.extend(fields);
                None
            }
            Err(other) => return Err(other),
        };
        let nothing_chosen = self.component.trim().is_empty() && self.category.trim().is_empty();
        let listed = Activity::from_code(self.activity.trim())
            .filter(|activity| matches!(activity, Activity::Catalogue(_)));
        if nothing_chosen && listed.is_none() {
            wrong.push(problem("component", FieldProblem::Missing));
        }
        if let Some(request) = &request
            && request.activity == Activity::Fault
        {
            for (field, answer) in [("impact", request.impact), ("urgency", request.urgency)] {
                if answer.is_none() {
                    wrong.push(problem(field, FieldProblem::Missing));
                }
            }
        }
        let mut words = self.words(&mut wrong);
        let item = listed.and_then(|activity| answers::item_of(&activity, catalogue));
        words.filled = item.map(|item| answers::filled(item, &self.answers, &mut wrong));
        match request {
            Some(request) if wrong.is_empty() => Ok((request, words)),
            _ => Err(AppError::Invalid { fields: wrong }),
        }
    }

    fn words(&self, wrong: &mut Vec<FieldError>) -> Words {
        let details = self.details.trim();
        let title = match self.title.trim() {
            "" => title_of(details),
            title => title.to_owned(),
        };
        if title.is_empty() {
            wrong.push(problem("title", FieldProblem::Missing));
        }
        if title.chars().count() > TITLE_LENGTH {
            wrong.push(problem("title", FieldProblem::TooLong));
        }
        if details.chars().count() > TEXT_LENGTH {
            wrong.push(problem("details", FieldProblem::TooLong));
        }
        let phone = self.phone.trim();
        if !is_phone(phone) {
            wrong.push(problem("phone", FieldProblem::NotAPhoneNumber));
        }
        if self.request_id.is_empty() || self.request_id.len() > REQUEST_ID_LENGTH {
            wrong.push(problem("request_id", FieldProblem::Missing));
        }
        let details = if details == title { "" } else { details };
        Words {
            title,
            details: details.to_owned(),
            phone: phone.to_owned(),
            filled: None,
            beneficiary: beneficiary((&self.for_name, &self.for_phone, &self.for_room), wrong),
            copies: copied(&self.copies, wrong),
        }
    }
}

/// Empty, or digits with the signs that people put between them, at least four digits and at most thirty signs.
pub(super) fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let known = text
        .chars()
        .all(|c| c.is_ascii_digit() || "+-.()/ \u{a0}\u{202f}".contains(c));
    text.is_empty() || (known && (4..=20).contains(&digits) && text.chars().count() <= 30)
}

fn answer_of(text: &str, highest: u8, field: &str, wrong: &mut Vec<FieldError>) -> Option<u8> {
    match text.trim() {
        "" => None,
        answer => match answer.parse() {
            Ok(answer) if (1..=highest).contains(&answer) => Some(answer),
            _ => unknown(wrong, field),
        },
    }
}

fn unknown<T>(wrong: &mut Vec<FieldError>, field: &str) -> Option<T> {
    wrong.push(problem(field, FieldProblem::Unknown));
    None
}

pub(super) fn problem(field: &str, problem: FieldProblem) -> FieldError {
    FieldError {
        field: field.to_owned(),
        problem,
    }
}

/// The verdict as it would be, "d'après vos réponses, à confirmer à la qualification".
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// None while the form does not name a subject.
    pub verdict: Option<Verdict>,
    /// Already open on that component: to follow rather than to report again.
    pub open: Vec<Related>,
    /// What supervision says of it, when it fails.
    pub alert: Option<AlertNow>,
    /// How to work meanwhile, of what the asker may see.
    pub workarounds: Vec<Workaround>,
}

/// Another intervention, as far as the asker may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    pub reference: String,
    pub state: InterventionState,
    pub origin: Origin,
    pub declared: LocalInstant,
    /// When the asker sees that intervention itself.
    pub title: Option<String>,
    pub following: bool,
    /// How many colleagues said so: who asked and who follows, on it and on those gathered under it.
    pub reporters: usize,
}

/// A list with the instant that it was read at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub rows: Vec<Listed>,
    pub now: LocalInstant,
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub reference: String,
    pub title: String,
    pub state: InterventionState,
    pub hold_reason: Option<HoldReason>,
    pub activity: Activity,
    pub service: Option<ServiceLine>,
    pub origin: Origin,
    pub component: Option<ComponentName>,
    pub category: Category,
    pub site: Option<String>,
    pub priority: Option<Priority>,
    pub requester: Option<String>,
    /// Who has it.
    pub technician: Option<String>,
    pub declared: LocalInstant,
    /// The last thing that a client may know of.
    pub news: News,
    pub debt_open: bool,
    pub pressing: Pressing,
    pub level: SupportLevel,
    /// On hold: when the provider asks again whoever it waits for.
    pub chase: Option<LocalInstant>,
    /// The asker follows it, without having opened it.
    pub following: bool,
    /// Preventive work: when.
    pub slot: Option<Slot>,
}

/// When preventive work is planned for, in the zone of its site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    pub from: LocalInstant,
    pub to: LocalInstant,
    /// The client's answer to its announcement; none until it says something.
    pub accepted: Option<bool>,
}

/// What its clocks press for, as lists show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressing {
    /// That clock falls due next.
    Due { clock: ClockKind, at: LocalInstant },
    /// That clock has passed its deadline, and what was promised is still to be done.
    Overrun {
        clock: ClockKind,
        since: LocalInstant,
    },
    /// On hold, for a reason that stops the clocks.
    Paused,
    /// Nothing is promised, or nothing runs.
    Nothing,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentName {
    pub key: String,
    pub name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct News {
    pub kind: EventKind,
    pub at: LocalInstant,
}

/// One intervention as a page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub listed: Listed,
    pub phone: String,
    /// What it is called in the catalogue, and what it asked besides.
    pub catalogue: Option<CatalogueRequest>,
    pub impact: Option<u8>,
    pub urgency: Option<u8>,
    /// The last decision on coverage.
    pub verdict: Option<Decided>,
    pub timeline: Vec<Entry>,
    pub debt: Option<DebtView>,
    /// Preventive work: when, and what to know of it.
    pub planned: Option<PlannedView>,
    /// What it is tied to, of what the asker may see.
    pub ties: Ties,
    pub supervision: Option<SeenNow>,
    pub continues: Option<String>,
    pub continued_by: Option<String>,
    /// The client's sites, so that a verdict can name them.
    pub sites: Vec<SiteChoice>,
    /// The asker asked for it: it is kept informed anyway.
    pub own: bool,
    /// What is due and when, the same for whoever reads it.
    pub clocks: ClockSheet,
    /// What the asker can do now.
    pub may: Vec<EventKind>,
    /// Who sees it besides.
    pub copies: Copies,
    /// For whom it is, when that is nobody with an account.
    pub beneficiary: Option<BeneficiaryView>,
    /// What supervision said when it was asked for, where it said that something failed.
    pub alert_at_request: Option<AlertNow>,
    /// How to work meanwhile: temporary repairs of the same component that other interventions made.
    pub workarounds: Vec<Workaround>,
    /// 1 (bad) to 5 (good), from whoever asked.
    pub rating: Option<u8>,
    /// Name of its client.
    pub client: String,
    pub version: i64,
    /// Time that was entered, once there is some.
    pub spent: Option<Spent>,
    pub now: LocalInstant,
}

/// Time spent on an intervention, and what it costs the hour book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    pub entered_minutes: i64,
    /// By the contract's rule, corrections included; zero where no book pays.
    pub debited_minutes: i64,
    /// Given back by the provider.
    pub goodwill_minutes: i64,
    pub contest: Disagreement,
}

/// Where the client's disagreement about the last entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagreement {
    None,
    Open,
    Answered { upheld: bool },
}

/// A request of the catalogue, as it was when it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueRequest {
    pub item: Key,
    pub title: String,
    pub title_en: String,
    pub answers: Vec<GivenAnswer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenAnswer {
    pub label: String,
    pub label_en: String,
    pub kind: FormFieldKind,
    /// A date is ISO, a yes or a no is [`answers::YES`] or [`answers::NO`].
    pub text: Text,
}

/// The clocks of an intervention, as its page shows them.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockSheet {
    /// As counted at [`Sheet::now`]. Events are numbered among those that a client may see, from 1.
    pub clocks: Clocks,
    /// What clocks show at the site: seconds from UTC, and from when.
    pub offsets: Vec<(EpochMs, i32)>,
    /// Number and version of the contract that promises it, as it was in force at the declaration.
    pub pinned: Option<(String, i64)>,
    /// Resolved: when it is closed without a word.
    pub closes: Option<LocalInstant>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    pub verdict: Verdict,
    pub at: LocalInstant,
}

/// What supervision sees of the component at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenNow {
    pub state: ComponentState,
    pub since: LocalInstant,
}

/// A definitive repair that is owed, or was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DebtView {
    pub opened: LocalInstant,
    pub relapses: i64,
    pub discharged: Option<LocalInstant>,
    pub way: Option<Discharge>,
    /// When the client looks again at a risk that it lives with.
    pub review: Option<LocalInstant>,
}

/// Other interventions that one is tied to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ties {
    /// The one that it follows: one failure, several requests.
    pub lead: Option<Tie>,
    /// It follows one that the asker may not see.
    pub follows_another: bool,
    pub duplicate_of: Option<Tie>,
    pub followers: Vec<Tie>,
    /// How many follow it that the asker may not see.
    pub hidden: usize,
    /// The one that goes on with it, with where that one stands.
    pub continued_by: Option<Tie>,
    /// They owe the same definitive repair.
    pub same_debt: Vec<Tie>,
    /// It is back after the observation: another intervention is opened, which owes the same repair.
    pub relapse_opens_another: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    pub reference: String,
    pub title: String,
    pub state: InterventionState,
    pub requester: Option<String>,
}

/// Preventive work as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedView {
    pub slot: Slot,
    /// When this slot was announced.
    pub announced: Option<LocalInstant>,
    /// How many times it was moved.
    pub postponed: i64,
    /// What the client will notice.
    pub impact: Option<Text>,
    /// Its report is the component's supervision.
    pub check_visit: bool,
    pub notice: Option<Notice>,
    /// What it must be done before, where something is.
    pub due: Option<LocalInstant>,
    /// The slot ends after that.
    pub is_late: bool,
    /// The contract that covers it has ended by then.
    pub after_contract: Option<LocalInstant>,
}

/// The contract's notice before planned work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    pub days: u32,
    /// The last instant at which the announcement keeps it.
    pub last: LocalInstant,
    /// The announcement came later, or would now.
    pub is_short: bool,
}

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub kind: EventKind,
    pub who: Who,
    pub at: LocalInstant,
    /// When it was written down later than it happened: when, and why.
    pub recorded_late: Option<(LocalInstant, LateReason)>,
    pub state: InterventionState,
    pub act: Option<Act>,
    pub hold_reason: Option<HoldReason>,
    pub detail: Option<Detail>,
    /// Of a breach, and of what is said of it.
    pub clock: Option<ClockKind>,
    /// Planned for, or moved to.
    pub slot: Option<Slot>,
    pub text: Option<Text>,
    /// What was added.
    pub file: Option<FileLabel>,
    /// For staff: its place in the whole log, when it holds a content that can be erased.
    pub erasable: Option<i64>,
}

/// A file beside an intervention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLabel {
    pub id: i64,
    /// Empty once it was erased.
    pub name: String,
    /// In bytes.
    pub size: i64,
    pub erased: bool,
}

/// What an event says besides its kind and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// Who has it from then on; nobody by name: the team, or a level of it, which staff alone read.
    Handed {
        to: Option<String>,
        level: Option<SupportLevel>,
    },
    /// Whose word an emergency rests on, how it was given, up to which sum in cents excluding tax.
    Word {
        approver: Option<String>,
        channel: Option<AgreedBy>,
        ceiling_cents: Option<u32>,
    },
    /// What was offered, in cents excluding tax.
    Quoted {
        cents: u32,
    },
    Time {
        minutes: u32,
        on_site: bool,
    },
    /// 1 (bad) to 5 (good).
    Score(u8),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    pub kind: ActorKind,
    /// Empty for the system.
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    Written(String),
    /// Erased since; the trace stays.
    Redacted,
}

/// What a contact does to an intervention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactGesture {
    Message {
        text: String,
    },
    /// 1 (bad) to 5 (good).
    Rate {
        expected_version: i64,
        score: u8,
        text: String,
    },
    Confirm {
        expected_version: i64,
    },
    Reopen {
        expected_version: i64,
        text: String,
    },
    Cancel {
        expected_version: i64,
        text: String,
    },
    /// An approver says yes, or no.
    Approve {
        expected_version: i64,
    },
    Reject {
        expected_version: i64,
        text: String,
    },
    /// It fails again after a temporary repair.
    Relapse {
        expected_version: i64,
        text: String,
    },
    /// Disagrees about the time entered last.
    ContestTime {
        expected_version: i64,
        text: String,
    },
    /// Disagrees with a hold, or with an act that was dated back.
    Contest {
        expected_version: i64,
        /// Its place among the events that a client may see, from 1.
        place: i64,
        text: String,
    },
    /// Agrees, or not, that a breach does not count.
    AnswerSetAside {
        expected_version: i64,
        clock: ClockKind,
        agreed: bool,
        text: String,
    },
    /// Planned work: the slot suits, or another would suit better.
    AcceptSlot {
        expected_version: i64,
    },
    AskAnotherSlot {
        expected_version: i64,
        text: String,
    },
    /// An approver signs that the company lives with the risk, until a day: `2026-12-01`.
    AcceptRisk {
        expected_version: i64,
        text: String,
        review_on: String,
    },
}

/// What changed since the version that a refused form had seen, the newest last.
pub fn changed_since(sheet: &Sheet, seen_version: i64) -> Vec<&Entry> {
    let missed = usize::try_from(sheet.version - seen_version).unwrap_or(0);
    let told: Vec<&Entry> = sheet
        .timeline
        .iter()
        .filter(|entry| entry.kind.moves_on())
        .collect();
    let seen = told.len().saturating_sub(missed);
    told[seen..].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(input: &RequestInput) -> Vec<String> {
        match input.checked(&[]) {
            Err(AppError::Invalid { fields }) => {
                fields.into_iter().map(|error| error.field).collect()
            }
            _ => vec![],
        }
    }

    fn complete() -> RequestInput {
        RequestInput {
            request_id: "r1".into(),
            component: "erp".into(),
            activity: "fault".into(),
            details: "ERP bloqué".into(),
            impact: "1".into(),
            urgency: "4".into(),
            ..RequestInput::default()
        }
    }

    #[test]
    fn a_request_says_every_field_that_does_not_fit() {
        let none: &[&str] = &[];
        for (name, input, expected) in [
            ("complete", complete(), none),
            (
                "no words",
                RequestInput {
                    details: String::new(),
                    ..complete()
                },
                &["title"],
            ),
            (
                "no subject",
                RequestInput {
                    component: String::new(),
                    ..complete()
                },
                &["component"],
            ),
            (
                "no answers",
                RequestInput {
                    impact: String::new(),
                    ..complete()
                },
                &["impact"],
            ),
            (
                "advice needs none",
                RequestInput {
                    activity: "advice".into(),
                    impact: String::new(),
                    urgency: String::new(),
                    ..complete()
                },
                none,
            ),
            (
                "out of range",
                RequestInput {
                    urgency: "5".into(),
                    ..complete()
                },
                &["urgency"],
            ),
            (
                "no such activity",
                RequestInput {
                    activity: "repair".into(),
                    ..complete()
                },
                &["activity"],
            ),
            (
                "a phone that is none",
                RequestInput {
                    phone: "call me".into(),
                    ..complete()
                },
                &["phone"],
            ),
            (
                "without a key",
                RequestInput {
                    request_id: String::new(),
                    ..complete()
                },
                &["request_id"],
            ),
        ] {
            assert_eq!(fields(&input), expected, "{name}");
        }
    }

    #[test]
    fn one_box_gives_title_and_details() {
        let (_, words) = complete()
            .checked(&[])
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(
            (words.title.as_str(), words.details.as_str()),
            ("ERP bloqué", "")
        );
        let input = RequestInput {
            details: "ERP bloqué\ndepuis ce matin".into(),
            ..complete()
        };
        let (_, words) = input.checked(&[]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(
            (words.title.as_str(), words.details.as_str()),
            ("ERP bloqué", "ERP bloqué\ndepuis ce matin")
        );
    }
}
