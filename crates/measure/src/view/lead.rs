//! Leads as of a cut.

use trechter_domain::Instant;
use uuid::Uuid;

use super::{Deal, Party, Touch, View, touch};
use crate::facts::At;
use crate::facts::fields::{activity, deal, lead, mark, record};

/// A lead, with those it took over: the earliest creation, that one's first owner and source, all touches and deals.
#[derive(Debug, Clone)]
pub struct Lead<'a> {
    view: &'a View<'a>,
    /// The survivor.
    pub at: At<'a>,
    absorbed: Vec<At<'a>>,
}

impl<'a> Lead<'a> {
    pub(super) fn new(view: &'a View<'_>, at: At<'a>) -> Self {
        let mut absorbed = Vec::new();
        collect_absorbed(view, &at, &mut absorbed);
        Self { view, at, absorbed }
    }

    /// The view it is seen in.
    pub fn view(&self) -> &'a View<'a> {
        self.view
    }

    /// Its id.
    pub fn id(&self) -> Uuid {
        self.at.id()
    }

    /// Its place in the table of leads.
    pub fn place(&self) -> u32 {
        self.at.place
    }

    /// The survivor and those it took over, each with its own columns.
    pub fn parts(&self) -> impl Iterator<Item = &At<'a>> {
        std::iter::once(&self.at).chain(&self.absorbed)
    }

    /// The part that was there first.
    pub fn first(&self) -> &At<'a> {
        self.parts().min_by_key(|at| (at.created(), at.place)).unwrap_or(&self.at)
    }

    /// When it was created.
    pub fn created(&self) -> Instant {
        self.first().created()
    }

    /// Its status: a code of [`lead`].
    pub fn status(&self) -> u32 {
        self.at.code(lead::STATUS)
    }

    /// Was it turned into a deal?
    pub fn is_converted(&self) -> bool {
        self.at.code(lead::CONVERTED) != 0
    }

    /// Not disqualified, not converted.
    pub fn is_open(&self) -> bool {
        self.status() != lead::DISQUALIFIED && !self.is_converted()
    }

    /// The code of its first owner, and from when on he was; 0 and its creation for "nobody yet".
    pub fn first_owner(&self) -> (u32, Instant) {
        let first = self.first();
        match first.first_code(record::OWNER) {
            0 => first
                .changes_of(record::OWNER)
                .find(|change| change.code != 0)
                .map_or((0, self.created()), |change| (change.code, change.at)),
            owner => (owner, self.created()),
        }
    }

    /// The code of who has it as of the cut.
    pub fn owner(&self) -> u32 {
        self.at.code(record::OWNER)
    }

    /// Gives each time it came into a member's hands, by code of the member: with its creation, and whenever it went to
    /// another one. Of leads that were merged all parts are told, one after another.
    pub fn each_assignment(&self, mut each: impl FnMut(Instant, u32)) {
        for part in self.parts() {
            let mut owner = part.first_code(record::OWNER);
            if owner != 0 {
                each(part.created(), owner);
            }
            for change in part.changes_of(record::OWNER).filter(|change| change.code != 0) {
                if change.code != owner {
                    each(change.at, change.code);
                }
                owner = change.code;
            }
        }
    }

    /// Gives its touches, in no particular order; those that were merged into it have theirs told after its own, and
    /// one that was noted with two of them is told twice.
    pub fn each_touch(&self, mut each: impl FnMut(Touch)) {
        for part in self.parts() {
            touch::touches(self.view, *part, activity::LEAD).for_each(&mut each);
        }
    }

    /// The first answer at or after an instant: an outbound touch, or a meeting, visit or demo ([`Touch::is_answer`]),
    /// noted with the lead or with a deal made from it.
    pub fn first_answer(&self, since: Instant) -> Option<Instant> {
        let mut first: Option<Instant> = None;
        let mut look = |touch: Touch| {
            if touch.is_answer() && touch.at >= since && first.is_none_or(|first| touch.at < first) {
                first = Some(touch.at);
            }
        };
        self.each_touch(&mut look);
        if self.parts().any(|part| part.changes_of(mark::DEAL).next().is_some()) {
            self.deals().iter().for_each(|deal| deal.touches().for_each(&mut look));
        }
        first
    }

    /// Was its party a customer before it was created: by an earlier win, or since before Trechter knew it? One whose
    /// last win is long ago counts too, as in the rows "new" and "existing" of
    /// [`Dimension::Customer`](crate::slice::Dimension::Customer).
    pub fn is_of_customer(&self) -> bool {
        super::case::customer(self.view, self.party(), self.created()) == crate::slice::EXISTING
    }

    /// The code of its source, that of its earliest part.
    pub fn source(&self) -> u32 {
        self.first().code(record::SOURCE)
    }

    /// The code of its campaign.
    pub fn campaign(&self) -> u32 {
        self.first().code(record::CAMPAIGN)
    }

    /// Its touches in the order of time.
    pub fn touches(&self) -> Vec<Touch> {
        let mut all: Vec<Touch> = Vec::new();
        for part in self.parts() {
            all.extend(touch::touches(self.view, *part, activity::LEAD));
        }
        if !self.absorbed.is_empty() {
            all.sort_by_key(|touch| (touch.at, touch.activity));
            all.dedup_by_key(|touch| touch.activity);
        }
        all
    }

    /// The deals made from it that count.
    pub fn deals(&self) -> Vec<Deal<'a>> {
        let mut deals = Vec::new();
        for part in self.parts() {
            let marks = part.changes_of(mark::DEAL);
            let made = marks.filter_map(|change| self.view.deal(change.code - 1));
            deals.extend(made.filter(|deal| deal.at.code(deal::LEAD) == part.place + 1));
        }
        deals.sort_by_key(|deal| deal.at.place);
        deals.dedup_by_key(|deal| deal.at.place);
        deals
    }

    /// When it was disqualified, when it is.
    pub fn disqualified(&self) -> Option<Instant> {
        let change =
            self.at.changes_of(lead::STATUS).filter(|change| change.code == lead::DISQUALIFIED).last();
        (self.status() == lead::DISQUALIFIED).then(|| change.map_or(self.created(), |change| change.at))
    }

    /// Its party, known once its company or contact is.
    pub fn party(&self) -> Option<Party> {
        self.view.party_of(&self.at)
    }
}

fn collect_absorbed<'a>(view: &'a View<'_>, at: &At<'a>, all: &mut Vec<At<'a>>) {
    for change in at.changes_of(mark::ABSORBED) {
        let other = view.facts.leads.at(change.code - 1, view.cut);
        let other = other.filter(|other| other.code(record::MERGED_INTO) == at.place + 1);
        if let Some(other) = other.filter(|other| all.iter().all(|known| known.place != other.place)) {
            all.push(other);
            collect_absorbed(view, &other, all);
        }
    }
}
