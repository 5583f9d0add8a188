//! Sign-in, activation by a link, one's own account: pages and the server functions that their forms post to.

mod actions;
mod page;
mod sign_in;
mod stand_ins;

pub use page::AccountPage;
pub use sign_in::{ActivatePage, SignInPage};
