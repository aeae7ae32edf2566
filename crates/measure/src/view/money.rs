//! Money of several currencies in one: each record is converted and rounded, then summed, so that the list adds up.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use trechter_domain::{Catalogue, Currency, Instant};

use crate::facts::Amount;
use crate::facts::fields::day_number;

/// How old a rate may be, in days.
const OLDEST: i64 = 7;

/// What became of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Converted {
    /// Minor units of the asked currency.
    Known(i64),
    /// There is an amount, but no rate of the seven days before: it is left out and said so, never taken as 1.0.
    NoRate,
    /// No amount, or zero: it stays in counts and is left out of values.
    Missing,
}

impl Converted {
    /// The amount, when there is one.
    pub fn known(self) -> Option<i64> {
        match self {
            Converted::Known(minor) => Some(minor),
            _ => None,
        }
    }
}

/// Exchange rates into one currency.
#[derive(Debug, Clone)]
pub struct Rates {
    into: Currency,
    zone: TimeZone,
    /// By currency: days since 1970-01-01 and how many units of ours one unit was worth, in rising order.
    by_day: HashMap<Currency, Vec<(i64, Decimal)>>,
}

impl Rates {
    /// The rates of a set-up into its workspace's currency.
    pub fn of(set_up: &Catalogue, zone: TimeZone) -> Self {
        let rates = set_up.exchange_rates.iter().filter(|entry| entry.removed_at.is_none());
        let rates = rates.map(|entry| (entry.currency, day_number(entry.date.0), entry.rate.0));
        Self::new(set_up.workspace.currency, zone, rates)
    }

    /// Rates by hand: (currency, days since 1970-01-01, units of `into` for one unit).
    pub fn new(
        into: Currency,
        zone: TimeZone,
        rates: impl IntoIterator<Item = (Currency, i64, Decimal)>,
    ) -> Self {
        let mut by_day: HashMap<Currency, Vec<(i64, Decimal)>> = HashMap::new();
        for (currency, day, rate) in rates {
            by_day.entry(currency).or_default().push((day, rate));
        }
        by_day.values_mut().for_each(|days| days.sort_by_key(|(day, _)| *day));
        Self { into, zone, by_day }
    }

    /// An amount in our currency at the rate of an instant's day, rounded half-even to our minor unit.
    pub fn convert(&self, amount: Option<Amount>, at: Instant) -> Converted {
        match amount {
            None | Some(Amount { minor: 0, .. }) => Converted::Missing,
            Some(amount) if amount.currency == self.into => Converted::Known(amount.minor),
            Some(amount) => self.exchange(amount, at).map_or(Converted::NoRate, Converted::Known),
        }
    }

    fn exchange(&self, amount: Amount, at: Instant) -> Option<i64> {
        let day = day_number(at.timestamp().to_zoned(self.zone.clone()).date());
        let days = self.by_day.get(&amount.currency)?;
        let next = days.partition_point(|(known, _)| *known <= day);
        let (known, rate) = days.get(next.checked_sub(1)?)?;
        if day - known > OLDEST {
            return None;
        }
        let (from, into) = (amount.currency.minor_digits(), self.into.minor_digits());
        let units = Decimal::try_from_i128_with_scale(amount.minor.into(), from).ok()?.checked_mul(*rate)?;
        let minor = units.checked_mul(Decimal::from(10i64.pow(into)))?;
        minor.round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven).to_i64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_at_the_last_rate_of_seven_days_and_rounds_half_even() {
        let usd = Currency::parse("USD").unwrap();
        let rates = Rates::new(Currency::EUR, TimeZone::UTC, [(usd, 10, "0.5".parse().unwrap())]);
        let on = |day: i64| Instant(day * trechter_domain::time::DAY + 1);
        let some = |minor| Some(Amount { minor, currency: usd });
        assert_eq!(rates.convert(some(5), on(10)), Converted::Known(2), "2.5 is rounded to the even 2");
        assert_eq!(rates.convert(some(7), on(17)), Converted::Known(4));
        assert_eq!(rates.convert(some(7), on(18)), Converted::NoRate);
        assert_eq!(rates.convert(some(7), on(9)), Converted::NoRate);
        assert_eq!(rates.convert(None, on(9)), Converted::Missing);
        let own = Amount { minor: 9, currency: Currency::EUR };
        assert_eq!(rates.convert(Some(own), on(0)), Converted::Known(9));
    }
}
