//! What touches go together with: what kinds wins and losses took, and how often a deal is won after its k-th touch
//! (metrics.md, section 5.3). *Goes together with, not caused by*: promising deals get more touches.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::Instant;
use trechter_domain::event::Kind;
use trechter_domain::time::DAY;

use crate::answer::{Counted, Explanation, Figure, Note};
use crate::conversion::share;
use crate::definitions::Metric;
use crate::figure::figure;
use crate::horizon::{End, Horizon, Learning, Member};
use crate::measures::follow_ups::story;
use crate::measures::{Measure, sales};
use crate::question::{Asked, Handle, Scene};
use crate::sample::{Part, Sample, Scale, Sum};
use crate::stats::Share;
use crate::view::{Deal, TouchKind, View};

/// Touches that are told one by one.
pub const TOUCHES: usize = 12;

/// What touches go together with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TouchTable {
    /// By kind of touch: how many a won deal of the period took, and how many a lost one.
    pub kinds: Vec<TouchesByKind>,
    /// The days that a deal gets to be won after a touch.
    pub horizon: Horizon,
    /// The first to the twelfth touch, of whatever period.
    pub touches: Vec<AfterTouch>,
    /// `association`: it goes together with winning, it is not the cause.
    pub notes: Vec<Note>,
}

/// One kind of touch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TouchesByKind {
    /// `call`, `email`, `message`, `meeting`, `visit` or `demo`.
    pub kind: String,
    /// Mean number in a deal won in the period, up to the winning.
    pub to_win: Figure,
    /// Mean number in a deal lost in the period, up to the losing.
    pub to_loss: Figure,
}

/// What came of deals after one of their touches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AfterTouch {
    /// The number of the touch, from 1.
    pub touch: usize,
    /// Of the deals that had it at least H days ago and before closing, the share won within H days after it.
    pub won: Figure,
    /// The same, of those that had no further touch before closing.
    pub without_next: Figure,
}

const KINDS: [(TouchKind, &str); 6] = [
    (TouchKind::Call, "call"),
    (TouchKind::Email, "email"),
    (TouchKind::Message, "message"),
    (TouchKind::Meeting, "meeting"),
    (TouchKind::Visit, "visit"),
    (TouchKind::Demo, "demo"),
];

const TO_WIN: Measure = by_kind(Metric::TouchesToWin);
const TO_LOSS: Measure = by_kind(Metric::TouchesToLoss);

const fn by_kind(metric: Metric) -> Measure {
    let sum = Sum::Mean { smallest: 0.0 };
    Measure { metric, sum, scale: Scale::RATIO, parts: |_, _| {}, turnover: None }
}

/// Answers the question about touches; its rows are left out.
pub fn touches(asked: &Asked<'_>) -> TouchTable {
    let scene = &asked.now;
    let (mut won, mut lost) = kinds(scene, false);
    let kind = |((_, key), (won, lost)): (&(TouchKind, &str), (&mut Sample, &mut Sample))| TouchesByKind {
        kind: (*key).to_owned(),
        to_win: figure(&TO_WIN, &scene.view, won, handle(Metric::TouchesToWin, key)),
        to_loss: figure(&TO_LOSS, &scene.view, lost, handle(Metric::TouchesToLoss, key)),
    };
    let kinds = KINDS.iter().zip(won.iter_mut().zip(&mut lost)).map(kind).collect();
    let horizon = horizon(&scene.view);
    let mut counts = [[(0, 0); 2]; TOUCHES];
    each_touch(scene, horizon, |_, place, is_won, is_last| {
        for (k, n) in &mut counts[place][..=usize::from(is_last)] {
            (*k, *n) = (*k + u64::from(is_won), *n + 1);
        }
    });
    let after = |(place, [all, last]): (usize, [(u64, u64); 2])| {
        let touch = place + 1;
        let told = |metric, (k, n)| share(handle(metric, &touch.to_string()), Share::new(k, n));
        let without_next = told(Metric::WinShareWithoutNextTouch, last);
        AfterTouch { touch, won: told(Metric::WinShareByTouch, all), without_next }
    };
    TouchTable {
        kinds,
        horizon,
        touches: counts.into_iter().enumerate().map(after).collect(),
        notes: vec![Note::new("association")],
    }
}

fn handle(metric: Metric, part: &str) -> Handle {
    Handle { metric, part: Some(part.to_owned()), row: Vec::new() }
}

/// Touches by kind of the deals won and of those lost in the window.
fn kinds(scene: &Scene<'_>, with_records: bool) -> ([Sample; KINDS.len()], [Sample; KINDS.len()]) {
    let (mut won, mut lost) = (<[Sample; KINDS.len()]>::default(), <[Sample; KINDS.len()]>::default());
    sales::closed(scene, |deal, closing| {
        let owner = deal.owner_at(closing.at);
        if !scene.slice.takes(deal, owner, closing.at) {
            return;
        }
        let touches = story(&scene.view, deal, closing.at);
        let samples = if closing.won { &mut won } else { &mut lost };
        for (sample, (kind, _)) in samples.iter_mut().zip(KINDS) {
            let part = Part::deal(deal, owner, closing.at).hit(closing.won);
            let part = match closing.at == deal.created() {
                true => part.left_out("registered_afterwards"),
                false => part.amount(touches.iter().filter(|touch| touch.kind == kind).count() as i64),
            };
            sample.add(TO_WIN.sum, TO_WIN.scale, &part, with_records);
        }
    });
    (won, lost)
}

/// The days that a deal gets: learned from creation to decision over the deals of the whole workspace, unless the first
/// pipeline has them typed in.
fn horizon(view: &View<'_>) -> Horizon {
    let mut learning = Learning::new(view.cut.before, &view.zone);
    for deal in view.deals().filter(|deal| !deal.at.undated()) {
        let end = deal.closing().filter(|closing| closing.at != deal.created());
        let end = end.map(|closing| (closing.at, if closing.won { End::Reached } else { End::Lost }));
        learning.add(&Member { entered: deal.created(), end });
    }
    let first = view.set_up.default_pipeline();
    learning.horizon(first.and_then(|pipeline| pipeline.horizon_days), None)
}

/// Gives each of the first twelve touches of every deal that was at least H days ago and before its closing: the deal,
/// the touch's place from 0, whether the deal was won within H days after it, and whether it was the last before the
/// closing. It belongs to the deal's owner then.
fn each_touch(scene: &Scene<'_>, horizon: Horizon, mut each: impl FnMut(&Deal<'_>, usize, bool, bool)) {
    let millis = i64::from(horizon.days) * DAY;
    let limit = Instant(scene.view.cut.before.0.saturating_sub(millis));
    for deal in scene.view.deals().filter(|deal| !deal.registered_afterwards() && deal.created() <= limit) {
        let closing = deal.closing();
        let until = closing.map_or(scene.view.cut.before, |closing| closing.at);
        let mut touches = story(&scene.view, &deal, until);
        touches.retain(|touch| touch.at < until);
        let won_at = closing.filter(|closing| closing.won).map(|closing| closing.at);
        for (place, touch) in touches.iter().enumerate().take(TOUCHES) {
            if touch.at > limit || !scene.slice.takes(&deal, deal.owner_at(touch.at), touch.at) {
                continue;
            }
            let is_won = won_at.is_some_and(|at| at.0 - touch.at.0 <= millis);
            each(&deal, place, is_won, place + 1 == touches.len());
        }
    }
}

/// The deals behind a number of [`touches`]: `handle.part` is the kind or the number of the touch. `None` when it is none
/// of these.
pub fn explain(asked: &Asked<'_>, handle: &Handle) -> Option<Explanation> {
    let scene = &asked.now;
    let part = handle.part.as_deref()?;
    if let Some(place) = KINDS.iter().position(|(_, key)| *key == part) {
        let (mut won, mut lost) = kinds(scene, true);
        let (measure, sample) = match handle.metric {
            Metric::TouchesToWin => (&TO_WIN, &mut won[place]),
            Metric::TouchesToLoss => (&TO_LOSS, &mut lost[place]),
            _ => return None,
        };
        let figure = figure(measure, &scene.view, sample, handle.clone());
        return Some(Explanation::new(figure, sample.counted(&scene.view, measure.sum)));
    }
    let wanted = part.parse::<usize>().ok()?.checked_sub(1).filter(|place| *place < TOUCHES)?;
    let last_only = match handle.metric {
        Metric::WinShareByTouch => false,
        Metric::WinShareWithoutNextTouch => true,
        _ => return None,
    };
    let mut records = Vec::new();
    each_touch(scene, horizon(&scene.view), |deal, place, hit, is_last| {
        if place == wanted && (is_last || !last_only) {
            records.push(Counted { kind: Kind::Deal, id: deal.id(), hit, amount: None });
        }
    });
    let won = records.iter().filter(|record| record.hit).count() as u64;
    let figure = share(handle.clone(), Share::new(won, records.len() as u64));
    Some(Explanation::new(figure, records))
}
