//! Sales at new and at existing customers (metrics.md, section 5.7).

use std::collections::HashSet;

use super::{Each, Measure, sales};
use crate::definitions::Metric;
use crate::question::Scene;
use crate::sample::{Part, Scale, Sum};
use crate::view::{Closing, Deal};

pub(super) const ALL: &[Measure] = &[
    Measure::new(Metric::NewCustomers, Sum::Count, Scale::COUNT, new_customers),
    Measure::new(Metric::WonValueNew, Sum::Total, Scale::MONEY, won_value_new),
    Measure::new(Metric::GrowthExisting, Sum::Total, Scale::MONEY, growth_existing),
];

/// Whether a win made its party a customer, or came from one that was; nothing for deals of nobody.
enum Win {
    First,
    Later,
    OfNobody,
}

/// The deals won in the window. Of several first wins of a party at one instant, the one that was known first counts.
fn wins(scene: &Scene<'_>, mut each: impl FnMut(&Deal<'_>, Closing, Win)) {
    let since = scene.view.customers();
    let mut met = HashSet::new();
    sales::closed(scene, |deal, closing| {
        if !closing.won {
            return;
        }
        let Some(party) = deal.party() else { return each(deal, closing, Win::OfNobody) };
        let is_first = since.get(&party) == Some(&closing.at) && met.insert(party);
        each(deal, closing, if is_first { Win::First } else { Win::Later });
    });
}

/// Parties whose first win ever lies in the window, by the deal that made them customers.
fn new_customers(scene: &Scene<'_>, each: Each<'_>) {
    wins(scene, |deal, closing, win| match win {
        Win::First => each(part(deal, closing)),
        Win::OfNobody => each(part(deal, closing).left_out("no_party")),
        Win::Later => {}
    });
}

fn won_value_new(scene: &Scene<'_>, each: Each<'_>) {
    wins(scene, |deal, closing, win| match win {
        Win::First => each(part(deal, closing).money(deal.value_at(closing.at))),
        Win::OfNobody => each(part(deal, closing).left_out("no_party")),
        Win::Later => {}
    });
}

fn growth_existing(scene: &Scene<'_>, each: Each<'_>) {
    wins(scene, |deal, closing, win| match win {
        Win::Later => each(part(deal, closing).money(deal.value_at(closing.at))),
        Win::OfNobody => each(part(deal, closing).left_out("no_party")),
        Win::First => {}
    });
}

fn part<'c>(deal: &'c Deal<'_>, closing: Closing) -> Part<'c> {
    Part::deal(deal, deal.owner_at(closing.at), closing.at)
}
