//! Files beside an intervention: sent by its client or the staff, handed out to whoever sees it.

use app::answer::{AppError, FieldProblem};
use app::domain::access::Asker;
use app::domain::ids::{ClientId, FileId, InterventionId};
use app::domain::intervention::{Actor, Event, Step, transition};
use bytes::Bytes;

use super::acting::{self, Gesture, Held};
use super::queries::{self, HeadRow};
use super::{contacts, reading, refused};
use crate::files::{Accepted, Files, OF_ONE, QUOTA};
use crate::store::{Scope, Store, StoreError, Tx, ids};

/// A file as it is handed out.
#[derive(Debug, Clone)]
pub struct HandedOut {
    pub name: String,
    pub media_type: String,
    pub bytes: Bytes,
}

/// Adds files to an intervention, all or none.
///
/// # Errors
/// The asker does not see it (`NotFound`), may not (`Forbidden`), it is over (`NotNow`), there is no room
/// (at the field `file`).
pub async fn add(
    store: &Store,
    files: &Files,
    asker: &Asker,
    reference: &str,
    accepted: Vec<Accepted>,
) -> Result<(), AppError> {
    let read = store.read(scope(asker), |tx| {
        let (asker, reference) = (asker.clone(), reference.to_owned());
        let sizes = sizes(&accepted);
        Box::pin(async move {
            let (head, held) = held(tx, &asker, &reference).await?;
            check_may(tx, &asker, &held)?;
            check_room(tx, &head, &sizes).await?;
            Ok::<_, AppError>(ClientId(head.client_id))
        })
    });
    let client = read.await?;
    for file in &accepted {
        files.keep(client, file).await?;
    }
    let contents: Vec<String> = accepted.iter().map(|file| file.sha256.clone()).collect();
    let write = store.write(scope(asker), {
        let (asker, reference) = (asker.clone(), reference.to_owned());
        move |tx| Box::pin(async move { record(tx, &asker, &reference, &accepted).await })
    });
    let recorded = write.await;
    if recorded.is_err() {
        forget_unused(store, files, client, contents).await;
    }
    recorded
}

/// The same for what comes with a request: sent twice, a file is kept once.
///
/// # Errors
/// As [`add`].
pub async fn add_new(
    store: &Store,
    files: &Files,
    asker: &Asker,
    reference: &str,
    mut accepted: Vec<Accepted>,
) -> Result<(), AppError> {
    let read = store.read(scope(asker), |tx| {
        let (asker, reference) = (asker.clone(), reference.to_owned());
        Box::pin(async move {
            let (head, _) = held(tx, &asker, &reference).await?;
            let (client, id) = (ClientId(head.client_id), InterventionId(head.id));
            Ok::<_, AppError>(queries::contents_of(tx, client, id).await?)
        })
    });
    let known = read.await?;
    accepted.retain(|file| {
        let is_known = known
            .iter()
            .any(|(name, sha256)| *name == file.name && *sha256 == file.sha256);
        !is_known
    });
    if accepted.is_empty() {
        return Ok(());
    }
    add(store, files, asker, reference, accepted).await
}

/// A file, for whoever sees its intervention.
///
/// # Errors
/// Unknown, redacted, or not the asker's to see: `NotFound`.
pub async fn hand_out(
    store: &Store,
    files: &Files,
    asker: &Asker,
    file: FileId,
) -> Result<HandedOut, AppError> {
    let asker = asker.clone();
    let read = store.read(scope(&asker), |tx| {
        Box::pin(async move {
            let row = queries::file(tx, file).await?.ok_or(AppError::NotFound)?;
            let (client, reference, name, media_type, sha256) = row;
            if let Asker::Contact(contact) = &asker {
                if contact.client != ClientId(client) {
                    return Err(AppError::NotFound);
                }
                contacts::seen_head(tx, contact, &reference).await?;
            }
            Ok((ClientId(client), name, media_type, sha256))
        })
    });
    let (client, name, media_type, sha256) = read.await?;
    let bytes = files.bytes(client, &sha256).await?;
    Ok(HandedOut {
        name,
        media_type,
        bytes,
    })
}

const fn scope(asker: &Asker) -> Scope {
    match asker {
        Asker::Contact(contact) => Scope::Client(contact.client),
        Asker::Staff(_) => Scope::Staff,
    }
}

async fn held(tx: &mut Tx, asker: &Asker, reference: &str) -> Result<(HeadRow, Held), AppError> {
    let head = match asker {
        Asker::Contact(contact) => contacts::seen_head(tx, contact, reference).await?,
        Asker::Staff(_) => reading::find(tx, reference)
            .await?
            .ok_or(AppError::NotFound)?,
    };
    let held = acting::hold(tx, &head).await?;
    Ok((head, held))
}

fn actor(asker: &Asker, held: &Held) -> Actor {
    match asker {
        Asker::Contact(contact) => contacts::actor_by_role(contact, &held.snapshot),
        Asker::Staff(staff) => Actor::Staff {
            id: staff.staff,
            role: staff.role,
        },
    }
}

/// Before any byte is kept: whether the gesture would be accepted.
fn check_may(tx: &Tx, asker: &Asker, held: &Held) -> Result<(), AppError> {
    let now = tx.now_ms();
    let step = Step {
        actor: actor(asker, held),
        event: Event::FileAdded { file: FileId(0) },
        effective_at: now,
        recorded_at: now,
        late: None,
        has_text: false,
    };
    transition(Some(&held.snapshot), &step).map_err(refused)?;
    Ok(())
}

async fn check_room(tx: &mut Tx, head: &HeadRow, sizes: &[i64]) -> Result<(), AppError> {
    let (client, intervention) = (ClientId(head.client_id), InterventionId(head.id));
    let (count, bytes) = queries::files_held(tx, client, intervention).await?;
    let more = i64::try_from(sizes.len()).unwrap_or(i64::MAX);
    let room = count + more <= OF_ONE && bytes + sizes.iter().sum::<i64>() <= QUOTA;
    if room {
        Ok(())
    } else {
        Err(AppError::field("file", FieldProblem::Full))
    }
}

fn sizes(accepted: &[Accepted]) -> Vec<i64> {
    let size = |file: &Accepted| i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
    accepted.iter().map(size).collect()
}

async fn record(
    tx: &mut Tx,
    asker: &Asker,
    reference: &str,
    accepted: &[Accepted],
) -> Result<(), AppError> {
    for (file, size) in accepted.iter().zip(sizes(accepted)) {
        let (head, held) = held(tx, asker, reference).await?;
        check_room(tx, &head, &[size]).await?;
        let (client, intervention) = (ClientId(head.client_id), InterventionId(head.id));
        let (id, now) = (FileId(ids::next()), tx.now_ms());
        queries::keep_file(
            tx,
            client,
            id,
            intervention,
            &file.name,
            file.media_type,
            size,
            &file.sha256,
            now,
        )
        .await?;
        let gesture = Gesture {
            actor: actor(asker, &held),
            event: Event::FileAdded { file: id },
            text: "",
            effective_at: now,
            late: None,
        };
        acting::record(tx, &held, gesture).await?.map_err(refused)?;
    }
    Ok(())
}

/// Erased files lose their bytes, unless another file of the client has the same; one after the other, as long as
/// there are some.
///
/// # Errors
/// The store's own.
pub async fn forget_erased(store: &Store, files: &Files) -> Result<(), StoreError> {
    loop {
        let read = store.read(Scope::System, |tx| {
            Box::pin(queries::bytes_to_forget(tx, 50))
        });
        let erased: Vec<(i64, i64, String)> = read.await?;
        if erased.is_empty() {
            return Ok(());
        }
        for (client, id, sha256) in erased {
            let client = ClientId(client);
            forget_unused(store, files, client, vec![sha256]).await;
            let forgotten = store.write(Scope::System, move |tx| {
                Box::pin(queries::bytes_forgotten(tx, client, FileId(id)))
            });
            let _rows: u64 = forgotten.await?;
        }
    }
}

/// Bytes that were kept for nothing go again, unless another file of the client has the same.
async fn forget_unused(store: &Store, files: &Files, client: ClientId, contents: Vec<String>) {
    for sha256 in contents {
        let asked = sha256.clone();
        let used = store.read(Scope::Client(client), move |tx| {
            Box::pin(async move { queries::same_content(tx, client, &asked).await })
        });
        if matches!(used.await, Ok(None)) {
            files.forget(client, &sha256).await;
        }
    }
}
