//! Activities as of a cut, and where they stand in slices: where the deal does that they are noted with, else the lead.

use trechter_domain::Instant;

use super::touch::{done_at, kind};
use super::{Deal, Lead, Touch, View};
use crate::facts::At;
use crate::facts::fields::{activity, record};
use crate::slice::{Case, Dimension};

/// An activity that counts.
#[derive(Debug, Clone, Copy)]
pub struct Activity<'a> {
    view: &'a View<'a>,
    /// Its columns.
    pub at: At<'a>,
}

impl<'a> View<'a> {
    /// The activities that exist and are not in the bin, planned and cancelled ones included.
    pub fn activities(&'a self) -> impl Iterator<Item = Activity<'a>> {
        self.facts.activities.iter(self.cut).map(|at| Activity { view: self, at })
    }

    /// Those of which anything may have happened in `from..until`; some others too.
    pub fn activities_within(&'a self, from: Instant, until: Instant) -> impl Iterator<Item = Activity<'a>> {
        let activities = self.facts.activities.within(self.cut, from, until);
        activities.filter(At::counts).map(|at| Activity { view: self, at })
    }
}

impl<'a> Activity<'a> {
    /// The touch that it is; `None` for tasks and notes, for what is not done and for what the program sent.
    pub fn touch(&self) -> Option<Touch> {
        if self.at.code(activity::AUTOMATIC) != 0 {
            return None;
        }
        let kind = kind(self.at.code(activity::KIND))?;
        let inbound = self.at.code(activity::DIRECTION) == activity::IN;
        Some(Touch { at: done_at(&self.at)?, kind, inbound, activity: self.at.place })
    }

    /// The deal it is noted with.
    pub fn deal(&self) -> Option<Deal<'a>> {
        self.view.deal(self.at.code(activity::DEAL).checked_sub(1)?)
    }

    /// The lead it is noted with, or the one that took that over.
    pub fn lead(&self) -> Option<Lead<'a>> {
        self.view.lead(self.at.code(activity::LEAD).checked_sub(1)?)
    }

    /// The code of whose it was at an instant; when it is nobody's, of whose deal or lead it was noted with then.
    pub fn owner_at(&self, at: Instant) -> u32 {
        match self.at.code(record::OWNER) {
            0 => self
                .deal()
                .map(|deal| deal.owner_at(at))
                .unwrap_or_else(|| self.lead().map_or(0, |lead| lead.at.code_at(record::OWNER, at))),
            owner => owner,
        }
    }
}

impl Case for Activity<'_> {
    fn codes(&self, dimension: &Dimension, owner: u32, when: Instant, each: &mut dyn FnMut(u32)) {
        match (dimension, self.deal()) {
            (Dimension::Owner, _) => each(owner),
            (Dimension::Team, _) => each(self.view.team_of(owner, when)),
            (_, Some(deal)) => deal.codes(dimension, owner, when, each),
            (_, None) => match self.lead() {
                Some(lead) => lead.codes(dimension, owner, when, each),
                None => each(0),
            },
        }
    }
}
