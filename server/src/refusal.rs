//! From what went wrong inside to what may be said outside; the log keeps the rest, under a correlation id.

use app::answer::AppError;

use crate::store::StoreError;

tokio::task_local! {
    static CORRELATION: String;
}

/// Runs `work` with the id that the log and the person at the telephone have in common.
pub async fn with_correlation<W: Future>(id: String, work: W) -> W::Output {
    CORRELATION.scope(id, work).await
}

/// The id of the request under way; empty outside of any.
pub fn correlation() -> String {
    CORRELATION.try_with(Clone::clone).unwrap_or_default()
}

/// Our fault: logs it once and gives what may be said of it.
pub fn internal(error: &dyn std::fmt::Display) -> AppError {
    let correlation = correlation();
    tracing::error!(correlation, "internal error: {error:#}");
    AppError::Internal { correlation }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::Full | StoreError::Unavailable(_) => {
                tracing::warn!(correlation = correlation(), "the store refused: {error}");
                AppError::Busy
            }
            StoreError::Constraint { .. } | StoreError::Other(_) => internal(&error),
        }
    }
}
