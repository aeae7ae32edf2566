//! Who comes in and how: log-in and log-out, invitations, passwords, sessions, API tokens.

mod attempts;
mod join;
pub mod links;
mod log_in;
mod me;
pub mod members;
mod profile;
mod reset;
mod sessions;
pub mod tokens;

pub use join::hashed;
pub use log_in::open_session;

use crate::http::Routes;

/// All operations of coming in.
pub fn routes(routes: Routes) -> Routes {
    routes
        // Somebody at the door.
        .add::<me::Me>()
        .add::<log_in::LogIn>()
        .add::<log_in::LogOut>()
        .add::<join::ReadInvitation>()
        .add::<join::Join>()
        .add::<reset::ReadReset>()
        .add::<reset::Reset>()
        // One's own profile.
        .add::<profile::ChangeMe>()
        .add::<profile::ChangePassword>()
        .add::<profile::SwitchWorkspace>()
        .add::<sessions::ListSessions>()
        .add::<sessions::EndSession>()
        .add::<tokens::ListTokens>()
        .add::<tokens::CreateToken>()
        .add::<tokens::RevokeToken>()
        // The owner's page of people.
        .add::<members::ListMembers>()
        .add::<members::Invite>()
        .add::<members::InviteAgain>()
        .add::<members::LogOutMember>()
}
