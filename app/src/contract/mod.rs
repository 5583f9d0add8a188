//! The contracts as their client reads them, and the verdict on what they cover.
//!
//! # Layout
//!
//! - `page`: `/contract`, and the same view for the desk
//! - `cover`: "est-ce couvert ?", with [`finder`] and `finder_field`, its island
//! - `perimeter`, `perimeter_table`: what each service covers, counted and drawn
//! - `signed`, `line`: one contract, one of its lines
//! - [`verdict`]: an answer with its proof; `commitment`: what is due, and how it was counted; in the browser too

pub mod commitment;
#[cfg(feature = "ssr")]
mod cover;
pub mod finder;
#[cfg(feature = "ssr")]
mod finder_field;
#[cfg(feature = "ssr")]
mod line;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod perimeter;
#[cfg(feature = "ssr")]
mod perimeter_table;
#[cfg(feature = "ssr")]
mod signed;
pub mod verdict;

#[cfg(feature = "ssr")]
pub use cover::{ClientCoverPage, CoverPage};
#[cfg(feature = "ssr")]
pub use page::{ClientContractPage, ContractPage};
pub use verdict::{Verdict, outcome_tone, verdict_html};
