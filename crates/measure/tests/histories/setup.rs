//! How a workspace begins: people, two pipelines, lists and fields of its own.

use serde_json::{Value, json};
use trechter_domain::catalogue::*;
use trechter_domain::decide::{self, Ctx};
use uuid::Uuid;

use super::rows::{Rows, object};

/// Ids of what a workspace begins with; lists grow while people work.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    pub members: Vec<Uuid>,
    pub teams: Vec<Uuid>,
    pub pipelines: Vec<Uuid>,
    pub sources: Vec<Uuid>,
    pub campaigns: Vec<Uuid>,
    pub products: Vec<Uuid>,
    pub reasons: Vec<Uuid>,
    pub competitors: Vec<Uuid>,
    pub tags: Vec<Uuid>,
}

/// Founds a workspace in Amsterdam that counts in euro.
pub fn found(rows: &mut Rows, ctx: &Ctx<'_>) -> Setup {
    let fields =
        json!({ "name": "Proef", "language": "nl", "currency": "EUR", "time_zone": "Europe/Amsterdam" });
    let id = rows.id();
    let workspace = decide::create::<Workspace>(ctx, id, object(&fields)).expect("a valid workspace");
    rows.save_workspace(&workspace);
    let mut setup = Setup::default();
    for name in ["Noord", "Zuid", "Export"] {
        setup.teams.push(rows.add::<Team>(ctx, &json!({ "name": name })));
    }
    for (place, name) in ["Anna", "Bram", "Chris", "Dina", "Eva"].into_iter().enumerate() {
        let team = setup.teams.get(place % 4).map_or(Value::Null, |team| json!(team));
        let member = with_catalogue(rows, ctx, |rows, ctx| {
            let fields =
                json!({ "name": name, "role": "seller", "sees": "all", "team": team, "active": true });
            rows.add::<Member>(ctx, &fields)
        });
        setup.members.push(member);
    }
    for (position, (name, count)) in [("Verkoop", 4), ("Verlenging", 3)].into_iter().enumerate() {
        let stages: Vec<Value> = (0..count).map(|place| stage(rows.id(), place)).collect();
        let fields = json!({ "name": name, "stages": stages, "position": position });
        setup.pipelines.push(rows.add::<Pipeline>(ctx, &fields));
    }
    for name in ["Website", "Beurs", "Netwerk"] {
        setup.sources.push(rows.add::<Source>(ctx, &json!({ "name": name, "channel": "website" })));
    }
    for (name, cost) in [("Lente", 120_000), ("Herfst", 75_050)] {
        let cost = json!({ "amount": cost, "currency": "EUR" });
        setup.campaigns.push(rows.add::<Campaign>(ctx, &json!({ "name": name, "cost": cost })));
    }
    for name in ["Pomp", "Klep", "Onderhoud"] {
        setup.products.push(rows.add::<Product>(ctx, &json!({ "name": name })));
    }
    for name in ["Prijs", "Geen budget"] {
        let fields = json!({ "name": name, "for_leads": true, "for_deals": true });
        setup.reasons.push(rows.add::<LossReason>(ctx, &fields));
    }
    setup.competitors.push(rows.add::<Competitor>(ctx, &json!({ "name": "Jansen" })));
    for name in ["heet", "beurs", "herhaling"] {
        setup.tags.push(rows.add::<Tag>(ctx, &json!({ "name": name })));
    }
    custom_fields(rows, ctx);
    setup
}

/// A stage of a pipeline, with a new id.
pub fn stage(id: Uuid, place: usize) -> Value {
    json!({ "id": id, "name": format!("Fase {}", place + 1), "expected_days": 10 + 5 * place, "win_chance": 20 * place })
}

fn custom_fields(rows: &mut Rows, ctx: &Ctx<'_>) {
    let choices = json!([
        { "key": "a", "name": "A" }, { "key": "b", "name": "B" }, { "key": "c", "name": "C" },
    ]);
    for (slug, on, kind, choices) in [
        ("segment", "deal", "choice", choices.clone()),
        ("vip", "deal", "yes_no", json!([])),
        ("buddy", "deal", "person", json!([])),
        ("interest", "lead", "choice", choices),
    ] {
        let fields = json!({ "name": slug, "slug": slug, "on": on, "kind": kind, "choices": choices });
        rows.add::<Field>(ctx, &fields);
    }
}

/// The same work with the catalogue as it is by now: what was just added can be pointed at.
fn with_catalogue<T>(rows: &mut Rows, ctx: &Ctx<'_>, work: impl FnOnce(&mut Rows, &Ctx<'_>) -> T) -> T {
    let catalogue = std::rc::Rc::clone(&rows.catalogue);
    let ctx = Ctx { catalogue: &catalogue, ..*ctx };
    work(rows, &ctx)
}
