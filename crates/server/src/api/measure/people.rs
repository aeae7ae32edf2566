//! Who does what with leads: `GET /measure/people`, `/measure/conversion`, `/measure/responses`,
//! `/measure/followups`.

use schemars::JsonSchema;
use serde::Serialize;
use trechter_measure::answer::Answer;
use trechter_measure::channels::ChannelKind;
use trechter_measure::definitions::Metric;
use trechter_measure::question::Question;
use trechter_measure::slice::Dimension;
use trechter_measure::{channels, conversion, evaluate, people, season, targets, touches, workload};

use super::{measured, wanted};

/// What the page of response times shows.
const RESPONSES: &[Metric] = &[
    Metric::ResponseMedian,
    Metric::ResponseNinetieth,
    Metric::ResponseInTime,
    Metric::ResponseClockMedian,
    Metric::ResponseClockNinetieth,
    Metric::ResponseUnanswered,
    Metric::ResponseMissed,
    Metric::ResponseOutsideClock,
    Metric::ResponseBeforeAssignment,
];

/// What the page of follow-ups shows.
const FOLLOW_UPS: &[Metric] = &[
    Metric::Touches,
    Metric::Appointments,
    Metric::FollowUps,
    Metric::FollowUpsPerLead,
    Metric::FollowUpsPerDeal,
    Metric::TouchesToWin,
    Metric::TouchesToLoss,
];

/// Campaigns when they are asked for, else sources.
pub(super) fn channel_kind(question: &Question) -> ChannelKind {
    if question.group_by.contains(&Dimension::Campaign) { ChannelKind::Campaign } else { ChannelKind::Source }
}

measured! {
    /// One row per seller.
    People = "measure_people" at "/measure/people" for ReadWholeFunnel -> people::People,
    "One row per seller: leads, response, follow-ups, conversion as it is, shrunk, and on the same mix of leads; wins. \
     For those who see all records.",
    |ready, _asking| Ok(people::people(&ready.question.ask(&ready.facts)))
}

measured! {
    /// What channels cost and bring.
    Channels = "measure_channels" at "/measure/channels" for ReadWholeFunnel -> channels::Channels,
    "Per source or campaign: cost, leads, cohort conversion, won value per lead, return; by first touch and by last \
     touch; `by=campaign` for campaigns. For those who see all records.",
    |ready, _asking| Ok(channels::channels(&ready.question.ask(&ready.facts), channel_kind(&ready.question)))
}

measured! {
    /// From lead to customer.
    Conversion = "measure_conversion" at "/measure/conversion" for ReadRecords -> conversion::Conversion,
    "Of the leads of the period, the share that became customer within the fixed horizon; and what became of all.",
    |ready, _asking| Ok(conversion::conversion(&ready.question.ask(&ready.facts)))
}

measured! {
    /// How long leads wait.
    Responses = "measure_responses" at "/measure/responses" for ReadRecords -> Answer,
    "How long leads wait for their first answer, in working time and on the clock, the unanswered ones counted.",
    |ready, asking| Ok(evaluate::answer(&ready.question.ask(&ready.facts), &wanted(&asking, RESPONSES)?))
}

measured! {
    /// How often we come back.
    FollowUps = "measure_followups" at "/measure/followups" for ReadRecords -> Answer,
    "Touches, appointments and follow-ups in the period, and how many touches wins and losses took.",
    |ready, asking| Ok(evaluate::answer(&ready.question.ask(&ready.facts), &wanted(&asking, FOLLOW_UPS)?))
}

measured! {
    /// The leads that are waiting.
    Workload = "measure_workload" at "/measure/workload" for ReadRecords -> workload::Workload,
    "Open leads by status, and against what people can look after: norm of open leads x full-time equivalents; by owner, \
     or by the dimensions asked for.",
    |ready, _asking| {
        let told = workload::workload(&ready.question, &ready.question.ask(&ready.facts));
        told.ok_or_else(|| crate::http::Problem::field("metric", "unknown"))
    }
}

measured! {
    /// What touches go together with.
    Touches = "measure_touches" at "/measure/touches" for ReadRecords -> touches::TouchTable,
    "Touches to win and to lose by kind, and the share won after the first to the twelfth touch, beside the share \
     without another one. It goes together with winning; it is not the cause.",
    |ready, _asking| Ok(touches::touches(&ready.question.ask(&ready.facts)))
}

measured! {
    /// The season in the leads.
    Season = "measure_season" at "/measure/season" for ReadRecords -> season::LeadSeason,
    "Leads of whole months with the season in them, when one can be told, and how much of the change against the \
     reference it explains.",
    |ready, _asking| Ok(season::leads(&ready.question.ask(&ready.facts)))
}

measured! {
    /// Targets and how far they are reached.
    Targets = "measure_targets" at "/measure/targets" for ReadRecords -> TargetsReply,
    "The targets of exactly the period, each with its result, attainment, what remains, pace, and the share that is \
     usually reached by now.",
    |ready, _asking| {
        let currency = ready.facts.set_up().current().workspace.currency.to_string();
        let items = targets::targets(&ready.facts, &ready.question, |whom| ready.shows(whom));
        Ok(TargetsReply { items, currency })
    }
}

/// Targets and how far they are reached.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TargetsReply {
    /// Those that the reader may see.
    pub items: Vec<targets::Attained>,
    /// The currency of all money.
    pub currency: String,
}
