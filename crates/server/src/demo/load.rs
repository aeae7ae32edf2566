//! Writes the demo into a database: the set-up in one transaction, the stories in chunks of one batch.

use std::sync::Arc;

use serde_json::json;
use trechter_domain::decide::Ctx;
use trechter_domain::event::{EventKind, Kind, NewEvent, Subject};
use trechter_domain::{Origin, WorkspaceId};
use trechter_store::{Batch, Store, Tx};
use uuid::Uuid;

use super::cast::Person;
use super::stories::Stories;
use super::world::{Made, World};
use super::{COMPANY, PASSWORD, Plan};
use crate::app::App;

/// Records that are written in one transaction.
const CHUNK: usize = 2_000;
/// Chunks that wait for the writer, at most.
const WAITING: usize = 3;

/// What is in the database after loading.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub workspace: WorkspaceId,
    pub people: Vec<Person>,
    pub records: u64,
}

/// What a database holds of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// No workspace at all.
    Empty,
    /// This demo, whole.
    Whole,
    /// This demo, but its loading was broken off.
    Broken,
    /// Something else: another demo, or somebody's own data.
    Other,
}

/// Looks whether the demo is there already.
///
/// # Errors
/// The database's.
pub async fn known(store: &Store, plan: &Plan) -> anyhow::Result<Known> {
    let workspace = WorkspaceId(plan.workspace());
    let all = store.system_read(|directory| directory.workspaces()).await?;
    if all.is_empty() {
        return Ok(Known::Empty);
    }
    if !all.iter().any(|row| row.id == workspace) {
        return Ok(Known::Other);
    }
    let batches = store.read(workspace, |tx| tx.batches(100)).await?;
    let whole = batches.iter().any(|batch| batch.doc["kind"] == "demo" && batch.state == "finished");
    Ok(if whole { Known::Whole } else { Known::Broken })
}

/// Makes the demo's workspace and fills it; `progress` hears how many records are written.
///
/// # Errors
/// The database's; the workspace is there already.
pub async fn load(app: &App, plan: Plan, mut progress: impl FnMut(u64)) -> anyhow::Result<Loaded> {
    let (world, saves) = World::new(plan);
    let (workspace, batch) = (world.workspace, batch(&world));
    let people = world.cast.people.clone();
    let hash = app.passwords.hash("password", PASSWORD).map_err(|refusal| anyhow::anyhow!("{refusal}"))?;
    let owner = people.first().map(|person| person.member);
    let identities: Vec<(Uuid, Person)> = people.iter().map(|p| (world.id(), p.clone())).collect();
    let started = batch_event(&world, EventKind::BatchStarted);
    let first = Batch { created_by: owner, ..batch.clone() };
    app.store.begin_filling().await?;
    app.store
        .found(workspace, COMPANY, plan.now, move |tx| {
            for save in &saves {
                save(tx)?;
            }
            let mut directory = tx.directory()?;
            for (id, person) in &identities {
                let identity = directory.set_password(*id, &person.email, &hash)?;
                directory.join(identity, workspace, person.member)?;
            }
            tx.save_batch(&first)?;
            tx.push(std::slice::from_ref(&started))
        })
        .await?;
    let finished = batch_event(&world, EventKind::BatchFinished);
    let records = write(&app.store, world, &mut progress).await?;
    app.store.finish_filling().await?;
    let mut last = Batch { created_by: owner, state: "finished".into(), ..batch };
    last.doc["records"] = json!(records);
    app.store
        .write(workspace, move |tx| {
            tx.save_batch(&last)?;
            tx.push(std::slice::from_ref(&finished))
        })
        .await?;
    Ok(Loaded { workspace, people, records })
}

/// Decides on one thread and writes on another, a few chunks apart.
async fn write(store: &Store, world: World, progress: &mut impl FnMut(u64)) -> anyhow::Result<u64> {
    let workspace = world.workspace;
    let (send, mut receive) = tokio::sync::mpsc::channel::<Vec<Made>>(WAITING);
    let deciding = tokio::task::spawn_blocking(move || {
        let mut chunk = Vec::with_capacity(CHUNK + 64);
        for story in Stories::new(&world) {
            chunk.extend(story);
            if chunk.len() >= CHUNK && send.blocking_send(std::mem::take(&mut chunk)).is_err() {
                return;
            }
        }
        drop(send.blocking_send(chunk));
    });
    let mut records = 0;
    while let Some(chunk) = receive.recv().await {
        records += chunk.len() as u64;
        let chunk = Arc::new(chunk);
        store.write(workspace, move |tx| chunk.iter().try_for_each(|made| save(tx, made))).await?;
        progress(records);
    }
    deciding.await?;
    Ok(records)
}

fn save(tx: &mut Tx<'_>, made: &Made) -> trechter_store::Result<()> {
    match made {
        Made::Company(decided) => tx.save(decided),
        Made::Contact(decided) => tx.save(decided),
        Made::Lead(decided) => tx.save(decided),
        Made::Deal(decided) => tx.save(decided),
        Made::Activity(decided) => tx.save(decided),
    }
}

fn batch(world: &World) -> Batch {
    let plan = &world.plan;
    Batch {
        id: world.batch,
        state: "running".into(),
        created_at: plan.now,
        created_by: None,
        doc: json!({ "kind": "demo", "deals": plan.deals, "seed": plan.seed, "years": plan.years }),
    }
}

fn batch_event(world: &World, kind: EventKind) -> NewEvent {
    let ids = || world.id();
    let ctx = Ctx {
        actor: None,
        origin: Origin::Import,
        batch: Some(world.batch),
        now: world.plan.now,
        occurred: world.plan.now,
        catalogue: &world.catalogue,
        ids: &ids,
    };
    ctx.event(Subject { kind: Kind::Batch, id: world.batch.0 }, kind, 0)
}
