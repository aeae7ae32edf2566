//! A made-up company of any size: three years of leads, deals and touches, as events in the order of time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use serde_json::{Map, Value, json};
use trechter_domain::Instant;
use trechter_domain::event::{Event, EventKind, Kind};
use trechter_domain::time::DAY;

use crate::chance::Chance;
use crate::rows::Rows;
use crate::set_up::*;

/// When the history begins: 1 January 2023.
pub const START: i64 = 1_672_531_200_000;
/// When it ends: 1 January 2026 in Amsterdam.
pub const END: i64 = 1_767_222_000_000;

const HOUR: i64 = 3_600_000;

/// What happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Lead,
    /// The first answer to a lead.
    Answer(u32),
    /// A lead becomes a deal, is disqualified or stays as it is.
    Decide(u32),
    /// A touch with a deal.
    Touch(u32),
    /// A deal leaves its stage.
    Step(u32),
}

struct Lead {
    owner: usize,
    source: usize,
    product: usize,
    company: usize,
    answered: bool,
}

struct Deal {
    lead: u32,
    pipeline: usize,
    stage: usize,
    entered: i64,
    value: i64,
    open: bool,
}

/// Makes the events, one after another.
pub struct Company<'r> {
    chance: Chance,
    leads_wanted: usize,
    companies: usize,
    ahead: BinaryHeap<Reverse<(i64, u64, Next)>>,
    tie: u64,
    leads: Vec<Lead>,
    deals: Vec<Deal>,
    activities: usize,
    seq: i64,
    rows: Option<&'r mut Rows>,
    ready: Vec<Event>,
}

impl<'r> Company<'r> {
    /// About so many deals, twice as many leads and five times as many touches; what happens is written down as rows
    /// too, when there is a place for them.
    pub fn new(deals: usize, rows: Option<&'r mut Rows>) -> Self {
        let mut company = Self {
            chance: Chance::new(20_261_122),
            leads_wanted: 2 * deals,
            companies: (deals / 5).max(1),
            ahead: BinaryHeap::new(),
            tie: 0,
            leads: Vec::new(),
            deals: Vec::new(),
            activities: 0,
            seq: 0,
            rows,
            ready: events(START),
        };
        company.seq = company.ready.len() as i64;
        company.found_companies();
        company.plan(START + HOUR, Next::Lead);
        company
    }

    /// The next events, about so many; none at the end.
    pub fn page(&mut self, size: usize) -> Vec<Event> {
        while self.ready.len() < size {
            let Some(Reverse((at, _, next))) = self.ahead.pop() else { break };
            if at >= END {
                continue;
            }
            match next {
                Next::Lead => self.lead(at),
                Next::Answer(lead) => self.answer(at, lead),
                Next::Decide(lead) => self.decide(at, lead),
                Next::Touch(deal) => self.touch(at, deal),
                Next::Step(deal) => self.step(at, deal),
            }
        }
        std::mem::take(&mut self.ready)
    }

    pub fn counts(&self) -> (usize, usize, usize) {
        (self.deals.len(), self.leads.len(), self.activities)
    }

    fn plan(&mut self, at: i64, next: Next) {
        self.tie += 1;
        self.ahead.push(Reverse((at, self.tie, next)));
    }

    fn tell(&mut self, at: i64, kind: Kind, what: EventKind, subject: uuid::Uuid, fields: Value) {
        self.seq += 1;
        let set: Map<String, Value> = fields.as_object().cloned().unwrap_or_default();
        self.ready.push(event(self.seq, at, kind, what, subject, set));
    }

    fn found_companies(&mut self) {
        const REGIONS: [&str; 6] = ["Noord", "Zuid", "Oost", "West", "Midden", "Export"];
        const INDUSTRIES: [&str; 8] =
            ["Bouw", "Zorg", "Industrie", "Handel", "Overheid", "Onderwijs", "Transport", "Landbouw"];
        for place in 0..self.companies {
            let (region, industry) = (self.chance.below(REGIONS.len()), self.chance.below(INDUSTRIES.len()));
            let employees = 1 + self.chance.wait(120.0);
            let fields = json!({
                "region": REGIONS[region], "industry": INDUSTRIES[industry], "employees": employees,
            });
            self.tell(START, Kind::Company, EventKind::Created, id(sort::COMPANY, place), fields);
        }
    }

    fn lead(&mut self, at: i64) {
        let number = self.leads.len();
        let gap = (END - START - 2 * HOUR) as f64 / self.leads_wanted as f64;
        if number + 1 < self.leads_wanted {
            self.plan(START + HOUR + ((number + 1) as f64 * gap) as i64, Next::Lead);
        }
        // The busiest sellers have four times as many as the others.
        let owner = self.chance.below(MEMBERS).min(self.chance.below(MEMBERS));
        let lead = Lead {
            owner,
            source: self.chance.below(SOURCES).min(self.chance.below(SOURCES)),
            product: self.chance.below(PRODUCTS),
            company: self.chance.below(self.companies),
            answered: false,
        };
        let campaign = self.chance.happens(0.4).then(|| id(sort::CAMPAIGN, self.chance.below(CAMPAIGNS)));
        let born = if self.chance.happens(0.85) { "arrived" } else { "typed" };
        let fields = json!({
            "owner": id(sort::MEMBER, lead.owner), "status": "new", "born": born,
            "origin": { "source": id(sort::SOURCE, lead.source), "campaign": campaign },
            "company": id(sort::COMPANY, lead.company), "products": [id(sort::PRODUCT, lead.product)],
        });
        if let Some(rows) = self.rows.as_deref_mut() {
            rows.lead(number, at, lead.owner, lead.source, born == "arrived");
        }
        self.leads.push(lead);
        self.tell(at, Kind::Lead, EventKind::Created, id(sort::LEAD, number), fields);
        let (answer, decision) = (self.chance.wait(8.0 * HOUR as f64), self.chance.wait(14.0 * DAY as f64));
        if self.chance.happens(0.93) {
            self.plan(at + 120_000 + answer, Next::Answer(number as u32));
        }
        if self.chance.happens(0.9) {
            self.plan(at + 120_000 + answer + HOUR + decision, Next::Decide(number as u32));
        }
    }

    fn activity(&mut self, at: i64, owner: usize, lead: Option<u32>, deal: Option<u32>) {
        const KINDS: [&str; 6] = ["call", "email", "message", "meeting", "visit", "demo"];
        let kind = self.chance.below(6).min(self.chance.below(6));
        let outbound = self.chance.happens(0.8);
        let number = self.activities;
        self.activities += 1;
        if let Some(rows) = self.rows.as_deref_mut() {
            rows.touch(number, at, kind, outbound, owner, lead, deal);
        }
        let fields = json!({
            "kind": KINDS[kind], "status": "done", "direction": if outbound { "out" } else { "in" },
            "automatic": false, "minutes": 5 + self.chance.below(60), "owner": id(sort::MEMBER, owner),
            "lead": lead.map(|lead| id(sort::LEAD, lead as usize)),
            "deal": deal.map(|deal| id(sort::DEAL, deal as usize)),
            "done_at": Instant(at).to_string(),
        });
        self.tell(at, Kind::Activity, EventKind::Created, id(sort::ACTIVITY, number), fields);
    }

    fn answer(&mut self, at: i64, lead: u32) {
        let owner = self.leads[lead as usize].owner;
        self.activity(at, owner, Some(lead), None);
        if !std::mem::replace(&mut self.leads[lead as usize].answered, true) {
            let subject = id(sort::LEAD, lead as usize);
            self.tell(at, Kind::Lead, EventKind::Contacted, subject, json!({ "status": "contacted" }));
        }
    }

    fn decide(&mut self, at: i64, lead: u32) {
        let subject = id(sort::LEAD, lead as usize);
        if !self.chance.happens(0.565) {
            let reason = id(sort::REASON, self.chance.below(REASONS));
            let fields = json!({ "status": "disqualified", "disqualify_reason": reason });
            self.tell(at, Kind::Lead, EventKind::Disqualified, subject, fields);
            return;
        }
        let converted = json!({ "status": "qualified", "converted_at": Instant(at).to_string() });
        self.tell(at, Kind::Lead, EventKind::Converted, subject, converted);
        let Lead { owner, source, product, company, .. } = self.leads[lead as usize];
        let pipeline = usize::from(self.chance.happens(0.25));
        let value = 100_000 + self.chance.wait(900_000.0);
        let currency = if self.chance.happens(0.04) { "USD" } else { "EUR" };
        let number = self.deals.len();
        let expected = Instant(at + self.chance.wait(60.0 * DAY as f64)).timestamp();
        let expected = expected.to_zoned(jiff::tz::TimeZone::UTC).date();
        let gut = self.chance.happens(0.6).then(|| 10 * self.chance.below(10));
        let fields = json!({
            "pipeline": id(sort::PIPELINE, pipeline), "stage": id(sort::STAGE, pipeline * STAGES),
            "status": "open", "owner": id(sort::MEMBER, owner), "lead": subject,
            "company": id(sort::COMPANY, company), "value": { "amount": value, "currency": currency },
            "origin": { "source": id(sort::SOURCE, source), "campaign": null },
            "lines": [{ "product": id(sort::PRODUCT, product), "quantity": "1" }],
            "expected_close": expected, "gut_feeling": gut,
        });
        if let Some(rows) = self.rows.as_deref_mut() {
            rows.deal(number, at, lead, owner, source, product, pipeline);
        }
        self.deals.push(Deal { lead, pipeline, stage: 0, entered: at, value, open: true });
        self.tell(at, Kind::Deal, EventKind::Created, id(sort::DEAL, number), fields);
        self.stay(at, number as u32);
    }

    /// A stay in a stage: how long, and what is done there.
    fn stay(&mut self, at: i64, deal: u32) {
        let length = 2 * HOUR + self.chance.wait(16.0 * DAY as f64);
        self.plan(at + length, Next::Step(deal));
        for _ in 0..self.chance.below(4).min(2) {
            let after = (self.chance.share() * length as f64) as i64;
            self.plan(at + after, Next::Touch(deal));
        }
    }

    fn touch(&mut self, at: i64, deal: u32) {
        let owner = self.leads[self.deals[deal as usize].lead as usize].owner;
        self.activity(at, owner, None, Some(deal));
    }

    fn step(&mut self, at: i64, deal: u32) {
        let subject = id(sort::DEAL, deal as usize);
        let lead = &self.leads[self.deals[deal as usize].lead as usize];
        // One seller, one product and one source do worse than the others.
        let worse = [lead.owner == 3, lead.product == 7, lead.source == 2];
        let on = 0.72 - worse.into_iter().filter(|worse| *worse).count() as f64 * 0.15;
        let (pipeline, stage, entered) = {
            let deal = &self.deals[deal as usize];
            (deal.pipeline, deal.stage, deal.entered)
        };
        let gets_on = self.chance.happens(on);
        let left = match (gets_on, stage + 1 == STAGES) {
            (true, false) => "on",
            (true, true) => "won",
            (false, _) => "lost",
        };
        let value = if left == "lost" || self.chance.happens(0.7) {
            self.deals[deal as usize].value
        } else {
            (self.deals[deal as usize].value as f64 * (0.8 + 0.4 * self.chance.share())) as i64
        };
        if let Some(rows) = self.rows.as_deref_mut() {
            rows.visit(deal, pipeline * STAGES + stage, entered, at, left, value);
        }
        let state = &mut self.deals[deal as usize];
        state.open = left == "on";
        state.entered = at;
        state.stage += usize::from(left == "on");
        state.value = value;
        match left {
            "on" => {
                let stage = id(sort::STAGE, pipeline * STAGES + stage + 1);
                self.tell(at, Kind::Deal, EventKind::Moved, subject, json!({ "stage": stage }));
                self.stay(at, deal);
            }
            "won" => {
                let value = json!({ "amount": value, "currency": "EUR" });
                self.tell(
                    at,
                    Kind::Deal,
                    EventKind::Won,
                    subject,
                    json!({ "status": "won", "value": value }),
                );
            }
            _ => {
                let reason = id(sort::REASON, self.chance.below(REASONS));
                let fields = json!({ "status": "lost", "loss_reason": reason });
                self.tell(at, Kind::Deal, EventKind::Lost, subject, fields);
            }
        }
    }

    /// What still stands where at the end, for the rows.
    pub fn finish(&mut self) {
        let Some(rows) = self.rows.as_deref_mut() else { return };
        for (number, deal) in self.deals.iter().enumerate().filter(|(_, deal)| deal.open) {
            rows.standing(number as u32, deal.pipeline * STAGES + deal.stage, deal.entered, deal.value);
        }
    }
}
