//! What the history asks: interventions that ended and outages, on one time line.

use std::sync::Arc;

use chrono::NaiveDate;

use super::Answer;
use super::status::{ComponentLabel, Outage};
use crate::domain::access::Asker;
use crate::domain::coded::coded_enum;
use crate::domain::contract::{Activity, ServiceLine};
use crate::domain::intervention::InterventionState;
use crate::domain::time::{EpochMs, LocalInstant};

/// The past of a contact's client, as a context.
#[derive(Clone)]
pub struct Histories(pub Arc<dyn HistoryBackend>);

/// For contacts; staff have no client of their own and get `NotFound`. What a contact may not see is not there.
pub trait HistoryBackend: Send + Sync {
    /// One page, the latest first.
    fn page<'a>(
        &'a self,
        asker: &'a Asker,
        filter: &'a HistoryFilter,
        before: Option<Place>,
    ) -> Answer<'a, HistoryPage>;

    /// Everything that the filter lets through, the latest first.
    fn export<'a>(&'a self, asker: &'a Asker, filter: &'a HistoryFilter) -> Answer<'a, Vec<Entry>>;
}

coded_enum! {
    /// What an entry is, in the order in which entries of one instant stand.
    pub enum EntryKind {
        Intervention = "intervention",
        Outage = "outage",
    }
}

/// What is asked for. Days are those of the client's zone, both included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Key of a component; one that the asker does not see is `NotFound`.
    pub component: Option<String>,
    /// Number of a contract: what it answers for, and the outages of what it covered; an unknown one is `NotFound`.
    pub contract: Option<String>,
    /// Told as one time line, with what is still open.
    pub as_timeline: bool,
    pub kind: Option<EntryKind>,
    /// Words that must all be found: then open interventions are listed too.
    pub words: Option<String>,
}

/// Letters of a search at most.
pub const LONGEST_SEARCH: u32 = 200;

/// The place of an entry on the time line: the next page begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub at: EpochMs,
    pub kind: EntryKind,
    pub id: i64,
}

#[derive(Debug, Clone)]
pub struct HistoryPage {
    pub entries: Vec<Entry>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Place>,
    /// What the filter may choose from.
    pub components: Vec<ComponentLabel>,
    /// Number and title of each contract.
    pub contracts: Vec<(String, String)>,
    /// Now, in the client's zone.
    pub now: LocalInstant,
}

#[derive(Debug, Clone)]
pub enum Entry {
    Outage(Outage),
    Intervention(PastIntervention),
}

/// An intervention that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastIntervention {
    pub reference: String,
    pub title: String,
    pub state: InterventionState,
    pub activity: Activity,
    pub service: Option<ServiceLine>,
    pub component: Option<ComponentLabel>,
    pub site: Option<String>,
    pub declared: LocalInstant,
    /// When it was resolved, or else closed.
    pub ended: Option<LocalInstant>,
}

impl Entry {
    /// When it began.
    pub fn began(&self) -> LocalInstant {
        match self {
            Entry::Outage(outage) => outage.starts,
            Entry::Intervention(intervention) => intervention.declared,
        }
    }
}

impl PastIntervention {
    /// From the declaration to the end, nights and holidays included.
    pub fn duration_ms(&self) -> Option<i64> {
        self.ended.map(|ended| (ended.at - self.declared.at).max(0))
    }
}

impl Place {
    /// As an address carries it: "1795438925000-outage-12".
    pub fn code(self) -> String {
        format!("{}-{}-{}", self.at, self.kind, self.id)
    }

    pub fn from_code(code: &str) -> Option<Place> {
        let mut parts = code.splitn(3, '-');
        Some(Place {
            at: parts.next()?.parse().ok()?,
            kind: EntryKind::from_code(parts.next()?)?,
            id: parts.next()?.parse().ok()?,
        })
    }
}

impl HistoryFilter {
    /// From the fields of an address; what makes no sense there is as if it were not there.
    pub fn from_fields<'a>(field: impl Fn(&str) -> Option<&'a str>) -> HistoryFilter {
        let date = |name| NaiveDate::parse_from_str(field(name)?, "%F").ok();
        HistoryFilter {
            from: date("from"),
            to: date("to"),
            component: field("component")
                .filter(|key| !key.is_empty())
                .map(str::to_owned),
            kind: field("kind").and_then(EntryKind::from_code),
            contract: field("contract")
                .filter(|number| !number.is_empty())
                .map(str::to_owned),
            as_timeline: field("view") == Some("timeline"),
            words: searched(field("q")),
        }
    }

    /// As an address carries it, without the question mark; empty when nothing is filtered.
    pub fn to_query(&self) -> String {
        let fields = [
            ("from", self.from.map(|date| date.to_string())),
            ("to", self.to.map(|date| date.to_string())),
            // A key has no sign that an address would have to escape; what is no key finds nothing.
            (
                "component",
                self.component.clone().filter(|key| is_plain(key)),
            ),
            ("contract", self.contract.as_deref().map(escaped)),
            ("kind", self.kind.map(|kind| kind.code().to_owned())),
            ("q", self.words.as_deref().map(escaped)),
            ("view", self.as_timeline.then(|| "timeline".to_owned())),
        ];
        let given = fields
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", value?)));
        given.collect::<Vec<_>>().join("&")
    }
}

impl HistoryFilter {
    /// Whether it leaves something out: how it is told does not.
    pub fn narrows(&self) -> bool {
        let told_otherwise = HistoryFilter {
            as_timeline: false,
            ..self.clone()
        };
        told_otherwise != HistoryFilter::default()
    }
}

/// What was typed in a search field, cut to what is looked at.
pub fn searched(typed: Option<&str>) -> Option<String> {
    let longest = LONGEST_SEARCH as usize;
    let typed: String = typed?.trim().chars().take(longest).collect();
    (!typed.is_empty()).then_some(typed)
}

/// As a query carries it: everything but letters and digits by its bytes.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

fn is_plain(key: &str) -> bool {
    key.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_filters_survive_an_address() {
        let place = Place {
            at: -5,
            kind: EntryKind::Outage,
            id: 12,
        };
        assert_eq!(
            Place::from_code("1795438925000-outage-12")
                .map(Place::code)
                .as_deref(),
            Some("1795438925000-outage-12")
        );
        assert_eq!(Place::from_code(&place.code()), None);
        assert_eq!(Place::from_code("12"), None);
        let fields = [
            ("from", "2026-11-01"),
            ("to", "never"),
            ("component", "erp"),
            ("contract", "2026-014 A"),
            ("kind", "outage"),
            ("q", " imprimante & café "),
            ("view", "timeline"),
        ];
        let filter = HistoryFilter::from_fields(|name| {
            fields
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| *value)
        });
        assert_eq!(
            filter.to_query(),
            "from=2026-11-01&component=erp&contract=2026%2D014%20A&kind=outage&q=imprimante%20%26%20caf%C3%A9&view=timeline"
        );
    }
}
