//! What moves by itself: the islands of the board, and the one connection that feeds them.
//!
//! # Layout
//!
//! - [`LiveStatus`]: the island of every page that moves: the age of what is shown, pause, offline, announcements
//! - [`live_state`]: the state of one component, in the parts that change
//! - [`DayByDay`]: the island over a long strip: arrow keys from day to day
//! - `connection`: the page's one `EventSource`, and what its events do (browser)
//! - `rows`: the components on the page, and the tab's title and icon (browser)
//! - `regions`: swaps `[data-live-region]` elements for what the server says now (browser)
//!
//! Any element with `data-live-region="name"` is kept true without code of its own: when something
//! happens, the page is fetched again and that element takes the content of its namesake.

mod phase;
mod state;
mod status;
mod strip;

#[cfg(feature = "board")]
mod connection;
#[cfg(not(feature = "board"))]
#[path = "connection_server.rs"]
mod connection;
#[cfg(feature = "board")]
mod days;
#[cfg(not(feature = "board"))]
#[path = "days_server.rs"]
mod days;
#[cfg(feature = "board")]
mod regions;
#[cfg(feature = "board")]
mod rows;

pub use phase::Phase;
#[cfg(feature = "board")]
pub use rows::page_language;
pub use state::live_state;
pub use status::LiveStatus;
pub use strip::DayByDay;
