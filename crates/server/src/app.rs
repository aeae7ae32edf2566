//! What every request can reach.

use std::path::PathBuf;
use std::sync::Arc;

use trechter_store::{Location, Store};

use crate::caller::Sessions;
use crate::clock::{Clock, Ids};
use crate::http::KeptAnswers;
use crate::http::limits::{Limits, Rate};
use crate::live::Hub;
use crate::numbers::{Numbers, Shelf};
use crate::password::Passwords;

/// How the program was told to run.
#[derive(Debug, Clone)]
pub struct Settings {
    pub location: Location,
    /// Folder of attachments, and of the database when it is SQLite.
    pub data: PathBuf,
    /// The address that browsers see, like `https://crm.example.com`; without it, the `Host` of a request.
    pub public_url: Option<String>,
    /// A reverse proxy on another machine stands before the program and says whose request it is.
    pub behind_proxy: bool,
    /// How many requests per second one member may make; `None`: as many as he likes.
    pub rate: Option<Rate>,
}

impl Settings {
    /// Those of a program at this place, all others left as they are.
    pub fn at(location: Location, data: PathBuf) -> Self {
        Self { location, data, public_url: None, behind_proxy: false, rate: None }
    }

    /// Do browsers reach the program over HTTPS?
    pub fn over_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

/// The running program. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub passwords: Passwords,
    pub sessions: Arc<Sessions>,
    pub live: Hub,
    pub limits: Arc<Limits>,
    pub numbers: Arc<Numbers>,
    pub kept: Arc<KeptAnswers>,
    pub settings: Arc<Settings>,
    /// Signs cursors.
    pub cursor_key: Arc<[u8]>,
}

impl App {
    /// Opens the database and gets everything ready.
    ///
    /// # Errors
    /// The database cannot be opened.
    pub async fn open(
        settings: Settings,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        passwords: Passwords,
    ) -> anyhow::Result<Self> {
        let store = Store::open(settings.location.clone()).await?;
        let fresh = ids.secret();
        let cursor_key = store.system(move |directory| directory.secret("cursor", &fresh)).await?;
        let live = Hub::start(store.clone());
        Ok(Self {
            store,
            clock,
            ids,
            passwords,
            sessions: Arc::default(),
            live,
            limits: Arc::new(Limits::new(settings.rate)),
            numbers: Arc::new(Numbers::on(Shelf::of(&settings.data))),
            kept: Arc::default(),
            settings: Arc::new(settings),
            cursor_key: cursor_key.into(),
        })
    }
}
