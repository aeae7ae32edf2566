//! Rates of things that take time: the fixed horizon (metrics.md, section 2).
//!
//! A deal that entered last week can still be won, so "won ÷ entered" of a young group always looks like a collapse.
//! Every rate "of those that entered or were created" therefore asks the same of each member: was the result there
//! within H days of entry? Only members that entered at least H days ago are asked, and whatever is lost or still open
//! at day H counts as "not within H days".
//!
//! In three steps, the same for leads, deals in stages and parties in phases:
//!
//! ```
//! use jiff::tz::TimeZone;
//! use trechter_domain::{Instant, time::DAY};
//! use trechter_measure::horizon::{Cohort, End, Learning, Member, Ruler};
//!
//! let as_of: Instant = "2026-01-01T00:00:00Z".parse().unwrap();
//! let day = |days: i64| Instant(as_of.0 - days * DAY);
//! // How long a decision takes; here nobody has decided yet, and nobody typed it in.
//! let horizon = Learning::new(as_of, &TimeZone::UTC).horizon(None, Some(30));
//! assert_eq!(horizon.days, 30);
//! // Two of them had 30 days, and one of those got there within 30 days.
//! let ruler = Ruler { as_of, horizon };
//! let mut cohort = Cohort::default();
//! cohort.add(&ruler, &Member { entered: day(100), end: Some((day(80), End::Reached)) });
//! cohort.add(&ruler, &Member { entered: day(100), end: Some((day(60), End::Reached)) });
//! cohort.add(&ruler, &Member { entered: day(10), end: None });
//! assert_eq!((cohort.within.k(), cohort.within.n()), (1, 2));
//! assert_eq!((cohort.parts().reached, cohort.parts().undecided), (2, 1));
//! ```

use jiff::ToSpan as _;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;
use trechter_domain::time::DAY;

use crate::answer::{Comparison, Figure, Interval, Note, Unit, Verdict};
use crate::question::Handle;
use crate::stats::competing::{Endings, aalen_johansen, fate};
use crate::stats::{FEW, Share, Side, Test, proportion, quantile};

/// Fewer decided members than this do not teach a horizon: below 36 values the 90th percentile has no upper bound
/// (metrics.md, section 3), so it could as well be twice as long.
pub const ENOUGH: u64 = 36;

/// The shortest horizon, in days.
pub const SHORTEST: u32 = 7;

/// The horizon of those who neither have history nor typed anything, in days.
pub const ASSUMED: u32 = 90;

/// A cohort of which a smaller share than this has its horizon behind it is still maturing.
const MATURE: f64 = 0.8;

/// How a member's time in a cohort ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With the result that the rate is about: won, converted, in the next stage.
    Reached,
    /// Decided without it: lost, disqualified.
    Lost,
    /// Neither: the deal went on in another pipeline. It competes with the result, and teaches no horizon.
    Elsewhere,
}

/// A record in a group of which we ask how many reach a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// When it came into the group.
    pub entered: Instant,
    /// When and how that ended; the result first, whatever came after it. `None`: undecided.
    pub end: Option<(Instant, End)>,
}

impl Member {
    /// Milliseconds from entry to the end.
    fn took(&self) -> Option<i64> {
        self.end.map(|(at, _)| at.0 - self.entered.0)
    }

    /// It ended before it began: its dates cannot be, and it is left out.
    pub fn is_impossible(&self) -> bool {
        self.took().is_some_and(|took| took < 0)
    }
}

/// Where a horizon comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Typed in for the pipeline or stage.
    Typed,
    /// Learned from history.
    Learned,
    /// Too little history: the stage's expected days.
    Expected,
    /// Too little history and nothing typed: 90.
    Assumed,
}

/// H: the days that every member gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Horizon {
    /// Whole days, at least 7.
    pub days: u32,
    /// Where they come from.
    pub basis: Basis,
    /// How many decided members there were to learn from.
    pub learned_from: u64,
}

impl Horizon {
    fn millis(self) -> i64 {
        i64::from(self.days) * DAY
    }
}

/// Learns H: the 90th percentile of days from entry to decision over the members that entered in the 12 months ending
/// 12 months before `A` and are decided at `A`, rounded up to whole days.
///
/// The window ends a year back so that nearly all of its members had the time to decide; days are kept as a histogram,
/// so there is no column to sort.
#[derive(Debug, Clone)]
pub struct Learning {
    from: Instant,
    until: Instant,
    days: Vec<u32>,
}

impl Learning {
    /// A horizon to be learned as of an instant; months are those of the zone.
    pub fn new(as_of: Instant, zone: &TimeZone) -> Self {
        let back = |months: i32| months_before(as_of, months, zone);
        Self { from: back(24), until: back(12), days: Vec::new() }
    }

    /// Does a member that entered then teach anything?
    pub fn asks_for(&self, entered: Instant) -> bool {
        self.from <= entered && entered < self.until
    }

    /// Takes a member in, when it belongs to the window and is decided.
    pub fn add(&mut self, member: &Member) {
        let decided = member.end.filter(|(_, end)| *end != End::Elsewhere);
        if decided.is_none() || !self.asks_for(member.entered) || member.is_impossible() {
            return;
        }
        let days = member.took().map_or(0, whole_days) as usize;
        if self.days.len() <= days {
            self.days.resize(days + 1, 0);
        }
        self.days[days] += 1;
    }

    /// The horizon: what was typed, else what was learned, else the stage's expected days, else 90. Never below 7.
    pub fn horizon(&self, typed: Option<i64>, expected: Option<i64>) -> Horizon {
        let learned_from = self.days.iter().map(|n| u64::from(*n)).sum();
        let days = |days: i64| u32::try_from(days).unwrap_or(u32::MAX / 2).max(SHORTEST);
        let (days, basis) = match (typed, quantile::of_counts(&self.days, 0.9), expected) {
            (Some(typed), ..) => (days(typed.max(0)), Basis::Typed),
            (None, Some(found), _) if learned_from >= ENOUGH => {
                (days(found.value.ceil() as i64), Basis::Learned)
            }
            (None, _, Some(expected)) => (days(expected.max(0)), Basis::Expected),
            (None, _, None) => (ASSUMED, Basis::Assumed),
        };
        Horizon { days, basis, learned_from }
    }
}

/// The same local moment some months before.
pub fn months_before(at: Instant, months: i32, zone: &TimeZone) -> Instant {
    let local = at.timestamp().to_zoned(zone.clone());
    local
        .checked_sub(months.months())
        .map_or(Instant(i64::MIN), |then| Instant::from_timestamp(then.timestamp()))
}

/// Days of 24 hours, a begun one counted as whole: exactly H days is still day H.
fn whole_days(millis: i64) -> u32 {
    u32::try_from((millis.max(0) + DAY - 1) / DAY).unwrap_or(u32::MAX / 2)
}

/// What members are measured with. Two cohorts are compared with the same horizon, each as of its own instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruler {
    /// As of when.
    pub as_of: Instant,
    /// The days that everybody gets.
    pub horizon: Horizon,
}

impl Ruler {
    /// Whether a member reached the result within H days; `None` when it has not had H days yet or its dates cannot
    /// be. This is what `explain` lists: `Some` is below the line, `Some(true)` above it.
    pub fn within(&self, member: &Member) -> Option<bool> {
        if member.entered.0 > self.as_of.0 - self.horizon.millis() || member.is_impossible() {
            return None;
        }
        let reached = member.end.filter(|(_, end)| *end == End::Reached);
        Some(reached.is_some_and(|(at, _)| at.0 - member.entered.0 <= self.horizon.millis()))
    }
}

/// What became of all members of a cohort; the four add up to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Parts {
    /// All members, those whose dates cannot be left out.
    pub all: u64,
    /// Reached the result so far, whenever.
    pub reached: u64,
    /// Decided without it.
    pub lost: u64,
    /// Ended otherwise: went on in another pipeline.
    pub elsewhere: u64,
    /// Not decided yet.
    pub undecided: u64,
}

/// Members summed up. `Default` is nobody; it fits in a [`Tally`](crate::slice::Tally).
#[derive(Debug, Clone, Default)]
pub struct Cohort {
    /// Reached within H days, of those that had H days.
    pub within: Share,
    /// Members whose dates cannot be.
    pub impossible: u64,
    parts: Parts,
    endings: Endings<3>,
}

impl Cohort {
    /// Takes a member in.
    pub fn add(&mut self, ruler: &Ruler, member: &Member) {
        if member.is_impossible() {
            self.impossible += 1;
            return;
        }
        if let Some(hit) = ruler.within(member) {
            self.within = Share::new(self.within.k() + u64::from(hit), self.within.n() + 1);
        }
        self.parts.all += 1;
        match member.end {
            None => {
                self.parts.undecided += 1;
                let seen = whole_days(ruler.as_of.0 - member.entered.0);
                self.endings.add_censored(seen.min(ruler.horizon.days + 1));
            }
            Some((_, end)) => {
                *match end {
                    End::Reached => &mut self.parts.reached,
                    End::Lost => &mut self.parts.lost,
                    End::Elsewhere => &mut self.parts.elsewhere,
                } += 1;
                // What comes after H needs no place of its own on the curve.
                let days = whole_days(member.took().unwrap_or(0)).min(ruler.horizon.days + 1);
                self.endings.add_event(end as usize, days);
            }
        }
    }

    /// What became of everybody so far.
    pub fn parts(&self) -> Parts {
        self.parts
    }

    /// The rate: reached within H days ÷ had H days; `None` when nobody had.
    pub fn rate(&self) -> Option<f64> {
        self.within.rate()
    }

    /// Have fewer than 80% had their H days? An empty cohort is not maturing.
    pub fn is_maturing(&self) -> bool {
        (self.within.n() as f64) < MATURE * self.parts.all as f64
    }

    /// The Aalen-Johansen cumulative incidence of the result at day H: what the rate is heading for, with loss and
    /// moving out competing. Equal to the rate once everybody had H days. `None` of nobody.
    pub fn incidence(&self, horizon: Horizon) -> Option<f64> {
        let fates = aalen_johansen(&self.endings);
        (self.parts.all > 0).then(|| fate(&fates, horizon.days).ended[End::Reached as usize])
    }

    /// The rate as a figure: with its Wilson interval; of a cohort that is still maturing the incidence at day H,
    /// without one, and without a value when nobody has H days behind him. `n`, numerator and denominator are always
    /// those of the rate. The metric is the handle's.
    pub fn figure(&self, horizon: Horizon, handle: Handle) -> Figure {
        let days = f64::from(horizon.days);
        let mut notes = Vec::new();
        if matches!(horizon.basis, Basis::Expected | Basis::Assumed) {
            notes.push(Note::new("horizon_assumed").with(days));
        }
        if self.impossible > 0 {
            notes.push(Note::about("impossible_dates", self.impossible));
        }
        let (mut value, mut interval) = (self.rate(), Some(proportion::wilson(self.within)));
        if self.is_maturing() {
            // As long as nobody has H days behind him, no curve reaches day H.
            (value, interval) = (self.incidence(horizon).filter(|_| self.within.n() > 0), None);
            notes.push(Note::about("still_maturing", self.parts.all - self.within.n()).with(days));
        }
        if self.within.n() < FEW {
            interval = None;
            notes.push(Note::about("too_few_to_tell", self.within.n()));
        }
        Figure {
            metric: handle.metric,
            unit: Unit::Share,
            value,
            n: self.within.n(),
            numerator: Some(self.within.k() as f64),
            denominator: Some(self.within.n() as f64),
            interval: interval.map(Interval::from),
            comparison: None,
            notes,
            explain: handle,
        }
    }

    /// This cohort held against another one that was measured with the same horizon. The verdict comes when all
    /// comparisons of the answer are there ([`judge`](crate::figure::judge)); only the rates are compared, never what
    /// a maturing cohort is heading for.
    pub fn compare(&self, reference: &Cohort) -> (Comparison, Option<Option<Test>>) {
        let enough = crate::stats::enough(self.within.n(), reference.within.n());
        let both = self.within.n() > 0 && reference.within.n() > 0;
        let test = if enough && both {
            proportion::compare(self.within, reference.within, Side::Both)
        } else {
            None
        };
        self.held_against(reference.rate(), reference.within.n(), test)
    }

    /// This cohort held against a typed share.
    pub fn against_norm(&self, norm: f64) -> (Comparison, Option<Option<Test>>) {
        let test = (self.within.n() >= FEW).then(|| proportion::against_norm(self.within, norm, Side::Both));
        self.held_against(Some(norm), 0, test.flatten())
    }

    fn held_against(
        &self,
        value: Option<f64>,
        n: u64,
        test: Option<Test>,
    ) -> (Comparison, Option<Option<Test>>) {
        let change = self.rate().zip(value).map(|(here, there)| here - there);
        let p = test.map(|test| test.p);
        (Comparison { value, n, change, p, verdict: Verdict::Fact, more_needed: None }, Some(test))
    }
}

#[cfg(test)]
mod tests;
