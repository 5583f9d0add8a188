//! No statement reads a table that grows from end to end.

use server::store::{Kind, registry};
use sqlx::{AssertSqlSafe, Row};

use crate::support::engines;

/// Tables whose rows come with time, or with clients and what they have.
const GROWING: &[&str] = &[
    "interventions",
    "intervention_clocks",
    "intervention_events",
    "texts",
    "verdicts",
    "workaround_debts",
    "followers",
    "beneficiaries",
    "alerts_at_request",
    "request_drafts",
    "state_intervals",
    "source_intervals",
    "response_times",
    "search_documents",
    "quotes",
    "quote_revisions",
    "emergency_agreements",
    "hour_entries",
    "stand_ins",
    "outbox",
    "components",
    "audit_log",
    "planned_work",
    "report_drafts",
    "reports",
    "report_corrections",
    "report_resolves",
];

/// Read whole on purpose: by name, with the reason.
const WHOLE: &[(&str, &str)] = &[
    (
        "forget_below_floors",
        "once an hour, and what it reads is what it deletes",
    ),
    ("components", "the demonstration's, once"),
];

/// Indexes over what goes on now only: reading one whole is reading little.
const SMALL: &[&str] = &["source_intervals_running"];

/// SQLite says how it would go about each statement without looking at any row.
#[tokio::test]
async fn no_statement_reads_a_growing_table_whole() -> anyhow::Result<()> {
    let [sqlite, postgres] = engines().await?;
    let mut lite = <sqlx::SqliteConnection as sqlx::Connection>::connect(&sqlite.url).await?;
    let no_order = |a: &str, b: &str| a.cmp(b);
    lite.lock_handle().await?.create_collation("C", no_order)?;
    let mut post = <sqlx::PgConnection as sqlx::Connection>::connect(&postgres.url).await?;
    // Tables are empty here: without this PostgreSQL would read them whole, index or not.
    for setting in [
        "SET enable_seqscan = off",
        "SET plan_cache_mode = force_generic_plan",
    ] {
        sqlx::raw_sql(setting).execute(&mut post).await?;
    }
    let mut faults = Vec::new();
    for statement in registry::statements() {
        if WHOLE.iter().any(|(name, _)| {
            *name == statement.name && (*name != "components" || statement.place.contains("demo"))
        }) {
            continue;
        }
        let explain = format!("EXPLAIN QUERY PLAN {}", statement.text);
        let steps = sqlx::query(AssertSqlSafe(explain))
            .fetch_all(&mut lite)
            .await?;
        let aliases = aliases(statement.text);
        for step in steps {
            let step: String = step.get("detail");
            let Some(rest) = step.strip_prefix("SCAN ") else {
                continue;
            };
            let named = rest.split(' ').next().unwrap_or_default();
            let table = aliases
                .iter()
                .find(|(alias, _)| alias == named)
                .map_or(named, |(_, table)| table.as_str());
            let is_small = SMALL.iter().any(|index| step.ends_with(index));
            if GROWING.contains(&table) && !is_small {
                faults.push(format!(
                    "{} ({}): SQLite: {step}",
                    statement.name, statement.place
                ));
            }
        }
        for table in sequential(&mut post, statement).await? {
            faults.push(format!(
                "{} ({}): PostgreSQL: {table}",
                statement.name, statement.place
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

/// "FROM interventions i" and "JOIN texts AS t": alias and table.
fn aliases(text: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = text
        .split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    for window in words.windows(3) {
        if GROWING.contains(&window[0]) {
            let alias = window[1..]
                .iter()
                .find(|word| !word.eq_ignore_ascii_case("as"));
            found.extend(alias.map(|alias| ((*alias).to_owned(), window[0].to_owned())));
        }
    }
    found
}

/// The growing tables that PostgreSQL could only read from end to end.
async fn sequential(
    post: &mut sqlx::PgConnection,
    statement: &server::store::Statement,
) -> anyhow::Result<Vec<String>> {
    let text = statement.postgres.unwrap_or(statement.text);
    let kinds: Vec<&str> = statement
        .parameters
        .iter()
        .map(|kind| match kind {
            Kind::Integer => "BIGINT",
            Kind::Text => "TEXT",
            Kind::Boolean => "BOOLEAN",
            Kind::Real => "DOUBLE PRECISION",
        })
        .collect();
    let (types, nulls) = if kinds.is_empty() {
        (String::new(), String::new())
    } else {
        let nulls = vec!["NULL"; kinds.len()].join(", ");
        (format!("({})", kinds.join(", ")), format!("({nulls})"))
    };
    let prepare = format!("PREPARE explained {types} AS {text}");
    sqlx::raw_sql(AssertSqlSafe(prepare))
        .execute(&mut *post)
        .await?;
    let explain = format!("EXPLAIN (FORMAT JSON) EXECUTE explained {nulls}");
    let plan = sqlx::raw_sql(AssertSqlSafe(explain))
        .fetch_one(&mut *post)
        .await;
    sqlx::raw_sql("DEALLOCATE explained")
        .execute(&mut *post)
        .await?;
    let plan: serde_json::Value = serde_json::from_str(plan?.try_get_unchecked::<&str, _>(0)?)?;
    let mut found = Vec::new();
    walk(&plan, &mut found);
    Ok(found)
}

fn walk(plan: &serde_json::Value, found: &mut Vec<String>) {
    match plan {
        serde_json::Value::Array(parts) => parts.iter().for_each(|part| walk(part, found)),
        serde_json::Value::Object(node) => {
            let word = |name: &str| node.get(name).and_then(serde_json::Value::as_str);
            if let (Some("Seq Scan"), Some(table)) = (word("Node Type"), word("Relation Name"))
                && GROWING.contains(&table)
            {
                found.push(format!("{table} read whole"));
            }
            node.values().for_each(|part| walk(part, found));
        }
        _ => {}
    }
}
