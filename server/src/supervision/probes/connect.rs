//! Resolve once, ask the guard about every address, connect to one of those: a name cannot change in between.

use std::io::ErrorKind;
use std::net::SocketAddr;

use app::domain::status::ProbeFailure;
use tokio::net::TcpStream;

use super::Prober;

/// At most this many addresses of a name are tried.
const ADDRESSES: usize = 4;

pub async fn connect(prober: &Prober, host: &str, port: u16) -> Result<TcpStream, ProbeFailure> {
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
        .all(|address| prober.guard.allows(address.ip()))
    {
        return Err(ProbeFailure::NotAllowed);
    }
    let mut failure = ProbeFailure::Unreachable;
    for address in addresses.into_iter().take(ADDRESSES) {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
                failure = ProbeFailure::Refused
            }
            Err(_) => {}
        }
    }
    Err(failure)
}
