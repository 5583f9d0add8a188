//! Identifiers: one type a thing, so that one cannot be passed for another.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl From<i64> for $name {
            fn from(id: i64) -> $name {
                $name(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// The tenant.
    ClientId,
    SiteId,
    /// A person of a client company.
    ContactId,
    /// A person of the provider.
    StaffId,
    ContractId,
    /// One immutable version of a contract.
    VersionId,
    ComponentId,
    /// One of our own probes.
    CheckId,
    /// A monitoring system of the provider.
    SourceId,
    TokenId,
    InterventionId,
    DebtId,
    /// One revision of a quote.
    QuoteId,
    /// An attachment.
    FileId,
    VerdictId,
    SessionId,
}
