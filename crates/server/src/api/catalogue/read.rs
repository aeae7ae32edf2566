//! `GET /catalogue`: the whole set-up of the workspace, and who is asking.

use axum::http::Method;
use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::catalogue::Whom;
use trechter_domain::permission::{self, Act};
use trechter_domain::{Catalogue, MemberId, WorkspaceId};

use super::without_costs;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};

/// The set-up, entries in the bin included (old records still point at them).
#[derive(Debug, Serialize, JsonSchema)]
pub struct CatalogueReply {
    /// Without the exchange rates, which have a list of their own.
    pub catalogue: Catalogue,
    pub workspace_id: WorkspaceId,
    /// The caller.
    pub member: MemberId,
    pub seq: i64,
}

pub struct ReadCatalogue;

impl Operation for ReadCatalogue {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadCatalogue);
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = CatalogueReply;

    fn id() -> String {
        "get_catalogue".into()
    }
    fn path() -> String {
        "/catalogue".into()
    }
    fn summary() -> String {
        "Everything that the workspace has set up.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<CatalogueReply>, Problem> {
        let caller = call.caller()?;
        let (workspace_id, member) = (caller.workspace, caller.member);
        let (catalogue, seq) =
            call.app.store.read(workspace_id, move |tx| Ok(((*tx.catalogue()).clone(), tx.seq()))).await?;
        let mut catalogue = catalogue;
        let reader = catalogue.member(member).cloned().unwrap_or_default();
        let reach = permission::reach(&reader, Act::ReadRecords, &catalogue);
        catalogue.exchange_rates.clear();
        catalogue.views.retain(|view| view.shared || view.owner == Some(member));
        catalogue.targets.retain(|target| match target.whom {
            Whom::Member(whom) => reach.as_ref().is_some_and(|reach| reach.covers(Some(whom))),
            _ => true,
        });
        let set_up = catalogue.clone();
        catalogue.members =
            catalogue.members.into_iter().map(|m| without_costs(m, &reader, &set_up)).collect();
        Ok(Answer::of(CatalogueReply { catalogue, workspace_id, member, seq }))
    }
}
