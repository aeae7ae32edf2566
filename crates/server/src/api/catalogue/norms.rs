//! What all are measured by: who may set it, and who may see what people cost.

use serde_json::{Map, Value};
use trechter_domain::catalogue::{
    Calendar, ExchangeRate, Member, Pipeline, Spend, Stage, StageNorm, Target, TargetMetric, TargetPeriod,
    TargetValue, Whom,
};
use trechter_domain::permission::{self, Act};
use trechter_domain::time::Date;
use trechter_domain::{Catalogue, Currency, MemberId, Refusal};
use trechter_store::{Result, Tx};

use super::Entry;
use super::many::Many;
use crate::caller::Deed;

/// Has the actor also this right, beside the one he came in with?
///
/// # Errors
/// `forbidden`.
pub fn may(tx: &Tx<'_>, deed: &Deed, act: Act) -> Result<()> {
    let deed = Deed { act, ..deed.clone() };
    deed.reach(&tx.catalogue()).map(|_| ())
}

/// Do the norms or horizons of a pipeline change?
pub fn differ(before: Option<&Pipeline>, after: &Pipeline) -> bool {
    let of = |stage: Option<&Stage>| -> (Option<i64>, Option<StageNorm>) {
        stage.map_or((None, None), |stage| (stage.horizon_days, stage.norm.clone()))
    };
    before.and_then(|pipeline| pipeline.horizon_days) != after.horizon_days
        || after.stages.iter().any(|stage| {
            let known = before.and_then(|pipeline| pipeline.stage(stage.id));
            of(known) != of(Some(stage))
        })
}

/// What an hour of somebody costs is shown to those who set norms.
pub fn without_costs(mut member: Member, reader: &Member, catalogue: &Catalogue) -> Member {
    if permission::reach(reader, Act::SetNorms, catalogue).is_none() {
        member.hourly_cost = None;
    }
    member
}

impl Entry for Calendar {
    const PLURAL: &'static str = "calendars";
    const ACT: Act = Act::SetNorms;
}

impl Entry for Spend {
    const PLURAL: &'static str = "spends";
    const ACT: Act = Act::SetTargets;
}

impl Entry for ExchangeRate {
    const PLURAL: &'static str = "exchange-rates";
    const ACT: Act = Act::SetNorms;

    /// A rate comes back only while no other took its day.
    fn guard(tx: &mut Tx<'_>, _: &Deed, _: Option<&Self>, after: Option<&Self>) -> Result<()> {
        let Some(after) = after else { return Ok(()) };
        match tx.catalogue().rate_of(after.currency, after.date) {
            Some(other) if other.id != after.id => Err(Refusal::field("date", "already_entered").into()),
            _ => Ok(()),
        }
    }
}

impl Entry for Target {
    const PLURAL: &'static str = "targets";
    const ACT: Act = Act::SetTargets;

    fn shown_to(&self, deed: &Deed, catalogue: &Catalogue) -> Result<(), Refusal> {
        let reader = Deed { act: Act::ReadRecords, ..deed.clone() };
        match (self.whom, reader.reach(catalogue)) {
            (Whom::Member(whom), Ok(reach)) if !reach.covers(Some(whom)) => Err(Refusal::not_found()),
            _ => Ok(()),
        }
    }

    /// A member's target is set by those who see his records; a target comes back only while no other
    /// took its place.
    fn guard(tx: &mut Tx<'_>, deed: &Deed, _: Option<&Self>, after: Option<&Self>) -> Result<()> {
        let Some(after) = after else { return Ok(()) };
        let catalogue = tx.catalogue();
        let unreached =
            |whom: MemberId| Ok::<_, trechter_store::Error>(!deed.reach(&catalogue)?.covers(Some(whom)));
        if let Whom::Member(whom) = after.whom
            && unreached(whom)?
        {
            return Err(Refusal::field("whom", "unknown").into());
        }
        match catalogue.same_target(after) {
            Some(_) => Err(Refusal::field("starts", "target_exists").into()),
            None => Ok(()),
        }
    }
}

/// One rate of many.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateItem {
    pub currency: Currency,
    pub date: Date,
    /// Null takes the rate of that day away.
    pub rate: Option<trechter_domain::catalogue::Rate>,
}

impl Many for ExchangeRate {
    type Item = RateItem;
    type Key = (Currency, Date);
    const TWICE: (&'static str, &'static str) = ("date", "already_entered");

    fn all(catalogue: &Catalogue) -> &[Self] {
        &catalogue.exchange_rates
    }
    fn key(&self) -> Self::Key {
        (self.currency, self.date)
    }
    fn key_of(item: &RateItem) -> Self::Key {
        (item.currency, item.date)
    }
    fn says(item: &RateItem) -> Option<Map<String, Value>> {
        item.rate.map(|rate| Map::from_iter([("rate".to_owned(), serde_json::json!(rate))]))
    }
}

/// One target of many.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetItem {
    pub metric: TargetMetric,
    pub whom: Whom,
    pub period: TargetPeriod,
    pub starts: Date,
    /// Null takes the target away.
    pub value: Option<TargetValue>,
}

impl Many for Target {
    type Item = TargetItem;
    type Key = (TargetMetric, Whom, TargetPeriod, Date);
    const TWICE: (&'static str, &'static str) = ("starts", "target_exists");

    fn all(catalogue: &Catalogue) -> &[Self] {
        &catalogue.targets
    }
    fn key(&self) -> Self::Key {
        (self.metric, self.whom, self.period, self.starts)
    }
    fn key_of(item: &TargetItem) -> Self::Key {
        (item.metric, item.whom, item.period, item.starts)
    }
    fn says(item: &TargetItem) -> Option<Map<String, Value>> {
        item.value.map(|value| Map::from_iter([("value".to_owned(), serde_json::json!(value))]))
    }
}
