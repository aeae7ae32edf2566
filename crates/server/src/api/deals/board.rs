//! `GET /board`: the open deals of a pipeline by stage; `GET /board/{stage_id}`: more of one column.

use std::collections::HashMap;

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use trechter_domain::permission::Act;
use trechter_domain::record::Deal;
use trechter_domain::{PipelineId, Refusal, StageId};
use trechter_store::{BoardQuestion, Listed, Ref, Totals};
use uuid::Uuid;

use crate::api::records::{bound_to, mentioned, open_cursor, parse_filters, seal_cursor};
use crate::app::App;
use crate::caller::Caller;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem, Question, View, Written};

/// Which deals.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BoardQuery {
    /// The first pipeline when left out.
    pub pipeline: Option<PipelineId>,
    /// As in lists; only open deals stand on the board.
    #[serde(default)]
    pub filter: Vec<String>,
    /// Cards per column, 1 to 200, 50 when left out.
    pub limit: Option<u32>,
}

/// The board.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BoardReply {
    pub pipeline: PipelineId,
    /// In stage order.
    pub columns: Vec<Column>,
    pub refs: HashMap<Uuid, Ref>,
    pub seq: i64,
}

/// One column.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Column {
    pub stage: StageId,
    /// Over all open deals of the stage that the filters let through, not only the cards.
    pub totals: Totals,
    pub cards: Vec<View<Deal>>,
    /// Ask for more cards with it; null at the end.
    pub next: Option<String>,
}

pub struct Board;

impl Operation for Board {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = BoardQuery;
    type Body = Nothing;
    type Reply = Written<BoardReply>;

    fn id() -> String {
        "get_board".into()
    }
    fn path() -> String {
        "/board".into()
    }
    fn summary() -> String {
        "The open deals of a pipeline by stage, with totals over all of them.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<Written<BoardReply>>, Problem> {
        let deed = call.deed()?;
        let filters = parse_filters(&call.query.filter)?;
        let limit = i64::from(call.query.limit.unwrap_or(50).clamp(1, 200));
        let (app, caller, asked_for) = (call.app.clone(), call.caller()?.clone(), call.query.filter.clone());
        let asked = call.query.pipeline;
        // Where a column goes on is told to this member only.
        let text = format!("board {} {asked:?} {limit} {asked_for:?}", caller.member.0);
        let asking = Question::new(text, &call.headers);
        let reply = call
            .app
            .store
            .read(call.caller()?.workspace, move |tx| {
                let catalogue = tx.catalogue();
                let pipeline = match asked {
                    Some(id) => catalogue.pipeline(id),
                    None => catalogue.default_pipeline(),
                };
                let pipeline = pipeline.ok_or_else(Refusal::not_found)?;
                let reach = deed.reach(&catalogue)?;
                app.kept.of(tx, &asking, &reach.clone(), |tx| {
                    let question = BoardQuestion { pipeline: pipeline.id, reach, filters, limit };
                    let stages: Vec<StageId> = pipeline.stages.iter().map(|stage| stage.id).collect();
                    let columns = tx.board(&question, &stages)?;
                    let cards = columns.iter().flat_map(|column| &column.cards);
                    let refs = deed.refs(tx, &ids(cards))?;
                    let columns = columns.into_iter().map(|column| Column {
                        stage: column.stage,
                        totals: column.totals,
                        cards: column.cards.into_iter().map(View::from).collect(),
                        next: column.next.map(|next| seal(&app, &caller, column.stage, &asked_for, &next)),
                    });
                    Ok(BoardReply { pipeline: pipeline.id, columns: columns.collect(), refs, seq: tx.seq() })
                })
            })
            .await?;
        Ok(Answer::of(reply))
    }
}

/// What a cursor of a column belongs to: the reader, the stage and the filters.
fn bound(caller: &Caller, stage: StageId, filters: &[String]) -> String {
    bound_to(caller, &json!(["board", stage, filters]))
}

fn seal(app: &App, caller: &Caller, stage: StageId, filters: &[String], next: &str) -> String {
    seal_cursor(app, &bound(caller, stage, filters), &(Value::String(next.to_owned()), Uuid::nil()))
}

fn ids<'c>(cards: impl Iterator<Item = &'c Listed<Deal>>) -> Vec<Uuid> {
    cards.flat_map(|card| mentioned(&card.record)).collect()
}

/// More of a column.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnQuery {
    #[serde(default)]
    pub filter: Vec<String>,
    pub limit: Option<u32>,
    /// `next` of the column.
    pub after: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct ByStage {
    pub stage_id: StageId,
}

/// A page of one column.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ColumnReply {
    pub cards: Vec<View<Deal>>,
    pub next: Option<String>,
    pub refs: HashMap<Uuid, Ref>,
    pub seq: i64,
}

pub struct BoardColumnPage;

impl Operation for BoardColumnPage {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = ByStage;
    type Query = ColumnQuery;
    type Body = Nothing;
    type Reply = ColumnReply;

    fn id() -> String {
        "get_board_column".into()
    }
    fn path() -> String {
        "/board/{stage_id}".into()
    }
    fn summary() -> String {
        "More cards of one column of the board.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<ColumnReply>, Problem> {
        let deed = call.deed()?;
        let filters = parse_filters(&call.query.filter)?;
        let limit = i64::from(call.query.limit.unwrap_or(50).clamp(1, 200));
        let (stage, asked_for) = (call.path.stage_id, call.query.filter.clone());
        let (app, caller) = (call.app.clone(), call.caller()?.clone());
        let bound = bound(&caller, stage, &asked_for);
        let after =
            call.query.after.as_deref().map(|cursor| open_cursor(&app, &bound, cursor)).transpose()?;
        let after = after.and_then(|(rank, _)| rank.as_str().map(str::to_owned));
        let reply = call
            .app
            .store
            .read(call.caller()?.workspace, move |tx| {
                let catalogue = tx.catalogue();
                let (pipeline, _) = catalogue.stage(stage).ok_or_else(Refusal::not_found)?;
                let reach = deed.reach(&catalogue)?;
                let question = BoardQuestion { pipeline: pipeline.id, reach, filters, limit };
                let (cards, next) = tx.board_cards(&question, stage, after.as_deref())?;
                let refs = deed.refs(tx, &ids(cards.iter()))?;
                let cards = cards.into_iter().map(View::from).collect();
                let next = next.map(|next| seal(&app, &caller, stage, &asked_for, &next));
                Ok(ColumnReply { cards, next, refs, seq: tx.seq() })
            })
            .await?;
        Ok(Answer::of(reply))
    }
}
