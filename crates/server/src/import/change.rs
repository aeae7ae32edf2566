//! A row that comes again: only what differs from its last import counts, and what somebody edited here
//! since is kept and shown as a conflict.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use trechter_domain::decide::{self, Ctx, Decided};
use trechter_domain::fold;
use trechter_domain::record::{Activity, ActivityStatus, Deal, DealStatus, Lead, LeadStatus};
use trechter_domain::{Instant, Refusal};

use super::chunk::{Brought, flat};
use super::draft::{Course, Draft, Judged, Turn};
use super::mapping::Outcome;
use super::report::NoteKind;

/// What a row says, to compare with the next time it comes.
pub fn stamp(draft: &Draft, links: &Map<String, Value>) -> Value {
    let mut fields = draft.fields.clone();
    fields.extend(links.clone());
    let mut stamp = json!({ "fields": fields });
    if let Some(created) = draft.created {
        stamp["created"] = json!(created);
    }
    if let Some(course) = &draft.course {
        let (stage, outcome) = course.end();
        let history: Vec<&str> =
            course.turns.iter().map(|turn| turn.id.as_str()).filter(|id| !id.is_empty()).collect();
        stamp["course"] = json!({
            "stage": stage, "outcome": outcome, "closed": course.closed,
            "loss_reason": course.loss_reason, "history": history,
        });
    }
    if let Some(judged) = &draft.judged {
        stamp["judged"] = json!({ "status": judged.status, "reason": judged.reason, "converted": judged.converted.is_some() });
    }
    stamp
}

/// A value of the file that was not taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub kind: NoteKind,
    pub code: &'static str,
    pub field: Option<String>,
    pub theirs: Option<Value>,
    pub ours: Option<Value>,
}

impl Conflict {
    fn on(field: &str, theirs: Value, ours: Value) -> Self {
        Self {
            kind: NoteKind::Conflict,
            code: "import_edited_here",
            field: Some(field.into()),
            theirs: Some(theirs),
            ours: Some(ours),
        }
    }

    fn of(code: &'static str) -> Self {
        Self { kind: NoteKind::Conflict, code, field: None, theirs: None, ours: None }
    }

    fn refused(refusal: &Refusal) -> Self {
        let field = refusal.fields.first();
        Self {
            field: field.map(|field| field.field.clone()),
            ..Self::of(field.map_or(refusal.code, |field| field.code))
        }
    }
}

/// What became of a row that came again.
pub struct Outcomes<R> {
    pub decided: Vec<Decided<R>>,
    pub conflicts: Vec<Conflict>,
}

/// Compares what the file said last time with what it says now and what stands here.
pub fn apply<R: Brought>(
    ctx: &Ctx<'_>,
    record: Option<&R>,
    before: &Value,
    now: &Value,
    draft: &Draft,
) -> Outcomes<R> {
    let mut outcomes = Outcomes { decided: Vec::new(), conflicts: Vec::new() };
    let Some(record) = record else {
        outcomes.conflicts.push(Conflict::of("import_gone"));
        return outcomes;
    };
    if record.removed() || record.merged_into().is_some() {
        outcomes.conflicts.push(Conflict::of(if record.removed() { "removed" } else { "merged_already" }));
        return outcomes;
    }
    let empty = Map::new();
    let fields = |stamp: &Value| flat(stamp["fields"].as_object().unwrap_or(&empty));
    let (old, new) = (fields(before), fields(now));
    let here = fold::document(record);
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let lines = new.contains_key("lines") || old.contains_key("lines");
    let mut patch = Map::new();
    for name in names {
        let (was, is) = (old.get(name).unwrap_or(&Value::Null), new.get(name).unwrap_or(&Value::Null));
        let top = name.split('.').next().unwrap_or(name);
        if was == is || !R::EDITABLE.contains(&top) || (lines && name == "value") {
            continue;
        }
        let ours = value_at(&here, name);
        if same(&ours, is) {
            continue;
        }
        if same(&ours, was) {
            put(&mut patch, name, is.clone());
        } else {
            outcomes.conflicts.push(Conflict::on(name, is.clone(), ours));
        }
    }
    let mut latest = record.clone();
    if !patch.is_empty() {
        match decide::edit(ctx, record, &patch) {
            Ok(decided) => {
                latest = decided.record.clone();
                outcomes.decided.push(decided);
            }
            Err(refusal) => outcomes.conflicts.push(Conflict::refused(&refusal)),
        }
    }
    let (turns, conflicts) = R::turn(ctx, &latest, draft, before);
    outcomes.decided.extend(turns);
    outcomes.conflicts.extend(conflicts);
    outcomes
}

fn value_at(here: &Map<String, Value>, name: &str) -> Value {
    match name.split_once('.') {
        Some((top, inner)) => here.get(top).and_then(|top| top.get(inner)).cloned().unwrap_or(Value::Null),
        None => here.get(name).cloned().unwrap_or(Value::Null),
    }
}

/// The same, as far as the file's value goes: what it leaves out and what is empty here are equal.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            theirs.iter().all(|(key, theirs)| same(ours.get(key).unwrap_or(&Value::Null), theirs))
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Array(items), Value::Null) | (Value::Null, Value::Array(items)) => items.is_empty(),
        (Value::Number(ours), Value::Number(theirs)) => ours.as_f64() == theirs.as_f64(),
        (Value::String(ours), Value::String(theirs)) => ours.trim() == theirs.trim(),
        (ours, theirs) => ours == theirs,
    }
}

fn put(patch: &mut Map<String, Value>, name: &str, value: Value) {
    match name.split_once('.') {
        Some((top, inner)) => {
            if let Some(object) = patch.entry(top).or_insert_with(|| json!({})).as_object_mut() {
                object.insert(inner.into(), value);
            }
        }
        None => {
            patch.insert(name.into(), value);
        }
    }
}

fn outcome_of(deal: &Deal) -> Outcome {
    match deal.status {
        DealStatus::Open => Outcome::Open,
        DealStatus::Won => Outcome::Won,
        DealStatus::Lost => Outcome::Lost,
    }
}

/// Turns that the rules did not take, with why.
type Untaken = Vec<(&'static str, Turn)>;

/// Lets a deal go where its history says, leaving out the rows of history that came before.
pub fn follow_course(
    ctx: &Ctx<'_>,
    deal: Deal,
    course: &Course,
    known: &[&str],
) -> (Vec<Decided<Deal>>, Untaken) {
    let (mut decided, mut untaken) = (Vec::new(), Untaken::new());
    let mut deal = deal;
    for turn in course.turns.iter().filter(|turn| turn.id.is_empty() || !known.contains(&turn.id.as_str())) {
        match one_turn(ctx, &deal, course, turn) {
            Ok(steps) => {
                if let Some(last) = steps.last() {
                    deal = last.record.clone();
                }
                decided.extend(steps);
            }
            Err(refusal) => {
                untaken.push((refusal.fields.first().map_or(refusal.code, |field| field.code), turn.clone()))
            }
        }
    }
    (decided, untaken)
}

fn one_turn(ctx: &Ctx<'_>, deal: &Deal, course: &Course, turn: &Turn) -> Result<Vec<Decided<Deal>>, Refusal> {
    let ctx = ctx.at(Some(turn.at.min(ctx.now)))?;
    let mut steps: Vec<Decided<Deal>> = Vec::new();
    let mut at = deal.clone();
    let mut take = |decided: Decided<Deal>, at: &mut Deal| {
        *at = decided.record.clone();
        steps.push(decided);
    };
    if outcome_of(&at) == turn.outcome && turn.outcome != Outcome::Open {
        return Ok(Vec::new());
    }
    if outcome_of(&at) != Outcome::Open {
        let reopened = decide::reopen_deal(&ctx, &at, None)?;
        take(reopened, &mut at);
    }
    if at.stage != turn.stage {
        let to = decide::MoveTo { stage: turn.stage, from: None };
        let moved = decide::move_deal(&ctx, &at, &to)?;
        take(moved, &mut at);
    }
    match turn.outcome {
        Outcome::Open => {}
        Outcome::Won => {
            let won = decide::win_deal(&ctx, &at, None)?;
            take(won, &mut at);
        }
        Outcome::Lost => {
            let loss = decide::Loss {
                reason: course.loss_reason,
                competitor: course.competitor,
                note: course.loss_note.clone(),
            };
            let lost = decide::lose_deal(&ctx, &at, &loss)?;
            take(lost, &mut at);
        }
    }
    Ok(steps)
}

/// A deal that comes again: moved or closed in the other program since.
pub fn deal(
    ctx: &Ctx<'_>,
    record: &Deal,
    draft: &Draft,
    before: &Value,
) -> (Vec<Decided<Deal>>, Vec<Conflict>) {
    let Some(course) = &draft.course else { return Default::default() };
    let (stage, outcome) = course.end();
    let was = &before["course"];
    let history: Vec<&str> =
        was["history"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let news = course.turns.iter().any(|turn| !turn.id.is_empty() && !history.contains(&turn.id.as_str()));
    if was["stage"] == json!(stage) && was["outcome"] == json!(outcome) && !news {
        return Default::default();
    }
    if record.stage == stage && outcome_of(record) == outcome {
        return Default::default();
    }
    let moved_here = was["stage"] != json!(record.stage) || was["outcome"] != json!(outcome_of(record));
    if moved_here {
        let theirs = json!({ "stage": stage, "outcome": outcome });
        let ours = json!({ "stage": record.stage, "outcome": outcome_of(record) });
        return (Vec::new(), vec![Conflict::on("stage", theirs, ours)]);
    }
    // The file does not say when it was moved, only that it was: since the last import.
    let last = record.since.values().max().copied().unwrap_or(record.created_at);
    let since = |turn: &Turn| Turn {
        at: if turn.id.is_empty() && turn.at <= last { ctx.now } else { turn.at },
        ..turn.clone()
    };
    let course = Course { turns: course.turns.iter().map(since).collect(), ..course.clone() };
    let (decided, untaken) = follow_course(ctx, record.clone(), &course, &history);
    let conflicts =
        untaken.into_iter().map(|(code, _)| Conflict { field: Some("stage".into()), ..Conflict::of(code) });
    (decided, conflicts.collect())
}

/// The first judgement of a lead that comes in.
pub fn judge(ctx: &Ctx<'_>, lead: Lead, judged: &Judged) -> Vec<Decided<Lead>> {
    let decided = match (&judged.converted, judged.status.as_deref()) {
        (Some(at), _) => {
            let at: Instant = at.unwrap_or(ctx.occurred).min(ctx.now);
            ctx.at(Some(at)).and_then(|ctx| decide::known_conversion(&ctx, &lead, None, None, None))
        }
        (None, Some("contacted")) => decide::contact_lead(ctx, &lead),
        (None, Some("qualified")) => decide::qualify_lead(ctx, &lead),
        (None, Some("disqualified")) => decide::disqualify_lead(ctx, &lead, judged.reason, None),
        (None, _) => return Vec::new(),
    };
    decided.into_iter().collect()
}

/// A lead that comes again, judged in the other program since.
pub fn lead(
    ctx: &Ctx<'_>,
    record: &Lead,
    judged: &Judged,
    before: &Value,
) -> (Vec<Decided<Lead>>, Vec<Conflict>) {
    let was = &before["judged"];
    if was["status"] == json!(judged.status) && was["converted"] == json!(judged.converted.is_some()) {
        return Default::default();
    }
    let now = json!({ "status": judged.status, "converted": judged.converted.is_some() });
    let ours = json!({ "status": record.status, "converted": record.converted_at.is_some() });
    let expected = was["status"].as_str().unwrap_or("new");
    let untouched = record.converted_at.is_some() == was["converted"].as_bool().unwrap_or(false)
        && (record.status == LeadStatus::New || json!(record.status) == json!(expected));
    if !untouched || !record.is_open() {
        return (Vec::new(), vec![Conflict::on("status", now, ours)]);
    }
    (judge(ctx, record.clone(), judged), Vec::new())
}

/// An activity that comes again: done or cancelled in the other program since.
pub fn activity(
    ctx: &Ctx<'_>,
    record: &Activity,
    draft: &Draft,
    before: &Value,
) -> (Vec<Decided<Activity>>, Vec<Conflict>) {
    let status = draft.fields.get("status").and_then(Value::as_str).unwrap_or("");
    if before["fields"]["status"] == json!(status) || json!(record.status) == json!(status) {
        return Default::default();
    }
    let at: Option<Instant> =
        draft.fields.get("done_at").and_then(|at| serde_json::from_value(at.clone()).ok());
    let decided = match status {
        "done" if record.status == ActivityStatus::Planned => {
            ctx.at(at).and_then(|ctx| decide::complete_activity(&ctx, record, None, None))
        }
        "cancelled" if record.status == ActivityStatus::Planned => decide::cancel_activity(ctx, record),
        _ => return (Vec::new(), vec![Conflict::on("status", json!(status), json!(record.status))]),
    };
    match decided {
        Ok(decided) => (vec![decided], Vec::new()),
        Err(refusal) => (Vec::new(), vec![Conflict::refused(&refusal)]),
    }
}
