//! Supervision opens work on what is covered, joins what is open, and never closes anything.

use app::backend::status::{StatusBackend, Whose};
use app::domain::component::ComponentState;
use app::domain::ids::CheckId;
use app::domain::intervention::{EventKind, InterventionState, Origin};
use app::domain::status::Cause;
use app::domain::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use server::contract::ContractCover;
use server::interventions::OpensInterventions;
use server::status::{Boards, Contributor, Ledger, Said, Status};

use super::*;
use crate::on_both_engines;

impl Bench {
    /// Supervision says that of a component, now.
    pub(super) async fn say(
        &self,
        component: ComponentId,
        state: ComponentState,
    ) -> anyhow::Result<()> {
        let (client, since) = (self.acme, self.store.clock().now_ms());
        let write = self.store.write(Scope::Staff, move |tx| {
            Box::pin(async move {
                let ledger = Ledger::new(Arc::new(OpensInterventions));
                let check = check_of(tx, client, component).await?;
                let contributor =
                    Contributor::Check(CheckId(check.map_or(component.0, |(id,)| id)));
                let said =
                    Said::state((client, component), contributor, since, state, &Cause::None);
                ledger.record(tx, said).await
            })
        });
        write.await.map_err(|error: StoreError| error)?;
        self.store.clock().advance_ms(MINUTE_MS);
        Ok(())
    }

    async fn kinds(&self, reference: &str) -> anyhow::Result<Vec<EventKind>> {
        let sheet = self.one(&self.chef, reference).await?;
        Ok(sheet.timeline.into_iter().map(|entry| entry.kind).collect())
    }
}

use ComponentState::{Degraded, MajorOutage, Operational};

on_both_engines!(
    a_failure_of_something_covered_opens_one_intervention,
    async |store| {
        let bench = Bench::set(store).await?;
        let erp = bench.component("erp").await?;
        bench.say(erp, Operational).await?;
        assert!(bench.stored().await?.is_empty());
        bench.say(erp, Degraded).await?;
        bench.say(erp, MajorOutage).await?;
        let rows = bench.stored().await?;
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (rows[0].state.as_str(), rows[0].priority.as_deref()),
            ("registered", Some("p3"))
        );
        let reference = rows[0].reference.clone();
        let sheet = bench.one(&bench.lea, &reference).await?;
        assert_eq!(
            (sheet.listed.origin, sheet.listed.requester),
            (Origin::Supervision, None)
        );
        assert!(sheet.listed.title.contains("ERP"), "{}", sheet.listed.title);
        bench.say(erp, Operational).await?;
        use EventKind::{FailureObserved, RecoveryObserved, Submitted};
        assert_eq!(
            bench.kinds(&reference).await?,
            [Submitted, FailureObserved, RecoveryObserved]
        );
        let sheet = bench.one(&bench.lea, &reference).await?;
        assert_eq!(
            sheet.listed.state,
            InterventionState::Registered,
            "a technician resolves, not a recovery"
        );
        assert_eq!(sheet.supervision.map(|seen| seen.state), Some(Operational));
        // It fails again before anybody resolved: the same intervention.
        bench.say(erp, MajorOutage).await?;
        assert_eq!(bench.stored().await?.len(), 1);
        let client = bench.told(format!("client:{}", bench.acme)).await?;
        let about: Vec<_> = client
            .iter()
            .filter(|(kind, _, _)| kind == "intervention")
            .collect();
        assert_eq!(about.len(), 4);
        assert!(
            about
                .iter()
                .all(|(_, payload, _)| payload.contains(&reference))
        );
        Ok(())
    }
);

on_both_engines!(a_failure_joins_the_request_that_came_first, async |store| {
    let bench = Bench::set(store).await?;
    let erp = bench.component("erp").await?;
    bench.say(erp, Operational).await?;
    let reference = bench.request(&bench.lea, fault("erp")).await?;
    bench.say(erp, MajorOutage).await?;
    assert_eq!(bench.stored().await?.len(), 1);
    assert_eq!(
        bench.kinds(&reference).await?,
        [EventKind::Submitted, EventKind::FailureObserved]
    );
    Ok(())
});

on_both_engines!(what_is_not_covered_opens_nothing, async |store| {
    let bench = Bench::set(store).await?;
    for key in ["copieur", "vpn"] {
        let component = bench.component(key).await?;
        bench.say(component, Operational).await?;
        bench.say(component, MajorOutage).await?;
    }
    assert!(bench.stored().await?.is_empty());
    Ok(())
});

on_both_engines!(
    a_temporary_repair_that_fails_again_is_a_relapse_within_its_window,
    async |store| {
        let bench = Bench::set(store).await?;
        let erp = bench.component("erp").await?;
        bench.say(erp, Operational).await?;
        bench.say(erp, MajorOutage).await?;
        let reference = bench.stored().await?[0].reference.clone();
        bench.deed(&reference, Deed::Take).await?;
        bench.deed(&reference, Deed::RestoreProvisionally).await?;
        bench.say(erp, Operational).await?;
        store.clock().advance_ms(HOUR_MS);
        bench.say(erp, MajorOutage).await?;
        let sheet = bench.one(&bench.lea, &reference).await?;
        assert_eq!(sheet.listed.state, InterventionState::InProgress);
        assert_eq!(sheet.debt.map(|debt| debt.relapses), Some(1));

        bench.deed(&reference, Deed::RestoreProvisionally).await?;
        bench.say(erp, Operational).await?;
        store.clock().advance_ms(3 * DAY_MS);
        bench.say(erp, MajorOutage).await?;
        let rows = bench.stored().await?;
        assert_eq!(
            rows.len(),
            2,
            "after the observation window it is another, linked intervention"
        );
        let sheet = bench.one(&bench.lea, &rows[1].reference).await?;
        assert_eq!(sheet.continues, Some(reference));
        Ok(())
    }
);

on_both_engines!(
    whoever_may_request_speaks_for_what_supervision_opened,
    async |store| {
        let bench = Bench::set(store).await?;
        let erp = bench.component("erp").await?;
        bench.say(erp, Operational).await?;
        bench.say(erp, MajorOutage).await?;
        let reference = bench.stored().await?[0].reference.clone();
        bench.deed(&reference, Deed::Take).await?;
        bench.deed(&reference, Deed::RestoreCurative).await?;
        assert!(
            bench
                .one(&bench.lea, &reference)
                .await?
                .may
                .contains(&EventKind::Confirmed)
        );
        assert!(
            !bench
                .one(&bench.vera, &reference)
                .await?
                .may
                .contains(&EventKind::Confirmed)
        );
        Ok(())
    }
);

on_both_engines!(an_outage_leads_to_its_intervention, async |store| {
    let bench = Bench::set(store).await?;
    let erp = bench.component("erp").await?;
    bench.say(erp, Operational).await?;
    bench.say(erp, MajorOutage).await?;
    bench.say(erp, Operational).await?;
    let reference = bench.stored().await?[0].reference.clone();
    let status = Status::new(
        bench.store.clone(),
        Boards::new(bench.store.clone(), Arc::new(ContractCover)),
    );
    let led_to = async |asker: &Asker| {
        let page = status.component(asker, Whose::Own, "erp").await?;
        let outages = page.outages.into_iter();
        anyhow::Ok(outages.map(|one| one.intervention).collect::<Vec<_>>())
    };
    for asker in [&bench.chef, &bench.lea, &bench.vera] {
        assert_eq!(led_to(asker).await?, [Some(reference.clone())]);
    }
    // Nobody nearer asked for it: who sees only their own requests sees the outage alone.
    assert_eq!(led_to(&bench.omar).await?, [None]);
    // It fails again while the intervention is under way: the same one.
    bench.say(erp, MajorOutage).await?;
    let both = led_to(&bench.chef).await?;
    assert_eq!(both, [Some(reference.clone()), Some(reference)]);
    Ok(())
});

/// What the contract says of a failure that supervision sees, and the priority that it is opened with.
async fn opened_with(store: &Store, rule: &str, state: ComponentState) -> anyhow::Result<Bench> {
    let line = "title = \"Maintenance\"\nclause = \"1\"\nhours = \"24/7\"\n";
    let grid = "clock_start = \"alert\"\ntargets = [
      { priority = \"p1\", response = \"1h\" },
      { priority = \"p2\", response = \"2h\" },
      { priority = \"p3\", response = \"4h\" },
      { priority = \"p4\", none = true },
    ]\n";
    let file = FILE.replace(line, &format!("{line}{grid}")).replace(
        "planned_notice_days = 5\n",
        &format!("planned_notice_days = 5\n{rule}\n"),
    );
    let bench = Bench::of(store, &file).await?;
    let erp = bench.component("erp").await?;
    bench.say(erp, Operational).await?;
    bench.say(erp, state).await?;
    Ok(bench)
}

on_both_engines!(
    what_supervision_sees_counts_from_its_detection,
    async |store| {
        let bench = opened_with(store, "", MajorOutage).await?;
        let row = bench.stored().await?.remove(0);
        assert_eq!(
            row.priority.as_deref(),
            Some("p2"),
            "a team is hampered, until somebody knows better"
        );
        let sheet = bench.one(&bench.chef, &row.reference).await?;
        // The failure was said a minute after the test began.
        let declared = crate::support::START_MS + MINUTE_MS;
        let response = sheet
            .clocks
            .clocks
            .get(app::domain::intervention::ClockKind::Response);
        let due = response
            .and_then(|clock| clock.deadline.as_ref())
            .map(|due| due.at);
        assert_eq!(due, Some(declared + 2 * HOUR_MS));
        assert_eq!((sheet.impact, sheet.urgency), (Some(2), Some(2)));
        let proof = sheet
            .verdict
            .map(|decided| decided.verdict.proof)
            .unwrap_or_default();
        use app::domain::coverage::Reason;
        let said = proof.windows(2).any(|pair| {
            matches!(
                pair,
                [
                    Reason::SeenBySupervision { state: MajorOutage },
                    Reason::PrioritySet { .. }
                ]
            )
        });
        assert!(said, "{proof:?}");

        // A technician knows better: counted from the same start, and the rule is said no more.
        store.clock().advance_ms(10 * MINUTE_MS);
        let better = app::backend::desk::Requalification {
            impact: "1".into(),
            urgency: "1".into(),
            ..Default::default()
        };
        bench.deed(&row.reference, Deed::Requalify(better)).await?;
        let sheet = bench.one(&bench.chef, &row.reference).await?;
        let response = sheet
            .clocks
            .clocks
            .get(app::domain::intervention::ClockKind::Response);
        let due = response
            .and_then(|clock| clock.deadline.as_ref())
            .map(|due| due.at);
        assert_eq!(due, Some(declared + HOUR_MS));
        let proof = sheet
            .verdict
            .map(|decided| decided.verdict.proof)
            .unwrap_or_default();
        assert!(
            proof
                .iter()
                .all(|reason| !matches!(reason, Reason::SeenBySupervision { .. }))
        );
        Ok(())
    }
);

on_both_engines!(a_contract_says_how_grave_a_failure_is, async |store| {
    // A state that the contract's own rule does not name waits for its qualification.
    let rule = "supervision = { major_outage = { impact = 1, urgency = 1 } }";
    let bench = opened_with(store, rule, MajorOutage).await?;
    let row = bench.stored().await?.remove(0);
    assert_eq!(row.priority.as_deref(), Some("p1"));
    Ok(())
});

on_both_engines!(
    what_the_rule_does_not_name_waits_for_a_technician,
    async |store| {
        let rule = "supervision = { major_outage = { impact = 1, urgency = 1 } }";
        let bench = opened_with(store, rule, Degraded).await?;
        let row = bench.stored().await?.remove(0);
        assert_eq!(row.priority, None);
        Ok(())
    }
);
