//! Our own probes: HTTP and TCP, bounded in time and bytes whatever the target does.
//!
//! # Layout
//!
//! - [`target`]: what a check looks at, read from its row
//! - [`connect`]: resolve once, ask the guard, connect to that address
//! - [`http`], [`tcp`]: one look each
//! - [`record`]: a result into the check, the response times and the ledger

mod connect;
mod http;
pub mod record;
pub mod target;
mod tcp;

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::domain::status::ProbeFailure;

use super::guard::Guard;
use target::{Kind, Target};

/// Looks at targets. Clones share the guard and the certificates.
#[derive(Clone)]
pub struct Prober {
    guard: Arc<Guard>,
    tls: Arc<rustls::ClientConfig>,
}

/// What one look found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub latency_ms: i64,
    pub failure: Option<Failure>,
}

/// Why it failed, with the HTTP status when that is why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure {
    pub why: ProbeFailure,
    pub status: Option<u16>,
}

impl From<ProbeFailure> for Failure {
    fn from(why: ProbeFailure) -> Self {
        Failure { why, status: None }
    }
}

impl Prober {
    pub fn new(guard: Guard) -> Prober {
        // Installed once for the process; a second call finds it there.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let roots =
            rustls::RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let tls = rustls::ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Prober {
            guard: Arc::new(guard),
            tls: Arc::new(tls),
        }
    }

    /// Looks once; never longer than the check's timeout.
    pub async fn look(&self, target: &Target) -> Seen {
        let started = Instant::now();
        let timeout = Duration::from_millis(u64::try_from(target.timeout_ms).unwrap_or(1));
        let outcome = tokio::time::timeout(timeout, self.look_unbounded(target, timeout)).await;
        let failure = match outcome {
            Ok(Ok(())) => None,
            Ok(Err(failure)) => Some(failure),
            Err(_elapsed) => Some(ProbeFailure::TimedOut.into()),
        };
        let latency_ms = i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX);
        Seen {
            latency_ms,
            failure,
        }
    }

    async fn look_unbounded(&self, target: &Target, timeout: Duration) -> Result<(), Failure> {
        match &target.kind {
            Kind::Http(request) => http::look(self, request, timeout).await,
            Kind::Tcp { host, port } => tcp::look(self, (host, *port), timeout).await,
            Kind::Unreadable => Err(ProbeFailure::BadTarget.into()),
        }
    }
}
