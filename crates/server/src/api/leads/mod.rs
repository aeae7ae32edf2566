//! What only leads can do: they are contacted, qualified, disqualified, converted.

mod convert;
mod judge;

pub use convert::Convert;
pub use judge::{Contacted, Disqualify, Qualify};
