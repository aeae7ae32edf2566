//! `POST /setup`: the first workspace of an installation, with its owner.

use axum::http::{Method, header};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use trechter_domain::catalogue::{LossReason, Member, Pipeline, Source, Workspace};
use trechter_domain::decide::{self, Ctx};
use trechter_domain::fold::{self, Document};
use trechter_domain::permission::{Act, Role, Scope};
use trechter_domain::template::{self, Template};
use trechter_domain::{Catalogue, Currency, MemberId, Origin, Refusal, WorkspaceId};
use trechter_store::{Result, Tx};
use uuid::Uuid;

use crate::api::access::links::Link;
use crate::api::access::{hashed, open_session};
use crate::app::App;
use crate::caller::Deed;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};

/// The workspace and its owner.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupBody {
    /// Name of the workspace.
    pub workspace: String,
    /// Name of its owner.
    pub name: String,
    pub email: String,
    pub password: String,
    /// `nl` or `en`.
    pub language: String,
    pub currency: Currency,
    /// IANA name, like `Europe/Amsterdam`.
    pub time_zone: String,
    /// The pipeline to begin with.
    pub template: Template,
}

/// Where the owner came in.
#[derive(Debug, serde::Serialize, JsonSchema)]
pub struct SetupReply {
    pub workspace: WorkspaceId,
    pub member: MemberId,
}

/// Public: before it there is nobody. It works once, while the installation is empty.
pub struct Setup;

impl Operation for Setup {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::Public;
    const STATUS: u16 = 201;
    type Path = Nothing;
    type Query = Nothing;
    type Body = SetupBody;
    type Reply = SetupReply;

    fn id() -> String {
        "set_up".into()
    }
    fn path() -> String {
        "/setup".into()
    }
    fn summary() -> String {
        "Makes the first workspace of an installation and logs its owner in.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<SetupReply>, Problem> {
        let empty = call.app.store.system_read(|directory| Ok(directory.workspaces()?.is_empty())).await?;
        if !empty {
            return Err(Problem::of(409, "set_up_already"));
        }
        let (founded, identity) = found(&call.app, call.body.clone(), true).await?;
        let Founded { workspace, member } = founded;
        let cookie = open_session(&call.app, &call.headers, identity, workspace, member).await?;
        let reply = SetupReply { workspace, member };
        Ok(Answer::of(reply).header(header::SET_COOKIE, cookie))
    }
}

/// A workspace that was just made.
#[derive(Debug, Clone, Copy)]
pub struct Founded {
    pub workspace: WorkspaceId,
    pub member: MemberId,
}

/// How the owner of a new workspace comes in.
#[derive(Debug, Clone)]
pub enum WayIn {
    /// With a new password, given as its hash.
    Password(String),
    /// As somebody who has a password already.
    Known(Uuid),
    /// With a link, to choose a password.
    Link(Link),
}

/// Makes a workspace with its owner, pipeline, sources and loss reasons, in one transaction; gives the
/// owner's identity too.
///
/// # Errors
/// What is not valid in the body; `set_up_already` when it must be the `first` and is not.
pub async fn found(app: &App, body: SetupBody, first: bool) -> Result<(Founded, Uuid), Problem> {
    let hashed = hashed(app, "password", &body.password).await?;
    let identity = app.ids.id();
    Ok((found_with(app, body, first, WayIn::Password(hashed), identity).await?, identity))
}

/// The same, with the owner coming in another way; a new password becomes that of `identity`.
///
/// # Errors
/// As [`found`].
pub async fn found_with(
    app: &App,
    body: SetupBody,
    first: bool,
    way_in: WayIn,
    identity: Uuid,
) -> Result<Founded, Problem> {
    let workspace = WorkspaceId(app.ids.id());
    let deed = Deed::new(app, None, Origin::Member, Act::ManageWorkspace);
    let name = body.workspace.clone();
    let now = deed.now;
    let written = app
        .store
        .found(workspace, &name, now, move |tx| {
            if first {
                let mut directory = tx.directory()?;
                directory.alone()?;
                if directory.workspaces()?.len() > 1 {
                    return Err(Refusal::state("set_up_already").into());
                }
            }
            fill(tx, &deed, workspace, &body, &way_in, identity)
        })
        .await?;
    Ok(written.value)
}

fn fill(
    tx: &mut Tx<'_>,
    deed: &Deed,
    workspace: WorkspaceId,
    body: &SetupBody,
    way_in: &WayIn,
    identity: Uuid,
) -> Result<Founded> {
    let set_up = json!({ "name": body.workspace, "language": body.language, "currency": body.currency,
        "time_zone": body.time_zone });
    add::<Workspace>(tx, deed, workspace.0, &set_up, &[("name", "workspace")])?;
    let member = deed.id();
    let owner = json!({ "name": body.name, "email": body.email.trim(), "role": Role::Owner, "sees": Scope::All,
        "language": body.language, "active": true });
    let owner = add::<Member>(tx, deed, member, &owner, &[])?;
    let email = owner.email.ok_or_else(|| Refusal::field("email", "required"))?;
    let ids = || deed.id();
    let pipeline = template::pipeline(body.template, &body.language, &ids);
    add::<Pipeline>(tx, deed, deed.id(), &json!({ "name": pipeline.name, "stages": pipeline.stages }), &[])?;
    for (name, channel) in template::sources(&body.language) {
        add::<Source>(tx, deed, deed.id(), &json!({ "name": name, "channel": channel }), &[])?;
    }
    for (name, for_leads, for_deals) in template::loss_reasons(&body.language) {
        let reason = json!({ "name": name, "for_leads": for_leads, "for_deals": for_deals });
        add::<LossReason>(tx, deed, deed.id(), &reason, &[])?;
    }
    let mut directory = tx.directory()?;
    let member = member.into();
    match way_in {
        WayIn::Password(_) if directory.identity_by_email(&email)?.is_some() => {
            return Err(Refusal::field("email", "taken").into());
        }
        WayIn::Password(hash) => {
            let identity = directory.set_password(identity, &email, hash)?;
            directory.join(identity, workspace, member)?;
        }
        WayIn::Known(identity) => directory.join(*identity, workspace, member)?,
        WayIn::Link(link) => link.keep(&mut directory, workspace, member, &email)?,
    }
    Ok(Founded { workspace, member })
}

/// Adds a catalogue entry; `names` are fields that are called otherwise in the request.
fn add<E: Document>(
    tx: &mut Tx<'_>,
    deed: &Deed,
    id: Uuid,
    fields: &Value,
    names: &[(&str, &str)],
) -> Result<E> {
    let catalogue = tx.catalogue();
    let fields = fields.as_object().cloned().unwrap_or_else(Map::new);
    let decided = decide::create::<E>(&ctx(deed, &catalogue), id, &fields).map_err(|mut refusal| {
        for error in &mut refusal.fields {
            if let Some((_, asked)) = names.iter().find(|(name, _)| *name == error.field) {
                error.field = (*asked).to_owned();
            }
        }
        refusal
    })?;
    tx.save_entry(&decided)?;
    debug_assert!(!fold::document(&decided.record).is_empty());
    Ok(decided.record)
}

fn ctx<'a>(deed: &'a Deed, catalogue: &'a Catalogue) -> Ctx<'a> {
    deed.ctx(catalogue)
}
