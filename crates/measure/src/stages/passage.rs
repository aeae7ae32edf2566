//! The way of one deal through the stages (metrics.md, section 6, "Stages").

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;

use super::order::Order;
use crate::facts::fields::deal;
use crate::horizon::{End, Member};
use crate::view::{Closing, Deal, Left, Visit};

/// How a deal left a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// To a later stage, or to one that the pipeline no longer has.
    On,
    /// To an earlier stage.
    Back,
    /// Won.
    Won,
    /// Lost.
    Lost,
    /// To another pipeline.
    MovedOut,
}

impl Exit {
    /// All of them, in the order of their numbers.
    pub const ALL: [Exit; 5] = [Exit::On, Exit::Back, Exit::Won, Exit::Lost, Exit::MovedOut];
}

/// A deal's passage through one stage: one per deal and stage, however often it came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// Number of the stage ([`Order`]).
    pub stage: usize,
    /// First arrival, or when it was jumped over.
    pub entered: Instant,
    /// It was jumped over then: entered without duration.
    pub jumped: bool,
    /// How often it stood there; 0: jumped over and never seen.
    pub visits: u32,
    /// Milliseconds over all visits, up to `A` when it stands there.
    pub stood: i64,
    /// When and how it last left; `None` while it stands there, and when it never stood there.
    pub left: Option<(Instant, Exit)>,
    /// A visit ended before it began.
    pub impossible: bool,
}

impl Passage {
    /// Passed without ever standing there.
    pub fn is_skipped(&self) -> bool {
        self.jumped && self.visits == 0
    }
}

/// Why a deal is not in the stages: the code of a note.
fn left_out(order: &Order, deal: &Deal<'_>) -> Option<&'static str> {
    if deal.at.undated() {
        return Some("undated");
    }
    if deal.registered_afterwards() {
        return Some("registered_afterwards");
    }
    // Imported where it stood at the end, and nothing is known of how it got there. Of the first stage that is known:
    // every deal begins there.
    let first = order.number(deal.at.first_code(deal::PIPELINE), deal.at.first_code(deal::STAGE));
    let begins_later = first.is_none_or(|number| order.slots()[number].place > 0);
    let unmoved = begins_later && deal.at.imported() && deal.at.changes_of(deal::STAGE).next().is_none();
    unmoved.then_some("no_stage_history")
}

/// Follows one deal after the other; its lists are used again.
#[derive(Debug, Default)]
pub struct Walk {
    /// The stays of the deal, in the order of time.
    pub visits: Vec<Visit>,
    /// Its passages, in the order of entry.
    pub passages: Vec<Passage>,
    /// Moves back: the number of the stage it came back to, and when.
    pub returns: Vec<(usize, Instant)>,
    /// When it last left each pipeline that it is not in any more, by number.
    moved_out: Vec<(usize, Instant)>,
    closing: Option<Closing>,
    pipeline: Option<usize>,
}

impl Walk {
    /// Follows a deal. `Err` with the code of a note when it is not in the stages; then there are no passages.
    pub fn follow(&mut self, order: &Order, deal: &Deal<'_>, as_of: Instant) -> Result<(), &'static str> {
        self.passages.clear();
        self.returns.clear();
        self.moved_out.clear();
        if let Some(why) = left_out(order, deal) {
            return Err(why);
        }
        self.closing = deal.closing();
        self.pipeline = order.pipeline(deal.pipeline());
        let mut visits = std::mem::take(&mut self.visits);
        deal.visits_into(&mut visits);
        let mut before: Option<usize> = None;
        for visit in &visits {
            let number = order.number(visit.pipeline, visit.stage);
            if let Some(number) = number {
                self.arrive(order, number, visit.from);
                if before.is_some_and(|before| is_back(order, before, number)) {
                    self.returns.push((number, visit.from));
                }
                self.stay(order, number, visit, as_of);
            }
            if let (Some(pipeline), Some((at, Left::MovedOut))) = (order.pipeline(visit.pipeline), visit.left)
            {
                self.moved_out.retain(|(known, _)| *known != pipeline);
                self.moved_out.push((pipeline, at));
            }
            // Only a move leads on from where it stood; after a closing a new stay begins.
            before = number.filter(|_| matches!(visit.left, Some((_, Left::To(_)))));
        }
        self.visits = visits;
        Ok(())
    }

    /// It enters the stage and all before it that it has not entered yet.
    fn arrive(&mut self, order: &Order, number: usize, at: Instant) {
        let first = order.of_pipeline(order.slots()[number].pipeline).start;
        for stage in first..=number {
            if self.passages.iter().all(|passage| passage.stage != stage) {
                self.passages.push(Passage {
                    stage,
                    entered: at,
                    jumped: stage < number,
                    visits: 0,
                    stood: 0,
                    left: None,
                    impossible: false,
                });
            }
        }
    }

    fn stay(&mut self, order: &Order, number: usize, visit: &Visit, as_of: Instant) {
        let Some(passage) = self.passages.iter_mut().find(|passage| passage.stage == number) else { return };
        let until = visit.left.map_or(as_of, |(at, _)| at);
        passage.visits += 1;
        passage.stood += until.0 - visit.from.0;
        passage.impossible |= until < visit.from;
        passage.left = visit.left.map(|(at, left)| {
            let exit = match left {
                Left::Won => Exit::Won,
                Left::Lost => Exit::Lost,
                Left::MovedOut => Exit::MovedOut,
                Left::To(code) => {
                    let to = order.number(visit.pipeline, code);
                    if to.is_some_and(|to| is_back(order, number, to)) { Exit::Back } else { Exit::On }
                }
            };
            (at, exit)
        });
    }

    /// The passage through a stage.
    pub fn passage(&self, stage: usize) -> Option<&Passage> {
        self.passages.iter().find(|passage| passage.stage == stage)
    }

    /// The stage that a moment of work belongs to: the one it stood in then. Work at the very moment of closing still
    /// belongs to the stage that it was closed in.
    pub fn stage_at(&self, order: &Order, at: Instant) -> Option<usize> {
        let holds = |visit: &&Visit| {
            let closes = matches!(visit.left, Some((_, Left::Won | Left::Lost)));
            let until = visit.left.map_or(Instant(i64::MAX), |(until, _)| until);
            visit.from <= at && (at < until || (closes && at == until))
        };
        let visit = self.visits.iter().rev().find(holds)?;
        order.number(visit.pipeline, visit.stage)
    }

    /// When and how the deal ended for the pipeline of a stage; `None` while it is open there.
    fn ended(&self, order: &Order, stage: usize) -> Option<(Instant, End)> {
        let pipeline = order.slots()[stage].pipeline;
        if self.pipeline != Some(pipeline) {
            let moved = self.moved_out.iter().find(|(known, _)| *known == pipeline);
            return moved.map(|(_, at)| (*at, End::Elsewhere));
        }
        self.closing.map(|closing| (closing.at, if closing.won { End::Reached } else { End::Lost }))
    }

    /// Among the entrants of a stage, asked for winning.
    pub fn to_win(&self, order: &Order, passage: &Passage) -> Member {
        Member { entered: passage.entered, end: self.ended(order, passage.stage) }
    }

    /// Among the entrants of a stage, asked for reaching the next one: by arriving, by passing it, or by winning. Of
    /// the last stage: for winning.
    pub fn to_next(&self, order: &Order, passage: &Passage) -> Member {
        let next = if order.slots()[passage.stage].last { None } else { self.passage(passage.stage + 1) };
        let end = next.map(|next| (next.entered, End::Reached)).or_else(|| self.ended(order, passage.stage));
        Member { entered: passage.entered, end }
    }
}

fn is_back(order: &Order, from: usize, to: usize) -> bool {
    let (from, to) = (order.slots()[from], order.slots()[to]);
    from.pipeline == to.pipeline && to.place < from.place
}
