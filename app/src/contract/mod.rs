//! The contracts as their client reads them, and the verdict on what they cover.
//!
//! # Layout
//!
//! - `page`: `/contract`, and the same view for the desk
//! - `glance`: every line in one table; `ask`: a component put to the contract in force
//! - [`beside`]: what is in force in short, beside a client's work at the desk
//! - `cover`: "est-ce couvert ?", with [`finder`] and `finder_field`, its island
//! - `component_cover`: what the contracts say of one component, for its page
//! - `perimeter`, `perimeter_table`, `perimeter_detail`: the coverage matrix, drawn, and what is behind its cells
//! - `signed`, `line`, `conditions`: one contract, one of its lines, what holds for all of them
//! - [`verdict`]: an answer with its proof; `commitment`: what is due, and how it was counted; in the browser too

#[cfg(feature = "ssr")]
mod ask;
#[cfg(feature = "ssr")]
pub mod beside;
pub mod commitment;
#[cfg(feature = "ssr")]
mod component_cover;
#[cfg(feature = "ssr")]
mod conditions;
#[cfg(feature = "ssr")]
mod cover;
pub mod finder;
#[cfg(feature = "ssr")]
mod finder_field;
#[cfg(feature = "ssr")]
mod glance;
#[cfg(feature = "ssr")]
mod line;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod perimeter;
#[cfg(feature = "ssr")]
mod perimeter_detail;
#[cfg(feature = "ssr")]
mod perimeter_table;
#[cfg(feature = "ssr")]
mod signed;
pub mod verdict;

#[cfg(feature = "ssr")]
pub use component_cover::component_cover;
#[cfg(feature = "ssr")]
pub use cover::{ClientCoverPage, CoverPage};
#[cfg(feature = "ssr")]
pub use page::{ClientContractPage, ContractPage};
#[cfg(feature = "ssr")]
pub use perimeter::day_asked;
pub use verdict::{Verdict, outcome_tone, verdict_html};
