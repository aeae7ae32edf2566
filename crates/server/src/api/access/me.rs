//! `GET /me`: who am I, and is there anything here yet?

use axum::http::Method;
use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::WorkspaceId;
use trechter_domain::catalogue::Member;
use uuid::Uuid;

use super::log_in::WorkspaceChoice;
use crate::api::catalogue::without_costs;
use crate::app::App;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};

/// Who is asking.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MeReply {
    /// Null when nobody is logged in.
    pub member: Option<Member>,
    /// The workspace that this session or token belongs to.
    pub workspace: Option<WorkspaceId>,
    /// The workspaces this person may enter.
    pub workspaces: Vec<WorkspaceChoice>,
    /// True on an installation without any workspace: show the set-up page.
    pub needs_set_up: bool,
}

/// Public: the browser asks this first, to know which page to show.
pub struct Me;

impl Operation for Me {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::Public;
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = MeReply;

    fn id() -> String {
        "get_me".into()
    }
    fn path() -> String {
        "/me".into()
    }
    fn summary() -> String {
        "Who is logged in, and whether this installation still needs to be set up.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<MeReply>, Problem> {
        let Some(caller) = call.caller.clone() else {
            let empty =
                call.app.store.system_read(|directory| Ok(directory.workspaces()?.is_empty())).await?;
            return Ok(Answer::of(MeReply {
                member: None,
                workspace: None,
                workspaces: Vec::new(),
                needs_set_up: empty,
            }));
        };
        let id = caller.member;
        let catalogue = call.app.store.read(caller.workspace, |tx| Ok(tx.catalogue())).await?;
        let member = catalogue.member(id).map(|member| without_costs(member.clone(), member, &catalogue));
        let workspaces = match caller.session {
            Some((identity, _)) => workspaces(&call.app, identity).await?,
            None => Vec::new(),
        };
        let workspace = Some(caller.workspace);
        Ok(Answer::of(MeReply { member, workspace, workspaces, needs_set_up: false }))
    }
}

/// The workspaces that a person may enter.
///
/// # Errors
/// The database's.
pub async fn workspaces(app: &App, identity: Uuid) -> Result<Vec<WorkspaceChoice>, Problem> {
    let all = app.store.system_read(move |directory| directory.memberships(identity)).await?;
    Ok(all.into_iter().map(|(id, name, _)| WorkspaceChoice { id, name }).collect())
}
