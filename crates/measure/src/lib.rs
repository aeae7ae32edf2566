//! What Trechter measures: every number as a pure function.
//!
//! No I/O, no async, no clock: the same history and the same question always give the same answer. What the numbers
//! mean is written beside the functions that compute them.

#![warn(missing_docs)]

pub mod definitions;
pub mod facts;
pub mod period;
pub mod slice;
pub mod stats;
pub mod view;
