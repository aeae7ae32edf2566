//! Answers about numbers that are kept as they were told.

use serde_json::Value;

use crate::MemberId;
use crate::catalogue::entry;
use crate::event::Kind;
use crate::permission::Reach;

entry! {
    /// A frozen answer with its question, under a name.
    ///
    /// Its question has nothing that moves: the days of the period, the instant, and the last event that was known.
    /// So it can be asked again, and gives the same.
    Snapshot(SnapshotId), Snapshot, label: name, personal: ["name", "asked", "answer"],
    {
        name: String,
        /// Who saved it.
        owner: MemberId,
        /// Open to everybody who sees all records, not only its owner.
        shared: bool,
        /// Which answer: `dashboard`, `people`, `leaks` …
        table: String,
        /// The question, with the parameters of its address.
        asked: Value,
        /// What was answered.
        answer: Value,
        /// Whose results are in it; empty for everybody's.
        results_of: Option<Vec<MemberId>>,
        /// Does it tell what an hour of somebody's work costs?
        costs: bool,
    }
    check(this, check) {
        check.required_name("name", &mut this.name);
        check.known("owner", Kind::Member, Some(this.owner.0));
    }
}

impl Snapshot {
    /// May somebody open it who sees the records within this reach? `sees_costs`: may he see what people cost?
    ///
    /// Whoever saved it may only as long as he sees as much as he did then; others when it is shared and they see
    /// everything.
    ///
    /// ```
    /// use trechter_domain::permission::Reach;
    /// use trechter_domain::paper::Snapshot;
    ///
    /// let (mia, bram) = (Default::default(), uuid::Uuid::from_u128(7).into());
    /// let whole = Snapshot { owner: mia, ..Default::default() };
    /// assert!(whole.is_open_to(mia, &Reach::All, false));
    /// assert!(!whole.is_open_to(mia, &Reach::Owners(vec![mia]), false), "he sees less than he did");
    /// assert!(!whole.is_open_to(bram, &Reach::All, false), "it is not shared");
    /// let shared = Snapshot { shared: true, costs: true, ..whole };
    /// assert!(!shared.is_open_to(bram, &Reach::All, false) && shared.is_open_to(bram, &Reach::All, true));
    /// ```
    pub fn is_open_to(&self, reader: MemberId, reach: &Reach, sees_costs: bool) -> bool {
        if self.costs && !sees_costs {
            return false;
        }
        match reach {
            Reach::All => self.shared || self.owner == reader,
            Reach::Owners(_) => {
                let within = |of: &[MemberId]| of.iter().all(|member| reach.covers(Some(*member)));
                self.owner == reader && self.results_of.as_deref().is_some_and(within)
            }
        }
    }
}
