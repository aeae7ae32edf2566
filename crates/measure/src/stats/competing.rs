//! Which of several ends came first: won, lost, moved on. One end makes the others impossible, so none of them may be
//! treated as "not seen yet".

use super::survival::{at, count, merge, total};

/// How many cases ended in each way, and how many were last seen still going, per whole unit (as in
/// [`Lifetimes`](super::survival::Lifetimes)). `CAUSES` is the number of ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endings<const CAUSES: usize> {
    events: [Vec<u32>; CAUSES],
    censored: Vec<u32>,
}

impl<const CAUSES: usize> Default for Endings<CAUSES> {
    fn default() -> Self {
        Endings { events: [const { Vec::new() }; CAUSES], censored: Vec::new() }
    }
}

impl<const CAUSES: usize> Endings<CAUSES> {
    /// A case that ended in the way `cause` after `units`.
    ///
    /// # Panics
    /// When `cause` is not below `CAUSES`.
    pub fn add_event(&mut self, cause: usize, units: u32) {
        count(&mut self.events[cause], units);
    }

    /// A case that was still going after `units`, when we last looked.
    pub fn add_censored(&mut self, units: u32) {
        count(&mut self.censored, units);
    }

    /// Adds the cases of another group.
    pub fn merge(&mut self, other: &Self) {
        self.events.iter_mut().zip(&other.events).for_each(|(mine, theirs)| merge(mine, theirs));
        merge(&mut self.censored, &other.censored);
    }

    /// How many cases.
    pub fn cases(&self) -> u64 {
        self.events.iter().map(|events| total(events)).sum::<u64>() + total(&self.censored)
    }

    fn units(&self) -> usize {
        self.events.iter().map(Vec::len).max().unwrap_or(0).max(self.censored.len())
    }
}

/// What had become of all cases after a unit; the shares add up to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fate<const CAUSES: usize> {
    /// The unit.
    pub unit: u32,
    /// The share that had ended in each way.
    pub ended: [f64; CAUSES],
    /// The share still going.
    pub going: f64,
}

/// The cumulative incidence of each way to end (Aalen & Johansen 1978): one [`Fate`] per unit in which cases ended, in order
/// of time; before the first everything is going, between them nothing changes. Empty when no case ended.
///
/// ```
/// use trechter_measure::stats::competing::{Endings, aalen_johansen, fate};
/// const WON: usize = 0;
/// const LOST: usize = 1;
/// let mut deals = Endings::<2>::default();
/// deals.add_event(WON, 10);
/// deals.add_event(LOST, 20);
/// deals.add_censored(25);
/// deals.add_event(WON, 30);
/// let fates = aalen_johansen(&deals);
/// assert_eq!(fate(&fates, 29).ended, [0.25, 0.25]);
/// // The one still open at day 25 is expected to go the way of the last.
/// assert_eq!(fate(&fates, 90).ended, [0.75, 0.25]);
/// ```
pub fn aalen_johansen<const CAUSES: usize>(endings: &Endings<CAUSES>) -> Vec<Fate<CAUSES>> {
    let mut at_risk = endings.cases();
    let (mut ended, mut going) = ([0.0; CAUSES], 1.0);
    let mut fates = Vec::new();
    for unit in 0..endings.units() {
        let mut events = 0;
        for (share, counts) in ended.iter_mut().zip(&endings.events) {
            let of_cause = at(counts, unit);
            if of_cause > 0 {
                *share += going * of_cause as f64 / at_risk as f64;
            }
            events += of_cause;
        }
        if events > 0 {
            going *= (at_risk - events) as f64 / at_risk as f64;
            fates.push(Fate { unit: unit as u32, ended, going });
        }
        at_risk -= events + at(&endings.censored, unit);
    }
    fates
}

/// What had become of all cases when `unit` was over, from the answer of [`aalen_johansen`].
pub fn fate<const CAUSES: usize>(fates: &[Fate<CAUSES>], unit: u32) -> Fate<CAUSES> {
    let passed = fates.partition_point(|fate| fate.unit <= unit);
    let at_first = Fate { unit, ended: [0.0; CAUSES], going: 1.0 };
    passed.checked_sub(1).map_or(at_first, |last| Fate { unit, ..fates[last] })
}
