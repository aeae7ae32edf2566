//! What Trechter measures: every number as a pure function.
//!
//! No I/O, no async, no clock: the same history and the same question always give the same answer. What the numbers
//! mean is written beside the functions that compute them.

#![warn(missing_docs)]

pub mod answer;
pub mod changes;
pub mod channels;
pub mod conversion;
pub mod coverage;
pub mod dashboard;
pub mod definitions;
pub mod evaluate;
pub mod expected;
pub mod facts;
pub mod figure;
pub mod finding;
pub mod horizon;
pub mod leaks;
pub mod losses;
pub mod measures;
pub mod people;
pub mod period;
pub mod phases;
pub mod question;
pub mod sample;
pub mod season;
pub mod slice;
pub mod stages;
pub mod stats;
pub mod targets;
pub mod touches;
pub mod view;
pub mod workload;
