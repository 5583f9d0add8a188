//! What pages are made of: presentation only, no data fetched, no rule decided.
//!
//! # Layout
//! - `icons`: the one sprite of the page, and `Icon` which points into it
//! - `markup`: HTML written straight into a string, where views cost too much
//! - `badge`: state, posture and intervention badges
//! - `page_head`: the sentence that opens a page
//! - `field`: labelled inputs with hint and error; `notice`, `empty`: what is said when there is little to show
//! - `refusal`: why the form just sent was refused
//! - `time`: instants and lengths with their exact value on hover
//! - `strip`, `chart`: 90 days and response times as SVG, a table beside each

pub mod badge;
pub mod chart;
pub mod empty;
pub mod field;
pub mod icons;
pub mod markup;
pub mod notice;
pub mod page_head;
#[cfg(feature = "ssr")]
pub mod refusal;
pub mod strip;
pub mod time;

pub use badge::{Badge, InterventionStateBadge, Pill, PostureBadge, StateMark, Tone};
pub use chart::{LatencyChart, LatencyPoint};
pub use empty::Empty;
pub use field::{CheckField, Choice, RadioField, SelectField, TextArea, TextField};
pub use icons::{Glyph, Icon};
pub use notice::Notice;
pub use page_head::PageHead;
#[cfg(feature = "ssr")]
pub use refusal::Refusal;
pub use strip::{LongStrip, StripDay, StripPaths};
pub use time::{Instant, Length, Moment};
