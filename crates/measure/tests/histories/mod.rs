//! Random but valid histories of a workspace: what people do in two years, decided by the real rules.
//!
//! The same (seed, steps) always gives the same log, and fewer steps with the same seed give its beginning, so that
//! a failure shrinks to a short history.

mod acts;
mod chance;
mod desk;
mod fields;
mod imports;
mod rows;
mod setup;
mod tests;

use std::rc::Rc;

use jiff::civil;
use jiff::tz::TimeZone;
use trechter_domain::decide::Ctx;
use trechter_domain::event::{Actor, Event, Origin};
use trechter_domain::{BatchId, Instant, MemberId};

pub use chance::Chance;
pub use desk::{Desk, instant};
pub use rows::{Kept, Rows, object};
pub use setup::Setup;

use imports::Import;

/// One workspace's log with what is needed to ask about it.
#[derive(Debug, Clone)]
pub struct History {
    /// Gap-free from 1, in the order of recording.
    pub events: Vec<Event>,
    pub setup: Setup,
    /// The moment of the last step.
    pub now: Instant,
}

/// The zone of every random history.
pub const ZONE: &str = "Europe/Amsterdam";

/// The first working morning.
pub const START: &str = "2024-08-01T06:00:00Z";

/// The log of `steps` things that people do.
pub fn history(seed: u64, steps: usize) -> History {
    let mut office = Office::open(seed);
    for _ in 0..steps {
        office.pass_time();
        office.act();
    }
    History { events: office.rows.log, setup: office.setup, now: Instant(office.now) }
}

/// Where it all happens: the rows, the hour, and who is at the desk.
pub struct Office {
    pub rows: Rows,
    pub chance: Chance,
    pub setup: Setup,
    pub now: i64,
    batch: Option<BatchId>,
    origin: Origin,
    imports: Vec<Import>,
}

impl Office {
    pub fn open(seed: u64) -> Self {
        let now: Instant = START.parse().expect("an instant");
        let mut office = Self {
            rows: Rows::default(),
            chance: Chance::new(seed),
            setup: Setup::default(),
            now: now.0,
            batch: None,
            origin: Origin::Member,
            imports: Vec::new(),
        };
        office.setup = office.at(now.0, |rows, _, ctx| setup::found(rows, ctx));
        office
    }

    /// Work that happened at that moment, told now.
    pub fn at<T>(&mut self, occurred: i64, work: impl FnOnce(&mut Rows, &mut Chance, &Ctx<'_>) -> T) -> T {
        let catalogue = Rc::clone(&self.rows.catalogue);
        let counter = self.rows.ids.clone();
        let ids = || counter.id();
        let actor: Actor = self.chance.one(&self.setup.members).map(|id| MemberId(*id));
        let ctx = Ctx {
            actor,
            origin: self.origin,
            batch: self.batch,
            now: Instant(self.now),
            occurred: Instant(occurred.min(self.now)),
            catalogue: &catalogue,
            ids: &ids,
        };
        work(&mut self.rows, &mut self.chance, &ctx)
    }

    /// Nothing, a moment, some hours, some days, or on to a remarkable moment: midnight that begins a month, or the
    /// hour in which the clock changes.
    fn pass_time(&mut self) {
        const HOUR: i64 = 3_600_000;
        match self.chance.weighted(&[20, 5, 35, 30, 6, 4]) {
            0 => {}
            1 => self.now += 1,
            2 => self.now += self.chance.between(60_000, 9 * HOUR),
            3 => self.now += self.chance.between(HOUR, 24 * 24 * HOUR),
            4 => self.now = self.next_month(),
            _ => self.now = self.next_clock_change(),
        }
    }

    fn next_month(&self) -> i64 {
        let zone = TimeZone::get(ZONE).expect("a zone");
        let day = Instant(self.now).timestamp().to_zoned(zone.clone()).date();
        let next = day.last_of_month().tomorrow().expect("a day");
        next.to_zoned(zone).expect("a midnight").timestamp().as_millisecond()
    }

    fn next_clock_change(&self) -> i64 {
        let zone = TimeZone::get(ZONE).expect("a zone");
        let next = zone.following(Instant(self.now).timestamp()).next();
        next.map_or(self.now, |change| change.timestamp().as_millisecond())
    }

    /// When something happened that is told now: usually now, sometimes days ago, sometimes at the very moment of
    /// something else.
    pub fn some_time_ago(&mut self) -> i64 {
        match self.chance.weighted(&[60, 15, 15, 10]) {
            0 => self.now,
            1 => self.now - self.chance.between(0, 8 * 3_600_000),
            2 => self.now - self.chance.between(0, 40 * 86_400_000),
            _ => match self.chance.one(&self.rows.log) {
                Some(event) => event.event.occurred_at.0.min(self.now),
                None => self.now,
            },
        }
    }

    /// A day near now, as text.
    pub fn some_day(&mut self) -> String {
        let days = self.chance.between(-20, 120);
        let at = Instant(self.now + days * 86_400_000);
        let date: civil::Date = at.timestamp().to_zoned(TimeZone::get(ZONE).expect("a zone")).date();
        date.to_string()
    }
}
