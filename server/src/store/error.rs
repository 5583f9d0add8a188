//! What can go wrong in the store, told apart the way callers answer it.

use std::borrow::Cow;

use sqlx::error::{DatabaseError, ErrorKind};

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Too much is waiting, or another process holds the lock: try again in a moment (503).
    #[error("the database is busy")]
    Busy,
    /// The database does not answer.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The disk is full. Nothing of the transaction was kept; a later one works once there is room.
    #[error("the disk that holds the database is full")]
    Full,
    /// A row breaks a rule of the schema.
    #[error("{rule:?} constraint {name:?} refused the row")]
    Constraint { rule: Rule, name: String },
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// The kinds of constraint; names are the same on both engines (see [`ConstraintNames`]) except
/// [`Rule::ForeignKey`] and [`Rule::NotNull`], for which SQLite gives no name or `table.column`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    Unique,
    ForeignKey,
    NotNull,
    Check,
}

impl StoreError {
    /// Whether the row was refused by this unique constraint or unique index.
    ///
    /// A `UNIQUE (a, b)` of table `t` is named `t_a_b_key`, a primary key `t_pkey`, and a
    /// `CREATE UNIQUE INDEX` by its own name, as PostgreSQL names them.
    pub fn is_duplicate(&self, constraint: &str) -> bool {
        matches!(self, StoreError::Constraint { rule: Rule::Unique, name } if name == constraint)
    }

    /// The same error once more, for each of several jobs that it stopped.
    pub(super) fn again(&self) -> StoreError {
        match self {
            StoreError::Busy => StoreError::Busy,
            StoreError::Unavailable(why) => StoreError::Unavailable(why.clone()),
            StoreError::Full => StoreError::Full,
            StoreError::Constraint { rule, name } => StoreError::Constraint {
                rule: *rule,
                name: name.clone(),
            },
            StoreError::Other(error) => StoreError::Other(anyhow::anyhow!("{error:#}")),
        }
    }
}

/// A driver's error, sorted, with what the transaction must do about it.
pub(super) struct Sorted {
    pub error: StoreError,
    /// The same work may succeed when it is run again from the start.
    pub retry: bool,
    /// The disk refused to make data durable: what it holds is no longer known.
    pub fsync_failed: bool,
}

impl Sorted {
    fn from(error: StoreError) -> Sorted {
        Sorted {
            error,
            retry: false,
            fsync_failed: false,
        }
    }
}

pub(super) fn sort(error: sqlx::Error, names: &ConstraintNames) -> Sorted {
    use sqlx::Error;
    match error {
        Error::PoolTimedOut => Sorted::from(StoreError::Busy),
        Error::Io(_)
        | Error::Tls(_)
        | Error::PoolClosed
        | Error::WorkerCrashed
        | Error::BeginFailed => Sorted::from(StoreError::Unavailable(error.to_string())),
        Error::Database(refusal) => sort_refusal(refusal, names),
        other => Sorted::from(StoreError::Other(other.into())),
    }
}

fn sort_refusal(refusal: Box<dyn DatabaseError>, names: &ConstraintNames) -> Sorted {
    if let Some(rule) = rule(&refusal.kind()) {
        let name = match refusal.constraint() {
            Some(name) => name.to_owned(),
            None => names.name(refusal.message()),
        };
        return Sorted::from(StoreError::Constraint { rule, name });
    }
    let code = refusal.code().unwrap_or(Cow::Borrowed("")).into_owned();
    // PostgreSQL's codes have five characters; SQLite's are numbers of at most four digits.
    if code.len() == 5 {
        sort_postgres(&code, refusal)
    } else {
        sort_sqlite(code.parse().unwrap_or(0), refusal)
    }
}

fn rule(kind: &ErrorKind) -> Option<Rule> {
    match kind {
        ErrorKind::UniqueViolation => Some(Rule::Unique),
        ErrorKind::ForeignKeyViolation => Some(Rule::ForeignKey),
        ErrorKind::NotNullViolation => Some(Rule::NotNull),
        ErrorKind::CheckViolation => Some(Rule::Check),
        _ => None,
    }
}

/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn sort_postgres(code: &str, refusal: Box<dyn DatabaseError>) -> Sorted {
    let error = match code {
        "40001" | "40P01" | "55P03" | "57014" | "53300" => StoreError::Busy,
        "53100" => StoreError::Full,
        _ if code.starts_with("08") || code.starts_with("57P") || code.starts_with("53") => {
            StoreError::Unavailable(refusal.message().to_owned())
        }
        _ => StoreError::Other(anyhow::Error::new(sqlx::Error::Database(refusal))),
    };
    Sorted {
        retry: matches!(code, "40001" | "40P01"),
        ..Sorted::from(error)
    }
}

/// <https://www.sqlite.org/rescode.html>: the low byte is the class, the rest says more.
fn sort_sqlite(code: i32, refusal: Box<dyn DatabaseError>) -> Sorted {
    const BUSY: i32 = 5;
    const LOCKED: i32 = 6;
    const IO: i32 = 10;
    const FULL: i32 = 13;
    const CANNOT_OPEN: i32 = 14;
    const IO_FSYNC: i32 = 1034;
    const IO_DIRECTORY_FSYNC: i32 = 1290;
    const IO_SHARED_MEMORY_SIZE: i32 = 4874;
    let error = match code & 0xff {
        _ if code == IO_SHARED_MEMORY_SIZE => StoreError::Full,
        FULL => StoreError::Full,
        BUSY | LOCKED => StoreError::Busy,
        IO | CANNOT_OPEN => StoreError::Unavailable(refusal.message().to_owned()),
        _ => StoreError::Other(anyhow::Error::new(sqlx::Error::Database(refusal))),
    };
    Sorted {
        fsync_failed: matches!(code, IO_FSYNC | IO_DIRECTORY_FSYNC),
        ..Sorted::from(error)
    }
}

/// The name that PostgreSQL would give to what SQLite's message describes by table and columns.
#[derive(Debug, Default)]
pub(super) struct ConstraintNames {
    /// `table.a, table.b`, as SQLite lists the columns, with the name of that unique index.
    pub by_columns: std::collections::HashMap<String, String>,
}

impl ConstraintNames {
    fn name(&self, message: &str) -> String {
        let Some((_, described)) = message.split_once("constraint failed: ") else {
            return String::new();
        };
        if let Some(name) = self.by_columns.get(described) {
            return name.clone();
        }
        match described.strip_prefix("index '") {
            Some(index) => index.trim_end_matches('\'').to_owned(),
            None => described.to_owned(),
        }
    }
}
