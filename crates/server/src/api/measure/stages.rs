//! How deals and parties get on: `GET /measure/stages`, `/measure/benchmark`, `/measure/funnel`, `/measure/leaks`,
//! `/measure/expected`, `/measure/changes`.

use trechter_measure::definitions::Metric;
use trechter_measure::{changes, expected, leaks, phases, stages};

use super::measured;
use crate::http::Problem;

measured! {
    /// A pipeline, whole and stage by stage.
    Stages = "measure_stages" at "/measure/stages" for ReadRecords -> stages::Funnel,
    "A pipeline, whole and stage by stage: reached, standing now, close rate, days, effort, who needs attention.",
    |ready, asking| {
        let pipeline = asking.pipeline_of(&ready.facts)?;
        let told = stages::funnel(&ready.facts, &ready.question, pipeline);
        let mut told = told.map_err(|_| Problem::field("pipeline", "unknown"))?;
        if !ready.sees_costs {
            // Cost by minutes of one colleague would be what his hour costs.
            let is_cost = |metric| matches!(metric, Metric::StageCostPerEntrant | Metric::StageCostPerWin);
            told.stages.iter_mut().for_each(|row| row.figures.retain(|figure| !is_cost(figure.metric)));
        }
        Ok(told)
    }
}

measured! {
    /// The four numbers held against the past and the norms.
    Benchmark = "measure_benchmark" at "/measure/benchmark" for ReadRecords -> stages::Benchmark,
    "Deals, average size, close rate and age, whole and per stage, against last year, the trailing 12 months and the \
     norms, with \"n more needed\".",
    |ready, asking| {
        let pipeline = asking.pipeline_of(&ready.facts)?;
        stages::benchmark(&ready.facts, &ready.question, pipeline).map_err(|_| Problem::field("pipeline", "unknown"))
    }
}

measured! {
    /// The phases of parties.
    Funnel = "measure_funnel" at "/measure/funnel" for ReadWholeFunnel -> phases::Phases,
    "The phases of companies and persons, from suspect to returning customer, and the steps between them. For those \
     who see all records.",
    |ready, _asking| Ok(phases::phases(&ready.facts, &ready.question))
}

measured! {
    /// Where the funnel leaks.
    Leaks = "measure_leaks" at "/measure/leaks" for ReadWholeFunnel -> leaks::Leaks,
    "Where deals fall out more than elsewhere, ranked by what can be recovered per month; what may be chance is listed \
     apart. For those who see all records.",
    |ready, _asking| Ok(leaks::leaks(&ready.facts, &ready.question))
}

measured! {
    /// What is open, by when it is expected to close.
    Expected = "measure_expected" at "/measure/expected" for ReadRecords -> expected::Expected,
    "What is open by the month in which it is expected to close: deals, value, and the value weighted by gut feeling and \
     by stage; overdue and undated deals in rows of their own; and what has slipped. It is not a forecast.",
    |ready, _asking| Ok(expected::expected(&ready.facts, &ready.question))
}

measured! {
    /// What changed in the open pipeline.
    Changes = "measure_changes" at "/measure/changes" for ReadRecords -> changes::Changes,
    "What changed in the open pipeline between the beginning of the period and its end (or as_of): steps that add up \
     exactly.",
    |ready, _asking| Ok(changes::changes(&ready.facts, &ready.question))
}
