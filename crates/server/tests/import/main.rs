//! The import, from files to records: known exports are compared with what is known about them, and small
//! files of our own try what goes wrong.
//!
//! The exports lie outside the repository: in `../shared/data` beside it, or where `TRECHTER_SHARED_DATA`
//! says. Without them those tests say so and try the rest.

#[path = "../api/harness/mod.rs"]
mod harness;

mod bench;
mod numbers;
mod samples;
mod small;
mod undo;
mod wizard;
