//! The store's promises, on both engines.

mod crash;
mod opening;
mod outages;
mod outbox;
mod plans;
mod writer;

use server::store::{Kind, Rule, Scope, StoreError, registry};
use sqlx::{Column, Either, Executor, SqlSafeStr, Statement as _};

use crate::on_both_engines;
use crate::support::{Stage, engines};

server::queries! {
    run hire(id: i64, email: &str, role: &str) = "
        INSERT INTO staff (id, email, name, role, created_at) VALUES ($1, $2, $2, $3, 0)";
    one hired() -> (i64,) = "SELECT COUNT(*) FROM staff";
    all emails() -> (String,) = "SELECT email FROM staff ORDER BY email COLLATE \"C\"";
    run open_site(id: i64, client_id: i64) = "
        INSERT INTO sites (id, client_id, key, name, time_zone, created_at) VALUES ($1, $2, 'a', 'A', 'Europe/Paris', 0)";
    one echo(integer: Option<i64>, text: Option<&str>, boolean: bool, real: f64) -> Echo = "
        SELECT CAST($1 AS BIGINT) AS integer, CAST($2 AS TEXT) AS text,
            CAST($3 AS BOOLEAN) AS boolean, CAST($4 AS DOUBLE PRECISION) AS real";
}

#[derive(Debug, PartialEq, sqlx::FromRow)]
struct Echo {
    integer: Option<i64>,
    text: Option<String>,
    boolean: bool,
    real: f64,
}

/// A domain's own refusal, as the contexts have them.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("nobody may do this")]
    Forbidden,
    #[error(transparent)]
    Store(#[from] StoreError),
}

async fn hire_one(stage: &Stage, id: i64, email: &'static str) -> Result<u64, StoreError> {
    stage
        .write(Scope::System, move |tx| {
            Box::pin(async move { hire(tx, id, email, "technician").await })
        })
        .await
}

async fn count(stage: &Stage) -> Result<i64, StoreError> {
    let count = stage.read(Scope::System, |tx| Box::pin(async move { hired(tx).await }));
    Ok(count.await?.0)
}

on_both_engines!(what_was_acknowledged_is_read, async |store| {
    assert_eq!(hire_one(store, 1, "a@example.org").await?, 1);
    assert_eq!(count(store).await?, 1);
    Ok(())
});

on_both_engines!(a_refused_job_leaves_nothing, async |store| {
    let refused = store
        .write(Scope::System, |tx| {
            Box::pin(async move {
                hire(tx, 1, "a@example.org", "technician").await?;
                Err::<(), Refusal>(Refusal::Forbidden)
            })
        })
        .await;
    assert!(matches!(refused, Err(Refusal::Forbidden)));
    assert_eq!(count(store).await?, 0);
    Ok(())
});

on_both_engines!(constraints_have_the_same_names, async |store| {
    hire_one(store, 1, "a@example.org").await?;
    let same_email = hire_one(store, 2, "a@example.org").await;
    assert!(same_email.is_err_and(|error| error.is_duplicate("staff_email_key")));
    let same_id = hire_one(store, 1, "b@example.org").await;
    assert!(same_id.is_err_and(|error| error.is_duplicate("staff_pkey")));

    let unknown_role = store
        .write(Scope::System, |tx| {
            Box::pin(async move { hire(tx, 3, "c@example.org", "king").await })
        })
        .await;
    assert!(matches!(
        unknown_role,
        Err(StoreError::Constraint {
            rule: Rule::Check,
            ..
        })
    ));
    let unknown_client = store
        .write(Scope::System, |tx| {
            Box::pin(async move { open_site(tx, 1, 404).await })
        })
        .await;
    assert!(matches!(
        unknown_client,
        Err(StoreError::Constraint {
            rule: Rule::ForeignKey,
            ..
        })
    ));
    Ok(())
});

on_both_engines!(a_hidden_failure_is_not_committed, async |store| {
    hire_one(store, 1, "a@example.org").await?;
    let hidden: Result<(), StoreError> = store
        .write(Scope::System, |tx| {
            Box::pin(async move {
                hire(tx, 2, "b@example.org", "technician").await?;
                let failed = hire(tx, 1, "c@example.org", "technician").await;
                assert!(failed.is_err());
                // Neither engine runs anything more in this transaction.
                assert!(hire(tx, 3, "d@example.org", "technician").await.is_err());
                Ok(())
            })
        })
        .await;
    assert!(matches!(hidden, Err(StoreError::Other(_))));
    assert_eq!(count(store).await?, 1);
    Ok(())
});

on_both_engines!(reading_writes_nothing, async |store| {
    let written = store
        .read(Scope::System, |tx| {
            Box::pin(async move { hire(tx, 1, "a@example.org", "technician").await })
        })
        .await;
    assert!(written.is_err());
    assert_eq!(count(store).await?, 0);
    Ok(())
});

on_both_engines!(a_read_sees_one_instant, async |store| {
    let writer = store.clone();
    let (before, after) = store
        .read(Scope::System, |tx| {
            Box::pin(async move {
                let before = hired(tx).await?;
                let write = writer.write(Scope::System, |tx| {
                    Box::pin(async move { hire(tx, 1, "a@example.org", "technician").await })
                });
                write.await?;
                Ok::<_, StoreError>((before, hired(tx).await?))
            })
        })
        .await?;
    assert_eq!(before, after);
    assert_eq!(count(store).await?, 1);
    Ok(())
});

on_both_engines!(values_come_back_as_they_went, async |store| {
    let there_and_back =
        async |integer: Option<i64>, text: Option<&'static str>, boolean: bool, real: f64| {
            store
                .read(Scope::Staff, move |tx| {
                    Box::pin(async move { echo(tx, integer, text, boolean, real).await })
                })
                .await
        };
    for (integer, text, boolean, real) in [
        (Some(i64::MAX), Some("l'été, \u{1f600}"), true, 0.1),
        (Some(i64::MIN), Some(""), false, -1.5e300),
        (None, None, true, 0.0),
    ] {
        let expected = Echo {
            integer,
            text: text.map(str::to_owned),
            boolean,
            real,
        };
        assert_eq!(
            there_and_back(integer, text, boolean, real).await?,
            expected
        );
    }
    Ok(())
});

on_both_engines!(text_is_ordered_by_its_bytes, async |store| {
    for (id, email) in [(1, "é@x"), (2, "a@x"), (3, "Z@x"), (4, "_@x"), (5, "z@x")] {
        hire_one(store, id, email).await?;
    }
    let ordered = store
        .read(Scope::System, |tx| {
            Box::pin(async move { emails(tx).await })
        })
        .await?;
    let ordered: Vec<&str> = ordered.iter().map(|(email,)| email.as_str()).collect();
    assert_eq!(ordered, ["Z@x", "_@x", "a@x", "z@x", "é@x"]);
    Ok(())
});

on_both_engines!(a_job_knows_its_scope, async |store| {
    let scope = Scope::Client(app::domain::ids::ClientId(7));
    let is_sqlite = store.is_sqlite();
    store
        .write(scope, move |tx| {
            Box::pin(async move {
                assert_eq!(tx.scope(), scope);
                if !is_sqlite {
                    const SETTING: &str = "SELECT current_setting('vigie.scope')";
                    let (setting,): (String,) = tx.one(SETTING, &[]).await?;
                    assert_eq!(setting, "client:7");
                }
                Ok::<_, StoreError>(())
            })
        })
        .await?;
    Ok(())
});

on_both_engines!(a_panic_reaches_its_caller_only, async |store| {
    let writer = store.clone();
    let panicking = tokio::spawn(async move {
        writer
            .write(Scope::System, |tx| {
                Box::pin(async move {
                    hire(tx, 1, "a@example.org", "technician").await?;
                    assert!(tx.now_ms() == 0, "the job panics");
                    Ok::<_, StoreError>(())
                })
            })
            .await
    });
    assert!(panicking.await.is_err_and(|error| error.is_panic()));
    hire_one(store, 1, "a@example.org").await?;
    assert_eq!(count(store).await?, 1);
    Ok(())
});

on_both_engines!(work_that_loses_to_another_is_run_again, async |store| {
    for id in [1, 2] {
        hire_one(
            store,
            id,
            if id == 1 {
                "a@example.org"
            } else {
                "b@example.org"
            },
        )
        .await?;
    }
    // Each takes the other's row second: PostgreSQL ends one of them, and it must succeed all the same.
    let cross = |first: i64, second: i64| {
        let store = store.clone();
        tokio::spawn(async move {
            store
                .write(Scope::System, move |tx| {
                    Box::pin(async move {
                        const RENAME: &str = "UPDATE staff SET name = name || 'x' WHERE id = $1";
                        tx.run(RENAME, &[first.into()]).await?;
                        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                        tx.run(RENAME, &[second.into()]).await
                    })
                })
                .await
        })
    };
    let (forth, back) = tokio::join!(cross(1, 2), cross(2, 1));
    forth??;
    back??;
    let names = store.read(Scope::System, |tx| {
        Box::pin(async move {
            tx.all::<(String,)>("SELECT name FROM staff ORDER BY id", &[])
                .await
        })
    });
    for (name,) in names.await? {
        assert!(name.ends_with("xx"), "{name}");
    }
    Ok(())
});

on_both_engines!(
    transactions_that_ask_for_it_run_one_after_the_other,
    async |store| {
        let counting = (0..20).map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                store
                    .write(Scope::System, move |tx| {
                        Box::pin(async move {
                            tx.alone("hiring", 1).await?;
                            let (hired,) = hired(tx).await?;
                            hire(tx, hired, &format!("{number}@example.org"), "technician").await
                        })
                    })
                    .await
            })
        });
        for counted in counting.collect::<Vec<_>>() {
            counted.await??;
        }
        assert_eq!(count(store).await?, 20);
        Ok(())
    }
);

#[tokio::test]
async fn every_statement_prepares_on_both_engines() -> anyhow::Result<()> {
    let [sqlite, postgres] = engines().await?;
    let mut lite = <sqlx::SqliteConnection as sqlx::Connection>::connect(&sqlite.url).await?;
    let no_order = |a: &str, b: &str| a.cmp(b);
    lite.lock_handle().await?.create_collation("C", no_order)?;
    let mut post = <sqlx::PgConnection as sqlx::Connection>::connect(&postgres.url).await?;
    let mut faults = Vec::new();
    for statement in registry::statements().chain(STATEMENTS) {
        let place = format!("{} ({})", statement.name, statement.place);
        match lite.prepare(statement.text.into_sql_str()).await {
            Ok(prepared) => {
                if let Some(Either::Right(count)) = prepared.parameters()
                    && count != statement.parameters.len()
                {
                    faults.push(format!(
                        "{place}: {count} parameters in SQLite, {} declared",
                        statement.parameters.len()
                    ));
                }
            }
            Err(error) => faults.push(format!("{place}: SQLite: {error}")),
        }
        let kinds: Vec<_> = statement
            .parameters
            .iter()
            .map(|kind| postgres_type(*kind))
            .collect();
        match post
            .prepare_with(
                statement.postgres.unwrap_or(statement.text).into_sql_str(),
                &kinds,
            )
            .await
        {
            Ok(prepared) => {
                let count = match prepared.parameters() {
                    Some(Either::Left(types)) => types.len(),
                    Some(Either::Right(count)) => count,
                    None => 0,
                };
                if count != statement.parameters.len() {
                    faults.push(format!(
                        "{place}: {count} parameters in PostgreSQL, {} declared",
                        statement.parameters.len()
                    ));
                }
                for column in prepared.columns() {
                    // `i64` decodes nothing narrower: a literal or COUNT over a cast comes back as INT4 unless cast.
                    if sqlx::TypeInfo::name(column.type_info()) == "INT4"
                        || sqlx::TypeInfo::name(column.type_info()) == "NUMERIC"
                    {
                        faults.push(format!(
                            "{place}: column {} is no BIGINT in PostgreSQL: cast it",
                            column.name()
                        ));
                    }
                }
            }
            Err(error) => faults.push(format!("{place}: PostgreSQL: {error}")),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

fn postgres_type(kind: Kind) -> sqlx::postgres::PgTypeInfo {
    use sqlx::Type;
    match kind {
        Kind::Integer => <i64 as Type<sqlx::Postgres>>::type_info(),
        Kind::Text => <str as Type<sqlx::Postgres>>::type_info(),
        Kind::Boolean => <bool as Type<sqlx::Postgres>>::type_info(),
        Kind::Real => <f64 as Type<sqlx::Postgres>>::type_info(),
    }
}
