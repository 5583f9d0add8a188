//! The integration tests: one binary, a module a domain, the database suite on both engines.

mod import;
mod ingest;
mod scene;
mod status;
mod store;
mod support;
