//! Exchange rates: what money in another currency is worth in the workspace's.

use std::borrow::Cow;

use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{Catalogue, entry};
use crate::money::Currency;
use crate::time::Date;

/// Units of the workspace's currency for one unit of another: `0.9213`. Exact; written as a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(#[serde(with = "rust_decimal::serde::str")] pub Decimal);

impl JsonSchema for Rate {
    fn schema_name() -> Cow<'static, str> {
        "Rate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?$" })
    }
}

entry! {
    /// The rate of a currency from a day on. It holds for that day and the seven after it, unless a newer
    /// one takes over; older than that it is no rate.
    ExchangeRate(ExchangeRateId), ExchangeRate, label: => title, personal: [],
    {
        currency: Currency,
        date: Date,
        rate: Rate,
    }
    check(this, check) {
        if this.currency == check.ctx.catalogue.workspace.currency {
            check.wrong("currency", "own_currency");
        }
        if this.date == Date::default() {
            check.wrong("date", "required");
        }
        if this.rate.0 <= Decimal::ZERO || this.rate.0 > Decimal::from(1_000_000_000) {
            check.wrong("rate", "not_a_rate");
        }
        if this.rate.0.scale() > 12 {
            check.wrong("rate", "not_a_rate");
        }
        if check.ctx.catalogue.rate_of(this.currency, this.date).is_some_and(|other| other.id != this.id) {
            check.wrong("date", "already_entered");
        }
    }
}

impl ExchangeRate {
    fn title(&self) -> String {
        format!("{} {}", self.currency, self.date)
    }
}

impl Catalogue {
    /// The rate that was entered for this currency on this very day.
    pub fn rate_of(&self, currency: Currency, date: Date) -> Option<&ExchangeRate> {
        let from = self.exchange_rates.partition_point(|rate| (rate.currency, rate.date) < (currency, date));
        self.exchange_rates[from..]
            .iter()
            .take_while(|rate| (rate.currency, rate.date) == (currency, date))
            .find(|rate| rate.removed_at.is_none())
    }
}
