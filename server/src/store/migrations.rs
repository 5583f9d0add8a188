//! Brings a database to this program's schema: numbered files, each in its own transaction, under a lock.

pub(super) mod postgres;
pub(super) mod sqlite;

use std::path::PathBuf;

use crate::digest;

/// One numbered file. Once released it never changes: its checksum is stored and compared.
pub struct Migration {
    pub version: i64,
    pub name: &'static str,
    pub text: &'static str,
}

macro_rules! migrations {
    ($($version:literal $name:literal),+ $(,)?) => {
        pub const MIGRATIONS: &[Migration] = &[$(
            Migration {
                version: $version,
                name: $name,
                text: include_str!(concat!("../../migrations/", $name, ".sql")),
            },
        )+];
    };
}

// In order, one line a file of `server/migrations`.
migrations! {
    1 "0001_first",
    2 "0002_desk",
    3 "0003_hour_book",
    4 "0004_catalogue_requests",
    5 "0005_clocks",
    6 "0006_quotes",
    7 "0007_planned_work",
    8 "0008_search",
    9 "0009_files",
    10 "0010_reports",
    11 "0011_desk",
    12 "0012_requesting",
}

impl Migration {
    /// The text without the parts that another engine reads: `-- [sqlite]` or `-- [postgres]` begins one.
    fn for_engine(&self, engine: &str) -> String {
        let mut ours = true;
        let mut kept = String::with_capacity(self.text.len());
        for line in self.text.lines() {
            let begins = line
                .strip_prefix("-- [")
                .and_then(|rest| rest.strip_suffix(']'));
            if let Some(named) = begins {
                ours = named == engine;
            } else if ours {
                kept.push_str(line);
                kept.push('\n');
            }
        }
        kept
    }
}

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "`{0}` is no database address: use sqlite://path/to/file.db or postgres://user@host/database"
    )]
    Url(String),
    #[error(
        "the database has schema version {found}, this program knows versions up to {known}: \
         it was used by a newer vigie; start that one, or restore the backup made before its upgrade"
    )]
    Newer { found: i64, known: i64 },
    #[error(
        "migration {version} was applied from another text than this program's: the schema is not what it expects"
    )]
    Changed { version: i64 },
    #[error("the database holds tables that are not Vigie's: give Vigie a database of its own")]
    Foreign,
    #[error(
        "upgrading the database needs {needed_mb} MB free beside it for a backup, {free_mb} MB are left"
    )]
    NoRoom { needed_mb: u64, free_mb: u64 },
    #[error("migration {name} failed and was rolled back: {source}")]
    Migration {
        name: &'static str,
        source: sqlx::Error,
    },
    #[error("SQLite answers `{found}` for {name}, {expected} is needed")]
    Setting {
        name: &'static str,
        expected: &'static str,
        found: String,
    },
    #[error("SQLite {0} is too old: two connections can lose writes")]
    OldLibrary(String),
    #[error("the database cannot be opened: {0}")]
    Unreachable(sqlx::Error),
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
}

impl OpenError {
    /// The address as it may be printed: without what stands before the `@`.
    pub(super) fn url(url: &str) -> OpenError {
        let shown = match (url.split_once("://"), url.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, place))) => format!("{scheme}://…@{place}"),
            _ => url.to_owned(),
        };
        OpenError::Url(shown)
    }
}

/// Version and checksum.
type Applied = (i64, String);

const CREATE_REGISTER: &str = "
    CREATE TABLE IF NOT EXISTS schema_migrations (
        version BIGINT PRIMARY KEY,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL,
        applied_at BIGINT NOT NULL
    )";
const REGISTER: &str =
    "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
const APPLIED: &str = "SELECT version, checksum FROM schema_migrations ORDER BY version";

/// Whether the database is one of ours; an empty one becomes ours, one with other tables does not.
fn has_register(tables: &[String]) -> Result<bool, OpenError> {
    let registered = tables.iter().any(|table| table == "schema_migrations");
    if !registered && !tables.is_empty() {
        return Err(OpenError::Foreign);
    }
    Ok(registered)
}

/// The migrations still to apply; refuses a database that this program does not understand.
fn pending<'m>(applied: &[Applied], known: &'m [Migration]) -> Result<&'m [Migration], OpenError> {
    let newest_known = known.last().map_or(0, |migration| migration.version);
    let newest_applied = applied.last().map_or(0, |(version, _)| *version);
    if newest_applied > newest_known {
        return Err(OpenError::Newer {
            found: newest_applied,
            known: newest_known,
        });
    }
    for (migration, (version, stored)) in known.iter().zip(applied) {
        if migration.version != *version || checksum(migration.text) != *stored {
            return Err(OpenError::Changed { version: *version });
        }
    }
    Ok(&known[applied.len()..])
}

fn checksum(text: &str) -> String {
    digest::sha256(text)
}

#[cfg(test)]
mod tests {
    use super::{MIGRATIONS, Migration, OpenError, checksum, pending};

    const KNOWN: &[Migration] = &[
        Migration {
            version: 1,
            name: "0001_one",
            text: "one",
        },
        Migration {
            version: 2,
            name: "0002_two",
            text: "two",
        },
    ];

    #[test]
    fn every_file_is_listed_in_order() -> std::io::Result<()> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            files.push(entry?.file_name().to_string_lossy().into_owned());
        }
        files.sort();
        let listed: Vec<String> = MIGRATIONS
            .iter()
            .map(|migration| format!("{}.sql", migration.name))
            .collect();
        assert_eq!(files, listed);
        for migration in MIGRATIONS {
            assert!(
                migration
                    .name
                    .starts_with(&format!("{:04}_", migration.version))
            );
        }
        Ok(())
    }

    #[test]
    fn each_engine_reads_its_own_parts() {
        let migration = Migration {
            version: 1,
            name: "0001_one",
            text: "a\n-- [sqlite]\nb\n-- [postgres]\nc\n",
        };
        assert_eq!(migration.for_engine("sqlite"), "a\nb\n");
        assert_eq!(migration.for_engine("postgres"), "a\nc\n");
    }

    #[test]
    fn what_is_left_to_apply() {
        let check = |applied: &[(i64, &str)], expected: Result<&[i64], &str>| {
            let applied: Vec<_> = applied
                .iter()
                .map(|(version, text)| (*version, checksum(text)))
                .collect();
            let left = pending(&applied, KNOWN);
            let versions: Result<Vec<i64>, String> = left
                .map(|left| left.iter().map(|migration| migration.version).collect())
                .map_err(|error| error.to_string());
            match (versions, expected) {
                (Ok(versions), Ok(expected)) => assert_eq!(versions, expected),
                (Err(error), Err(expected)) => assert!(error.contains(expected), "{error}"),
                (versions, expected) => panic!("{versions:?} for {expected:?}"),
            }
        };
        check(&[], Ok(&[1, 2]));
        check(&[(1, "one")], Ok(&[2]));
        check(&[(1, "one"), (2, "two")], Ok(&[]));
        check(
            &[(1, "one"), (2, "two"), (3, "three")],
            Err("schema version 3"),
        );
        check(
            &[(1, "another")],
            Err("migration 1 was applied from another text"),
        );
        check(
            &[(2, "two")],
            Err("migration 2 was applied from another text"),
        );
    }

    #[test]
    fn a_password_is_not_printed() {
        let shown = OpenError::url("postgres://vigie:secret@db.example:port/vigie").to_string();
        assert!(
            shown.contains("postgres://…@db.example:port/vigie"),
            "{shown}"
        );
        assert!(!shown.contains("secret"));
    }
}
