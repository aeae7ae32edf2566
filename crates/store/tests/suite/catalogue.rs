//! The catalogue: changes are seen at once, here and in other processes, and only when they were committed.

use serde_json::json;
use trechter_domain::catalogue::{Field, LossReason, Product, Tag, Workspace};
use trechter_domain::{Refusal, decide};
use trechter_store::{Result, Written};

use crate::home::{Home, add_entry, both, refusal};

async fn tag_names(home: &Home) -> Vec<String> {
    home.read(|tx| Ok(tx.catalogue().tags.iter().map(|tag| tag.name.clone()).collect())).await.unwrap()
}

#[test]
fn a_change_is_seen_at_once_here_and_elsewhere() {
    both(async |home| {
        let twin = home.twin().await;
        assert_eq!(tag_names(&twin).await, ["Koud", "Warm"]);
        let desk = home.desk.clone();
        let seen = home
            .write(move |tx, ctx| {
                add_entry::<Tag>(tx, ctx, desk.id(), &json!({ "name": "Lauw" }))?;
                Ok(tx.catalogue().tags.len())
            })
            .await
            .unwrap();
        assert_eq!(seen.value, 3, "in the same command");
        assert_eq!(tag_names(&home).await, ["Koud", "Lauw", "Warm"]);
        assert_eq!(tag_names(&twin).await, ["Koud", "Lauw", "Warm"]);
        twin.add::<Tag>(json!({ "name": "Heet" })).await;
        assert_eq!(tag_names(&home).await, ["Heet", "Koud", "Lauw", "Warm"]);
    });
}

#[test]
fn a_refused_change_is_never_seen() {
    both(async |home| {
        let desk = home.desk.clone();
        let outcome: Result<Written<()>> = home
            .write(move |tx, ctx| {
                add_entry::<Tag>(tx, ctx, desk.id(), &json!({ "name": "Nooit" }))?;
                Err(Refusal::forbidden().into())
            })
            .await;
        assert_eq!(refusal(outcome), "forbidden");
        assert_eq!(tag_names(&home).await, ["Koud", "Warm"]);
        // In the same commit as others that succeed.
        let refused = home.write(|tx, ctx| -> Result<()> {
            add_entry::<Tag>(tx, ctx, (ctx.ids)(), &json!({ "name": "Nooit" }))?;
            Err(Refusal::forbidden().into())
        });
        let kept = home.write(|tx, ctx| add_entry::<Tag>(tx, ctx, (ctx.ids)(), &json!({ "name": "Wel" })));
        let read = home.write(|tx, _| Ok(tx.catalogue().tags.iter().all(|tag| tag.name != "Nooit")));
        let (refused, kept, read) = tokio::join!(refused, kept, read);
        assert_eq!(refusal(refused), "forbidden");
        kept.unwrap();
        assert!(read.unwrap().value);
        assert_eq!(tag_names(&home).await, ["Koud", "Warm", "Wel"]);
    });
}

#[test]
fn no_change_of_two_processes_is_lost_and_a_name_is_taken_once() {
    both(async |home| {
        let twin = home.twin().await;
        let product = home.add::<Product>(json!({ "name": "Oven", "code": "0" })).await.id;
        let mut tasks = Vec::new();
        for i in 0..20 {
            let (store, desk) = (if i % 2 == 0 { &home } else { &twin }.store.clone(), home.desk.clone());
            tasks.push(tokio::spawn(async move {
                let count = desk.clone();
                store
                    .write(desk.workspace, move |tx| {
                        count.with(tx, |tx, ctx| {
                            let before = tx.load_entry::<Product>(product)?.unwrap();
                            let code: i64 = before.code.as_deref().unwrap().parse().unwrap();
                            let patch = json!({ "code": (code + 1).to_string() });
                            tx.save_entry(&decide::edit(ctx, &before, patch.as_object().unwrap())?)
                        })
                    })
                    .await
                    .unwrap();
                let slug = json!({ "name": "Eén", "slug": "een", "on": "deal", "kind": "text" });
                let made = store.write(desk.workspace, move |tx| {
                    desk.with(tx, |tx, ctx| add_entry::<Field>(tx, ctx, (ctx.ids)(), &slug))
                });
                made.await.is_ok()
            }));
        }
        let mut made = 0;
        for task in tasks {
            made += usize::from(task.await.unwrap());
        }
        assert_eq!(made, 1, "one field got the slug");
        let product = home.read(move |tx| tx.load_entry::<Product>(product)).await.unwrap().unwrap();
        assert_eq!((product.code.as_deref(), product.version), (Some("20"), 21));
    });
}

#[test]
fn entries_in_the_bin_stay_known() {
    both(async |home| {
        let reason = home.desk.setup.reason;
        home.write(move |tx, ctx| {
            let before = tx.load_entry::<LossReason>(reason)?.unwrap();
            tx.save_entry(&decide::remove(ctx, &before)?)
        })
        .await
        .unwrap();
        let (catalogue, entry) =
            home.read(move |tx| Ok((tx.catalogue(), tx.load_entry::<LossReason>(reason)?))).await.unwrap();
        assert!(catalogue.has(trechter_domain::event::Kind::LossReason, reason.0));
        assert!(entry.unwrap().removed_at.is_some());
        let unknown = home.desk.id();
        assert_eq!(home.read(move |tx| tx.load_entry::<LossReason>(unknown)).await.unwrap(), None);
        let other_kind = home.read(move |tx| tx.load_entry::<Tag>(reason)).await.unwrap();
        assert_eq!(other_kind, None);
    });
}

#[test]
fn the_name_of_the_workspace_is_known_to_the_directory() {
    both(async |home| {
        let workspace = home.desk.workspace;
        home.write(move |tx, ctx| {
            let before = tx.load_entry::<Workspace>(workspace)?.unwrap();
            let patch = json!({ "name": "Anders" });
            tx.save_entry(&decide::edit(ctx, &before, patch.as_object().unwrap())?)
        })
        .await
        .unwrap();
        let all = home.store.system_read(|directory| directory.workspaces()).await.unwrap();
        let mine = all.into_iter().find(|row| row.id == workspace).unwrap();
        assert_eq!((mine.name.as_str(), mine.seq), ("Anders", home.seq().await));
    });
}

#[test]
fn many_entries_are_added_in_one_command() {
    both(async |home| {
        home.write(|tx, ctx| {
            for i in 0..300 {
                add_entry::<Product>(tx, ctx, (ctx.ids)(), &json!({ "name": format!("Product {i}") }))?;
            }
            Ok(())
        })
        .await
        .unwrap();
        assert_eq!(home.read(|tx| Ok(tx.catalogue().products.len())).await.unwrap(), 300);
    });
}
