use serde_json::{Value, json};

use crate::harness::{PASSWORD, Reply, TestApp, address, on_every_engine};

async fn log_in(app: &TestApp, email: &str, password: &str) -> Reply {
    app.ask("POST", "/log-in").json(json!({ "email": email, "password": password })).await
}

#[test]
fn the_right_password_opens_a_session_and_log_out_ends_it() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let shouted = format!(" {} ", bram.email.to_uppercase());
        let reply = log_in(&app, &shouted, PASSWORD).await;
        let cookie = reply.header("set-cookie").to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let browser = bram.with_cookie(&reply.cookie());
        assert_eq!(reply.ok()["member"], bram.id.as_str());
        assert_eq!(browser.get("/me").await.ok()["member"]["name"], "Bram");
        let out = browser.post("/log-out", json!({})).await;
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        out.is(204);
        browser.get("/catalogue").await.refused(401, "not_logged_in");
        assert_eq!(browser.get("/me").await.ok()["member"], Value::Null);
    });
}

#[test]
fn known_and_unknown_addresses_get_the_same_answers_and_waits() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let nobody = address(&app.app, "Niemand");
        let strip = |mut reply: Reply| {
            reply.body["request_id"] = Value::Null;
            (reply.status, reply.header("retry-after").to_owned(), reply.body)
        };
        for attempt in 1..=6 {
            let known = strip(log_in(&app, &bram.email, "verkeerd wachtwoord").await);
            let unknown = strip(log_in(&app, &nobody, "verkeerd wachtwoord").await);
            assert_eq!(known, unknown, "attempt {attempt}");
            let expected = if attempt <= 5 { (401, "wrong_login") } else { (429, "too_many_attempts") };
            assert_eq!((known.0, known.2["code"].as_str().unwrap()), expected, "attempt {attempt}");
        }
        // The right password waits too, and then works.
        log_in(&app, &bram.email, PASSWORD).await.refused(429, "too_many_attempts");
        app.clock.advance(2_000);
        log_in(&app, &bram.email, PASSWORD).await.ok();
        log_in(&app, &bram.email, "verkeerd wachtwoord").await.refused(401, "wrong_login");
    });
}

#[test]
fn guesses_at_the_same_moment_are_counted_one_by_one() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let body = json!({ "email": bram.email, "password": "verkeerd wachtwoord" });
        let mut guesses = tokio::task::JoinSet::new();
        for _ in 0..30 {
            guesses.spawn(app.ask("POST", "/log-in").json(body.clone()).into_future());
        }
        let replies = guesses.join_all().await;
        let looked_at = replies.iter().filter(|reply| reply.status == 401).count();
        assert_eq!(looked_at, 5, "the fifth failure shuts the door for the others");
    });
}

#[test]
fn an_address_that_guesses_at_many_accounts_waits() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let attempt = |email: String, password: &str, from: &str| {
            let body = json!({ "email": email, "password": password });
            app.ask("POST", "/log-in").json(body).from(from)
        };
        // Two documentation addresses that no other test uses.
        let (guesser, other) = (format!("2001:db8::{:x}", rand::random::<u16>()), "2001:db8:1::1");
        for i in 0..5 {
            let email = address(&app.app, &format!("gok{i}"));
            attempt(email, "verkeerd wachtwoord", &guesser).await.refused(401, "wrong_login");
        }
        attempt(bram.email.clone(), PASSWORD, &guesser).await.refused(429, "too_many_attempts");
        attempt(bram.email.clone(), PASSWORD, other).await.ok();
        app.clock.advance(2_000);
        attempt(bram.email.clone(), PASSWORD, &guesser).await.ok();
    });
}

#[test]
fn a_change_from_another_site_is_refused() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        for origin in ["", "https://kwaad.example", "null"] {
            let ask = bram.ask("POST", "/deals").json(json!({ "title": "X" })).header("origin", origin);
            ask.await.refused(403, "foreign_origin");
        }
        let body = json!({ "email": bram.email, "password": PASSWORD });
        let foreign = app.ask("POST", "/log-in").json(body).header("origin", "https://kwaad.example");
        foreign.await.refused(403, "foreign_origin");
        assert!(bram.lists("/deals").await.is_empty());
    });
}
