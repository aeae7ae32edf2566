//! Who comes in, how, and who does not.

mod invitations;
mod limits;
mod log_in;
mod members;
mod passwords;
mod profile;
mod sessions;
mod tokens;
