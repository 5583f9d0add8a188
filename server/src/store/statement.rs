//! Statements: one text for both engines, behind one typed function each.

use app::domain::ids;

/// A statement as the registry lists it, so that a test can prepare it on both engines.
#[derive(Debug, Clone, Copy)]
pub struct Statement {
    pub name: &'static str,
    pub text: &'static str,
    /// When PostgreSQL has to be asked in other words.
    pub postgres: Option<&'static str>,
    pub parameters: &'static [Kind],
    /// File and line, for whoever must mend it.
    pub place: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Integer,
    Text,
    Boolean,
    Real,
}

/// The value of one parameter; `None` is NULL of that kind.
#[derive(Debug, Clone, Copy)]
pub enum Argument<'a> {
    Integer(Option<i64>),
    Text(Option<&'a str>),
    Boolean(Option<bool>),
    Real(Option<f64>),
}

/// A type that may be a parameter of a statement.
pub trait Parameter {
    const KIND: Kind;
}

macro_rules! parameters {
    ($($type:ty => $kind:ident($value:ident: $to:expr)),+ $(,)?) => {$(
        impl Parameter for $type {
            const KIND: Kind = Kind::$kind;
        }
        impl From<$type> for Argument<'_> {
            fn from($value: $type) -> Self {
                Argument::$kind(Some($to))
            }
        }
        impl Parameter for Option<$type> {
            const KIND: Kind = Kind::$kind;
        }
        impl From<Option<$type>> for Argument<'_> {
            fn from(value: Option<$type>) -> Self {
                Argument::$kind(value.map(|$value| $to))
            }
        }
    )+};
}

impl Parameter for &str {
    const KIND: Kind = Kind::Text;
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(value: &'a str) -> Argument<'a> {
        Argument::Text(Some(value))
    }
}

impl Parameter for Option<&str> {
    const KIND: Kind = Kind::Text;
}

impl<'a> From<Option<&'a str>> for Argument<'a> {
    fn from(value: Option<&'a str>) -> Argument<'a> {
        Argument::Text(value)
    }
}

parameters! {
    i64 => Integer(value: value),
    bool => Boolean(value: value),
    f64 => Real(value: value),
    ids::ClientId => Integer(value: value.0),
    ids::SiteId => Integer(value: value.0),
    ids::ContactId => Integer(value: value.0),
    ids::StaffId => Integer(value: value.0),
    ids::ContractId => Integer(value: value.0),
    ids::VersionId => Integer(value: value.0),
    ids::ComponentId => Integer(value: value.0),
    ids::CheckId => Integer(value: value.0),
    ids::SourceId => Integer(value: value.0),
    ids::TokenId => Integer(value: value.0),
    ids::InterventionId => Integer(value: value.0),
    ids::QuoteId => Integer(value: value.0),
    ids::DebtId => Integer(value: value.0),
    ids::SessionId => Integer(value: value.0),
    ids::VerdictId => Integer(value: value.0),
    ids::FileId => Integer(value: value.0),
}

/// Declares statements and, for each, the async function that runs it in a transaction:
///
/// ```text
/// server::queries! {
///     /// The client's components in board order.
///     all components(client_id: i64) -> ComponentRow = "SELECT … WHERE client_id = $1";
///     maybe session(token_hash: &str) -> SessionRow = "SELECT …";
///     one count() -> (i64,) = "SELECT COUNT(*) FROM …";
///     run forget(id: i64) = "DELETE FROM … WHERE id = $1";
/// }
/// ```
///
/// `all` gives a `Vec`, `maybe` an `Option`, `one` exactly one row, `run` the number of rows
/// touched. `STATEMENTS` lists them all; add it to the registry. Where the engines have no words in
/// common (full text), `= "…", postgres: "…"` gives PostgreSQL its own.
#[macro_export]
macro_rules! queries {
    ($(
        $(#[$doc:meta])*
        $mode:ident $name:ident($($parameter:ident: $type:ty),* $(,)?) $(-> $row:ty)? = $text:expr $(, postgres: $postgres:expr)?;
    )+) => {
        $(
            $crate::queries!(@function $mode [$(#[$doc])*] $name($($parameter: $type),*) $($row)? = $text $(, $postgres)?);
        )+

        pub const STATEMENTS: &[$crate::store::Statement] = &[$(
            $crate::store::Statement {
                name: stringify!($name),
                text: $text,
                postgres: $crate::queries!(@other $($postgres)?),
                parameters: &[$(<$type as $crate::store::Parameter>::KIND),*],
                place: concat!(file!(), ":", line!()),
            },
        )+];
    };

    (@other) => { None };
    (@other $postgres:expr) => { Some($postgres) };

    (@function all [$($doc:tt)*] $name:ident($($parameter:ident: $type:ty),*) $row:ty = $text:expr $(, $postgres:expr)?) => {
        $($doc)*
        #[allow(clippy::too_many_arguments, reason = "one argument a parameter of the statement")]
        pub async fn $name(
            tx: &mut $crate::store::Tx,
            $($parameter: $type),*
        ) -> Result<Vec<$row>, $crate::store::StoreError> {
            let text = tx.worded($text, $crate::queries!(@other $($postgres)?));
            tx.all(text, &[$($parameter.into()),*]).await
        }
    };
    (@function maybe [$($doc:tt)*] $name:ident($($parameter:ident: $type:ty),*) $row:ty = $text:expr $(, $postgres:expr)?) => {
        $($doc)*
        #[allow(clippy::too_many_arguments, reason = "one argument a parameter of the statement")]
        pub async fn $name(
            tx: &mut $crate::store::Tx,
            $($parameter: $type),*
        ) -> Result<Option<$row>, $crate::store::StoreError> {
            let text = tx.worded($text, $crate::queries!(@other $($postgres)?));
            tx.maybe(text, &[$($parameter.into()),*]).await
        }
    };
    (@function one [$($doc:tt)*] $name:ident($($parameter:ident: $type:ty),*) $row:ty = $text:expr $(, $postgres:expr)?) => {
        $($doc)*
        #[allow(clippy::too_many_arguments, reason = "one argument a parameter of the statement")]
        pub async fn $name(
            tx: &mut $crate::store::Tx,
            $($parameter: $type),*
        ) -> Result<$row, $crate::store::StoreError> {
            let text = tx.worded($text, $crate::queries!(@other $($postgres)?));
            tx.one(text, &[$($parameter.into()),*]).await
        }
    };
    (@function run [$($doc:tt)*] $name:ident($($parameter:ident: $type:ty),*) = $text:expr $(, $postgres:expr)?) => {
        $($doc)*
        #[allow(clippy::too_many_arguments, reason = "one argument a parameter of the statement")]
        pub async fn $name(
            tx: &mut $crate::store::Tx,
            $($parameter: $type),*
        ) -> Result<u64, $crate::store::StoreError> {
            let text = tx.worded($text, $crate::queries!(@other $($postgres)?));
            tx.run(text, &[$($parameter.into()),*]).await
        }
    };
}
