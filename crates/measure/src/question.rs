//! What is asked, in one shape for every number.

use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;
use trechter_domain::calendar::Timetable;

use crate::definitions::Metric;
use crate::facts::{Cut, Facts, Known};
use crate::period::{AsOf, Period, Reference, Window, first_instant};
use crate::slice::{Condition, Dimension, Slice};
use crate::view::View;

/// A question about the funnel.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Which period.
    pub period: Period,
    /// As of when: only what had happened by then counts.
    pub as_of: AsOf,
    /// As far as was known then; `None`: all that we know.
    pub known_at: Option<Known>,
    /// What it is held against.
    pub compare_to: Option<Reference>,
    /// With [`Reference::Snapshot`]: the question that was kept, which is asked again as it was.
    pub kept: Option<Box<Question>>,
    /// Which records count.
    pub filter: Vec<Condition>,
    /// What its rows are; at most two.
    pub group_by: Vec<Dimension>,
}

/// The facts at the place and time a number is asked for: a view, and the stretch of the period that had happened.
#[derive(Debug, Clone)]
pub struct Scene<'a> {
    /// The facts as of the question's date, or the reference's.
    pub view: View<'a>,
    /// What of the period had happened by then.
    pub window: Window,
    /// Its days, whole.
    pub period: Period,
    /// The conditions and rows, with the codes of this view.
    pub slice: Slice,
    /// Of a reference: the facts as of the instant that what stands is held against, when it is another one.
    stood: Option<Box<View<'a>>>,
}

/// A question made ready: the scene, and that of the reference.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// What is asked for.
    pub now: Scene<'a>,
    /// What it is held against, cut alike.
    pub reference: Option<(Reference, Scene<'a>)>,
    /// The working days of the workspace.
    pub calendar: Arc<Timetable>,
}

impl Question {
    /// Everything of a period as of an instant, without comparison or rows.
    pub fn new(period: Period, as_of: AsOf) -> Self {
        Self {
            period,
            as_of,
            known_at: None,
            compare_to: None,
            kept: None,
            filter: Vec::new(),
            group_by: Vec::new(),
        }
    }

    /// Makes the question ready for facts.
    ///
    /// As of an instant inside the period, the period and its reference are cut after the same number of working days,
    /// and the reference is seen as of that instant of its own. As of the period's end, the reference is seen as of
    /// its own end; later, both are seen as of then (metrics.md, section 3, "Comparing").
    pub fn ask<'a>(&self, facts: &'a Facts) -> Asked<'a> {
        let zone = facts.set_up().current().workspace.zone();
        let before = self.as_of.instant(&zone);
        let view = View::new(facts, Cut { before, known: self.known_at });
        let calendar = view.timetable();
        let window = Window::of(self.period, before, &zone, &*calendar);
        let now = self.scene(view, window, self.period);
        if self.compare_to == Some(Reference::Snapshot) {
            let kept = self
                .kept
                .as_ref()
                .map(|kept| Question { group_by: self.group_by.clone(), ..(**kept).clone() });
            let reference = kept.map(|kept| {
                let before = kept.as_of.instant(&zone);
                let view = View::new(facts, Cut { before, known: kept.known_at });
                let window = Window::of(kept.period, before, &zone, &*calendar);
                (Reference::Snapshot, kept.scene(view, window, kept.period))
            });
            return Asked { now, reference, calendar };
        }
        let reference = self.compare_to.map(|reference| {
            let period = reference.of(self.period);
            let window = match reference {
                Reference::Trailing12Months => Window::whole(period, &zone, &*calendar),
                _ => now.window.alike(period, &zone, &*calendar),
            };
            let end = first_instant(self.period.end(), &zone);
            let seen = if before <= end { window.end } else { before };
            // What stands is held against what stood as long after the reference's end, never later than the period.
            let stood =
                Instant(window.end.0 + (before.0 - end.0).max(0)).min(now.window.start.max(window.end));
            let stood = now.view.at(stood);
            (
                reference,
                Scene { stood: Some(Box::new(stood)), ..self.scene(now.view.at(seen), window, period) },
            )
        });
        Asked { now, reference, calendar }
    }

    fn scene<'a>(&self, view: View<'a>, window: Window, period: Period) -> Scene<'a> {
        let slice = Slice::new(&view, &self.filter, &self.group_by);
        Scene { view, window, period, slice, stood: None }
    }
}

impl Asked<'_> {
    /// The same question with other rows.
    pub fn grouped(&self, by: &[Dimension]) -> Self {
        let grouped = |scene: &Scene<'_>| scene.slice.grouped(by);
        let now = Scene { slice: grouped(&self.now), ..self.now.clone() };
        let reference = self
            .reference
            .as_ref()
            .map(|(reference, scene)| (*reference, Scene { slice: grouped(scene), ..scene.clone() }));
        Self { now, reference, calendar: Arc::clone(&self.calendar) }
    }
}

impl Scene<'_> {
    /// The scene in which what stands is counted.
    pub fn standing(&self) -> Self {
        let view = self.stood.as_deref().unwrap_or(&self.view).clone();
        Self { view, stood: None, ..self.clone() }
    }

    /// The same place seen as of another instant, with another stretch of time.
    pub fn of(&self, period: Period, window: Window, before: Instant) -> Self {
        Self { view: self.view.at(before), window, period, slice: self.slice.clone(), stood: None }
    }

    /// The local day of the scene's date: the day that its last instant is in.
    pub fn day(&self) -> Date {
        let last = Instant(self.view.cut.before.0.saturating_sub(1));
        last.timestamp().to_zoned(self.view.zone.clone()).date()
    }
}

/// A handle to the records behind a number: which number, and which row of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Handle {
    /// Which number.
    #[schemars(with = "String")]
    pub metric: Metric,
    /// Which part of it, where it has parts: `numerator`, a stage, a step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The values of the row, in the order of `group_by`; empty for the total.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<crate::slice::Value>,
}
