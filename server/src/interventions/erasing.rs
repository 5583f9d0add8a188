//! A content is erased for ever: what somebody wrote, or a file. Who, when and why stay in the log.
//!
//! The same words may stand elsewhere: beside the requests that follow it, on what continues it. They go too, and
//! so do the words by which it is found, and the forms that still hold them.

use std::collections::BTreeSet;

use app::answer::{AppError, FieldProblem};
use app::backend::Answer;
use app::backend::redaction::{Erasable, RedactionBackend};
use app::domain::access::{Asker, StaffAsker, StaffRole};
use app::domain::ids::{ClientId, FileId, InterventionId};
use app::domain::intervention::{Actor, Event, Redaction};
use app::domain::redaction::repeats;

use super::acting::{self, Gesture, Held};
use super::queries::{self, HeadRow};
use super::{checked_text, files, reading, refused};
use crate::files::Files;
use crate::search;
use crate::store::{Scope, Store, Tx};

/// Linked interventions that are looked through for the same words.
const MOST_LINKED: usize = 20;

/// Erasing over the store and the files.
#[derive(Clone)]
pub struct Erasing {
    store: Store,
    files: Files,
}

impl Erasing {
    pub fn new(store: Store, files: Files) -> Erasing {
        Erasing { store, files }
    }

    /// Bytes of erased files that a stop of the program left behind.
    pub async fn finish(&self) {
        if let Err(error) = files::forget_erased(&self.store, &self.files).await {
            tracing::error!(%error, "the bytes of erased files are still there");
        }
    }
}

impl RedactionBackend for Erasing {
    fn look<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        place: i64,
    ) -> Answer<'a, Erasable> {
        Box::pin(async move {
            eraser(asker)?;
            let reference = reference.to_owned();
            let read = self.store.read(Scope::Staff, |tx| {
                Box::pin(async move { look(tx, &reference, place).await })
            });
            read.await
        })
    }

    fn erase<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        place: i64,
        reason: &'a str,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let staff = eraser(asker)?.clone();
            let (reference, reason) = (reference.to_owned(), checked_text(reason)?.to_owned());
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move { erase(tx, &staff, &reference, place, &reason).await })
            });
            write.await?;
            self.finish().await;
            Ok(())
        })
    }
}

fn eraser(asker: &Asker) -> Result<&StaffAsker, AppError> {
    match asker {
        Asker::Staff(staff) if staff.role >= StaffRole::Dispatcher => Ok(staff),
        _ => Err(AppError::Forbidden),
    }
}

/// What an event holds that can be erased.
#[derive(Debug, Default)]
struct Content {
    /// Id and words.
    texts: Vec<(i64, String)>,
    file: Option<(FileId, String)>,
}

impl Content {
    fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.file.is_none()
    }

    /// Everything that the reason must not repeat.
    fn words(&self) -> impl Iterator<Item = &str> {
        let name = self.file.iter().map(|(_, name)| name.as_str());
        self.texts.iter().map(|(_, body)| body.as_str()).chain(name)
    }
}

async fn find(tx: &mut Tx, reference: &str) -> Result<HeadRow, AppError> {
    let head = reading::find(tx, reference).await?;
    head.ok_or(AppError::NotFound)
}

async fn look(tx: &mut Tx, reference: &str, place: i64) -> Result<Erasable, AppError> {
    let head = find(tx, reference).await?;
    let (client, id) = (ClientId(head.client_id), InterventionId(head.id));
    let listed = queries::listed_one(tx, client, id).await?;
    let listed = listed.ok_or(AppError::NotFound)?;
    let zone = listed.zone();
    let event = event_at(tx, (client, id), place).await?;
    let content = content(tx, (client, id), place, &event).await?;
    if content.is_empty() {
        return Err(AppError::NotFound);
    }
    let entries = queries::timeline_for_staff(tx, client, id).await?;
    let entry = entries.into_iter().find(|entry| entry.seq == place);
    let entry = entry.ok_or(AppError::NotFound)?;
    Ok(Erasable {
        reference: head.reference,
        client: listed.client_name,
        kind: event.kind(),
        at: zone.instant(entry.effective_at),
        who: reading::who(&entry.actor_kind, entry.actor_name)?,
        now: zone.instant(tx.now_ms()),
        texts: content.texts.into_iter().map(|(_, body)| body).collect(),
        file: content.file.map(|(_, name)| name),
    })
}

async fn event_at(
    tx: &mut Tx,
    (client, id): (ClientId, InterventionId),
    place: i64,
) -> Result<Event, AppError> {
    let rows = queries::events_of(tx, client, id).await?;
    let row = rows.into_iter().find(|row| row.seq == place);
    Ok(row.ok_or(AppError::NotFound)?.recorded()?.event)
}

/// What the event at that place still holds. With what was asked for goes everything that was told to ask for it.
async fn content(
    tx: &mut Tx,
    (client, id): (ClientId, InterventionId),
    place: i64,
    event: &Event,
) -> Result<Content, AppError> {
    let mut content = Content::default();
    if let Event::FileAdded { file } = event {
        let known = queries::file_of(tx, client, id, *file).await?;
        content.file = known.map(|(name, _)| (*file, name));
    }
    if matches!(event, Event::Submitted(_) | Event::Planned(_)) {
        content.texts = queries::asked(tx, client, id).await?;
    }
    content
        .texts
        .extend(queries::text_at(tx, client, id, place).await?);
    Ok(content)
}

async fn erase(
    tx: &mut Tx,
    staff: &StaffAsker,
    reference: &str,
    place: i64,
    reason: &str,
) -> Result<(), AppError> {
    let head = find(tx, reference).await?;
    let held = acting::hold(tx, &head).await?;
    let whose = (held.told.client, held.told.intervention);
    let event = event_at(tx, whose, place).await?;
    let content = content(tx, whose, place, &event).await?;
    if reason.is_empty() {
        return Err(AppError::field("text", FieldProblem::Missing));
    }
    // Sent twice: it is gone.
    if content.is_empty() {
        return Ok(());
    }
    if content.words().any(|words| repeats(reason, words)) {
        return Err(AppError::field("text", FieldProblem::Repeats));
    }
    erase_at(tx, staff, &held, (place, &event), &content, reason).await?;
    erase_elsewhere(tx, staff, &held, &content, reason).await?;
    queries::forget_drafts_about(tx, &head.reference).await?;
    Ok(())
}

/// The content of one event, with its trace.
async fn erase_at(
    tx: &mut Tx,
    staff: &StaffAsker,
    held: &Held,
    (place, event): (i64, &Event),
    content: &Content,
    reason: &str,
) -> Result<(), AppError> {
    let (client, id, now) = (held.told.client, held.told.intervention, tx.now_ms());
    for (text, body) in &content.texts {
        queries::erase_text(tx, client, *text, now).await?;
        queries::erase_note(tx, client, id, body).await?;
        for (other,) in queries::sharing_text(tx, client, *text).await? {
            if other != id.0 {
                search::refresh(tx, client, InterventionId(other)).await?;
            }
        }
    }
    if matches!(event, Event::Submitted(_) | Event::Planned(_)) {
        queries::erase_phone(tx, client, id).await?;
    }
    let what = match &content.file {
        Some((file, _)) => {
            queries::erase_file(tx, client, *file, now).await?;
            Redaction::File { file: *file }
        }
        None => Redaction::Text { seq: place },
    };
    let gesture = Gesture {
        actor: Actor::Staff {
            id: staff.staff,
            role: staff.role,
        },
        event: match event.kind().is_internal() {
            true => Event::RedactedInternally(what),
            false => Event::Redacted(what),
        },
        text: reason,
        effective_at: now,
        late: None,
    };
    // Writes the words by which it is found again, too.
    acting::record(tx, held, gesture).await?.map_err(refused)?;
    Ok(())
}

/// What continues it, and what it continues, may have been opened with the same words.
async fn erase_elsewhere(
    tx: &mut Tx,
    staff: &StaffAsker,
    from: &Held,
    content: &Content,
    reason: &str,
) -> Result<(), AppError> {
    let client = from.told.client;
    let mut seen = BTreeSet::from([from.told.intervention]);
    let mut next = linked(from);
    while let Some(id) = next.pop() {
        if seen.len() > MOST_LINKED || !seen.insert(id) {
            continue;
        }
        let held = acting::hold_known(tx, client, id).await?;
        next.extend(linked(&held));
        for (_, body) in &content.texts {
            if let Some((title,)) = queries::same_title(tx, client, id, body).await? {
                queries::erase_text(tx, client, title, tx.now_ms()).await?;
                search::refresh(tx, client, id).await?;
            }
            for (place,) in queries::same_text(tx, client, id, body).await? {
                let held = acting::again(tx, &held.told).await?;
                let event = event_at(tx, (client, id), place).await?;
                let same = Content {
                    texts: queries::text_at(tx, client, id, place)
                        .await?
                        .into_iter()
                        .collect(),
                    file: None,
                };
                erase_at(tx, staff, &held, (place, &event), &same, reason).await?;
            }
        }
    }
    Ok(())
}

fn linked(held: &Held) -> Vec<InterventionId> {
    let snapshot = &held.snapshot;
    snapshot
        .continues
        .into_iter()
        .chain(snapshot.continued_by)
        .collect()
}
