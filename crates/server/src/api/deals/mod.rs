//! What only deals can do.

mod board;
mod close;
mod move_deal;
mod result;

pub use board::{Board, BoardColumnPage};
pub use close::{Lose, Reopen, Win};
pub use move_deal::Move;
pub use result::MarkResult;
