//! Imports: another program's records with their own past, in chunks, while others work on.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use trechter_domain::decide::{self, Ctx, Loss, MoveTo};
use trechter_domain::event::{EventKind, Kind, Subject};
use trechter_domain::record::{Deal, External, Lead};
use trechter_domain::{BatchId, Instant, Origin, Refusal};
use uuid::Uuid;

use super::Office;
use super::acts::of_kind;
use super::rows::Kept;

const DAY: i64 = 86_400_000;

/// An import that was begun.
#[derive(Debug, Clone)]
pub struct Import {
    batch: BatchId,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Running,
    Finished,
    Undone,
}

impl Office {
    /// Begins an import, writes a chunk of it, finishes it or undoes it.
    pub fn imports(&mut self) -> Result<(), Refusal> {
        let running = self.imports.iter().position(|import| import.state == State::Running);
        let finished = self.imports.iter().rposition(|import| import.state == State::Finished);
        match (running, finished, self.chance.weighted(&[55, 25, 20])) {
            (Some(at), _, 0) => self.writes_a_chunk(at),
            (Some(at), _, 1) => self.ends_batch(at, EventKind::BatchFinished, State::Finished, &[]),
            (_, Some(at), 2) => self.undoes_import(at),
            _ => self.begins_import(),
        }
        Ok(())
    }

    /// Made by an import that is not finished yet.
    pub fn is_coming_in(&self, id: Uuid) -> bool {
        let running = self.imports.iter().filter(|import| import.state == State::Running);
        let batches: Vec<BatchId> = running.map(|import| import.batch).collect();
        let mut events = self.rows.log.iter().filter(|event| event.event.subject.id == id);
        events.any(|event| event.event.batch.is_some_and(|batch| batches.contains(&batch)))
    }

    fn begins_import(&mut self) {
        let batch = BatchId(self.rows.id());
        self.imports.push(Import { batch, state: State::Running });
        let at = self.imports.len() - 1;
        self.ends_batch(at, EventKind::BatchStarted, State::Running, &[]);
        self.writes_a_chunk(at);
        if self.chance.in_a_hundred(50) {
            self.ends_batch(at, EventKind::BatchFinished, State::Finished, &[]);
        }
    }

    /// Writes the event about the batch itself that brings it into that state.
    fn ends_batch(&mut self, at: usize, kind: EventKind, state: State, kept: &[Uuid]) {
        let batch = self.imports[at].batch;
        self.imports[at].state = state;
        self.as_import(batch, self.now, |rows, ctx| {
            let mut event = ctx.event(Subject { kind: Kind::Batch, id: batch.0 }, kind, 1);
            if state == State::Undone {
                event.data.about.insert("kept".into(), json!(kept));
            }
            rows.push(&[event]);
        });
    }

    fn as_import<T>(
        &mut self,
        batch: BatchId,
        occurred: i64,
        work: impl FnOnce(&mut super::Rows, &Ctx<'_>) -> T,
    ) -> T {
        (self.batch, self.origin) = (Some(batch), Origin::Import);
        let done = self.at(occurred, |rows, _, ctx| work(rows, ctx));
        (self.batch, self.origin) = (None, Origin::Member);
        done
    }

    fn writes_a_chunk(&mut self, at: usize) {
        let batch = self.imports[at].batch;
        for _ in 0..self.chance.between(1, 5) {
            let kind = [
                Kind::Company,
                Kind::Contact,
                Kind::Lead,
                Kind::Lead,
                Kind::Deal,
                Kind::Deal,
                Kind::Activity,
            ][self.chance.below(7)];
            let made = match kind {
                Kind::Lead => self.brings_in_a_lead(batch),
                Kind::Deal => self.brings_in_a_deal(batch),
                _ => self.brings_in(batch, kind).map(drop),
            };
            // A row that the rules refuse is a line in the report of the import.
            drop(made);
        }
    }

    fn brings_in(&mut self, batch: BatchId, kind: Kind) -> Result<(Uuid, i64), Refusal> {
        let mut form = self.form(kind);
        let undated = self.chance.in_a_hundred(15);
        let born = if undated { self.now } else { self.now - self.chance.between(0, 500 * DAY) };
        if kind == Kind::Activity {
            form.insert("status".into(), json!("done"));
            form.insert("done_at".into(), json!(Instant(born)));
        }
        if kind == Kind::Lead {
            form.insert("born".into(), json!(if undated { "imported" } else { "arrived" }));
        }
        let id = self.rows.id();
        let external = External { system: "oud".into(), id: id.to_string() };
        self.as_import(batch, born, |rows, ctx| {
            of_kind!(kind, R => rows.save(&decide::bring_in::<R>(ctx, id, &form, external, undated)?));
            Ok((id, born))
        })
    }

    fn brings_in_a_lead(&mut self, batch: BatchId) -> Result<(), Refusal> {
        let (id, born) = self.brings_in(batch, Kind::Lead)?;
        let then = (born + self.chance.between(0, 90 * DAY)).min(self.now);
        let what = self.chance.below(4);
        self.as_import(batch, then, |rows, ctx| {
            let lead: Lead = rows.get(id)?;
            match what {
                0 => rows.save(&decide::known_conversion(ctx, &lead, None, None, None)?),
                1 => rows.save(&decide::disqualify_lead(ctx, &lead, None, None)?),
                2 => rows.save(&decide::qualify_lead(ctx, &lead)?),
                _ => {}
            }
            Ok(())
        })
    }

    /// A deal with its moves and its end, also at the instant it was created, or before it.
    fn brings_in_a_deal(&mut self, batch: BatchId) -> Result<(), Refusal> {
        let (id, born) = self.brings_in(batch, Kind::Deal)?;
        let mut at = born;
        for _ in 0..self.chance.below(3) {
            at = (at + self.chance.between(0, 60 * DAY)).min(self.now);
            let deal: Deal = self.rows.get(id)?;
            let pipeline = self.rows.catalogue.pipeline(deal.pipeline).expect("its pipeline");
            let stages: Vec<_> = pipeline.stages.iter().map(|stage| stage.id).collect();
            let stage = *self.chance.one(&stages).expect("a stage");
            self.as_import(batch, at, |rows, ctx| {
                rows.save(&decide::move_deal(ctx, &deal, &MoveTo { stage, from: None })?);
                Ok::<_, Refusal>(())
            })?;
        }
        let end = match self.chance.weighted(&[30, 45, 12, 8]) {
            0 => return Ok(()),
            1 => (at + self.chance.between(0, 120 * DAY)).min(self.now),
            2 => born,
            _ => born - self.chance.between(1, 60 * DAY),
        };
        let won = self.chance.in_a_hundred(55);
        self.as_import(batch, end, |rows, ctx| {
            let deal: Deal = rows.get(id)?;
            rows.save(&match won {
                true => decide::win_deal(ctx, &deal, None)?,
                false => decide::lose_deal(ctx, &deal, &Loss::default())?,
            });
            Ok(())
        })
    }

    /// What the import made disappears, but for what somebody changed or used since.
    fn undoes_import(&mut self, at: usize) {
        let batch = self.imports[at].batch;
        let mut made: BTreeMap<Uuid, (Kind, Vec<i64>)> = BTreeMap::new();
        let mut touched = BTreeSet::new();
        for event in &self.rows.log {
            let subject = event.event.subject;
            if event.event.batch == Some(batch) && subject.kind.is_record() {
                made.entry(subject.id).or_insert((subject.kind, Vec::new())).1.push(event.seq);
            } else if event.event.batch != Some(batch) {
                touched.insert(subject.id);
            }
        }
        let ids: Vec<Uuid> = made.keys().copied().collect();
        let mut kept: BTreeSet<Uuid> = ids.iter().copied().filter(|id| touched.contains(id)).collect();
        let pointing = self.rows.pointing_at(&ids);
        kept.extend(pointing.iter().filter(|(from, _)| !made.contains_key(from)).map(|(_, to)| *to));
        loop {
            let linked: Vec<Uuid> = kept
                .iter()
                .flat_map(|id| self.rows.links(made[id].0, *id))
                .map(|subject| subject.id)
                .collect();
            let before = kept.len();
            kept.extend(linked.into_iter().filter(|id| made.contains_key(id)));
            if kept.len() == before {
                break;
            }
        }
        self.as_import(batch, self.now, |rows, ctx| {
            for (id, (kind, seqs)) in made.iter().filter(|(id, _)| !kept.contains(id)) {
                of_kind!(*kind, R => {
                    if let Ok(record) = rows.get::<R>(*id) {
                        let event = decide::retract_creation(ctx, &record, seqs);
                        rows.push(&[event]);
                        R::rows_mut(rows).remove(id);
                    }
                });
            }
        });
        let kept: Vec<Uuid> = kept.into_iter().collect();
        self.ends_batch(at, EventKind::BatchUndone, State::Undone, &kept);
    }
}
