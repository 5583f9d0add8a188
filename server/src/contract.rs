//! Contracts: their versions as the pages read them, and what they cover.
//!
//! # Layout
//!
//! - [`versions`]: versions read, each ended by the one after it
//! - [`cover`]: which lines cover a component, for the boards
//! - [`csv`]: the perimeter as a file
//! - [`hours`]: the hours of the lines in UTC, for verdicts
//! - [`hour_book`]: the ledger of the hour books
//! - [`reading`]: the pages' questions, answered

pub mod cover;
pub mod csv;
pub mod hour_book;
pub mod hours;
pub mod reading;
pub mod versions;

mod queries;

pub use cover::ContractCover;
pub use queries::STATEMENTS;
pub use reading::ClientContractService;
