//! Leads as the engine sees them, one by one, against the oracle's.

use std::collections::BTreeMap;

use proptest::prelude::*;
use trechter_domain::record::LeadStatus;
use trechter_measure::facts::fields::lead as codes;
use trechter_measure::view::{Lead, View};
use uuid::Uuid;

use super::deals::id;
use super::{Case, check};
use crate::oracle::leads::LeadCase;
use crate::oracle::{World, leads, touches};

fn each(
    case: &Case,
    ask: impl Fn(&View<'_>, &Lead<'_>, &World, &LeadCase<'_>) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    let (world, view) = (case.world(), case.view());
    let engine: BTreeMap<Uuid, Lead<'_>> = view.leads().map(|lead| (lead.id(), lead)).collect();
    let ours = leads::all(&world);
    let ids: Vec<Uuid> = ours.iter().map(|lead| lead.id).collect();
    prop_assert_eq!(engine.keys().copied().collect::<Vec<_>>(), ids, "the leads that are there");
    for lead in &ours {
        ask(&view, &engine[&lead.id], &world, lead)
            .map_err(|error| TestCaseError::fail(format!("{error}\n{}", case.story(lead.id))))?;
    }
    Ok(())
}

#[test]
fn leads_are_what_they_were() {
    check(6, |case| {
        each(case, |view, engine, world, lead| {
            let status = match lead.now.status {
                LeadStatus::New => codes::NEW,
                LeadStatus::Contacted => codes::CONTACTED,
                LeadStatus::Qualified => codes::QUALIFIED,
                LeadStatus::Disqualified => codes::DISQUALIFIED,
            };
            prop_assert_eq!(engine.status(), status, "status of {}", lead.id);
            prop_assert_eq!(engine.is_open(), lead.is_open(), "open {}", lead.id);
            prop_assert_eq!(engine.created(), lead.created(), "created {}", lead.id);
            prop_assert_eq!(engine.disqualified(), lead.disqualified(world), "disqualified {}", lead.id);
            let (owner, since) = engine.first_owner();
            let ours =
                lead.first_owner().map_or((None, lead.created()), |(owner, when)| (Some(owner), when.0));
            prop_assert_eq!((id(view, owner), since), ours, "first owner of {}", lead.id);
            prop_assert_eq!(id(view, engine.source()), lead.source(), "source of {}", lead.id);
            Ok(())
        })
    });
}

#[test]
fn leads_have_the_same_touches_and_deals() {
    check(6, |case| {
        each(case, |view, engine, world, lead| {
            let mut ours: Vec<_> =
                touches::of_lead(world, lead.id).iter().map(|touch| (touch.at, touch.story.id)).collect();
            let touches = engine.touches();
            let mut theirs: Vec<_> =
                touches.iter().map(|touch| (touch.at, view.facts.activities.id(touch.activity))).collect();
            ours.sort();
            theirs.sort();
            prop_assert_eq!(theirs, ours, "touches of {}", lead.id);
            let mut deals: Vec<Uuid> = engine.deals().iter().map(|deal| deal.id()).collect();
            deals.sort();
            let ours: Vec<Uuid> = lead.deals(world).iter().map(|deal| deal.id).collect();
            prop_assert_eq!(deals, ours, "deals of {}", lead.id);
            Ok(())
        })
    });
}
