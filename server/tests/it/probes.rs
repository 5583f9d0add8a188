//! Our own probes, against real servers on this machine: honest ones, failing ones, hostile ones.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use app::domain::component::ComponentState::{MajorOutage, NotSupervised, Operational, Unknown};
use app::domain::status::ProbeFailure;
use app::domain::time::{MINUTE_MS, SECOND_MS};
use server::store::{Scope, StoreError};
use server::supervision::guard::Guard;
use server::supervision::probes::target::Target;
use server::supervision::probes::{Prober, Seen};
use server::supervision::scheduler::Scheduler;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::on_both_engines;
use crate::scene::{self, ERP, MOREL, Scene, VPN};
use crate::support::START_MS;

/// What a server does with a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Honest,
    Error,
    /// Its keyword comes after megabytes of body.
    Endless,
    OneByteASecond,
    HugeHeader,
    Garbage,
    Mute,
    HangsUp,
    /// To itself: whoever follows never ends.
    Redirect,
    /// Claims to be compressed; a bomb for whoever unpacks it.
    Bomb,
}

/// A server of that manner, with the number of connections it took.
async fn serve(manner: Manner) -> anyhow::Result<(SocketAddr, Arc<AtomicUsize>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&taken);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(behave(stream, manner));
        }
    });
    Ok((address, taken))
}

/// A peer that goes away ends it.
async fn behave(mut stream: TcpStream, manner: Manner) -> std::io::Result<()> {
    if manner == Manner::HangsUp {
        return Ok(());
    }
    let mut asked = [0; 1024];
    let _read = stream.read(&mut asked).await?;
    match manner {
        Manner::Honest => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\nall is well\n")
                .await
        }
        Manner::Error => {
            stream
                .write_all(b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n")
                .await
        }
        Manner::Redirect => {
            stream
                .write_all(b"HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n")
                .await
        }
        Manner::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
            loop {
                stream.write_all(&[b'x'; 64 * 1024]).await?;
            }
        }
        Manner::OneByteASecond => {
            for byte in b"HTTP/1.1 200 OK\r\n\r\nall is well".iter().cycle() {
                stream.write_all(&[*byte]).await?;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            Ok(())
        }
        Manner::HugeHeader => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nx: ").await?;
            for _ in 0..160 {
                stream.write_all(&[b'x'; 64 * 1024]).await?;
            }
            stream.write_all(b"\r\n\r\nall is well").await
        }
        Manner::Garbage => stream.write_all(&[0xff; 4096]).await,
        Manner::Mute => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            Ok(())
        }
        Manner::Bomb => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b\x08")
                .await?;
            loop {
                stream.write_all(&[0; 64 * 1024]).await?;
            }
        }
        Manner::HangsUp => Ok(()),
    }
}

fn here() -> Prober {
    Prober::new(Guard::new(Vec::new(), true))
}

const KEYWORD: &str = r#"{"status":[200,299],"keyword":"all is well"}"#;

fn http(address: SocketAddr, expectation: &str) -> Target {
    Target::read(
        "http",
        &format!("http://{address}/health"),
        expectation,
        1_000,
    )
}

fn why(seen: Seen) -> Option<(ProbeFailure, Option<u16>)> {
    seen.failure.map(|failure| (failure.why, failure.status))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_target_does_a_look_ends_and_says_why() -> anyhow::Result<()> {
    let prober = here();
    for (manner, expectation, expected) in [
        (Manner::Honest, "{}", None),
        (Manner::Honest, KEYWORD, None),
        (
            Manner::Honest,
            r#"{"keyword":"not there"}"#,
            Some((ProbeFailure::KeywordMissing, None)),
        ),
        (
            Manner::Honest,
            r#"{"status":[500,599]}"#,
            Some((ProbeFailure::UnexpectedStatus, Some(200))),
        ),
        (
            Manner::Error,
            "{}",
            Some((ProbeFailure::UnexpectedStatus, Some(503))),
        ),
        (Manner::Endless, "{}", None),
        (
            Manner::Endless,
            KEYWORD,
            Some((ProbeFailure::KeywordMissing, None)),
        ),
        (
            Manner::Bomb,
            KEYWORD,
            Some((ProbeFailure::KeywordMissing, None)),
        ),
        (
            Manner::OneByteASecond,
            "{}",
            Some((ProbeFailure::TimedOut, None)),
        ),
        (
            Manner::HugeHeader,
            "{}",
            Some((ProbeFailure::BadAnswer, None)),
        ),
        (Manner::Garbage, "{}", Some((ProbeFailure::BadAnswer, None))),
        (Manner::Mute, "{}", Some((ProbeFailure::TimedOut, None))),
        (
            Manner::HangsUp,
            "{}",
            Some((ProbeFailure::Interrupted, None)),
        ),
        (
            Manner::Redirect,
            r#"{"status":[200,299]}"#,
            Some((ProbeFailure::UnexpectedStatus, Some(302))),
        ),
    ] {
        let (address, taken) = serve(manner).await?;
        let started = Instant::now();
        let seen = prober.look(&http(address, expectation)).await;
        assert_eq!(why(seen), expected, "{manner:?} {expectation}");
        assert!(
            started.elapsed() < Duration::from_millis(2_500),
            "{manner:?}: {:?}",
            started.elapsed()
        );
        assert_eq!(
            taken.load(Ordering::SeqCst),
            1,
            "{manner:?}: nothing is followed or tried again"
        );
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ports_are_open_closed_or_not_tls() -> anyhow::Result<()> {
    let prober = here();
    let (open, _) = serve(Manner::Mute).await?;
    let tcp = |address: &str| Target::read("tcp", address, "{}", 1_000);
    assert_eq!(why(prober.look(&tcp(&open.to_string())).await), None);
    let closed = TcpListener::bind("127.0.0.1:0").await?.local_addr()?;
    assert_eq!(
        why(prober.look(&tcp(&closed.to_string())).await),
        Some((ProbeFailure::Refused, None))
    );
    let nowhere = prober.look(&tcp("no-such-host.invalid:443")).await;
    assert_eq!(why(nowhere), Some((ProbeFailure::NameNotFound, None)));
    assert_eq!(
        why(prober.look(&tcp("nothing")).await),
        Some((ProbeFailure::BadTarget, None))
    );
    let (plain, _) = serve(Manner::Honest).await?;
    let tls = Target::read("http", &format!("https://{plain}/"), "{}", 1_000);
    assert_eq!(
        why(prober.look(&tls).await),
        Some((ProbeFailure::Tls, None))
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_guard_stands_before_every_connection() -> anyhow::Result<()> {
    let prober = Prober::new(Guard::new(
        vec!["0.0.0.0/0".parse()?, "::/0".parse()?],
        false,
    ));
    let (address, taken) = serve(Manner::Honest).await?;
    let port = address.port();
    for host in [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::1]",
        "169.254.169.254",
    ] {
        for target in [
            Target::read("http", &format!("http://{host}:{port}/"), "{}", 1_000),
            Target::read("tcp", &format!("{host}:{port}"), "{}", 1_000),
        ] {
            let failure = why(prober.look(&target).await).map(|(why, _)| why);
            // A resolver may not know the unusual spellings; what counts is that nothing gets there.
            let refused = [
                ProbeFailure::NotAllowed,
                ProbeFailure::NameNotFound,
                ProbeFailure::BadTarget,
            ];
            assert!(
                failure.is_some_and(|failure| refused.contains(&failure)),
                "{host}: {failure:?}"
            );
        }
    }
    assert_eq!(taken.load(Ordering::SeqCst), 0);
    let low = Target::read("tcp", "192.0.2.1:19", "{}", 1_000);
    assert_eq!(
        why(prober.look(&low).await).map(|(why, _)| why),
        Some(ProbeFailure::NotAllowed)
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_honest_target_is_not_delayed_by_hostile_ones() -> anyhow::Result<()> {
    let prober = here();
    for manner in [
        Manner::Endless,
        Manner::OneByteASecond,
        Manner::HugeHeader,
        Manner::Mute,
        Manner::Bomb,
    ] {
        let (address, _) = serve(manner).await?;
        for _ in 0..10 {
            let prober = prober.clone();
            tokio::spawn(async move { prober.look(&http(address, KEYWORD)).await });
        }
    }
    let (honest, _) = serve(Manner::Honest).await?;
    let seen = prober.look(&http(honest, KEYWORD)).await;
    assert_eq!(why(seen), None);
    assert!(seen.latency_ms < 900, "{} ms", seen.latency_ms);
    Ok(())
}

/// A server that works or not, as it is told.
async fn switchable() -> anyhow::Result<(SocketAddr, Arc<AtomicBool>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let works = Arc::new(AtomicBool::new(true));
    let told = Arc::clone(&works);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let manner = if told.load(Ordering::SeqCst) {
                Manner::Honest
            } else {
                Manner::Error
            };
            tokio::spawn(behave(stream, manner));
        }
    });
    Ok((address, works))
}

async fn check(
    scene: &Scene,
    component: app::domain::ids::ComponentId,
    id: i64,
    target: String,
) -> anyhow::Result<()> {
    let write = scene.store.write(Scope::System, move |tx| {
        Box::pin(async move {
            let now = tx.now_ms();
            scene::add_check(
                tx, MOREL, component, id, "http", &target, 20_000, 2_000, now,
            )
            .await
        })
    });
    write.await.map_err(|error: StoreError| error)?;
    Ok(())
}

fn scheduler(scene: &Scene) -> Scheduler {
    Scheduler::new(scene.store.clone(), scene.ledger.clone(), here())
}

on_both_engines!(
    a_change_is_confirmed_and_dated_from_its_first_result,
    async |stage| {
        let scene = scene::set(stage, "").await?;
        let (address, works) = switchable().await?;
        check(&scene, ERP, 1, format!("http://{address}/")).await?;
        let scheduler = scheduler(&scene);
        let clock = stage.clock();
        scheduler.look_at_due().await?;
        assert_eq!(
            scene.state(MOREL, ERP).await?.0,
            NotSupervised,
            "one result confirms nothing"
        );
        clock.advance_ms(2 * SECOND_MS);
        scheduler.look_at_due().await?;
        assert_eq!(scene.state(MOREL, ERP).await?, (Operational, START_MS));

        // A lone failure is looked at again soon, and leaves no trace.
        clock.advance_ms(20 * SECOND_MS);
        works.store(false, Ordering::SeqCst);
        scheduler.look_at_due().await?;
        works.store(true, Ordering::SeqCst);
        clock.advance_ms(2 * SECOND_MS);
        scheduler.look_at_due().await?;
        assert_eq!(
            scene.intervals(MOREL, ERP).await?,
            vec![(START_MS, None, Operational)]
        );

        // Two in a row are an outage from the first.
        clock.advance_ms(20 * SECOND_MS);
        works.store(false, Ordering::SeqCst);
        let failed_at = clock.now_ms();
        scheduler.look_at_due().await?;
        assert_eq!(scene.state(MOREL, ERP).await?.0, Operational);
        clock.advance_ms(2 * SECOND_MS);
        scheduler.look_at_due().await?;
        assert_eq!(scene.state(MOREL, ERP).await?, (MajorOutage, failed_at));

        works.store(true, Ordering::SeqCst);
        clock.advance_ms(20 * SECOND_MS);
        let back_at = clock.now_ms();
        scheduler.look_at_due().await?;
        clock.advance_ms(2 * SECOND_MS);
        scheduler.look_at_due().await?;
        let expected = vec![
            (START_MS, Some(failed_at), Operational),
            (failed_at, Some(back_at), MajorOutage),
            (back_at, None, Operational),
        ];
        assert_eq!(scene.intervals(MOREL, ERP).await?, expected);
        let told: Vec<_> = scene
            .told("client:1")
            .await?
            .into_iter()
            .map(|message| message.1["state"].clone())
            .collect();
        assert_eq!(
            told,
            ["operational", "major_outage", "operational"],
            "only confirmed changes are told"
        );
        Ok(())
    }
);

on_both_engines!(a_time_without_looks_is_unknown, async |stage| {
    let scene = scene::set(stage, "").await?;
    let (address, _) = switchable().await?;
    check(&scene, ERP, 1, format!("http://{address}/")).await?;
    check(&scene, VPN, 2, format!("http://{address}/")).await?;
    let clock = stage.clock();
    scheduler(&scene).look_at_due().await?;
    clock.advance_ms(2 * SECOND_MS);
    scheduler(&scene).look_at_due().await?;
    let last_at = clock.now_ms();
    // Three intervals and the timeout are its grace.
    clock.advance_ms(62 * SECOND_MS);
    scene.silence.listen().await?;
    assert_eq!(scene.state(MOREL, ERP).await?.0, Operational);
    clock.advance_ms(1);
    scene.silence.listen().await?;
    assert_eq!(scene.state(MOREL, ERP).await?, (Unknown, last_at));
    // Looked at again after a long stop, whether or not anybody listened for the silence meanwhile.
    clock.set_ms(START_MS + 30 * MINUTE_MS);
    let back_at = clock.now_ms();
    scheduler(&scene).look_at_due().await?;
    clock.advance_ms(2 * SECOND_MS);
    scheduler(&scene).look_at_due().await?;
    let expected = vec![
        (START_MS, Some(last_at), Operational),
        (last_at, Some(back_at), Unknown),
        (back_at, None, Operational),
    ];
    assert_eq!(scene.intervals(MOREL, ERP).await?, expected);
    assert_eq!(scene.intervals(MOREL, VPN).await?, expected);
    // The same without the listener in between.
    let last_at = clock.now_ms();
    clock.advance_ms(30 * MINUTE_MS);
    let again_at = clock.now_ms();
    scheduler(&scene).look_at_due().await?;
    assert_eq!(scene.state(MOREL, ERP).await?, (Unknown, last_at));
    clock.advance_ms(2 * SECOND_MS);
    scheduler(&scene).look_at_due().await?;
    assert_eq!(scene.state(MOREL, ERP).await?, (Operational, again_at));
    Ok(())
});

on_both_engines!(two_nodes_share_the_looks, async |stage| {
    let scene = scene::set(stage, "").await?;
    let (address, taken) = serve(Manner::Honest).await?;
    for id in 1..=40 {
        let target = format!("http://{address}/{id}");
        let write = scene.store.write(Scope::System, move |tx| {
            Box::pin(async move {
                let component = app::domain::ids::ComponentId(1_000 + id);
                scene::add_component(tx, MOREL, component, &format!("component-{id}")).await?;
                let now = tx.now_ms();
                // A look that runs out of time on a busy machine would be taken again, to confirm it.
                scene::add_check(
                    tx, MOREL, component, id, "http", &target, 20_000, 60_000, now,
                )
                .await
            })
        });
        write.await.map_err(|error: StoreError| error)?;
    }
    let (one, other) = (scheduler(&scene), scheduler(&scene));
    let (first, second) = tokio::join!(one.look_at_due(), other.look_at_due());
    first?;
    second?;
    assert_eq!(taken.load(Ordering::SeqCst), 40);
    Ok(())
});

on_both_engines!(response_times_are_summed_as_they_come, async |stage| {
    let scene = scene::set(stage, "").await?;
    let (address, works) = switchable().await?;
    check(&scene, ERP, 1, format!("http://{address}/")).await?;
    let scheduler = scheduler(&scene);
    for round in 0..6 {
        works.store(round < 4, Ordering::SeqCst);
        scheduler.look_at_due().await?;
        stage.clock().advance_ms(20 * SECOND_MS);
    }
    let read = stage.read(Scope::Staff, |tx| {
        Box::pin(async move {
            const SUMS: &str = "SELECT width_ms, CAST(SUM(results) AS BIGINT), CAST(SUM(failures) AS BIGINT), COUNT(*),
                MIN(min_ms), MAX(max_ms) FROM response_times GROUP BY width_ms ORDER BY width_ms";
            tx.all::<(i64, i64, i64, i64, i64, i64)>(SUMS, &[]).await
        })
    });
    let rows: Vec<_> = read.await.map_err(|error: StoreError| error)?;
    let counts: Vec<_> = rows.iter().map(|row| (row.0, row.1, row.2)).collect();
    assert_eq!(counts, [(60_000, 6, 2), (3_600_000, 6, 2)]);
    assert!(rows[0].3 == 2 && rows[1].3 == 1, "{rows:?}");
    assert!(
        rows.iter().all(|row| row.4 <= row.5 && row.5 < 2_000),
        "{rows:?}"
    );
    use app::backend::status::{StatusBackend, Whose};
    let asker = scene::contact(MOREL, app::domain::access::Visibility::Client, &[]);
    let page = scene.status.component(&asker, Whose::Own, "erp").await?;
    let points: i64 = page
        .response_times
        .iter()
        .flat_map(|series| &series.points)
        .map(|point| point.results)
        .sum();
    assert_eq!(points, 6);
    assert_eq!(page.contributors.len(), 1);
    assert_eq!(
        page.row.last_seen.as_ref().map(|seen| seen.by.as_str()),
        Some("sonde Strasbourg")
    );
    Ok(())
});
