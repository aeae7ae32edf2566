//! The cases behind a number, summed up: every number is a list of parts and a way to sum them.

use std::collections::BTreeMap;

use trechter_domain::Instant;
use trechter_domain::event::Kind;

use crate::answer::{Counted, Unit};
use crate::slice::Case;
use crate::stats::concentration::Weights;
use crate::stats::mean::Sums;
use crate::stats::survival::Lifetimes;
use crate::stats::velocity;
use crate::view::{Converted, Deal, Lead, View};

/// One record's part in a number.
pub struct Part<'c> {
    /// What it is.
    pub kind: Kind,
    /// Its place in its table.
    pub place: u32,
    /// Where it stands in slices.
    pub case: &'c dyn Case,
    /// Code of whom it is attributed to.
    pub owner: u32,
    /// The counted event.
    pub when: Instant,
    /// Is it above the line of a ratio? Of a duration: did it end (else it is censored)?
    pub hit: bool,
    /// Minor units, milliseconds, a number of touches; what the measure adds up.
    pub amount: i64,
    /// Not counted, and why: the code of a note that says how many there are.
    pub left_out: Option<&'static str>,
    /// Several parts of this record, given one after another, count once in a row and once in the total.
    pub once: bool,
    /// What it means for the velocity.
    pub speed: Option<Speed>,
}

/// What a deal means for the velocity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speed {
    /// It is open.
    Open,
    /// It was closed in the period.
    Closed {
        /// Won, not lost.
        won: bool,
        /// Of a won one: its value at closing.
        value: Converted,
        /// Milliseconds that it was open; `None` when its dates are unknown or cannot be.
        open: Option<i64>,
        /// It counts in the win rate: it was not registered afterwards.
        judged: bool,
    },
}

impl<'c> Part<'c> {
    /// A part that counts as one.
    pub fn new(kind: Kind, place: u32, case: &'c dyn Case, owner: u32, when: Instant) -> Self {
        Self {
            kind,
            place,
            case,
            owner,
            when,
            hit: false,
            amount: 0,
            left_out: None,
            once: false,
            speed: None,
        }
    }

    /// The part of a deal.
    pub fn deal(deal: &'c Deal<'_>, owner: u32, when: Instant) -> Self {
        Self::new(Kind::Deal, deal.place(), deal, owner, when)
    }

    /// The part of a lead.
    pub fn lead(lead: &'c Lead<'_>, owner: u32, when: Instant) -> Self {
        Self::new(Kind::Lead, lead.place(), lead, owner, when)
    }

    /// The same, above the line or not.
    pub fn hit(self, hit: bool) -> Self {
        Self { hit, ..self }
    }

    /// The same, with an amount.
    pub fn amount(self, amount: i64) -> Self {
        Self { amount, ..self }
    }

    /// The same, with a value in money; without one it is left out, with the note that says why.
    pub fn money(self, value: Converted) -> Self {
        match value {
            Converted::Known(minor) => self.amount(minor),
            Converted::NoRate => self.left_out("no_rate"),
            Converted::Missing => self.left_out("no_value"),
        }
    }

    /// The same, counted once in a row however many parts of its record come one after another: a lead that went from one
    /// seller to another stands in two rows and once in the total.
    pub fn once(self) -> Self {
        Self { once: true, ..self }
    }

    /// The same, with what it means for the velocity.
    pub fn speed(self, speed: Speed) -> Self {
        Self { speed: Some(speed), ..self }
    }

    /// The same, not counted.
    pub fn left_out(self, why: &'static str) -> Self {
        Self { left_out: Some(why), ..self }
    }
}

/// How parts become a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sum {
    /// How many there are: a flow, so many in the period.
    Count,
    /// How many there are at a moment.
    Standing,
    /// Σ amount: a flow.
    Total,
    /// Σ amount at a moment.
    StandingTotal,
    /// Hits among all.
    Share,
    /// Amount of the hits among all amounts.
    WeightedShare,
    /// Mean amount; never below `smallest`.
    Mean {
        /// The smallest value that can be.
        smallest: f64,
    },
    /// A quantile of the amounts.
    Quantile(f64),
    /// A quantile of durations of which some have not ended: Kaplan-Meier.
    Duration(f64),
    /// Σ amount per day of 24 hours of the window.
    PerDay,
    /// Open x win rate x mean won value / mean days to close.
    Velocity,
}

/// What a value is counted in, and how many of the amount's units that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The unit of the value.
    pub unit: Unit,
    /// Amount units in one: 86,400,000 for milliseconds in days.
    pub per: f64,
}

impl Scale {
    /// Plain things.
    pub const COUNT: Scale = Scale { unit: Unit::Count, per: 1.0 };
    /// Minor units.
    pub const MONEY: Scale = Scale { unit: Unit::Money, per: 1.0 };
    /// Parts of one.
    pub const SHARE: Scale = Scale { unit: Unit::Share, per: 1.0 };
    /// Milliseconds in days.
    pub const DAYS: Scale = Scale { unit: Unit::Days, per: 86_400_000.0 };
    /// Milliseconds in business minutes.
    pub const BUSINESS_MINUTES: Scale = Scale { unit: Unit::BusinessMinutes, per: 60_000.0 };
    /// Milliseconds in minutes.
    pub const MINUTES: Scale = Scale { unit: Unit::Minutes, per: 60_000.0 };
    /// Minor units a day.
    pub const MONEY_PER_DAY: Scale = Scale { unit: Unit::MoneyPerDay, per: 1.0 };
    /// A plain number.
    pub const RATIO: Scale = Scale { unit: Unit::Ratio, per: 1.0 };
}

/// The parts of one number in one row.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// How many.
    pub n: u64,
    /// How many hits.
    pub hits: u64,
    /// Σ amount, exact.
    pub sum: i128,
    /// Σ amount of the hits, exact.
    pub hit_sum: i128,
    /// Running sums of the scaled amounts, for means and tests.
    pub sums: Sums,
    /// How much single records weigh.
    pub weights: Weights,
    /// The amounts, for quantiles.
    pub values: Vec<i64>,
    /// Durations in whole units, ended or not.
    pub lifetimes: Lifetimes,
    /// How many were left out, by note.
    pub left_out: BTreeMap<&'static str, u64>,
    /// Days of 24 hours in the window that the parts are from.
    pub days: f64,
    /// What the velocity is made of.
    pub speed: Option<Box<SpeedSums>>,
    /// The records, when they are asked for.
    pub records: Vec<(Kind, u32, bool, i64)>,
    /// Place of the record that was added last, of parts that count once.
    last: Option<u32>,
}

/// What the velocity of a row is made of: exactly what its four inputs are made of when they are asked for apart.
#[derive(Debug, Clone, Default)]
pub struct SpeedSums {
    /// Open deals.
    pub open: u64,
    /// Deals in the win rate, and the won ones of these.
    pub judged: (u64, u64),
    /// Values of won deals, minor units.
    pub value: Sums,
    /// Days to close.
    pub days: Sums,
    /// The deals of which everything is known, for the interval.
    pub closed: velocity::Closed,
}

impl SpeedSums {
    fn add(&mut self, speed: Speed) {
        let Speed::Closed { won, value, open, judged } = speed else {
            self.open += 1;
            return;
        };
        let value = value.known().map(|minor| minor as f64);
        let days = open.map(|millis| millis as f64 / Scale::DAYS.per);
        self.judged.0 += u64::from(judged);
        self.judged.1 += u64::from(judged && won);
        value.filter(|_| won).into_iter().for_each(|value| self.value.add(value));
        days.into_iter().for_each(|days| self.days.add(days));
        match (won, value, days) {
            (true, Some(value), Some(days)) => self.closed.add_won(value, days),
            (false, _, Some(days)) => self.closed.add_lost(days),
            _ => {}
        }
    }

    /// Money per day; `None` when an input cannot be told or deals close within no time at all.
    pub fn per_day(&self) -> Option<f64> {
        let (judged, won) = self.judged;
        let days = self.days.mean().filter(|days| *days > 0.0)?;
        let rate = (judged > 0).then(|| won as f64 / judged as f64)?;
        Some(self.open as f64 * rate * self.value.mean()? / days)
    }
}

impl Sample {
    /// Adds a part.
    pub fn add(&mut self, how: Sum, scale: Scale, part: &Part<'_>, with_records: bool) {
        if let Some(why) = part.left_out {
            *self.left_out.entry(why).or_default() += 1;
            return;
        }
        if part.once && self.last.replace(part.place) == Some(part.place) {
            return;
        }
        self.n += 1;
        self.hits += u64::from(part.hit);
        match how {
            Sum::Count | Sum::Standing | Sum::Share => {}
            Sum::Velocity => {
                if let Some(speed) = part.speed {
                    if let Speed::Closed { won: true, value, .. } = speed {
                        match value {
                            Converted::Known(_) => {}
                            Converted::NoRate => *self.left_out.entry("no_rate").or_default() += 1,
                            Converted::Missing => *self.left_out.entry("no_value").or_default() += 1,
                        }
                    }
                    self.speed.get_or_insert_default().add(speed);
                }
            }
            Sum::Duration(_) => {
                let units = (part.amount as f64 / scale.per).floor().max(0.0) as u32;
                if part.hit { self.lifetimes.add_event(units) } else { self.lifetimes.add_censored(units) }
            }
            _ => {
                self.sum += i128::from(part.amount);
                if part.hit {
                    self.hit_sum += i128::from(part.amount);
                }
                let value = part.amount as f64 / scale.per;
                self.sums.add(value);
                self.weights.add(part.place, value.abs());
            }
        }
        if matches!(how, Sum::Quantile(_)) {
            self.values.push(part.amount);
        }
        if with_records {
            self.records.push((part.kind, part.place, part.hit, part.amount));
        }
    }

    /// The records behind the number.
    pub fn counted(&self, view: &View<'_>, how: Sum) -> Vec<Counted> {
        let with_amount = !matches!(how, Sum::Count | Sum::Standing | Sum::Share);
        let records = self.records.iter().filter_map(|(kind, place, hit, amount)| {
            let id = view.facts.table(*kind)?.id(*place);
            Some(Counted { kind: *kind, id, hit: *hit, amount: with_amount.then_some(*amount) })
        });
        records.collect()
    }
}
