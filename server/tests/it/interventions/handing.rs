//! From one level to another: the client learns who has it, and nothing of why.

use app::answer::FieldProblem;
use app::backend::desk::{Handing, QueueFilter};
use app::backend::interventions::{Detail, Text};
use app::domain::intervention::{EventKind, SupportLevel};
use app::domain::time::MINUTE_MS;

use super::working::the_log_gives_the_row;
use super::*;
use crate::on_both_engines;

const WHY: &str = "Firmware 7.2 soupçonné, journal joint, ne pas redémarrer";

impl Bench {
    fn id_of(&self, asker: &Asker) -> i64 {
        match asker {
            Asker::Staff(staff) => staff.staff.0,
            Asker::Contact(contact) => contact.contact.0,
        }
    }

    async fn hand(&self, reference: &str, to: Handing, text: &str) -> Result<DeskDone, AppError> {
        let sheet = self.desk.0.one(&self.technician, reference).await?;
        let gesture = DeskGesture {
            deed: Deed::HandOver(to),
            expected_version: sheet.sheet.version,
            text: text.to_owned(),
            when: When::Now,
        };
        self.desk.0.act(&self.technician, reference, gesture).await
    }

    /// References in the queue at that level, and whether they may be taken.
    async fn waiting(&self, level: SupportLevel) -> anyhow::Result<Vec<(String, bool)>> {
        let filter = QueueFilter {
            level: Some(level),
            ..QueueFilter::default()
        };
        let queue = self.desk.0.queue(&self.technician, &filter).await?;
        let rows = queue.rows.into_iter();
        Ok(rows
            .map(|row| (row.listed.reference, row.may_take))
            .collect())
    }
}

fn level_two(technician: impl Into<String>) -> Handing {
    Handing {
        level: "l2".into(),
        technician: technician.into(),
    }
}

on_both_engines!(
    the_client_learns_who_has_it_and_nothing_of_why,
    async |store| {
        let bench = Bench::set(store).await?;
        let reference = bench.request(&bench.lea, fault("erp")).await?;
        bench.deed(&reference, Deed::Take).await?;
        let nadia = bench.id_of(&bench.specialist).to_string();
        bench.hand(&reference, level_two(nadia), WHY).await?;

        let seen = bench.one(&bench.lea, &reference).await?;
        assert_eq!(seen.listed.technician.as_deref(), Some("Nadia Spécialiste"));
        let handed = seen
            .timeline
            .last()
            .map(|entry| (entry.kind, entry.detail.clone()));
        let told = Detail::Handed {
            to: Some("Nadia Spécialiste".into()),
            level: None,
        };
        assert_eq!(handed, Some((EventKind::HandedOver, Some(told))));
        assert!(!format!("{:?}", seen.timeline).contains("Firmware"));

        let desk = bench.desk.0.one(&bench.specialist, &reference).await?.sheet;
        let last: Vec<(EventKind, Option<Text>)> = desk
            .timeline
            .iter()
            .rev()
            .take(2)
            .map(|entry| (entry.kind, entry.text.clone()))
            .collect();
        assert_eq!(
            last,
            [
                (EventKind::NotedInternally, Some(Text::Written(WHY.into()))),
                (EventKind::HandedOver, None),
            ]
        );
        assert_eq!(desk.listed.level, SupportLevel::L2);
        assert_eq!(
            bench.waiting(SupportLevel::L2).await?,
            [(reference.clone(), false)]
        );
        assert!(bench.waiting(SupportLevel::L1).await?.is_empty());
        the_log_gives_the_row(&bench).await
    }
);

on_both_engines!(
    what_is_left_to_a_level_is_taken_by_one_and_the_second_is_told,
    async |store| {
        let bench = Bench::set(store).await?;
        let reference = bench.request(&bench.lea, fault("erp")).await?;
        bench.deed(&reference, Deed::Take).await?;
        bench.hand(&reference, level_two(""), "").await?;
        let seen = bench.one(&bench.lea, &reference).await?;
        assert_eq!(seen.listed.technician, None);
        assert_eq!(
            bench.waiting(SupportLevel::L2).await?,
            [(reference.clone(), true)]
        );

        // Both look at it, both take it: one has it, the other learns who.
        let version = bench
            .desk
            .0
            .one(&bench.technician, &reference)
            .await?
            .sheet
            .version;
        let take = || DeskGesture {
            deed: Deed::Take,
            expected_version: version,
            text: String::new(),
            when: When::Now,
        };
        store.clock().advance_ms(MINUTE_MS);
        let both = tokio::join!(
            bench.desk.0.act(&bench.specialist, &reference, take()),
            bench.desk.0.act(&bench.technician, &reference, take()),
        );
        let (won, lost) = match both {
            (Ok(_), Err(error)) => ("Nadia Spécialiste", error),
            (Err(error), Ok(_)) => ("Théo Technicien", error),
            other => anyhow::bail!("{other:?}"),
        };
        assert_eq!(lost, AppError::Conflict);
        let sheet = bench.desk.0.one(&bench.technician, &reference).await?.sheet;
        assert_eq!(sheet.listed.technician.as_deref(), Some(won));
        let changed = app::backend::interventions::changed_since(&sheet, version);
        let told: Vec<(EventKind, &str)> = changed
            .into_iter()
            .map(|entry| (entry.kind, entry.who.name.as_str()))
            .collect();
        assert_eq!(told, [(EventKind::HandedOver, won)]);
        assert_eq!(sheet.listed.level, SupportLevel::L2);
        the_log_gives_the_row(&bench).await
    }
);

on_both_engines!(it_goes_to_somebody_who_works_here, async |store| {
    let bench = Bench::set(store).await?;
    let reference = bench.request(&bench.lea, fault("erp")).await?;
    bench.deed(&reference, Deed::Take).await?;
    let unknown = |field: &str| Err(AppError::field(field, FieldProblem::Unknown));
    let lea = bench.id_of(&bench.lea).to_string();
    for (to, expected) in [
        (level_two(lea), unknown("technician")),
        (level_two("x"), unknown("technician")),
        (
            Handing {
                level: "l9".into(),
                ..Handing::default()
            },
            unknown("level"),
        ),
        (
            Handing::default(),
            Err(AppError::field("level", FieldProblem::Missing)),
        ),
        // It is there already.
        (
            Handing {
                level: "l1".into(),
                technician: bench.id_of(&bench.technician).to_string(),
            },
            Err(AppError::NotNow {
                state: "already_said".into(),
            }),
        ),
    ] {
        let refused = bench.hand(&reference, to, "pourquoi").await;
        assert_eq!(refused.map(|_| ()), expected);
    }
    let by_contact = bench.deed_of(&bench.chef, &reference, Deed::HandOver(level_two("")));
    assert_eq!(by_contact.await, Err(AppError::Forbidden));
    // Nothing refused left a note behind.
    let sheet = bench.desk.0.one(&bench.technician, &reference).await?.sheet;
    assert!(
        sheet
            .timeline
            .iter()
            .all(|entry| entry.kind != EventKind::NotedInternally)
    );
    Ok(())
});
