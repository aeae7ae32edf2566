//! Exchange: each record is converted and rounded, then summed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use trechter_domain::{Currency, Money};

/// How much of the workspace's currency one unit of another was worth, by day.
#[derive(Debug, Clone, Default)]
pub struct Rates(pub BTreeMap<(Currency, Date), Decimal>);

/// "Each record is converted, rounded half-even to the target's minor unit, then summed, so the list adds up" and "No
/// rate within the 7 days before: left out and said so, never 1.0." `None`: no rate.
pub fn converted(money: Money, to: Currency, day: Date, rates: &Rates) -> Option<i64> {
    if money.currency == to {
        return Some(money.amount);
    }
    let week = 0..=7;
    let rate = week.into_iter().find_map(|back| {
        let day = day.checked_sub(jiff::Span::new().days(back)).ok()?;
        rates.0.get(&(money.currency, day))
    })?;
    let whole = Decimal::new(money.amount, money.currency.minor_digits());
    let target = whole * rate * Decimal::from(10i64.pow(to.minor_digits()));
    target.round_dp(0).to_i64()
}
