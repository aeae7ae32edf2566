//! The numbers of a dashboard: `GET`, `PUT` and `DELETE /dashboard/layout` for one's own, and
//! `/dashboard/layout/default` for what everybody begins with.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};
use trechter_domain::paper::{Layout, Tile};
use trechter_domain::permission::Act;
use trechter_domain::{MemberId, Refusal, decide};
use trechter_measure::definitions::Metric;
use trechter_store::{Result, Tx};

use crate::caller::Deed;
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};

/// The numbers of the caller's dashboard.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LayoutReply {
    /// What it shows, in this order; empty when nobody chose anything yet.
    pub tiles: Vec<Tile>,
    /// Did he choose it himself?
    pub own: bool,
    /// What everybody begins with; empty when nobody chose anything yet.
    pub default: Vec<Tile>,
}

/// Which numbers, in their order.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LayoutBody {
    pub tiles: Vec<Tile>,
}

/// The layout of somebody, or the workspace's; the latest if there are several.
fn find(tx: &mut Tx<'_>, owner: Option<MemberId>) -> Result<Option<Layout>> {
    let layouts: Vec<Layout> = tx.papers()?;
    Ok(layouts.into_iter().rfind(|layout| layout.owner == owner && layout.removed_at.is_none()))
}

fn shown(tx: &mut Tx<'_>, deed: &Deed) -> Result<LayoutReply> {
    let default = find(tx, None)?.map(|layout| layout.tiles).unwrap_or_default();
    let own = find(tx, deed.actor)?.map(|layout| layout.tiles);
    Ok(LayoutReply { own: own.is_some(), tiles: own.unwrap_or_else(|| default.clone()), default })
}

/// Puts a layout in the place of the one that was there; without tiles, takes it away.
async fn put<O: Operation>(
    call: Call<O>,
    owner: Option<MemberId>,
    tiles: Option<Vec<Tile>>,
) -> Result<Answer<LayoutReply>, Problem> {
    for (place, tile) in tiles.iter().flatten().enumerate() {
        if Metric::from_key(&tile.metric).is_none() {
            return Err(Refusal::field(format!("tiles.{place}.metric"), "unknown").into());
        }
    }
    let (deed, id) = (call.deed()?, call.app.ids.id());
    let write = call.app.store.write(call.caller()?.workspace, move |tx| {
        let catalogue = tx.catalogue();
        deed.reach(&catalogue)?;
        let ctx = deed.ctx(&catalogue);
        let fields = tiles.as_ref().map(|tiles| Map::from_iter([("tiles".to_owned(), json!(tiles))]));
        let decided = match (find(tx, owner)?, fields) {
            (None, None) => None,
            (Some(before), None) => Some(decide::remove(&ctx, &before)?),
            (Some(before), Some(fields)) => Some(decide::edit(&ctx, &before, &fields)?),
            (None, Some(mut fields)) => {
                fields.insert("owner".into(), json!(owner));
                Some(decide::create::<Layout>(&ctx, id, &fields)?)
            }
        };
        if let Some(decided) = decided {
            tx.save_paper(&decided)?;
        }
        shown(tx, &deed)
    });
    let written = write.await?;
    Ok(Answer::written(written.value, written.seq))
}

macro_rules! layout {
    ($(#[$doc:meta])* $name:ident = $id:literal, $method:ident $path:literal for $act:ident, $body:ty, $summary:literal,
     |$call:ident| $run:expr) => {
        $(#[$doc])*
        pub struct $name;

        impl Operation for $name {
            const METHOD: Method = Method::$method;
            const ACCESS: Access = Access::May(Act::$act);
            type Path = Nothing;
            type Query = Nothing;
            type Body = $body;
            type Reply = LayoutReply;

            fn id() -> String {
                $id.into()
            }
            fn path() -> String {
                $path.into()
            }
            fn summary() -> String {
                $summary.into()
            }

            async fn run($call: Call<Self>) -> Result<Answer<LayoutReply>, Problem> {
                $run
            }
        }
    };
}

layout! {
    /// What the caller's dashboard shows.
    ReadLayout = "get_dashboard_layout", GET "/dashboard/layout" for ReadCatalogue, Nothing,
    "Which numbers the caller's dashboard shows, in their order: his own choice, or what everybody begins with.",
    |call| {
        let deed = call.deed()?;
        let reply = call.app.store.read(call.caller()?.workspace, move |tx| shown(tx, &deed)).await?;
        Ok(Answer::of(reply))
    }
}

layout! {
    /// Chooses one's own numbers.
    PutLayout = "put_dashboard_layout", PUT "/dashboard/layout" for SaveViews, LayoutBody,
    "Chooses the numbers of the caller's own dashboard.",
    |call| {
        let (owner, tiles) = (call.caller()?.member, call.body.tiles.clone());
        put(call, Some(owner), Some(tiles)).await
    }
}

layout! {
    /// Goes back to what everybody begins with.
    RemoveLayout = "remove_dashboard_layout", DELETE "/dashboard/layout" for SaveViews, Nothing,
    "Goes back to the dashboard that everybody begins with.",
    |call| {
        let owner = call.caller()?.member;
        put(call, Some(owner), None).await
    }
}

layout! {
    /// Chooses what everybody begins with.
    PutDefault = "put_default_dashboard_layout", PUT "/dashboard/layout/default" for EditCatalogue, LayoutBody,
    "Chooses the numbers that everybody's dashboard begins with.",
    |call| {
        let tiles = call.body.tiles.clone();
        put(call, None, Some(tiles)).await
    }
}

layout! {
    /// Leaves what everybody begins with to the program.
    RemoveDefault = "remove_default_dashboard_layout", DELETE "/dashboard/layout/default" for EditCatalogue, Nothing,
    "Leaves the numbers that everybody's dashboard begins with to the program.",
    |call| put(call, None, None).await
}
