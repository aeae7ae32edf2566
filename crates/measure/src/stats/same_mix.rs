//! A person against the team on his own kind of cases: indirect standardisation.
//!
//! Somebody who is given the hard leads has a low rate without selling badly. His hits are set against what the others'
//! rates would have made of the very same mix of sources and products. It reads "him against the team on his leads",
//! never one person against another.

use std::collections::BTreeMap;

use super::answer::Interval;
use super::proportion::Share;

/// A cell of which the others have fewer cases borrows a wider group's rate.
const FEW_OTHERS: u64 = 10;

/// Below this share of comparable cases nothing is shown.
const COMPARABLE: f64 = 0.5;

/// A person's results within one kind of case. Keys are the caller's own; a combination may come in several parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Whose.
    pub person: u32,
    /// From which source; "none given" is one too.
    pub source: u32,
    /// For which product; "none given" is one too.
    pub product: u32,
    /// Hits of cases.
    pub share: Share,
}

/// All people's cells, ready for questions about each.
#[derive(Debug, Clone, Default)]
pub struct SameMix {
    all: Share,
    by_source: BTreeMap<u32, Share>,
    by_cell: BTreeMap<(u32, u32), Share>,
    people: BTreeMap<u32, Person>,
}

#[derive(Debug, Clone, Default)]
struct Person {
    all: Share,
    by_source: BTreeMap<u32, Share>,
    by_cell: BTreeMap<(u32, u32), Share>,
}

/// A person against the team on his own mix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// O: his hits among comparable cases.
    pub observed: u64,
    /// E: the hits that the others' rates would have made of them.
    pub expected: f64,
    /// The team's rate, himself included, `0..=1`.
    pub team_rate: f64,
    /// O/E · the team's rate, at most 1.
    pub rate: f64,
    /// (√O ± 0.98)²/E · the team's rate, cut at 0 and 1: 95% of a Poisson count by its square root (Bartlett 1936). No hit
    /// at all begins at 0.
    pub interval: Interval,
}

impl SameMix {
    /// Sums up the cells.
    pub fn of(cells: impl IntoIterator<Item = Cell>) -> SameMix {
        let mut mix = SameMix::default();
        for Cell { person, source, product, share } in cells {
            let person = mix.people.entry(person).or_default();
            for all in [&mut mix.all, &mut person.all] {
                *all = all.with(share);
            }
            for by_source in [&mut mix.by_source, &mut person.by_source] {
                let sum = by_source.entry(source).or_default();
                *sum = sum.with(share);
            }
            for by_cell in [&mut mix.by_cell, &mut person.by_cell] {
                let sum = by_cell.entry((source, product)).or_default();
                *sum = sum.with(share);
            }
        }
        mix
    }

    /// "78% of his leads are comparable": the share of a person's cases in cells of which others have any. `None` when he
    /// has no case.
    ///
    /// ```
    /// # use trechter_measure::stats::{Share, same_mix::{Cell, SameMix}};
    /// let cell = |person, product, n| Cell { person, source: 1, product, share: Share::new(0, n) };
    /// let mix = SameMix::of([cell(1, 1, 78), cell(1, 2, 22), cell(2, 1, 50)]);
    /// assert_eq!(mix.comparable(1), Some(0.78));
    /// ```
    pub fn comparable(&self, person: u32) -> Option<f64> {
        let person = self.people.get(&person)?;
        let shared = person.by_cell.iter().filter(|(cell, own)| self.by_cell[cell].n() > own.n());
        let comparable: u64 = shared.map(|(_, own)| own.n()).sum();
        (person.all.n() > 0).then(|| comparable as f64 / person.all.n() as f64)
    }

    /// A person against the team on his own mix. Each cell's cases count with the rate of the *others* in that cell; where
    /// the others have fewer than 10 cases there, with theirs in the whole source, and failing that, in everything. Cases
    /// of a kind that only he gets stay out, on both sides of the fraction. `None` when less than half of his cases are
    /// comparable, or when the others' rates expect no hit.
    ///
    /// ```
    /// use trechter_measure::stats::{Share, same_mix::{Cell, SameMix}};
    /// let cell = |person, source, k, n| Cell { person, source, product: 0, share: Share::new(k, n) };
    /// let (cold, warm) = (1, 2);
    /// // The others win 10% of cold leads and 40% of warm ones; he has 40 cold and 10 warm, and wins 9.
    /// let mix = SameMix::of([cell(7, cold, 5, 40), cell(7, warm, 4, 10), cell(8, cold, 10, 100), cell(8, warm, 40, 100)]);
    /// let him = mix.standing(7).unwrap();
    /// assert_eq!((him.observed, him.expected), (9, 8.0));
    /// assert_eq!(format!("{:.3}", him.rate / him.team_rate), "1.125");
    /// ```
    pub fn standing(&self, person: u32) -> Option<Standing> {
        self.comparable(person).filter(|share| *share >= COMPARABLE)?;
        let own = self.people.get(&person)?;
        let (mut observed, mut expected) = (0, 0.0);
        for (cell, cases) in &own.by_cell {
            let in_cell = self.by_cell[cell].without(*cases);
            if in_cell.n() == 0 {
                continue;
            }
            observed += cases.k();
            expected += cases.n() as f64 * self.rate_of_others(own, cell.0, in_cell)?;
        }
        let team_rate = self.all.rate()?;
        if expected <= 0.0 {
            return None;
        }
        let root = (observed as f64).sqrt();
        let scale = team_rate / expected;
        Some(Standing {
            observed,
            expected,
            team_rate,
            rate: (observed as f64 * scale).min(1.0),
            interval: Interval::closed((root - 0.98).max(0.0).powi(2) * scale, (root + 0.98).powi(2) * scale)
                .cut(0.0, 1.0),
        })
    }

    fn rate_of_others(&self, own: &Person, source: u32, in_cell: Share) -> Option<f64> {
        if in_cell.n() >= FEW_OTHERS {
            return in_cell.rate();
        }
        let in_source = self.by_source[&source].without(own.by_source[&source]);
        if in_source.n() >= FEW_OTHERS {
            return in_source.rate();
        }
        self.all.without(own.all).rate()
    }
}
