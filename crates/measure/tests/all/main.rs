//! The numbers, compared with a slow and obvious second implementation on random histories.

#![allow(dead_code, reason = "histories and oracle offer more than the comparisons written so far ask for")]

mod compare;
#[path = "../histories/mod.rs"]
mod histories;
#[path = "../numbers/mod.rs"]
mod numbers;
#[path = "../oracle/mod.rs"]
mod oracle;
#[path = "../stages/mod.rs"]
mod stages;
