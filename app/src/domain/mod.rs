//! The rules of the trade, as pure values and functions: no IO, no clock, no framework.

pub mod access;
pub mod calendar;
pub mod canned;
pub mod coded;
pub mod component;
pub mod contract;
pub mod coverage;
pub mod deadline;
pub mod folding;
pub mod holidays;
pub mod hours;
pub mod ids;
pub mod intervention;
pub mod iso_date;
pub mod money;
pub mod quote;
pub mod redaction;
pub mod report;
pub mod status;
pub mod time;
pub mod timetable;
pub mod uptime;
pub mod working_days;
