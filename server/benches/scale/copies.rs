//! One client many times: every table that belongs to a client, row by row, under another client's names.
//!
//! Keys are composite, so most ids may stay as they are. Those of interventions and of contacts are unique over all
//! clients: a copy's are shifted in the bits that tell nodes apart, so that their order in time stays.

use std::fmt::Write as _;

use anyhow::bail;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqliteConnection};

use app::domain::ids::ClientId;
use server::search::mark;

use super::provider::LIVED;

/// Where the bits of the node begin in an id; they are ten.
const NODE_SHIFT: u32 = 12;
/// Tables with a client that are no part of its business.
const NOT_COPIED: [&str; 9] = [
    "sessions",
    "contact_views",
    "audit_log",
    "alerts",
    "token_clients",
    "source_clients",
    "matching_rules",
    "calendar_links",
    "search_backlog",
];

/// A connection of its own, beside the store.
pub enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

struct Table {
    name: String,
    columns: Vec<String>,
}

/// A client and the one that it is copied to.
struct Copy {
    from: i64,
    from_code: &'static str,
    to: i64,
    to_code: String,
    shift: i64,
}

impl Raw {
    pub async fn open(url: &str) -> anyhow::Result<Raw> {
        match url.split_once(':') {
            Some(("sqlite", _)) => Ok(Raw::Sqlite(SqliteConnection::connect(url).await?)),
            Some(("postgres", _)) => Ok(Raw::Postgres(PgConnection::connect(url).await?)),
            _ => bail!("{url} is no address of a database"),
        }
    }

    pub async fn number(&mut self, sql: &str) -> anyhow::Result<i64> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Raw::Sqlite(connection) => sqlx::query_scalar(sql).fetch_one(connection).await?,
            Raw::Postgres(connection) => sqlx::query_scalar(sql).fetch_one(connection).await?,
        })
    }

    async fn execute(&mut self, sql: &str) -> anyhow::Result<()> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Raw::Sqlite(connection) => connection.execute(sql).await.map(drop)?,
            Raw::Postgres(connection) => connection.execute(sql).await.map(drop)?,
        }
        Ok(())
    }

    /// The first column of every row.
    async fn strings(&mut self, sql: &str) -> anyhow::Result<Vec<String>> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Raw::Sqlite(connection) => {
                let rows = connection.fetch_all(sql).await?;
                rows.iter()
                    .map(|row| row.try_get(0))
                    .collect::<Result<_, _>>()?
            }
            Raw::Postgres(connection) => {
                let rows = connection.fetch_all(sql).await?;
                rows.iter()
                    .map(|row| row.try_get(0))
                    .collect::<Result<_, _>>()?
            }
        })
    }

    /// Everyone may sign in.
    pub async fn give_password(&mut self, hash: &str) -> anyhow::Result<()> {
        for people in ["contacts", "staff"] {
            self.execute(&format!("UPDATE {people} SET password_hash = '{hash}'"))
                .await?;
        }
        Ok(())
    }

    /// Copies the clients that lived, one after the other, until there are that many.
    pub async fn copy_all(&mut self, clients: i64) -> anyhow::Result<()> {
        let tables = self.tables().await?;
        let unchecked = match self {
            Raw::Sqlite(_) => {
                "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000"
            }
            Raw::Postgres(_) => "SET session_replication_role = replica",
        };
        self.execute(unchecked).await?;
        let lived = i64::try_from(LIVED.len())?;
        for number in lived..clients {
            let from_code = LIVED[usize::try_from(number % lived)?];
            let from = self
                .number(&format!(
                    "SELECT id FROM clients WHERE code = '{from_code}'"
                ))
                .await?;
            let shift = (number / lived) << NODE_SHIFT;
            self.copy(
                &tables,
                &Copy {
                    from,
                    from_code,
                    to: from + shift,
                    to_code: code(number),
                    shift,
                },
            )
            .await?;
        }
        Ok(())
    }

    async fn copy(&mut self, tables: &[Table], copy: &Copy) -> anyhow::Result<()> {
        let Copy { from, shift, .. } = copy;
        self.execute("BEGIN").await?;
        for table in tables {
            let values: Vec<String> = table
                .columns
                .iter()
                .map(|column| copy.value(&table.name, column))
                .collect();
            let filter = match table.name.as_str() {
                "clients" => format!("id = {from}"),
                // Those of the client itself; a copy of a copy would have a copy's ids.
                "contacts" => {
                    format!("id IN (SELECT contact_id FROM memberships WHERE client_id = {from})")
                }
                _ => format!("client_id = {from}"),
            };
            let columns = table.columns.join(", ");
            self.execute(&format!(
                "INSERT INTO {} ({columns}) SELECT {} FROM {} WHERE {filter}",
                table.name,
                values.join(", "),
                table.name
            ))
            .await
            .map_err(|error| error.context(format!("{} shifted by {shift}", table.name)))?;
        }
        self.execute("COMMIT").await
    }

    /// Everything to copy, with the columns that are written.
    async fn tables(&mut self) -> anyhow::Result<Vec<Table>> {
        let with_client = match self {
            Raw::Sqlite(_) => {
                "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'client_id'
                 WHERE m.type = 'table' ORDER BY m.name"
            }
            Raw::Postgres(_) => {
                "SELECT table_name::TEXT FROM information_schema.columns
                 WHERE column_name = 'client_id' AND table_schema = current_schema() ORDER BY 1"
            }
        };
        let mut names = self.strings(with_client).await?;
        names.retain(|name| !NOT_COPIED.contains(&name.as_str()));
        names.splice(0..0, ["clients".to_owned(), "contacts".to_owned()]);
        let mut tables = Vec::new();
        for name in names {
            let columns = match self {
                Raw::Sqlite(_) => format!(
                    "SELECT name FROM pragma_table_xinfo('{name}') WHERE hidden = 0 ORDER BY cid"
                ),
                Raw::Postgres(_) => format!(
                    "SELECT column_name::TEXT FROM information_schema.columns WHERE table_name = '{name}'
                     AND table_schema = current_schema() AND is_generated = 'NEVER' ORDER BY ordinal_position"
                ),
            };
            let columns = self.strings(&columns).await?;
            tables.push(Table { name, columns });
        }
        Ok(tables)
    }

    /// What there is now, as JSON.
    pub async fn counts(&mut self) -> anyhow::Result<String> {
        let mut text = String::from("{");
        for (place, table) in [
            "clients",
            "interventions",
            "intervention_events",
            "workaround_debts",
            "state_intervals",
        ]
        .iter()
        .enumerate()
        {
            let rows = self
                .number(&format!("SELECT COUNT(*) FROM {table}"))
                .await?;
            let comma = if place == 0 { "" } else { ", " };
            write!(text, "{comma}\"{table}\": {rows}")?;
        }
        let open = "SELECT COUNT(*) FROM interventions WHERE state NOT IN ('closed', 'cancelled')";
        write!(text, ", \"open\": {}}}", self.number(open).await?)?;
        Ok(text)
    }
}

impl Copy {
    /// What a column of the copy holds, in SQL.
    fn value(&self, table: &str, column: &str) -> String {
        let Copy {
            from,
            from_code,
            to,
            to_code,
            shift,
        } = self;
        let renamed = |from: &str, to: &str| format!("replace({column}, '{from}', '{to}')");
        let (from_slug, to_slug) = (from_code.to_lowercase(), to_code.to_lowercase());
        match (table, column) {
            ("clients", "id") => to.to_string(),
            ("clients", "slug" | "name_folded") => renamed(&from_slug, &to_slug),
            ("clients", "code" | "name") => renamed(from_code, to_code),
            ("contacts", "id") | ("interventions", "id" | "lead_id") => {
                format!("{column} + {shift}")
            }
            ("contacts", "email") => renamed(&from_slug, &to_slug),
            ("contacts", "name") => renamed(from_code, to_code),
            (_, "client_id") => to.to_string(),
            (_, "intervention_id" | "approver_id") => format!("{column} + {shift}"),
            (_, "actor_id") => {
                format!(
                    "CASE WHEN actor_kind = 'contact' THEN actor_id + {shift} ELSE actor_id END"
                )
            }
            ("interventions" | "quotes", "reference") | ("contracts", "number") => {
                renamed(from_code, to_code)
            }
            ("search_documents", "words") => format!(
                "replace(replace(words, '{}', '{}'), '{from_slug}', '{to_slug}')",
                mark(ClientId(*from)),
                mark(ClientId(*to))
            ),
            (_, column) if column.ends_with("contact_id") => format!("{column} + {shift}"),
            (_, column) => column.to_owned(),
        }
    }
}

/// `XLF`, `XLG`…: three letters that begin no word, after those of the lived.
fn code(number: i64) -> String {
    let letter = |from: u8, value: i64| char::from(from + u8::try_from(value).unwrap_or(0));
    format!(
        "X{}{}",
        letter(b'L', number / 26),
        letter(b'A', number % 26)
    )
}
