//! Requests: decided on the server, once, for who may; what is another's does not exist.

use anyhow::Context as _;
use app::answer::FieldProblem;
use app::backend::interventions::ContactGesture;
use app::domain::component::Key;
use app::domain::contract::{Activity, ServiceLine};
use app::domain::coverage::Outcome;
use app::domain::intervention::{InterventionState, Origin};
use app::interventions::request_coverage::{Fields, Known, asked, for_the_browser};
use app::text::contract::verdict::Names;

use super::*;
use crate::on_both_engines;

on_both_engines!(a_request_sent_twice_is_one, async |store| {
    let bench = Bench::set(store).await?;
    let first = bench.request(&bench.lea, fault("erp")).await?;
    let again = bench.request(&bench.lea, fault("erp")).await?;
    assert_eq!(first, again);
    assert_eq!(bench.stored().await?.len(), 1);
    assert_eq!(first, "AC-2026-0001");
    // Another's key finds nothing of theirs.
    assert_eq!(
        bench.request(&bench.chef, fault("erp")).await,
        Err(AppError::Conflict)
    );
    let (verdicts,): (i64,) = store
        .read(Scope::Staff, |tx| Box::pin(verdicts(tx)))
        .await
        .map_err(|error: StoreError| error)?;
    assert_eq!(verdicts, 1);
    Ok(())
});

on_both_engines!(the_verdict_decides_where_a_request_goes, async |store| {
    let bench = Bench::set(store).await?;
    for (input, state, service, outcome) in [
        (
            fault("erp"),
            InterventionState::Registered,
            Some(ServiceLine::Corrective),
            Outcome::Covered,
        ),
        (
            fault("copieur"),
            InterventionState::AwaitingQuote,
            None,
            Outcome::OutOfScope,
        ),
        (
            fault("vpn"),
            InterventionState::AwaitingQuote,
            None,
            Outcome::OutOfScope,
        ),
        (
            advice("vpn"),
            InterventionState::Registered,
            Some(ServiceLine::Helpdesk),
            Outcome::Covered,
        ),
        (
            RequestInput {
                request_id: "p".into(),
                activity: "prevention".into(),
                ..fault("copieur")
            },
            InterventionState::Registered,
            Some(ServiceLine::Managed),
            Outcome::CoveredIf,
        ),
    ] {
        let input = RequestInput {
            request_id: format!("{}-{}", input.component, input.activity),
            ..input
        };
        let reference = bench.request(&bench.chef, input).await?;
        let sheet = bench.one(&bench.chef, &reference).await?;
        assert_eq!(
            (sheet.listed.state, sheet.listed.service),
            (state, service),
            "{reference}"
        );
        assert_eq!(
            sheet.verdict.map(|decided| decided.verdict.outcome),
            Some(outcome),
            "{reference}"
        );
    }
    Ok(())
});

on_both_engines!(what_is_anothers_is_unknown, async |store| {
    let bench = Bench::set(store).await?;
    let unknown = bench.request(&bench.chef, fault("nowhere")).await;
    assert_eq!(
        unknown,
        Err(AppError::field("component", FieldProblem::Unknown))
    );
    // Another client's component, by key or by name, and one outside the contact's sites.
    assert_eq!(bench.request(&bench.chef, fault("secret")).await, unknown);
    assert_eq!(
        bench.request(&bench.chef, fault("Serveur secret")).await,
        unknown
    );
    assert_eq!(bench.request(&bench.lea, fault("quai")).await, unknown);
    let at = |site: &str| RequestInput {
        site: site.into(),
        ..fault("erp")
    };
    let no_site = bench.request(&bench.lea, at("nowhere")).await;
    assert_eq!(no_site, Err(AppError::field("site", FieldProblem::Unknown)));
    assert_eq!(bench.request(&bench.lea, at("ailleurs")).await, no_site);
    assert_eq!(bench.request(&bench.lea, at("depot")).await, no_site);
    assert!(bench.stored().await?.is_empty());

    let reference = bench.request(&bench.chef, fault("quai")).await?;
    for asker in [&bench.stranger, &bench.lea, &bench.omar] {
        assert_eq!(
            bench.one(asker, &reference).await.err(),
            Some(AppError::NotFound)
        );
        let message = ContactGesture::Message { text: "?".into() };
        assert_eq!(
            bench.interventions.0.act(asker, &reference, message).await,
            Err(AppError::NotFound)
        );
        assert_eq!(
            bench.interventions.0.follow(asker, &reference, true).await,
            Err(AppError::NotFound)
        );
        assert!(bench.interventions.0.open(asker).await?.rows.is_empty());
    }
    Ok(())
});

on_both_engines!(a_reader_asks_for_nothing, async |store| {
    let bench = Bench::set(store).await?;
    let reference = bench.request(&bench.chef, fault("erp")).await?;
    let (vera, service) = (&bench.vera, &bench.interventions.0);
    assert_eq!(service.form(vera).await.err(), Some(AppError::Forbidden));
    assert_eq!(
        bench.request(vera, fault("erp")).await,
        Err(AppError::Forbidden)
    );
    for gesture in [
        ContactGesture::Message {
            text: "Bonjour".into(),
        },
        ContactGesture::Cancel {
            expected_version: 1,
            text: String::new(),
        },
    ] {
        assert_eq!(
            service.act(vera, &reference, gesture).await,
            Err(AppError::Forbidden)
        );
    }
    assert!(bench.one(vera, &reference).await?.may.is_empty());
    // Following changes nothing for anybody else: a reader may.
    service.follow(vera, &reference, true).await?;
    assert!(bench.one(vera, &reference).await?.listed.following);
    // Each side has its own door.
    assert_eq!(
        service.open(&bench.technician).await.err(),
        Some(AppError::Forbidden)
    );
    let queue = bench.desk.0.queue(vera, &Default::default()).await;
    assert_eq!(queue.err(), Some(AppError::Forbidden));
    Ok(())
});

on_both_engines!(references_are_unique_whoever_asks_at_once, async |store| {
    let bench = Arc::new(Bench::set(store).await?);
    let mut asked = tokio::task::JoinSet::new();
    for number in 0..24 {
        let bench = Arc::clone(&bench);
        asked.spawn(async move {
            let input = RequestInput {
                request_id: format!("r{number}"),
                ..fault("erp")
            };
            bench.request(&bench.chef, input).await
        });
    }
    let mut references = Vec::new();
    while let Some(reference) = asked.join_next().await {
        references.push(reference??);
    }
    references.sort();
    let expected: Vec<String> = (1..=24)
        .map(|number| format!("AC-2026-{number:04}"))
        .collect();
    assert_eq!(references, expected);
    Ok(())
});

on_both_engines!(an_open_one_is_offered_to_follow, async |store| {
    let bench = Bench::set(store).await?;
    let reference = bench.request(&bench.chef, fault("erp")).await?;
    // Omar sees only what he asked for himself, but he sees the component.
    let preview = bench
        .interventions
        .0
        .preview(&bench.omar, &fault("erp"))
        .await?;
    assert_eq!(preview.open.len(), 1);
    assert_eq!(
        (
            preview.open[0].reference.as_str(),
            preview.open[0].title.as_deref()
        ),
        (reference.as_str(), None)
    );
    bench
        .interventions
        .0
        .follow(&bench.omar, &reference, true)
        .await?;
    let sheet = bench.one(&bench.omar, &reference).await?;
    assert!(sheet.listed.following && sheet.copies.people.len() == 1);
    assert_eq!(bench.interventions.0.open(&bench.omar).await?.rows.len(), 1);
    bench
        .interventions
        .0
        .follow(&bench.omar, &reference, false)
        .await?;
    assert_eq!(
        bench.one(&bench.omar, &reference).await.err(),
        Some(AppError::NotFound)
    );
    Ok(())
});

on_both_engines!(a_call_is_a_request_with_its_caller, async |store| {
    let bench = Bench::set(store).await?;
    let reference = bench
        .desk
        .0
        .enter_call(&bench.technician, call("chloé chef"))
        .await?;
    assert_eq!(
        bench
            .desk
            .0
            .enter_call(&bench.technician, call("chloé chef"))
            .await?,
        reference
    );
    let sheet = bench.one(&bench.chef, &reference).await?;
    assert_eq!(
        (sheet.listed.origin, sheet.listed.requester.as_deref()),
        (Origin::Phone, Some("Chloé Chef"))
    );
    assert_eq!(sheet.phone, "01 99 00 11 11");
    let mut by_name = call("Madame Inconnue");
    by_name.request.request_id = "second".into();
    by_name.request.component = "terminal du quai".into();
    let reference = bench.desk.0.enter_call(&bench.technician, by_name).await?;
    let sheet = bench.one(&bench.chef, &reference).await?;
    assert_eq!((sheet.listed.requester, sheet.timeline.len()), (None, 2));
    let refused = bench.desk.0.enter_call(&bench.technician, call("")).await;
    assert_eq!(
        refused,
        Err(AppError::field("caller", FieldProblem::Missing))
    );
    assert_eq!(
        bench.desk.0.enter_call(&bench.chef, call("x")).await,
        Err(AppError::Forbidden)
    );
    Ok(())
});

/// A filled form, read as the browser reads it.
struct Filled<'a> {
    input: &'a RequestInput,
    form: &'a app::backend::interventions::RequestForm,
}

impl Fields for Filled<'_> {
    fn field(&self, name: &str) -> String {
        let input = self.input;
        let field = match name {
            "component" => &input.component,
            "category" => &input.category,
            "site" => &input.site,
            "activity" => &input.activity,
            "impact" => &input.impact,
            "urgency" => &input.urgency,
            _ => return String::new(),
        };
        field.clone()
    }

    fn component_fact(&self, name: &str) -> Option<String> {
        let chosen = self
            .form
            .components
            .iter()
            .find(|it| it.key.as_str() == self.input.component)?;
        Some(match name {
            "category" => chosen.category.code().to_owned(),
            "sites" => chosen
                .sites
                .iter()
                .map(Key::as_str)
                .collect::<Vec<_>>()
                .join(","),
            "site" => chosen
                .only_site
                .as_ref()
                .map(Key::to_string)
                .unwrap_or_default(),
            "supervised" => chosen.supervised.to_string(),
            "name" => chosen.name.clone(),
            _ => return None,
        })
    }
}

on_both_engines!(the_browsers_verdict_is_the_servers, async |store| {
    let bench = Bench::set(store).await?;
    for asker in [&bench.chef, &bench.lea] {
        let form = bench.interventions.0.form(asker).await?;
        let known = Known {
            now: form.now,
            contracts: form.contracts.iter().map(for_the_browser).collect(),
            facts: form.facts.clone(),
            role: Some(form.role),
            names: Names::default(),
            contract_path: String::new(),
            continues: false,
        };
        // As it crosses to the browser.
        let known = Known::from_bytes(&known.to_bytes()).context("what reads back")?;
        let components = form
            .components
            .iter()
            .map(|it| (it.key.to_string(), String::new()));
        let categories = [
            (String::new(), "hardware".to_owned()),
            (String::new(), "cloud".to_owned()),
        ];
        for (component, category) in components.chain(categories) {
            for activity in [Activity::Fault, Activity::Advice, Activity::Prevention] {
                for site in std::iter::once(String::new())
                    .chain(form.sites.iter().map(|site| site.key.to_string()))
                {
                    let input = RequestInput {
                        component: component.clone(),
                        category: category.clone(),
                        activity: activity.code(),
                        site,
                        ..fault("")
                    };
                    let server = bench.interventions.0.preview(asker, &input).await?.verdict;
                    let said = asked(&Filled {
                        input: &input,
                        form: &form,
                    });
                    // A category asked for without a site, by somebody of one site: the form sends that site.
                    if component.is_empty() && input.site.is_empty() && form.sites.len() == 1 {
                        continue;
                    }
                    let browser = said.and_then(|said| known.decide(said));
                    assert_eq!(browser, server, "{input:?}");
                }
            }
        }
    }
    Ok(())
});
