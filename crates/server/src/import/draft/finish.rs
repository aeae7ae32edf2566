//! What follows from several cells of a row together.

use serde_json::{Value, json};
use trechter_domain::Instant;
use trechter_domain::event::Kind;

use super::super::entity::Entity;
use super::super::mapping::{By, Outcome};
use super::super::report::NoteKind;
use super::{Drafter, Gathering, Judged, Link, domain_of};

impl Drafter<'_> {
    /// What follows from several cells together.
    pub(super) fn finish(&self, gathering: &mut Gathering) {
        let created = gathering.instants.get("created_at").map(|(at, _)| *at);
        gathering.draft.created = created.filter(|at| *at <= self.now);
        match self.step.entity {
            Entity::Lead => self.finish_lead(gathering),
            Entity::Deal => self.finish_deal(gathering),
            Entity::Activity => self.finish_activity(gathering),
            Entity::Company => self.finish_company(gathering),
            _ => {}
        }
        let draft = &mut gathering.draft;
        let text = |name: &str| draft.fields.get(name).and_then(Value::as_str);
        let mut names = Vec::new();
        match draft.entity {
            Entity::Company => {
                names.extend(text("name").map(|name| (By::Name, trechter_domain::text::match_key(name))));
                names.extend(text("website").map(|site| (By::Domain, domain_of(site))));
            }
            Entity::Contact | Entity::Lead => {
                let full = [text("first_name"), text("last_name")]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" ");
                if !full.is_empty() {
                    names.push((By::Name, trechter_domain::text::match_key(&full)));
                }
                names.extend(text("email").map(|email| (By::Email, email.to_lowercase())));
            }
            Entity::Deal => {
                names.extend(text("title").map(|title| (By::Name, trechter_domain::text::match_key(title))))
            }
            _ => {}
        }
        draft.known_as.extend(names);
    }

    /// A company without a name is called after its website.
    fn finish_company(&self, gathering: &mut Gathering) {
        if gathering.draft.fields.contains_key("name") {
            return;
        }
        let site = gathering.draft.fields.get("website").and_then(Value::as_str).map(domain_of);
        if let Some(site) = site.filter(|site| !site.is_empty()) {
            let mut note = self.note(gathering.draft.row, NoteKind::Warning, "import_no_name");
            note.value = Some(json!(site));
            gathering.draft.warnings.push(note);
            gathering.draft.fields.insert("name".into(), json!(site));
        }
    }

    fn finish_lead(&self, gathering: &mut Gathering) {
        if let Some(product) = gathering.product {
            gathering.draft.fields.insert("products".into(), json!([product]));
        }
        let waits = self.plan.claimed.contains(&gathering.draft.external);
        let flagged = gathering.words.get("converted").is_some_and(|flag| flag == "yes");
        let at = gathering.instants.get("converted_at").map(|(at, _)| *at).filter(|at| *at <= self.now);
        let reason = gathering.draft.fields.remove("disqualify_reason");
        gathering.draft.fields.insert("born".into(), json!("imported"));
        // A lead that became a deal of the files is converted when that deal comes.
        gathering.draft.links.retain(|link| link.field != "deal");
        let converts = (flagged || at.is_some()) && !waits;
        gathering.draft.judged = Some(Judged {
            status: gathering.words.remove("status").filter(|_| !waits && !converts),
            reason: reason.and_then(|reason| serde_json::from_value(reason).ok()),
            converted: converts.then_some(at),
        });
    }

    fn finish_activity(&self, gathering: &mut Gathering) {
        let instant = |name: &str| gathering.instants.get(name).map(|(at, _)| *at);
        let (at, due, done) = (instant("at"), instant("due_at"), instant("done_at"));
        let kind = gathering.words.get("kind").map_or("note", String::as_str);
        let past = |at: &Instant| *at <= self.now;
        let status = match gathering.words.get("status").map(String::as_str) {
            Some(status) => status,
            None if done.is_some() || kind == "note" => "done",
            None if kind == "task" => "planned",
            None => {
                if at.or(due).as_ref().is_some_and(past) {
                    "done"
                } else {
                    "planned"
                }
            }
        };
        let fields = &mut gathering.draft.fields;
        for name in ["kind", "direction"] {
            if let Some(word) = gathering.words.get(name) {
                fields.insert(name.into(), json!(word));
            }
        }
        fields.insert("kind".into(), json!(kind));
        fields.insert("status".into(), json!(status));
        if status == "done" {
            let when = done.or(at).or(due).filter(past).or(gathering.draft.created);
            if let Some(when) = when {
                fields.insert("done_at".into(), json!(when));
            }
            gathering.draft.created = gathering.draft.created.or(when);
        } else {
            if let Some(due) = due.or(at) {
                fields.insert("due_at".into(), json!(due));
            }
            gathering.draft.created = gathering.draft.created.or(at.filter(past));
        }
        if kind == "note" && !fields.contains_key("body") && !fields.contains_key("subject") {
            fields.insert("subject".into(), json!("-"));
        }
    }

    fn finish_deal(&self, gathering: &mut Gathering) {
        let external = gathering.draft.external.clone();
        if !gathering.draft.links.iter().any(|link| link.field == "lead")
            && let Some(lead) = self.plan.lead_of.get(&external)
        {
            let link = Link {
                field: "lead".into(),
                kind: Kind::Lead,
                by: Some(By::Id),
                text: lead.clone(),
                column: String::new(),
            };
            gathering.draft.links.push(link);
        }
        self.put_line(gathering);
        let row = gathering.draft.row;
        let word = |name: &str| gathering.words.get(name).map_or("", String::as_str);
        let (pipeline, stage) = (word("pipeline").to_owned(), word("stage").to_owned());
        let told = match word("outcome") {
            "won" => Some(Outcome::Won),
            "lost" => Some(Outcome::Lost),
            "open" => Some(Outcome::Open),
            _ => None,
        };
        let Some(mut present) = self.plan.entries.stage(&self.plan.mapping, &pipeline, &stage) else {
            let mut note = self.note(row, NoteKind::Refused, "import_unknown_stage");
            note.value = Some(json!(stage));
            gathering.errors.push(note);
            return;
        };
        if stage.is_empty() && told == Some(Outcome::Won) {
            present.stage = self.last_stage(present).unwrap_or(present.stage);
        }
        let outcome = told.or(present.outcome).unwrap_or(Outcome::Open);
        let closed = self.closing(gathering, outcome);
        let course = self.course(gathering, present, outcome, closed);
        let fields = &mut gathering.draft.fields;
        fields.insert("pipeline".into(), json!(course.pipeline));
        fields.insert("stage".into(), json!(course.first));
        gathering.draft.course = Some(course);
    }

    /// A product makes a line, at the deal's value or else the product's price.
    fn put_line(&self, gathering: &mut Gathering) {
        let Some(product) = gathering.product else { return };
        let fields = &mut gathering.draft.fields;
        let value: Option<trechter_domain::Money> =
            fields.get("value").and_then(|value| serde_json::from_value(value.clone()).ok());
        let listed = self.plan.entries.catalogue.products.iter().find(|known| known.id.0 == product);
        let price = value.or(listed.and_then(|product| product.price));
        let Some(price) = price else { return };
        let quantity =
            gathering.quantity.take().and_then(|n| n.as_i64()).filter(|n| *n > 0 && price.amount % n == 0);
        let quantity = quantity.unwrap_or(1);
        let unit = if value.is_some() { price.amount / quantity } else { price.amount };
        fields.insert("value".into(), json!({ "amount": unit * quantity, "currency": price.currency }));
        let line = json!({ "product": product, "quantity": quantity.to_string(), "unit_price": unit, "discount": "0" });
        fields.insert("lines".into(), json!([line]));
    }
}
