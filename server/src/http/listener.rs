//! The accept loop: deadlines for request heads, caps on connections, an end that lets answers finish.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use ipnet::IpNet;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::address::{Peer, is_trusted};
use super::patience::Patient;
use crate::config::Settings;

/// From one request's end to the end of the next one's head; an idle connection ends with it.
const HEAD_DEADLINE: Duration = Duration::from_secs(30);
/// A peer that takes nothing of its answer for that long has gone, or means ill.
const TAKEN_WITHIN: Duration = Duration::from_secs(30);
/// What open answers get to finish when the server stops.
const FAREWELL: Duration = Duration::from_secs(10);
/// Files that are not connections: the database, logs, probes.
const RESERVED_FILES: u64 = 256;
const MOST_CONNECTIONS: usize = 20_000;

/// How many connections each address has open.
type OpenByAddress = Arc<Mutex<HashMap<IpAddr, usize>>>;

/// How many connections may be open at once, and how long one may take to ask.
#[derive(Debug, Clone)]
pub struct Caps {
    /// See [`HEAD_DEADLINE`].
    pub head_deadline: Duration,
    total: Arc<Semaphore>,
    per_address: usize,
    trusted: Vec<IpNet>,
    open: OpenByAddress,
}

impl Caps {
    pub fn new(settings: &Settings) -> Caps {
        let total = settings.max_connections.unwrap_or_else(most_connections);
        Caps {
            head_deadline: HEAD_DEADLINE,
            total: Arc::new(Semaphore::new(total)),
            per_address: settings.max_connections_per_address,
            trusted: settings.trusted_proxies.clone(),
            open: Arc::default(),
        }
    }

    /// A place for one connection from there, or none.
    fn take(&self, peer: SocketAddr) -> Option<Place> {
        let total = self.total.clone().try_acquire_owned().ok()?;
        let exempt = peer.ip().is_loopback() || is_trusted(&self.trusted, peer.ip());
        if exempt {
            return Some(Place {
                _total: total,
                counted: None,
            });
        }
        let address = neighbourhood(peer.ip());
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(address).or_insert(0);
        if *count >= self.per_address {
            return None;
        }
        *count += 1;
        Some(Place {
            _total: total,
            counted: Some((address, self.open.clone())),
        })
    }
}

/// A connection's place; dropping it frees the place.
struct Place {
    _total: OwnedSemaphorePermit,
    counted: Option<(IpAddr, OpenByAddress)>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((address, open)) = &self.counted else {
            return;
        };
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(address) {
            *count -= 1;
            if *count == 0 {
                open.remove(address);
            }
        }
    }
}

/// Answers connections until `stopping`, then lets those under way finish.
pub async fn serve(listener: TcpListener, router: Router, caps: Caps, stopping: CancellationToken) {
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopping.cancelled() => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of files, most likely: connections that end give some back.
                tracing::warn!("a connection could not be accepted: {error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Some(place) = caps.take(peer) else {
            tracing::debug!(%peer, "a connection too many was closed");
            continue;
        };
        let connection = connection(
            stream,
            peer,
            router.clone(),
            caps.head_deadline,
            stopping.clone(),
        );
        connections.spawn(async move {
            connection.await;
            drop(place);
        });
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(FAREWELL, connections.wait())
        .await
        .is_err()
    {
        tracing::warn!("{} connections did not finish in time", connections.len());
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    head_deadline: Duration,
    stopping: CancellationToken,
) {
    // Events must leave at once; a socket that refuses still works, later.
    let _set = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer.ip()));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head_deadline)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(Patient::new(stream, TAKEN_WITHIN)), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.as_mut().await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%peer, "connection ended: {error}");
    }
}

/// Raises the limit on open files as far as the system lets us; as many connections as that leaves room for.
fn most_connections() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    let files = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(_) => limit.current,
    };
    let files = files
        .unwrap_or(u64::MAX)
        .saturating_sub(RESERVED_FILES)
        .max(16);
    usize::try_from(files)
        .unwrap_or(usize::MAX)
        .min(MOST_CONNECTIONS)
}

/// One subscriber's addresses: an IPv6 one counts as its /64.
pub fn neighbourhood(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        },
        v4 => v4,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_its_share_and_gets_it_back() {
        let settings = Settings {
            max_connections_per_address: 2,
            ..Settings::local("sqlite://x")
        };
        let caps = Caps::new(&settings);
        let peer: SocketAddr = "203.0.113.7:1".parse().unwrap();
        let first = caps.take(peer);
        let second = caps.take(peer);
        assert!(first.is_some() && second.is_some());
        assert!(caps.take(peer).is_none());
        assert!(caps.take("203.0.113.8:1".parse().unwrap()).is_some());
        assert!(caps.take("127.0.0.1:1".parse().unwrap()).is_some());
        drop(first);
        assert!(caps.take(peer).is_some());
    }
}
