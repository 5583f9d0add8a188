//! The program itself: what it refuses to start with, how it stops, what its commands print.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use anyhow::Context;
use server::config::Settings;
use server::http::listener::{self, Caps};
use server::store::{Scope, StoreError};
use tokio_util::sync::CancellationToken;

use crate::portal::Portal;
use crate::support::Stage;

fn vigie(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command
        .args(arguments)
        .env_remove("DATABASE_URL")
        .env_remove("RUST_LOG");
    command
}

fn run(arguments: &[&str]) -> anyhow::Result<Output> {
    Ok(vigie(arguments).output()?)
}

/// One sentence on the standard error, nothing on the standard output, and a failure.
fn assert_refused(output: &Output, expected: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{said}");
    assert!(output.stdout.is_empty());
    assert_eq!(said.trim().lines().count(), 1, "{said}");
    assert!(
        said.starts_with("vigie: ") && said.contains(expected),
        "{said}"
    );
}

#[test]
fn what_cannot_be_served_is_one_clear_sentence() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite://{}/vigie.db", folder.path().display());
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?.to_string();
    std::fs::write(
        folder.path().join("noise.db"),
        "not a database, but long enough to be read as a page".repeat(40),
    )?;
    let noise = format!("sqlite://{}/noise.db", folder.path().display());
    let nowhere = format!(
        "sqlite://{}/no/such/folder/vigie.db",
        folder.path().display()
    );
    for (arguments, expected) in [
        (
            ["--listen", "0.0.0.0:0", "--database", database.as_str()],
            "https",
        ),
        (
            [
                "--listen",
                address.as_str(),
                "--database",
                database.as_str(),
            ],
            "in use",
        ),
        (
            ["--listen", "127.0.0.1:0", "--database", noise.as_str()],
            "database",
        ),
        (
            ["--listen", "127.0.0.1:0", "--database", nowhere.as_str()],
            "database",
        ),
        (
            ["--listen", "127.0.0.1:0", "--database", "mysql://x"],
            "database",
        ),
        (
            [
                "--database",
                database.as_str(),
                "--base-url",
                "vigie.example",
            ],
            "base URL",
        ),
        (
            [
                "--database",
                database.as_str(),
                "--config",
                "/no/such/file.toml",
            ],
            "/no/such/file.toml",
        ),
    ] {
        let mut all = vec!["serve"];
        all.extend(arguments);
        assert_refused(&run(&all)?, expected);
    }
    Ok(())
}

#[test]
fn it_serves_and_stops_when_told_with_connections_open() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite://{}/vigie.db", folder.path().display());
    let mut server = Server::start(&database)?;
    let mut idle = TcpStream::connect(server.address)?;
    assert!(ask(&mut idle, "/healthz")?.starts_with("HTTP/1.1 200 OK"));
    let ended = server.stop()?;
    assert!(ended.success());
    let mut rest = String::new();
    idle.read_to_string(&mut rest)?;
    assert_eq!(rest, "", "an idle connection is closed");
    Ok(())
}

#[test]
fn a_token_is_printed_once_alone_while_the_server_runs() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite://{}/vigie.db", folder.path().display());
    let mut server = Server::start(&database)?;
    let create = |clients: &str| {
        run(&[
            "token",
            "create",
            "--clients",
            clients,
            "--kind",
            "ingest",
            "--name",
            "prometheus",
            "--database",
            &database,
        ])
    };
    let (first, second) = (create("all")?, create("all")?);
    for output in [&first, &second] {
        let line = String::from_utf8_lossy(&output.stdout).into_owned();
        let token = line.strip_suffix('\n').unwrap_or_default();
        assert!(
            token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{line}"
        );
    }
    assert_ne!(first.stdout, second.stdout);
    assert_refused(&create("nowhere")?, "nowhere");
    assert_refused(
        &run(&[
            "user",
            "invite",
            "nobody@nowhere.example",
            "--database",
            &database,
        ])?,
        "nobody",
    );
    assert!(server.stop()?.success());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_head_is_cut_off() -> anyhow::Result<()> {
    let stage = Stage::sqlite().await?;
    let portal = Portal::open(&stage).await?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let stopping = CancellationToken::new();
    let mut caps = Caps::new(&Settings::local("x"));
    caps.head_deadline = Duration::from_millis(150);
    let serving = tokio::spawn(listener::serve(
        listener,
        portal.router(),
        caps,
        stopping.clone(),
    ));
    let cut = tokio::task::spawn_blocking(move || {
        let mut slow = TcpStream::connect(address)?;
        slow.set_read_timeout(Some(Duration::from_secs(10)))?;
        slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")?;
        let mut said = String::new();
        slow.read_to_string(&mut said)?;
        Ok::<_, std::io::Error>(said)
    });
    let said = cut.await??;
    assert!(
        said.is_empty() || said.starts_with("HTTP/1.1 408"),
        "{said}"
    );
    stopping.cancel();
    serving.await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopping_server_is_not_ready() -> anyhow::Result<()> {
    let stage = Stage::sqlite().await?;
    let portal = Portal::open(&stage).await?;
    let mut browser = portal.browser();
    assert_eq!(browser.get("/readyz").await?.status, 200);
    let nothing: Result<u64, StoreError> = stage
        .write(Scope::System, |tx| {
            Box::pin(tx.run("DELETE FROM drafts", &[]))
        })
        .await;
    nothing?;
    stage.close().await;
    assert_eq!(browser.get("/readyz").await?.status, 503);
    assert_eq!(browser.get("/healthz").await?.status, 200);
    Ok(())
}

struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    fn start(database: &str) -> anyhow::Result<Server> {
        let mut child = vigie(&["serve", "--listen", "127.0.0.1:0", "--database", database])
            .env("NO_COLOR", "1")
            .stderr(Stdio::piped())
            .spawn()?;
        let log = child.stderr.take().context("the log is piped")?;
        let mut lines = BufReader::new(log).lines();
        let mut said = Vec::new();
        for line in lines.by_ref() {
            let line = line?;
            if let Some((_, address)) = line.split_once("listening on http://") {
                let address = address.trim().parse()?;
                // A log that nobody reads would fill its pipe.
                std::thread::spawn(move || lines.count());
                return Ok(Server { child, address });
            }
            said.push(line);
        }
        anyhow::bail!("the server ended before it listened:\n{}", said.join("\n"))
    }

    /// SIGTERM, then the exit status; a server that hangs is killed and the test fails.
    fn stop(&mut self) -> anyhow::Result<std::process::ExitStatus> {
        let process = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(process, rustix::process::Signal::TERM)?;
        for _ in 0..500 {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        anyhow::bail!("the server did not stop within five seconds")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A test that failed leaves no process behind; one that passed has none left.
        let _killed = self.child.kill();
        let _waited = self.child.wait();
    }
}

fn ask(stream: &mut TcpStream, path: &str) -> anyhow::Result<String> {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")?;
    let mut answer = vec![0; 4096];
    let length = stream.read(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer[..length]).into_owned())
}
