//! The set-up of a test workspace.

use serde_json::json;
use trechter_domain::catalogue::{Field, LossReason, Member, Pipeline, Source, Tag, Workspace};
use trechter_domain::template::{self, Template};
use trechter_domain::{Ctx, WorkspaceId};
use trechter_store::{Result, Tx};

use crate::home::{Setup, add_entry};

/// The workspace itself, two pipelines, three members.
pub fn pipelines(tx: &mut Tx<'_>, ctx: &Ctx<'_>, workspace: WorkspaceId) -> Result<Setup> {
    let fields = json!({
        "name": "Werkplaats", "language": "nl", "currency": "EUR", "time_zone": "Europe/Amsterdam",
    });
    add_entry::<Workspace>(tx, ctx, workspace.0, &fields)?;
    let mut made = Vec::new();
    for (position, kind) in [Template::Classic, Template::Short].into_iter().enumerate() {
        let pipeline = template::pipeline(kind, "nl", ctx.ids);
        let fields = json!({ "name": pipeline.name, "stages": pipeline.stages, "position": position });
        made.push(add_entry::<Pipeline>(tx, ctx, (ctx.ids)(), &fields)?);
    }
    let mut member = |name: &str, role: &str| {
        let email = format!("{}@voorbeeld.nl", name.to_lowercase());
        let fields = json!({ "name": name, "email": email, "role": role, "sees": "all", "active": true });
        add_entry::<Member>(tx, ctx, (ctx.ids)(), &fields).map(|member| member.id)
    };
    let stages = |pipeline: &Pipeline| pipeline.stages.iter().map(|stage| stage.id).collect();
    Ok(Setup {
        owner: member("Olga", "owner")?,
        anna: member("Anna", "seller")?,
        bram: member("Bram", "seller")?,
        pipeline: made[0].id,
        stages: stages(&made[0]),
        results: made[0].stages.iter().flat_map(|stage| &stage.results).map(|result| result.id).collect(),
        second: made[1].id,
        second_stages: stages(&made[1]),
        ..Setup::default()
    })
}

/// A loss reason, a source, tags and a custom field of every kind on deals.
pub fn lists(tx: &mut Tx<'_>, ctx: &Ctx<'_>, mut setup: Setup) -> Result<Setup> {
    let id = || (ctx.ids)();
    let reason = json!({ "name": "Prijs", "for_deals": true, "for_leads": true });
    setup.reason = add_entry::<LossReason>(tx, ctx, id(), &reason)?.id;
    setup.source =
        add_entry::<Source>(tx, ctx, id(), &json!({ "name": "Website", "channel": "website" }))?.id;
    for (place, name) in ["Warm", "Koud"].into_iter().enumerate() {
        setup.tags[place] = add_entry::<Tag>(tx, ctx, id(), &json!({ "name": name }))?.id;
    }
    let kinds = [
        ("region", "choice"),
        ("size", "number"),
        ("budget", "money"),
        ("remark", "text"),
        ("since", "date"),
        ("marks", "multi_choice"),
        ("vip", "yes_no"),
        ("buddy", "person"),
        ("site", "link"),
    ];
    for (slug, kind) in kinds {
        let choices = json!([{ "key": "noord", "name": "Noord" }, { "key": "zuid", "name": "Zuid" }]);
        let fields = json!({
            "name": slug, "slug": slug, "on": "deal", "kind": kind,
            "choices": if kind.ends_with("choice") { choices } else { json!([]) },
        });
        setup.fields.push((slug.to_owned(), add_entry::<Field>(tx, ctx, id(), &fields)?.id));
    }
    Ok(setup)
}
