//! What somebody typed in a form that was refused, until the page shows it again or a day has passed.
//!
//! With the database for who is signed in; in a small memory for who is not (a sign-in's e-mail address).

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use app::answer::AppError;
use app::domain::ids::SessionId;
use app::domain::time::{DAY_MS, HOUR_MS};
use app::visit::FormDraft;

use crate::store::{Scope, Store, StoreError};

const REMEMBERED: usize = 1_000;
const REMEMBERED_BYTES: usize = 4 * 1024;
const KEPT_PER_SESSION: i64 = 20;

/// Drafts of everyone.
#[derive(Clone)]
pub struct Drafts {
    store: Store,
    anonymous: Arc<Mutex<VecDeque<Remembered>>>,
}

struct Remembered {
    id: String,
    draft: FormDraft,
    at: i64,
}

impl Drafts {
    pub fn new(store: Store) -> Self {
        Drafts {
            store,
            anonymous: Arc::default(),
        }
    }

    /// Keeps it and gives the id to find it by; nothing when the store refuses.
    pub async fn keep(&self, session: Option<SessionId>, draft: &FormDraft) -> Option<String> {
        let id = super::random_text(16);
        let Some(session) = session else {
            self.remember(&id, draft);
            return Some(id);
        };
        let kept = self.store_draft(id.clone(), session, draft).await;
        match kept {
            Ok(()) => Some(id),
            Err(error) => {
                // The database may be what refused the form: memory still carries the text to the next page.
                tracing::warn!("a draft could not be stored: {error}");
                self.remember(&id, draft);
                Some(id)
            }
        }
    }

    /// The draft of that id, if it is that session's.
    pub async fn find(&self, id: &str, session: Option<SessionId>) -> Option<FormDraft> {
        if let Some(draft) = self.recall(id) {
            return Some(draft);
        }
        let session = session?;
        let id = id.to_owned();
        let row: Result<Option<(String, String, String)>, StoreError> = self
            .store
            .read(Scope::System, move |tx| {
                Box::pin(async move { queries::draft(tx, &id, session).await })
            })
            .await;
        let (form, fields, refusal) = row.ok().flatten()?;
        let refusal: Option<AppError> = serde_json::from_str(&refusal).ok()?;
        Some(FormDraft {
            form,
            fields: serde_urlencoded::from_str(&fields).ok()?,
            refusal,
        })
    }

    /// The form went through: its drafts are no longer needed.
    pub async fn forget(&self, session: Option<SessionId>, form: &str) {
        let Some(session) = session else { return };
        let form = form.to_owned();
        let forgotten: Result<u64, StoreError> = self
            .store
            .write(Scope::System, move |tx| {
                Box::pin(async move { queries::forget(tx, session, &form).await })
            })
            .await;
        if let Err(error) = forgotten {
            tracing::warn!("a draft could not be removed: {error}");
        }
    }

    /// Forgets drafts that are older than a day.
    pub async fn prune(&self) -> Result<u64, StoreError> {
        self.store
            .write(Scope::System, |tx| {
                Box::pin(async move {
                    let before = tx.now_ms() - DAY_MS;
                    queries::prune(tx, before).await
                })
            })
            .await
    }

    async fn store_draft(
        &self,
        id: String,
        session: SessionId,
        draft: &FormDraft,
    ) -> Result<(), StoreError> {
        let form = draft.form.clone();
        let fields = serde_urlencoded::to_string(&draft.fields).unwrap_or_default();
        let refusal = serde_json::to_string(&draft.refusal).unwrap_or_default();
        let written = self.store.write(Scope::System, move |tx| {
            Box::pin(async move {
                let now = tx.now_ms();
                queries::prune(tx, now - DAY_MS).await?;
                queries::keep(tx, &id, session, &form, &fields, &refusal, now).await?;
                queries::keep_newest(tx, session, KEPT_PER_SESSION).await?;
                Ok(())
            })
        });
        written.await
    }

    fn remember(&self, id: &str, draft: &FormDraft) {
        let size: usize = draft
            .fields
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum();
        let mut draft = draft.clone();
        if size > REMEMBERED_BYTES {
            draft.fields.clear();
        }
        let mut drafts = self
            .anonymous
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if drafts.len() == REMEMBERED {
            drafts.pop_front();
        }
        drafts.push_back(Remembered {
            id: id.to_owned(),
            draft,
            at: self.store.clock().now_ms(),
        });
    }

    fn recall(&self, id: &str) -> Option<FormDraft> {
        let oldest = self.store.clock().now_ms() - HOUR_MS;
        let drafts = self
            .anonymous
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        drafts
            .iter()
            .find(|kept| kept.id == id && kept.at > oldest)
            .map(|kept| kept.draft.clone())
    }
}

pub use queries::STATEMENTS;

mod queries {
    use app::domain::ids::SessionId;

    crate::queries! {
        maybe draft(id: &str, session: SessionId) -> (String, String, String) = "
            SELECT form, fields, refusal FROM drafts WHERE id = $1 AND session_id = $2";

        run keep(id: &str, session: SessionId, form: &str, fields: &str, refusal: &str, now: i64) = "
            INSERT INTO drafts (id, session_id, form, fields, refusal, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)";

        run keep_newest(session: SessionId, count: i64) = "
            DELETE FROM drafts WHERE session_id = $1 AND id NOT IN (
                SELECT id FROM drafts WHERE session_id = $1 ORDER BY created_at DESC, id LIMIT $2
            )";

        run prune(before: i64) = "DELETE FROM drafts WHERE created_at < $1";

        run forget(session: SessionId, form: &str) = "DELETE FROM drafts WHERE session_id = $1 AND form = $2";
    }
}
