//! Every statement of the program, so that a test can prepare each on both engines.

use super::{Statement, outbox};

/// A context that declares statements adds its list here.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    let contexts: [&[Statement]; 2] = [outbox::STATEMENTS, crate::import::STATEMENTS];
    contexts.into_iter().flatten()
}
