//! `POST /deals/{id}/move`: to another stage, or to another place in its column.

use axum::http::Method;
use schemars::JsonSchema;
use serde::Deserialize;
use trechter_domain::board::rank_of_drop;
use trechter_domain::decide::{self, MoveTo};
use trechter_domain::event::{EventKind, Kind, Subject};
use trechter_domain::permission::Act;
use trechter_domain::record::Deal;
use trechter_domain::{DealId, Instant};
use trechter_store::{Result, Tx};

use crate::api::records::shown;
use crate::caller::Deed;
use crate::http::{Access, Answer, ById, Call, Nothing, Operation, Problem, View};

/// Where to, and between which cards.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveBody {
    pub stage: trechter_domain::StageId,
    /// The stage it is believed to stand in.
    #[serde(default)]
    pub from: Option<trechter_domain::StageId>,
    /// The card above the place where it was dropped.
    #[serde(default)]
    pub above: Option<DealId>,
    /// The card below it.
    #[serde(default)]
    pub below: Option<DealId>,
    /// When it happened, if earlier.
    #[serde(default)]
    pub occurred_at: Option<Instant>,
}

pub struct Move;

impl Operation for Move {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::WriteRecords);
    type Path = ById;
    type Query = Nothing;
    type Body = MoveBody;
    type Reply = View<Deal>;

    fn id() -> String {
        "move_deal".into()
    }
    fn path() -> String {
        "/deals/{id}/move".into()
    }
    fn summary() -> String {
        "Moves an open deal to a stage, or to another place in its column.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<View<Deal>>, Problem> {
        let (deed, once, id) = (call.deed()?, call.once()?, call.path.id);
        let body = call.body.clone();
        let written = call
            .app
            .store
            .write(call.caller()?.workspace, move |tx| {
                once.run(tx, &deed, |tx| move_one(tx, &deed, id.into(), &body))
            })
            .await?;
        shown(&call.app, call.caller()?, id, written.seq).await
    }
}

fn move_one(tx: &mut Tx<'_>, deed: &Deed, id: DealId, body: &MoveBody) -> Result<()> {
    let deal: Deal = deed.load(tx, id)?;
    let catalogue = tx.catalogue();
    let ctx = deed.ctx(&catalogue).at(body.occurred_at)?;
    let decided = decide::move_deal(&ctx, &deal, &MoveTo { stage: body.stage, from: body.from })?;
    let reordered = decided.events.is_empty();
    tx.save(&decided)?;
    if reordered && body.above.is_none() && body.below.is_none() {
        return Ok(());
    }
    if decided.record.stage != body.stage {
        // History only: the deal stays where it is.
        return Ok(());
    }
    let rank = rank_of_the_drop(tx, deed, &decided.record, body)?;
    tx.set_rank(id, &rank)?;
    if reordered {
        tx.push(&[ctx.event(Subject { kind: Kind::Deal, id: id.0 }, EventKind::Ranked, deal.version)])?;
    }
    Ok(())
}

/// The rank between the named neighbours. A neighbour that is no longer there does not count; with one
/// neighbour, the other is whoever stands next to it now.
fn rank_of_the_drop(tx: &mut Tx<'_>, deed: &Deed, deal: &Deal, body: &MoveBody) -> Result<String> {
    let rank = |tx: &mut Tx<'_>, id: Option<DealId>| id.map_or(Ok(None), |id| tx.rank_of(id, deal.stage));
    let above = rank(tx, body.above)?;
    let below = rank(tx, body.below)?;
    let beside = |tx: &mut Tx<'_>, of: &Option<String>, below: bool| match of {
        Some(rank) => tx.neighbour_rank(deal.pipeline, deal.stage, Some(rank), below, deal.id),
        None => Ok(None),
    };
    let (above, below) = match (above, below) {
        (Some(above), None) => {
            let below = beside(tx, &Some(above.clone()), true)?;
            (Some(above), below)
        }
        (None, Some(below)) => (beside(tx, &Some(below.clone()), false)?, Some(below)),
        (None, None) => (None, tx.neighbour_rank(deal.pipeline, deal.stage, None, true, deal.id)?),
        both => both,
    };
    Ok(rank_of_drop(above.as_deref(), below.as_deref(), deed.now))
}
