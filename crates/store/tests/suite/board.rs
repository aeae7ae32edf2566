//! The board: columns, their totals, the places of cards.

use serde_json::json;
use trechter_domain::board::{rank_between, rank_of_drop};
use trechter_domain::permission::Reach;
use trechter_domain::record::Deal;
use trechter_domain::{DealId, Instant, StageId, decide};
use trechter_store::{BoardQuestion, Filter, Op};

use crate::home::{Home, both, create};

fn question(home: &Home, limit: i64) -> BoardQuestion {
    BoardQuestion { pipeline: home.desk.setup.pipeline, reach: Reach::All, filters: Vec::new(), limit }
}

async fn deals(home: &Home, stage: StageId, titles: &'static [&'static str]) -> Vec<DealId> {
    let (s, desk) = (home.setup(), home.desk.clone());
    let made = home
        .write(move |tx, ctx| {
            let mut ids = Vec::new();
            for title in titles {
                let value = json!({ "amount": 100, "currency": "EUR" });
                let fields =
                    json!({ "title": title, "pipeline": s.pipeline, "stage": stage, "value": value });
                ids.push(create::<Deal>(tx, ctx, desk.id(), &fields)?.id);
            }
            Ok(ids)
        })
        .await;
    made.unwrap().value
}

async fn column(home: &Home, stage: StageId) -> Vec<String> {
    let question = question(home, 100);
    let (cards, next) = home.read(move |tx| tx.board_cards(&question, stage, None)).await.unwrap();
    assert_eq!(next, None);
    cards.into_iter().map(|card| card.record.title).collect()
}

/// Drops a card between two others, as the server does.
async fn drop_between(
    home: &Home,
    deal: DealId,
    stage: StageId,
    above: Option<DealId>,
    below: Option<DealId>,
) {
    let s = home.setup();
    home.write(move |tx, ctx| {
        let above_rank = above.map(|id| tx.rank_of(id, stage)).transpose()?.flatten();
        let below_rank = below.map(|id| tx.rank_of(id, stage)).transpose()?.flatten();
        let below_rank = match (&above_rank, below_rank) {
            (Some(above), None) => tx.neighbour_rank(s.pipeline, stage, Some(above), true, deal)?,
            (_, below) => below,
        };
        tx.set_rank(deal, &rank_of_drop(above_rank.as_deref(), below_rank.as_deref(), ctx.now))
    })
    .await
    .unwrap();
}

#[test]
fn columns_show_open_deals_with_totals_over_all_of_them() {
    both(async |home| {
        let s = home.setup();
        let first = deals(&home, s.stages[0], &["a", "b", "c", "d", "e"]).await;
        deals(&home, s.stages[2], &["x"]).await;
        let loss = decide::Loss { reason: Some(s.reason), ..Default::default() };
        home.change::<Deal>(first[0], move |ctx, deal| decide::lose_deal(ctx, deal, &loss)).await.unwrap();
        home.change::<Deal>(first[1], decide::remove).await.unwrap();
        let (asked, stages) = (question(&home, 2), s.stages.clone());
        let columns = home.read(move |tx| tx.board(&asked, &stages)).await.unwrap();
        let shape: Vec<(i64, usize, bool)> =
            columns.iter().map(|c| (c.totals.count, c.cards.len(), c.next.is_some())).collect();
        assert_eq!(shape, [(3, 2, true), (0, 0, false), (1, 1, false), (0, 0, false), (0, 0, false)]);
        assert_eq!(columns[0].totals.values[0].amount, 300);
        assert_eq!(columns[0].stage, s.stages[0]);

        let (asked, after, stage) = (question(&home, 2), columns[0].next.clone(), s.stages[0]);
        let (rest, next) =
            home.read(move |tx| tx.board_cards(&asked, stage, after.as_deref())).await.unwrap();
        assert_eq!((rest.len(), next), (1, None));
        let mut seen: Vec<DealId> = columns[0].cards.iter().chain(&rest).map(|card| card.record.id).collect();
        seen.sort_unstable();
        assert_eq!(seen, first[2..]);

        let titled = Filter { field: "title".into(), op: Op::Eq, values: vec!["c".into()] };
        let asked = BoardQuestion { filters: vec![titled], ..question(&home, 9) };
        let stages = s.stages.clone();
        let filtered = home.read(move |tx| tx.board(&asked, &stages)).await.unwrap();
        assert_eq!((filtered[0].totals.count, filtered[2].totals.count), (1, 0));
    });
}

#[test]
fn a_new_card_comes_on_top_and_a_dropped_one_stays_where_it_was_dropped() {
    both(async |home| {
        let stage = home.desk.setup.stages[1];
        let a = deals(&home, stage, &["a"]).await[0];
        let b = deals(&home, stage, &["b"]).await[0];
        let c = deals(&home, stage, &["c"]).await[0];
        assert_eq!(column(&home, stage).await, ["c", "b", "a"]);
        drop_between(&home, c, stage, Some(b), Some(a)).await;
        assert_eq!(column(&home, stage).await, ["b", "c", "a"]);
        drop_between(&home, b, stage, Some(a), None).await;
        assert_eq!(column(&home, stage).await, ["c", "a", "b"]);
        drop_between(&home, b, stage, None, Some(c)).await;
        assert_eq!(column(&home, stage).await, ["b", "c", "a"]);
        let version = home.load::<Deal>(b).await.unwrap().version;
        assert_eq!(version, 1, "a place is no change of the deal");
    });
}

#[test]
fn cards_of_one_instant_can_still_be_told_apart() {
    both(async |home| {
        let stage = home.desk.setup.stages[1];
        let ids = deals(&home, stage, &["a", "b", "c", "d", "e", "f"]).await;
        let before = column(&home, stage).await;
        // The third card goes between the first and the second.
        let id = |title: &str| ids[["a", "b", "c", "d", "e", "f"].iter().position(|t| *t == title).unwrap()];
        drop_between(&home, id(&before[2]), stage, Some(id(&before[0])), Some(id(&before[1]))).await;
        let mut expected = before.clone();
        expected.swap(1, 2);
        assert_eq!(column(&home, stage).await, expected);
    });
}

#[test]
fn neighbours_are_open_deals_of_the_same_stage() {
    both(async |home| {
        let s = home.setup();
        let stage = s.stages[0];
        let ids = deals(&home, stage, &["a", "b", "c"]).await;
        let (a, b, c) = (ids[0], ids[1], ids[2]);
        for (deal, rank) in [(a, "c"), (b, "m"), (c, "x")] {
            home.write(move |tx, _| tx.set_rank(deal, rank)).await.unwrap();
        }
        home.change::<Deal>(b, |ctx, deal| decide::win_deal(ctx, deal, None)).await.unwrap();
        let (pipeline, elsewhere) = (s.pipeline, s.stages[1]);
        let (below, above, last, of_b, none) = home
            .read(move |tx| {
                Ok((
                    tx.neighbour_rank(pipeline, stage, Some("c"), true, DealId::default())?,
                    tx.neighbour_rank(pipeline, stage, Some("x"), false, DealId::default())?,
                    tx.neighbour_rank(pipeline, stage, None, false, c)?,
                    tx.rank_of(b, stage)?,
                    tx.rank_of(b, elsewhere)?,
                ))
            })
            .await
            .unwrap();
        assert_eq!((below.as_deref(), above.as_deref(), last.as_deref()), (Some("x"), Some("c"), Some("c")));
        assert_eq!((of_b.as_deref(), none), (Some("m"), None));
        assert!(rank_between(Some("c"), Some("x")).as_str() > "c");
        let question = question(&home, 10);
        let (cards, _) = home.read(move |tx| tx.board_cards(&question, stage, Some("c/x"))).await.unwrap();
        let after: Vec<DealId> = cards.into_iter().map(|card| card.record.id).collect();
        assert!(after.contains(&c), "a damaged cursor is no error");
    });
}

#[test]
fn the_next_activity_and_the_first_answer_follow_the_activities() {
    both(async |home| {
        use trechter_domain::record::{Activity, Lead};
        let s = home.setup();
        let deal = deals(&home, s.stages[0], &["a"]).await[0];
        let lead = home.create::<Lead>(json!({ "last_name": "Vos" })).await;
        let at = |hour: i64| Instant(crate::home::START + hour * 3_600_000);
        let next = async |id: DealId| {
            home.read(move |tx| tx.load_listed::<Deal>(id)).await.unwrap().unwrap().derived.next_activity_at
        };
        let call =
            json!({ "kind": "call", "subject": "Bel", "deal": deal, "lead": lead.id, "due_at": at(5) });
        let call = home.create::<Activity>(call).await;
        let mail = json!({ "kind": "email", "subject": "Mail", "deal": deal, "due_at": at(3) });
        let mail = home.create::<Activity>(mail).await;
        assert_eq!(next(deal).await, Some(at(3)));
        home.edit::<Activity>(mail.id, json!({ "due_at": at(9) })).await;
        assert_eq!(next(deal).await, Some(at(5)));
        let other = deals(&home, s.stages[0], &["b"]).await[0];
        home.edit::<Activity>(call.id, json!({ "deal": other })).await;
        assert_eq!((next(deal).await, next(other).await), (Some(at(9)), Some(at(5))));
        home.change::<Activity>(mail.id, decide::cancel_activity).await.unwrap();
        assert_eq!(next(deal).await, None);

        let answered = async || {
            home.read(move |tx| tx.load_listed::<Lead>(lead.id)).await.unwrap().unwrap().derived.answered_at
        };
        assert_eq!(answered().await, None);
        let done = home
            .change::<Activity>(call.id, |ctx, call| decide::complete_activity(ctx, call, None, None))
            .await
            .unwrap();
        assert_eq!(answered().await, done.done_at);
        home.change::<Activity>(call.id, decide::remove).await.unwrap();
        assert_eq!(answered().await, None);
    });
}
