//! Who comes in: log-in and log-out, one's own sessions.

mod log_in;
mod me;

pub use log_in::{LogIn, LogOut, open_session};
pub use me::Me;
