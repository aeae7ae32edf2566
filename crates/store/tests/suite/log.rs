//! The log: numbers without gaps, whatever goes wrong in between; the commands that share a commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use trechter_domain::event::{EventKind, Kind};
use trechter_domain::record::{Company, Deal};
use trechter_domain::{BatchId, Event, Instant, Refusal, decide};
use trechter_store::Error;

use crate::home::{Desk, Home, both, create};

async fn log(home: &Home) -> Vec<Event> {
    home.read(|tx| tx.events_after(0, 1_000_000)).await.unwrap()
}

#[test]
fn numbers_have_no_gap_though_commands_are_refused_fail_and_panic() {
    both(async |home| {
        let before = home.seq().await;
        let runs = Arc::new(AtomicUsize::new(0));
        let mut tasks = Vec::new();
        for i in 0..120usize {
            let (store, desk, runs) = (home.store.clone(), home.desk.clone(), Arc::clone(&runs));
            tasks.push(tokio::spawn(async move {
                let outcome = store
                    .write(desk.workspace, move |tx| {
                        runs.fetch_add(1, Ordering::Relaxed);
                        desk.with(tx, |tx, ctx| {
                            create::<Company>(
                                tx,
                                ctx,
                                desk.id(),
                                &json!({ "name": format!("Bedrijf {i}") }),
                            )?;
                            match i % 6 {
                                0 => return Err(Refusal::forbidden().into()),
                                1 => panic!("a defect in a command"),
                                2 => return Err(Error::Internal("a defect".into())),
                                _ => {}
                            }
                            create::<Company>(tx, ctx, desk.id(), &json!({ "name": format!("Tweede {i}") }))?;
                            Ok(i)
                        })
                    })
                    .await;
                (i, outcome)
            }));
        }
        let mut seqs = Vec::new();
        for task in tasks {
            match task.await.unwrap() {
                (i, Ok(written)) if i % 6 > 2 => {
                    assert_eq!(written.value, i);
                    seqs.push(written.seq);
                }
                (i, Err(Error::Refused(_))) if i % 6 == 0 => {}
                (i, Err(Error::Internal(_))) if i % 6 == 1 || i % 6 == 2 => {}
                (i, other) => panic!("{i}: {other:?}"),
            }
        }
        seqs.sort_unstable();
        let expected: Vec<i64> = (1..=60).map(|n| before + 2 * n).collect();
        assert_eq!(seqs, expected, "every command knows its own last event");
        let events = log(&home).await;
        let numbers: Vec<i64> = events.iter().map(|event| event.seq).collect();
        assert_eq!(numbers, (1..=before + 120).collect::<Vec<i64>>());
        let names = events
            .iter()
            .rev()
            .take(120)
            .map(|event| event.event.personal.as_ref().unwrap().set["name"].clone());
        assert!(names.into_iter().all(|name| {
            let number: usize = name.as_str().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
            number % 6 > 2
        }));
        assert_eq!(runs.load(Ordering::Relaxed), 120, "no command ran twice");
    });
}

#[test]
fn two_processes_count_together() {
    both(async |home| {
        let before = home.seq().await;
        let twin = home.twin().await;
        let deal = a_deal(&home).await;
        let mut tasks = Vec::new();
        for i in 0..60 {
            let (store, desk) = (if i % 2 == 0 { &home } else { &twin }.store.clone(), home.desk.clone());
            tasks.push(tokio::spawn(async move {
                store
                    .write(desk.workspace, move |tx| {
                        desk.with(tx, |tx, ctx| {
                            let before = tx.load::<Deal>(deal)?.ok_or_else(Refusal::not_found)?;
                            let feeling = before.gut_feeling.unwrap_or(0) + 1;
                            let patch = json!({ "gut_feeling": feeling });
                            let decided = decide::edit(ctx, &before, patch.as_object().unwrap())?;
                            tx.save(&decided)?;
                            Ok(feeling)
                        })
                    })
                    .await
                    .unwrap()
            }));
        }
        for task in tasks {
            let written = task.await.unwrap();
            assert_eq!(written.seq, before + 1 + written.value, "the number belongs to the command");
        }
        let deal = home.load::<Deal>(deal).await.unwrap();
        assert_eq!((deal.gut_feeling, deal.version), (Some(60), 61), "nobody's change was lost");
        let numbers: Vec<i64> = log(&home).await.iter().map(|event| event.seq).collect();
        assert_eq!(numbers, (1..=before + 61).collect::<Vec<i64>>());
    });
}

async fn a_deal(home: &Home) -> uuid::Uuid {
    let s = home.setup();
    let fields = json!({ "title": "A", "pipeline": s.pipeline, "stage": s.stages[0] });
    home.create::<Deal>(fields).await.id.0
}

#[test]
fn a_write_that_changes_nothing_tells_the_last_number() {
    both(async |home| {
        let seq = home.seq().await;
        assert_eq!(home.write(|_, _| Ok(())).await.unwrap().seq, seq);
        a_deal(&home).await;
        assert_eq!(home.write(|_, _| Ok(())).await.unwrap().seq, seq + 1);
    });
}

#[test]
fn a_caller_that_goes_away_cancels_nothing() {
    both(async |home| {
        let desk: Desk = home.desk.clone();
        let id = desk.id();
        let store = home.store.clone();
        let mut commits = home.store.commits();
        let (begun, begins) = tokio::sync::oneshot::channel();
        let mut begun = Some(begun);
        let workspace = desk.workspace;
        let task = tokio::spawn(async move {
            store
                .write(desk.workspace, move |tx| {
                    if let Some(begun) = begun.take() {
                        begun.send(()).unwrap();
                    }
                    desk.with(tx, |tx, ctx| create::<Company>(tx, ctx, id, &json!({ "name": "A" })))
                })
                .await
        });
        begins.await.unwrap();
        task.abort();
        assert_eq!(commits.recv().await.unwrap().0, workspace);
        assert!(home.load::<Company>(id).await.is_some());
    });
}

#[test]
fn commits_are_told_with_their_last_number() {
    both(async |home| {
        let mut commits = home.store.commits();
        a_deal(&home).await;
        assert_eq!(commits.recv().await.unwrap(), (home.desk.workspace, home.seq().await));
        home.write(|_, _| Ok(())).await.unwrap();
        assert!(commits.try_recv().is_err(), "nothing was written");
    });
}

#[test]
fn events_are_read_by_number_batch_subject_and_version() {
    both(async |mut home| {
        let deal = a_deal(&home).await;
        let first = home.seq().await;
        let batch = BatchId(home.desk.id());
        home.desk.batch = Some(batch);
        home.edit::<Deal>(deal, json!({ "title": "B" })).await;
        home.edit::<Deal>(deal, json!({ "title": "C" })).await;
        home.desk.batch = None;
        home.edit::<Deal>(deal, json!({ "title": "D" })).await;
        let other = a_deal(&home).await;
        let (of_batch, page, numbered, since, line, none) = home
            .read(move |tx| {
                Ok((
                    tx.events_of_batch(batch, 0, 10)?,
                    tx.events_of_batch(batch, first + 1, 10)?,
                    tx.events_numbered(&[first + 3, first, first + 999])?,
                    tx.events_since_version(deal, 2)?,
                    tx.timeline(&[deal, other], None, 10)?,
                    (tx.events_numbered(&[])?, tx.timeline(&[], None, 10)?),
                ))
            })
            .await
            .unwrap();
        let seqs = |events: &[Event]| events.iter().map(|event| event.seq).collect::<Vec<i64>>();
        assert_eq!(seqs(&of_batch), [first + 1, first + 2]);
        assert_eq!(seqs(&page), [first + 2]);
        assert_eq!(seqs(&numbered), [first, first + 3]);
        assert_eq!(seqs(&since), [first + 2, first + 3]);
        assert_eq!(seqs(&line), [first + 4, first + 3, first + 2, first + 1, first]);
        assert!(none.0.is_empty() && none.1.is_empty());
        assert_eq!(numbered[0].event.kind, EventKind::Created);
        assert_eq!((numbered[0].event.subject.kind, numbered[0].event.subject.id), (Kind::Deal, deal));
        assert_eq!(of_batch[0].event.batch, Some(batch));
        let (at, seq) = (line[1].event.occurred_at, line[1].seq);
        let rest = home.read(move |tx| tx.timeline(&[deal], Some((at, seq)), 2)).await.unwrap();
        assert_eq!(seqs(&rest), [first + 2, first + 1]);
    });
}

#[test]
fn a_back_dated_event_stands_where_it_happened_in_the_timeline() {
    both(async |home| {
        let s = home.setup();
        home.desk.pass(1_000_000);
        let deal = a_deal(&home).await;
        home.edit::<Deal>(deal, json!({ "title": "B" })).await;
        let to = decide::MoveTo { stage: s.stages[1], from: None };
        home.change::<Deal>(deal, move |ctx, deal| {
            decide::move_deal(&ctx.at(Some(Instant(crate::home::START)))?, deal, &to)
        })
        .await
        .unwrap();
        let line = home.read(move |tx| tx.timeline(&[deal], None, 10)).await.unwrap();
        let kinds: Vec<EventKind> = line.iter().map(|event| event.event.kind).collect();
        assert_eq!(kinds, [EventKind::Changed, EventKind::Created, EventKind::Moved]);
        assert_eq!(home.load::<Deal>(deal).await.unwrap().stage, s.stages[0], "history only");
    });
}

#[test]
fn commands_of_one_commit_see_each_others_events() {
    both(async |home| {
        let deal = a_deal(&home).await;
        // The first command holds the writer until the others wait behind it, so that they share a commit.
        let (hold, held) = std::sync::mpsc::channel::<()>();
        let mut held = Some(held);
        let (begun, begins) = tokio::sync::oneshot::channel();
        let mut begun = Some(begun);
        let blocking = home.write(move |_, _| {
            if let Some(begun) = begun.take() {
                begun.send(()).unwrap();
            }
            if let Some(held) = held.take() {
                held.recv().unwrap();
            }
            Ok(())
        });
        let following = async {
            begins.await.unwrap();
            let change = |title: &'static str| {
                home.write(move |tx, ctx| {
                    let before = tx.load::<Deal>(deal)?.unwrap();
                    let known = tx.events_since_version(deal, 1)?.len();
                    let patch = json!({ "title": title });
                    tx.save(&decide::edit(ctx, &before, patch.as_object().unwrap())?)?;
                    Ok(known)
                })
            };
            let release = async {
                hold.send(()).unwrap();
            };
            tokio::join!(change("B"), change("C"), change("D"), release)
        };
        let (first, (b, c, d, ())) = tokio::join!(blocking, following);
        first.unwrap();
        let mut known: Vec<(i64, usize)> =
            [b, c, d].into_iter().map(|written| written.unwrap()).map(|w| (w.seq, w.value)).collect();
        known.sort_unstable();
        assert_eq!(known.iter().map(|(_, known)| *known).collect::<Vec<_>>(), [0, 1, 2]);
    });
}
