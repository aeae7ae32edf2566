//! Random histories: people create, change, move, win, lose, convert, merge, remove and undo, also late.

use proptest::prelude::*;
use serde_json::{Value, json};
use trechter_domain::catalogue::{Pipeline, Source, Tag, View};
use trechter_domain::decide::{self, Conversion, Ctx, Decided, Loss, MoveTo};
use trechter_domain::event::{EventKind, Kind, Subject};
use trechter_domain::fold;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_domain::{BatchId, Instant, Money, Refusal};
use trechter_store::{Error, Result, Stored, Tx};
use uuid::Uuid;

use crate::home::{Desk, Home, add_entry, create, object};

/// Is in every name and every text that people type.
pub const SECRET: &str = "geheim";

/// One thing somebody does. Which record it is done to is a choice among those there are.
#[derive(Debug, Clone)]
pub struct Step {
    act: Act,
    pick: usize,
    other: usize,
    value: u8,
    /// How long ago it happened, in minutes.
    ago: i64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Act {
    Create(Kind),
    Edit(Kind),
    Remove(Kind),
    Restore(Kind),
    Merge(Kind),
    Undo(Kind),
    Move,
    Win,
    Lose,
    Reopen,
    Mark,
    Contact,
    Qualify,
    Disqualify,
    Convert,
    Complete,
    Cancel,
    Rank,
    AddEntry,
    EditEntry,
}

impl Arbitrary for Step {
    type Parameters = ();
    type Strategy = BoxedStrategy<Step>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        let kind = || prop::sample::select(Kind::RECORDS.to_vec());
        let parties = prop::sample::select(vec![Kind::Company, Kind::Contact, Kind::Lead]);
        let commands = [
            Act::Move,
            Act::Win,
            Act::Lose,
            Act::Reopen,
            Act::Mark,
            Act::Contact,
            Act::Qualify,
            Act::Disqualify,
            Act::Convert,
            Act::Complete,
            Act::Cancel,
            Act::Rank,
            Act::AddEntry,
            Act::EditEntry,
        ];
        let act = prop_oneof![
            6 => kind().prop_map(Act::Create),
            5 => kind().prop_map(Act::Edit),
            1 => kind().prop_map(Act::Remove),
            1 => kind().prop_map(Act::Restore),
            1 => parties.prop_map(Act::Merge),
            3 => kind().prop_map(Act::Undo),
            3 => Just(Act::Move),
            12 => prop::sample::select(commands.to_vec()),
        ];
        let ago = prop_oneof![2 => Just(0i64), 1 => 1..30i64];
        (act, any::<u16>(), any::<u16>(), any::<u8>(), ago)
            .prop_map(|(act, pick, other, value, ago)| Step {
                act,
                pick: pick.into(),
                other: other.into(),
                value,
                ago,
            })
            .boxed()
    }
}

/// Does all of it, one command each. What the rules refuse is simply not done.
pub async fn live(home: &Home, steps: &[Step]) {
    for step in steps {
        home.desk.pass(60_000);
        let (desk, step) = (home.desk.clone(), step.clone());
        let outcome = home.store.write(desk.workspace, move |tx| act(tx, &desk, &step)).await;
        match outcome {
            Ok(_) | Err(Error::Refused(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

fn act(tx: &mut Tx<'_>, desk: &Desk, step: &Step) -> Result<()> {
    let late = match step.act {
        Act::Create(_) | Act::Move | Act::Win | Act::Lose | Act::Reopen => step.ago,
        Act::Contact | Act::Qualify | Act::Disqualify | Act::Convert | Act::Complete => step.ago,
        _ => 0,
    };
    let late = Instant(desk.now().0 - late * 60_000);
    desk.at(late).with(tx, |tx, ctx| match step.act {
        Act::Create(kind) => made(tx, ctx, desk, step, kind),
        Act::Edit(kind) => match kind {
            Kind::Company => one::<Company>(tx, step, |b| decide::edit(ctx, b, &patch(desk, step, kind))),
            Kind::Contact => one::<Contact>(tx, step, |b| decide::edit(ctx, b, &patch(desk, step, kind))),
            Kind::Lead => one::<Lead>(tx, step, |b| decide::edit(ctx, b, &patch(desk, step, kind))),
            Kind::Deal => one::<Deal>(tx, step, |b| decide::edit(ctx, b, &patch(desk, step, kind))),
            _ => one::<Activity>(tx, step, |b| decide::edit(ctx, b, &patch(desk, step, kind))),
        },
        Act::Remove(kind) | Act::Restore(kind) => match kind {
            Kind::Company => binned::<Company>(tx, ctx, step),
            Kind::Contact => binned::<Contact>(tx, ctx, step),
            Kind::Lead => binned::<Lead>(tx, ctx, step),
            Kind::Deal => binned::<Deal>(tx, ctx, step),
            _ => binned::<Activity>(tx, ctx, step),
        },
        Act::Undo(kind) => match kind {
            Kind::Company => undone::<Company>(tx, ctx, step),
            Kind::Contact => undone::<Contact>(tx, ctx, step),
            Kind::Lead => undone::<Lead>(tx, ctx, step),
            Kind::Deal => undone::<Deal>(tx, ctx, step),
            _ => undone::<Activity>(tx, ctx, step),
        },
        Act::Merge(kind) => match kind {
            Kind::Company => merged::<Company>(tx, ctx, desk, step),
            Kind::Contact => merged::<Contact>(tx, ctx, desk, step),
            _ => merged::<Lead>(tx, ctx, desk, step),
        },
        Act::Contact => one::<Lead>(tx, step, |lead| decide::contact_lead(ctx, lead)),
        Act::Qualify => one::<Lead>(tx, step, |lead| decide::qualify_lead(ctx, lead)),
        Act::Disqualify => one::<Lead>(tx, step, |lead| {
            decide::disqualify_lead(ctx, lead, Some(desk.setup.reason), Some(text(step)))
        }),
        Act::Convert => converted(tx, ctx, step),
        // What came of it is not given with a late completion: an edit since may know better.
        Act::Complete => one::<Activity>(tx, step, |activity| {
            let outcome = (ctx.occurred == ctx.now).then(|| text(step));
            decide::complete_activity(ctx, activity, outcome, None)
        }),
        Act::Cancel => one::<Activity>(tx, step, |activity| decide::cancel_activity(ctx, activity)),
        Act::Rank => match picked::<Deal>(tx, step)? {
            Some(deal) => {
                tx.set_rank(deal.id, &format!("r{}i", step.value))?;
                let subject = Subject { kind: Kind::Deal, id: deal.id.0 };
                tx.push(&[ctx.event(subject, EventKind::Ranked, deal.version)])
            }
            None => Ok(()),
        },
        Act::AddEntry | Act::EditEntry => entry(tx, ctx, desk, step),
        _ => one::<Deal>(tx, step, |deal| deal_command(ctx, desk, step, deal)),
    })
}

fn deal_command(ctx: &Ctx<'_>, desk: &Desk, step: &Step, deal: &Deal) -> Result<Decided<Deal>, Refusal> {
    let (s, now) = (&desk.setup, ctx.occurred == ctx.now);
    match step.act {
        Act::Move => {
            let stages: Vec<_> = s.stages.iter().chain(&s.second_stages).collect();
            decide::move_deal(ctx, deal, &MoveTo { stage: *stages[step.other % stages.len()], from: None })
        }
        // A value, competitor or date that is given with a late command would compete with edits since.
        Act::Win => {
            let value =
                (now || deal.value.is_none()).then(|| Money::new(step.value.into(), deal.currency(ctx)));
            if !now && deal.value.is_none() {
                return Err(Refusal::field("value", "required"));
            }
            decide::win_deal(ctx, deal, value)
        }
        Act::Lose => {
            let loss = Loss { reason: Some(s.reason), competitor: None, note: Some(text(step)) };
            decide::lose_deal(ctx, deal, &loss)
        }
        Act::Reopen => decide::reopen_deal(ctx, deal, None),
        _ => decide::mark_result(
            ctx,
            deal,
            s.results[step.other % s.results.len()],
            !step.value.is_multiple_of(3),
        ),
    }
}

fn text(step: &Step) -> String {
    format!("{SECRET} {}", step.value)
}

/// The ids of a kind in the order in which they came.
fn ids(tx: &mut Tx<'_>, kind: Kind) -> Result<Vec<Uuid>> {
    let events = tx.events_after(0, 1_000_000)?;
    let created = events.iter().filter(|event| event.event.kind == EventKind::Created);
    Ok(created.map(|event| event.event.subject).filter(|s| s.kind == kind).map(|s| s.id).collect())
}

fn picked<R: Stored>(tx: &mut Tx<'_>, step: &Step) -> Result<Option<R>> {
    let ids = ids(tx, R::KIND)?;
    if ids.is_empty() { Ok(None) } else { tx.load(ids[step.pick % ids.len()]) }
}

fn any_id(tx: &mut Tx<'_>, kind: Kind, number: usize) -> Result<Option<Uuid>> {
    let ids = ids(tx, kind)?;
    Ok((!ids.is_empty()).then(|| ids[number % ids.len()]))
}

fn one<R: Stored>(
    tx: &mut Tx<'_>,
    step: &Step,
    decision: impl FnOnce(&R) -> Result<Decided<R>, Refusal>,
) -> Result<()> {
    let Some(before) = picked::<R>(tx, step)? else { return Ok(()) };
    let decided = decision(&before)?;
    tx.save(&decided)
}

fn made(tx: &mut Tx<'_>, ctx: &Ctx<'_>, desk: &Desk, step: &Step, kind: Kind) -> Result<()> {
    let (s, id) = (&desk.setup, desk.id());
    let mut links = serde_json::Map::new();
    for (field, kind) in
        [("company", Kind::Company), ("contact", Kind::Contact), ("lead", Kind::Lead), ("deal", Kind::Deal)]
    {
        if let Some(id) = any_id(tx, kind, step.other)?.filter(|_| !step.value.is_multiple_of(4)) {
            links.insert(field.into(), json!(id));
        }
    }
    let kept: &[&str] = match kind {
        Kind::Company => &[],
        Kind::Contact => &["company"],
        Kind::Lead => &["company", "contact"],
        Kind::Deal => &["company", "contact", "lead"],
        _ => &["company", "contact", "lead", "deal"],
    };
    let mut fields = patch(desk, step, kind);
    fields.extend(links.into_iter().filter(|(field, _)| kept.contains(&field.as_str())));
    match kind {
        Kind::Company => create::<Company>(tx, ctx, id, &fields.into()).map(drop),
        Kind::Contact => create::<Contact>(tx, ctx, id, &fields.into()).map(drop),
        Kind::Lead => create::<Lead>(tx, ctx, id, &fields.into()).map(drop),
        Kind::Deal => {
            fields.insert("pipeline".into(), json!(s.pipeline));
            fields.insert("stage".into(), json!(s.stages[step.other % s.stages.len()]));
            create::<Deal>(tx, ctx, id, &fields.into()).map(drop)
        }
        _ => create::<Activity>(tx, ctx, id, &fields.into()).map(drop),
    }
}

/// Some fields of a kind, filled in or emptied.
fn patch(desk: &Desk, step: &Step, kind: Kind) -> serde_json::Map<String, Value> {
    let (s, n) = (&desk.setup, step.value);
    let text = text(step);
    let owner = [s.owner, s.anna, s.bram][n as usize % 3];
    let activity = ["call", "note", "meeting", "email"][n as usize % 4];
    let some = |value: Value| if n % 3 == 0 { Value::Null } else { value };
    let mut fields = json!({
        "owner": some(json!(owner)),
        "tags": s.tags[..n as usize % 3],
    });
    let own = match kind {
        Kind::Company => json!({
            "name": text, "notes": some(json!(text)), "region": some(json!("Noord")), "employees": n,
            "address": { "city": text, "street": some(json!(text)) }, "phone": "020-1234567",
            "origin": { "source": s.source, "medium": "cpc" }, "email": some(json!("geheim@voorbeeld.nl")),
        }),
        Kind::Contact => json!({
            "last_name": text, "first_name": some(json!(text)), "emails": [{ "value": "geheim@voorbeeld.nl", "label": text }],
            "phones": [{ "value": "06 1234" }, { "value": text }], "country": some(json!("NL")),
        }),
        Kind::Lead => json!({
            "company_name": text, "last_name": some(json!(text)), "value": some(json!({ "amount": n, "currency": "EUR" })),
            "city": text, "email": some(json!("geheim@voorbeeld.nl")), "website": some(json!(text)),
        }),
        Kind::Deal => json!({
            "title": text, "gut_feeling": some(json!(n % 100)), "expected_close": some(json!("2026-05-01")),
            "lines": lines(n, &text), "notes": some(json!(text)),
            "custom": {
                "region": some(json!("noord")), "size": some(json!(n)), "remark": some(json!(text)), "vip": n % 2 == 0,
                "marks": if n % 2 == 0 { json!(["zuid"]) } else { json!([]) }, "site": some(json!("https://geheim.nl")),
                "buddy": some(json!(s.anna)), "budget": some(json!({ "amount": n, "currency": "USD" })),
            },
        }),
        _ => json!({
            "kind": activity, "subject": text, "body": some(json!(text)),
            "minutes": some(json!(n)), "due_at": some(json!("2026-03-02T10:00:00Z")), "outcome": some(json!(text)),
        }),
    };
    let fields = fields.as_object_mut().unwrap();
    fields.extend(object(&own).clone());
    // A change of everything at once hides what a change of one field does.
    let keep = step.other % 4;
    if keep > 0 {
        let required = ["name", "last_name", "company_name", "title", "subject", "kind"];
        let mut place = 0;
        fields.retain(|name, _| {
            place += 1;
            required.contains(&name.as_str()) || place % 4 == keep
        });
    }
    fields.clone()
}

fn lines(n: u8, text: &str) -> Value {
    let line = |quantity: &str| json!({ "quantity": quantity, "unit_price": u32::from(n) * 10 });
    match n % 4 {
        0 => json!([]),
        1 => json!([line("2")]),
        2 => json!([{ "description": text, "quantity": "1", "unit_price": n }, line("1.5")]),
        _ => Value::Null,
    }
}

fn binned<R: Stored>(tx: &mut Tx<'_>, ctx: &Ctx<'_>, step: &Step) -> Result<()> {
    one::<R>(tx, step, |before| match step.act {
        Act::Remove(_) => decide::remove(ctx, before),
        _ => decide::restore(ctx, before),
    })
}

/// Takes back the last few events of a record, or all that was done with them in one go.
fn undone<R: Stored>(tx: &mut Tx<'_>, ctx: &Ctx<'_>, step: &Step) -> Result<()> {
    let Some(record) = picked::<R>(tx, step)? else { return Ok(()) };
    let story = tx.story(record.id())?;
    let mut events = story.clone();
    events.retain(|event| event.event.kind != EventKind::Ranked);
    let kept = events.len().saturating_sub(1 + step.other % 3);
    let events = events.split_off(kept);
    if let Some(batch) = events.iter().rev().find_map(|event| event.event.batch) {
        return unmerged(tx, ctx, batch);
    }
    let undone = decide::undo_events(ctx, &record, &events, &story)?;
    match undone.record {
        Some(after) => tx.save(&Decided { record: after, events: undone.events }),
        None => tx.erase_row(&record, &undone.events),
    }
}

/// Takes back a whole merge.
fn unmerged(tx: &mut Tx<'_>, ctx: &Ctx<'_>, batch: BatchId) -> Result<()> {
    fn part<R: Stored>(tx: &mut Tx<'_>, ctx: &Ctx<'_>, event: &trechter_domain::Event) -> Result<()> {
        let before = tx.load::<R>(event.event.subject.id)?.ok_or_else(Refusal::not_found)?;
        let story = tx.story(event.event.subject.id)?;
        let undone = decide::undo_events(ctx, &before, std::slice::from_ref(event), &story)?;
        let record = undone.record.expect("a merge creates nothing");
        tx.save(&Decided { record, events: undone.events })
    }
    for event in tx.events_of_batch(batch, 0, 10_000)? {
        match event.event.subject.kind {
            Kind::Company => part::<Company>(tx, ctx, &event)?,
            Kind::Contact => part::<Contact>(tx, ctx, &event)?,
            Kind::Lead => part::<Lead>(tx, ctx, &event)?,
            Kind::Deal => part::<Deal>(tx, ctx, &event)?,
            _ => part::<Activity>(tx, ctx, &event)?,
        }
    }
    Ok(())
}

fn merged<R: Stored>(tx: &mut Tx<'_>, ctx: &Ctx<'_>, desk: &Desk, step: &Step) -> Result<()> {
    let ctx = &Ctx { batch: Some(BatchId(desk.id())), ..*ctx };
    let Some(survivor) = picked::<R>(tx, step)? else { return Ok(()) };
    let absorbed = any_id(tx, R::KIND, step.other)?.expect("there is one");
    let Some(absorbed) = tx.load::<R>(absorbed)? else { return Ok(()) };
    let take = if step.value.is_multiple_of(2) { vec!["owner".to_owned()] } else { Vec::new() };
    let merge = decide::merge_records(ctx, &survivor, &absorbed, &take, &[])?;
    tx.save(&merge.survivor)?;
    tx.save(&merge.absorbed)?;
    let from = Subject { kind: R::KIND, id: absorbed.id() };
    repointed::<Contact>(tx, ctx, from, survivor.id())?;
    repointed::<Lead>(tx, ctx, from, survivor.id())?;
    repointed::<Deal>(tx, ctx, from, survivor.id())?;
    repointed::<Activity>(tx, ctx, from, survivor.id())
}

fn repointed<R: Stored>(tx: &mut Tx<'_>, ctx: &Ctx<'_>, from: Subject, to: Uuid) -> Result<()> {
    for id in tx.ids_linked::<R>(from.kind.as_str(), from.id, 1_000)? {
        let before = tx.load::<R>(id)?.expect("it was listed");
        let mut after = before.clone();
        if id != to && after.relink(from, to) {
            let event = fold::event(ctx, Some(&before), &after, EventKind::Repointed).unwrap();
            let record = fold::apply(Some(before), &event)?.unwrap();
            tx.save(&Decided { record, events: vec![event] })?;
        }
    }
    Ok(())
}

fn converted(tx: &mut Tx<'_>, ctx: &Ctx<'_>, step: &Step) -> Result<()> {
    let Some(lead) = picked::<Lead>(tx, step)? else { return Ok(()) };
    let made = decide::convert_lead(ctx, &lead, &Conversion::default())?;
    if let Some(company) = &made.company {
        tx.save(company)?;
    }
    if let Some(contact) = &made.contact {
        tx.save(contact)?;
    }
    tx.save(&made.deal)?;
    tx.save(&made.lead)
}

fn entry(tx: &mut Tx<'_>, ctx: &Ctx<'_>, desk: &Desk, step: &Step) -> Result<()> {
    if step.act == Act::AddEntry {
        let filters = json!([format!("title:has:{SECRET}")]);
        let view = json!({ "name": text(step), "on": "deal", "filters": filters, "owner": desk.setup.anna });
        add_entry::<View>(tx, ctx, desk.id(), &view)?;
        return add_entry::<Tag>(tx, ctx, desk.id(), &json!({ "name": "Een tag" })).map(drop);
    }
    match step.value % 4 {
        0 => {
            let source = tx.load_entry::<Source>(desk.setup.source)?.unwrap();
            let gone = source.removed_at.is_some();
            let decided = if gone { decide::restore(ctx, &source) } else { decide::remove(ctx, &source) };
            tx.save_entry(&decided?)
        }
        1 => {
            let pipeline = tx.load_entry::<Pipeline>(desk.setup.pipeline)?.unwrap();
            let mut stages = pipeline.stages.clone();
            let place = step.other % stages.len();
            stages[place].name = format!("Fase {}", step.value);
            let patch = json!({ "stages": stages });
            tx.save_entry(&decide::edit(ctx, &pipeline, object(&patch))?)
        }
        _ => {
            let tag = tx.load_entry::<Tag>(desk.setup.tags[0])?.unwrap();
            let patch = json!({ "name": format!("Tag {}", step.value), "colour": "red" });
            tx.save_entry(&decide::edit(ctx, &tag, object(&patch))?)
        }
    }
}
