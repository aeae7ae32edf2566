//! The stages of all pipelines in their order at `A`.

use trechter_domain::catalogue::{Pipeline, Stage};
use uuid::Uuid;

use crate::view::View;

/// A stage in its pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Number of the pipeline, in the order of the set-up.
    pub pipeline: usize,
    /// Its place in the pipeline, from 0.
    pub place: usize,
    /// Code of the stage; 0 when no deal ever stood there.
    pub code: u32,
    /// Is there no stage after it?
    pub last: bool,
}

/// All stages of the set-up, numbered through: those of one pipeline follow each other in their order at `A`.
#[derive(Debug, Clone)]
pub struct Order {
    slots: Vec<Slot>,
    /// By number of a pipeline: the number of its first stage.
    starts: Vec<usize>,
    /// By code of a pipeline or stage: its number + 1.
    pipelines: Vec<u32>,
    stages: Vec<u32>,
}

impl Order {
    /// The order in a view's set-up.
    pub fn of(view: &View<'_>) -> Self {
        let code = |id: Uuid| view.facts.words().code(id);
        let mut order =
            Self { slots: Vec::new(), starts: Vec::new(), pipelines: Vec::new(), stages: Vec::new() };
        for (number, pipeline) in view.set_up.pipelines.iter().enumerate() {
            note(&mut order.pipelines, code(pipeline.id.0), number);
            order.starts.push(order.slots.len());
            for (place, stage) in pipeline.stages.iter().enumerate() {
                let code = code(stage.id.0);
                note(&mut order.stages, code, order.slots.len());
                let last = place + 1 == pipeline.stages.len();
                order.slots.push(Slot { pipeline: number, place, code, last });
            }
        }
        order.starts.push(order.slots.len());
        order
    }

    /// All stages.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The numbers of the stages of a pipeline.
    pub fn of_pipeline(&self, pipeline: usize) -> std::ops::Range<usize> {
        self.starts[pipeline]..self.starts[pipeline + 1]
    }

    /// The number of a pipeline by its code; `None` when it is no longer in the set-up.
    pub fn pipeline(&self, code: u32) -> Option<usize> {
        found(&self.pipelines, code)
    }

    /// The number of a stage of a pipeline, by their codes; `None` when that pipeline does not have it at `A`.
    pub fn number(&self, pipeline: u32, stage: u32) -> Option<usize> {
        let number = found(&self.stages, stage)?;
        (self.pipeline(pipeline) == Some(self.slots[number].pipeline)).then_some(number)
    }

    /// A stage with its pipeline, as the set-up has them.
    pub fn stage<'v>(&self, view: &'v View<'_>, number: usize) -> (&'v Pipeline, &'v Stage) {
        let slot = self.slots[number];
        let pipeline = &view.set_up.pipelines[slot.pipeline];
        (pipeline, &pipeline.stages[slot.place])
    }
}

/// Codes are small numbers, so that looking one up is one step.
fn note(by_code: &mut Vec<u32>, code: u32, number: usize) {
    let at = code as usize;
    if code == 0 {
        return;
    }
    if by_code.len() <= at {
        by_code.resize(at + 1, 0);
    }
    by_code[at] = number as u32 + 1;
}

fn found(by_code: &[u32], code: u32) -> Option<usize> {
    by_code.get(code as usize)?.checked_sub(1).map(|number| number as usize)
}
