//! A provider outgrown: fills a database with many clients and their years, for `cargo xtask bench` to measure.
//!
//! Five clients live their interventions through the same code as the portal, with a clock set by hand; the others
//! are copies of them, table by table, under other names. So every log replays, every clock was counted and every word
//! is found as in life, and two million events take minutes.
//!
//! Usage: `scale URL CLIENTS INTERVENTIONS` on an empty database. Prints what it made, as one line of JSON.
//!
//! # Layout
//!
//! - `provider`: the import file; `words`: what people write; `lives`: what happens, in order of time
//! - `copies`: one client, many times

#![allow(clippy::print_stdout, reason = "its output is what it is run for")]

mod copies;
mod lives;
mod provider;
mod words;

use anyhow::{Context, bail};
use server::account::passwords;
use server::clock::Clock;
use server::demo;
use server::import::{self, plan::Manner};
use server::interventions::clocks::watch::Watch;
use server::store::Store;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    // `cargo bench` adds a flag of its own.
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let [url, clients, interventions] = arguments.as_slice() else {
        bail!("usage: scale URL CLIENTS INTERVENTIONS");
    };
    let clients: i64 = clients.parse().context("how many clients")?;
    let interventions: i64 = interventions.parse().context("how many interventions")?;

    let now = Clock::system().now_ms();
    let clock = Clock::manual(lives::begins_at(now));
    let store = Store::open(url, clock.clone()).await?;
    let file = import::read("scale.toml", &provider::document(), &|_: &str| {
        Err("there is no such file".to_owned())
    });
    let manner = Manner {
        take_over: false,
        demo: true,
    };
    import::import(&store, file, manner)
        .await
        .context("the file of the provider does not fit")?;

    let mut raw = copies::Raw::open(url).await?;
    let plan = lives::Plan::new(interventions / clients);
    lives::live(&store, &clock, &mut raw, &plan, now).await?;
    clock.set_ms(now);
    // What fell due while the clock jumped.
    let watch = Watch::new(store.clone());
    while raw
        .number(&format!(
            "SELECT COUNT(*) FROM intervention_clocks WHERE watch_at <= {now}"
        ))
        .await?
        > 0
    {
        watch.look().await?;
    }
    store.close().await;

    raw.give_password(&passwords::hash(demo::PASSWORD)?).await?;
    raw.copy_all(clients).await?;
    println!("{}", raw.counts().await?);
    Ok(())
}
