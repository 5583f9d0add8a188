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
            ("registered", None)
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
