//! Looking at the portal as a contact sees it: for administrators, for a while, written down.

use std::sync::Arc;

use super::Answer;
use super::drafting::By;
use crate::domain::access::ContactView;

/// The views, as a context.
#[derive(Clone)]
pub struct Looking(pub Arc<dyn LookingBackend>);

/// For the provider's administrators; anybody else gets `Forbidden`.
pub trait LookingBackend: Send + Sync {
    /// From now on this session sees what that contact sees. A contact of another client does not exist.
    fn start<'a>(&'a self, by: By<'a>, client: &'a str, contact: i64) -> Answer<'a, ()>;

    /// Back to the desk; over already is as good.
    fn stop<'a>(&'a self, view: &'a ContactView, address: &'a str) -> Answer<'a, ()>;
}

/// How long a view lasts at most, as its banner says it.
pub const VIEW_MINUTES: i64 = 30;
