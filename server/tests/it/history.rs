//! The past as a contact reads it: two tables on one time line, page by page, and nothing of anybody else's.

use app::answer::AppError;
use app::backend::history::{Entry, EntryKind, HistoryBackend, HistoryFilter};
use app::domain::access::Visibility;
use app::domain::component::ComponentState::MajorOutage;
use app::domain::ids::{ClientId, ComponentId};
use app::domain::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use chrono::NaiveDate;
use server::history::History;
use server::store::{Scope, Store, StoreError};

use crate::on_both_engines;
use crate::scene::{self, DOSSIER, ERP, LUC, MOREL, VPN};
use crate::support::START_MS;

server::queries! {
    run add_interval(client: ClientId, component: ComponentId, starts_at: i64, ends_at: Option<i64>, state: &str) = "
        INSERT INTO state_intervals (client_id, component_id, starts_at, ends_at, state, cause)
        VALUES ($1, $2, $3, $4, $5, '')";
    run add_text(client: ClientId, id: i64, body: &str) = "
        INSERT INTO texts (id, client_id, body) VALUES ($2, $1, $3)";
    run add_intervention(client: ClientId, id: i64, reference: &str, state: &str, site: Option<i64>, declared_at: i64, resolved_at: Option<i64>) = "
        INSERT INTO interventions (id, client_id, reference, state, activity, origin, title_id, site_id, category,
            request_id, declared_at, recorded_at, resolved_at, updated_at)
        VALUES ($2, $1, $3, $4, 'fault', 'phone', $2, $5, 'other', $3, $6, $6, $7, $6)";
}

/// An intervention to write down: id, reference, state, site, when, resolved when.
type Written = (
    i64,
    &'static str,
    &'static str,
    Option<i64>,
    i64,
    Option<i64>,
);

const H: i64 = HOUR_MS;

/// Erp fails for two hours (one of them badly), then again; the vpn still fails; a few interventions.
async fn past(store: &Store) -> anyhow::Result<History> {
    scene::set(store, "").await?;
    let now = START_MS;
    let intervals = [
        (MOREL, ERP, now - 20 * H, Some(now - 10 * H), "operational"),
        (MOREL, ERP, now - 10 * H, Some(now - 9 * H), "degraded"),
        (MOREL, ERP, now - 9 * H, Some(now - 8 * H), "major_outage"),
        (MOREL, ERP, now - 8 * H, Some(now - 6 * H), "operational"),
        (MOREL, ERP, now - 6 * H, Some(now - 5 * H), "partial_outage"),
        (MOREL, ERP, now - 5 * H, None, "operational"),
        (MOREL, VPN, now - 2 * H, None, "major_outage"),
        (LUC, DOSSIER, now - 3 * H, None, "major_outage"),
    ];
    let interventions: [(ClientId, Written); 5] = [
        (
            MOREL,
            (
                1,
                "AM-2026-0001",
                "closed",
                Some(11),
                now - 9 * H,
                Some(now - 7 * H),
            ),
        ),
        (
            MOREL,
            (
                2,
                "AM-2026-0002",
                "cancelled",
                Some(12),
                now - 30 * DAY_MS,
                None,
            ),
        ),
        (
            MOREL,
            (3, "AM-2026-0003", "in_progress", None, now - H, None),
        ),
        (
            MOREL,
            (
                4,
                "AM-2026-0004",
                "resolved",
                None,
                now - 2 * H,
                Some(now - H),
            ),
        ),
        (
            LUC,
            (
                5,
                "CSL-2026-0001",
                "closed",
                None,
                now - 9 * H,
                Some(now - 7 * H),
            ),
        ),
    ];
    let write = store.write(Scope::System, move |tx| {
        Box::pin(async move {
            for (client, component, from, to, state) in intervals {
                add_interval(tx, client, component, from, to, state).await?;
            }
            for (client, (id, reference, state, site, declared, resolved)) in interventions {
                add_text(tx, client, id, reference).await?;
                add_intervention(tx, client, id, reference, state, site, declared, resolved)
                    .await?;
            }
            Ok::<_, StoreError>(())
        })
    });
    write.await?;
    Ok(History::new(store.clone()))
}

/// "erp" or a reference, with its length in hours.
fn line(entry: &Entry) -> (String, Option<i64>) {
    match entry {
        Entry::Outage(outage) => (outage.component_key.clone(), Some(outage.duration_ms / H)),
        Entry::Intervention(one) => (
            one.reference.clone(),
            one.duration_ms().map(|length| length / H),
        ),
    }
}

on_both_engines!(the_past_is_one_time_line, async |stage| {
    let history = past(stage).await?;
    let asker = scene::contact(MOREL, Visibility::Client, &[]);
    let page = history
        .page(&asker, &HistoryFilter::default(), None)
        .await?;
    let lines: Vec<_> = page.entries.iter().map(line).collect();
    let expected = [
        ("vpn", Some(2)),
        ("AM-2026-0004", Some(1)),
        ("erp", Some(1)),
        ("AM-2026-0001", Some(2)),
        ("erp", Some(2)),
        ("AM-2026-0002", None),
    ];
    assert_eq!(
        lines,
        expected.map(|(name, length)| (name.to_owned(), length))
    );
    assert_eq!(page.next, None);
    let Some(Entry::Outage(worst)) = page.entries.get(4) else {
        anyhow::bail!("no outage there")
    };
    assert_eq!((worst.worst, worst.unavailable_ms), (MajorOutage, H));
    let Some(Entry::Outage(open)) = page.entries.first() else {
        anyhow::bail!("no outage there")
    };
    assert_eq!((open.ends, open.worst), (None, MajorOutage));
    Ok(())
});

on_both_engines!(
    filters_choose_a_period_a_component_and_a_kind,
    async |stage| {
        let history = past(stage).await?;
        let asker = scene::contact(MOREL, Visibility::Client, &[]);
        let today = NaiveDate::from_ymd_opt(2026, 3, 2);
        let yesterday = today.and_then(|date| date.pred_opt());
        let all = HistoryFilter::default();
        for (filter, expected) in [
            (
                HistoryFilter {
                    component: Some("erp".into()),
                    ..all.clone()
                },
                vec!["erp", "erp"],
            ),
            (
                HistoryFilter {
                    kind: Some(EntryKind::Outage),
                    ..all.clone()
                },
                vec!["vpn", "erp", "erp"],
            ),
            (
                HistoryFilter {
                    kind: Some(EntryKind::Intervention),
                    ..all.clone()
                },
                vec!["AM-2026-0004", "AM-2026-0001", "AM-2026-0002"],
            ),
            // 10:00 in Paris: the first failure of the erp began at midnight sharp.
            (
                HistoryFilter {
                    from: today,
                    ..all.clone()
                },
                vec!["vpn", "AM-2026-0004", "erp", "AM-2026-0001", "erp"],
            ),
            (
                HistoryFilter {
                    to: yesterday,
                    ..all.clone()
                },
                vec!["AM-2026-0002"],
            ),
            (
                HistoryFilter {
                    from: today,
                    to: yesterday,
                    ..all.clone()
                },
                vec![],
            ),
        ] {
            let page = history.page(&asker, &filter, None).await?;
            let names: Vec<String> = page.entries.iter().map(|entry| line(entry).0).collect();
            assert_eq!(names, expected, "{filter:?}");
        }
        Ok(())
    }
);

on_both_engines!(nobody_reads_anothers_past, async |stage| {
    let history = past(stage).await?;
    let all = HistoryFilter::default();
    let depot = scene::contact(MOREL, Visibility::Site, &[12]);
    let own = scene::contact(MOREL, Visibility::Own, &[12]);
    let luc = scene::contact(LUC, Visibility::Client, &[]);
    for (asker, expected) in [
        (&depot, vec!["vpn", "AM-2026-0004", "AM-2026-0002"]),
        (&own, vec!["vpn"]),
        (&luc, vec!["dossier-patient", "CSL-2026-0001"]),
    ] {
        let entries = history.export(asker, &all).await?;
        let names: Vec<String> = entries.iter().map(|entry| line(entry).0).collect();
        assert_eq!(names, expected);
    }
    for key in ["erp", "dossier-patient", "nothing-of-that-name"] {
        let filter = HistoryFilter {
            component: Some(key.into()),
            ..all.clone()
        };
        let refused = history.page(&depot, &filter, None).await.err();
        assert_eq!(refused, Some(AppError::NotFound), "{key}");
    }
    let refused = history.page(&scene::technician(), &all, None).await.err();
    assert_eq!(refused, Some(AppError::NotFound));
    Ok(())
});

on_both_engines!(pages_follow_each_other_without_a_gap, async |stage| {
    let history = past(stage).await?;
    // Two components failing at the same instants, 60 times: 120 outages and as many ties.
    let write = stage.write(Scope::System, move |tx| {
        Box::pin(async move {
            for round in 0..60 {
                let from = START_MS - 40 * DAY_MS + round * HOUR_MS;
                for component in [ERP, VPN] {
                    add_interval(
                        tx,
                        MOREL,
                        component,
                        from,
                        Some(from + MINUTE_MS),
                        "major_outage",
                    )
                    .await?;
                    add_interval(
                        tx,
                        MOREL,
                        component,
                        from + MINUTE_MS,
                        Some(from + HOUR_MS),
                        "operational",
                    )
                    .await?;
                }
            }
            Ok::<_, StoreError>(())
        })
    });
    write.await?;
    let asker = scene::contact(MOREL, Visibility::Client, &[]);
    let all = HistoryFilter::default();
    let whole: Vec<_> = history
        .export(&asker, &all)
        .await?
        .iter()
        .map(line)
        .collect();
    assert_eq!(whole.len(), 126);
    let (mut paged, mut before, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = history.page(&asker, &all, before).await?;
        paged.extend(page.entries.iter().map(line));
        (before, pages) = (page.next, pages + 1);
        if before.is_none() {
            break;
        }
    }
    assert_eq!((paged, pages), (whole, 3));
    Ok(())
});
