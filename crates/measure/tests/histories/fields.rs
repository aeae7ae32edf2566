//! What people type into records.

use serde_json::{Map, Value, json};
use trechter_domain::event::Kind;
use uuid::Uuid;

use super::Office;

impl Office {
    /// A record of that kind that is there, if any.
    pub fn any(&mut self, kind: Kind) -> Option<Uuid> {
        let ids: Vec<Uuid> = match kind {
            Kind::Company => self.rows.companies.keys().copied().collect(),
            Kind::Contact => self.rows.contacts.keys().copied().collect(),
            Kind::Lead => self.rows.leads.keys().copied().collect(),
            Kind::Deal => self.rows.deals.keys().copied().collect(),
            _ => self.rows.activities.keys().copied().collect(),
        };
        self.chance.one(&ids).copied()
    }

    fn link(&mut self, percent: u64, kind: Kind) -> Value {
        let found = if self.chance.in_a_hundred(percent) { self.any(kind) } else { None };
        json!(found)
    }

    pub fn owner(&mut self) -> Value {
        let members = self.setup.members.clone();
        json!(self.chance.maybe(85, &members))
    }

    /// Mostly euro, sometimes another currency, sometimes nothing at all or zero.
    pub fn value(&mut self) -> Value {
        let amount = match self.chance.weighted(&[10, 70, 20]) {
            0 => 0,
            1 => self.chance.between(1, 2_000_000),
            _ => 500_000,
        };
        match self.chance.weighted(&[10, 75, 10, 5]) {
            0 => Value::Null,
            1 => json!({ "amount": amount, "currency": "EUR" }),
            2 => json!({ "amount": amount, "currency": "USD" }),
            _ => json!({ "amount": amount, "currency": "JPY" }),
        }
    }

    fn touchpoint(&mut self) -> Value {
        let (sources, campaigns) = (self.setup.sources.clone(), self.setup.campaigns.clone());
        json!({ "source": self.chance.maybe(75, &sources), "campaign": self.chance.maybe(40, &campaigns) })
    }

    fn tags(&mut self) -> Value {
        let mut tags = self.setup.tags.clone();
        tags.retain(|_| self.chance.in_a_hundred(30));
        json!(tags)
    }

    fn lines(&mut self) -> Value {
        let products = self.setup.products.clone();
        let count = self.chance.below(4);
        let lines = (0..count).map(|_| {
            let quantity = ["1", "2", "1.5", "0.3333"][self.chance.below(4)];
            let discount = ["0", "10", "12.5"][self.chance.below(3)];
            let price = self.chance.between(0, 90_001);
            let product = self.chance.maybe(85, &products);
            json!({ "product": product, "quantity": quantity, "unit_price": price, "discount": discount })
        });
        Value::Array(lines.collect())
    }

    fn key(&mut self) -> Value {
        [json!("a"), json!("b"), json!("c"), Value::Null][self.chance.below(4)].clone()
    }

    /// A filled-in form for a new record.
    pub fn form(&mut self, kind: Kind) -> Map<String, Value> {
        let owner = self.owner();
        let form = match kind {
            Kind::Company => json!({
                "name": "Bedrijf", "owner": owner, "industry": self.chance.word(&["bouw", "zorg"]),
                "region": self.chance.word(&["Oost", "West"]), "employees": self.chance.between(1, 300),
                "customer_since": if self.chance.in_a_hundred(15) { json!("2019-05-01") } else { Value::Null },
            }),
            Kind::Contact => {
                json!({ "last_name": "Mens", "owner": owner, "company": self.link(60, Kind::Company) })
            }
            Kind::Lead => self.lead_form(owner),
            Kind::Deal => self.deal_form(owner),
            _ => self.activity_form(owner),
        };
        // A field that is left empty is not in the form.
        let Value::Object(mut form) = form else { unreachable!("a form is an object") };
        form.retain(|_, value| !value.is_null());
        form
    }

    fn lead_form(&mut self, owner: Value) -> Value {
        let born = self.chance.word(&["arrived", "arrived", "typed", "conversation", "imported"]);
        let mut products = self.setup.products.clone();
        products.retain(|_| self.chance.in_a_hundred(30));
        json!({
            "company_name": if self.chance.in_a_hundred(50) { json!("Bedrijf") } else { Value::Null },
            "last_name": "Belangstelling", "owner": owner, "born": born, "products": products,
            "company": self.link(25, Kind::Company), "contact": self.link(25, Kind::Contact), "value": self.value(),
            "origin": self.touchpoint(), "last_touch": self.touchpoint(), "tags": self.tags(),
            "industry": self.chance.word(&["bouw", "zorg"]), "custom": { "interest": self.key() },
        })
    }

    fn deal_form(&mut self, owner: Value) -> Value {
        let pipeline = self.chance.one(&self.rows.catalogue.pipelines).expect("a pipeline").clone();
        let first = self.chance.in_a_hundred(65);
        let stage =
            if first { &pipeline.stages[0] } else { self.chance.one(&pipeline.stages).expect("a stage") };
        let stage = stage.id;
        let lines = if self.chance.in_a_hundred(25) { self.lines() } else { json!([]) };
        let expected = if self.chance.in_a_hundred(70) { json!(self.some_day()) } else { Value::Null };
        let gut = if self.chance.in_a_hundred(60) { json!(self.chance.between(0, 100)) } else { Value::Null };
        json!({
            "title": "Kans", "owner": owner, "pipeline": pipeline.id, "stage": stage, "value": self.value(),
            "company": self.link(55, Kind::Company), "contact": self.link(40, Kind::Contact),
            "lead": self.link(20, Kind::Lead), "lines": lines, "expected_close": expected, "gut_feeling": gut,
            "origin": self.touchpoint(), "tags": self.tags(), "custom": { "segment": self.key() },
        })
    }

    fn activity_form(&mut self, owner: Value) -> Value {
        let kind = self.chance.word(&["call", "email", "message", "meeting", "visit", "demo", "task"]);
        let together = ["meeting", "visit", "demo", "task"].contains(&kind);
        let direction = if together { Value::Null } else { json!(self.chance.word(&["in", "out"])) };
        json!({
            "kind": kind, "owner": owner, "direction": direction, "minutes": self.chance.between(0, 90),
            "company": self.link(20, Kind::Company), "contact": self.link(20, Kind::Contact),
            "lead": self.link(50, Kind::Lead), "deal": self.link(50, Kind::Deal),
        })
    }

    /// One changed field of a record.
    pub fn patch(&mut self, kind: Kind) -> Value {
        match (kind, self.chance.below(9)) {
            (_, 0 | 1) => json!({ "owner": self.owner() }),
            (Kind::Company, 2..=4) => json!({ "employees": self.chance.between(1, 300) }),
            (Kind::Company, _) => json!({ "region": self.chance.word(&["Oost", "West"]) }),
            (Kind::Contact, _) => json!({ "company": self.link(70, Kind::Company) }),
            (Kind::Lead | Kind::Deal, 2) => json!({ "tags": self.tags() }),
            (Kind::Lead | Kind::Deal, 3) => json!({ "value": self.value() }),
            (Kind::Lead | Kind::Deal, 4) => json!({ "origin": self.touchpoint() }),
            (Kind::Lead, 5) => json!({ "custom": { "interest": self.key() } }),
            (Kind::Lead, _) => json!({ "company": self.link(60, Kind::Company) }),
            (Kind::Deal, 5) => json!({ "lines": self.lines() }),
            (Kind::Deal, 6) => json!({ "gut_feeling": self.chance.between(0, 100) }),
            (Kind::Deal, 7) => json!({ "expected_close": self.some_day() }),
            (Kind::Deal, _) => {
                let buddy = self.owner();
                let vip = self.chance.in_a_hundred(50);
                json!({ "custom": { "segment": self.key(), "vip": vip, "buddy": buddy } })
            }
            (_, 2..=4) => json!({ "deal": self.link(80, Kind::Deal) }),
            (_, 5) => json!({ "kind": self.chance.word(&["call", "visit", "email"]) }),
            _ => json!({ "lead": self.link(80, Kind::Lead) }),
        }
    }
}
