//! The whole table of rights: each role and scope, on own records, a team mate's, somebody else's and
//! nobody's. The table is written down here a second time, on purpose.

use serde_json::{Value, json};
use trechter_domain::permission::Act;
use trechter_server::http::{Access, Described};

use super::examples::{Fixture, RECORDS, operations, plain};
use crate::harness::{Person, TestApp, id, on_every_engine};

const ROLES: [&str; 4] = ["read_only", "seller", "manager", "owner"];
const SCOPES: [&str; 3] = ["own", "team", "all"];
const WHOSE: [&str; 4] = ["own", "team", "other", "nobody"];

/// The lowest role that may.
fn lowest(act: Act) -> &'static str {
    match act {
        Act::ReadRecords
        | Act::ReadWholeFunnel
        | Act::ReadCatalogue
        | Act::SaveViews
        | Act::ManageOwnAccess => "read_only",
        Act::WriteRecords | Act::AssignRecords | Act::RemoveRecords | Act::MergeRecords | Act::BulkEdit => {
            "seller"
        }
        Act::ErasePersons
        | Act::Import
        | Act::Export
        | Act::CoachMembers
        | Act::EditCatalogue
        | Act::SetTargets
        | Act::SetNorms => "manager",
        Act::ManageMembers | Act::ManageWorkspace => "owner",
    }
}

fn may(role: &str, act: Act) -> bool {
    let place = |role: &str| ROLES.iter().position(|known| *known == role).unwrap();
    place(role) >= place(lowest(act))
}

fn sees(role: &str, scope: &str, whose: &str) -> bool {
    role == "owner" || matches!((scope, whose), ("all", _) | (_, "own" | "nobody") | ("team", "team"))
}

/// A record of each kind for each of [`WHOSE`].
async fn records(app: &TestApp, owners: [Option<&str>; 4]) -> Vec<[String; 4]> {
    let mut all = Vec::new();
    for plural in RECORDS {
        let mut made: [String; 4] = Default::default();
        for (place, owner) in owners.into_iter().enumerate() {
            let body = json!({ plain(plural): format!("van {}", WHOSE[place]), "owner": owner });
            made[place] = id(&app.owner.creates(plural, body).await);
        }
        all.push(made);
    }
    all
}

/// Asks every operation on one record, and says which answers are not those of the table.
async fn walk(
    fixture: &Fixture,
    person: &Person,
    (role, scope): (&str, &str),
    mine: &[[String; 4]],
    wrong: &mut Vec<String>,
) {
    for operation in operations() {
        let Access::May(act) = operation.access else { continue };
        let kind = RECORDS.iter().position(|plural| operation.path.starts_with(&format!("/{plural}/{{id}}")));
        let Some(kind) = kind else { continue };
        for (place, whose) in WHOSE.into_iter().enumerate() {
            let path = operation.path.replace("{id}", &mine[kind][place]);
            let at = Described { path, ..copy(&operation) };
            let reply = fixture.ask(person, &at, &body(fixture, &operation)).await;
            let whole = act != Act::ErasePersons || role == "owner" || scope == "all";
            let expected = match (may(role, act) && whole, sees(role, scope, whose)) {
                (false, _) => "403",
                (true, false) => "404",
                (true, true) => "done",
            };
            let got = match reply.status {
                403 => "403",
                404 => "404",
                200..300 | 409 | 412 | 422 => "done",
                _ => "failed",
            };
            if got != expected {
                let words = reply.text();
                wrong.push(format!(
                    "{} as {role} {scope} on {whose}: {got}, not {expected}: {words}",
                    operation.id
                ));
            }
        }
    }
}

/// Bodies that refer to nothing the asker may not see.
fn body(fixture: &Fixture, operation: &Described) -> Value {
    match operation.id.as_str() {
        "convert_lead" => json!({}),
        // Nothing is merged away: the records are asked about again and again.
        name if name.starts_with("merge_") => json!({ "absorbed": "0190aaaa-0000-7000-8000-000000000000" }),
        _ => fixture.body(operation),
    }
}

fn copy(operation: &Described) -> Described {
    Described {
        id: operation.id.clone(),
        method: operation.method.clone(),
        path: operation.path.clone(),
        summary: operation.summary.clone(),
        ..*operation
    }
}

#[test]
fn on_each_record_everybody_may_what_the_table_says() {
    on_every_engine(async |app| {
        let fixture = Fixture::of(&app).await;
        let (zuid, noord) = (app.team("Zuid").await, app.team("Noord").await);
        let (mate, other) =
            (app.seller("Maat").in_team(&zuid).await, app.seller("Ander").in_team(&noord).await);
        let mut wrong = Vec::new();
        for role in ROLES {
            for scope in SCOPES {
                let person = app.member("Wie", role).in_team(&zuid).sees(scope).await;
                let owners = [Some(&*person.id), Some(&*mate.id), Some(&*other.id), None];
                let mine = records(&app, owners).await;
                walk(&fixture, &person, (role, scope), &mine, &mut wrong).await;
            }
        }
        // A merge with a record that is not there is refused as such, whoever asks.
        wrong.retain(|line| !(line.starts_with("merge_") && line.contains(": 404, not done")));
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

#[test]
fn what_is_about_no_record_goes_by_role_alone() {
    on_every_engine(async |app| {
        let fixture = Fixture::of(&app).await;
        let mut wrong = Vec::new();
        for role in ROLES {
            for operation in operations() {
                let Access::May(act) = operation.access else { continue };
                if RECORDS.iter().any(|plural| operation.path.starts_with(&format!("/{plural}/{{id}}"))) {
                    continue;
                }
                // A fresh member each time: some of these end his session.
                let whole = matches!(act, Act::Import | Act::SetNorms | Act::ReadWholeFunnel);
                let person = app.member("Wie", role).sees(if whole { "all" } else { "own" }).await;
                let reply = fixture.ask(&person, &operation, &fixture.body(&operation)).await;
                let refused = reply.status == 403;
                let own_view = operation.path.starts_with("/catalogue/views/");
                if refused == may(role, act) && !own_view {
                    wrong.push(format!("{} as {role}: {}", operation.id, reply.text()));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

#[test]
fn lists_totals_boards_search_and_changes_show_what_the_reader_may_see() {
    on_every_engine(async |app| {
        let (zuid, noord) = (app.team("Zuid").await, app.team("Noord").await);
        let (mate, other) =
            (app.seller("Maat").in_team(&zuid).await, app.seller("Ander").in_team(&noord).await);
        for role in ROLES {
            for scope in SCOPES {
                let person = app.member("Wie", role).in_team(&zuid).sees(scope).await;
                let owners = [Some(&*person.id), Some(&*mate.id), Some(&*other.id), None];
                let mine = records(&app, owners).await;
                for (kind, plural) in RECORDS.into_iter().enumerate() {
                    let listed = person.lists(&format!("/{plural}?limit=200")).await;
                    let changes = person.get("/changes?after=0&limit=1000").await.ok();
                    let changed = changes["items"].to_string();
                    for (place, whose) in WHOSE.into_iter().enumerate() {
                        let (record, visible) = (&mine[kind][place], sees(role, scope, whose));
                        assert_eq!(listed.contains(record), visible, "{plural}: {role} {scope} {whose}");
                        assert_eq!(changed.contains(record), visible, "changes: {role} {scope} {whose}");
                    }
                    let total = person.get(&format!("/{plural}/totals")).await.ok()["count"].clone();
                    assert_eq!(total, listed.len(), "{plural}: {role} {scope}");
                }
                let found = person.get("/search?q=van&limit=50&kind=deal").await.ok().to_string();
                let board = person.get("/board?limit=200").await.ok().to_string();
                for (place, whose) in WHOSE.into_iter().enumerate() {
                    let visible = sees(role, scope, whose);
                    assert_eq!(board.contains(&mine[3][place]), visible, "board: {role} {scope} {whose}");
                    assert!(visible || !found.contains(&mine[3][place]), "search: {role} {scope} {whose}");
                }
                for id in mine.iter().flatten() {
                    // Leave room on the pages for the next member's records.
                    let plural = RECORDS[mine.iter().position(|ids| ids.contains(id)).unwrap()];
                    app.owner.delete(&format!("/{plural}/{id}"), 1).await.ok();
                }
            }
        }
    });
}
