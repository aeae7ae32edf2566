//! The stages, phases and leaks on histories by hand and by chance.

mod benchmark;
mod entries;
mod funnel;
mod leaks;
mod passages;
mod phases;
mod properties;

use serde_json::{Value, json};
use trechter_domain::catalogue::Pipeline;
use trechter_domain::decide;
use trechter_domain::event::Event;
use trechter_measure::facts::{Cut, Facts, Keeper};
use trechter_measure::view::View;

use crate::histories::{Desk, instant, object};

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

/// Changes the set-up of the first pipeline.
pub fn change_pipeline(desk: &mut Desk, change: impl FnOnce(&mut Value)) {
    let office = desk.office();
    let (pipeline, now) = (office.setup.pipelines[0], office.now);
    office.at(now, |rows, _, ctx| {
        let before: Pipeline = rows.catalogue.pipeline(pipeline.into()).expect("a pipeline").clone();
        let mut patch = json!({ "stages": before.stages });
        change(&mut patch);
        rows.save_entry(&decide::edit::<Pipeline>(ctx, &before, object(&patch)).expect("allowed"));
    });
}
