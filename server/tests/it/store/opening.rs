//! Opening: what is refused, and with which sentence.

use server::clock::Clock;
use server::store::{OpenError, Scope, Store, StoreError};

use super::{count, hire_one};
use crate::on_both_engines;
use crate::support::Stage;

async fn reopened(stage: &Stage) -> Result<Store, OpenError> {
    Store::open(&stage.url, Clock::system()).await
}

on_both_engines!(opening_again_changes_nothing, async |store| {
    hire_one(store, 1, "a@example.org").await?;
    let again = reopened(store).await?;
    again.close().await;
    assert_eq!(count(store).await?, 1);
    Ok(())
});

on_both_engines!(a_newer_database_is_refused, async |store| {
    store
        .write(Scope::System, |tx| {
            Box::pin(async move {
                const FUTURE: &str = "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (9999, 'later', '', 0)";
                tx.run(FUTURE, &[]).await
            })
        })
        .await?;
    let refused = reopened(store).await.err();
    assert!(
        matches!(refused, Some(OpenError::Newer { found: 9999, .. })),
        "{refused:?}"
    );
    Ok(())
});

on_both_engines!(a_changed_migration_is_refused, async |store| {
    let changed = store.write(Scope::System, |tx| {
        Box::pin(async move {
            tx.run(
                "UPDATE schema_migrations SET checksum = 'x' WHERE version = 1",
                &[],
            )
            .await
        })
    });
    changed.await?;
    let refused = reopened(store).await.err();
    assert!(
        matches!(refused, Some(OpenError::Changed { version: 1 })),
        "{refused:?}"
    );
    Ok(())
});

on_both_engines!(someone_elses_database_is_refused, async |store| {
    let dropped = store.write(Scope::System, |tx| {
        Box::pin(async move { tx.run("DROP TABLE schema_migrations", &[]).await })
    });
    dropped.await?;
    let refused = reopened(store).await.err();
    assert!(matches!(refused, Some(OpenError::Foreign)), "{refused:?}");
    Ok(())
});

on_both_engines!(a_closed_store_is_unavailable, async |store| {
    store.close().await;
    let read = count(store).await;
    assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    let write = hire_one(store, 1, "a@example.org").await;
    assert!(
        matches!(write, Err(StoreError::Unavailable(_))),
        "{write:?}"
    );
    Ok(())
});

#[tokio::test]
async fn addresses_that_name_no_database_are_refused() {
    for url in [
        "",
        "vigie.db",
        "sqlite::memory:",
        "sqlite://",
        "sqlite://:memory:",
        "mysql://localhost/vigie",
    ] {
        let refused = Store::open(url, Clock::system()).await.err();
        assert!(
            matches!(refused, Some(OpenError::Url(_))),
            "{url}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_kept() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("notes.txt");
    let notes = "no database at all\n".repeat(100);
    std::fs::write(&path, &notes)?;
    let refused = Store::open(&format!("sqlite://{}", path.display()), Clock::system())
        .await
        .err();
    assert!(
        matches!(refused, Some(OpenError::Unreachable(_))),
        "{refused:?}"
    );
    assert_eq!(std::fs::read_to_string(&path)?, notes);
    Ok(())
}
