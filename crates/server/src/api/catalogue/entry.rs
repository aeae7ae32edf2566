//! `POST /catalogue/sources`, `PATCH` and `DELETE /catalogue/sources/{id}`, and so on.

use std::marker::PhantomData;

use axum::http::Method;
use serde_json::{Map, Value};
use trechter_domain::catalogue::{
    Campaign, Competitor, Field, LossReason, Member, Pipeline, Product, Source, Tag, Team, View, Workspace,
};
use trechter_domain::fold::Document;
use trechter_domain::permission::{Act, Reach, Role};
use trechter_domain::record::Deal;
use trechter_domain::{Catalogue, FieldError, Refusal, WorkspaceId, decide};
use trechter_store::{Directory, Filter, Op, Result, Tx};
use uuid::Uuid;

use super::norms;
use crate::api::access::members;
use crate::caller::Deed;
use crate::http::{Access, Answer, ById, Call, Input, Nothing, Operation, Problem};

/// A kind of catalogue entry at the API.
pub trait Entry: Document {
    /// In paths, like `loss-reasons`.
    const PLURAL: &'static str;
    const ACT: Act = Act::EditCatalogue;

    /// Fills in what the program gives: ids of stages, the owner of a view.
    fn complete(_deed: &Deed, _fields: &mut Map<String, Value>) {}

    /// May this actor know of it at all? Asked before anything of it is shown, a stale version too.
    ///
    /// # Errors
    /// `not_found`.
    fn shown_to(&self, _deed: &Deed, _catalogue: &Catalogue) -> Result<(), Refusal> {
        Ok(())
    }

    /// What only the store can tell: is a stage that goes still in use, is this the last owner?
    ///
    /// # Errors
    /// The refusal.
    fn guard(_tx: &mut Tx<'_>, _deed: &Deed, _before: Option<&Self>, _after: Option<&Self>) -> Result<()> {
        Ok(())
    }
}

macro_rules! plain {
    ($($entry:ident: $plural:literal),* $(,)?) => {$(
        impl Entry for $entry {
            const PLURAL: &'static str = $plural;
        }
    )*};
}

plain! {
    Source: "sources", Campaign: "campaigns", Product: "products", LossReason: "loss-reasons",
    Competitor: "competitors", Tag: "tags",
}

impl Entry for Workspace {
    const PLURAL: &'static str = "workspace";
    const ACT: Act = Act::SetNorms;

    /// Norms are set by those who set norms; what the workspace is, by its owners.
    fn guard(tx: &mut Tx<'_>, deed: &Deed, before: Option<&Self>, after: Option<&Self>) -> Result<()> {
        let what = |workspace: &Self| {
            let Self { name, language, currency, time_zone, .. } = workspace.clone();
            (name, language, currency, time_zone)
        };
        if before.map(what) == after.map(what) { Ok(()) } else { norms::may(tx, deed, Act::ManageWorkspace) }
    }
}

impl Entry for Team {
    const PLURAL: &'static str = "teams";

    fn guard(tx: &mut Tx<'_>, deed: &Deed, before: Option<&Self>, after: Option<&Self>) -> Result<()> {
        let norms = |team: Option<&Self>| team.map_or((None, None), |team| (team.calendar, team.lead_norm));
        if after.is_none() || norms(before) == norms(after) {
            return Ok(());
        }
        norms::may(tx, deed, Act::SetNorms)
    }
}

impl Entry for Pipeline {
    const PLURAL: &'static str = "pipelines";

    fn complete(deed: &Deed, fields: &mut Map<String, Value>) {
        let missing = |entry: &Value| entry.get("id").and_then(Value::as_str).is_none_or(str::is_empty);
        for stage in fields.get_mut("stages").and_then(Value::as_array_mut).into_iter().flatten() {
            if missing(stage) && stage.is_object() {
                stage["id"] = Value::String(deed.id().to_string());
            }
            for result in stage.get_mut("results").and_then(Value::as_array_mut).into_iter().flatten() {
                if missing(result) && result.is_object() {
                    result["id"] = Value::String(deed.id().to_string());
                }
            }
        }
    }

    /// Stages that open deals stand in do not go; norms and horizons are for those who set norms.
    fn guard(tx: &mut Tx<'_>, deed: &Deed, before: Option<&Self>, after: Option<&Self>) -> Result<()> {
        if after.is_some_and(|after| norms::differ(before, after)) {
            norms::may(tx, deed, Act::SetNorms)?;
        }
        let stages = before.map(|pipeline| pipeline.stages.as_slice()).unwrap_or_default();
        for stage in stages.iter().filter(|stage| after.is_none_or(|after| after.stage(stage.id).is_none())) {
            let is =
                |field: &str, value: String| Filter { field: field.into(), op: Op::Eq, values: vec![value] };
            let filters = [is("stage", stage.id.to_string()), is("status", "open".into())];
            let open = tx.totals::<Deal>(&Reach::All, &filters)?.count;
            if open > 0 {
                let error = FieldError::new("stages", "still_in_use")
                    .with("stage", stage.name.as_str())
                    .with("deals", open);
                return Err(Refusal::invalid(vec![error]).into());
            }
        }
        Ok(())
    }
}

impl Entry for Field {
    const PLURAL: &'static str = "fields";

    /// The slug, kind of record and kind of value of a field never change.
    fn guard(_: &mut Tx<'_>, _: &Deed, before: Option<&Self>, after: Option<&Self>) -> Result<()> {
        if let (Some(before), Some(after)) = (before, after) {
            let changed = [
                ("slug", before.slug != after.slug),
                ("on", before.on != after.on),
                ("kind", before.kind != after.kind),
            ];
            if let Some((field, _)) = changed.into_iter().find(|(_, changed)| *changed) {
                return Err(Refusal::field(field, "read_only").into());
            }
        }
        Ok(())
    }
}

impl Entry for View {
    const PLURAL: &'static str = "views";
    const ACT: Act = Act::SaveViews;

    fn complete(deed: &Deed, fields: &mut Map<String, Value>) {
        fields.insert("owner".into(), serde_json::json!(deed.actor));
    }

    fn shown_to(&self, deed: &Deed, _: &Catalogue) -> Result<(), Refusal> {
        if self.shared || self.owner == deed.actor { Ok(()) } else { Err(Refusal::not_found()) }
    }

    /// One's own views are one's own.
    fn guard(_: &mut Tx<'_>, deed: &Deed, before: Option<&Self>, _: Option<&Self>) -> Result<()> {
        match before {
            Some(view) if view.owner != deed.actor => Err(Refusal::forbidden().into()),
            _ => Ok(()),
        }
    }
}

impl Entry for Member {
    const PLURAL: &'static str = "members";
    const ACT: Act = Act::ManageMembers;

    /// Somebody who can log in stays owner; who leaves is logged out everywhere; who gets another address
    /// logs in with it.
    fn guard(tx: &mut Tx<'_>, _: &Deed, before: Option<&Self>, after: Option<&Self>) -> Result<()> {
        let Some(before) = before else { return Ok(()) };
        let (workspace, catalogue) = (tx.workspace(), tx.catalogue());
        let present = |member: &Member| member.active && member.removed_at.is_none();
        let owner = |member: &Member| member.role == Role::Owner && present(member);
        let mut directory = tx.directory()?;
        if owner(before) && !after.is_some_and(owner) {
            let joined = directory.joined(workspace)?;
            let can_log_in = |member: &Member| joined.iter().any(|(id, ..)| *id == member.id);
            let other = |member: &&Member| member.id != before.id && owner(member) && can_log_in(member);
            if catalogue.members.iter().find(other).is_none() {
                return Err(Refusal::state("last_owner").into());
            }
        }
        let Some(after) = after.filter(|after| present(after)) else {
            return directory.end_access(workspace, before.id);
        };
        if let Some(email) = &after.email {
            members::free(&catalogue, email, after.id)?;
        }
        if after.email != before.email { change_email(&mut directory, workspace, after) } else { Ok(()) }
    }
}

/// Whoever has joined logs in with his new address; links that were made for the old one no longer work.
fn change_email(directory: &mut Directory<'_>, workspace: WorkspaceId, member: &Member) -> Result<()> {
    directory.end_invitations(workspace, member.id)?;
    let Some(identity) = directory.identity_of(workspace, member.id)? else { return Ok(()) };
    let email = member.email.as_deref().ok_or_else(|| Refusal::field("email", "required"))?;
    if directory.memberships(identity.id)?.len() > 1 {
        // In another workspace he is not ours to rename.
        return Err(Refusal::field("email", "read_only").into());
    }
    if directory.identity_by_email(email)?.is_some() {
        return Err(Refusal::field("email", "taken").into());
    }
    directory.change_email(identity.id, email)
}

pub struct AddEntry<E>(PhantomData<E>);

impl<E: Entry> Operation for AddEntry<E> {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(E::ACT);
    const STATUS: u16 = 201;
    type Path = Nothing;
    type Query = Nothing;
    type Body = Input<E, true>;
    type Reply = E;

    fn id() -> String {
        format!("create_{}", E::KIND.as_str())
    }
    fn path() -> String {
        format!("/catalogue/{}", E::PLURAL)
    }
    fn summary() -> String {
        format!("Adds to the {} of the workspace.", E::PLURAL)
    }

    async fn run(call: Call<Self>) -> Result<Answer<E>, Problem> {
        let (deed, once, id) = (call.deed()?, call.once()?, call.app.ids.id());
        let mut fields = call.body.fields.clone();
        E::complete(&deed, &mut fields);
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                let id = once.run(tx, &deed, |tx| {
                    let catalogue = tx.catalogue();
                    let decided = decide::create::<E>(&deed.ctx(&catalogue), id, &fields)?;
                    E::guard(tx, &deed, None, Some(&decided.record))?;
                    tx.save_entry(&decided)?;
                    Ok(id)
                })?;
                Ok(tx.load_entry::<E>(id)?.ok_or_else(Refusal::not_found)?)
            })
            .await?;
        let version = written.value.version();
        Ok(Answer::written(written.value, written.seq).version(version))
    }
}

pub struct ChangeEntry<E>(PhantomData<E>);

impl<E: Entry> Operation for ChangeEntry<E> {
    const METHOD: Method = Method::PATCH;
    const ACCESS: Access = Access::May(E::ACT);
    type Path = ById;
    type Query = Nothing;
    type Body = Input<E, false>;
    type Reply = E;

    fn id() -> String {
        format!("change_{}", E::KIND.as_str())
    }
    fn path() -> String {
        format!("/catalogue/{}/{{id}}", E::PLURAL)
    }
    fn summary() -> String {
        format!("Changes one of the {}.", E::PLURAL)
    }

    async fn run(call: Call<Self>) -> Result<Answer<E>, Problem> {
        let (deed, id, version) = (call.deed()?, call.path.id, call.if_match()?);
        let mut fields = call.body.fields.clone();
        E::complete(&deed, &mut fields);
        write(call, id, version, move |tx, deed, before: &E| {
            let catalogue = tx.catalogue();
            let decided = decide::edit(&deed.ctx(&catalogue), before, &fields)?;
            E::guard(tx, deed, Some(before), Some(&decided.record))?;
            Ok(decided)
        })
        .await
    }
}

pub struct RemoveEntry<E>(PhantomData<E>);

impl<E: Entry> Operation for RemoveEntry<E> {
    const METHOD: Method = Method::DELETE;
    const ACCESS: Access = Access::May(E::ACT);
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = E;

    fn id() -> String {
        format!("remove_{}", E::KIND.as_str())
    }
    fn path() -> String {
        format!("/catalogue/{}/{{id}}", E::PLURAL)
    }
    fn summary() -> String {
        format!("No longer offers one of the {}; records that point at it keep it.", E::PLURAL)
    }

    async fn run(call: Call<Self>) -> Result<Answer<E>, Problem> {
        let (id, version) = (call.path.id, call.if_match()?);
        write(call, id, version, move |tx, deed, before: &E| {
            E::guard(tx, deed, Some(before), None)?;
            let catalogue = tx.catalogue();
            Ok(decide::remove(&deed.ctx(&catalogue), before)?)
        })
        .await
    }
}

pub struct RestoreEntry<E>(PhantomData<E>);

impl<E: Entry> Operation for RestoreEntry<E> {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(E::ACT);
    type Path = ById;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = E;

    fn id() -> String {
        format!("restore_{}", E::KIND.as_str())
    }
    fn path() -> String {
        format!("/catalogue/{}/{{id}}/restore", E::PLURAL)
    }
    fn summary() -> String {
        format!("Offers one of the {} again.", E::PLURAL)
    }

    async fn run(call: Call<Self>) -> Result<Answer<E>, Problem> {
        let (deed, once, id) = (call.deed()?, call.once()?, call.path.id);
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                let id = once.run(tx, &deed, |tx| {
                    let before: E = tx.load_entry(id)?.ok_or_else(Refusal::not_found)?;
                    before.shown_to(&deed, &tx.catalogue())?;
                    let catalogue = tx.catalogue();
                    let decided = decide::restore(&deed.ctx(&catalogue), &before)?;
                    E::guard(tx, &deed, Some(&before), Some(&decided.record))?;
                    tx.save_entry(&decided)?;
                    Ok(id)
                })?;
                Ok(tx.load_entry::<E>(id)?.ok_or_else(Refusal::not_found)?)
            })
            .await?;
        call.app.sessions.forget();
        let version = written.value.version();
        Ok(Answer::written(written.value, written.seq).version(version))
    }
}

/// Loads an entry in the version that the caller knows, lets the rule decide, saves it.
async fn write<O: Operation, E: Entry>(
    call: Call<O>,
    id: Uuid,
    version: u32,
    rule: impl Fn(&mut Tx<'_>, &Deed, &E) -> Result<decide::Decided<E>> + Send + 'static,
) -> Result<Answer<E>, Problem> {
    let deed = call.deed()?;
    let written = call
        .app
        .store
        .write(call.caller()?.workspace, move |tx| {
            deed.reach(&tx.catalogue())?;
            let before: E = tx.load_entry(id)?.ok_or_else(Refusal::not_found)?;
            before.shown_to(&deed, &tx.catalogue())?;
            if before.version() != version {
                return Ok(Err(before));
            }
            let decided = rule(tx, &deed, &before)?;
            tx.save_entry(&decided)?;
            Ok(Ok(decided.record))
        })
        .await?;
    call.app.sessions.forget();
    match written.value {
        Ok(entry) => {
            let version = entry.version();
            Ok(Answer::written(entry, written.seq).version(version))
        }
        Err(current) => Err(Problem::of(412, "changed_meanwhile").and("current", serde_json::json!(current))),
    }
}
