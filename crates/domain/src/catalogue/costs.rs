//! What bringing in leads costs.

use super::entry;
use crate::event::Kind;
use crate::money::Money;
use crate::time::Date;
use crate::{CampaignId, SourceId};

entry! {
    /// Money spent on a source, and perhaps one campaign of it, spread evenly over its days.
    ///
    /// The cost of a source is the sum of its spends. The cost of a campaign is the sum of the spends that
    /// name it; only when there are none, [`super::Campaign::cost`] stands for it.
    Spend(SpendId), Spend, label: => title, personal: ["note"],
    {
        source: SourceId,
        campaign: Option<CampaignId>,
        /// The first day.
        starts: Date,
        /// The last day, itself included.
        ends: Date,
        amount: Money,
        note: Option<String>,
    }
    check(this, check) {
        if this.source.is_nil() {
            check.wrong("source", "required");
        } else {
            check.known("source", Kind::Source, Some(this.source.0));
        }
        check.known("campaign", Kind::Campaign, this.campaign.map(|id| id.0));
        if this.starts == Date::default() {
            check.wrong("starts", "required");
        }
        if this.ends == Date::default() {
            check.wrong("ends", "required");
        } else if this.ends < this.starts {
            check.wrong("ends", "before_start");
        }
        if !this.amount.in_range() || this.amount.amount < 0 {
            check.wrong("amount", "out_of_range");
        }
        check.name("note", &mut this.note);
    }
}

impl Spend {
    fn title(&self) -> String {
        format!("{} – {}", self.starts, self.ends)
    }
}
