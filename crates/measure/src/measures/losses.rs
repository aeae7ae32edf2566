//! What was lost, and what was won on leads of others (metrics.md, sections 1 and 7).

use super::sales::closed;
use super::{Each, Measure};
use crate::definitions::Metric;
use crate::facts::fields::deal;
use crate::question::Scene;
use crate::sample::{Part, Scale, Sum};

pub(super) const ALL: &[Measure] = &[LOSS_COUNT, LOSS_VALUE, WINS_TAKEN_OVER];

/// Deals lost in the period.
pub(crate) const LOSS_COUNT: Measure = Measure::new(Metric::LossCount, Sum::Count, Scale::COUNT, lost);
/// Their values at the losing.
pub(crate) const LOSS_VALUE: Measure = Measure::new(Metric::LossValue, Sum::Total, Scale::MONEY, lost_value);
const WINS_TAKEN_OVER: Measure =
    Measure::new(Metric::WinsTakenOver, Sum::Count, Scale::COUNT, wins_taken_over);

fn lost(scene: &Scene<'_>, each: Each<'_>) {
    closed(scene, |deal, closing| {
        if !closing.won {
            each(Part::deal(deal, deal.owner_at(closing.at), closing.at));
        }
    });
}

fn lost_value(scene: &Scene<'_>, each: Each<'_>) {
    closed(scene, |deal, closing| {
        if !closing.won {
            let part = Part::deal(deal, deal.owner_at(closing.at), closing.at);
            each(part.money(deal.value_at(closing.at)));
        }
    });
}

/// Deals won in the window by somebody whose lead was first another's. A lead that nobody had at first is nobody's.
fn wins_taken_over(scene: &Scene<'_>, each: Each<'_>) {
    closed(scene, |deal, closing| {
        let lead = deal.at.code(deal::LEAD).checked_sub(1).filter(|_| closing.won);
        let Some(lead) = lead.and_then(|place| scene.view.lead(place)) else { return };
        let (first, owner) = (lead.first_owner().0, deal.owner_at(closing.at));
        if first != 0 && first != owner {
            each(Part::deal(deal, owner, closing.at));
        }
    });
}
