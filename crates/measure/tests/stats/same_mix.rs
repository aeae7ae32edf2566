use proptest::prelude::*;
use trechter_measure::stats::Share;
use trechter_measure::stats::same_mix::{Cell, SameMix, Standing};

use crate::near;

const HIM: u32 = 7;
const OTHER: u32 = 8;

fn cell(person: u32, source: u32, product: u32, k: u64, n: u64) -> Cell {
    Cell { person, source, product, share: Share::new(k, n) }
}

fn him(cells: &[Cell]) -> Option<Standing> {
    SameMix::of(cells.iter().copied()).standing(HIM)
}

#[test]
fn forty_cold_and_ten_warm() {
    let cells = [
        cell(HIM, 1, 0, 5, 40),
        cell(HIM, 2, 0, 4, 10),
        cell(OTHER, 1, 0, 6, 60),
        cell(9, 1, 0, 4, 40),
        cell(OTHER, 2, 0, 40, 100),
    ];
    let standing = him(&cells).unwrap();
    assert_eq!((standing.observed, standing.expected), (9, 8.0));
    near(standing.team_rate, 59.0 / 250.0, 1e-12);
    near(standing.rate, 1.125 * 59.0 / 250.0, 1e-12);
    near(standing.interval.low.unwrap(), 2.02_f64.powi(2) / 8.0 * 59.0 / 250.0, 1e-12);
    near(standing.interval.high.unwrap(), 3.98_f64.powi(2) / 8.0 * 59.0 / 250.0, 1e-12);
}

#[test]
fn a_small_cell_borrows_from_its_source_and_then_from_everything() {
    // The others: 9 in the cell, 20 in the source (5 won), 120 in all (30 won).
    let others = [cell(OTHER, 1, 1, 9, 9), cell(OTHER, 1, 2, 1, 11), cell(OTHER, 3, 3, 0, 100)];
    let expected = |others: &[Cell]| {
        let cells = [&[cell(HIM, 1, 1, 2, 8)], others].concat();
        him(&cells).unwrap().expected
    };
    near(expected(&others), 8.0 * 10.0 / 20.0, 1e-12);
    // With ten in the cell it speaks for itself.
    near(expected(&[cell(OTHER, 1, 1, 1, 10), cell(OTHER, 1, 2, 5, 11)]), 8.0 * 0.1, 1e-12);
    // With nine in the whole source, everything speaks: 9 + 21 of 109.
    near(expected(&[cell(OTHER, 1, 1, 9, 9), cell(OTHER, 3, 3, 21, 100)]), 8.0 * 30.0 / 109.0, 1e-12);
}

#[test]
fn what_only_he_gets_stays_out() {
    let others = cell(OTHER, 1, 1, 25, 100);
    let mix = |own: u64| SameMix::of([cell(HIM, 1, 1, 10, 40), cell(HIM, 1, 2, own, own), others]);
    let standing = mix(10).standing(HIM).unwrap();
    // His ten own leads, all won, are on neither side of the fraction.
    assert_eq!((standing.observed, standing.expected), (10, 10.0));
    assert_eq!(mix(10).comparable(HIM), Some(0.8));
    // Half is enough, less is not.
    assert!(mix(40).standing(HIM).is_some());
    assert_eq!(mix(41).standing(HIM), None);
    assert_eq!((mix(41).comparable(99), mix(41).standing(99)), (None, None));
}

#[test]
fn the_ends() {
    // No hit: from exactly 0, to 0.98²/E.
    let none = him(&[cell(HIM, 1, 1, 0, 20), cell(OTHER, 1, 1, 20, 100)]).unwrap();
    assert_eq!((none.rate, none.interval.low), (0.0, Some(0.0)));
    near(none.interval.high.unwrap(), 0.9604 / 4.0 * 20.0 / 120.0, 1e-12);
    // No rate exceeds 1.
    let all = him(&[cell(HIM, 1, 1, 20, 20), cell(OTHER, 1, 1, 10, 100)]).unwrap();
    assert_eq!((all.rate, all.interval.high), (1.0, Some(1.0)));
    // Where the others never won there is nothing to divide by.
    assert_eq!(him(&[cell(HIM, 1, 1, 3, 20), cell(OTHER, 1, 1, 0, 100)]), None);
}

/// Everything anew for each question, straight from the cells.
fn naive(cells: &[Cell]) -> Option<(u64, f64)> {
    let others = |fits: &dyn Fn(&Cell) -> bool| {
        cells.iter().filter(|c| c.person != HIM && fits(c)).fold(Share::default(), |sum, c| sum.with(c.share))
    };
    let (mut observed, mut expected, mut comparable, mut all) = (0, 0.0, 0, 0);
    for own in cells.iter().filter(|c| c.person == HIM) {
        all += own.share.n();
        let same = others(&|c| (c.source, c.product) == (own.source, own.product));
        if same.n() == 0 {
            continue;
        }
        let source = others(&|c| c.source == own.source);
        let rate =
            [same, source].into_iter().find(|share| share.n() >= 10).unwrap_or(others(&|_| true)).rate()?;
        comparable += own.share.n();
        observed += own.share.k();
        expected += own.share.n() as f64 * rate;
    }
    (all > 0 && 2 * comparable >= all && expected > 0.0).then_some((observed, expected))
}

fn cells() -> impl Strategy<Value = Vec<Cell>> {
    let one = (6u32..10, 0u32..3, 0u32..3, 0u64..8, 0u64..8);
    prop::collection::vec(one.prop_map(|(person, s, p, k, misses)| cell(person, s, p, k, k + misses)), 0..30)
}

proptest! {
    #[test]
    fn sums_say_what_cells_say(cells in cells()) {
        let standing = him(&cells);
        match (standing, naive(&cells)) {
            (None, None) => {}
            (Some(standing), Some((observed, expected))) => {
                prop_assert_eq!(standing.observed, observed);
                prop_assert!((standing.expected - expected).abs() < 1e-9);
            }
            (standing, naive) => prop_assert!(false, "{:?} {:?}", standing, naive),
        }
    }
}
