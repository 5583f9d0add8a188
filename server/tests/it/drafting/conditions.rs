//! What stands beside lines and clauses: on call, catalogue, exceptional days, priorities, holds, approval, hour book.

use app::domain::access::Role;
use app::domain::contract::{
    Activity, Billing, FormFieldKind, HolidayZone, PLAIN_LEVELS, Polarity, Priority, Target,
};

use super::scenario::{Draft, Scenario, stored};
use crate::on_both_engines;
use crate::portal::{Browser, Reply, Who};

/// Posts one form of a page of the draft, as it is now.
async fn post(
    scenario: &Scenario,
    admin: &mut Browser,
    draft: &Draft,
    (action, fields): (&str, &[(&str, &str)]),
) -> anyhow::Result<Reply> {
    let (id, revision) = (
        draft.id.to_string(),
        scenario.revision(draft.id).await?.to_string(),
    );
    let about = [
        ("client", "morel"),
        ("draft", id.as_str()),
        ("line", "maintenance"),
        ("expected_version", revision.as_str()),
    ];
    let page = format!("{}/lines/maintenance", draft.page);
    let fields = [&about[..], fields].concat();
    admin.post(&page, &format!("/fn/{action}"), &fields).await
}

async fn done(
    scenario: &Scenario,
    admin: &mut Browser,
    draft: &Draft,
    form: (&str, &[(&str, &str)]),
) -> anyhow::Result<String> {
    let reply = post(scenario, admin, draft, form).await?;
    assert_eq!(reply.status, 303, "{}: {}", form.0, reply.body);
    let location = reply.location().to_owned();
    assert!(!location.contains("draft="), "{}: {location}", form.0);
    Ok(location)
}

const ON_CALL: (&str, &[(&str, &str)]) = (
    "save_on_call",
    &[
        ("on_p1", "true"),
        ("by_phone", "true"),
        ("price", "120 € HT l’appel"),
        ("clause", "1"),
        ("day6", "8-20"),
        ("p1_response", "30 min"),
        ("p1_restoration", "4 h"),
    ],
);

const ARRIVAL: (&str, &[(&str, &str)]) = (
    "put_catalogue_item",
    &[
        ("item", ""),
        ("title", "Arrivée d’un collaborateur"),
        ("title_en", "New starter"),
        ("clause", "1"),
        ("delay", "J+3"),
        ("billing", "fixed"),
        ("amount", "60"),
        ("questions[q0.label]", "Nom et prénom"),
        ("questions[q0.label_en]", "Full name"),
        ("questions[q0.kind]", "text"),
        ("questions[q0.required]", "true"),
        ("questions[q1.label]", "Premier jour"),
        ("questions[q1.kind]", "date"),
        ("questions[q2.label]", ""),
        ("questions[q2.kind]", "text"),
    ],
);

on_both_engines!(every_condition_is_edited_by_plain_forms, async |stage| {
    let scenario = Scenario::set(stage).await?;
    let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
    let draft = scenario.prepare(&mut admin).await?;
    let forms: [(&str, &[(&str, &str)]); 14] = [
        ON_CALL,
        (
            "add_scope_item",
            &[
                ("of", "on_call"),
                ("polarity", "included"),
                ("component", "erp"),
                ("clause", "1"),
            ],
        ),
        (
            "put_exception",
            &[("of", "on_call"), ("date", "2026-12-25"), ("note", "Noël")],
        ),
        (
            "save_hours",
            &[
                ("day1", "8-18"),
                ("closed_on_holidays", "true"),
                ("holidays", "FR-ALSACE-MOSELLE"),
                ("good_friday", "true"),
                ("whit_monday_worked", "true"),
            ],
        ),
        (
            "put_exception",
            &[("of", "service"), ("date", "2026-12-24"), ("open", "8-18")],
        ),
        // The same day again takes its place.
        (
            "put_exception",
            &[
                ("of", "service"),
                ("date", "2026-12-24"),
                ("open", "8-12"),
                ("note", "Veille de Noël"),
            ],
        ),
        (
            "put_exception",
            &[("of", "service"), ("date", "2026-12-31"), ("open", "")],
        ),
        (
            "remove_exception",
            &[("of", "service"), ("date", "2026-12-31")],
        ),
        ARRIVAL,
        (
            "put_catalogue_item",
            &[
                ("item", "arrivee-d-un-collaborateur"),
                ("title", "Arrivée"),
                ("clause", "1"),
                ("billing", "as_line"),
                ("questions[q0.key]", "nom-et-prenom"),
                ("questions[q0.label]", "Nom"),
                ("questions[q0.kind]", "text"),
                ("questions[q1.key]", "premier-jour"),
                ("questions[q1.label]", ""),
            ],
        ),
        (
            "save_hold_reasons",
            &[(
                "reasons",
                "pièce commandée\n\n accès refusé \npièce commandée",
            )],
        ),
        (
            "save_approval",
            &[
                ("clause", "1"),
                ("above", "500"),
                ("activities[catalogue:arrivee-d-un-collaborateur]", "true"),
                ("roles[requester]", "true"),
            ],
        ),
        (
            "save_hour_book",
            &[
                ("clause", "1"),
                ("hours", "40"),
                ("warnings", "10 h, 90 min"),
            ],
        ),
        ("save_priorities", &[("scheme", "levels")]),
    ];
    for form in forms {
        done(&scenario, &mut admin, &draft, form).await?;
        if form == ARRIVAL {
            let item = scenario.terms(draft.id).await?.lines[0].catalogue[0].clone();
            assert_eq!(item.billing, Some(Billing::Fixed { cents: 6_000 }));
            assert_eq!(item.delay, Some(Target::WorkingDaysSameHour(3)));
            let kinds: Vec<_> = item
                .form
                .iter()
                .map(|field| (field.kind, field.required))
                .collect();
            assert_eq!(
                kinds,
                [(FormFieldKind::Text, true), (FormFieldKind::Date, false)]
            );
            assert_eq!(
                (
                    item.form[0].label_en.as_str(),
                    item.form[1].label_en.as_str()
                ),
                ("Full name", "Premier jour")
            );
        }
    }
    let terms = scenario.terms(draft.id).await?;
    let line = &terms.lines[0];
    let on_call = line
        .on_call
        .clone()
        .unwrap_or_else(|| panic!("nobody is on call"));
    assert_eq!(on_call.priorities, [Priority::P1]);
    assert_eq!((on_call.targets.len(), on_call.by_phone), (1, true));
    assert_eq!(
        on_call.targets[0].restoration,
        Some(Target::OpenMinutes(240))
    );
    assert_eq!(
        (on_call.price.as_str(), on_call.clause.as_str()),
        ("120 € HT l’appel", "1")
    );
    assert_eq!(on_call.scope.len(), 1);
    assert_eq!(on_call.scope[0].polarity, Polarity::Included);
    assert_eq!(on_call.hours.exceptions[0].note, "Noël");
    assert!(on_call.hours.exceptions[0].open.is_empty());
    let holidays = line.hours.holidays.unwrap_or_else(|| panic!("no holidays"));
    assert!(holidays.zone == HolidayZone::AlsaceMoselle && holidays.good_friday);
    assert!(line.hours.whit_monday_worked);
    let days: Vec<_> = line
        .hours
        .exceptions
        .iter()
        .map(|day| (day.date.to_string(), day.open.len(), day.note.as_str()))
        .collect();
    assert_eq!(days, [("2026-12-24".to_owned(), 1, "Veille de Noël")]);
    assert_eq!(line.catalogue.len(), 1);
    let arrival = &line.catalogue[0];
    assert_eq!(
        (arrival.title.as_str(), &arrival.billing, arrival.delay),
        ("Arrivée", &None, None)
    );
    assert_eq!(arrival.form.len(), 1);
    assert_eq!(
        (arrival.form[0].key.as_str(), arrival.form[0].label.as_str()),
        ("nom-et-prenom", "Nom")
    );
    assert_eq!(
        (arrival.form[0].kind, arrival.form[0].required),
        (FormFieldKind::Text, false)
    );
    assert_eq!(terms.hold_reasons, ["pièce commandée", "accès refusé"]);
    let approval = terms.approval.clone().unwrap_or_default();
    assert_eq!(
        (approval.above_cents, approval.roles.as_slice()),
        (Some(50_000), &[Role::Requester][..])
    );
    assert_eq!(
        approval.activities,
        [Activity::Catalogue(arrival.key.clone())]
    );
    let book = terms
        .hour_book
        .clone()
        .unwrap_or_else(|| panic!("no hour book"));
    assert_eq!(
        (book.minutes, book.warnings.as_slice()),
        (2_400, &[600, 90][..])
    );
    assert_eq!(terms.priority_matrix, Some(PLAIN_LEVELS));

    // What is stored stands in the forms.
    let page = admin
        .get(&format!(
            "{}/lines/maintenance?item=arrivee-d-un-collaborateur",
            draft.page
        ))
        .await?;
    for said in [
        "120 € HT l’appel",
        "Veille de Noël",
        "value=\"Arrivée\"",
        "value=\"nom-et-prenom\"",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    let page = admin.get(&draft.page).await?;
    for said in ["accès refusé", "value=\"40\"", "10 h, 1 h 30"] {
        assert!(page.body.contains(said), "{said}");
    }

    // And each can go again.
    for form in [
        (
            "remove_scope_item",
            &[("of", "on_call"), ("index", "0")][..],
        ),
        ("remove_on_call", &[]),
        ("save_approval", &[]),
        ("save_hour_book", &[]),
        (
            "remove_catalogue_item",
            &[("item", "arrivee-d-un-collaborateur")],
        ),
        ("save_priorities", &[("scheme", "default")]),
        ("save_hold_reasons", &[("reasons", "")]),
    ] {
        done(&scenario, &mut admin, &draft, form).await?;
    }
    let terms = scenario.terms(draft.id).await?;
    let line = &terms.lines[0];
    assert!(line.on_call.is_none() && line.catalogue.is_empty());
    assert!(terms.approval.is_none() && terms.hour_book.is_none() && terms.hold_reasons.is_empty());
    assert_eq!(terms.priority_matrix, None);
    Ok(())
});

on_both_engines!(what_does_not_fit_is_told_at_its_field, async |stage| {
    let scenario = Scenario::set(stage).await?;
    let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
    let draft = scenario.prepare(&mut admin).await?;
    for (action, fields, said) in [
        ("save_on_call", &[("price", "1 €")][..], "À remplir."),
        (
            "save_on_call",
            &[("on_p1", "true"), ("day2", "18-8")],
            "Une plage se termine avant de commencer.",
        ),
        (
            "put_exception",
            &[("of", "service"), ("date", "bientôt"), ("open", "8-12")],
            "Ce n’est pas une date.",
        ),
        (
            "put_exception",
            &[
                ("of", "service"),
                ("date", "2026-12-24"),
                ("open", "8-12, 11-14"),
            ],
            "Deux plages se chevauchent.",
        ),
        (
            "put_catalogue_item",
            &[
                ("item", ""),
                ("title", "Arrivée"),
                ("clause", "1"),
                ("billing", "as_line"),
                ("delay", "vite"),
            ],
            "Ce délai ne se lit pas.",
        ),
        (
            "put_catalogue_item",
            &[
                ("item", ""),
                ("title", "Arrivée"),
                ("clause", "1"),
                ("billing", "fixed"),
            ],
            "Ce n’est pas un nombre possible ici.",
        ),
        (
            "put_catalogue_item",
            &[
                ("item", ""),
                ("title", "Arrivée"),
                ("clause", "1"),
                ("billing", "as_line"),
                ("questions[q0.label]", "Nom"),
                ("questions[q0.kind]", "text"),
                ("questions[q1.label]", "Nom"),
                ("questions[q1.kind]", "text"),
            ],
            "Cela existe déjà.",
        ),
    ] {
        let refused = post(&scenario, &mut admin, &draft, (action, fields)).await?;
        let back = admin.get(refused.location()).await?;
        assert!(back.body.contains(said), "{action} {fields:?}");
    }
    let page = draft.page.clone();
    for (action, fields, said) in [
        (
            "save_approval",
            &[("above", "beaucoup")][..],
            "Ce n’est pas un nombre possible ici.",
        ),
        (
            "save_hour_book",
            &[("hours", "10"), ("warnings", "5 h, 20 h")],
            "Cela contredit le reste",
        ),
        (
            "save_priorities",
            &[("scheme", "autre")],
            "Ce choix n’existe pas.",
        ),
    ] {
        let id = draft.id.to_string();
        let about = [
            ("client", "morel"),
            ("draft", id.as_str()),
            ("expected_version", "1"),
        ];
        let refused = admin
            .post(
                &page,
                &format!("/fn/{action}"),
                &[&about[..], fields].concat(),
            )
            .await?;
        let back = admin.get(refused.location()).await?;
        assert!(back.body.contains(said), "{action} {fields:?}");
    }
    assert_eq!(scenario.revision(draft.id).await?, 1);
    Ok(())
});

on_both_engines!(
    the_desk_refuses_to_publish_what_the_import_refuses,
    async |stage| {
        let scenario = Scenario::set(stage).await?;
        let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
        let draft = scenario.prepare(&mut admin).await?;
        for (form, said) in [
            (
                ("save_hours", &[("day1", "8-18"), ("holidays", "FR")][..]),
                "ne disent rien tant que la prestation travaille les jours fériés",
            ),
            (
                (
                    "save_hours",
                    &[("day1", "8-18"), ("whit_monday_worked", "true")],
                ),
                "Pentecôte travaillé ne dit rien",
            ),
            (
                (
                    "save_hours",
                    &[
                        ("day1", "8-18"),
                        ("closed_on_holidays", "true"),
                        ("holidays", "FR"),
                        ("good_friday", "true"),
                    ],
                ),
                "férié qu’en Alsace-Moselle",
            ),
            (
                ("save_approval", &[("clause", "1")]),
                "Rien ne demande de validation",
            ),
        ] {
            done(&scenario, &mut admin, &draft, form).await?;
            let sheet = admin.get(&draft.page).await?;
            assert!(sheet.body.contains(said), "{said}");
            let refused = post(&scenario, &mut admin, &draft, ("publish_draft", &[])).await?;
            assert!(
                refused.location().contains("draft="),
                "{}",
                refused.location()
            );
        }
        assert_eq!(
            stored::count(stage, "SELECT COUNT(*) FROM contract_versions").await?,
            1
        );
        Ok(())
    }
);

on_both_engines!(
    a_draft_published_twice_leads_to_its_version,
    async |stage| {
        let scenario = Scenario::set(stage).await?;
        let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
        let draft = scenario.prepare(&mut admin).await?;
        done(
            &scenario,
            &mut admin,
            &draft,
            ("save_priorities", &[("scheme", "levels")]),
        )
        .await?;
        let id = draft.id.to_string();
        let revision = scenario.revision(draft.id).await?.to_string();
        let fields = [
            ("client", "morel"),
            ("draft", id.as_str()),
            ("expected_version", revision.as_str()),
        ];
        for _ in 0..2 {
            let made = admin
                .post(
                    &format!("{}/preview", draft.page),
                    "/fn/publish_draft",
                    &fields,
                )
                .await?;
            assert_eq!(
                (made.status.as_u16(), made.location()),
                (303, "/desk/clients/morel/contract"),
                "{}",
                made.body
            );
        }
        assert_eq!(
            stored::count(stage, "SELECT COUNT(*) FROM contract_versions").await?,
            2
        );
        let published = "SELECT COUNT(*) FROM audit_log WHERE action = 'contract_published'";
        assert_eq!(stored::count(stage, published).await?, 1);
        // Under another client it does not exist.
        let elsewhere = [
            ("client", "clinique"),
            ("draft", id.as_str()),
            ("expected_version", revision.as_str()),
        ];
        let unknown = admin
            .post(
                &format!("{}/preview", draft.page),
                "/fn/publish_draft",
                &elsewhere,
            )
            .await?;
        assert_eq!(unknown.status, 404);
        Ok(())
    }
);

on_both_engines!(four_plain_levels_are_one_question, async |stage| {
    let scenario = Scenario::set(stage).await?;
    let mut requester = scenario.portal.browser_of(Who::Requester).await?;
    let two = requester.get("/interventions/new").await?;
    assert!(two.body.contains("Qui est gêné") && !two.body.contains("P1 · bloquant</label>"));
    let text = "UPDATE contract_versions SET terms = REPLACE(terms, '\"priority_matrix\":null', '\"priority_matrix\":[[1,2,3,4],[1,2,3,4],[1,2,3,4]]')";
    assert_eq!(stored::run(stage, text).await?, 1);
    for path in ["/interventions/new", "/contract/covered"] {
        let one = requester.get(path).await?;
        assert!(!one.body.contains("Qui est gêné"), "{path}");
        assert!(
            one.body.contains("À quel point est-ce gênant"),
            "{path}: {}",
            one.body
        );
    }
    let asked = "/interventions/new?component=erp&impact=1&urgency=3";
    let verdict = requester.get(asked).await?;
    assert!(verdict.body.contains("P3 · mineur"), "{}", verdict.body);
    let mut technician = scenario.portal.browser_of(Who::Technician).await?;
    let call = technician.get("/desk/call?client=morel").await?;
    assert!(
        call.body.contains("À quel point est-ce gênant"),
        "{}",
        call.body
    );
    Ok(())
});
