//! The order of the stories: deals, leads and suspects as they came, more in spring and more every year.

use trechter_domain::Instant;

use super::chance::Chance;
use super::days::{CLOSES, Days, OPENS};
use super::world::{Made, World};
use super::{FRUITLESS_LEADS, SUSPECTS, deals, leads, parties, planted};

/// How the work is spread over the days.
struct Curve {
    /// Weight of all days up to and including each.
    sums: Vec<f64>,
}

impl Curve {
    fn new(days: &Days, weekend: f64) -> Self {
        let mut sum = 0.0;
        let weight = |day: usize| {
            let month = days.date(day).month() as usize - 1;
            let rest = if days.is_workday(day) { 1.0 } else { weekend };
            planted::SEASON[month] * (1.0 + planted::GROWTH).powf(day as f64 / 365.25) * rest
        };
        let sums = (0..=days.today())
            .map(|day| {
                sum += weight(day);
                sum
            })
            .collect();
        Self { sums }
    }

    /// The day before which this share of the work lies.
    fn day(&self, share: f64) -> usize {
        let wanted = share * self.sums.last().copied().unwrap_or(0.0);
        self.sums.partition_point(|sum| *sum <= wanted).min(self.sums.len() - 1)
    }

    /// The share of the work that lies before a day.
    fn share(&self, day: usize) -> f64 {
        let before = day.checked_sub(1).map_or(0.0, |day| self.sums[day]);
        before / self.sums.last().copied().unwrap_or(1.0)
    }
}

/// A sequence of beginnings in the order of time.
struct Stream {
    number: u64,
    curve: Curve,
    total: u64,
    next: u64,
    upcoming: Option<(Instant, u64, Chance)>,
    /// Earliest and latest minute of a day.
    hours: (f64, f64),
}

impl Stream {
    fn new(world: &World, number: u64, total: u64, weekend: f64, hours: (f64, f64)) -> Self {
        let curve = Curve::new(&world.days, weekend);
        let mut stream = Self { number, curve, total, next: 0, upcoming: None, hours };
        stream.advance(world);
        stream
    }

    fn advance(&mut self, world: &World) {
        self.upcoming = (self.next < self.total).then(|| {
            let mut chance = Chance::of(world.plan.seed, self.number, self.next);
            let day = self.curve.day((self.next as f64 + chance.unit()) / self.total as f64);
            let at = world.days.at(day, chance.between(self.hours.0, self.hours.1));
            // Today is not over yet; some minutes ago at the latest, so that something can follow.
            (at.min(Instant(world.now().0 - 5 * 60_000)), self.next, chance)
        });
        self.next += 1;
    }
}

/// All stories of a world, one after the other.
pub struct Stories<'w> {
    world: &'w World,
    deals: Stream,
    leads: Stream,
    suspects: Stream,
    /// Which deals belong to the lucky seller.
    lucky: Vec<u64>,
}

impl<'w> Stories<'w> {
    pub fn new(world: &'w World) -> Self {
        let count = world.plan.deals;
        let of = |per_deal: f64| (count as f64 * per_deal).round() as u64;
        let deals = Stream::new(world, 1, count, 0.0, (OPENS + 20.0, CLOSES - 20.0));
        let lucky = lucky(world, &deals.curve);
        Self {
            world,
            deals,
            leads: Stream::new(world, 2, of(FRUITLESS_LEADS), 0.35, (420.0, 1_350.0)),
            suspects: Stream::new(world, 3, of(SUSPECTS), 0.0, (OPENS, CLOSES)),
            lucky,
        }
    }
}

/// The numbers of the lucky seller's deals: spread over his first weeks.
fn lucky(world: &World, curve: &Curve) -> Vec<u64> {
    let began = world.days.today().saturating_sub(planted::LUCKY_BEGAN);
    let mut numbers: Vec<u64> = Vec::new();
    for k in 0..planted::LUCKY_DEALS {
        let number = (curve.share(began + 12 + k * 10) * world.plan.deals as f64) as u64;
        let after = numbers.last().map_or(0, |last| last + 1);
        numbers.push(number.max(after));
    }
    numbers
}

impl Iterator for Stories<'_> {
    type Item = Vec<Made>;

    fn next(&mut self) -> Option<Vec<Made>> {
        let world = self.world;
        let at = |stream: &Stream| stream.upcoming.as_ref().map(|(at, ..)| *at);
        let first = [at(&self.deals), at(&self.leads), at(&self.suspects)];
        let earliest = first.iter().flatten().min().copied()?;
        let stream = match first.iter().position(|at| *at == Some(earliest))? {
            0 => &mut self.deals,
            1 => &mut self.leads,
            _ => &mut self.suspects,
        };
        let (at, number, mut chance) = stream.upcoming.take()?;
        stream.advance(world);
        let which = stream.number;
        Some(match which {
            1 => {
                let lucky = self.lucky.iter().position(|lucky| *lucky == number);
                deals::deal(world, &mut chance, at, lucky)
            }
            2 => leads::fruitless(world, &mut chance, at),
            _ => parties::suspect(world, &mut chance, at),
        })
    }
}
