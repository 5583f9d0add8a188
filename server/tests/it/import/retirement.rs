//! What a file leaves out is untouched; `retired = true` removes.

use super::{SMALL, count, import, refusal, run, texts};
use crate::on_both_engines;

/// The head of a file about the same client.
const CLIENT: &str = "[[clients]]\nslug = \"acme\"\ncode = \"AC\"\nname = \"Acme\"\n";

on_both_engines!(what_is_absent_stays, async |stage| {
    import(stage, SMALL).await?;
    let report = import(stage, CLIENT).await?;
    assert_eq!(report.changes, []);
    assert_eq!(
        count(
            stage,
            "SELECT COUNT(*) FROM components WHERE retired_at IS NULL"
        )
        .await?,
        1
    );
    Ok(())
});

on_both_engines!(a_retired_component_is_not_checked_any_more, async |stage| {
    import(stage, SMALL).await?;
    let retire = format!("{CLIENT}\n[[clients.components]]\nkey = \"erp\"\nretired = true\n");
    let report = import(stage, &retire).await?;
    let said: Vec<String> = report.changes.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["- component erp of acme"]);
    assert_eq!(
        count(
            stage,
            "SELECT COUNT(*) FROM components WHERE retired_at IS NULL"
        )
        .await?,
        0
    );
    assert_eq!(
        count(
            stage,
            "SELECT COUNT(*) FROM checks WHERE retired_at IS NULL"
        )
        .await?,
        0
    );
    assert_eq!(import(stage, &retire).await?.changes, []);
    // Named again, it is back.
    import(stage, SMALL).await?;
    assert_eq!(
        count(
            stage,
            "SELECT COUNT(*) FROM checks WHERE retired_at IS NULL"
        )
        .await?,
        1
    );
    Ok(())
});

on_both_engines!(references_to_what_is_retired_are_refused, async |stage| {
    let text = SMALL.replace("name = \"ERP\"", "name = \"ERP\"\nretired = true");
    let refused = refusal(import(stage, &text).await);
    assert!(refused.contains("acme has no component “erp”"), "{refused}");
    Ok(())
});

on_both_engines!(
    a_retired_contact_is_signed_out_and_its_link_is_dead,
    async |stage| {
        import(stage, SMALL).await?;
        run(
        stage,
        "INSERT INTO sessions (id, token_hash, contact_id, client_id, created_at, seen_at, expires_at)
         SELECT 1, 'x', contact_id, client_id, 0, 0, 9999999999999 FROM memberships",
    )
    .await?;
        let retire = format!(
            "{CLIENT}\n[[clients.contacts]]\nemail = \"chef@acme.example\"\nretired = true\n"
        );
        import(stage, &retire).await?;
        assert_eq!(
            count(
                stage,
                "SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL"
            )
            .await?,
            0
        );
        assert_eq!(
            count(
                stage,
                "SELECT COUNT(*) FROM contacts WHERE retired_at IS NULL"
            )
            .await?,
            0
        );
        let alive = "SELECT COUNT(*) FROM account_links l JOIN contacts c ON c.id = l.contact_id
        WHERE l.expires_at > c.retired_at";
        assert_eq!(count(stage, alive).await?, 0);
        Ok(())
    }
);

on_both_engines!(
    a_contact_of_two_clients_stays_with_the_other,
    async |stage| {
        let second = "[[clients]]\nslug = \"bis\"\ncode = \"BI\"\nname = \"Bis\"\n
        [[clients.contacts]]\nemail = \"chef@acme.example\"\nname = \"Chef\"\nrole = \"viewer\"\n";
        let report = import(stage, &format!("{SMALL}\n{second}")).await?;
        assert_eq!(report.invitations.len(), 1);
        let retire = format!(
            "{CLIENT}\n[[clients.contacts]]\nemail = \"chef@acme.example\"\nretired = true\n"
        );
        import(stage, &retire).await?;
        assert_eq!(
            count(
                stage,
                "SELECT COUNT(*) FROM contacts WHERE retired_at IS NULL"
            )
            .await?,
            1
        );
        let roles = texts(
            stage,
            "SELECT role FROM memberships WHERE retired_at IS NULL",
        )
        .await?;
        assert_eq!(roles, ["viewer"]);
        Ok(())
    }
);

on_both_engines!(a_rule_can_be_removed, async |stage| {
    import(stage, SMALL).await?;
    let text = "[[sources]]\nkey = \"prom\"\nname = \"Prometheus\"\nkind = \"alertmanager\"\n
        [[sources.rules]]\nkey = \"erp-down\"\nretired = true\n";
    import(stage, text).await?;
    assert_eq!(
        count(stage, "SELECT COUNT(*) FROM matching_rules").await?,
        0
    );
    assert_eq!(import(stage, text).await?.changes, []);
    Ok(())
});
