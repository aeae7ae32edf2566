//! A deal's way through the stages, from its history or its present state.

use serde_json::json;
use trechter_domain::{Instant, StageId};

use super::super::entries::StageAt;
use super::super::mapping::Outcome;
use super::super::report::NoteKind;
use super::{Course, Drafter, Gathering, Turn};

impl Drafter<'_> {
    pub(super) fn last_stage(&self, at: StageAt) -> Option<StageId> {
        self.plan.entries.catalogue.pipeline(at.pipeline)?.stages.last().map(|stage| stage.id)
    }

    /// When the deal was closed; for an open one the date is an expectation.
    pub(super) fn closing(&self, gathering: &mut Gathering, outcome: Outcome) -> Option<Instant> {
        let date = gathering.instants.get("close_date").copied();
        let (at, timed) = gathering.instants.get("closed_at").copied().or(date).unzip_or();
        if outcome == Outcome::Open {
            if let Some((at, _)) = date {
                let day = at.timestamp().to_zoned(self.cells.zone.clone()).date();
                gathering.draft.fields.entry("expected_close").or_insert_with(|| json!(day.to_string()));
            }
            return None;
        }
        let row = gathering.draft.row;
        let Some(at) = at else {
            gathering.draft.warnings.push(self.note(row, NoteKind::Warning, "import_no_closing_date"));
            return None;
        };
        if at > self.now {
            gathering.draft.warnings.push(self.note(row, NoteKind::Warning, "import_closed_in_the_future"));
            return Some(at);
        }
        let Some(created) = gathering.draft.created else { return Some(at) };
        if at >= created {
            return Some(at);
        }
        let day = |at: Instant| at.timestamp().to_zoned(self.cells.zone.clone()).date();
        if !timed && day(at) == day(created) {
            // A day without a time means some time that day, not its first minute.
            return Some(created);
        }
        gathering.draft.warnings.push(self.note(row, NoteKind::Warning, "import_closed_before_created"));
        Some(at)
    }

    /// The deal's way: its stage history when the files have it, else its present state.
    pub(super) fn course(
        &self,
        gathering: &mut Gathering,
        present: StageAt,
        outcome: Outcome,
        closed: Option<Instant>,
    ) -> Course {
        let word = |name: &str| gathering.words.get(name).map_or("", String::as_str);
        let pipeline = word("pipeline").to_owned();
        let mut course = Course {
            pipeline: present.pipeline,
            first: present.stage,
            turns: Vec::new(),
            closed,
            loss_reason: None,
            competitor: None,
            loss_note: None,
        };
        let external = &gathering.draft.external;
        let mut stage = None;
        for visit in self.plan.visits.get(external).into_iter().flatten() {
            let Some(at) = self.plan.entries.stage(&self.plan.mapping, &pipeline, &visit.stage) else {
                let row = gathering.draft.row;
                let mut note = self.note(row, NoteKind::Warning, "import_unknown_stage");
                note.value = Some(json!(visit.stage));
                gathering.draft.warnings.push(note);
                continue;
            };
            let outcome = at.outcome.unwrap_or(Outcome::Open);
            // A closed stage does not say where the deal stood: where it stood before.
            let stands = if outcome == Outcome::Open { at.stage } else { stage.unwrap_or(at.stage) };
            if stage.is_none() {
                course.first = stands;
                let created = gathering.draft.created.unwrap_or(visit.at);
                gathering.draft.created = Some(created.min(visit.at));
            }
            stage = Some(stands);
            let last = course
                .turns
                .last()
                .map_or((course.first, Outcome::Open), |turn: &Turn| (turn.stage, turn.outcome));
            if last != (stands, outcome) {
                course.turns.push(Turn { id: visit.id.clone(), at: visit.at, stage: stands, outcome });
            }
        }
        let created = gathering.draft.created;
        if course.end().1 != outcome || (outcome == Outcome::Open && course.end().0 != present.stage) {
            let at =
                closed.or_else(|| course.turns.last().map(|turn| turn.at)).or(created).unwrap_or(self.now);
            let stands =
                if outcome == Outcome::Open || stage.is_none() { present.stage } else { course.end().0 };
            course.turns.push(Turn { id: String::new(), at, stage: stands, outcome });
        } else if let Some(closed) = closed {
            // The deal's own row knows the day of its closing better than the history of clicks, unless it
            // lies before what the history says came first.
            let earlier = course.turns.iter().rev().nth(1).map(|turn| turn.at).or(created);
            if let Some(turn) = course.turns.last_mut().filter(|_| earlier.is_none_or(|at| closed >= at)) {
                turn.at = closed;
            }
        }
        let fields = &mut gathering.draft.fields;
        let reason = fields.remove("loss_reason");
        course.loss_reason = reason.and_then(|value| serde_json::from_value(value).ok());
        course.loss_note = fields.remove("loss_note").and_then(|note| note.as_str().map(str::to_owned));
        course.competitor =
            fields.get("competitor").cloned().and_then(|value| serde_json::from_value(value).ok());
        course
    }
}

/// `Option<(A, B)>` as two options, the second as a flag.
trait UnzipOr {
    fn unzip_or(self) -> (Option<Instant>, bool);
}

impl UnzipOr for Option<(Instant, bool)> {
    fn unzip_or(self) -> (Option<Instant>, bool) {
        (self.map(|(at, _)| at), self.is_some_and(|(_, timed)| timed))
    }
}
