//! A caller's job in the writer's queue: run, perhaps more than once, then answered.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::oneshot;

use super::super::{Scope, StoreError, Tx};

/// A job that holds the writer longer is given up and rolled back.
const LONGEST_JOB: Duration = Duration::from_secs(60);

/// One caller's work, whatever its types.
pub(super) trait Job: Send {
    fn scope(&self) -> Scope;
    /// Runs the job and keeps its outcome; says whether its changes are to be kept.
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> BoxFuture<'t, bool>;
    /// Tells the caller, once what it did is durable or is known to be lost.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

pub(super) struct Pending<T, E, F> {
    scope: Scope,
    job: F,
    outcome: Option<Outcome<T, E>>,
    answer: oneshot::Sender<Outcome<T, E>>,
}

pub(super) enum Outcome<T, E> {
    Done(Result<T, E>),
    Panicked(Box<dyn Any + Send>),
}

impl<T, E, F> Pending<T, E, F> {
    pub fn new(scope: Scope, job: F, answer: oneshot::Sender<Outcome<T, E>>) -> Pending<T, E, F> {
        Pending {
            scope,
            job,
            outcome: None,
            answer,
        }
    }
}

impl<T, E, F> Job for Pending<T, E, F>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Clone + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    fn scope(&self) -> Scope {
        self.scope
    }

    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> BoxFuture<'t, bool> {
        let job = self.job.clone();
        Box::pin(async move {
            let work = async {
                let outcome = job(tx).await;
                tx.finish(outcome).await
            };
            let work = AssertUnwindSafe(tokio::time::timeout(LONGEST_JOB, work)).catch_unwind();
            let outcome = match work.await {
                Ok(Ok(outcome)) => Outcome::Done(outcome),
                Ok(Err(_)) => Outcome::Done(Err(StoreError::Busy.into())),
                Err(panic) => Outcome::Panicked(panic),
            };
            let keep = matches!(outcome, Outcome::Done(Ok(_)));
            self.outcome = Some(outcome);
            keep
        })
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let outcome = match (committed, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Outcome::Done(Err(super::closed().into())),
            (Err(error), _) => Outcome::Done(Err(error.into())),
        };
        // A caller that no longer waits is no reason to stop.
        let _ = self.answer.send(outcome);
    }
}
