//! Since when parties are customers.

use std::collections::HashMap;

use trechter_domain::Instant;

use super::{Party, View};
use crate::facts::fields::{company, date_of};

impl View<'_> {
    /// When each party first became a customer: by its first won deal, or before Trechter knew it. Computed once per
    /// view.
    pub fn customers(&self) -> &HashMap<Party, Instant> {
        self.customers.get_or_init(|| {
            let mut first: HashMap<Party, Instant> = HashMap::new();
            for deal in self.deals() {
                if let Some(closing) = deal.closing().filter(|closing| closing.won)
                    && let Some(party) = deal.party()
                {
                    let since = first.entry(party).or_insert(closing.at);
                    *since = closing.at.min(*since);
                }
            }
            let companies = (0..self.facts.companies.len())
                .filter_map(|place| self.facts.companies.linked(place, self.cut));
            for at in companies.filter(|at| at.counts()) {
                if let Some(day) = date_of(at.code(company::CUSTOMER_SINCE)) {
                    let since = Instant(day * trechter_domain::time::DAY);
                    let known = first.entry(Party::Company(at.place)).or_insert(since);
                    *known = since.min(*known);
                }
            }
            first
        })
    }
}
