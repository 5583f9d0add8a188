//! An HTTP probe: one GET, no redirect, no proxy; the status, and a keyword near the start of the body.

use std::time::Duration;

use app::domain::status::ProbeFailure;
use axum::http::{Request, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;

use super::connect::connect;
use super::target::HttpTarget;
use super::{Failure, Prober};

/// A head larger than this is no answer.
const HEAD_LIMIT: usize = 64 * 1024;
/// The keyword is looked for in so many bytes; the rest is never read.
const BODY_LIMIT: usize = 256 * 1024;

pub async fn look(prober: &Prober, target: &HttpTarget, timeout: Duration) -> Result<(), Failure> {
    let stream = connect(prober, (&target.host, target.port), timeout).await?;
    if !target.is_tls {
        return ask(stream, target).await;
    }
    let name = ServerName::try_from(target.host.clone()).map_err(|_| ProbeFailure::BadTarget)?;
    let connector = TlsConnector::from(prober.tls.clone());
    let stream = connector
        .connect(name, stream)
        .await
        .map_err(|_| ProbeFailure::Tls)?;
    ask(stream, target).await
}

async fn ask<S>(stream: S, target: &HttpTarget) -> Result<(), Failure>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let handshake = hyper::client::conn::http1::Builder::new()
        .max_buf_size(HEAD_LIMIT)
        .handshake(TokioIo::new(stream))
        .await;
    let (mut sender, connection) = handshake.map_err(in_words)?;
    // The look ends when this function does, and the connection with it.
    let driver = Driver(tokio::spawn(connection));
    let request = Request::get(&target.path)
        .header(header::HOST, &target.authority)
        .header(
            header::USER_AGENT,
            concat!("Vigie/", env!("CARGO_PKG_VERSION")),
        )
        .header(header::ACCEPT, "*/*")
        .header(header::CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .map_err(|_| ProbeFailure::BadTarget)?;
    let answer = sender.send_request(request).await.map_err(in_words)?;
    let status = answer.status().as_u16();
    if !(target.status.0..=target.status.1).contains(&status) {
        return Err(Failure {
            why: ProbeFailure::UnexpectedStatus,
            status: Some(status),
        });
    }
    if let Some(keyword) = &target.keyword {
        find(answer.into_body(), keyword.as_bytes()).await?;
    }
    drop(driver);
    Ok(())
}

async fn find(mut body: Incoming, keyword: &[u8]) -> Result<(), Failure> {
    let mut read = Vec::new();
    while read.len() < BODY_LIMIT {
        let Some(frame) = body.frame().await else {
            break;
        };
        let frame = frame.map_err(in_words)?;
        if let Some(data) = frame.data_ref() {
            let room = BODY_LIMIT - read.len();
            let already = read.len().saturating_sub(keyword.len());
            read.extend_from_slice(&data[..data.len().min(room)]);
            if read[already..]
                .windows(keyword.len())
                .any(|window| window == keyword)
            {
                return Ok(());
            }
        }
    }
    Err(ProbeFailure::KeywordMissing.into())
}

fn in_words(error: hyper::Error) -> Failure {
    let why = if error.is_parse() || error.is_parse_too_large() {
        ProbeFailure::BadAnswer
    } else {
        ProbeFailure::Interrupted
    };
    why.into()
}

/// Ends the connection's task with the look.
struct Driver(tokio::task::JoinHandle<hyper::Result<()>>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}
