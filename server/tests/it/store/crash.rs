//! A second process: its commits are noticed, and what it acknowledged survives its being killed.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use server::clock::Clock;
use server::store::outbox::{self, Stream};
use server::store::{Scope, Store};

use crate::support::Stage;

const DATABASE: &str = "VIGIE_TEST_SECOND_PROCESS";

/// Is the second process when it is asked to be; in an ordinary run it has nothing to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn second_process() -> anyhow::Result<()> {
    let Ok(url) = std::env::var(DATABASE) else {
        return Ok(());
    };
    let store = Store::open(&url, Clock::system()).await?;
    let mut acknowledged = 0;
    loop {
        store
            .write(Scope::System, |tx| {
                Box::pin(
                    async move { outbox::publish(tx, Stream::Staff, "state", "{}", "{}").await },
                )
            })
            .await?;
        acknowledged += 1;
        let mut output = std::io::stdout().lock();
        writeln!(output, "\nacknowledged {acknowledged}")?;
        output.flush()?;
    }
}

fn start_second_process(url: &str) -> anyhow::Result<Child> {
    let child = Command::new(std::env::current_exe()?)
        .args(["--exact", "store::crash::second_process", "--nocapture"])
        .env(DATABASE, url)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    Ok(child)
}

/// Reads what the process acknowledges up to `enough`, kills it, and reads what it had still said.
fn acknowledged_before_its_death(mut child: Child, enough: i64) -> anyhow::Result<i64> {
    let output = child.stdout.take().into_iter();
    let mut last = 0;
    for line in output.flat_map(|output| BufReader::new(output).lines()) {
        if let Some(number) = line?.strip_prefix("acknowledged ") {
            last = number.parse()?;
            if last == enough {
                child.kill()?;
            }
        }
    }
    child.wait()?;
    Ok(last)
}

async fn survives(stage: Stage) -> anyhow::Result<()> {
    let mut wake = stage.committed();
    tokio::time::sleep(Duration::from_millis(300)).await;
    wake.mark_unchanged();

    let child = start_second_process(&stage.url)?;
    let counting = tokio::task::spawn_blocking(move || acknowledged_before_its_death(child, 200));
    tokio::time::timeout(Duration::from_secs(20), wake.changed()).await??;
    let acknowledged = counting.await??;
    assert!(acknowledged >= 200);

    stage.close().await;
    let store = Store::open(&stage.url, Clock::system()).await?;
    let messages = store
        .read(Scope::System, |tx| {
            Box::pin(async move { outbox::since(tx, Stream::Staff, 0, 1_000_000).await })
        })
        .await?;
    let kept: Vec<i64> = messages.iter().map(|message| message.seq).collect();
    // At most the one that was under way is there beyond the last acknowledged.
    let kept_at_most = acknowledged + 1;
    assert!(kept.len() as i64 >= acknowledged && kept.len() as i64 <= kept_at_most);
    assert_eq!(kept, (1..=kept.len() as i64).collect::<Vec<_>>());
    store.close().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_process_acknowledged_is_there_sqlite() -> anyhow::Result<()> {
    survives(Stage::sqlite().await?).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_process_acknowledged_is_there_postgres() -> anyhow::Result<()> {
    survives(Stage::postgres().await?).await
}
