//! Vigie, the part that people see and that everyone agrees on. No IO, no clock.
//!
//! # Layout
//!
//! - [`domain`]: pure rules, no framework: components, contracts, coverage, interventions, uptime
//! - [`backend`]: the seam: traits that the server implements, and what their answers look like
//! - [`answer`]: the error that may cross the wire
//! - [`assets`]: the addresses of the style sheet and of the bundles, for the shell
//! - [`text`]: the words shown to people
//! - `live`: the islands of every page that moves, and the browser's connection
//! - `ui`: what pages are made of; `shell`: the document around them
//! - `hydrate`: where the browser enters
//! - `routes`: every page's URL on one screen; `visit`: what a page knows of its request
//! - `contract`: what is covered, and why
//! - `account`: sign-in, activation, one's own account
//! - `interventions`: requests and their follow-up, for contacts; `desk`: the same for the provider's staff
//! - `quotes`: what the contract does not cover, offered and answered
//! - `planning`: preventive work and its calendar, for both
//! - `reports`: a client's month, published and printed

// A page is one deep type.
#![recursion_limit = "512"]

pub mod answer;
pub mod assets;
pub mod backend;
pub mod domain;
pub mod text;

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ui")]
pub mod contract;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod history;
#[cfg(feature = "board")]
mod hydrate;
#[cfg(any(feature = "ssr", feature = "forms"))]
pub mod interventions;
#[cfg(feature = "ui")]
pub mod live;
pub mod overview;
#[cfg(feature = "ssr")]
pub mod planning;
#[cfg(feature = "ssr")]
pub mod quotes;
#[cfg(feature = "ssr")]
pub mod reports;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ui")]
pub mod status;
#[cfg(feature = "ui")]
pub mod ui;
#[cfg(feature = "ssr")]
pub mod visit;
