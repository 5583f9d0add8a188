//! What a change of state starts elsewhere, in the same transaction: work on a failure, its end.

use app::domain::component::ComponentState;
use app::domain::ids::{ClientId, ComponentId};
use app::domain::status::Cause;
use app::domain::time::EpochMs;
use futures_util::future::BoxFuture;

use crate::store::{StoreError, Tx};

/// A component whose confirmed state changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    pub client: ClientId,
    pub component: ComponentId,
    pub before: ComponentState,
    pub state: ComponentState,
    /// When the state began: may lie before now.
    pub since: EpochMs,
    pub cause: Cause,
}

/// Implemented by the context that opens and closes work; called inside the transaction that
/// records the change, so that both are kept or neither is.
pub trait FailureFollowUp: Send + Sync {
    /// The component fails, or fails worse or less than before. Called again for the same failure
    /// when it gets worse: work that is already open is joined.
    fn on_confirmed_failure<'t>(
        &'t self,
        tx: &'t mut Tx,
        failure: Followed,
    ) -> BoxFuture<'t, Result<(), StoreError>>;

    /// The component works again. Also called when it comes back from *unknown* without a failure.
    fn on_recovery<'t>(
        &'t self,
        tx: &'t mut Tx,
        recovery: Followed,
    ) -> BoxFuture<'t, Result<(), StoreError>>;
}

/// Nothing follows: for a past that is written down, and for tests of the ledger alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFollowUp;

impl FailureFollowUp for NoFollowUp {
    fn on_confirmed_failure<'t>(
        &'t self,
        _tx: &'t mut Tx,
        _failure: Followed,
    ) -> BoxFuture<'t, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }

    fn on_recovery<'t>(
        &'t self,
        _tx: &'t mut Tx,
        _recovery: Followed,
    ) -> BoxFuture<'t, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }
}
