//! Every statement of the program, so that a test can prepare each on both engines.

use super::{Statement, outbox};

/// A context that declares statements adds its list here, one a line.
const CONTEXTS: &[&[Statement]] = &[
    outbox::STATEMENTS,
    crate::account::STATEMENTS,
    crate::account::stand_ins::STATEMENTS,
    crate::audit::STATEMENTS,
    crate::contract::STATEMENTS,
    crate::demo::STATEMENTS,
    crate::desk::STATEMENTS,
    crate::desk::canned::STATEMENTS,
    crate::desk::waiting::STATEMENTS,
    crate::desk::drafting::STATEMENTS,
    crate::history::STATEMENTS,
    crate::http::drafts::STATEMENTS,
    crate::http::health::STATEMENTS,
    crate::import::STATEMENTS,
    crate::interventions::STATEMENTS,
    crate::interventions::copies::STATEMENTS,
    crate::interventions::debts::STATEMENTS,
    crate::interventions::drafts::STATEMENTS,
    crate::interventions::gathering::STATEMENTS,
    crate::interventions::planned::STATEMENTS,
    crate::interventions::requesting::STATEMENTS,
    crate::planning::STATEMENTS,
    crate::interventions::clocks::STATEMENTS,
    crate::provider::STATEMENTS,
    crate::quotes::STATEMENTS,
    crate::reports::STATEMENTS,
    crate::search::STATEMENTS,
    crate::status::STATEMENTS,
    crate::supervision::STATEMENTS,
    crate::tokens::STATEMENTS,
];

/// All of them.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    CONTEXTS.iter().copied().flatten()
}
