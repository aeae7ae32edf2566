//! The stages, phases and leaks on histories by hand and by chance.

mod benchmark;
mod funnel;
mod leaks;
mod passages;
mod phases;
mod properties;

use trechter_domain::event::Event;
use trechter_measure::facts::{Cut, Facts, Keeper};
use trechter_measure::view::View;

use crate::histories::instant;

pub fn facts(log: &[Event]) -> Facts {
    let mut keeper = Keeper::new([]);
    while let Some(release) = keeper.apply(log) {
        let held: Vec<Event> = log
            .iter()
            .filter(|event| event.event.batch == Some(release.batch))
            .filter(|event| event.seq > release.after && event.seq < release.before)
            .cloned()
            .collect();
        keeper.release(&held);
    }
    keeper.facts()
}

pub fn view<'f>(facts: &'f Facts, as_of: &str) -> View<'f> {
    View::new(facts, Cut::before(instant(as_of)))
}
