//! SQLite's one writer: jobs queue for it, share a transaction while they wait, and are answered
//! once that transaction is durable.

mod job;

use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

use super::error::ConstraintNames;
use super::tx::{Link, Mark};
use super::{Scope, StoreError, Tx, bump};
use crate::clock::Clock;
use job::{Job, Outcome, Pending};

/// Jobs that may wait; beyond it callers wait a little, then are told that the store is busy.
const QUEUE: usize = 1024;
const WAIT_FOR_PLACE: Duration = Duration::from_secs(2);
/// A group takes no further job once it has worked this long.
const GROUP: Duration = Duration::from_millis(5);
const GROUP_JOBS: usize = 256;

#[derive(Clone)]
pub(super) struct Writer {
    queue: mpsc::Sender<Request>,
}

enum Request {
    Job(Box<dyn Job>),
    Close(oneshot::Sender<()>),
}

impl Writer {
    pub fn start(
        connection: SqliteConnection,
        options: SqliteConnectOptions,
        clock: Clock,
        names: Arc<ConstraintNames>,
        committed: Arc<watch::Sender<u64>>,
    ) -> Writer {
        let (queue, requests) = mpsc::channel(QUEUE);
        let tx = Tx {
            link: Link::SqliteWrite(connection),
            scope: Scope::System,
            clock,
            names,
            mark: Mark::default(),
            published: None,
        };
        let desk = Desk {
            tx,
            options,
            requests,
            committed,
            closing: None,
        };
        tokio::spawn(async move {
            let _end = EndOnPanic;
            desk.work().await;
        });
        Writer { queue }
    }

    pub async fn write<T, E, F>(&self, scope: Scope, job: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Clone + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let request = Request::Job(Box::new(Pending::new(scope, job, answer)));
        let queued = self.queue.send_timeout(request, WAIT_FOR_PLACE).await;
        queued.map_err(|error| match error {
            mpsc::error::SendTimeoutError::Timeout(_) => StoreError::Busy,
            mpsc::error::SendTimeoutError::Closed(_) => closed(),
        })?;
        match answered.await {
            Ok(Outcome::Done(outcome)) => outcome,
            Ok(Outcome::Panicked(panic)) => resume_unwind(panic),
            Err(_) => Err(closed().into()),
        }
    }

    pub async fn close(&self) {
        let (closed, wait) = oneshot::channel();
        if self.queue.send(Request::Close(closed)).await.is_ok() {
            // An error means that the writer has already gone.
            let _ = wait.await;
        }
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}

/// Without its writer the process could only refuse: it ends, and whatever supervises it starts it again.
struct EndOnPanic;

impl Drop for EndOnPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            tracing::error!("the database writer panicked: the process ends");
            std::process::abort();
        }
    }
}

/// The writer's side of the queue.
struct Desk {
    tx: Tx,
    options: SqliteConnectOptions,
    requests: mpsc::Receiver<Request>,
    committed: Arc<watch::Sender<u64>>,
    closing: Option<oneshot::Sender<()>>,
}

impl Desk {
    async fn work(mut self) {
        while self.closing.is_none() {
            match self.requests.recv().await {
                Some(Request::Job(job)) => self.group(job).await,
                Some(Request::Close(closed)) => self.closing = Some(closed),
                None => break,
            }
        }
        if let Link::SqliteWrite(connection) = self.tx.link
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "the database did not close cleanly");
        }
        if let Some(closed) = self.closing {
            let _ = closed.send(());
        }
    }

    /// One transaction for this job and those that arrive while it is worked on. When the group
    /// cannot be committed as a whole, each of its jobs gets a transaction of its own.
    async fn group(&mut self, first: Box<dyn Job>) {
        if let Err(error) = self.begin().await {
            self.recover().await;
            self.answer_waiting(&error);
            first.answer(Err(error));
            return;
        }
        let mut jobs = Vec::new();
        let mut whole = self.gather(first, &mut jobs).await;
        if whole.is_ok() {
            whole = self.control("COMMIT").await;
        }
        match whole {
            Ok(()) => {
                bump(&self.committed);
                for job in jobs {
                    job.answer(Ok(()));
                }
            }
            Err(error) => {
                tracing::warn!(%error, jobs = jobs.len(), "a group of writes did not commit: running each alone");
                self.recover().await;
                self.each_alone(jobs).await;
            }
        }
    }

    /// Runs jobs until none waits or the group has lasted long enough. `Err`: the transaction is gone.
    async fn gather(
        &mut self,
        first: Box<dyn Job>,
        jobs: &mut Vec<Box<dyn Job>>,
    ) -> Result<(), StoreError> {
        let started = Instant::now();
        let mut next = Some(first);
        while let Some(job) = next.take() {
            jobs.push(job);
            if let Some(job) = jobs.last_mut() {
                self.run_beside_others(job.as_mut()).await?;
            }
            if started.elapsed() < GROUP && jobs.len() < GROUP_JOBS && self.closing.is_none() {
                next = self.waiting();
            }
        }
        Ok(())
    }

    /// What kept one job from beginning keeps the others too: none waits for its own turn to fail.
    fn answer_waiting(&mut self, error: &StoreError) {
        while let Some(job) = self.waiting() {
            job.answer(Err(error.again()));
        }
    }

    fn waiting(&mut self) -> Option<Box<dyn Job>> {
        match self.requests.try_recv() {
            Ok(Request::Job(job)) => Some(job),
            Ok(Request::Close(closed)) => {
                self.closing = Some(closed);
                None
            }
            Err(_) => None,
        }
    }

    async fn each_alone(&mut self, jobs: Vec<Box<dyn Job>>) {
        for mut job in jobs {
            let done = self.alone(job.as_mut()).await;
            if done.is_err() {
                self.recover().await;
            }
            job.answer(done);
        }
    }

    async fn alone(&mut self, job: &mut dyn Job) -> Result<(), StoreError> {
        self.begin().await?;
        if self.run(job).await {
            self.control("COMMIT").await?;
            bump(&self.committed);
        } else {
            // The job's own failure is its answer, also when it took the transaction with it.
            self.recover().await;
        }
        Ok(())
    }

    /// Runs one job in a savepoint, so that its failure leaves its neighbours' work alone.
    /// `Err`: the transaction is gone, theirs with it.
    async fn run_beside_others(&mut self, job: &mut dyn Job) -> Result<(), StoreError> {
        self.control("SAVEPOINT job").await?;
        if !self.run(job).await {
            self.control("ROLLBACK TO job").await?;
        }
        self.control("RELEASE job").await
    }

    async fn run(&mut self, job: &mut dyn Job) -> bool {
        self.tx.scope = job.scope();
        self.tx.mark = Mark::default();
        self.tx.published = Some(Vec::new());
        job.run(&mut self.tx).await
    }

    async fn begin(&mut self) -> Result<(), StoreError> {
        self.control("BEGIN IMMEDIATE").await
    }

    async fn control(&mut self, text: &'static str) -> Result<(), StoreError> {
        self.tx.control(text).await
    }

    /// After a failed transaction: makes sure that none is open, on a new connection if need be.
    async fn recover(&mut self) {
        if self.tx.mark.fsync_failed {
            // What the disk holds is no longer known; only a fresh start reads it again.
            tracing::error!("the disk did not confirm a write: the process ends");
            std::process::abort();
        }
        let rolled_back = self.control("ROLLBACK").await;
        if self.control("BEGIN").await.is_ok() && self.control("ROLLBACK").await.is_ok() {
            return;
        }
        tracing::warn!(?rolled_back, "reopening the database");
        match SqliteConnection::connect_with(&self.options).await {
            Ok(connection) => self.tx.link = Link::SqliteWrite(connection),
            Err(error) => tracing::error!(%error, "the database cannot be reopened"),
        }
    }
}
