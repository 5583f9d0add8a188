//! The live stream, over a real connection: who hears what, how soon, and what ends it.

mod ear;

use std::time::{Duration, Instant};

use app::backend::live::StateChange;
use app::domain::component::ComponentState::{self, MajorOutage, Operational};
use app::domain::ids::{ClientId, ComponentId, ContactId, SiteId, SourceId};
use app::domain::status::Cause;
use app::domain::time::DAY_MS;
use server::account::sessions;
use server::live::{Audience, pruning};
use server::status::{Contributor, Ledger, NoFollowUp, Said};
use server::store::outbox::{self, Stream};
use server::store::{Scope, Store, StoreError};

use crate::on_both_engines;
use crate::scene::{self, DOSSIER, ERP, LUC, MOREL, VPN};
use crate::support::START_MS;
use ear::{Server, Who};

/// Long enough for a slow machine, where something must come.
const SOON: Duration = Duration::from_secs(5);
/// Where nothing may come: an event that does arrive takes a few milliseconds.
const QUIET: Duration = Duration::from_millis(400);

async fn turns(
    store: &Store,
    about: (ClientId, ComponentId),
    at: i64,
    state: ComponentState,
) -> Result<(), StoreError> {
    let ledger = Ledger::new(std::sync::Arc::new(NoFollowUp));
    let source = Contributor::Source(SourceId(1));
    let said = Said::state(about, source, at, state, &Cause::None);
    store
        .write(Scope::Client(about.0), move |tx| {
            Box::pin(async move { ledger.record(tx, said).await })
        })
        .await
}

async fn publish(
    store: &Store,
    stream: Stream,
    kind: &'static str,
    audience: &Audience,
    count: usize,
) -> Result<(), StoreError> {
    let audience = audience.to_json();
    store
        .write(Scope::System, move |tx| {
            Box::pin(async move {
                for number in 0..count {
                    let payload = format!(r#"{{"number":{number}}}"#);
                    outbox::publish(tx, stream, kind, &payload, &audience).await?;
                }
                Ok(())
            })
        })
        .await
}

const MORELS: Stream = Stream::Client(MOREL);

on_both_engines!(a_commit_reaches_who_may_hear_it, async |stage| {
    scene::set(stage, "").await?;
    let server = Server::start(stage).await?;
    let mut whole = server.listen(Who::WHOLE, "/live").await?;
    let mut at_site = server.listen(Who::AT_SITE_11, "/live").await?;
    let mut stranger = server.listen(Who::STRANGER, "/live").await?;
    let mut staff = server.listen(Who::STAFF, "/live").await?;
    for ear in [&mut whole, &mut at_site, &mut stranger, &mut staff] {
        assert_eq!(
            ear.next(SOON).await?.kind,
            "beat",
            "a first beat comes at once"
        );
    }

    turns(stage, (MOREL, ERP), START_MS, MajorOutage).await?;
    for ear in [&mut whole, &mut at_site, &mut staff] {
        let event = ear.news(SOON).await?;
        assert_eq!(
            (event.kind.as_str(), event.id.as_deref()),
            ("state", Some("1"))
        );
        let change: StateChange = serde_json::from_str(&event.data)?;
        assert_eq!((change.key.as_str(), change.state), ("erp", MajorOutage));
    }
    let board = server.services.boards.known(MOREL);
    let shown = board.map(|board| board.rows.iter().any(|row| row.row.state == MajorOutage));
    assert_eq!(
        shown,
        Some(true),
        "pages hold it before anybody hears of it"
    );

    turns(stage, (MOREL, VPN), START_MS, MajorOutage).await?;
    for ear in [&mut whole, &mut staff] {
        assert!(ear.news(SOON).await?.data.contains("\"vpn\""));
    }
    turns(stage, (LUC, DOSSIER), START_MS, MajorOutage).await?;
    let foreign = stranger.news(SOON).await?;
    assert!(foreign.data.contains("\"dossier-patient\""), "{foreign:?}");
    assert_eq!(foreign.id.as_deref(), Some("1"), "it counts for itself");
    assert!(
        staff
            .news(SOON)
            .await?
            .data
            .contains("\"clinique-saint-luc\"")
    );
    for ear in [&mut whole, &mut at_site, &mut stranger, &mut staff] {
        ear.hears_nothing(QUIET).await?;
    }
    server.stop().await
});

on_both_engines!(interventions_are_told_to_those_concerned, async |stage| {
    scene::set(stage, "").await?;
    let server = Server::start(stage).await?;
    let mut own = server.listen(Who::OWN, "/live").await?;
    let mut at_site = server.listen(Who::AT_SITE_11, "/live").await?;
    own.next(SOON).await?;
    at_site.next(SOON).await?;
    let at = |site: i64| Audience {
        sites: vec![SiteId(site)],
        ..Audience::default()
    };
    let asked_for = Audience {
        requester: Some(ContactId(Who::OWN.person)),
        ..at(12)
    };
    let followed = Audience {
        followers: vec![
            ContactId(Who::OWN.person),
            ContactId(Who::AT_SITE_11.person),
        ],
        ..at(12)
    };
    for audience in [&at(12), &at(11), &asked_for, &followed] {
        publish(stage, MORELS, "intervention", audience, 1).await?;
    }
    assert_eq!(own.ids(2).await?, ["3", "4"]);
    assert_eq!(at_site.ids(2).await?, ["2", "4"]);
    // What an import changed is for everybody to fetch; what is nobody's business is not told.
    publish(stage, MORELS, "session", &Audience::default(), 1).await?;
    publish(stage, MORELS, "board", &Audience::default(), 1).await?;
    for ear in [&mut own, &mut at_site] {
        let event = ear.news(SOON).await?;
        assert_eq!((event.kind.as_str(), event.data.as_str()), ("resync", "{}"));
    }
    server.stop().await
});

on_both_engines!(who_comes_back_hears_what_it_missed_once, async |stage| {
    scene::set(stage, "").await?;
    let server = Server::start(stage).await?;
    let everyone = Audience::default();
    publish(stage, MORELS, "state", &everyone, 5).await?;
    let mut ear = server.listen(Who::WHOLE, "/live?after=2").await?;
    assert_eq!(ear.ids(3).await?, ["3", "4", "5"]);

    // Replays while messages keep coming: no gap, nothing twice.
    let store = server.services.store.clone();
    let writing = tokio::spawn(async move {
        for _ in 0..60 {
            publish(&store, MORELS, "state", &Audience::default(), 1).await?;
        }
        Ok::<_, StoreError>(())
    });
    let mut ears = Vec::new();
    for _ in 0..6 {
        ears.push(server.listen(Who::WHOLE, "/live?after=1").await?);
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    writing.await??;
    let expected: Vec<String> = (2..=65).map(|seq| seq.to_string()).collect();
    for ear in &mut ears {
        assert_eq!(ear.ids(64).await?, expected);
    }

    // What the browser heard last goes before what its page knew.
    drop((ear, ears));
    let mut ear = server
        .listen_after(Who::WHOLE, "/live?after=2", "64")
        .await?;
    assert_eq!(ear.ids(1).await?, ["65"]);
    ear.hears_nothing(QUIET).await?;
    server.stop().await
});

on_both_engines!(who_cannot_be_caught_up_looks_again, async |stage| {
    scene::set(stage, "").await?;
    let everyone = Audience::default();
    publish(stage, MORELS, "state", &everyone, 3).await?;
    stage.clock().advance_ms(8 * DAY_MS);
    publish(stage, MORELS, "state", &everyone, 2).await?;
    assert_eq!(pruning::prune(stage).await?, 3);
    let server = Server::start(stage).await?;
    for (cursor, expected) in [
        ("2", "resync 5"),
        ("3", "state 4"),
        ("5", "nothing"),
        ("6", "resync 5"),
        ("-1", "resync 5"),
        ("1:5", "resync 5"),
        ("99999999999999999999", "resync 5"),
    ] {
        let mut ear = server
            .listen(Who::WHOLE, &format!("/live?after={cursor}"))
            .await?;
        ear.next(SOON).await?;
        if expected == "nothing" {
            ear.hears_nothing(QUIET).await?;
            continue;
        }
        let event = ear.news(SOON).await?;
        let heard = format!("{} {}", event.kind, event.id.unwrap_or_default());
        assert_eq!(heard, expected, "after {cursor}");
    }
    publish(stage, MORELS, "state", &everyone, 501).await?;
    let mut far = server.listen(Who::WHOLE, "/live?after=4").await?;
    far.next(SOON).await?;
    let event = far.news(SOON).await?;
    assert_eq!(
        (event.kind.as_str(), event.id.as_deref()),
        ("resync", Some("506"))
    );
    let mut near = server.listen(Who::WHOLE, "/live?after=6").await?;
    assert_eq!(near.ids(500).await?.last().map(String::as_str), Some("506"));
    server.stop().await
});

on_both_engines!(a_session_that_ends_ends_its_streams, async |stage| {
    scene::set(stage, "").await?;
    let server = Server::start(stage).await?;
    let mut one = server.listen(Who::WHOLE, "/live").await?;
    let mut staff = server.listen(Who::STAFF, "/live").await?;
    let mut other = server.listen(Who::AT_SITE_11, "/live").await?;
    for ear in [&mut one, &mut staff, &mut other] {
        ear.next(SOON).await?;
    }
    for who in [Who::WHOLE, Who::STAFF] {
        let (session, client) = server.session(who);
        stage
            .write(Scope::System, move |tx| {
                Box::pin(async move { sessions::end(tx, session, client).await })
            })
            .await
            .map_err(|error: StoreError| error)?;
    }
    one.ends(SOON).await?;
    staff.ends(SOON).await?;
    other.hears_nothing(QUIET).await?;
    assert_eq!(server.status(Who::WHOLE, "/live").await?, 401);
    server.stop().await
});

on_both_engines!(a_session_that_lapses_is_noticed_at_a_beat, async |stage| {
    scene::set(stage, "").await?;
    let server = Server::start(stage).await?;
    let mut lapsing = server.listen(Who::WHOLE, "/live").await?;
    lapsing.next(SOON).await?;
    let mut living = server.listen(Who::STAFF, "/live").await?;
    living.next(SOON).await?;
    let beat = living.next(Duration::from_secs(12)).await?;
    assert_eq!(
        (beat.kind.as_str(), beat.id.as_deref()),
        ("beat", Some("0"))
    );
    stage.clock().advance_ms(13 * 60 * 60 * 1_000);
    let ended = tokio::time::timeout(Duration::from_secs(12), async {
        while lapsing.next(Duration::from_secs(12)).await.is_ok() {}
    });
    ended.await?;
    server.stop().await
});

on_both_engines!(the_server_stops_although_streams_are_open, async |stage| {
    scene::set(stage, "").await?;
    let server = Server::start(stage).await?;
    let mut ears = Vec::new();
    for who in [Who::WHOLE, Who::STRANGER, Who::STAFF] {
        let mut ear = server.listen(who, "/live").await?;
        ear.next(SOON).await?;
        ears.push(ear);
    }
    let began = Instant::now();
    server.stop().await?;
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    for ear in &mut ears {
        ear.ends(SOON).await?;
    }
    Ok(())
});

on_both_engines!(who_reads_too_slowly_is_dropped, async |stage| {
    scene::set(stage, "").await?;
    let server = Server::start(stage).await?;
    // In the router, whatever is not read is not taken: no buffer of the system's in between.
    let mut slow = server.unread(Who::WHOLE).await?;
    let mut fast = server.listen(Who::WHOLE, "/live").await?;
    slow.next(SOON).await?;
    fast.next(SOON).await?;
    for _ in 0..15 {
        publish(stage, MORELS, "state", &Audience::default(), 100).await?;
        assert_eq!(fast.ids(100).await?.len(), 100);
    }
    let last = slow.until_the_end(SOON).await?;
    assert!((1..1_500).contains(&last), "{last}");
    // It comes back and is told to look again, or hears the rest.
    let mut again = server
        .listen(Who::WHOLE, &format!("/live?after={last}"))
        .await?;
    again.next(SOON).await?;
    let event = again.news(SOON).await?;
    assert_eq!(
        event.id,
        Some(if last < 1_000 { 1_500 } else { last + 1 }.to_string())
    );
    server.stop().await
});

on_both_engines!(one_session_has_a_few_streams, async |stage| {
    scene::set(stage, "").await?;
    let server = Server::start(stage).await?;
    let mut ears = Vec::new();
    for _ in 0..8 {
        ears.push(server.listen(Who::WHOLE, "/live").await?);
    }
    assert_eq!(server.status(Who::WHOLE, "/live").await?, 429);
    assert_eq!(server.status(Who::NOBODY, "/live").await?, 401);
    drop(ears.pop());
    tokio::time::sleep(QUIET).await;
    let ear = server.listen(Who::WHOLE, "/live").await?;
    for (name, expected) in [
        ("content-type", "text/event-stream"),
        ("cache-control", "no-store, no-transform"),
        ("x-accel-buffering", "no"),
        ("content-encoding", ""),
    ] {
        assert_eq!(ear.header(name), expected, "{name}");
    }
    server.stop().await
});

on_both_engines!(events_arrive_within_a_blink, async |stage| {
    use std::io::Write;
    scene::set(stage, "").await?;
    let server = Server::start(stage).await?;
    let mut ear = server.listen(Who::WHOLE, "/live").await?;
    ear.next(SOON).await?;
    let mut took = Vec::new();
    for turn in 0..100 {
        let state = if turn % 2 == 0 {
            MajorOutage
        } else {
            Operational
        };
        turns(stage, (MOREL, ERP), START_MS + turn, state).await?;
        let committed = Instant::now();
        ear.news(SOON).await?;
        took.push(committed.elapsed());
    }
    took.sort();
    let engine = if stage.is_sqlite() {
        "sqlite"
    } else {
        "postgres"
    };
    writeln!(
        std::io::stderr(),
        "commit to bytes on {engine}: median {:?}, 99 % within {:?}, worst {:?}",
        took[50],
        took[98],
        took[99]
    )?;
    assert!(took[50] < Duration::from_secs(1));
    server.stop().await
});
