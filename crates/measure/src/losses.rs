//! Loss reasons: what was lost, for which reason, in which stage, to whom, and what is worth coming back to (metrics.md,
//! section 7).

use std::collections::{BTreeMap, HashMap, HashSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;
use uuid::Uuid;

use crate::answer::{Explanation, Figure, Note};
use crate::conversion::share;
use crate::definitions::Metric;
use crate::evaluate::{self, tally};
use crate::figure::figure;
use crate::measures::losses::{LOSS_COUNT, LOSS_VALUE};
use crate::period::{Period, Unit};
use crate::question::{Asked, Handle, Scene};
use crate::sample::Sample;
use crate::slice::{Dimension, Value};
use crate::stats::Share;
use crate::view::Party;

/// What was lost in one row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Loss {
    /// What the row is, in the order of `group_by`; [`Value::None`] is "no reason given".
    pub values: Vec<Value>,
    /// How many deals.
    pub count: Figure,
    /// What they were worth at the losing.
    pub value: Figure,
    /// Their share of all deals lost in the period.
    pub share: Figure,
}

/// What was lost in one calendar month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Month {
    /// Like `2017-03`; cut to the period where it begins or ends within.
    pub month: String,
    /// How many by row, for the rows of [`Losses::rows`], in their order.
    pub counts: Vec<u64>,
    /// How many in all.
    pub count: u64,
}

/// A lost deal that is worth coming back to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComeBack {
    /// Which deal.
    pub deal: Uuid,
    /// When it was lost.
    pub lost_at: Instant,
    /// What it was worth then, in minor units; `None` without a value or a rate.
    pub value: Option<i64>,
    /// Why it was lost, when a reason was given.
    pub reason: Option<Uuid>,
}

/// The answer about losses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Losses {
    /// What the rows are: as asked for, else the reasons.
    pub group_by: Vec<Dimension>,
    /// Everything lost in the period.
    pub total: Loss,
    /// By row, the most frequent first.
    pub rows: Vec<Loss>,
    /// Month by month.
    pub months: Vec<Month>,
    /// Worth coming back to, the latest loss first, at most [`COME_BACKS`].
    pub come_back: Vec<ComeBack>,
    /// How many there are of these.
    pub come_backs: u64,
    /// What to know about all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// So many deals worth coming back to are told.
pub const COME_BACKS: usize = 100;

/// A deal is worth coming back to from so many days after its loss on: sooner nothing has changed yet.
pub const REST: i64 = 30;

/// Answers the question about losses; without `group_by` the rows are the loss reasons.
pub fn losses(asked: &Asked<'_>) -> Losses {
    let own = asked.now.slice.by().to_vec();
    let group_by = if own.is_empty() { vec![Dimension::LossReason] } else { own };
    let asked = asked.grouped(&group_by);
    let scene = &asked.now;
    let mut counts = tally(&LOSS_COUNT, scene, false);
    let mut values = tally(&LOSS_VALUE, scene, false);
    let all = counts.total.n;
    let told = |count: &mut Sample, value: &mut Sample, row: Vec<Value>| {
        let handle = |metric| Handle { metric, part: None, row: row.clone() };
        Loss {
            share: share(handle(Metric::LossShare), Share::new(count.n, all)),
            count: figure(&LOSS_COUNT, &scene.view, count, handle(Metric::LossCount)),
            value: figure(&LOSS_VALUE, &scene.view, value, handle(Metric::LossValue)),
            values: row,
        }
    };
    let total = told(&mut counts.total, &mut values.total, Vec::new());
    let mut keys: Vec<_> = counts.rows.iter().map(|(key, sample)| (*key, sample.n)).collect();
    keys.sort_by_key(|(key, n)| (std::cmp::Reverse(*n), *key));
    let mut rows = Vec::with_capacity(keys.len());
    for (key, _) in &keys {
        let (count, value) = (counts.rows.entry(*key).or_default(), values.rows.entry(*key).or_default());
        rows.push(told(count, value, scene.slice.values(&scene.view, *key)));
    }
    let keys: Vec<_> = keys.into_iter().map(|(key, _)| key).collect();
    let (come_back, come_backs) = come_back(scene);
    let several = group_by.iter().any(Dimension::has_several_values);
    let notes = several.then(|| Note::new("rows_do_not_add_up")).into_iter().collect();
    Losses { months: months(scene, &keys), group_by, total, rows, come_back, come_backs, notes }
}

/// The deals behind the share of a row: all that were lost in the period, marked those of the row. `None` when it is
/// another number, or there is no such row.
pub fn explain(asked: &Asked<'_>, handle: &Handle) -> Option<Explanation> {
    if handle.metric != Metric::LossShare {
        return None;
    }
    let told = losses(asked);
    let loss = std::iter::once(told.total).chain(told.rows).find(|loss| loss.values == handle.row)?;
    let asked = asked.grouped(&told.group_by);
    let mine = evaluate::explain(&asked, &LOSS_COUNT, &handle.row).records;
    let mine: HashSet<Uuid> = mine.into_iter().map(|record| record.id).collect();
    let mut records = evaluate::explain(&asked, &LOSS_COUNT, &[]).records;
    records.iter_mut().for_each(|record| record.hit = mine.contains(&record.id));
    Some(Explanation::new(loss.share, records))
}

/// How many were lost in each calendar month of the window, in one pass.
fn months(scene: &Scene<'_>, keys: &[crate::slice::Key]) -> Vec<Month> {
    let rows: HashMap<_, _> = keys.iter().enumerate().map(|(place, key)| (*key, place)).collect();
    let mut months: BTreeMap<Period, Month> = BTreeMap::new();
    let mut month = Period::containing(Unit::Month, scene.period.start());
    while month.start() < scene.period.end() {
        let empty = Month { month: month.to_string(), counts: vec![0; keys.len()], count: 0 };
        months.insert(month, empty);
        month = Period::containing(Unit::Month, month.end());
    }
    (LOSS_COUNT.parts)(scene, &mut |part| {
        let day = part.when.timestamp().to_zoned(scene.view.zone.clone()).date();
        let Some(month) = months.get_mut(&Period::containing(Unit::Month, day)) else { return };
        if scene.slice.takes(part.case, part.owner, part.when) {
            month.count += 1;
            scene.slice.rows(part.case, part.owner, part.when, &mut |key| {
                if let Some(place) = rows.get(&key) {
                    month.counts[*place] += 1;
                }
            });
        }
    });
    months.into_values().collect()
}

/// Lost deals of whatever period that are worth coming back to: lost at least [`REST`] days ago; of a known party that
/// has no open deal and has won none since; of several the last one.
fn come_back(scene: &Scene<'_>) -> (Vec<ComeBack>, u64) {
    let mut last: HashMap<Party, Option<(Instant, u32)>> = HashMap::new();
    for deal in scene.view.deals() {
        let Some(party) = deal.party() else { continue };
        let latest = last.entry(party).or_insert(Some((Instant(i64::MIN), u32::MAX)));
        match (deal.closing(), *latest) {
            (None, _) => *latest = None,
            (Some(_), None) => {}
            // A win hides what was lost before it; a loss comes instead of what was lost or won before it.
            (Some(closing), Some((known, _))) if closing.at > known => {
                *latest = Some((closing.at, if closing.won { u32::MAX } else { deal.place() }));
            }
            (Some(_), Some(_)) => {}
        }
    }
    let until = scene.view.cut.before.0 - REST * trechter_domain::time::DAY;
    let mut lost: Vec<(Instant, u32)> =
        last.into_values().flatten().filter(|(at, place)| *place != u32::MAX && at.0 <= until).collect();
    lost.retain(|(at, place)| {
        let deal = scene.view.deal(*place);
        deal.is_some_and(|deal| scene.slice.takes(&deal, deal.owner_at(*at), *at))
    });
    lost.sort_by_key(|(at, place)| (std::cmp::Reverse(*at), *place));
    let count = lost.len() as u64;
    let told = lost.into_iter().take(COME_BACKS).filter_map(|(lost_at, place)| {
        let deal = scene.view.deal(place)?;
        let reason = scene.view.facts.words().id(deal.at.code(crate::facts::fields::deal::LOSS_REASON));
        Some(ComeBack { deal: deal.id(), lost_at, value: deal.value_at(lost_at).known(), reason })
    });
    (told.collect(), count)
}
