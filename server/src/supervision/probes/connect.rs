//! Resolve once, ask the guard about every address, connect to one of those: a name cannot change in between.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use app::domain::status::ProbeFailure;
use tokio::net::TcpStream;

use super::Prober;

/// At most this many addresses of a name are tried.
const ADDRESSES: usize = 4;

/// An address that does not answer leaves the others their share of `timeout`.
pub async fn connect(
    prober: &Prober,
    (host, port): (&str, u16),
    timeout: Duration,
) -> Result<TcpStream, ProbeFailure> {
    if !prober.guard.allows_port(port) {
        return Err(ProbeFailure::NotAllowed);
    }
    let resolved = tokio::net::lookup_host((host, port)).await;
    let addresses: Vec<SocketAddr> = resolved.map_err(|_| ProbeFailure::NameNotFound)?.collect();
    if addresses.is_empty() {
        return Err(ProbeFailure::NameNotFound);
    }
    if !addresses
        .iter()
        .all(|address| prober.guard.allows_target(*address))
    {
        return Err(ProbeFailure::NotAllowed);
    }
    let tried = addresses.len().min(ADDRESSES);
    let share = timeout / u32::try_from(tried).unwrap_or(1);
    let mut failure = ProbeFailure::Unreachable;
    for address in addresses.into_iter().take(tried) {
        match tokio::time::timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) if error.kind() == ErrorKind::ConnectionRefused => {
                failure = ProbeFailure::Refused
            }
            Ok(Err(_)) => {}
            Err(_elapsed) => failure = ProbeFailure::TimedOut,
        }
    }
    Err(failure)
}
