//! Statistics on plain numbers: intervals, tests, curves.
//!
//! Nothing here knows deals or leads. Each file is one family of questions; all of them answer in the few small types
//! of [`answer`].

pub mod answer;

pub use answer::{Interval, Test, Verdict};
