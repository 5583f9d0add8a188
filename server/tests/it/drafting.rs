//! Contracts at the desk: started from a template, prepared in a draft that the client never sees, published for ever.

mod conditions;
mod publishing;
pub mod scenario;

use app::domain::contract::Terms;

use crate::on_both_engines;
use crate::portal::Who;
use scenario::{Scenario, stored};

on_both_engines!(templates_are_kept_once, async |stage| {
    let scenario = Scenario::set(stage).await?;
    let rows = stored::templates(stage).await?;
    let keys: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row.0.as_str(), row.1.as_str()))
        .collect();
    // `partial` lacks what each contract adds: it is for the file only.
    assert_eq!(keys, [("essentiel", "Essentiel")]);
    let terms: Terms = serde_json::from_str(&rows[0].2)?;
    assert_eq!(terms.lines.len(), 2);
    assert_eq!(scenario.import_again(false).await?, Vec::<String>::new());

    // A later file without it leaves it; one that says so retires it.
    let renamed = scenario::FILE.replace("title = \"Essentiel\"", "title = \"Essentiel 2026\"");
    let said = scenario.import(&renamed, false).await?;
    assert_eq!(
        said,
        ["~ template essentiel (title: “Essentiel” → “Essentiel 2026”)"]
    );
    let said = scenario
        .import(
            "[[templates]]\nkey = \"essentiel\"\nretired = true\n",
            false,
        )
        .await?;
    assert_eq!(said, ["- template essentiel"]);
    let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
    let form = admin.get("/desk/clients/morel/contracts/new").await?;
    assert!(!form.body.contains("value=\"essentiel\""));
    Ok(())
});

on_both_engines!(a_contract_starts_from_a_template, async |stage| {
    let scenario = Scenario::set(stage).await?;
    let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
    let form = admin.get("/desk/clients/morel/contracts/new").await?;
    assert!(form.body.contains("value=\"essentiel\""), "{}", form.body);

    let fields = [
        ("client", "morel"),
        ("template", "essentiel"),
        ("number", "2026-077"),
        ("title", "Contrat nouveau"),
        ("starts", "2026-04-01"),
        ("ends", "2027-03-31"),
        ("renewal", "tacit"),
        ("last_notice", "2026-12-31"),
    ];
    let page = "/desk/clients/morel/contracts/new";
    let made = admin.post(page, "/fn/create_contract", &fields).await?;
    assert_eq!(made.status, 303, "{}", made.body);
    let draft = made.location().to_owned();
    assert!(draft.starts_with("/desk/clients/morel/drafts/"), "{draft}");
    let sheet = admin.get(&draft).await?;
    assert!(sheet.body.contains("2026-077") && sheet.body.contains("2027-03-31"));

    // The same number again: refused beside its field, and nothing typed is lost.
    let again = admin.post(page, "/fn/create_contract", &fields).await?;
    let back = admin.get(again.location()).await?;
    assert!(
        back.body.contains("Cela existe déjà.") && back.body.contains("value=\"Contrat nouveau\"")
    );
    assert_eq!(
        stored::count(stage, "SELECT COUNT(*) FROM contract_drafts").await?,
        1
    );
    Ok(())
});

on_both_engines!(
    every_part_of_a_line_is_edited_by_plain_forms,
    async |stage| {
        let scenario = Scenario::set(stage).await?;
        let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
        let draft = scenario.prepare(&mut admin).await?;
        let line = format!("{}/lines/maintenance", draft.page);

        let acts: [(&str, Vec<(&str, &str)>); 8] = [
            (
                "save_line",
                vec![
                    ("title", "Maintenance étendue"),
                    ("clause", "1"),
                    ("price", "480 € HT par mois"),
                    ("billing", "fixed"),
                    ("amount", "99,50"),
                    ("clock_start", "declaration"),
                ],
            ),
            (
                "save_hours",
                vec![
                    ("day1", "8-12, 14-18"),
                    ("day6", "9:00-12:30"),
                    ("closed_on_holidays", "true"),
                ],
            ),
            (
                "save_targets",
                vec![
                    ("p1_response", "30 min"),
                    ("p1_restoration", "4 h"),
                    ("p2_response", "J+1"),
                    ("p3_none", "true"),
                    ("p4_none", "true"),
                ],
            ),
            (
                "add_scope_item",
                vec![
                    ("polarity", "excluded"),
                    ("component", "vpn"),
                    ("clause", "2"),
                    ("note", "Chez l’opérateur"),
                ],
            ),
            ("remove_scope_item", vec![("index", "0")]),
            (
                "put_clause",
                vec![
                    ("replaces", "2"),
                    ("reference", "2.1"),
                    ("title", "Exclusions"),
                    ("text", "L’opérateur."),
                ],
            ),
            (
                "put_clause",
                vec![
                    ("replaces", ""),
                    ("reference", "9"),
                    ("title", "Divers"),
                    ("text", ""),
                ],
            ),
            (
                "add_line",
                vec![
                    ("service", "helpdesk"),
                    ("title", "Assistance aux utilisateurs"),
                    ("clause", "9"),
                ],
            ),
        ];
        for (action, mut fields) in acts {
            let revision = scenario.revision(draft.id).await?;
            let id = draft.id.to_string();
            fields.extend([("client", "morel"), ("draft", &id), ("line", "maintenance")]);
            let revision = revision.to_string();
            fields.push(("expected_version", &revision));
            let done = admin.post(&line, &format!("/fn/{action}"), &fields).await?;
            assert_eq!(done.status, 303, "{action}: {}", done.body);
            assert!(
                !done.location().contains("draft="),
                "{action}: {}",
                done.location()
            );
        }
        let terms = scenario.terms(draft.id).await?;
        let line = &terms.lines[0];
        assert_eq!(
            (line.title.as_str(), line.price.as_str()),
            ("Maintenance étendue", "480 € HT par mois")
        );
        assert_eq!(
            line.billing,
            app::domain::contract::Billing::Fixed { cents: 9_950 }
        );
        assert_eq!(line.hours.week.len(), 3);
        assert!(line.hours.closed_on_holidays && !line.hours.always);
        assert_eq!(line.targets.len(), 4);
        assert!(line.targets[2].none && line.targets[3].none);
        // The first item went, the new one came and follows its clause's new reference.
        let clauses: Vec<&str> = line.scope.iter().map(|item| item.clause.as_str()).collect();
        assert_eq!(clauses, ["2.1", "2.1"]);
        assert_eq!(terms.clauses.len(), 3);
        assert_eq!(terms.lines.len(), 3);
        assert_eq!(terms.lines[2].key.as_str(), "assistance-aux-utilisateurs");

        // What was published is as it was.
        let published = stored::texts(stage, "SELECT terms FROM contract_versions").await?;
        assert!(published.iter().all(|terms| !terms.contains("480 €")));
        Ok(())
    }
);

on_both_engines!(
    the_second_of_two_editors_is_told_and_loses_nothing,
    async |stage| {
        let scenario = Scenario::set(stage).await?;
        let mut first = scenario.portal.browser_of(Who::ProviderAdmin).await?;
        let mut second = scenario.portal.browser_of(Who::ProviderAdmin).await?;
        let draft = scenario.prepare(&mut first).await?;
        let line = format!("{}/lines/maintenance", draft.page);
        let id = draft.id.to_string();
        let price = |price| {
            [
                ("client", "morel"),
                ("draft", id.as_str()),
                ("line", "maintenance"),
                ("expected_version", "1"),
                ("title", "Maintenance"),
                ("clause", "1"),
                ("billing", "included"),
                ("clock_start", "declaration"),
                ("price", price),
            ]
        };
        let kept = first
            .post(&line, "/fn/save_line", &price("500 € du premier"))
            .await?;
        assert!(kept.location().ends_with("#facts"), "{}", kept.location());
        let late = second
            .post(&line, "/fn/save_line", &price("600 € du second"))
            .await?;
        assert_eq!(late.status, 303);
        let told = second.get(late.location()).await?;
        for said in [
            "modifié entre-temps",
            "Enregistré entre-temps : 500 € du premier",
            "value=\"600 € du second\"",
            "name=\"expected_version\" value=\"2\"",
        ] {
            assert!(told.body.contains(said), "{said}: {}", told.body);
        }
        assert_eq!(
            scenario.terms(draft.id).await?.lines[0].price,
            "500 € du premier"
        );

        // A program is told too.
        let told = second.call("/fn/save_line", &price("700 €")).await?;
        assert_eq!(told.status, 409);
        Ok(())
    }
);

on_both_engines!(
    what_cannot_be_read_comes_back_as_it_was_typed,
    async |stage| {
        let scenario = Scenario::set(stage).await?;
        let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
        let draft = scenario.prepare(&mut admin).await?;
        let line = format!("{}/lines/maintenance", draft.page);
        let id = draft.id.to_string();
        let about = [
            ("client", "morel"),
            ("draft", id.as_str()),
            ("line", "maintenance"),
            ("expected_version", "1"),
        ];
        for (action, field, typed, said) in [
            ("save_hours", "day2", "matin", "Ces heures ne se lisent pas"),
            (
                "save_hours",
                "day2",
                "18:00-08:00",
                "Une plage se termine avant de commencer",
            ),
            (
                "save_hours",
                "day2",
                "08:00-12:00, 11:00-14:00",
                "Deux plages se chevauchent",
            ),
            (
                "save_targets",
                "p2_response",
                "bientôt",
                "Ce délai ne se lit pas",
            ),
        ] {
            let fields = [&about[..], &[(field, typed)]].concat();
            let refused = admin.post(&line, &format!("/fn/{action}"), &fields).await?;
            let back = admin.get(refused.location()).await?;
            assert!(
                back.body.contains(said) && back.body.contains(&format!("value=\"{typed}\"")),
                "{typed}: {}",
                back.body
            );
        }
        assert_eq!(scenario.revision(draft.id).await?, 1);
        Ok(())
    }
);

on_both_engines!(a_draft_is_found_under_its_client_only, async |stage| {
    let scenario = Scenario::set(stage).await?;
    let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
    let draft = scenario.prepare(&mut admin).await?;
    let unknown = admin.get("/desk/clients/morel/drafts/123").await?;
    assert_eq!(unknown.status, 404);
    for tail in ["", "/preview", "/lines/maintenance"] {
        for path in [
            format!("/desk/clients/clinique/drafts/{}{tail}", draft.id),
            format!("/desk/clients/nobody/drafts/{}{tail}", draft.id),
            format!("/desk/clients/morel/drafts/123{tail}"),
        ] {
            let reply = admin.get(&path).await?;
            assert_eq!(
                (reply.status.as_u16(), &reply.body),
                (404, &unknown.body),
                "{path}"
            );
        }
    }
    let id = draft.id.to_string();
    for client in ["clinique", "nobody"] {
        let fields = [
            ("client", client),
            ("draft", id.as_str()),
            ("expected_version", "1"),
        ];
        for action in [
            "publish_draft",
            "discard_draft",
            "remove_line",
            "remove_clause",
        ] {
            let reply = admin
                .call(
                    &format!("/fn/{action}"),
                    &[&fields[..], &[("line", "maintenance")]].concat(),
                )
                .await?;
            assert_eq!(reply.status, 404, "{action} of {client}");
        }
    }
    Ok(())
});

on_both_engines!(a_draft_is_the_administrators_alone, async |stage| {
    let scenario = Scenario::set(stage).await?;
    let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
    let draft = scenario.prepare(&mut admin).await?;
    let id = draft.id.to_string();
    // A mark in everything that the draft says.
    for (action, fields) in [
        (
            "save_draft",
            vec![
                ("title", "CANARI-TITRE"),
                ("starts", "2026-04-01"),
                ("renewal", "none"),
                ("observation_hours", "48"),
            ],
        ),
        (
            "put_clause",
            vec![
                ("reference", "77"),
                ("title", "CANARI-CLAUSE"),
                ("text", "CANARI-TEXTE"),
            ],
        ),
    ] {
        let revision = scenario.revision(draft.id).await?.to_string();
        let about = [
            ("client", "morel"),
            ("draft", id.as_str()),
            ("expected_version", revision.as_str()),
        ];
        let done = admin
            .call(
                &format!("/fn/{action}"),
                &[&about[..], &fields[..]].concat(),
            )
            .await?;
        assert_eq!(done.status, 200, "{action}: {}", done.body);
    }
    for who in [
        Who::Technician,
        Who::Dispatcher,
        Who::ClientAdmin,
        Who::Stranger,
    ] {
        let mut browser = scenario.portal.browser_of(who).await?;
        assert_eq!(browser.get(&draft.page).await?.status, 403, "{who:?}");
        for path in [
            "/contract",
            "/desk/clients/morel",
            "/desk/clients/morel/contract",
            "/",
            "/interventions/new",
        ] {
            let seen = browser.get(path).await?;
            assert!(!seen.body.contains("CANARI"), "{who:?} {path}");
        }
        let refused = browser
            .call(
                "/fn/prepare_version",
                &[("client", "morel"), ("number", "2026-001")],
            )
            .await?;
        assert_eq!(refused.status, 403, "{who:?}");
    }
    assert!(admin.get(&draft.page).await?.body.contains("CANARI-TITRE"));
    Ok(())
});
