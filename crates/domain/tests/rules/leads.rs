//! Leads are contacted, qualified, disqualified and converted.

use serde_json::json;
use trechter_domain::decide::{
    Conversion, Decided, contact_lead, convert_lead, disqualify_lead, qualify_lead,
};
use trechter_domain::record::Lead;
use trechter_domain::{Ctx, Refusal};

use crate::desk::{Desk, at, id};

fn lead(desk: &Desk) -> Lead {
    let fields = json!({
        "first_name": "Jan", "last_name": "Vos", "company_name": "Vos BV", "email": "jan@vos.nl", "phone": "06 1",
        "job_title": "Inkoper", "city": "Gent", "region": "Vlaanderen", "owner": id("bram"), "tags": [id("warm")],
        "origin": { "source": id("website"), "medium": "cpc", "campaign": id("fair") },
        "last_touch": { "source": id("website") }, "value": { "amount": 900, "currency": "USD" },
    });
    desk.made("lead", fields)
}

fn disqualify(ctx: &Ctx<'_>, lead: &Lead) -> Result<Decided<Lead>, Refusal> {
    disqualify_lead(ctx, lead, Some(id("price").into()), Some("Nee".into()))
}

#[test]
fn a_lead_goes_its_way() {
    let desk = Desk::new();
    let new = lead(&desk);
    let rest = "converted_at=null deal=null disqualify_note=null disqualify_reason=null";
    desk.check(
        &new,
        contact_lead,
        &format!("contacted v2 {rest} since.status:null>12:00 status:new>contacted"),
    );
    desk.check(
        &new,
        qualify_lead,
        &format!("qualified v2 {rest} since.status:null>12:00 status:new>qualified"),
    );
    let qualified = desk.with(|ctx| qualify_lead(ctx, &new).unwrap().record);
    desk.check(&qualified, contact_lead, "nothing");
    desk.check(&qualified, qualify_lead, "nothing");
    desk.check(&new, |ctx, lead| disqualify_lead(ctx, lead, None, None), "invalid; reason: required");
    desk.check(
        &new,
        |ctx, lead| disqualify_lead(ctx, lead, Some(id("nothing").into()), None),
        "invalid; disqualify_reason: unknown",
    );
    desk.check(
        &new,
        disqualify,
        "disqualified v2 converted_at=null deal=null disqualify_note:null>Nee disqualify_reason:null>price \
         since.status:null>12:00 status:new>disqualified",
    );
    let closed = desk.with(|ctx| disqualify(ctx, &new).unwrap().record);
    for again in [contact_lead, qualify_lead] {
        desk.check(&closed, again, "lead_closed");
    }
    let early = Desk::new().happened("11:00");
    early.check(
        &qualified,
        disqualify,
        "disqualified v2 converted_at=null deal=null disqualify_note:null>Nee disqualify_reason:null>price \
         since.status:12:00>11:00 status:qualified>disqualified (history)",
    );
}

#[test]
fn a_conversion_makes_company_contact_and_deal_and_carries_the_source() {
    let desk = Desk::new();
    let lead = lead(&desk);
    let made = desk.with(|ctx| convert_lead(ctx, &lead, &Conversion::default()).unwrap());
    let (company, contact) = (made.company.unwrap().record, made.contact.unwrap().record);
    let deal = made.deal.record;
    assert_eq!((company.name.as_str(), company.address.city.as_deref()), ("Vos BV", Some("Gent")));
    assert_eq!((contact.first_name.as_deref(), contact.company), (Some("Jan"), Some(company.id)));
    assert_eq!((contact.emails[0].value.as_str(), contact.phones.len()), ("jan@vos.nl", 1));
    assert_eq!(deal.title, "Vos BV");
    assert_eq!((deal.company, deal.contact, deal.lead), (Some(company.id), Some(contact.id), Some(lead.id)));
    assert_eq!((deal.stage, deal.pipeline), (id("a").into(), id("new").into()));
    assert_eq!((&deal.origin, deal.value, &deal.tags), (&lead.origin, lead.value, &lead.tags));
    assert_eq!([company.owner, contact.owner, deal.owner], [lead.owner; 3]);
    assert_eq!([&company.origin, &contact.origin], [&lead.origin; 2]);
    let after = made.lead.record;
    assert_eq!(
        (after.converted_at, after.deal, after.company),
        (Some(desk.now), Some(deal.id), Some(company.id))
    );
    assert!(!after.is_open());
    let again = desk.with(|ctx| convert_lead(ctx, &after, &Conversion::default()).unwrap_err());
    assert_eq!(again.to_string(), "lead_closed");
}

#[test]
fn a_conversion_takes_what_is_known() {
    let desk = Desk::new();
    let person: Lead = desk.made("lead", json!({ "last_name": "Vos" }));
    let how = Conversion {
        company: Some(id("company").into()),
        stage: Some(id("y").into()),
        title: Some("Oven".into()),
        ..Conversion::default()
    };
    let made = desk.with(|ctx| convert_lead(ctx, &person, &how).unwrap());
    assert!(made.company.is_none() && made.contact.is_some());
    let deal = &made.deal.record;
    assert_eq!((deal.pipeline, deal.stage, deal.title.as_str()), (id("old").into(), id("y").into(), "Oven"));
    assert_eq!(deal.company, Some(id("company").into()));

    let nameless: Lead = desk.made("lead2", json!({ "company_name": "Vos BV" }));
    let made = desk.with(|ctx| convert_lead(ctx, &nameless, &Conversion::default()).unwrap());
    assert!(made.contact.is_none(), "there is nobody to make a contact from");

    for (how, expected) in [
        (
            Conversion { pipeline: Some(id("none").into()), ..Conversion::default() },
            "invalid; pipeline: unknown",
        ),
        (Conversion { stage: Some(id("none").into()), ..Conversion::default() }, "invalid; stage: unknown"),
    ] {
        let refused = desk.with(|ctx| convert_lead(ctx, &person, &how).unwrap_err());
        assert_eq!(refused.to_string(), expected);
    }
    let contacted = desk.with(|ctx| contact_lead(ctx, &person).unwrap().record);
    let early = Desk::new().happened("11:00");
    let refused = early.with(|ctx| convert_lead(ctx, &contacted, &Conversion::default()).unwrap_err());
    assert_eq!(refused.to_string(), "invalid; occurred_at: before_last_change");
    assert_eq!(contacted.since["status"], at("12:00"));
}
