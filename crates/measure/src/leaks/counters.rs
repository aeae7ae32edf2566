//! Counters by stage, dimension and value, filled in one pass.

use super::Candidate;
use crate::stats::{Share, Side, multiple, proportion};

/// Fewer entrants than this, in the slice or in the rest, are no member of the family.
pub(super) const FEWEST: u64 = 20;

/// The level of Benjamini-Hochberg.
const LEVEL: f64 = 0.10;

/// What is counted of the entrants of a stage that have one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// Entered in the last 12 months.
    pub entered: u32,
    /// Of those, had H days to get on.
    pub n: u32,
    /// Of those, got on within H days.
    pub hits: u32,
    /// Had H days to be won.
    pub close_n: u32,
    /// Of those, won within H days.
    pub close_hits: u32,
    /// Entered in the last 12 months and won by now, with a value.
    pub wins: u32,
    /// Σ value of those in minor units, the largest 1% capped.
    pub value: i64,
}

impl Cell {
    /// Adds one entrant's cell.
    pub fn add(&mut self, one: &Cell) {
        self.entered += one.entered;
        self.n += one.n;
        self.hits += one.hits;
        self.close_n += one.close_n;
        self.close_hits += one.close_hits;
        self.wins += one.wins;
        self.value += one.value;
    }

    /// Got on, of those that had the time.
    pub fn on(&self) -> Share {
        Share::new(self.hits.into(), self.n.into())
    }

    /// Won, of those that had the time.
    pub fn won(&self) -> Share {
        Share::new(self.close_hits.into(), self.close_n.into())
    }

    /// The others.
    pub fn without(&self, part: &Cell) -> Cell {
        Cell {
            entered: self.entered - part.entered,
            n: self.n - part.n,
            hits: self.hits - part.hits,
            close_n: self.close_n - part.close_n,
            close_hits: self.close_hits - part.close_hits,
            wins: self.wins - part.wins,
            value: self.value - part.value,
        }
    }
}

/// All counters: of each stage as a whole, and of each value of each dimension.
#[derive(Debug, Clone, Default)]
pub struct Counters {
    /// By stage.
    stages: Vec<Cell>,
    /// By dimension, stage and code.
    values: Vec<Vec<Vec<Cell>>>,
}

impl Counters {
    /// Nothing counted yet.
    pub fn new(stages: usize, dimensions: usize) -> Self {
        Self { stages: vec![Cell::default(); stages], values: vec![vec![Vec::new(); stages]; dimensions] }
    }

    /// An entrant of a stage, whatever its values.
    pub fn add(&mut self, stage: usize, one: &Cell) {
        self.stages[stage].add(one);
    }

    /// The same entrant, in one of its values; once for each value that it has.
    pub fn add_value(&mut self, stage: usize, dimension: usize, code: u32, one: &Cell) {
        let cells = &mut self.values[dimension][stage];
        let at = code as usize;
        if cells.len() <= at {
            cells.resize(at + 1, Cell::default());
        }
        cells[at].add(one);
    }

    /// A stage as a whole.
    pub fn stage(&self, stage: usize) -> &Cell {
        &self.stages[stage]
    }

    /// One value in a stage.
    pub fn value(&self, stage: usize, dimension: usize, code: u32) -> Cell {
        self.values[dimension][stage].get(code as usize).copied().unwrap_or_default()
    }

    /// All values of a dimension in a stage, those that nobody has included.
    pub fn values(&self, stage: usize, dimension: usize) -> &[Cell] {
        &self.values[dimension][stage]
    }

    /// The family: every (stage, dimension, value) with at least 20 entrants in the slice and in the rest, each with
    /// its one-sided test and whether it survives Benjamini-Hochberg at 10% over all of them. It never depends on what
    /// is filtered on a screen.
    pub fn family(&self) -> Vec<Candidate> {
        let mut family = Vec::new();
        for (dimension, stages) in self.values.iter().enumerate() {
            for (stage, cells) in stages.iter().enumerate() {
                for (code, cell) in cells.iter().enumerate() {
                    let (slice, rest) = (cell.on(), self.stages[stage].without(cell).on());
                    if slice.n() < FEWEST || rest.n() < FEWEST {
                        continue;
                    }
                    // Equal rates of 0 or 1 have no test and no leak; they stay in the family.
                    let p = proportion::compare(slice, rest, Side::Below).map_or(1.0, |test| test.p);
                    let code = code as u32;
                    family.push(Candidate { stage, dimension, code, slice, rest, p, survives: false });
                }
            }
        }
        let p: Vec<f64> = family.iter().map(|candidate| candidate.p).collect();
        for (candidate, survives) in family.iter_mut().zip(multiple::discoveries(&p, LEVEL)) {
            // A survivor that is not below the rest would be no leak.
            candidate.survives = survives && candidate.slice.rate() < candidate.rest.rate();
        }
        family
    }
}
