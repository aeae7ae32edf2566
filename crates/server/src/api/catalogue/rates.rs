//! `GET /catalogue/exchange-rates`: the rates, newest first. There can be thousands, so `GET /catalogue`
//! leaves them out.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::catalogue::ExchangeRate;
use trechter_domain::permission::Act;
use trechter_domain::time::Date;
use trechter_domain::{Currency, ExchangeRateId};

use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};

/// Which rates.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RatesQuery {
    pub currency: Option<Currency>,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// 1 to 1,000, 200 when left out.
    pub limit: Option<usize>,
    /// The `next` of the page before.
    pub cursor: Option<ExchangeRateId>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct RatesReply {
    pub items: Vec<ExchangeRate>,
    /// Ask on with this.
    pub next: Option<ExchangeRateId>,
    /// Every currency that has a rate.
    pub currencies: Vec<Currency>,
}

pub struct ExchangeRates;

impl Operation for ExchangeRates {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadCatalogue);
    type Path = Nothing;
    type Query = RatesQuery;
    type Body = Nothing;
    type Reply = RatesReply;

    fn id() -> String {
        "list_exchange_rates".into()
    }
    fn path() -> String {
        "/catalogue/exchange-rates".into()
    }
    fn summary() -> String {
        "Exchange rates, newest first.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<RatesReply>, Problem> {
        let query = call.query.clone();
        let limit = query.limit.unwrap_or(200).clamp(1, 1_000);
        let catalogue = call.app.store.read(call.caller()?.workspace, |tx| Ok(tx.catalogue())).await?;
        let rates = catalogue.exchange_rates.iter().filter(|rate| rate.removed_at.is_none());
        let mut currencies: Vec<Currency> = rates.clone().map(|rate| rate.currency).collect();
        currencies.dedup();
        let asked = |rate: &&ExchangeRate| {
            query.currency.is_none_or(|currency| rate.currency == currency)
                && query.from.is_none_or(|from| rate.date >= from)
                && query.to.is_none_or(|to| rate.date <= to)
        };
        let mut found: Vec<&ExchangeRate> = rates.filter(asked).collect();
        found.sort_by_key(|rate| (std::cmp::Reverse(rate.date), rate.currency));
        let start = match query.cursor {
            None => 0,
            Some(last) => match found.iter().position(|rate| rate.id == last) {
                Some(place) => place + 1,
                None => return Err(Problem::of(422, "invalid_cursor")),
            },
        };
        let page: Vec<ExchangeRate> = found[start..].iter().take(limit).map(|rate| (*rate).clone()).collect();
        let next = page.last().map(|rate| rate.id).filter(|_| start + page.len() < found.len());
        Ok(Answer::of(RatesReply { items: page, next, currencies }))
    }
}
