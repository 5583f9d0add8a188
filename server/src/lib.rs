//! Vigie, the part with IO.
//!
//! # Layout
//!
//! - [`cli`], [`config`]: commands and settings; [`wiring`]: the composition root
//! - [`store`]: both database engines behind one type; [`clock`]: the only caller of "now"; [`zone`]: time zones
//! - [`status`], [`contract`], [`interventions`], [`planning`], [`reports`], [`desk`], [`account`], [`provider`],
//!   [`tokens`]: contexts
//! - [`audit`]: what staff did that somebody may have to account for
//! - [`supervision`]: what monitoring and probes tell
//! - [`live`]: committed changes, to open browsers
//! - [`import`]: provider, clients, contracts and components as code
//! - [`demo`]: an invented provider, really supervised
//! - [`http`]: the table of routes and the layers before it; [`assets`]: the files that the binary carries
//! - [`refusal`]: from inner errors to what may be said; [`spreadsheet`]: CSV files

// A page is one deep type.
#![recursion_limit = "512"]

pub mod account;
pub mod assets;
pub mod audit;
pub mod cli;
pub mod clock;
pub mod config;
pub mod contract;
pub mod demo;
pub mod desk;
pub mod digest;
pub mod files;
pub mod history;
pub mod http;
pub mod import;
pub mod interventions;
pub mod live;
pub mod planning;
pub mod provider;
pub mod quotes;
pub mod refusal;
pub mod reports;
pub mod search;
pub mod spreadsheet;
pub mod status;
pub mod store;
pub mod supervision;
pub mod tokens;
pub mod wiring;
pub mod zone;
