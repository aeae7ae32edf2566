//! Planned activities end: done or cancelled.

use super::{Ctx, Decided, settle};
use crate::event::EventKind;
use crate::record::{Activity, ActivityStatus};
use crate::refusal::Refusal;

/// Marks a planned activity as done at `ctx.occurred`, with what came of it. It may well have been done
/// before somebody wrote it down; its event stands no earlier than its creation.
///
/// # Errors
/// `removed`; `not_planned`.
pub fn complete_activity(
    ctx: &Ctx<'_>,
    before: &Activity,
    outcome: Option<String>,
    minutes: Option<i64>,
) -> Result<Decided<Activity>, Refusal> {
    require_planned(before)?;
    let mut after = before.clone();
    after.status = ActivityStatus::Done;
    after.done_at = Some(ctx.occurred);
    after.outcome = outcome.or(after.outcome);
    after.minutes = minutes.or(after.minutes);
    let ctx = ctx.at(Some(ctx.occurred.max(before.created_at)))?;
    settle(&ctx, Some(before), after, EventKind::Completed)
}

/// Cancels a planned activity.
///
/// # Errors
/// `removed`; `not_planned`.
pub fn cancel_activity(ctx: &Ctx<'_>, before: &Activity) -> Result<Decided<Activity>, Refusal> {
    require_planned(before)?;
    let mut after = before.clone();
    after.status = ActivityStatus::Cancelled;
    settle(ctx, Some(before), after, EventKind::Cancelled)
}

fn require_planned(activity: &Activity) -> Result<(), Refusal> {
    if activity.removed_at.is_some() {
        return Err(Refusal::state("removed"));
    }
    if activity.status == ActivityStatus::Planned { Ok(()) } else { Err(Refusal::state("not_planned")) }
}
