//! Members with a session, and programs with a token.

use std::future::IntoFuture;
use std::pin::Pin;

use axum::Router;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use trechter_domain::catalogue::Member;
use trechter_domain::decide;
use trechter_domain::permission::Act;
use trechter_domain::{MemberId, Origin, WorkspaceId};
use trechter_server::api::access::open_session;
use trechter_server::app::App;
use trechter_server::caller::Deed;
use uuid::Uuid;

use super::app::{PASSWORD, address};
use super::{Ask, Reply, TestApp};

/// Somebody who can ask things.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: String,
    pub email: String,
    /// The header that says who asks, and its value.
    pub badge: (&'static str, String),
    pub router: Router,
}

impl Person {
    /// A member with a fresh session.
    pub async fn logged_in(
        app: &App,
        router: &Router,
        workspace: WorkspaceId,
        member: MemberId,
        identity: Uuid,
    ) -> Self {
        let cookie = open_session(app, &HeaderMap::new(), identity, workspace, member).await.unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let id = member.to_string();
        Self { id, email: String::new(), badge: ("cookie", cookie), router: router.clone() }
    }

    /// The same person through another door: a program with a token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { badge: ("authorization", format!("Bearer {token}")), ..self.clone() }
    }

    /// The same person in the browser of this cookie.
    pub fn with_cookie(&self, cookie: &str) -> Self {
        Self { badge: ("cookie", cookie.to_owned()), ..self.clone() }
    }

    pub fn ask(&self, method: &str, path: &str) -> Ask {
        Ask::new(&self.router, method, path).by(self)
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.ask("GET", path).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.ask("POST", path).json(body).await
    }

    pub async fn patch(&self, path: &str, version: u64, body: Value) -> Reply {
        self.ask("PATCH", path).if_match(version).json(body).await
    }

    pub async fn delete(&self, path: &str, version: u64) -> Reply {
        self.ask("DELETE", path).if_match(version).await
    }

    /// Creates a record, which must succeed, and gives it.
    pub async fn creates(&self, plural: &str, fields: Value) -> Value {
        self.post(&format!("/{plural}"), fields).await.is(201)
    }

    /// The ids of a list, which must succeed.
    pub async fn lists(&self, path: &str) -> Vec<String> {
        let page = self.get(path).await.ok();
        page["items"].as_array().unwrap().iter().map(super::id).collect()
    }
}

/// A member to be: `app.seller("Bram").in_team(&zuid).sees("team").await`.
pub struct Signed {
    app: TestApp,
    fields: Value,
}

impl Signed {
    pub fn new(app: &TestApp, name: &str, role: &str) -> Self {
        let email = address(&app.app, name);
        let fields = json!({ "name": name, "email": email, "role": role, "sees": "all", "active": true });
        Self { app: app.clone(), fields }
    }

    pub fn in_team(mut self, team: &str) -> Self {
        self.fields["team"] = json!(team);
        self
    }

    /// `own`, `team` or `all`; all when left out.
    pub fn sees(mut self, scope: &str) -> Self {
        self.fields["sees"] = json!(scope);
        self
    }
}

impl IntoFuture for Signed {
    type Output = Person;
    type IntoFuture = Pin<Box<dyn Future<Output = Person> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self { app, fields } = self;
            let deed = Deed::new(&app.app, None, Origin::Member, Act::ManageMembers);
            let passwords = app.app.passwords.clone();
            let hash = passwords.hash("password", PASSWORD).unwrap();
            let email = fields["email"].as_str().unwrap().to_owned();
            let (address, workspace) = (email.clone(), app.workspace);
            let written = app.app.store.write(workspace, move |tx| {
                let catalogue = tx.catalogue();
                let fields = fields.as_object().unwrap();
                let member = decide::create::<Member>(&deed.ctx(&catalogue), deed.id(), fields)?;
                tx.save_entry(&member)?;
                let mut directory = tx.directory()?;
                let identity = directory.set_password(deed.id(), &address, &hash)?;
                directory.join(identity, workspace, member.record.id)?;
                Ok((member.record.id, identity))
            });
            let (member, identity) = written.await.unwrap().value;
            let person = Person::logged_in(&app.app, &app.router, workspace, member, identity).await;
            Person { email, ..person }
        })
    }
}
