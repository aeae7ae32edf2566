//! Statistics on plain numbers: intervals, tests, curves.
//!
//! Nothing here knows deals or leads. Each file is one family of questions; all of them answer in the few small types
//! of [`answer`]. An answer of `None` means that these numbers cannot tell.

pub mod answer;
pub mod competing;
pub mod concentration;
pub mod counts;
mod discrete;
mod distribution;
mod linear;
pub mod mean;
pub mod multiple;
pub mod proportion;
pub mod quantile;
pub mod same_mix;
pub mod season;
pub mod shrink;
pub mod survival;
pub mod velocity;

pub use answer::{Estimate, FEW, Interval, Side, Test, Verdict, enough, more_needed};
pub use proportion::Share;
