//! The integration tests: one binary, a module a domain, the database suite on both engines.

mod import;
mod store;
mod support;
