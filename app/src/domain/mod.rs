//! The rules of the trade, as pure values and functions: no IO, no clock, no framework.

pub mod access;
pub mod coded;
pub mod component;
pub mod contract;
pub mod coverage;
pub mod folding;
pub mod ids;
pub mod intervention;
pub mod status;
pub mod time;
pub mod uptime;
