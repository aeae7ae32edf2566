//! The leads that are waiting, by how far they are and against what the team can look after (metrics.md, section 5.1).

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::catalogue::Member;
use uuid::Uuid;

use crate::answer::{Explanation, Figure, Unit};
use crate::conversion::fact;
use crate::definitions::Metric;
use crate::evaluate;
use crate::facts::fields::lead;
use crate::figure::figure;
use crate::measures::{self, Measure};
use crate::question::{Asked, Handle, Question, Scene};
use crate::sample::Sample;
use crate::slice::{Condition, Dimension, Key, Tally, Value};

/// How far an open lead is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeadStage {
    /// Nothing was done with it yet.
    New,
    /// It was touched.
    Contacted,
    /// It was found good.
    Qualified,
}

impl LeadStage {
    const ALL: [Self; 3] = [Self::New, Self::Contacted, Self::Qualified];

    /// The part of a handle that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Contacted => "contacted",
            Self::Qualified => "qualified",
        }
    }

    fn of(status: u32) -> Self {
        match status {
            lead::QUALIFIED => Self::Qualified,
            lead::CONTACTED => Self::Contacted,
            _ => Self::New,
        }
    }
}

/// The open leads of a question, and what there are hands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Workload {
    /// What the rows are: as asked for, else the owners.
    pub group_by: Vec<Dimension>,
    /// Everybody's.
    pub total: Load,
    /// By row; whoever can look after leads has one, with or without.
    pub rows: Vec<Load>,
}

/// The open leads of one row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Load {
    /// What the row is; empty for the whole.
    pub values: Vec<Value>,
    /// All that are open, held against the reference.
    pub open: Figure,
    /// The new, contacted and qualified ones of these, in that order.
    pub by_status: Vec<Figure>,
    /// How many can be looked after: norm of open leads for a full-timer x full-time equivalents. Not there without a
    /// typed norm, and for rows that are no people or teams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Figure>,
    /// Open / capacity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Figure>,
}

fn measure() -> Option<&'static Measure> {
    measures::of(Metric::LeadWorkload)
}

/// The open leads of each status.
type ByStatus = BTreeMap<LeadStage, Tally<Sample>>;

fn by_status(scene: &Scene<'_>, measure: &Measure, with_records: bool) -> ByStatus {
    let mut told: ByStatus = LeadStage::ALL.map(|status| (status, Tally::default())).into();
    (measure.parts)(scene, &mut |part| {
        let status = scene.view.lead(part.place).map_or(LeadStage::New, |lead| LeadStage::of(lead.status()));
        told.entry(status).or_default().add(&scene.slice, part.case, part.owner, part.when, |sample| {
            sample.add(measure.sum, measure.scale, &part, with_records);
        });
    });
    told
}

/// Answers the question about open leads; without `group_by` the rows are the owners.
pub fn workload(question: &Question, asked: &Asked<'_>) -> Option<Workload> {
    let own = asked.now.slice.by().to_vec();
    let group_by = if own.is_empty() { vec![Dimension::Owner] } else { own };
    let asked = asked.grouped(&group_by);
    let (scene, measure) = (&asked.now, measure()?);
    let mut told = by_status(scene, measure, false);
    let answer = evaluate::answer(&asked, &[measure]);
    let hands = Hands::of(question, scene);
    let mut load = |values: Vec<Value>, open: Figure, key: Option<Key>| {
        let by_status = told.iter_mut().map(|(status, tally)| {
            let mut none = Sample::default();
            let sample = match key {
                None if values.is_empty() => &mut tally.total,
                None => &mut none,
                Some(key) => tally.rows.get_mut(&key).unwrap_or(&mut none),
            };
            figure(measure, &scene.view, sample, handle(&values, Some(status.key())))
        });
        let by_status = by_status.collect();
        let capacity = hands.as_ref().and_then(|hands| hands.capacity(&group_by, &values));
        let (capacity, share) = against(&open, capacity, &values);
        Load { by_status, open, capacity, share, values }
    };
    let keys: BTreeSet<Key> = scene_keys(scene, measure);
    let total = answer.totals.into_iter().next()?;
    let total = load(Vec::new(), total, None);
    let mut rows = Vec::new();
    for row in answer.rows {
        let key = keys.iter().find(|key| scene.slice.values(&scene.view, **key) == row.values).copied();
        rows.push(load(row.values, row.figures.into_iter().next()?, key));
    }
    // Who can look after leads and has none has room.
    for values in hands.iter().flat_map(|hands| hands.rows(&group_by)) {
        if rows.iter().all(|row| row.values != values) {
            let open = fact(handle(&values, None), Unit::Count, Some(0.0), 0);
            rows.push(load(values, open, None));
        }
    }
    Some(Workload { group_by, total, rows })
}

fn scene_keys(scene: &Scene<'_>, measure: &Measure) -> BTreeSet<Key> {
    evaluate::tally(measure, scene, false).rows.into_keys().collect()
}

fn handle(values: &[Value], status: Option<&str>) -> Handle {
    Handle { metric: Metric::LeadWorkload, part: status.map(str::to_owned), row: values.to_vec() }
}

fn against(open: &Figure, capacity: Option<f64>, row: &[Value]) -> (Option<Figure>, Option<Figure>) {
    let Some(capacity) = capacity else { return (None, None) };
    let told =
        |metric, unit, value, n| fact(Handle { metric, part: None, row: row.to_vec() }, unit, value, n);
    let count = open.value.unwrap_or(0.0);
    let mut share = told(Metric::LeadWorkloadShare, Unit::Ratio, None, open.n);
    (share.numerator, share.denominator) = (Some(count), Some(capacity));
    share.value = (capacity > 0.0).then(|| count / capacity);
    (Some(told(Metric::LeadCapacity, Unit::Count, Some(capacity), 0)), Some(share))
}

/// The leads behind the workload of a row or of a status in it, or behind its share of the capacity. `None` when it is
/// none of these.
pub fn explain(question: &Question, asked: &Asked<'_>, handle: &Handle) -> Option<Explanation> {
    let measure = measure()?;
    let group_by = asked.now.slice.by();
    let asked = if group_by.is_empty() { asked.grouped(&[Dimension::Owner]) } else { asked.clone() };
    let scene = &asked.now;
    match (handle.metric, handle.part.as_deref()) {
        (Metric::LeadWorkloadShare, None) => {
            let told = workload(question, &asked)?;
            let load = std::iter::once(told.total).chain(told.rows).find(|load| load.values == handle.row)?;
            let records = evaluate::explain(&asked, measure, &handle.row).records;
            let terms = [Some(load.open), load.capacity].into_iter().flatten().collect();
            Some(Explanation { terms, ..Explanation::new(load.share?, records) })
        }
        (Metric::LeadWorkload, Some(part)) => {
            let status = LeadStage::ALL.into_iter().find(|status| status.key() == part)?;
            let mut tally = by_status(scene, measure, true).remove(&status)?;
            let is_it = |key: &Key| scene.slice.values(&scene.view, *key) == handle.row;
            let mut sample = match handle.row.is_empty() {
                true => tally.total,
                false => {
                    let key = tally.rows.keys().copied().find(is_it);
                    key.and_then(|key| tally.rows.remove(&key)).unwrap_or_default()
                }
            };
            let figure = figure(measure, &scene.view, &mut sample, handle.clone());
            Some(Explanation::new(figure, sample.counted(&scene.view, measure.sum)))
        }
        _ => None,
    }
}

/// A member, his team, and how many leads he can look after.
type Hand = (Uuid, Option<Uuid>, f64);

/// Who can look after leads, and how many.
struct Hands {
    members: Vec<Hand>,
}

impl Hands {
    /// The active people with a norm: their team's, else the workspace's. `None` when nobody has one, or when the
    /// question is about a part of the leads that is no person's or team's: whoever has time for these has others too.
    fn of(question: &Question, scene: &Scene<'_>) -> Option<Self> {
        let whose = |condition: &Condition| matches!(condition.dimension, Dimension::Owner | Dimension::Team);
        if !question.filter.iter().all(whose) {
            return None;
        }
        let set_up = &scene.view.set_up;
        let norm = |member: &Member| {
            let team = set_up.teams.iter().find(|team| Some(team.id) == member.team);
            team.and_then(|team| team.lead_norm).or(set_up.workspace.lead_norm)
        };
        let takes = |member: &Member| {
            question.filter.iter().all(|condition| {
                let own = match condition.dimension {
                    Dimension::Team => member.team.map(|team| Value::Id(team.0)),
                    _ => Some(Value::Id(member.id.0)),
                };
                condition.any_of.contains(&own.unwrap_or(Value::None))
            })
        };
        let able = set_up.members.iter().filter(|member| member.active && member.removed_at.is_none());
        let members = able.filter(|member| takes(member)).filter_map(|member| {
            let able = norm(member)? * member.fte;
            Some((member.id.0, member.team.map(|team| team.0), able))
        });
        let members: Vec<_> = members.filter(|(.., able)| *able > 0.0).collect();
        (!members.is_empty()).then_some(Self { members })
    }

    /// How many the people of a row can look after together.
    fn capacity(&self, by: &[Dimension], values: &[Value]) -> Option<f64> {
        let sum = |is_it: &dyn Fn(&Hand) -> bool| {
            self.members.iter().filter(|member| is_it(member)).map(|(.., able)| able).sum::<f64>()
        };
        match (by, values) {
            (_, []) => Some(sum(&|_| true)),
            ([Dimension::Owner], [Value::Id(id)]) => Some(sum(&|(member, ..)| member == id)),
            ([Dimension::Team], [Value::Id(id)]) => Some(sum(&|(_, team, _)| *team == Some(*id))),
            _ => None,
        }
    }

    /// The rows of those who have hands.
    fn rows(&self, by: &[Dimension]) -> Vec<Vec<Value>> {
        let values: BTreeSet<Value> = match by {
            [Dimension::Owner] => self.members.iter().map(|(member, ..)| Value::Id(*member)).collect(),
            [Dimension::Team] => self.members.iter().filter_map(|(_, team, _)| team.map(Value::Id)).collect(),
            _ => BTreeSet::new(),
        };
        values.into_iter().map(|value| vec![value]).collect()
    }
}
