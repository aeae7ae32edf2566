//! Targets: what somebody is to reach in a month, quarter or year.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Catalogue, entry};
use crate::event::Kind;
use crate::money::Money;
use crate::record::Check;
use crate::time::Date;
use crate::{CampaignId, MemberId, SourceId, TeamId};

/// What a target counts. The metrics are those of the dashboard.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TargetMetric {
    /// Value of the deals won.
    #[default]
    WonValue,
    /// Number of deals won.
    WonCount,
    /// Parties that became customer for the first time.
    NewCustomers,
    /// Won value at parties that were customer already.
    GrowthExisting,
    LeadsHandled,
    /// Calls, mails, messages, meetings, visits and demos.
    Touches,
    /// Completed meetings, visits and demos.
    Appointments,
    /// Share of leads that become customer.
    Conversion,
    /// Share of closed deals that is won.
    WinRate,
    /// Share of leads answered in time.
    ResponseShare,
}

/// In what a metric is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TargetUnit {
    Money,
    Count,
    /// 0 to 1.
    Share,
}

impl TargetMetric {
    pub const ALL: [TargetMetric; 10] = [
        TargetMetric::WonValue,
        TargetMetric::WonCount,
        TargetMetric::NewCustomers,
        TargetMetric::GrowthExisting,
        TargetMetric::LeadsHandled,
        TargetMetric::Touches,
        TargetMetric::Appointments,
        TargetMetric::Conversion,
        TargetMetric::WinRate,
        TargetMetric::ResponseShare,
    ];

    /// In what it is counted.
    pub fn unit(self) -> TargetUnit {
        use TargetMetric::*;
        match self {
            WonValue | GrowthExisting => TargetUnit::Money,
            WonCount | NewCustomers | LeadsHandled | Touches | Appointments => TargetUnit::Count,
            Conversion | WinRate | ResponseShare => TargetUnit::Share,
        }
    }
}

/// For whom a target is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Whom {
    #[default]
    Workspace,
    Team(TeamId),
    Member(MemberId),
    Source(SourceId),
    Campaign(CampaignId),
}

impl Whom {
    fn check(self, check: &mut Check<'_, '_>) {
        let (kind, id) = match self {
            Whom::Workspace => return,
            Whom::Team(id) => (Kind::Team, id.0),
            Whom::Member(id) => (Kind::Member, id.0),
            Whom::Source(id) => (Kind::Source, id.0),
            Whom::Campaign(id) => (Kind::Campaign, id.0),
        };
        check.known("whom", kind, Some(id));
    }
}

/// How long a target runs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TargetPeriod {
    #[default]
    Month,
    Quarter,
    Year,
}

impl TargetPeriod {
    /// Months in it.
    pub fn months(self) -> i8 {
        match self {
            TargetPeriod::Month => 1,
            TargetPeriod::Quarter => 3,
            TargetPeriod::Year => 12,
        }
    }

    /// Is it the first day of such a period?
    pub fn begins_on(self, date: Date) -> bool {
        date.0.day() == 1 && (date.0.month() - 1) % self.months() == 0
    }
}

/// Money for what is counted in money, else a number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum TargetValue {
    Money(Money),
    /// A count, or a share from 0 to 1.
    Number(f64),
}

impl Default for TargetValue {
    fn default() -> Self {
        TargetValue::Number(0.0)
    }
}

entry! {
    /// What is to be reached. There is one per metric, for whom and period.
    Target(TargetId), Target, label: => title, personal: [],
    {
        metric: TargetMetric,
        whom: Whom,
        period: TargetPeriod,
        /// The first day of the period, in the workspace's time zone.
        starts: Date,
        value: TargetValue,
    }
    check(this, check) {
        this.whom.check(&mut check);
        if !this.period.begins_on(this.starts) || this.starts == Date::default() {
            check.wrong("starts", "not_a_period_start");
        }
        if let Some(code) = this.wrong_value(check.ctx.catalogue) {
            check.wrong("value", code);
        }
        if check.ctx.catalogue.same_target(this).is_some() {
            check.wrong("starts", "target_exists");
        }
    }
}

impl Target {
    /// The day after its period: targets run in `[starts, ends)`.
    pub fn ends(&self) -> Date {
        let months = jiff::Span::new().months(self.period.months());
        Date(self.starts.0.checked_add(months).unwrap_or(jiff::civil::Date::MAX))
    }

    fn title(&self) -> String {
        self.starts.to_string()
    }

    fn wrong_value(&self, catalogue: &Catalogue) -> Option<&'static str> {
        match (self.metric.unit(), self.value) {
            (TargetUnit::Money, TargetValue::Money(money)) => {
                let own = money.currency == catalogue.workspace.currency;
                let fits = money.amount >= 0 && money.in_range();
                (!own).then_some("not_own_currency").or((!fits).then_some("out_of_range"))
            }
            (TargetUnit::Money, TargetValue::Number(_)) => Some("money_expected"),
            (TargetUnit::Count, TargetValue::Number(count)) => {
                (!(0.0..=1e12).contains(&count)).then_some("out_of_range")
            }
            (TargetUnit::Share, TargetValue::Number(share)) => {
                (!(0.0..=1.0).contains(&share)).then_some("not_a_share")
            }
            (_, TargetValue::Money(_)) => Some("number_expected"),
        }
    }
}

impl Catalogue {
    /// The target in use for this metric, for whom and period.
    pub fn target(
        &self,
        metric: TargetMetric,
        whom: Whom,
        period: TargetPeriod,
        starts: Date,
    ) -> Option<&Target> {
        let from = self.targets.partition_point(|target| (target.metric, target.starts) < (metric, starts));
        self.targets[from..]
            .iter()
            .take_while(|target| (target.metric, target.starts) == (metric, starts))
            .find(|target| target.whom == whom && target.period == period && target.removed_at.is_none())
    }

    /// Another target in use for the same metric, for whom and period.
    pub fn same_target(&self, target: &Target) -> Option<&Target> {
        self.target(target.metric, target.whom, target.period, target.starts)
            .filter(|other| other.id != target.id)
    }
}
