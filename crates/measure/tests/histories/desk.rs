//! Histories by hand: one thing after another, at given moments.

use serde_json::{Value, json};
use trechter_domain::decide::{self, Loss, MoveTo};
use trechter_domain::event::{Event, EventKind, Kind};
use trechter_domain::record::{Activity, Deal, Lead};
use trechter_domain::{Instant, Money};
use uuid::Uuid;

use super::acts::of_kind;
use super::rows::Listed;
use super::{Kept, Office, object};

/// A workspace in which nothing happens by chance.
pub struct Desk(Office);

impl Desk {
    /// A workspace with its set-up, at [`super::START`].
    pub fn open() -> Self {
        Self(Office::open(0))
    }

    pub fn log(&self) -> &[Event] {
        &self.0.rows.log
    }

    pub fn office(&mut self) -> &mut Office {
        &mut self.0
    }

    /// From now on it is that moment.
    pub fn on(&mut self, moment: &str) -> &mut Self {
        self.0.now = instant(moment).0;
        self
    }

    /// A stage of the first pipeline.
    pub fn stage(&self, place: usize) -> Uuid {
        let pipeline = &self.0.setup.pipelines[0];
        self.0.rows.catalogue.pipeline((*pipeline).into()).expect("a pipeline").stages[place].id.0
    }

    pub fn member(&self, place: usize) -> Uuid {
        self.0.setup.members[place]
    }

    /// A new record that came to exist now.
    pub fn make(&mut self, kind: Kind, fields: Value) -> Uuid {
        let now = self.0.now;
        self.0.at(now, |rows, _, ctx| {
            let id = rows.id();
            of_kind!(kind, R => rows.save(&decide::create::<R>(ctx, id, object(&fields)).expect("valid fields")));
            id
        })
    }

    /// A new entry of the catalogue.
    pub fn enter<E: Listed>(&mut self, fields: Value) -> Uuid {
        let now = self.0.now;
        self.0.at(now, |rows, _, ctx| rows.add::<E>(ctx, &fields))
    }

    /// A lead that arrived by itself, in somebody's hands; more fields over it.
    pub fn lead(&mut self, owner: Option<Uuid>, more: Value) -> Uuid {
        let mut fields = json!({ "last_name": "Jansen", "owner": owner, "born": "arrived" });
        fields.as_object_mut().expect("an object").extend(object(&more).clone());
        self.make(Kind::Lead, fields)
    }

    /// Turns a lead into a deal of so much; gives the deal.
    pub fn convert(&mut self, lead: Uuid, cents: i64) -> Uuid {
        let now = self.0.now;
        self.0.at(now, |rows, _, ctx| {
            let before: Lead = rows.get(lead).expect("it is there");
            let value = Some(Money::new(cents, trechter_domain::Currency::EUR));
            let how = decide::Conversion { value, ..decide::Conversion::default() };
            let made = decide::convert_lead(ctx, &before, &how).expect("allowed");
            made.company.iter().for_each(|company| rows.save(company));
            made.contact.iter().for_each(|contact| rows.save(contact));
            rows.save(&made.deal);
            rows.save(&made.lead);
            made.deal.record.id.0
        })
    }

    /// A deal in the first stage, in euro; more fields over it.
    pub fn deal(&mut self, cents: i64, more: Value) -> Uuid {
        let mut fields = json!({
            "title": "Kans", "pipeline": self.0.setup.pipelines[0], "stage": self.stage(0),
            "value": { "amount": cents, "currency": "EUR" },
        });
        let fields_map = fields.as_object_mut().expect("an object");
        fields_map.extend(object(&more).clone());
        self.make(Kind::Deal, fields)
    }

    /// A decision about a record that is there, now.
    fn decide<R: Kept>(
        &mut self,
        id: Uuid,
        decision: impl FnOnce(&decide::Ctx<'_>, &R) -> Result<decide::Decided<R>, trechter_domain::Refusal>,
    ) -> &mut Self {
        let now = self.0.now;
        self.0.at(now, |rows, _, ctx| {
            let before: R = rows.get(id).expect("it is there");
            rows.save(&decision(ctx, &before).expect("allowed"));
        });
        self
    }

    pub fn win(&mut self, deal: Uuid) -> &mut Self {
        self.decide::<Deal>(deal, |ctx, deal| decide::win_deal(ctx, deal, None))
    }

    pub fn win_for(&mut self, deal: Uuid, cents: i64) -> &mut Self {
        let value = Money::new(cents, trechter_domain::Currency::EUR);
        self.decide::<Deal>(deal, |ctx, deal| decide::win_deal(ctx, deal, Some(value)))
    }

    /// A source that is there from the beginning.
    pub fn source(&self, place: usize) -> Uuid {
        self.0.setup.sources[place]
    }

    /// A loss reason that is there from the beginning.
    pub fn reason(&self, place: usize) -> Uuid {
        self.0.setup.reasons[place]
    }

    /// From now on this member no longer works here.
    pub fn leave(&mut self, member: Uuid) -> &mut Self {
        let now = self.0.now;
        self.0.at(now, |rows, _, ctx| {
            let members = &rows.catalogue.members;
            let before = members.iter().find(|one| one.id.0 == member).expect("a member").clone();
            let patch = json!({ "active": false });
            rows.save_entry(&decide::edit(ctx, &before, object(&patch)).expect("allowed"));
        });
        self
    }

    pub fn lose(&mut self, deal: Uuid) -> &mut Self {
        self.lose_for(deal, self.0.setup.reasons[0])
    }

    pub fn lose_for(&mut self, deal: Uuid, reason: Uuid) -> &mut Self {
        let loss = Loss { reason: Some(reason.into()), ..Loss::default() };
        self.decide::<Deal>(deal, |ctx, deal| decide::lose_deal(ctx, deal, &loss))
    }

    pub fn reopen(&mut self, deal: Uuid) -> &mut Self {
        self.decide::<Deal>(deal, |ctx, deal| decide::reopen_deal(ctx, deal, None))
    }

    pub fn move_to(&mut self, deal: Uuid, stage: Uuid) -> &mut Self {
        let to = MoveTo { stage: stage.into(), from: None };
        self.decide::<Deal>(deal, |ctx, deal| decide::move_deal(ctx, deal, &to))
    }

    pub fn qualify(&mut self, lead: Uuid) -> &mut Self {
        self.decide::<Lead>(lead, decide::qualify_lead)
    }

    pub fn disqualify(&mut self, lead: Uuid) -> &mut Self {
        self.disqualify_for(lead, self.0.setup.reasons[0])
    }

    pub fn disqualify_for(&mut self, lead: Uuid, reason: Uuid) -> &mut Self {
        let reason = reason.into();
        self.decide::<Lead>(lead, |ctx, lead| decide::disqualify_lead(ctx, lead, Some(reason), None))
    }

    /// An outbound call that was made now.
    pub fn call(&mut self, links: Value) -> Uuid {
        let mut fields =
            json!({ "kind": "call", "direction": "out", "status": "done", "done_at": Instant(self.0.now) });
        fields.as_object_mut().expect("an object").extend(object(&links).clone());
        self.make(Kind::Activity, fields)
    }

    /// A mail that the program sent now.
    pub fn automatic_mail(&mut self, links: Value) -> Uuid {
        let mut fields =
            json!({ "kind": "email", "direction": "out", "status": "done", "done_at": Instant(self.0.now) });
        fields.as_object_mut().expect("an object").extend(object(&links).clone());
        let now = self.0.now;
        self.0.at(now, |rows, _, ctx| {
            let id = rows.id();
            let mut made = decide::create::<Activity>(ctx, id, object(&fields)).expect("valid fields");
            made.record.automatic = true;
            rows.save(&decide::settle(ctx, None, made.record, EventKind::Created).expect("valid"));
            id
        })
    }

    pub fn edit(&mut self, kind: Kind, id: Uuid, patch: Value) -> &mut Self {
        of_kind!(kind, R => { self.decide::<R>(id, |ctx, before| decide::edit(ctx, before, object(&patch))); });
        self
    }

    pub fn remove(&mut self, kind: Kind, id: Uuid) -> &mut Self {
        of_kind!(kind, R => { self.decide::<R>(id, decide::remove); });
        self
    }

    pub fn restore(&mut self, kind: Kind, id: Uuid) -> &mut Self {
        of_kind!(kind, R => { self.decide::<R>(id, decide::restore); });
        self
    }

    pub fn merge(&mut self, kind: Kind, survivor: Uuid, absorbed: Uuid) -> &mut Self {
        self.0.merge(kind, survivor, absorbed, &[]).expect("it can be merged");
        self
    }

    /// Takes back the last event with all of its batch.
    pub fn undo_last(&mut self) -> &mut Self {
        let last = self.0.rows.log.last().expect("an event").seq;
        self.0.undo(last).expect("it can be taken back");
        self
    }
}

/// `2025-01-10 12:00` in Amsterdam, or an RFC 3339 instant.
pub fn instant(moment: &str) -> Instant {
    match moment.parse() {
        Ok(instant) => instant,
        Err(_) => {
            let local: jiff::civil::DateTime = moment.parse().expect("a moment");
            let zoned = local.in_tz(super::ZONE).expect("a zone");
            Instant(zoned.timestamp().as_millisecond())
        }
    }
}
