//! Channels: what each source or campaign costs, and what its leads bring (metrics.md, section 7).
//!
//! What leads bring is asked of those that had the horizon behind them, and held against what was spent on the days on
//! which those could come in; so a channel does not look dear because its leads are young. The first touch and the last
//! touch before a lead was made are two answers to one question: they stand beside each other and are never added.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::event::Kind;
use trechter_domain::time::DAY;
use trechter_domain::{Instant, Money};

use crate::answer::{Counted, Explanation, Figure, Interval, Note, Unit};
use crate::conversion::{self, each_lead, fact};
use crate::definitions::Metric;
use crate::facts::Amount;
use crate::facts::fields::{lead, record};
use crate::horizon::{Cohort, Horizon, Member, Ruler};
use crate::period::first_instant;
use crate::question::{Asked, Handle, Scene};
use crate::slice::{Dimension, Value, value};
use crate::stats::FEW;
use crate::stats::concentration::Weights;
use crate::stats::mean::Sums;
use crate::view::{Converted, Lead};

/// What counts as a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// The sources.
    Source,
    /// The campaigns.
    Campaign,
}

/// Which touch a lead is credited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touchpoint {
    /// The first one.
    First,
    /// The last one before it was made.
    Last,
}

impl Touchpoint {
    /// The part of a handle that names it.
    pub fn key(self) -> &'static str {
        match self {
            Touchpoint::First => "first_touch",
            Touchpoint::Last => "last_touch",
        }
    }

    /// The code of a lead's channel.
    fn of(self, lead: &Lead<'_>, kind: ChannelKind) -> u32 {
        let column = match (self, kind) {
            (Touchpoint::First, ChannelKind::Source) => record::SOURCE,
            (Touchpoint::First, ChannelKind::Campaign) => record::CAMPAIGN,
            (Touchpoint::Last, ChannelKind::Source) => lead::LAST_SOURCE,
            (Touchpoint::Last, ChannelKind::Campaign) => lead::LAST_CAMPAIGN,
        };
        lead.first().code(column)
    }
}

/// What the leads of a channel come to, by one way of crediting them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Credit {
    /// Leads that came in during the period.
    pub leads: Figure,
    /// Cost ÷ leads.
    pub cost_per_lead: Figure,
    /// Lead to customer, without those who were customer already.
    pub conversion: Figure,
    /// Cost ÷ those who became customer within the horizon.
    pub cost_per_customer: Figure,
    /// What a lead brought within the horizon, in the mean.
    pub value_per_lead: Figure,
    /// (won − cost) ÷ cost.
    pub returns: Figure,
}

/// One channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Channel {
    /// Which; [`Value::None`] for what has none given.
    pub channel: Value,
    /// What was spent on it in the period.
    pub cost: Figure,
    /// Leads credited to the first touch.
    pub first_touch: Credit,
    /// Leads credited to the last touch before they were made.
    pub last_touch: Credit,
}

/// All channels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Channels {
    /// What the rows are.
    pub kind: ChannelKind,
    /// The days that every lead gets.
    pub horizon: Horizon,
    /// One row for each that cost something or brought leads.
    pub channels: Vec<Channel>,
    /// What to know about all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// Leads of a channel, summed up.
#[derive(Debug, Clone, Default)]
struct Brought {
    leads: u64,
    cohort: Cohort,
    /// Of leads with the horizon behind them, what each brought.
    worth: Sums,
    value: i128,
    weights: Weights,
    without_rate: u64,
}

/// What was spent on a channel: in the window, and in the part of it whose leads have the horizon behind them.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    all: i64,
    ripe: i64,
}

/// Answers the question about channels. Its `group_by` is not looked at: the rows are the channels.
pub fn channels(asked: &Asked<'_>, kind: ChannelKind) -> Channels {
    let scene = &asked.now;
    let horizon = conversion::horizon(&scene.view);
    let ruler = conversion::ruler(scene, horizon);
    let mut notes = Vec::new();
    let costs = known_costs(scene, kind, &ruler, &mut notes);
    let first = brought(scene, kind, Touchpoint::First, &ruler);
    let last = brought(scene, kind, Touchpoint::Last, &ruler);
    let mut all: Vec<&Value> = first.keys().chain(last.keys()).collect();
    if scene.slice.conditioned().next().is_none() {
        all.extend(costs.iter().flat_map(HashMap::keys));
    }
    all.sort();
    all.dedup();
    let nothing = Brought::default();
    let channels = all.into_iter().map(|channel| {
        let cost = costs.as_ref().map(|costs| costs.get(channel).copied().unwrap_or_default());
        let credit = |by: &BTreeMap<Value, Brought>, touch| {
            credit(scene, by.get(channel).unwrap_or(&nothing), cost, horizon, channel, touch)
        };
        let handle = Handle { metric: Metric::ChannelCost, part: None, row: vec![channel.clone()] };
        Channel {
            cost: fact(handle, Unit::Money, cost.map(|cost| cost.all as f64), 0),
            first_touch: credit(&first, Touchpoint::First),
            last_touch: credit(&last, Touchpoint::Last),
            channel: channel.clone(),
        }
    });
    Channels { kind, horizon, channels: channels.collect(), notes }
}

fn name(scene: &Scene<'_>, kind: ChannelKind, code: u32) -> Value {
    let dimension = match kind {
        ChannelKind::Source => Dimension::Source,
        ChannelKind::Campaign => Dimension::Campaign,
    };
    value(&scene.view, &dimension, code)
}

fn brought(
    scene: &Scene<'_>,
    kind: ChannelKind,
    touch: Touchpoint,
    ruler: &Ruler,
) -> BTreeMap<Value, Brought> {
    let mut by_code: HashMap<u32, Brought> = HashMap::new();
    each_lead(scene, |lead, member, existing| {
        if !scene.slice.takes(lead, lead.first_owner().0, member.entered) {
            return;
        }
        let sums = by_code.entry(touch.of(lead, kind)).or_default();
        sums.leads += 1;
        if !existing {
            sums.cohort.add(ruler, member);
        }
        if ruler.within(member).is_some() {
            let (worth, without_rate) = won_within(lead, member, ruler);
            sums.worth.add(worth as f64);
            sums.value += i128::from(worth);
            sums.weights.add(lead.place(), worth.max(0) as f64);
            sums.without_rate += without_rate;
        }
    });
    by_code.into_iter().map(|(code, sums)| (name(scene, kind, code), sums)).collect()
}

/// What a lead's deals that were won within the horizon were worth at the winning, and how many had no rate.
fn won_within(lead: &Lead<'_>, member: &Member, ruler: &Ruler) -> (i64, u64) {
    let until = member.entered.0 + i64::from(ruler.horizon.days) * DAY;
    let (mut worth, mut without_rate) = (0, 0);
    for deal in lead.deals() {
        if let Some(closing) = deal.closing().filter(|closing| closing.won && closing.at.0 <= until) {
            match deal.value_at(closing.at) {
                Converted::Known(minor) => worth += minor,
                Converted::NoRate => without_rate += 1,
                Converted::Missing => {}
            }
        }
    }
    (worth, without_rate)
}

fn credit(
    scene: &Scene<'_>,
    sums: &Brought,
    cost: Option<Cost>,
    horizon: Horizon,
    channel: &Value,
    touch: Touchpoint,
) -> Credit {
    let handle = |metric| Handle { metric, part: Some(touch.key().to_owned()), row: vec![channel.clone()] };
    let ratio = |metric, unit, above: Option<f64>, below: f64, n: u64| {
        let value = above.filter(|_| below > 0.0).map(|above| above / below);
        let mut figure = fact(handle(metric), unit, value, n);
        (figure.numerator, figure.denominator) = (above, Some(below));
        if n < FEW {
            figure.notes.push(Note::about("too_few_to_tell", n));
        }
        figure
    };
    let (all, ripe) = (cost.map(|cost| cost.all as f64), cost.map(|cost| cost.ripe as f64));
    let (won, n) = (sums.value as f64, sums.worth.n);
    let customers = sums.cohort.within;
    let mut value_per_lead = ratio(Metric::ChannelValuePerLead, Unit::Money, Some(won), n as f64, n);
    match sums.weights.carried_by_few() {
        Some((place, share)) => {
            let record = Some(scene.view.facts.leads.id(place));
            value_per_lead.notes.push(Note { record, ..Note::new("carried_by_few").with(share) });
        }
        None if n >= FEW => value_per_lead.interval = Some(Interval::from(sums.worth.interval(Some(0.0)))),
        None => {}
    }
    if sums.without_rate > 0 {
        value_per_lead.notes.push(Note::about("no_rate", sums.without_rate));
    }
    let gain = ripe.map(|cost| won - cost);
    Credit {
        leads: fact(handle(Metric::LeadsCreated), Unit::Count, Some(sums.leads as f64), sums.leads),
        cost_per_lead: ratio(Metric::ChannelCostPerLead, Unit::Money, all, sums.leads as f64, sums.leads),
        conversion: sums.cohort.figure(horizon, handle(Metric::CohortConversion)),
        cost_per_customer: ratio(
            Metric::ChannelCostPerCustomer,
            Unit::Money,
            ripe,
            customers.k() as f64,
            customers.n(),
        ),
        value_per_lead,
        returns: ratio(Metric::ChannelReturn, Unit::Ratio, gain, ripe.unwrap_or(0.0), n),
    }
}

/// Costs are booked on channels only: of a selection by anything else they are not known.
fn known_costs(
    scene: &Scene<'_>,
    kind: ChannelKind,
    ruler: &Ruler,
    notes: &mut Vec<Note>,
) -> Option<HashMap<Value, Cost>> {
    let channel = |dimension: &Dimension| {
        matches!(dimension, Dimension::Source | Dimension::Campaign | Dimension::LastSource)
    };
    if !scene.slice.conditioned().all(channel) {
        notes.push(Note::new("cost_of_selection_unknown"));
        return None;
    }
    Some(costs(scene, kind, ruler, notes))
}

/// Spends are spread evenly over their days. A campaign that no spend names costs what it costs in all, spread over its
/// own days; without a day it is left out and counted. That cost is also its source's.
fn costs(scene: &Scene<'_>, kind: ChannelKind, ruler: &Ruler, notes: &mut Vec<Note>) -> HashMap<Value, Cost> {
    let set_up = &scene.view.set_up;
    let mut costs: HashMap<Value, Cost> = HashMap::new();
    let (mut without_rate, mut without_dates) = (0, 0);
    let id = |id: Option<uuid::Uuid>| id.map_or(Value::None, Value::Id);
    let mut book = |channel: Value, amount: Money, starts: Date, ends: Date| match spread(
        scene, ruler, amount, starts, ends,
    ) {
        Some(cost) => {
            let booked = costs.entry(channel).or_default();
            booked.all += cost.all;
            booked.ripe += cost.ripe;
        }
        None => without_rate += 1,
    };
    let spends = || set_up.spends.iter().filter(|spend| spend.removed_at.is_none());
    for spend in spends() {
        let channel = match kind {
            ChannelKind::Source => Some(spend.source.0),
            ChannelKind::Campaign => spend.campaign.map(|campaign| campaign.0),
        };
        book(id(channel), spend.amount, spend.starts.0, spend.ends.0);
    }
    for campaign in &set_up.campaigns {
        let is_named = spends().any(|spend| spend.campaign == Some(campaign.id));
        let Some(cost) = campaign.cost.filter(|cost| !is_named && cost.amount != 0) else { continue };
        let Some(starts) = campaign.starts.or(campaign.ends) else {
            without_dates += 1;
            continue;
        };
        let channel = match kind {
            ChannelKind::Source => campaign.source.map(|source| source.0),
            ChannelKind::Campaign => Some(campaign.id.0),
        };
        book(id(channel), cost, starts.0, campaign.ends.unwrap_or(starts).0);
    }
    for (code, count) in [("no_rate", without_rate), ("cost_without_dates", without_dates)] {
        if count > 0 {
            notes.push(Note::about(code, count));
        }
    }
    costs
}

/// What of an amount that is spread over days falls in the window: on days that have begun before its end, and on those
/// whose leads all have the horizon behind them. At the rate of the last of its days, or of the question's.
fn spread(scene: &Scene<'_>, ruler: &Ruler, amount: Money, starts: Date, ends: Date) -> Option<Cost> {
    let zone = &scene.view.zone;
    let end = first_instant(ends, zone).min(Instant(scene.view.cut.before.0 - 1));
    let whole = Amount { minor: amount.amount, currency: amount.currency };
    let minor = match scene.view.rates.convert(Some(whole), end) {
        Converted::Known(minor) => minor,
        Converted::Missing => 0,
        Converted::NoRate => return None,
    };
    let days = |until: Instant| {
        if until <= scene.window.start {
            return 0;
        }
        let last = Instant(until.0 - 1).timestamp().to_zoned(zone.clone()).date();
        let (from, to) = (starts.max(scene.period.start()), ends.min(last));
        if to < from { 0 } else { i64::from((to - from).get_days()) + 1 }
    };
    let all_days = i64::from((ends - starts).get_days()) + 1;
    let part = |days: i64| share_of(minor, days, all_days);
    let ripe = Instant(ruler.as_of.0 - i64::from(ruler.horizon.days) * DAY).min(scene.window.end);
    Some(Cost { all: part(days(scene.window.end)), ripe: part(days(ripe)) })
}

/// `days` of `all` parts of an amount, rounded half-even.
fn share_of(minor: i64, days: i64, all: i64) -> i64 {
    let full = i128::from(minor) * i128::from(days);
    let all = i128::from(all.max(1));
    let (whole, rest) = (full.div_euclid(all), full.rem_euclid(all));
    let up = 2 * rest > all || (2 * rest == all && whole % 2 != 0);
    (whole + i128::from(up)) as i64
}

/// The leads behind a number of a channel: all of them for the cost of a lead; those with the horizon behind them for
/// the others, with what they brought. `None` for numbers that no record stands behind, like the cost itself.
pub fn explain(asked: &Asked<'_>, kind: ChannelKind, handle: &Handle) -> Option<Explanation> {
    let answer = channels(asked, kind);
    let row = answer.channels.iter().find(|row| [row.channel.clone()] == handle.row[..])?;
    let (touch, credit) = match handle.part.as_deref() {
        Some("first_touch") => (Touchpoint::First, &row.first_touch),
        Some("last_touch") => (Touchpoint::Last, &row.last_touch),
        _ => return None,
    };
    let figure = match handle.metric {
        Metric::LeadsCreated => &credit.leads,
        Metric::ChannelCostPerLead => &credit.cost_per_lead,
        Metric::CohortConversion => &credit.conversion,
        Metric::ChannelCostPerCustomer => &credit.cost_per_customer,
        Metric::ChannelValuePerLead => &credit.value_per_lead,
        Metric::ChannelReturn => &credit.returns,
        _ => return None,
    };
    let (scene, ruler) = (&asked.now, conversion::ruler(&asked.now, answer.horizon));
    let mut records = Vec::new();
    each_lead(scene, |lead, member, existing| {
        let mine = name(scene, kind, touch.of(lead, kind)) == row.channel;
        if !mine || !scene.slice.takes(lead, lead.first_owner().0, member.entered) {
            return;
        }
        let within = ruler.within(member);
        let (hit, amount) = match (handle.metric, within) {
            (Metric::LeadsCreated | Metric::ChannelCostPerLead, _) => (false, None),
            (Metric::CohortConversion | Metric::ChannelCostPerCustomer, Some(hit)) if !existing => {
                (hit, None)
            }
            (Metric::ChannelValuePerLead | Metric::ChannelReturn, Some(hit)) => {
                (hit, Some(won_within(lead, member, &ruler).0))
            }
            _ => return,
        };
        records.push(Counted { kind: Kind::Lead, id: lead.id(), hit, amount });
    });
    Some(Explanation::new(figure.clone(), records))
}
