//! The ledger: what contributors say, in order or late, and what the pages then read.

use app::answer::AppError;
use app::backend::status::{OutageFilter, StatusBackend, Whose};
use app::domain::access::Visibility;
use app::domain::component::ComponentState::{
    self, Degraded, MajorOutage, NotSupervised, Operational, Unknown,
};
use app::domain::ids::{CheckId, ClientId, ComponentId, SourceId};
use app::domain::status::{Cause, ProbeFailure};
use app::domain::time::{HOUR_MS, MINUTE_MS};
use server::status::{Contributor, Ledger, Said};
use server::store::{Scope, Store, StoreError};

use crate::on_both_engines;
use crate::scene::{self, DOSSIER, ERP, LUC, MOREL, PRINTER, VPN};
use crate::support::START_MS;

const CHECK: Contributor = Contributor::Check(CheckId(1));
const SOURCE: Contributor = Contributor::Source(SourceId(1));

async fn says(
    (store, ledger): (&Store, &Ledger),
    about: (ClientId, ComponentId),
    who: Contributor,
    from: i64,
    state: ComponentState,
) -> Result<(), StoreError> {
    let ledger = ledger.clone();
    let cause = Cause::Probe {
        failure: ProbeFailure::TimedOut,
        status: None,
    };
    let cause = if state.is_failure() {
        cause
    } else {
        Cause::None
    };
    let said = Said::state(about, who, from, state, &cause);
    let write = store.write(Scope::Client(about.0), move |tx| {
        Box::pin(async move { ledger.record(tx, said).await })
    });
    write.await
}

on_both_engines!(a_component_is_in_its_worst_state, async |stage| {
    let scene = scene::set(stage, "").await?;
    let book = (&scene.store, &scene.ledger);
    let erp = (MOREL, ERP);
    assert_eq!(scene.state(MOREL, ERP).await?, (NotSupervised, 0));
    says(book, erp, CHECK, START_MS, Operational).await?;
    says(book, erp, SOURCE, START_MS + 10, MajorOutage).await?;
    says(book, erp, CHECK, START_MS + 20, Degraded).await?;
    assert_eq!(scene.state(MOREL, ERP).await?, (MajorOutage, START_MS + 10));
    says(book, erp, SOURCE, START_MS + 30, Operational).await?;
    assert_eq!(scene.state(MOREL, ERP).await?, (Degraded, START_MS + 30));
    let expected = vec![
        (START_MS, Some(START_MS + 10), Operational),
        (START_MS + 10, Some(START_MS + 30), MajorOutage),
        (START_MS + 30, None, Degraded),
    ];
    assert_eq!(scene.intervals(MOREL, ERP).await?, expected);
    Ok(())
});

on_both_engines!(late_words_rewrite_what_they_are_about, async |stage| {
    let scene = scene::set(stage, "").await?;
    let book = (&scene.store, &scene.ledger);
    let erp = (MOREL, ERP);
    says(book, erp, CHECK, START_MS, Operational).await?;
    says(book, erp, SOURCE, START_MS + 100, Operational).await?;
    says(book, erp, SOURCE, START_MS + 50, MajorOutage).await?;
    assert_eq!(scene.state(MOREL, ERP).await?, (MajorOutage, START_MS + 50));
    let before = scene.intervals(MOREL, ERP).await?;
    let ledger = scene.ledger.clone();
    let rebuild = stage.write(Scope::System, move |tx| {
        Box::pin(async move { ledger.rebuild(tx, MOREL, ERP).await })
    });
    rebuild.await.map_err(|error: StoreError| error)?;
    assert_eq!(scene.intervals(MOREL, ERP).await?, before);
    Ok(())
});

on_both_engines!(each_change_is_told_once, async |stage| {
    let scene = scene::set(stage, "").await?;
    let book = (&scene.store, &scene.ledger);
    for state in [Operational, Operational, MajorOutage, MajorOutage] {
        let at = if state == MajorOutage {
            START_MS + 5
        } else {
            START_MS
        };
        says(book, (MOREL, ERP), CHECK, at, state).await?;
    }
    let told = scene.told("client:1").await?;
    assert_eq!(told.len(), 2, "{told:?}");
    let (kind, payload, audience) = &told[1];
    assert_eq!(kind, "state");
    let expected = serde_json::json!({
        "key": "erp", "state": "major_outage", "since": START_MS + 5, "offset_s": 3600,
        "cause": {"kind": "probe", "failure": "timed_out"},
    });
    assert_eq!(payload, &expected);
    assert_eq!(audience["sites"], serde_json::json!([11]));
    let staff = scene.told("staff").await?;
    assert_eq!(staff[1].1["client"], "atelier-morel");
    assert!(scene.told("client:2").await?.is_empty());
    Ok(())
});

on_both_engines!(a_board_shows_what_the_asker_may_see, async |stage| {
    let scene = scene::set(stage, "").await?;
    let book = (&scene.store, &scene.ledger);
    says(book, (MOREL, ERP), CHECK, START_MS, MajorOutage).await?;
    says(
        book,
        (MOREL, VPN),
        Contributor::Check(CheckId(2)),
        START_MS,
        Unknown,
    )
    .await?;
    let whole = scene::contact(MOREL, Visibility::Client, &[]);
    let depot = scene::contact(MOREL, Visibility::Site, &[12]);
    let luc = scene::contact(LUC, Visibility::Client, &[]);
    for (asker, keys, attention, overall) in [
        (&whole, vec!["erp", "imprimante", "vpn"], 2, MajorOutage),
        (&depot, vec!["imprimante", "vpn"], 1, Unknown),
        (&luc, vec!["dossier-patient"], 0, NotSupervised),
    ] {
        let board = scene.status.board(asker, Whose::Own).await?;
        let mut found: Vec<&str> = board.rows.iter().map(|row| row.key.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, keys);
        assert_eq!(
            (board.summary.needs_attention, board.summary.overall.0),
            (attention, overall)
        );
    }
    let offsets: Vec<i32> = scene
        .status
        .board(&whole, Whose::Own)
        .await?
        .rows
        .iter()
        .map(|row| row.since.offset_s)
        .collect();
    assert!(
        offsets.contains(&14_400) && offsets.contains(&3_600),
        "{offsets:?}"
    );
    Ok(())
});

on_both_engines!(what_is_foreign_is_what_is_unknown, async |stage| {
    let scene = scene::set(stage, "").await?;
    let depot = scene::contact(MOREL, Visibility::Site, &[12]);
    let status = &scene.status;
    for key in ["dossier-patient", "erp", "nothing-of-that-name"] {
        assert_eq!(
            status.component(&depot, Whose::Own, key).await.err(),
            Some(AppError::NotFound),
            "{key}"
        );
    }
    for slug in ["clinique-saint-luc", "no-such-client"] {
        assert_eq!(
            status.board(&depot, Whose::Client(slug)).await.err(),
            Some(AppError::NotFound),
            "{slug}"
        );
    }
    assert!(
        status
            .board(&depot, Whose::Client("atelier-morel"))
            .await
            .is_ok()
    );
    assert!(
        status
            .board(&scene::technician(), Whose::Client("clinique-saint-luc"))
            .await
            .is_ok()
    );
    assert_eq!(
        status.clients(&depot).await.err(),
        Some(AppError::Forbidden)
    );
    assert_eq!(
        status.unmatched(&depot).await.err(),
        Some(AppError::Forbidden)
    );
    assert_eq!(status.clients(&scene::technician()).await?.len(), 2);
    let _ = (LUC, DOSSIER, PRINTER);
    Ok(())
});

on_both_engines!(a_component_page_tells_its_past, async |stage| {
    let scene = scene::set(stage, "").await?;
    let book = (&scene.store, &scene.ledger);
    let erp = (MOREL, ERP);
    let start = START_MS - 10 * HOUR_MS;
    says(book, erp, CHECK, start, Operational).await?;
    says(book, erp, CHECK, start + HOUR_MS, Degraded).await?;
    says(book, erp, CHECK, start + 2 * HOUR_MS, MajorOutage).await?;
    says(book, erp, CHECK, start + 3 * HOUR_MS, Operational).await?;
    says(book, erp, CHECK, start + 5 * HOUR_MS, Unknown).await?;
    let asker = scene::contact(MOREL, Visibility::Client, &[]);
    let page = scene.status.component(&asker, Whose::Own, "erp").await?;
    assert_eq!(page.days.len(), 90);
    // 09:00 UTC is 10:00 in Paris: ten hours of that Monday, all of it observed or unknown.
    let today = page.days.last().map(|day| day.day.availability);
    assert_eq!(
        today.map(|today| (today.observed_ms, today.unknown_ms)),
        Some((5 * HOUR_MS, 5 * HOUR_MS))
    );
    assert_eq!(page.days.last().map(|day| day.day.worst), Some(MajorOutage));
    assert_eq!(page.row.availability.per_hundred_thousand(), Some(80_000));
    assert_eq!(page.outages.len(), 1);
    let outage = &page.outages[0];
    assert_eq!(
        (outage.worst, outage.duration_ms, outage.unavailable_ms),
        (MajorOutage, 2 * HOUR_MS, HOUR_MS)
    );
    let filter = OutageFilter {
        from: start + 150 * MINUTE_MS,
        to: START_MS,
        component: None,
    };
    let outages = scene.status.outages(&asker, Whose::Own, filter).await?;
    assert_eq!(
        outages.first().map(|outage| outage.starts.at),
        Some(start + HOUR_MS),
        "told whole"
    );
    let other = OutageFilter {
        component: Some("vpn"),
        ..filter
    };
    assert!(
        scene
            .status
            .outages(&asker, Whose::Own, other)
            .await?
            .is_empty()
    );
    Ok(())
});
