//! What many numbers of one answer ask of the same deals, looked up once per view.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use trechter_domain::Instant;

use super::{Closing, Deal, View};
use crate::facts::fields::deal;

/// The deals that are closed, with when and how, in the order of the table.
type Closed = Arc<Vec<(u32, Closing)>>;

#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Those closed since an instant; the furthest back that was asked for.
    closed: Mutex<Option<(Instant, Closed)>>,
    open: OnceLock<Vec<u32>>,
}

impl View<'_> {
    /// Gives the deals whose last closing lies in `from..until`, in the order of the table.
    pub fn each_closed(&self, from: Instant, until: Instant, mut each: impl FnMut(&Deal<'_>, Closing)) {
        for (place, closing) in self.closed_since(from).iter() {
            if from <= closing.at && closing.at < until {
                each(&Deal::new(self, self.facts.deals.peek(*place, self.cut)), *closing);
            }
        }
    }

    /// The deals closed at or after an instant, and perhaps earlier ones; looked up once.
    pub fn closed_since(&self, from: Instant) -> Closed {
        let mut known = self.seen.closed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, closed)) = known.as_ref()
            && *since <= from
        {
            return Arc::clone(closed);
        }
        let deals = self.deals_within(from, self.cut.before);
        let closed = deals.filter_map(|deal| Some((deal.place(), deal.closing()?)));
        let closed: Closed = Arc::new(closed.filter(|(_, closing)| closing.at >= from).collect());
        *known = Some((from, Arc::clone(&closed)));
        closed
    }

    /// The deals that are open, in the order of the table; looked up once.
    pub fn open_deals(&self) -> impl Iterator<Item = Deal<'_>> {
        let places = self.seen.open.get_or_init(|| {
            let open = self.facts.deals.standing(self.cut, deal::STATUS, deal::OPEN);
            open.map(|at| at.place).collect()
        });
        places.iter().map(|place| Deal::new(self, self.facts.deals.peek(*place, self.cut)))
    }
}
