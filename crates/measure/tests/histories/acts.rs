//! What people do, one thing at a time. What the rules refuse is simply not done.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use trechter_domain::catalogue::{Member, Pipeline};
use trechter_domain::decide::{self, Conversion, Ctx, Decided, Loss, MoveTo};
use trechter_domain::event::{Event, EventKind, Kind, Subject};
use trechter_domain::fold::{self, Document};
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead, Record};
use trechter_domain::{BatchId, Instant, Money, Origin, Refusal};
use uuid::Uuid;

use super::rows::{Kept, Rows, object};
use super::{Office, setup};

type Done = Result<(), Refusal>;
/// What is kept once all of it is allowed.
type Save = Box<dyn FnOnce(&mut Rows)>;

/// Runs generic work for a kind of record.
macro_rules! of_kind {
    ($kind:expr, $record:ident => $work:expr) => {
        match $kind {
            Kind::Company => {
                type $record = trechter_domain::record::Company;
                $work
            }
            Kind::Contact => {
                type $record = trechter_domain::record::Contact;
                $work
            }
            Kind::Lead => {
                type $record = trechter_domain::record::Lead;
                $work
            }
            Kind::Deal => {
                type $record = trechter_domain::record::Deal;
                $work
            }
            _ => {
                type $record = trechter_domain::record::Activity;
                $work
            }
        }
    };
}
pub(super) use of_kind;

const RECORDS: [Kind; 5] = [Kind::Company, Kind::Contact, Kind::Lead, Kind::Deal, Kind::Activity];

impl Office {
    /// One thing that somebody does.
    pub fn act(&mut self) {
        const WEIGHTS: [usize; 18] = [4, 4, 10, 11, 16, 12, 14, 9, 6, 4, 12, 6, 5, 4, 4, 3, 2, 6];
        let done = match self.chance.weighted(&WEIGHTS) {
            0 => self.creates(Kind::Company),
            1 => self.creates(Kind::Contact),
            2 => self.creates(Kind::Lead),
            3 => self.creates(Kind::Deal),
            4 => self.logs_activity(),
            5 => self.edits(),
            6 => self.moves(),
            7 => self.wins(),
            8 => self.loses(),
            9 => self.reopens(),
            10 => self.works_a_lead(),
            11 => self.ends_an_activity(),
            12 => self.removes_or_restores(),
            13 => self.merges(),
            14 => self.undoes(false),
            15 => self.changes_the_set_up(),
            16 => self.undoes(true),
            _ => self.imports(),
        };
        // A refusal is the rules at work; the history goes on without it.
        drop(done);
    }

    fn creates(&mut self, kind: Kind) -> Done {
        let form = self.form(kind);
        let occurred = if matches!(kind, Kind::Lead | Kind::Deal) { self.some_time_ago() } else { self.now };
        self.at(occurred, |rows, _, ctx| {
            of_kind!(kind, R => rows.save(&decide::create::<R>(ctx, rows.id(), &form)?));
            Ok(())
        })
    }

    /// Planned, or done already; some of it is sent by the program.
    fn logs_activity(&mut self) -> Done {
        let mut form = self.form(Kind::Activity);
        let done = self.chance.in_a_hundred(70);
        let occurred = if done { self.some_time_ago() } else { self.now };
        let told = if self.chance.in_a_hundred(80) { occurred } else { self.now };
        if done {
            form.insert("status".into(), json!("done"));
            form.insert("done_at".into(), json!(Instant(occurred)));
        }
        let automatic = self.chance.in_a_hundred(12);
        self.at(told, |rows, _, ctx| {
            let mut made = decide::create::<Activity>(ctx, rows.id(), &form)?;
            if automatic {
                made.record.automatic = true;
                made = decide::settle(ctx, None, made.record, EventKind::Created)?;
            }
            rows.save(&made);
            Ok(())
        })
    }

    fn edits(&mut self) -> Done {
        let kind = *self.chance.one(&RECORDS[..]).expect("a kind");
        let several = if self.chance.in_a_hundred(8) { 3 } else { 1 };
        let patch = self.patch(kind);
        self.batch = (several > 1).then(|| BatchId(self.rows.id()));
        for _ in 0..several {
            let Some(id) = self.any(kind) else { break };
            let done: Done = self.at(self.now, |rows, _, ctx| {
                of_kind!(kind, R => {
                    let before: R = rows.get(id)?;
                    rows.save(&decide::edit(ctx, &before, object(&patch))?);
                });
                Ok(())
            });
            // In a bulk edit the others are still changed.
            drop(done);
        }
        self.batch = None;
        Ok(())
    }

    /// A decision about one deal that is there, at some time.
    fn deal(
        &mut self,
        occurred: i64,
        decision: impl FnOnce(&Ctx<'_>, &Deal) -> Result<Decided<Deal>, Refusal>,
    ) -> Done {
        let Some(id) = self.any(Kind::Deal) else { return Ok(()) };
        self.at(occurred, |rows, _, ctx| {
            let before: Deal = rows.get(id)?;
            rows.save(&decision(ctx, &before)?);
            Ok(())
        })
    }

    fn moves(&mut self) -> Done {
        let occurred = self.some_time_ago();
        let stages: Vec<_> = self
            .rows
            .catalogue
            .pipelines
            .iter()
            .flat_map(|pipeline| &pipeline.stages)
            .map(|s| s.id)
            .collect();
        let stage = *self.chance.one(&stages).expect("a stage");
        self.deal(occurred, |ctx, deal| decide::move_deal(ctx, deal, &MoveTo { stage, from: None }))
    }

    fn wins(&mut self) -> Done {
        let occurred = self.some_time_ago();
        let amount = self.chance.between(1, 900_000);
        let with_value = self.chance.in_a_hundred(50) && occurred == self.now;
        self.deal(occurred, |ctx, deal| {
            let given = with_value.then(|| Money::new(amount, deal.currency(ctx)));
            decide::win_deal(ctx, deal, given)
        })
    }

    fn loses(&mut self) -> Done {
        let occurred = self.some_time_ago();
        let reason = self.chance.one(&self.setup.reasons).map(|id| (*id).into());
        let competitor = match occurred == self.now {
            true => self.chance.maybe(40, &self.setup.competitors).map(|id| (*id).into()),
            false => None,
        };
        self.deal(occurred, |ctx, deal| {
            decide::lose_deal(ctx, deal, &Loss { reason, competitor, note: None })
        })
    }

    fn reopens(&mut self) -> Done {
        let occurred = self.some_time_ago();
        self.deal(occurred, |ctx, deal| decide::reopen_deal(ctx, deal, None))
    }

    fn works_a_lead(&mut self) -> Done {
        let Some(id) = self.any(Kind::Lead) else { return Ok(()) };
        let occurred = self.some_time_ago();
        let reason = self.chance.one(&self.setup.reasons).map(|id| (*id).into());
        let what = self.chance.weighted(&[3, 4, 3, 5]);
        self.at(occurred, |rows, _, ctx| {
            let lead: Lead = rows.get(id)?;
            match what {
                0 => rows.save(&decide::contact_lead(ctx, &lead)?),
                1 => rows.save(&decide::qualify_lead(ctx, &lead)?),
                2 => rows.save(&decide::disqualify_lead(ctx, &lead, reason, None)?),
                _ => {
                    let made = decide::convert_lead(ctx, &lead, &Conversion::default())?;
                    made.company.iter().for_each(|company| rows.save(company));
                    made.contact.iter().for_each(|contact| rows.save(contact));
                    rows.save(&made.deal);
                    rows.save(&made.lead);
                }
            }
            Ok(())
        })
    }

    fn ends_an_activity(&mut self) -> Done {
        let Some(id) = self.any(Kind::Activity) else { return Ok(()) };
        let occurred = self.some_time_ago();
        let complete = self.chance.in_a_hundred(75);
        self.at(if complete { occurred } else { self.now }, |rows, _, ctx| {
            let before: Activity = rows.get(id)?;
            rows.save(&match complete {
                true => decide::complete_activity(ctx, &before, None, None)?,
                false => decide::cancel_activity(ctx, &before)?,
            });
            Ok(())
        })
    }

    fn removes_or_restores(&mut self) -> Done {
        let kind = *self.chance.one(&RECORDS[..]).expect("a kind");
        let binned = self.binned(kind);
        let picked = if self.chance.in_a_hundred(60) { self.chance.one(&binned).copied() } else { None };
        let Some(id) = picked.or_else(|| self.any(kind)) else { return Ok(()) };
        self.at(self.now, |rows, _, ctx| {
            of_kind!(kind, R => {
                let before: R = rows.get(id)?;
                if before.merged_into().is_some() {
                    return Err(Refusal::state("merged_already"));
                }
                let decided = if before.removed() { decide::restore(ctx, &before) } else { decide::remove(ctx, &before) };
                rows.save(&decided?);
            });
            Ok(())
        })
    }

    fn binned(&self, kind: Kind) -> Vec<Uuid> {
        of_kind!(kind, R => {
            R::rows(&self.rows).iter().filter(|(_, record)| record.removed()).map(|(id, _)| *id).collect()
        })
    }

    fn merges(&mut self) -> Done {
        let kind = [Kind::Company, Kind::Contact, Kind::Lead, Kind::Lead][self.chance.below(4)];
        let (Some(survivor), Some(absorbed)) = (self.any(kind), self.any(kind)) else { return Ok(()) };
        if self.is_coming_in(survivor) || self.is_coming_in(absorbed) {
            return Err(Refusal::state("not_finished"));
        }
        let take = if self.chance.in_a_hundred(30) { vec!["owner".to_owned()] } else { Vec::new() };
        self.merge(kind, survivor, absorbed, &take)
    }

    pub fn merge(&mut self, kind: Kind, survivor: Uuid, absorbed: Uuid, take: &[String]) -> Done {
        self.batch = Some(BatchId(self.rows.id()));
        let done = self.at(
            self.now,
            |rows, _, ctx| of_kind!(kind, R => merged::<R>(rows, ctx, survivor, absorbed, take)),
        );
        self.batch = None;
        done
    }

    /// Takes back something recent, or (`whole`) the last merge or bulk edit.
    fn undoes(&mut self, whole: bool) -> Done {
        let plain =
            |event: &&Event| event.event.subject.kind.is_record() && event.event.origin != Origin::Import;
        let recent: Vec<Event> = match whole {
            true => {
                let merged = |event: &&Event| event.event.batch.is_some();
                self.rows.log.iter().rev().filter(plain).find(merged).into_iter().cloned().collect()
            }
            false => self.rows.log.iter().rev().take(60).filter(plain).cloned().collect(),
        };
        match self.chance.one(&recent).map(|event| event.seq) {
            Some(seq) if !self.took_back_a_batch(seq) => self.undo(seq),
            _ => Ok(()),
        }
    }

    /// The undo of a merge or bulk edit is not undone: it would be for one of its records only.
    fn took_back_a_batch(&self, seq: i64) -> bool {
        let event = &self.rows.log[seq as usize - 1].event;
        let seqs = event.data.about.get("seqs").and_then(Value::as_array).into_iter().flatten();
        let mut seqs = seqs.filter_map(Value::as_i64);
        event.kind == EventKind::Retracted
            && seqs.any(|seq| self.rows.log[seq as usize - 1].event.batch.is_some())
    }

    /// Takes back an event, with all of its batch.
    pub fn undo(&mut self, seq: i64) -> Done {
        let picked = self.rows.log[seq as usize - 1].clone();
        let events: Vec<Event> = match picked.event.batch {
            None => vec![picked],
            Some(batch) => self.rows.log.iter().filter(|e| e.event.batch == Some(batch)).cloned().collect(),
        };
        self.at(self.now, |rows, _, ctx| taken_back(rows, ctx, &events))
    }

    fn changes_the_set_up(&mut self) -> Done {
        if self.chance.in_a_hundred(50) {
            let member = self.chance.one(&self.rows.catalogue.members).expect("a member").clone();
            let team = self.chance.maybe(80, &self.setup.teams).copied();
            let active = !self.chance.in_a_hundred(15);
            return self.at(self.now, |rows, _, ctx| {
                let patch = json!({ "team": team, "active": active });
                rows.save_entry(&decide::edit::<Member>(ctx, &member, object(&patch))?);
                Ok(())
            });
        }
        let pipeline = self.chance.one(&self.rows.catalogue.pipelines).expect("a pipeline").clone();
        let mut stages: Vec<Value> = pipeline.stages.iter().map(|stage| json!(stage)).collect();
        let place = self.chance.below(stages.len());
        if self.chance.in_a_hundred(40) && stages.len() < 7 {
            stages.insert(place, setup::stage(self.rows.id(), place));
        } else {
            let stage = stages.remove(place);
            stages.insert(self.chance.below(stages.len() + 1), stage);
        }
        self.at(self.now, |rows, _, ctx| {
            let patch = json!({ "stages": stages });
            rows.save_entry(&decide::edit::<Pipeline>(ctx, &pipeline, object(&patch))?);
            Ok(())
        })
    }
}

fn merged<R: Kept>(rows: &mut Rows, ctx: &Ctx<'_>, survivor: Uuid, absorbed: Uuid, take: &[String]) -> Done {
    let (keeps, goes): (R, R) = (rows.get(survivor)?, rows.get(absorbed)?);
    // Decided first, so that nothing is repointed when the rules refuse it.
    decide::merge_records(ctx, &keeps, &goes, take, &[])?;
    let from = Subject { kind: R::KIND, id: absorbed };
    let mut moved = Vec::new();
    repointed::<Company>(rows, ctx, from, survivor, &mut moved);
    repointed::<Contact>(rows, ctx, from, survivor, &mut moved);
    repointed::<Lead>(rows, ctx, from, survivor, &mut moved);
    repointed::<Deal>(rows, ctx, from, survivor, &mut moved);
    repointed::<Activity>(rows, ctx, from, survivor, &mut moved);
    let merge = decide::merge_records(ctx, &keeps, &goes, take, &moved)?;
    rows.save(&merge.absorbed);
    rows.save(&merge.survivor);
    Ok(())
}

fn repointed<R: Kept>(rows: &mut Rows, ctx: &Ctx<'_>, from: Subject, to: Uuid, moved: &mut Vec<Uuid>) {
    let ids: Vec<Uuid> = R::rows(rows).keys().copied().filter(|id| *id != to).collect();
    for id in ids {
        let before = R::rows(rows)[&id].clone();
        let mut after = before.clone();
        if after.relink(from, to)
            && let Some(event) = fold::event(ctx, Some(&before), &after, EventKind::Repointed)
            && let Ok(Some(record)) = fold::apply(Some(before), &event)
        {
            rows.save(&Decided { record, events: vec![event] });
            moved.push(id);
        }
    }
}

/// All of it, or nothing when somebody changed or used it since.
fn taken_back(rows: &mut Rows, ctx: &Ctx<'_>, events: &[Event]) -> Done {
    let mut subjects: BTreeMap<Subject, Vec<Event>> = BTreeMap::new();
    for event in events {
        subjects.entry(event.event.subject).or_default().push(event.clone());
    }
    let mut gone: Vec<Uuid> = Vec::new();
    let mut kept: Vec<Save> = Vec::new();
    for (subject, mine) in &subjects {
        of_kind!(subject.kind, R => {
            let before: R = rows.get(subject.id)?;
            let story: Vec<Event> =
                rows.log.iter().filter(|event| event.event.subject == *subject).cloned().collect();
            let undone = decide::undo_events(ctx, &before, mine, &story)?;
            match undone.record {
                Some(record) => kept.push(Box::new(move |rows| rows.save(&Decided { record, events: undone.events }))),
                None => {
                    gone.push(subject.id);
                    let id = subject.id;
                    kept.push(Box::new(move |rows| {
                        rows.push(&undone.events);
                        R::rows_mut(rows).remove(&id);
                    }));
                }
            }
        });
    }
    let gone_set: BTreeSet<Uuid> = gone.iter().copied().collect();
    if rows.pointing_at(&gone).iter().any(|(from, _)| !gone_set.contains(from)) {
        return Err(Refusal::state("changed_since"));
    }
    kept.into_iter().for_each(|save| save(rows));
    Ok(())
}
