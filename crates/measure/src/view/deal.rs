//! Deals as of a cut.

use trechter_domain::Instant;
use uuid::Uuid;

use super::touch::Logged;
use super::{Converted, Party, Touch, View, touch};
use crate::facts::At;
use crate::facts::fields::{activity, date_of, deal, record};

/// How a deal ended, for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub at: Instant,
    /// Won, not lost.
    pub won: bool,
}

/// How a visit to a stage ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Left {
    /// To another stage of the same pipeline, by code.
    To(u32),
    /// To another pipeline.
    MovedOut,
    /// By winning the deal.
    Won,
    /// By losing it.
    Lost,
}

/// A deal's stay in a stage, while it was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// Code of the stage.
    pub stage: u32,
    /// Code of the pipeline.
    pub pipeline: u32,
    /// Since when.
    pub from: Instant,
    /// Until when and how; `None` while it stands there.
    pub left: Option<(Instant, Left)>,
}

/// A deal as of the view's cut.
#[derive(Debug, Clone, Copy)]
pub struct Deal<'a> {
    view: &'a View<'a>,
    /// Its columns.
    pub at: At<'a>,
}

impl<'a> Deal<'a> {
    /// A record of deals, whether it counts or not.
    pub(crate) fn at(view: &'a View<'_>, at: At<'a>) -> Self {
        Self { view, at }
    }

    pub(super) fn new(view: &'a View<'_>, at: At<'a>) -> Self {
        Self { view, at }
    }

    /// The view it is seen in.
    pub fn view(&self) -> &'a View<'a> {
        self.view
    }

    /// Its id.
    pub fn id(&self) -> Uuid {
        self.at.id()
    }

    /// Its place in the table of deals.
    pub fn place(&self) -> u32 {
        self.at.place
    }

    /// When it was created.
    pub fn created(&self) -> Instant {
        self.at.created()
    }

    /// Neither won nor lost.
    pub fn is_open(&self) -> bool {
        self.at.code(deal::STATUS) == deal::OPEN
    }

    /// How it ended: its last closing, when it is closed.
    pub fn closing(&self) -> Option<Closing> {
        let status = self.at.code(deal::STATUS);
        if status == deal::OPEN {
            return None;
        }
        let last = self.at.changes_of(deal::STATUS).filter(|change| change.code == status).last();
        Some(Closing { at: last.map_or(self.created(), |change| change.at), won: status == deal::WON })
    }

    /// Closed at the instant of its creation: in sales, not in win rate, stages or days.
    pub fn registered_afterwards(&self) -> bool {
        self.closing().is_some_and(|closing| closing.at == self.created())
    }

    /// Its owner's code at an instant, changes at that very instant included.
    pub fn owner_at(&self, at: Instant) -> u32 {
        self.at.code_at(record::OWNER, at)
    }

    /// Its owner's code as of the cut.
    pub fn owner(&self) -> u32 {
        self.at.code(record::OWNER)
    }

    /// Its value as it was at an instant, at the rate of that instant.
    pub fn value_at(&self, at: Instant) -> Converted {
        self.view.rates.convert(self.view.facts.amount(self.at.code_at(deal::VALUE, at)), at)
    }

    /// Its value as of the cut, at the cut's rate.
    pub fn value(&self) -> Converted {
        let last = Instant(self.view.cut.before.0.saturating_sub(1));
        self.view.rates.convert(self.view.facts.amount(self.at.code(deal::VALUE)), last)
    }

    /// The seller's own percentage, 0..=100.
    pub fn gut_feeling(&self) -> Option<u32> {
        self.at.code(deal::GUT_FEELING).checked_sub(1)
    }

    /// The day on which it is expected to close, as days since 1970-01-01.
    pub fn expected_close(&self) -> Option<i64> {
        date_of(self.at.code(deal::EXPECTED_CLOSE))
    }

    /// The code of the stage it stands in, or stood in when it was closed.
    pub fn stage(&self) -> u32 {
        self.at.code(deal::STAGE)
    }

    /// The code of its pipeline.
    pub fn pipeline(&self) -> u32 {
        self.at.code(deal::PIPELINE)
    }

    /// Its party.
    pub fn party(&self) -> Option<Party> {
        self.view.party_of(&self.at)
    }

    /// Its own touches in the order of time; those of its lead are with [`Lead::touches`](super::Lead::touches).
    pub fn touches(&self) -> impl Iterator<Item = Touch> + use<'a> {
        touch::touches(self.view, self.at, activity::DEAL)
    }

    /// Is a next activity planned with it?
    pub fn has_next_step(&self) -> bool {
        touch::has_plan(self.view, self.at, activity::DEAL)
    }

    /// Milliseconds from creation to its last closing, without the time between closings and reopenings; to the cut
    /// while it is open. Negative when its dates cannot be.
    pub fn open_time(&self) -> i64 {
        let created = self.created().0;
        // A deal that is closed again while it is closed ends with the last closing: only a reopening takes time out.
        let mut shut = (!self.began_open()).then_some(created);
        let (mut away, mut last) = (0, created);
        for change in self.at.changes_of(deal::STATUS) {
            if change.code == deal::OPEN {
                away += shut.take().map_or(0, |at| change.at.0 - at);
            } else {
                shut = shut.or(Some(change.at.0));
                last = change.at.0;
            }
        }
        let end = if self.is_open() { self.view.cut.before.0 } else { last };
        end - created - away
    }

    /// Its stays in stages while it was open, in the order of time. A stay ends by leaving the stage or by closing;
    /// reopening begins a new one. Stages that were jumped over are not in here.
    pub fn visits(&self) -> Vec<Visit> {
        let mut visits = Vec::with_capacity(4);
        self.visits_into(&mut visits);
        visits
    }

    /// The same, into a list that is used again for the next deal.
    pub fn visits_into(&self, visits: &mut Vec<Visit>) {
        visits.clear();
        let at = &self.at;
        let (mut stage, mut pipeline) = (at.first_code(deal::STAGE), at.first_code(deal::PIPELINE));
        let mut from = self.began_open().then(|| self.created());
        for change in at.changes() {
            match change.field {
                deal::STAGE if change.code != stage => {
                    let into = pipeline_at(at, change.at);
                    if let Some(since) = from {
                        let left = if into == pipeline { Left::To(change.code) } else { Left::MovedOut };
                        visits.push(Visit { stage, pipeline, from: since, left: Some((change.at, left)) });
                        from = Some(change.at);
                    }
                    (stage, pipeline) = (change.code, into);
                }
                deal::STATUS if change.code == deal::OPEN => from = from.or(Some(change.at)),
                deal::STATUS => {
                    if let Some(since) = from.take() {
                        let left = if change.code == deal::WON { Left::Won } else { Left::Lost };
                        visits.push(Visit { stage, pipeline, from: since, left: Some((change.at, left)) });
                    }
                }
                _ => {}
            }
        }
        visits.extend(from.map(|from| Visit { stage, pipeline, from, left: None }));
    }

    /// Was it open when it was created? One that was entered closed is open only after it is reopened.
    fn began_open(&self) -> bool {
        self.at.first_code(deal::STATUS) == deal::OPEN
    }

    /// What people did with it, tasks included, in the order of time; planned, cancelled and automatic things are not
    /// in here.
    pub fn logged(&self) -> impl Iterator<Item = Logged> + use<'a> {
        touch::logged(self.view, self.at, activity::DEAL)
    }
}

/// The pipeline from an instant on: stage and pipeline change in one event.
fn pipeline_at(at: &At<'_>, instant: Instant) -> u32 {
    at.code_at(deal::PIPELINE, instant)
}
