//! The working hours of teams and people, worked out once per view.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use trechter_domain::calendar::Timetable;

use super::View;

#[derive(Debug, Default)]
pub(super) struct Timetables {
    workspace: OnceLock<Arc<Timetable>>,
    teams: Mutex<HashMap<u32, Arc<Timetable>>>,
}

impl View<'_> {
    /// The workspace's working hours at the cut.
    pub fn timetable(&self) -> Arc<Timetable> {
        let made = || {
            let (then, now) = (self.set_up.calendar_of_workspace(), self.facts.set_up().current());
            if then == now.calendar_of_workspace() {
                return self.facts.set_up().timetable();
            }
            Arc::new(Timetable::new(&then, &self.zone))
        };
        Arc::clone(self.timetables.workspace.get_or_init(made))
    }

    /// The working hours of a team, by its code ([`View::team_code`]); the workspace's for 0 and for teams without
    /// their own.
    pub fn timetable_of_team(&self, team: u32) -> Arc<Timetable> {
        let own = (team as usize).checked_sub(1).and_then(|place| self.set_up.teams.get(place));
        let Some(own) = own.filter(|team| team.calendar.is_some()) else { return self.timetable() };
        let mut known = self.timetables.teams.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || Arc::new(Timetable::new(&self.set_up.calendar_of_team(Some(own.id)), &self.zone));
        Arc::clone(known.entry(team).or_insert_with(made))
    }
}
