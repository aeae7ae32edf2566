//! The fixed horizon, worked out by hand.

use super::*;
use crate::definitions::Metric;

const AS_OF: &str = "2026-01-01T00:00:00Z";

fn ago(days: i64) -> Instant {
    Instant(AS_OF.parse::<Instant>().unwrap().0 - days * DAY)
}

fn member(entered: i64, end: Option<(i64, End)>) -> Member {
    Member { entered: ago(entered), end: end.map(|(days, end)| (Instant(ago(entered).0 + days * DAY), end)) }
}

fn ruler(days: u32) -> Ruler {
    Ruler { as_of: ago(0), horizon: Horizon { days, basis: Basis::Typed, learned_from: 0 } }
}

fn cohort(ruler: &Ruler, members: &[Member]) -> Cohort {
    let mut cohort = Cohort::default();
    members.iter().for_each(|member| cohort.add(ruler, member));
    cohort
}

fn handle() -> Handle {
    Handle { metric: Metric::CohortConversion, part: None, row: Vec::new() }
}

#[test]
fn learns_the_ninetieth_percentile_of_the_year_before_last() {
    let mut learning = Learning::new(ago(0), &TimeZone::UTC);
    // 40 that took 1 to 40 days: the 36th and the 37th value have 90% on either side.
    for days in 1..=40 {
        let end = if days % 2 == 0 { End::Reached } else { End::Lost };
        learning.add(&member(500, Some((days, end))));
    }
    // None of these teaches: too recent, too old, undecided, gone to another pipeline, impossible.
    for days in 0..50 {
        learning.add(&member(300, Some((days, End::Lost))));
        learning.add(&member(800, Some((days, End::Lost))));
        learning.add(&member(500, None));
        learning.add(&member(500, Some((days, End::Elsewhere))));
        learning.add(&member(500, Some((-1 - days, End::Lost))));
    }
    let found = learning.horizon(None, Some(14));
    assert_eq!(found, Horizon { days: 37, basis: Basis::Learned, learned_from: 40 });
    assert_eq!(learning.horizon(Some(20), Some(14)).days, 20, "what is typed goes before what is learned");
}

#[test]
fn with_fewer_than_36_decided_the_expected_days_are_taken_or_90() {
    let learned = |n: i64| {
        let mut learning = Learning::new(ago(0), &TimeZone::UTC);
        (0..n).for_each(|_| learning.add(&member(500, Some((50, End::Lost)))));
        learning
    };
    assert_eq!(learned(35).horizon(None, Some(14)).basis, Basis::Expected);
    assert_eq!(learned(35).horizon(None, Some(14)).days, 14);
    assert_eq!(learned(35).horizon(None, None).days, 90);
    assert_eq!(learned(36).horizon(None, Some(14)).days, 50);
    assert_eq!(learned(35).horizon(None, Some(2)).days, 7, "never less than a week");
}

#[test]
fn the_window_is_that_of_calendar_months_with_both_edges() {
    let learning = Learning::new(ago(0), &TimeZone::UTC);
    let at = |text: &str| text.parse::<Instant>().unwrap();
    assert!(learning.asks_for(at("2024-01-01T00:00:00Z")));
    assert!(learning.asks_for(at("2024-12-31T23:59:59.999Z")));
    assert!(!learning.asks_for(at("2025-01-01T00:00:00Z")));
    assert!(!learning.asks_for(at("2023-12-31T23:59:59.999Z")));
}

#[test]
fn lost_and_open_at_day_h_are_not_within_and_the_edges_are() {
    let ruler = ruler(30);
    let members = [
        member(100, Some((30, End::Reached))),
        member(100, Some((31, End::Reached))),
        member(100, Some((5, End::Lost))),
        member(100, Some((5, End::Elsewhere))),
        member(30, None),
        member(29, Some((1, End::Reached))),
    ];
    let cohort = cohort(&ruler, &members);
    assert_eq!(cohort.within, Share::new(1, 5), "the last one has not had its 30 days");
    let parts = Parts { all: 6, reached: 3, lost: 1, elsewhere: 1, undecided: 1 };
    assert_eq!(cohort.parts(), parts);
    let explained: Vec<_> = members.iter().map(|member| ruler.within(member)).collect();
    assert_eq!(explained, [Some(true), Some(false), Some(false), Some(false), Some(false), None]);
}

/// "Of 100 leads with 30 won, 30 lost, 40 open, Wilson on 30/100 says 22-40%": half of them are too young to tell.
#[test]
fn a_young_cohort_is_still_maturing_and_shows_where_it_is_heading() {
    let ruler = ruler(40);
    let mut members = Vec::new();
    // Two halves: one of 100 days, of which 20 were won at day 10; one of 20 days, of which 10 were won at day 10.
    members.extend((0..50).map(|i| member(100, (i < 20).then_some((10, End::Reached)))));
    members.extend((0..50).map(|i| member(20, (i < 10).then_some((10, End::Reached)))));
    let young = cohort(&ruler, &members);
    assert!(young.is_maturing());
    assert_eq!(young.within, Share::new(20, 50));
    // Nobody drops out of sight before day 10, so 30 of 100 had won by then, and nobody after.
    let figure = young.figure(ruler.horizon, handle());
    assert!((figure.value.unwrap() - 0.3).abs() < 1e-12);
    assert_eq!(figure.interval, None);
    assert_eq!(figure.notes, [Note::about("still_maturing", 50).with(40.0)]);
    // With 30 more of the old ones, 80 of 130 had 40 days: still less than 80%.
    members.extend((0..150).map(|_| member(100, None)));
    let old = cohort(&ruler, &members);
    assert!(!old.is_maturing(), "200 of 250 is 80%");
    let figure = old.figure(ruler.horizon, handle());
    assert_eq!((figure.value, figure.numerator, figure.denominator), (Some(0.1), Some(20.0), Some(200.0)));
    assert!(figure.interval.is_some());
}

#[test]
fn once_everybody_had_h_days_the_incidence_is_the_rate() {
    let ruler = ruler(20);
    let ends = [Some((3, End::Reached)), Some((20, End::Reached)), Some((21, End::Reached)), None];
    let more = [Some((4, End::Lost)), Some((9, End::Elsewhere)), Some((3, End::Lost))];
    let members: Vec<Member> = ends.into_iter().chain(more).map(|end| member(60, end)).collect();
    let cohort = cohort(&ruler, &members);
    assert_eq!(cohort.within, Share::new(2, 7));
    assert!((cohort.incidence(ruler.horizon).unwrap() - 2.0 / 7.0).abs() < 1e-12);
}

#[test]
fn impossible_dates_are_counted_apart_and_nobody_is_no_rate() {
    let ruler = ruler(20);
    let cohort = cohort(&ruler, &[member(60, Some((-1, End::Reached)))]);
    assert_eq!((cohort.impossible, cohort.parts().all, cohort.rate()), (1, 0, None));
    let figure = cohort.figure(ruler.horizon, handle());
    assert_eq!((figure.value, figure.interval), (None, None));
    assert_eq!(figure.notes[0], Note::about("impossible_dates", 1));
}

#[test]
fn cohorts_are_compared_on_their_rates_alone() {
    let ruler = ruler(20);
    let group = |won: u64, n: u64| {
        let ends = (0..n).map(|i| member(60, (i < won).then_some((3, End::Reached))));
        cohort(&ruler, &ends.collect::<Vec<_>>())
    };
    let (comparison, test) = group(30, 200).compare(&group(50, 200));
    assert_eq!((comparison.value, comparison.n), (Some(0.25), 200));
    assert!((comparison.change.unwrap() + 0.1).abs() < 1e-12);
    // z = -2.5 two-sided.
    assert!((test.flatten().unwrap().p - 0.0124).abs() < 1e-4);
    let (_, few) = group(1, 4).compare(&group(2, 4));
    assert_eq!(few, Some(None), "too few to tell");
    let (norm, test) = group(18, 100).against_norm(0.25);
    assert_eq!(norm.value, Some(0.25));
    assert!((test.flatten().unwrap().p - 0.106).abs() < 1e-3);
}
