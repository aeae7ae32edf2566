//! The set-up as of any date: pipelines and their stages, members and teams, rates, calendars.
//!
//! Stage order, calendar, targets and team membership are those at the question's date. An entry that was created
//! later holds for the time before it as it first was: history imported into a new workspace has a set-up too.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use trechter_domain::calendar::Timetable;
use trechter_domain::catalogue::{
    Calendar, Campaign, Competitor, ExchangeRate, Field, LossReason, Member, Pipeline, Product, Source,
    Spend, Tag, Target, Team, View, Workspace,
};
use trechter_domain::event::{Event, EventKind, Kind, NewEvent};
use trechter_domain::fold::{self, Document};
use trechter_domain::{Catalogue, Instant, MemberId, TeamId};
use uuid::Uuid;

use super::disk::{Page, Told, Unusable};
use super::table::Cut;

/// One entry's events, its creation first and the others in the order of (time, number).
type Story = Vec<(i64, Arc<NewEvent>)>;

/// The history of a workspace's set-up.
#[derive(Debug, Clone, Default)]
pub struct SetUp {
    stories: HashMap<Uuid, Story>,
    /// By entry: which event took back which of its events. What was taken back still holds for those who ask what was
    /// known before.
    undos: HashMap<Uuid, Vec<(i64, Vec<i64>)>>,
    /// The latest moment at which anything changed.
    last: i64,
    current: OnceLock<Arc<Catalogue>>,
    timetable: OnceLock<Arc<Timetable>>,
}

impl SetUp {
    pub(super) fn take(&mut self, event: &Event) {
        let story = self.stories.entry(event.event.subject.id).or_default();
        if event.event.kind == EventKind::Retracted {
            let about = &event.event.data.about;
            let seqs = about.get("seqs").and_then(serde_json::Value::as_array).into_iter().flatten();
            let mut seqs: Vec<i64> = seqs.filter_map(serde_json::Value::as_i64).collect();
            if about.contains_key("creation") {
                seqs.extend(story.iter().map(|(seq, _)| *seq));
            }
            self.undos.entry(event.event.subject.id).or_default().push((event.seq, seqs));
        } else {
            let key = (event.event.occurred_at, event.seq);
            let place = story.partition_point(|(seq, other)| {
                other.kind == EventKind::Created || (other.occurred_at, *seq) <= key
            });
            let place = if event.event.kind == EventKind::Created { 0 } else { place };
            story.insert(place, (event.seq, Arc::new(event.event.clone())));
        }
        if event.event.kind != EventKind::Created {
            self.last = self.last.max(event.event.occurred_at.0);
        }
        self.current = OnceLock::new();
        self.timetable = OnceLock::new();
    }

    /// Everything as bytes, without what an event's `personal` part said.
    pub(super) fn write(&self, page: &mut Page) -> serde_json::Result<()> {
        let plain = |(seq, event): &(i64, Arc<NewEvent>)| Event {
            seq: *seq,
            event: NewEvent { personal: None, ..NewEvent::clone(event) },
        };
        let stories: Vec<(Uuid, Vec<Event>)> =
            self.stories.iter().map(|(id, story)| (*id, story.iter().map(plain).collect())).collect();
        page.bytes(&serde_json::to_vec(&(stories, &self.undos, self.last))?);
        Ok(())
    }

    /// What was written.
    pub(super) fn read(told: &mut Told<'_>) -> Result<Self, Unusable> {
        type Written = (Vec<(Uuid, Vec<Event>)>, HashMap<Uuid, Vec<(i64, Vec<i64>)>>, i64);
        let read: Written = serde_json::from_slice(told.bytes()?).map_err(|_| Unusable::Damaged)?;
        let (stories, undos, last) = read;
        let story = |events: Vec<Event>| events.into_iter().map(|event| (event.seq, Arc::new(event.event)));
        let stories = stories.into_iter().map(|(id, events)| (id, story(events).collect()));
        Ok(Self { stories: stories.collect(), undos, last, ..Self::default() })
    }

    /// The set-up now.
    pub fn current(&self) -> Arc<Catalogue> {
        Arc::clone(self.current.get_or_init(|| Arc::new(self.fold(Cut::everything()))))
    }

    /// The workspace's working hours now; worked out once.
    pub fn timetable(&self) -> Arc<Timetable> {
        let made = || {
            let now = self.current();
            Arc::new(Timetable::new(&now.calendar_of_workspace(), &now.workspace.zone()))
        };
        Arc::clone(self.timetable.get_or_init(made))
    }

    /// The set-up as of a cut.
    pub fn at(&self, cut: Cut) -> Arc<Catalogue> {
        if cut.known.is_none() && self.last < cut.before.0 {
            self.current()
        } else {
            Arc::new(self.fold(cut))
        }
    }

    fn fold(&self, cut: Cut) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for (id, story) in &self.stories {
            let Some((_, first)) = story.first() else { continue };
            let story = &self.told(id, story, cut);
            macro_rules! folded {
                ($($kind:ident => $list:ident),* $(,)?) => {
                    match first.subject.kind {
                        Kind::Workspace => {
                            if let Some(workspace) = folded::<Workspace>(story, cut) {
                                catalogue.workspace = workspace;
                            }
                        }
                        $(Kind::$kind => catalogue.$list.extend(folded::<$kind>(story, cut)),)*
                        _ => {}
                    }
                };
            }
            folded!(
                Pipeline => pipelines, Team => teams, Member => members, Source => sources, Campaign => campaigns,
                Product => products, LossReason => loss_reasons, Competitor => competitors, Tag => tags,
                Field => fields, View => views, Calendar => calendars, ExchangeRate => exchange_rates,
                Target => targets, Spend => spends,
            );
        }
        catalogue.indexed()
    }

    /// An entry's events that had not been taken back, as far as was known at a cut.
    fn told(&self, id: &Uuid, story: &Story, cut: Cut) -> Story {
        let undos = self.undos.get(id).map_or(&[][..], Vec::as_slice);
        let known = cut.known.map_or(i64::MAX, |known| known.seq);
        story.iter().filter(|(seq, _)| !is_away(undos, *seq, known)).cloned().collect()
    }

    /// The teams a member was in, each from an instant on; the first one also holds for all time before.
    pub fn teams_of(&self, member: MemberId, cut: Cut) -> Vec<(Instant, Option<TeamId>)> {
        let mut teams = Vec::new();
        let story = self.stories.get(&member.0).map(|story| self.told(&member.0, story, cut));
        for (seq, event) in story.iter().flatten() {
            let team = event.data.set.get("team").map(|value| value.as_str().and_then(|id| id.parse().ok()));
            match (event.kind, team) {
                (EventKind::Created, team) => teams.push((Instant(i64::MIN), team.flatten())),
                (_, Some(team)) if holds(*seq, event, cut) => teams.push((event.occurred_at, team)),
                _ => {}
            }
        }
        teams
    }
}

/// Is an event taken back, as far as was known at a number? Retractions may be taken back themselves.
fn is_away(undos: &[(i64, Vec<i64>)], seq: i64, known: i64) -> bool {
    let hits = undos.iter().filter(|(by, seqs)| *by > seq && *by <= known && seqs.contains(&seq));
    hits.into_iter().any(|(by, _)| !is_away(undos, *by, known))
}

/// Has this happened before the cut, as far as was known?
fn holds(seq: i64, event: &NewEvent, cut: Cut) -> bool {
    event.occurred_at < cut.before && cut.known.is_none_or(|known| seq <= known.seq)
}

fn folded<R: Document>(story: &Story, cut: Cut) -> Option<R> {
    let told =
        story.iter().filter(|(seq, event)| event.kind == EventKind::Created || holds(*seq, event, cut));
    // An event that does not fold would have been refused when it was written; it is passed over here.
    told.fold(None, |state: Option<R>, (_, event)| fold::apply(state.clone(), event).unwrap_or(state))
}
