//! Words about contracts: [`verdict`] in sentences.

pub mod verdict;
