//! The integration tests: one binary, a module a domain, the database suite on both engines.

mod account;
mod canned;
mod contract;
mod drafting;
mod files;
mod history;
mod hour_book;
mod http;
mod import;
mod ingest;
mod interference;
mod interventions;
mod live;
mod looking;
mod portal;
mod probes;
mod quotes;
mod reports;
mod scene;
mod serve;
mod status;
mod store;
mod support;
