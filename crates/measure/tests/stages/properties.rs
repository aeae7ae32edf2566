//! What must hold for every history.

use proptest::prelude::*;
use trechter_measure::definitions::Metric;
use trechter_measure::question::Question;
use trechter_measure::stages::{self, StageRow};

use super::{facts, view};
use crate::histories::history;

fn n(row: &StageRow, metric: Metric) -> u64 {
    row.figures.iter().find(|figure| figure.metric == metric).expect("a figure").n
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn parts_add_up_and_lists_are_as_long_as_their_numbers(seed in any::<u64>(), steps in 50usize..200) {
        let history = history(seed, steps);
        let facts = facts(&history.events);
        let day = history.now.timestamp().to_zoned(jiff::tz::TimeZone::UTC).date();
        // From before every history: a deal may enter a stage before a later period, and the next one in it.
        let period = trechter_measure::period::Period::new(jiff::civil::date(2000, 1, 1), day.tomorrow().unwrap());
        let question = Question::new(period.unwrap(), trechter_measure::period::AsOf::Day(day));
        let pipelines: Vec<_> = view(&facts, "2090-01-01 00:00").set_up.pipelines.iter().map(|p| p.id.0).collect();
        for pipeline in pipelines {
            let Ok(funnel) = stages::funnel(&facts, &question, pipeline) else { continue };
            let entrants: Vec<u64> = funnel.stages.iter().map(|row| n(row, Metric::StageEntrants)).collect();
            prop_assert!(entrants.is_sorted_by(|a, b| a >= b), "entrants rise along the order: {entrants:?}");
            for row in &funnel.stages {
                for parts in [row.to_win, row.to_next] {
                    prop_assert_eq!(parts.reached + parts.lost + parts.elsewhere + parts.undecided, parts.all);
                }
                prop_assert!(n(row, Metric::StageSkips) <= n(row, Metric::StageEntrants));
                // Every number asks anew: one stage of each pipeline is enough.
                for figure in row.figures.iter().filter(|_| row.stage == funnel.stages[1].stage) {
                    let explained = stages::explain(&facts, &question, &figure.explain).expect("an explanation");
                    prop_assert_eq!(explained.records.len() as u64, figure.n, "{:?}", figure.metric);
                }
            }
        }
    }
}
