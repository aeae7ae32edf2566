//! Answers about numbers as tables: one row per seller, stage, channel or number, one column per figure, with its
//! interval, comparison and verdict where it has them. One way for all answers, whatever they are about.

mod figures;
mod flat;
mod names;
mod question;
mod words;

pub use flat::{Sheet, sheets};
pub use names::Names;
pub use question::{asked, opens, records};
