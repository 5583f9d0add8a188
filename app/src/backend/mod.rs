//! The seam: what the pages ask, as traits that the server implements. `Asker` comes first in every call.

pub mod account;
pub mod answers;
pub mod audit;
pub mod canned;
pub mod contract;
pub mod desk;
pub mod drafting;
pub mod history;
pub mod interventions;
pub mod live;
pub mod looking;
pub mod planning;
pub mod quotes;
pub mod redaction;
pub mod reports;
pub mod requesting;
pub mod stand_ins;
pub mod status;

use std::future::Future;
use std::pin::Pin;

/// What a call to the backend returns.
pub type Answer<'a, T> =
    Pin<Box<dyn Future<Output = Result<T, crate::answer::AppError>> + Send + 'a>>;
