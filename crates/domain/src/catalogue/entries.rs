//! The plain entries: people and lists.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry;
use crate::event::Kind;
use crate::money::{Currency, Money};
use crate::permission::{Role, Scope};
use crate::record::Check;
use crate::time::Date;
use crate::{CalendarId, MemberId, SourceId, TeamId};

entry! {
    /// One organisation and how it writes dates and money.
    Workspace(WorkspaceId), Workspace, label: name, personal: [],
    {
        name: String,
        /// `nl` or `en`: the language of new members and of what leaves the house.
        language: String,
        currency: Currency,
        /// IANA name, like `Europe/Amsterdam`; periods are cut in it.
        time_zone: String,
        /// When people work here, unless their team or they themselves have another calendar. Without
        /// one: Monday to Friday 9:00-17:00, with the holidays of the time zone's country.
        calendar: Option<CalendarId>,
        /// Open leads that one full-timer can look after; the team's counts first.
        lead_norm: Option<f64>,
        /// For how many calendar months after a won deal a party is a customer.
        customer_months: i64 = 12,
        /// Within how many open minutes a lead should have its first answer.
        response_minutes: i64 = 240,
    }
    check(this, check) {
        check.known("calendar", Kind::Calendar, this.calendar.map(|id| id.0));
        lead_norm(&mut check, this.lead_norm);
        if !(1..=120).contains(&this.customer_months) {
            check.wrong("customer_months", "out_of_range");
        }
        if !(1..=100_000).contains(&this.response_minutes) {
            check.wrong("response_minutes", "out_of_range");
        }
        check.required_name("name", &mut this.name);
        if !["nl", "en"].contains(&this.language.as_str()) {
            check.wrong("language", "unknown");
        }
        if jiff::tz::TimeZone::get(&this.time_zone).is_err() {
            check.wrong("time_zone", "unknown");
        }
    }
}

/// Norms of open leads are above nothing and below what anybody could look after.
fn lead_norm(check: &mut Check<'_, '_>, norm: Option<f64>) {
    if norm.is_some_and(|norm| !(norm > 0.0 && norm <= 100_000.0)) {
        check.wrong("lead_norm", "out_of_range");
    }
}

impl Workspace {
    /// The zone that its days and months are cut in; UTC when the name is no longer known.
    pub fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.time_zone).unwrap_or(jiff::tz::TimeZone::UTC)
    }
}

entry! {
    /// A group of members whose results are taken together.
    Team(TeamId), Team, label: name, personal: [],
    {
        name: String,
        /// The team this one is part of, like a region.
        parent: Option<TeamId>,
        /// When this team works; the workspace's calendar when empty.
        calendar: Option<CalendarId>,
        /// Open leads that one full-timer of this team can look after; the workspace's when empty.
        lead_norm: Option<f64>,
    }
    check(this, check) {
        check.known("calendar", Kind::Calendar, this.calendar.map(|id| id.0));
        lead_norm(&mut check, this.lead_norm);
        check.required_name("name", &mut this.name);
        check.known("parent", Kind::Team, this.parent.map(|id| id.0));
        if this.parent == Some(this.id) {
            check.wrong("parent", "points_at_itself");
        }
    }
}

entry! {
    /// Somebody who logs in, or did: people who left stay as owners of what they did.
    Member(MemberId), Member, label: name, personal: ["name", "email"],
    {
        name: String,
        /// Where he logs in with; members that came with an import may have none.
        email: Option<String>,
        role: Role,
        /// Which records he sees and works on.
        sees: Scope,
        team: Option<TeamId>,
        /// `nl` or `en`; the workspace's when empty.
        language: Option<String>,
        /// False: cannot log in, shown as "(left)".
        active: bool,
        /// When he works; his team's calendar when empty.
        calendar: Option<CalendarId>,
        /// Share of a full working week, 0 to 1.
        fte: f64 = 1.0,
        /// What an hour of his costs.
        hourly_cost: Option<Money>,
    }
    check(this, check) {
        check.known("calendar", Kind::Calendar, this.calendar.map(|id| id.0));
        if !(0.0..=1.0).contains(&this.fte) {
            check.wrong("fte", "not_a_share");
        }
        check.money("hourly_cost", this.hourly_cost);
        if this.hourly_cost.is_some_and(|cost| cost.amount < 0) {
            check.wrong("hourly_cost", "out_of_range");
        }
        check.required_name("name", &mut this.name);
        check.email("email", &mut this.email);
        if let Some(email) = &mut this.email {
            *email = email.to_lowercase();
        }
        check.known("team", Kind::Team, this.team.map(|id| id.0));
        if this.language.as_deref().is_some_and(|language| !["nl", "en"].contains(&language)) {
            check.wrong("language", "unknown");
        }
    }
}

/// How somebody finds us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Website,
    Search,
    Advertising,
    Social,
    Email,
    Phone,
    Event,
    Referral,
    Partner,
    Outbound,
    #[default]
    Other,
}

entry! {
    /// Where leads come from.
    Source(SourceId), Source, label: name, personal: [],
    {
        name: String,
        channel: Channel,
    }
    check(this, check) {
        check.required_name("name", &mut this.name);
    }
}

entry! {
    /// An effort of some time and money that brings leads.
    Campaign(CampaignId), Campaign, label: name, personal: [],
    {
        name: String,
        source: Option<SourceId>,
        starts: Option<Date>,
        ends: Option<Date>,
        /// What it costs in all; spends that name it say when, and then count instead of this.
        cost: Option<Money>,
    }
    check(this, check) {
        check.required_name("name", &mut this.name);
        check.known("source", Kind::Source, this.source.map(|id| id.0));
        check.money("cost", this.cost);
        if this.starts.zip(this.ends).is_some_and(|(starts, ends)| ends < starts) {
            check.wrong("ends", "before_start");
        }
    }
}

entry! {
    /// Something we sell.
    Product(ProductId), Product, label: name, personal: [],
    {
        name: String,
        code: Option<String>,
        /// Product group.
        family: Option<String>,
        price: Option<Money>,
        /// What one of it is: piece, hour, month.
        unit: Option<String>,
    }
    check(this, check) {
        check.required_name("name", &mut this.name);
        check.name("code", &mut this.code);
        check.name("family", &mut this.family);
        check.name("unit", &mut this.unit);
        check.money("price", this.price);
    }
}

entry! {
    /// Why a deal was lost or a lead disqualified.
    LossReason(LossReasonId), LossReason, label: name, personal: [],
    {
        name: String,
        /// Offered when a lead is disqualified.
        for_leads: bool,
        /// Offered when a deal is lost.
        for_deals: bool,
    }
    check(this, check) {
        check.required_name("name", &mut this.name);
    }
}

entry! {
    /// Somebody we lose deals to.
    Competitor(CompetitorId), Competitor, label: name, personal: [],
    { name: String, }
    check(this, check) {
        check.required_name("name", &mut this.name);
    }
}

entry! {
    /// A word to put on records.
    Tag(TagId), Tag, label: name, personal: [],
    {
        name: String,
        /// `grey`, `petrol`, `amber`, `red`, `green`, `blue`, `violet`.
        colour: Option<String>,
    }
    check(this, check) {
        const COLOURS: [&str; 7] = ["grey", "petrol", "amber", "red", "green", "blue", "violet"];
        check.required_name("name", &mut this.name);
        if this.colour.as_deref().is_some_and(|colour| !COLOURS.contains(&colour)) {
            check.wrong("colour", "unknown");
        }
    }
}

entry! {
    /// A list as somebody likes to see it.
    View(ViewId), View, label: name, personal: ["name", "filters"],
    {
        name: String,
        /// The kind of record that it lists.
        on: Option<Kind>,
        /// Whose it is.
        owner: Option<MemberId>,
        /// Seen by everybody, not only its owner.
        shared: bool,
        /// As in the API: `status:eq:open`.
        filters: Vec<String>,
        sort: Option<String>,
        columns: Vec<String>,
    }
    check(this, check) {
        check.required_name("name", &mut this.name);
        if !this.on.is_some_and(Kind::is_record) {
            check.wrong("on", "required");
        }
        check.known("owner", Kind::Member, this.owner.map(|id| id.0));
        if this.filters.len() > 50 || this.columns.len() > 100 {
            check.wrong(if this.filters.len() > 50 { "filters" } else { "columns" }, "too_many");
        }
    }
}
