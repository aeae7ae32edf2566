//! `GET /deals`: a page of a list, and its totals.

use std::collections::HashMap;
use std::marker::PhantomData;

use axum::http::Method;
use hmac::{Hmac, KeyInit, Mac};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::Sha256;
use trechter_domain::permission::Act;
use trechter_domain::{FieldError, Refusal};
use trechter_store::{Filter, Op, Query, Ref, Sort, Totals};
use uuid::Uuid;

use super::Resource;
use crate::app::App;
use crate::caller::Caller;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem, Question, View, Written};

/// What a list is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// `field:operator:value`; all must hold.
    #[serde(default)]
    pub filter: Vec<String>,
    /// A field, `-` in front for descending.
    pub sort: Option<String>,
    /// 1 to 200, 50 when left out.
    pub limit: Option<u32>,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// A page of a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "{R}List")]
pub struct Listing<R: trechter_domain::fold::Document> {
    pub items: Vec<View<R>>,
    /// Ask for the next page with it; null at the end.
    pub next: Option<String>,
    /// What the records that the items point at are called, by id.
    pub refs: HashMap<Uuid, Ref>,
    /// The last event that this page knows of.
    pub seq: i64,
}

/// Reads `field:operator:value` filters.
///
/// # Errors
/// 422 naming the filter that does not read.
pub fn parse_filters(texts: &[String]) -> Result<Vec<Filter>, Problem> {
    let parse = |text: &String| {
        let mut parts = text.splitn(3, ':');
        let (field, op, value) = (parts.next()?, parts.next()?, parts.next()?);
        let op = Op::parse(op)?;
        let values =
            if op == Op::In { value.split(',').map(str::to_owned).collect() } else { vec![value.to_owned()] };
        Some(Filter { field: field.to_owned(), op, values })
    };
    if texts.len() > 50 {
        return Err(Problem::field("filter", "too_many"));
    }
    texts
        .iter()
        .map(|text| {
            let refused = || {
                Refusal::invalid(vec![FieldError::new("filter", "wrong_type").with("filter", text.as_str())])
            };
            let filter = parse(text).ok_or_else(|| Problem::from(refused()))?;
            if filter.values.len() > 200 { Err(Problem::field("filter", "too_many")) } else { Ok(filter) }
        })
        .collect()
}

pub struct List<R>(PhantomData<R>);

impl<R: Resource> Operation for List<R> {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = ListQuery;
    type Body = Nothing;
    type Reply = Written<Listing<R>>;

    fn id() -> String {
        format!("list_{}", R::plural())
    }
    fn path() -> String {
        format!("/{}", R::plural())
    }
    fn summary() -> String {
        format!("A page of {}. Sortable: {}.", R::plural(), R::TABLE.sortable().join(", "))
    }

    async fn run(call: Call<Self>) -> Result<Answer<Written<Listing<R>>>, Problem> {
        let caller = call.caller()?.clone();
        let deed = call.deed()?;
        let filters = parse_filters(&call.query.filter)?;
        let sort = sort(call.query.sort.as_deref(), R::KIND);
        let limit = call.query.limit.unwrap_or(50).clamp(1, 200) as usize;
        let bound = json!([caller.workspace, caller.member, R::plural(), call.query.filter, call.query.sort])
            .to_string();
        let after =
            call.query.cursor.as_deref().map(|cursor| open_cursor(&call.app, &bound, cursor)).transpose()?;
        // The member is in what the cursors are bound to.
        let text = format!("list {bound} {limit} {:?}", call.query.cursor);
        let asking = Question::new(text, &call.headers);
        let app = call.app.clone();
        let reply = call.app.store.read(caller.workspace, move |tx| {
            let reach = deed.reach(&tx.catalogue())?;
            app.kept.of(tx, &asking, &reach.clone(), |tx| {
                let page = tx.list::<R>(&Query { reach, filters, sort, limit, after })?;
                let ids: Vec<Uuid> =
                    page.items.iter().flat_map(|item| super::mentioned(&item.record)).collect();
                let refs = deed.refs(tx, &ids)?;
                let next = page.next.map(|position| seal_cursor(&app, &bound, &position));
                let items = page.items.into_iter().map(View::from).collect();
                Ok(Listing { items, next, refs, seq: tx.seq() })
            })
        });
        Ok(Answer::of(reply.await?))
    }
}

/// The list's totals.
pub struct Totalled<R>(PhantomData<R>);

/// Which records to count.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TotalsQuery {
    /// `field:operator:value`; all must hold.
    #[serde(default)]
    pub filter: Vec<String>,
}

impl<R: Resource> Operation for Totalled<R> {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = TotalsQuery;
    type Body = Nothing;
    type Reply = Totals;

    fn id() -> String {
        format!("total_{}", R::plural())
    }
    fn path() -> String {
        format!("/{}/totals", R::plural())
    }
    fn summary() -> String {
        format!("How many {} the filters let through, and their value per currency.", R::plural())
    }

    async fn run(call: Call<Self>) -> Result<Answer<Totals>, Problem> {
        let deed = call.deed()?;
        let filters = parse_filters(&call.query.filter)?;
        let workspace = call.caller()?.workspace;
        let totals = call
            .app
            .store
            .read(workspace, move |tx| {
                let reach = deed.reach(&tx.catalogue())?;
                tx.totals::<R>(&reach, &filters)
            })
            .await?;
        Ok(Answer::of(totals))
    }
}

pub(crate) fn sort(asked: Option<&str>, kind: trechter_domain::event::Kind) -> Sort {
    match asked {
        Some(field) => {
            Sort { field: field.trim_start_matches('-').to_owned(), descending: field.starts_with('-') }
        }
        None if matches!(
            kind,
            trechter_domain::event::Kind::Company | trechter_domain::event::Kind::Contact
        ) =>
        {
            Sort { field: "name".into(), descending: false }
        }
        None => Sort { field: "created_at".into(), descending: true },
    }
}

/// A cursor is the position with a signature over it and over what the list was asked.
pub(crate) fn seal_cursor(app: &App, bound: &str, position: &(Value, Uuid)) -> String {
    let position = json!(position).to_string();
    let mut signature = signature(app, bound, &position);
    signature.truncate(16);
    let mut bytes = signature;
    bytes.extend_from_slice(position.as_bytes());
    hex(&bytes)
}

pub(crate) fn open_cursor(app: &App, bound: &str, cursor: &str) -> Result<(Value, Uuid), Problem> {
    let refused = || Problem::of(422, "invalid_cursor");
    let bytes = unhex(cursor).filter(|bytes| bytes.len() > 16).ok_or_else(refused)?;
    let (given, position) = bytes.split_at(16);
    let position = std::str::from_utf8(position).map_err(|_| refused())?;
    if signature(app, bound, position)[..16] != *given {
        return Err(refused());
    }
    serde_json::from_str(position).map_err(|_| refused())
}

fn signature(app: &App, bound: &str, position: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&app.cursor_key).expect("any key length will do");
    mac.update(bound.as_bytes());
    mac.update(&[0]);
    mac.update(position.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() % 2 == 1 || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok()).collect()
}

/// The caller's identity is part of what a cursor is bound to.
pub(crate) fn bound_to(caller: &Caller, what: &Value) -> String {
    json!([caller.workspace, caller.member, what]).to_string()
}
