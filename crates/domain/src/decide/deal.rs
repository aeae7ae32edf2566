//! What happens to a deal: it moves, is won, is lost, opens again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Ctx, Dated, Decided, is_history, settle_dated, unchecked};
use crate::catalogue::Stage;
use crate::event::EventKind;
use crate::record::{Deal, DealStatus, Obtained};
use crate::refusal::Refusal;
use crate::time::Date;
use crate::{CompetitorId, LossReasonId, Money, ResultId, StageId};

/// Where a deal stands.
const STAGE: Dated = &["stage", "pipeline"];
/// How a deal ended.
const STATUS: Dated = &["status", "closed_at", "loss_reason", "loss_note"];

/// Where a deal is to go.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveTo {
    pub stage: StageId,
    /// The stage it is believed to stand in; when it stands elsewhere the move is refused.
    #[serde(default)]
    pub from: Option<StageId>,
}

/// Moves an open deal to a stage of its own or another pipeline. Stages passed on the way are in
/// `about.passed`, required results that were not obtained in `about.missing`.
///
/// # Errors
/// `not_open`, `elsewhere` (it stands in another stage than the mover believed), unknown stage.
pub fn move_deal(ctx: &Ctx<'_>, before: &Deal, to: &MoveTo) -> Result<Decided<Deal>, Refusal> {
    require_open(before)?;
    if to.from.is_some_and(|from| from != before.stage) {
        return Err(Refusal::state("elsewhere").with("stage", before.stage.to_string()));
    }
    let Some((pipeline, _)) = ctx.catalogue.stage(to.stage) else {
        return Err(Refusal::field("stage", "unknown"));
    };
    let mut after = before.clone();
    after.stage = to.stage;
    after.pipeline = pipeline.id;
    if before.stage == to.stage {
        return Ok(Decided { record: after, events: Vec::new() });
    }
    let mut decided = settle_dated(ctx, before, after, STAGE, EventKind::Moved)?;
    let left = ctx.catalogue.stage(before.stage).map(|(_, stage)| stage);
    if let (Some(event), Some(left)) = (decided.events.first_mut(), left) {
        let missing = missing_results(before, left);
        if !missing.is_empty() {
            event.data.about.insert("missing".into(), serde_json::json!(missing));
        }
        let places = pipeline.place(before.stage).zip(pipeline.place(to.stage));
        if let Some((from, to)) = places
            && from + 1 < to
        {
            let passed: Vec<StageId> = pipeline.stages[from + 1..to].iter().map(|stage| stage.id).collect();
            event.data.about.insert("passed".into(), serde_json::json!(passed));
        }
    }
    Ok(decided)
}

/// Required results of a stage that the deal has not obtained.
fn missing_results(deal: &Deal, stage: &Stage) -> Vec<ResultId> {
    let required = stage.results.iter().filter(|result| result.required);
    required.map(|result| result.id).filter(|id| !deal.results.contains_key(id)).collect()
}

/// Wins a deal. It needs a value, given here or known already; an import may have none to give.
///
/// # Errors
/// `not_open`; `required` on `value`.
pub fn win_deal(ctx: &Ctx<'_>, before: &Deal, value: Option<Money>) -> Result<Decided<Deal>, Refusal> {
    require_open(before)?;
    let mut after = before.clone();
    if value.is_some() && after.lines.is_empty() {
        after.value = value;
    }
    if after.value.is_none() && ctx.origin != crate::Origin::Import {
        return Err(Refusal::field("value", "required"));
    }
    after.status = DealStatus::Won;
    after.closed_at = Some(ctx.occurred);
    settle_dated(ctx, before, after, STATUS, EventKind::Won)
}

/// Why and to whom a deal was lost.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Loss {
    pub reason: Option<LossReasonId>,
    pub competitor: Option<CompetitorId>,
    pub note: Option<String>,
}

/// Loses a deal. It needs a reason; an import may have none to give.
///
/// # Errors
/// `not_open`; `required` or `unknown` on `reason`.
pub fn lose_deal(ctx: &Ctx<'_>, before: &Deal, loss: &Loss) -> Result<Decided<Deal>, Refusal> {
    require_open(before)?;
    if loss.reason.is_none() && ctx.origin != crate::Origin::Import {
        return Err(Refusal::field("reason", "required"));
    }
    let mut after = before.clone();
    after.status = DealStatus::Lost;
    after.closed_at = Some(ctx.occurred);
    after.loss_reason = loss.reason;
    after.competitor = loss.competitor.or(before.competitor);
    after.loss_note = loss.note.clone();
    settle_dated(ctx, before, after, STATUS, EventKind::Lost)
        .map_err(|refusal| rename(refusal, "loss_reason", "reason"))
}

fn rename(mut refusal: Refusal, from: &str, to: &str) -> Refusal {
    for error in refusal.fields.iter_mut().filter(|error| error.field == from) {
        error.field = to.to_owned();
    }
    refusal
}

/// An open deal whose stage or pipeline is no longer in use moves, now, to the first stage of its pipeline,
/// or of the pipeline that new deals go into when its own is gone too. A deal on no board would be lost,
/// and nobody could move it there: the first stage is where somebody looks at it again.
///
/// # Errors
/// `stage_gone` when no pipeline is left.
pub fn home_deal(ctx: &Ctx<'_>, deal: &Deal) -> Result<Decided<Deal>, Refusal> {
    let own = ctx.catalogue.pipeline(deal.pipeline).filter(|pipeline| pipeline.removed_at.is_none());
    let away = deal.status != DealStatus::Open || deal.removed_at.is_some();
    if away || own.is_some_and(|pipeline| pipeline.stage(deal.stage).is_some()) {
        return Ok(Decided { record: deal.clone(), events: Vec::new() });
    }
    let pipeline = own.or_else(|| ctx.catalogue.default_pipeline());
    let first = pipeline.and_then(|pipeline| Some((pipeline.id, pipeline.stages.first()?.id)));
    let (pipeline, stage) = first.ok_or_else(|| Refusal::state("stage_gone"))?;
    let after = Deal { pipeline, stage, ..deal.clone() };
    settle_dated(&ctx.at(Some(ctx.now))?, deal, after, STAGE, EventKind::Moved)
}

/// Opens a closed deal again, in the stage it was closed in, or the first one when that is gone.
///
/// # Errors
/// `removed`; `not_closed`; `before_last_change` on `occurred_at` when it was not closed yet at that time.
pub fn reopen_deal(
    ctx: &Ctx<'_>,
    before: &Deal,
    expected_close: Option<Date>,
) -> Result<Decided<Deal>, Refusal> {
    require_here(before)?;
    if before.status == DealStatus::Open {
        return Err(Refusal::state("not_closed"));
    }
    if is_history(ctx, before, STATUS) {
        return Err(Refusal::field("occurred_at", "before_last_change"));
    }
    let mut after = before.clone();
    after.status = DealStatus::Open;
    after.closed_at = None;
    after.loss_reason = None;
    after.loss_note = None;
    after.reopened += 1;
    after.expected_close = expected_close.or(before.expected_close);
    settle_dated(ctx, before, after, STATUS, EventKind::Reopened)?.homed(ctx)
}

/// Signs that a result of the playbook was obtained, or takes the signature back.
///
/// # Errors
/// `removed`; `unknown` when no stage of its pipeline has the result.
pub fn mark_result(
    ctx: &Ctx<'_>,
    before: &Deal,
    result: ResultId,
    obtained: bool,
) -> Result<Decided<Deal>, Refusal> {
    require_here(before)?;
    let stages = ctx
        .catalogue
        .pipeline(before.pipeline)
        .map(|pipeline| pipeline.stages.as_slice())
        .unwrap_or_default();
    if !stages.iter().any(|stage| stage.results.iter().any(|known| known.id == result)) {
        return Err(Refusal::field("result", "unknown"));
    }
    let mut after = before.clone();
    if obtained {
        after.results.entry(result).or_insert(Obtained { at: ctx.occurred, by: ctx.actor });
    } else {
        after.results.remove(&result);
    }
    unchecked(ctx, before, &after, EventKind::Changed)
}

/// Commands are for what is not in the bin.
fn require_here(deal: &Deal) -> Result<(), Refusal> {
    if deal.removed_at.is_some() { Err(Refusal::state("removed")) } else { Ok(()) }
}

fn require_open(deal: &Deal) -> Result<(), Refusal> {
    require_here(deal)?;
    match deal.status {
        DealStatus::Open => Ok(()),
        status => Err(Refusal::state("not_open").with("status", serde_json::json!(status))),
    }
}
