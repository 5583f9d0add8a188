//! Small servers on this machine for the probes to look at: they answer, slowly at times, and fail on a schedule.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use tokio::net::TcpListener;
use tokio::time::Instant;

/// Where they listen this time.
#[derive(Debug, Clone)]
pub struct Targets {
    pub http: SocketAddr,
    /// By name.
    pub tcp: Vec<(&'static str, SocketAddr)>,
}

/// One that fails: from `first` after the start, for `down`, again every `period`.
struct Failing {
    target: &'static str,
    first: Duration,
    down: Duration,
    period: Duration,
}

const fn failing(target: &'static str, first_s: u64, down_s: u64, period_s: u64) -> Failing {
    Failing {
        target,
        first: Duration::from_secs(first_s),
        down: Duration::from_secs(down_s),
        period: Duration::from_secs(period_s),
    }
}

const HTTP_FAILURES: &[Failing] = &[
    failing("/clinique-saint-luc/intranet", 12, 80, 300),
    failing("/atelier-morel/site-vitrine", 40, 70, 360),
    failing("/armor-logistique/wms-lorient", 25, 110, 480),
    failing("/clinique-saint-luc/visio-colmar", 150, 120, 600),
    failing("/armor-logistique/edi", 200, 90, 720),
];

/// A listener of this name closes and opens again.
const TCP_FAILURE: Failing = failing("pesage", 120, 60, 540);

const TCP_NAMES: [&str; 6] = [
    "internet",
    "telephonie",
    "annuaire",
    "base",
    "liaison",
    "pesage",
];

/// Starts them; they live as long as the process.
///
/// # Errors
/// When no port of this machine can be had.
pub async fn start() -> std::io::Result<Targets> {
    let started = Instant::now();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let http = listener.local_addr()?;
    let app = Router::new().fallback(answer).with_state(Arc::new(started));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let mut tcp = Vec::new();
    for name in TCP_NAMES {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        tcp.push((name, listener.local_addr()?));
        tokio::spawn(accept(name, listener, started));
    }
    Ok(Targets { http, tcp })
}

async fn answer(State(started): State<Arc<Instant>>, uri: Uri) -> (StatusCode, &'static str) {
    tokio::time::sleep(delay(uri.path(), started.elapsed())).await;
    let fails = HTTP_FAILURES
        .iter()
        .any(|failing| failing.target == uri.path() && is_down(failing, started.elapsed()));
    if fails {
        (StatusCode::SERVICE_UNAVAILABLE, "out of order\n")
    } else {
        (StatusCode::OK, "ok\n")
    }
}

/// Each has its own pace, which wanders: a response time to look at that is really measured.
fn delay(path: &str, elapsed: Duration) -> Duration {
    let seed = path.bytes().fold(7_u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(byte))
    });
    let wandering = (elapsed.as_secs() / 7).wrapping_mul(seed | 1) % 23;
    Duration::from_millis(4 + seed % 60 + wandering)
}

async fn accept(name: &'static str, listener: TcpListener, started: Instant) {
    let Ok(address) = listener.local_addr() else {
        return;
    };
    let mut open = Some(listener);
    loop {
        let down = name == TCP_FAILURE.target && is_down(&TCP_FAILURE, started.elapsed());
        if down {
            open = None;
            tokio::time::sleep(Duration::from_secs(1)).await;
            continue;
        }
        let Some(listener) = &open else {
            open = TcpListener::bind(address).await.ok();
            tokio::time::sleep(Duration::from_millis(200)).await;
            continue;
        };
        // Accepting is all that a probe wants of it.
        let _connection = tokio::time::timeout(Duration::from_secs(1), listener.accept()).await;
    }
}

fn is_down(failing: &Failing, elapsed: Duration) -> bool {
    let Some(since_first) = elapsed.checked_sub(failing.first) else {
        return false;
    };
    let into = since_first.as_secs() % failing.period.as_secs();
    into < failing.down.as_secs()
}

#[cfg(test)]
mod tests {
    use super::{Duration, failing, is_down};

    #[test]
    fn it_fails_on_its_schedule_only() {
        let target = failing("/x", 10, 5, 60);
        for (second, down) in [
            (0, false),
            (9, false),
            (10, true),
            (14, true),
            (15, false),
            (70, true),
            (75, false),
        ] {
            assert_eq!(
                is_down(&target, Duration::from_secs(second)),
                down,
                "at {second} s"
            );
        }
    }
}
