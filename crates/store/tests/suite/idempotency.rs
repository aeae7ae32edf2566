//! Repeated requests: the same key gives the same reply, and nothing is done twice.

use serde_json::json;
use trechter_domain::Refusal;
use trechter_domain::permission::Reach;
use trechter_domain::record::Company;
use trechter_store::{Reply, Result, Written};

use crate::home::{Home, both, create, refusal};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A creation under a key, as the server runs it: `None` when it ran, the kept reply when it had.
async fn keyed(
    home: &Home,
    route: &'static str,
    key: &'static str,
    body: &'static [u8],
) -> Result<Written<Option<Reply>>> {
    home.write(move |tx, ctx| {
        let actor = home_actor(ctx);
        if let Some(reply) = tx.claim_key(actor, route, key, body, ctx.now)? {
            return Ok(Some(reply));
        }
        let made = create::<Company>(tx, ctx, (ctx.ids)(), &json!({ "name": "Eén keer" }))?;
        tx.keep_reply(actor, route, key, 201, &made.id.to_string())?;
        Ok(None)
    })
    .await
}

fn home_actor(ctx: &trechter_domain::Ctx<'_>) -> uuid::Uuid {
    ctx.actor.expect("somebody asks").0
}

async fn companies(home: &Home) -> i64 {
    home.read(|tx| tx.totals::<Company>(&Reach::All, &[])).await.unwrap().count
}

#[test]
fn the_second_time_the_first_reply_is_given_with_its_number() {
    both(async |home| {
        let first = keyed(&home, "/companies", "k", b"body").await.unwrap();
        assert_eq!(first.value, None);
        home.create::<Company>(json!({ "name": "Later" })).await;
        let reply = keyed(&home, "/companies", "k", b"body").await.unwrap().value.unwrap();
        assert_eq!((reply.status, reply.seq), (201, first.seq));
        let id: uuid::Uuid = reply.reply.parse().unwrap();
        assert_eq!(home.load::<Company>(id).await.unwrap().name, "Eén keer");
        assert_eq!(companies(&home).await, 2);
    });
}

#[test]
fn another_body_is_refused_and_another_route_or_workspace_is_another_key() {
    both(async |home| {
        keyed(&home, "/companies", "k", b"body").await.unwrap();
        let reused = refusal(keyed(&home, "/companies", "k", b"other").await);
        assert_eq!(reused, "invalid; Idempotency-Key: idempotency_key_reused");
        assert_eq!(keyed(&home, "/contacts", "k", b"other").await.unwrap().value, None);
        let neighbour = home.neighbour().await;
        assert_eq!(keyed(&neighbour, "/companies", "k", b"other").await.unwrap().value, None);
        assert_eq!((companies(&home).await, companies(&neighbour).await), (2, 1));
    });
}

#[test]
fn duplicates_at_the_same_time_run_once_also_in_two_processes() {
    both(async |home| {
        let twin = home.twin().await;
        let asks: Vec<_> = (0..20)
            .map(|i| {
                let home = if i % 2 == 0 { &home } else { &twin };
                keyed(home, "/companies", "k", b"body")
            })
            .collect();
        let mut answers = Vec::new();
        for answer in futures(asks).await {
            answers.push(answer.unwrap());
        }
        let ran: Vec<i64> = answers.iter().filter(|a| a.value.is_none()).map(|a| a.seq).collect();
        assert_eq!(ran.len(), 1);
        let mut replies: Vec<Reply> = answers.into_iter().filter_map(|answer| answer.value).collect();
        replies.dedup();
        assert_eq!(replies.len(), 1);
        assert_eq!((replies[0].status, replies[0].seq), (201, ran[0]));
        assert_eq!(companies(&home).await, 1);
    });
}

/// Runs all at once.
async fn futures<F: Future>(all: Vec<F>) -> Vec<F::Output> {
    let mut all: Vec<_> = all.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = all.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, done) in all.iter_mut().zip(&mut done) {
            if done.is_none()
                && let std::task::Poll::Ready(output) = future.as_mut().poll(context)
            {
                *done = Some(output);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[test]
fn a_refused_request_leaves_its_key_free() {
    both(async |home| {
        let refused: Result<Written<()>> = home
            .write(|tx, ctx| {
                tx.claim_key(home_actor(ctx), "/companies", "k", b"body", ctx.now)?;
                Err(Refusal::forbidden().into())
            })
            .await;
        assert_eq!(refusal(refused), "forbidden");
        assert_eq!(keyed(&home, "/companies", "k", b"other").await.unwrap().value, None);
    });
}

#[test]
fn a_key_is_forgotten_after_a_day() {
    both(async |home| {
        keyed(&home, "/companies", "k", b"body").await.unwrap();
        home.desk.pass(DAY - 5_000);
        assert!(keyed(&home, "/companies", "k", b"body").await.unwrap().value.is_some());
        home.desk.pass(10_000);
        assert_eq!(keyed(&home, "/companies", "k", b"other").await.unwrap().value, None);
        assert_eq!(companies(&home).await, 2);
        // A hash that begins low sweeps the table on its way.
        home.desk.pass(2 * DAY);
        assert_eq!(keyed(&home, "/companies", "new", &[0]).await.unwrap().value, None);
        assert_eq!(keyed(&home, "/companies", "k", b"third").await.unwrap().value, None);
    });
}
