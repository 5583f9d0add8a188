//! The preview, and publishing: refused whole or stored for ever; an import afterwards does not undo it unasked.

use app::domain::component::Key;
use app::domain::contract::{Billing, Terms};
use server::import::read;

use super::scenario::{FILE, Scenario, stored};
use crate::on_both_engines;
use crate::portal::{Browser, Who};

async fn act(
    scenario: &Scenario,
    admin: &mut Browser,
    draft: i64,
    action: &str,
    fields: &[(&str, &str)],
) -> anyhow::Result<crate::portal::Reply> {
    let (id, revision) = (
        draft.to_string(),
        scenario.revision(draft).await?.to_string(),
    );
    let about = [
        ("client", "morel"),
        ("draft", id.as_str()),
        ("expected_version", revision.as_str()),
    ];
    admin
        .call(&format!("/fn/{action}"), &[&about[..], fields].concat())
        .await
}

on_both_engines!(
    a_version_is_published_and_holds_on_its_date,
    async |stage| {
        let scenario = Scenario::set(stage).await?;
        let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
        let draft = scenario.prepare(&mut admin).await?;
        // The clock stands on 2 March 2026: the next version is proposed for 1 April.
        let sheet = admin.get(&draft.page).await?;
        assert!(
            sheet.body.contains("value=\"2026-04-01\"")
                && sheet.body.contains("value=\"2026-12-31\""),
            "{}",
            sheet.body
        );

        // Archive gains repair, the VPN loses prevention.
        let terms = scenario.terms(draft.id).await?;
        let archive = terms.lines[0]
            .scope
            .iter()
            .position(|item| item.component.is_some());
        let archive = archive.unwrap_or_default().to_string();
        for (action, fields) in [
            (
                "remove_scope_item",
                vec![("line", "maintenance"), ("index", archive.as_str())],
            ),
            (
                "add_scope_item",
                vec![
                    ("line", "infogerance"),
                    ("polarity", "excluded"),
                    ("component", "vpn"),
                    ("site", "sud"),
                    ("clause", "2"),
                ],
            ),
            (
                "save_targets",
                vec![
                    ("line", "maintenance"),
                    ("p1_response", "30 min"),
                    ("p1_restoration", "8 h"),
                    ("p2_none", "true"),
                    ("p3_none", "true"),
                    ("p4_none", "true"),
                ],
            ),
        ] {
            let done = act(&scenario, &mut admin, draft.id, action, &fields).await?;
            assert_eq!(done.status, 200, "{action}: {}", done.body);
        }
        let preview = admin.get(&format!("{}/preview", draft.page)).await?;
        let (_, lost) = preview
            .body
            .split_once("data-cover=\"lost\"")
            .unwrap_or_default();
        let (lost, gained) = lost.split_once("data-cover=\"gained\"").unwrap_or_default();
        let (gained, _) = gained.split_once("</section>").unwrap_or_default();
        assert!(
            lost.contains("VPN (Sud seulement)") && !lost.contains("Archive"),
            "{lost}"
        );
        assert!(
            gained.contains("Archive") && !gained.contains("VPN"),
            "{gained}"
        );
        assert!(
            preview.body.contains("30\u{a0}min (auparavant 1\u{a0}h)"),
            "{}",
            preview.body
        );

        let published = act(&scenario, &mut admin, draft.id, "publish_draft", &[]).await?;
        assert_eq!(published.status, 200, "{}", published.body);
        assert_eq!(
            stored::count(stage, "SELECT COUNT(*) FROM contract_drafts").await?,
            0
        );
        assert_eq!(
            stored::texts(stage, "SELECT origin FROM contracts").await?,
            ["desk"]
        );
        let log = stored::audit(stage).await?;
        let actions: Vec<(&str, i64, Option<i64>, &str)> = log
            .iter()
            .map(|line| {
                (
                    line.action.as_str(),
                    line.staff_id,
                    line.client_id,
                    line.address.as_str(),
                )
            })
            .collect();
        assert_eq!(
            actions,
            [
                ("draft_started", 33, Some(1), "203.0.113.7"),
                ("contract_published", 33, Some(1), "203.0.113.7")
            ]
        );
        let details = format!(
            r#"{{"draft":"{}","number":"2026-001","version":2}}"#,
            draft.id
        );
        assert_eq!(log[1].details, details);

        // The client reads it at once, and is covered by it from its first minute in Paris.
        let mut contact = scenario.portal.browser_of(Who::ClientAdmin).await?;
        let page = contact.get("/contract").await?;
        assert!(
            page.body.contains("à venir") && page.body.contains("version\u{a0}1, en vigueur"),
            "{}",
            page.body
        );
        let starts = stored::count(
            stage,
            "SELECT starts_at FROM contract_versions WHERE version = 2",
        )
        .await?;
        assert_eq!(starts, 1_774_994_400_000);
        stage.clock().set_ms(starts - 1);
        assert!(contact_sees(&scenario, 1).await?);
        stage.clock().set_ms(starts);
        assert!(contact_sees(&scenario, 2).await?);
        Ok(())
    }
);

/// A new session: a month has passed for the old one.
async fn contact_sees(scenario: &Scenario, version: u32) -> anyhow::Result<bool> {
    let mut contact = scenario.portal.browser_of(Who::ClientAdmin).await?;
    let page = contact.get("/contract").await?;
    Ok(page
        .body
        .contains(&format!("version\u{a0}{version}, en vigueur")))
}

on_both_engines!(
    what_is_wrong_is_refused_with_its_place_and_nothing_is_stored,
    async |stage| {
        let scenario = Scenario::set(stage).await?;
        let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
        let draft = scenario.prepare(&mut admin).await?;
        let sound = scenario.terms(draft.id).await?;
        type Spoil = fn(&mut Terms);
        let change: [(&str, &str, Spoil); 6] = [
            ("lines/maintenance/scope", "unknown", |terms| {
                terms.lines[0].scope[0].component = Key::new("imprimante").ok();
            }),
            ("lines/maintenance/scope", "unknown", |terms| {
                terms.lines[0].scope[0].site = Key::new("ouest").ok();
            }),
            ("lines/maintenance/hours", "missing", |terms| {
                terms.lines[0].hours.week.clear()
            }),
            ("lines/maintenance/hours", "reversed", |terms| {
                let open = &mut terms.lines[0].hours.week[0];
                (open.from, open.to) = (open.to, open.from);
            }),
            ("lines/maintenance/hours", "overlaps", |terms| {
                let week = &mut terms.lines[0].hours.week;
                week.push(week[0].clone());
            }),
            ("lines/maintenance/targets", "missing", |terms| {
                let targets = &mut terms.lines[0].targets[0];
                (targets.response, targets.restoration) = (None, None);
            }),
        ];
        for (place, problem, change) in change {
            let mut terms = sound.clone();
            change(&mut terms);
            scenario.put_terms(draft.id, &terms).await?;
            let refused = act(&scenario, &mut admin, draft.id, "publish_draft", &[]).await?;
            assert_eq!(refused.status, 422, "{place}");
            let said: serde_json::Value = serde_json::from_str(&refused.body)?;
            assert_eq!(said["fields"][0]["field"], place);
            assert_eq!(said["fields"][0]["problem"], problem);
            // In words on the draft's page, and no button to publish it.
            let page = admin.get(&format!("{}/preview", draft.page)).await?;
            assert!(page.body.contains("À corriger avant de publier"), "{place}");
            assert!(!page.body.contains("/fn/publish_draft"), "{place}");
        }
        scenario.put_terms(draft.id, &sound).await?;
        let early = [
            ("title", "Contrat"),
            ("starts", "2026-01-01"),
            ("renewal", "none"),
            ("observation_hours", "48"),
        ];
        assert_eq!(
            act(&scenario, &mut admin, draft.id, "save_draft", &early)
                .await?
                .status,
            200
        );
        let refused = act(&scenario, &mut admin, draft.id, "publish_draft", &[]).await?;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("too_early"), "{}", refused.body);

        assert_eq!(
            stored::count(stage, "SELECT COUNT(*) FROM contract_versions").await?,
            1
        );
        assert_eq!(
            stored::count(
                stage,
                "SELECT COUNT(*) FROM audit_log WHERE action = 'contract_published'"
            )
            .await?,
            0
        );
        assert_eq!(
            stored::texts(stage, "SELECT origin FROM contracts").await?,
            ["import"]
        );
        Ok(())
    }
);

/// The import refuses what the page refuses, with its line.
#[test]
fn the_import_refuses_the_same() {
    for (from, to, reason) in [
        ("restoration = \"8h\"", "none = true", "beside a target"),
        (
            "{ priority = \"p2\", response = \"4h\" }",
            "{ priority = \"p2\" }",
            "p2",
        ),
        (
            "mon-fri 08:00-18:00",
            "mon-fri 08:00-12:00 11:00-18:00",
            "overlap",
        ),
        (
            "service = \"corrective\"\ntitle = \"Maintenance\"",
            "service = \"helpdesk\"\ntitle = \"Maintenance\"",
            "never a restoration",
        ),
        (
            "excluded = [{ component = \"archive\", clause = \"2\" }]",
            "excluded = [{ component = \"archive\", clause = \"7\" }]",
            "clause 7 is quoted",
        ),
    ] {
        let changed = FILE.replacen(from, to, 1);
        assert_ne!(changed, FILE, "{from}");
        let provider = "[provider]\nname = \"Essai\"\nphone_day = \"01 99 00 00 01\"\n";
        let text = format!("{provider}{changed}");
        let file = read("essai.toml", &text, &|_| Err("no other file".to_owned()));
        let refused =
            server::import::check_without_database(&file, server::import::plan::Manner::default());
        let said = refused
            .err()
            .map_or_else(String::new, |refusal| refusal.to_string());
        assert!(
            said.contains(reason) && said.starts_with("essai.toml, line "),
            "{reason}: {said}"
        );
    }
}

on_both_engines!(an_import_does_not_undo_the_desk_unasked, async |stage| {
    let scenario = Scenario::set(stage).await?;
    let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
    let draft = scenario.prepare(&mut admin).await?;
    assert_eq!(
        act(&scenario, &mut admin, draft.id, "publish_draft", &[])
            .await?
            .status,
        200
    );

    // The file that describes what is stored still says nothing new.
    assert_eq!(scenario.import_again(false).await?, Vec::<String>::new());
    let more = FILE.replace(
        "renewal = \"tacit\" },\n]\n",
        "renewal = \"tacit\" },\n  { number = \"2026-001\", title = \"Contrat signé\", template = \"essentiel\", version = 3, starts = 2026-07-01 },\n]\n",
    );
    let suspended = FILE.replace(
        "renewal = \"tacit\"",
        "renewal = \"tacit\", status = \"suspended\"",
    );
    for text in [&more, &suspended] {
        assert_ne!(text, FILE);
        let refused = scenario.import(text, false).await;
        let said = refused
            .err()
            .map_or_else(String::new, |error| error.to_string());
        assert!(
            said.contains("was changed at the desk") && said.contains("--take-over"),
            "{said}"
        );
    }
    assert_eq!(
        stored::count(stage, "SELECT COUNT(*) FROM contract_versions").await?,
        2
    );
    scenario.import(&more, true).await?;
    assert_eq!(
        stored::count(stage, "SELECT COUNT(*) FROM contract_versions").await?,
        3
    );
    assert_eq!(
        stored::texts(stage, "SELECT origin FROM contracts").await?,
        ["import"]
    );
    Ok(())
});

on_both_engines!(
    a_new_contract_is_published_and_a_draft_discarded,
    async |stage| {
        let scenario = Scenario::set(stage).await?;
        let mut admin = scenario.portal.browser_of(Who::ProviderAdmin).await?;
        let fields = [
            ("client", "clinique"),
            ("template", ""),
            ("number", "C-1"),
            ("title", "Contrat"),
            ("starts", "2026-03-02"),
            ("renewal", "none"),
        ];
        let made = admin
            .post(
                "/desk/clients/clinique/contracts/new",
                "/fn/create_contract",
                &fields,
            )
            .await?;
        let page = made.location().to_owned();
        assert!(
            admin
                .get(&page)
                .await?
                .body
                .contains("Un contrat comporte au moins une prestation.")
        );
        let id = page.rsplit('/').next().unwrap_or_default().to_owned();
        let at = |revision: &'static str| {
            [
                ("client", "clinique"),
                ("draft", id.as_str()),
                ("expected_version", revision),
            ]
        };
        assert_eq!(admin.call("/fn/publish_draft", &at("1")).await?.status, 422);

        let mut terms: Terms = serde_json::from_str(&stored::templates(stage).await?[0].2)?;
        terms.lines[0].scope.retain(|item| item.component.is_none());
        terms.lines[0].billing = Billing::Chargeable;
        scenario.put_terms(id.parse()?, &terms).await?;
        let published = admin.call("/fn/publish_draft", &at("1")).await?;
        assert_eq!(published.status, 200, "{}", published.body);
        let mut contact = scenario.portal.browser_of(Who::Stranger).await?;
        assert!(contact.get("/contract").await?.body.contains("C-1"));
        // Twice is once.
        let versions = "SELECT COUNT(*) FROM contract_versions";
        let before = stored::count(stage, versions).await?;
        assert_eq!(admin.call("/fn/publish_draft", &at("1")).await?.status, 200);
        assert_eq!(stored::count(stage, versions).await?, before);

        let draft = scenario.prepare(&mut admin).await?;
        assert_eq!(
            scenario.prepare(&mut admin).await?.id,
            draft.id,
            "one draft for each contract"
        );
        assert_eq!(
            act(&scenario, &mut admin, draft.id, "discard_draft", &[])
                .await?
                .status,
            200
        );
        assert_eq!(admin.get(&draft.page).await?.status, 404);
        assert_ne!(scenario.prepare(&mut admin).await?.id, draft.id);
        Ok(())
    }
);
