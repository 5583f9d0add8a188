//! The complete example of the documentation.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use app::domain::component::Category;
use app::domain::contract::{Billing, HourRule, Polarity, Priority, ServiceLine, Target, Terms};
use server::import::plan::Manner;
use server::import::{ReadFile, Report};
use server::store::Store;

use super::{count, texts};
use crate::on_both_engines;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/import")
}

fn example() -> anyhow::Result<ReadFile> {
    let text = std::fs::read_to_string(folder().join("vigie.toml"))?;
    let open = |name: &str| {
        std::fs::read_to_string(folder().join(name)).map_err(|error| error.to_string())
    };
    Ok(server::import::read("vigie.toml", &text, &open))
}

async fn import(store: &Store) -> anyhow::Result<Report> {
    Ok(server::import::import(store, example()?, Manner::default()).await?)
}

on_both_engines!(it_is_imported_once, async |stage| {
    let first = import(stage).await?;
    assert_eq!(count(stage, "SELECT COUNT(*) FROM clients").await?, 2);
    assert_eq!(count(stage, "SELECT COUNT(*) FROM components").await?, 12);
    assert_eq!(count(stage, "SELECT COUNT(*) FROM checks").await?, 4);
    assert_eq!(
        count(stage, "SELECT COUNT(*) FROM contract_versions").await?,
        2
    );
    assert_eq!(
        count(stage, "SELECT COUNT(*) FROM matching_rules").await?,
        3
    );
    assert_eq!(
        count(stage, "SELECT COUNT(*) FROM component_dependencies").await?,
        8
    );
    // Three of the staff, four contacts.
    assert_eq!(first.invitations.len(), 7);

    let second = import(stage).await?;
    assert_eq!(second.changes, []);
    assert!(second.invitations.is_empty());
    assert_eq!(count(stage, "SELECT COUNT(*) FROM account_links").await?, 7);
    Ok(())
});

on_both_engines!(checking_changes_nothing, async |stage| {
    let report = server::import::check(stage, example()?, Manner::default()).await?;
    assert!(report.changes.len() > 30);
    for table in [
        "SELECT COUNT(*) FROM provider",
        "SELECT COUNT(*) FROM clients",
        "SELECT COUNT(*) FROM account_links",
        "SELECT COUNT(*) FROM outbox",
    ] {
        assert_eq!(count(stage, table).await?, 0, "{table}");
    }
    Ok(())
});

on_both_engines!(a_running_server_is_told, async |stage| {
    import(stage).await?;
    let told = texts(stage, "SELECT kind FROM outbox WHERE kind = 'board'").await?;
    // Each client's stream, and the staff's.
    assert_eq!(told, ["board", "board", "board"]);
    let before = count(stage, "SELECT COUNT(*) FROM outbox").await?;
    import(stage).await?;
    let after = count(stage, "SELECT COUNT(*) FROM outbox").await?;
    assert_eq!(before, after);
    Ok(())
});

on_both_engines!(links_of_new_accounts_are_stored_as_digests, async |stage| {
    let report = import(stage).await?;
    let stored = texts(stage, "SELECT token_hash FROM account_links").await?;
    for invitation in &report.invitations {
        let token = invitation
            .path
            .strip_prefix("/activate/")
            .context("a path")?;
        assert!(token.len() >= 43, "256 bits at least");
        assert!(
            stored
                .iter()
                .all(|digest| digest.len() == 64 && digest != token)
        );
    }
    let seven_days = "SELECT COUNT(*) FROM account_links WHERE expires_at - created_at = 604800000";
    assert_eq!(count(stage, seven_days).await?, 7);
    assert_eq!(
        count(
            stage,
            "SELECT COUNT(*) FROM contacts WHERE password_hash IS NOT NULL"
        )
        .await?,
        0
    );
    Ok(())
});

on_both_engines!(
    deviations_differ_from_their_template_only_where_they_say,
    async |stage| {
        import(stage).await?;
        let query = "SELECT terms FROM contract_versions ORDER BY created_at, terms";
        let stored = texts(stage, query).await?;
        let terms: Vec<Terms> = stored
            .iter()
            .map(|terms| serde_json::from_str(terms))
            .collect::<Result<_, _>>()?;
        let of_leroy = terms
            .iter()
            .find(|terms| terms.specification.is_some())
            .context("Leroy's")?;
        let line = |key: &str| of_leroy.lines.iter().find(|line| line.key.as_str() == key);

        let maintenance = line("maintenance").context("the template's line")?;
        assert_eq!(maintenance.price, "1 150 € HT par mois");
        assert_eq!(maintenance.targets.len(), 4);
        assert_eq!(
            maintenance.targets[0].restoration,
            Some(Target::OpenMinutes(240))
        );
        assert_eq!(
            maintenance.targets[0].curative,
            Some(Target::WorkingDaysEndOfDay(5))
        );
        let excluded: Vec<_> = maintenance
            .scope
            .iter()
            .filter(|item| item.polarity == Polarity::Excluded)
            .collect();
        assert_eq!(excluded[0].category, Some(Category::MeetingRoomVideo));
        assert_eq!(
            excluded[1].component.as_ref().map(|key| key.as_str()),
            Some("copieurs")
        );
        let on_call = maintenance.on_call.as_ref().context("on call")?;
        assert_eq!(
            (on_call.priorities.as_slice(), on_call.by_phone),
            (&[Priority::P1][..], true)
        );

        let helpdesk = line("helpdesk").context("the template's line")?;
        assert_eq!(helpdesk.service, ServiceLine::Helpdesk);
        assert_eq!(
            helpdesk.billing,
            Billing::HourBook(HourRule {
                unit_minutes: 15,
                minimum_minutes: 15,
                travel_minutes: 30,
                out_of_hours_percent: 150,
                approval_above_minutes: Some(240),
            })
        );
        assert_eq!(maintenance.catalogue.len(), 3);
        assert_eq!(
            line("infogerance").map(|line| &line.billing),
            Some(&Billing::Included)
        );
        // The template's clauses, and the client's own.
        assert_eq!(of_leroy.clauses.len(), 9);
        Ok(())
    }
);

on_both_engines!(components_come_from_csv, async |stage| {
    import(stage).await?;
    let query = "SELECT c.name FROM components c
        JOIN component_dependencies d ON d.client_id = c.client_id AND d.component_id = c.id
        JOIN components p ON p.client_id = d.client_id AND p.id = d.parent_id
        WHERE p.key = 'serveur' ORDER BY c.name";
    assert_eq!(
        texts(stage, query).await?,
        [
            "Extranet des clients",
            "Gestion des dossiers",
            "Sauvegarde externalisée"
        ]
    );
    let query = "SELECT k.target FROM checks k
        JOIN components c ON c.client_id = k.client_id AND c.id = k.component_id
        WHERE c.key = 'standard' AND k.kind = 'tcp' AND k.interval_ms = 30000";
    assert_eq!(texts(stage, query).await?, ["pbx.example:5061"]);
    // Nothing watches it; a check, a source; a report.
    let query = "SELECT key || ' ' || state FROM components
        WHERE key IN ('copieurs', 'standard', 'serveur', 'sauvegarde') ORDER BY key";
    assert_eq!(
        texts(stage, query).await?,
        [
            "copieurs not_supervised",
            "sauvegarde not_supervised",
            "serveur unknown",
            "standard unknown"
        ]
    );
    Ok(())
});
