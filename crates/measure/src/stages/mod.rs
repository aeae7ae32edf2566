//! The stages of a pipeline: who enters, who stands there, who gets on, how long it takes, and what it costs
//! (metrics.md, section 6).

mod benchmark;
mod funnel;
mod order;
mod passage;
mod row;
mod tally;
mod weights;

pub use benchmark::{Benchmark, Held, HeldAgainst, StageHeld, Yardstick, benchmark};
pub use funnel::{CurvePoint, ExitShare, Funnel, Quartile, StageRow, UnknownPipeline, explain, funnel};
pub use order::{Order, Slot};
pub use passage::{Exit, Passage, Walk};
pub use tally::{Horizons, horizons};
pub use weights::{ENOUGH_DEALS, StageWeight, StageWeights};
