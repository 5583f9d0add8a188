//! Planned work as RFC 5545 writes it: one event a work, the same UID for ever, a SEQUENCE that grows with each change.

use app::answer::AppError;
use app::domain::access::Asker;
use app::domain::ids::ClientId;
use app::domain::intervention::InterventionState;
use app::domain::time::{DAY_MS, EpochMs, Span};
use app::text::planning::planning;
use app::text::{Lang, words};
use chrono::{DateTime, Utc};
use icalendar::{Component, Event, EventLike, EventStatus};
use std::collections::HashMap;

use super::queries;
use crate::interventions::planned;
use crate::interventions::reading::ListedRow;
use crate::store::{StoreError, Tx};

/// Events to come in one file at most, and as many that are behind.
const LIMIT: i64 = 500;
const BEHIND_MS: i64 = 90 * DAY_MS;
const AHEAD_MS: i64 = 366 * DAY_MS;

/// One work, in the reader's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The same for ever, here and nowhere else.
    pub uid: String,
    /// Grows with each change.
    pub sequence: u32,
    pub changed_at: EpochMs,
    pub slot: Span,
    pub standing: Standing,
    pub summary: String,
    pub description: String,
    pub place: String,
    pub url: String,
}

/// What a calendar program makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Tentative,
    Confirmed,
    Cancelled,
}

/// The asker's, from three months ago to a year ahead. `base` is the portal's public address.
pub async fn of(tx: &mut Tx, asker: &Asker, lang: Lang, base: &str) -> Result<String, AppError> {
    let now = tx.now_ms();
    let span = Span {
        from: now - BEHIND_MS,
        to: now + AHEAD_MS,
    };
    let provider = queries::provider_name(tx).await?;
    let provider = provider.map(|(name,)| name).unwrap_or_default();
    // What is to come first: what is behind takes no place from it.
    let (to_come, behind) = (Span { from: now, ..span }, Span { to: now, ..span });
    let mut rows = planned::seen_by(tx, asker, None, to_come, LIMIT).await?;
    for row in planned::seen_by(tx, asker, None, behind, LIMIT).await? {
        // Work that is under way touches both.
        if rows.iter().all(|other| other.id != row.id) {
            rows.push(row);
        }
    }
    let details = details(tx, &rows, span).await?;
    let entries: Vec<Entry> = rows
        .iter()
        .filter_map(|row| entry(row, details.get(&row.id)?, asker, lang, base))
        .collect();
    Ok(write(&planning(lang).feed_name(&provider), &entries))
}

/// When each changed, and its impact in words.
async fn details(
    tx: &mut Tx,
    rows: &[ListedRow],
    span: Span,
) -> Result<HashMap<i64, (EpochMs, String)>, StoreError> {
    let mut clients: Vec<i64> = rows.iter().map(|row| row.client_id).collect();
    clients.sort_unstable();
    clients.dedup();
    let from = span.from - super::slots::LONGEST_MS;
    let mut found = HashMap::new();
    for client in clients {
        for row in queries::details(tx, ClientId(client), from, span.to).await? {
            let impact = row.impact.unwrap_or_default();
            found.insert(row.intervention_id, (row.updated_at, impact));
        }
    }
    Ok(found)
}

fn entry(
    row: &ListedRow,
    (changed_at, impact): &(EpochMs, String),
    asker: &Asker,
    lang: Lang,
    base: &str,
) -> Option<Entry> {
    use InterventionState as S;
    let text = planning(lang);
    let state = S::from_code(&row.state)?;
    let standing = match state {
        S::Cancelled | S::Rejected => Standing::Cancelled,
        S::Planned => Standing::Tentative,
        S::Announced if row.slot_accepted != Some(1) => Standing::Tentative,
        _ => Standing::Confirmed,
    };
    let subject = row.component_name.as_deref().unwrap_or_default();
    let mut summary = match subject {
        "" => row.title.clone(),
        subject => text.summary(subject, &row.title),
    };
    let (mut pages, mut said) = ("/interventions", vec![]);
    if matches!(asker, Asker::Staff(_)) {
        pages = "/desk/interventions";
        summary = text.summary(&row.client_name, &summary);
    }
    said.push(format!(
        "{} · {}",
        row.reference,
        words::intervention_state(lang, state)
    ));
    if !impact.is_empty() {
        said.push(text.summary(text.impact, impact));
    }
    Some(Entry {
        uid: format!("{}-{}@vigie", row.id, row.reference),
        sequence: u32::try_from(row.version).unwrap_or(u32::MAX),
        changed_at: *changed_at,
        slot: Span {
            from: row.slot_from?,
            to: row.slot_to?,
        },
        standing,
        summary,
        description: said.join("\n"),
        place: row.site_name.clone().unwrap_or_default(),
        url: format!("{base}{pages}/{}", row.reference),
    })
}

/// The file, lines ended by CRLF and folded.
pub fn write(name: &str, entries: &[Entry]) -> String {
    let mut file = icalendar::Calendar::empty();
    file.append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Vigie//planned work//FR"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        .append_property(("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"))
        .append_property(("X-PUBLISHED-TTL", "PT1H"))
        .name(&plain(name));
    for entry in entries {
        let (Some(from), Some(to), Some(changed)) = (
            instant(entry.slot.from),
            instant(entry.slot.to),
            instant(entry.changed_at),
        ) else {
            continue;
        };
        let mut event = Event::new();
        event
            .uid(&entry.uid)
            .sequence(entry.sequence)
            .timestamp(changed)
            .last_modified(changed)
            .starts(from)
            .ends(to)
            .summary(&plain(&entry.summary))
            .description(&plain(&entry.description))
            .url(&entry.url)
            .status(match entry.standing {
                Standing::Tentative => EventStatus::Tentative,
                Standing::Confirmed => EventStatus::Confirmed,
                Standing::Cancelled => EventStatus::Cancelled,
            });
        if !entry.place.is_empty() {
            event.location(&plain(&entry.place));
        }
        file.push(event.done());
    }
    file.to_string()
}

fn instant(at: EpochMs) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(at)
}

/// Without control characters: a bare carriage return would begin a line of somebody else's writing.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            uid: "7-AM-2026-0007@vigie".into(),
            sequence: 3,
            changed_at: 1_772_442_000_000,
            slot: Span {
                from: 1_772_445_600_000,
                to: 1_772_452_800_000,
            },
            standing: Standing::Tentative,
            summary: "ERP : mise à jour".into(),
            description: String::new(),
            place: String::new(),
            url: "https://portal.example/interventions/AM-2026-0007".into(),
        }
    }

    /// The lines as a reader unfolds them.
    fn lines(file: &str) -> Vec<String> {
        let unfolded = file.replace("\r\n ", "");
        unfolded.split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn an_event_says_when_in_utc_and_where_it_stands() {
        let file = write("Travaux", &[entry()]);
        let lines = lines(&file);
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "UID:7-AM-2026-0007@vigie",
            "SEQUENCE:3",
            "DTSTAMP:20260302T090000Z",
            "DTSTART:20260302T100000Z",
            "DTEND:20260302T120000Z",
            "STATUS:TENTATIVE",
            "SUMMARY:ERP : mise à jour",
            "END:VCALENDAR",
        ] {
            assert!(lines.iter().any(|found| found == line), "{line} in {file}");
        }
        assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn what_people_write_stays_inside_its_property() {
        for (written, expected) in [
            ("a, b; c\\d", "a\\, b\\; c\\\\d"),
            ("un\ndeux", "un\\ndeux"),
            ("x\r\nBEGIN:VEVENT", "x\\nBEGIN:VEVENT"),
            (
                "x\rATTACH:http://evil.example",
                "xATTACH:http://evil.example",
            ),
            ("\u{7}\u{85}cloche", "cloche"),
        ] {
            let file = write(
                "Travaux",
                &[Entry {
                    summary: written.into(),
                    ..entry()
                }],
            );
            let expected = format!("SUMMARY:{expected}");
            let found = lines(&file);
            assert!(found.contains(&expected), "{expected} in {file}");
            let begins = found.iter().filter(|line| *line == "BEGIN:VEVENT").count();
            assert_eq!(begins, 1);
        }
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let long = Entry {
            description: "é è à ".repeat(60).trim_end().to_owned(),
            ..entry()
        };
        let file = write("Travaux", std::slice::from_ref(&long));
        for line in file.split("\r\n") {
            assert!(line.len() <= 76, "{} octets: {line}", line.len());
        }
        assert!(lines(&file).contains(&format!("DESCRIPTION:{}", long.description)));
    }
}
