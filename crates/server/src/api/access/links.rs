//! One-time links: an invitation to join a workspace, a new password.

use axum::http::{HeaderMap, header};
use trechter_domain::time::DAY;
use trechter_domain::{Instant, MemberId, WorkspaceId};
use trechter_store::Directory;
use trechter_store::directory::Invitation;

use crate::app::App;
use crate::secret;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Join,
    Reset,
}

impl Purpose {
    pub fn as_str(self) -> &'static str {
        match self {
            Purpose::Join => "join",
            Purpose::Reset => "reset",
        }
    }

    /// How long the link works.
    fn life(self) -> i64 {
        match self {
            Purpose::Join => 14 * DAY,
            Purpose::Reset => DAY,
        }
    }

    /// The page of the browser app that it leads to.
    fn page(self) -> &'static str {
        match self {
            Purpose::Join => "invite",
            Purpose::Reset => "reset",
        }
    }
}

/// A link that is still to be kept: its secret is in the address only.
#[derive(Debug, Clone)]
pub struct Link {
    pub purpose: Purpose,
    pub address: String,
    pub expires_at: Instant,
    hash: Vec<u8>,
}

impl Link {
    /// A fresh link below the address that browsers see.
    pub fn new(app: &App, purpose: Purpose, base: &str) -> Self {
        let token = secret::text(&app.ids.secret());
        Self {
            purpose,
            address: format!("{}/{}/{token}", base.trim_end_matches('/'), purpose.page()),
            expires_at: Instant(app.clock.now().0 + purpose.life()),
            hash: secret::hash(&token),
        }
    }

    /// Keeps it for a member; an earlier one of the same purpose no longer works.
    ///
    /// # Errors
    /// The database's.
    pub fn keep(
        &self,
        directory: &mut Directory<'_>,
        workspace: WorkspaceId,
        member: MemberId,
        email: &str,
    ) -> trechter_store::Result<()> {
        let invitation = Invitation {
            purpose: self.purpose.as_str().to_owned(),
            workspace,
            member,
            email: email.to_owned(),
            expires_at: self.expires_at,
        };
        directory.add_invitation(&self.hash, &invitation)
    }
}

/// The link of a token, while it works.
///
/// # Errors
/// The database's.
pub fn open(
    directory: &mut Directory<'_>,
    token: &str,
    purpose: Purpose,
    now: Instant,
) -> trechter_store::Result<Option<Invitation>> {
    let found = directory.invitation(&secret::hash(token))?;
    Ok(found.filter(|link| link.purpose == purpose.as_str() && link.expires_at > now))
}

/// The address that browsers see: the configured one, else the one that this request came to.
pub fn base(app: &App, headers: &HeaderMap) -> String {
    if let Some(url) = &app.settings.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), _) if origin.contains("://") => origin.to_owned(),
        (_, Some(host)) => format!("http://{host}"),
        _ => String::new(),
    }
}
