//! A version of a contract is immutable: what changes is a new version, with its own start.

use super::{SMALL, count, import, refusal};
use crate::on_both_engines;

fn changed() -> String {
    SMALL.replace("billing = \"included\"", "billing = \"chargeable\"")
}

on_both_engines!(changed_terms_need_a_version, async |stage| {
    import(stage, SMALL).await?;
    let refused = refusal(import(stage, &changed()).await);
    let expected = "version 1 of contract 2026-001 of acme is stored with other terms; a changed contract needs a new `version` and its `starts`";
    assert!(refused.contains(expected), "{refused}");
    assert!(refused.starts_with("essai.toml, line 39,"), "{refused}");
    Ok(())
});

on_both_engines!(changed_dates_need_a_version_too, async |stage| {
    import(stage, SMALL).await?;
    let later = SMALL.replace("starts = 2026-01-01", "starts = 2026-01-02");
    let refused = refusal(import(stage, &later).await);
    assert!(refused.contains("is stored with other starts"), "{refused}");
    Ok(())
});

on_both_engines!(a_new_version_needs_a_later_start, async |stage| {
    import(stage, SMALL).await?;
    let second = changed().replace("version = 1", "version = 2");
    let refused = refusal(import(stage, &second).await);
    assert!(
        refused.contains(
            "line 39, column 1: version 2 of contract 2026-001 must start after version 1"
        ),
        "{refused}"
    );

    let second = second.replace("starts = 2026-01-01", "starts = 2026-07-01");
    import(stage, &second).await?;
    assert_eq!(
        count(stage, "SELECT COUNT(*) FROM contract_versions").await?,
        2
    );
    // The first minute of the day in Paris, in summer.
    let starts = "SELECT starts_at FROM contract_versions WHERE version = 2";
    assert_eq!(count(stage, starts).await?, 1_782_856_800_000);
    // The old file describes what is stored still.
    assert_eq!(import(stage, SMALL).await?.changes, []);
    Ok(())
});

on_both_engines!(only_the_status_of_a_version_changes, async |stage| {
    import(stage, SMALL).await?;
    let suspended = SMALL.replace("version = 1", "version = 1\nstatus = \"suspended\"");
    let report = import(stage, &suspended).await?;
    let said: Vec<String> = report.changes.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        ["~ version 1 of contract 2026-001 of acme (status: “active” → “suspended”)"]
    );
    Ok(())
});
