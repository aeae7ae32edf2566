use serde_json::json;

use crate::harness::{PASSWORD, id, on_every_engine};

#[test]
fn sessions_are_listed_and_ended_one_by_one() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        app.clock.advance(1_000);
        let body = json!({ "email": bram.email, "password": PASSWORD });
        let phone = app.ask("POST", "/log-in").json(body).header("user-agent", "Telefoon").await;
        let phone = bram.with_cookie(&phone.cookie());
        let sessions = bram.get("/sessions").await.ok()["items"].clone();
        let seen: Vec<_> = sessions
            .as_array()
            .unwrap()
            .iter()
            .map(|session| (&session["agent"], &session["current"]))
            .collect();
        assert_eq!(seen, [(&json!("Telefoon"), &json!(false)), (&json!(""), &json!(true))]);

        let path = format!("/sessions/{}", id(&sessions[0]));
        app.owner.ask("DELETE", &path).await.refused(404, "not_found");
        phone.get("/deals").await.ok();
        bram.ask("DELETE", &path).await.is(204);
        phone.get("/deals").await.refused(401, "not_logged_in");
        bram.ask("DELETE", &path).await.refused(404, "not_found");
    });
}

#[test]
fn a_session_lives_as_long_as_it_is_used() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        for _ in 0..3 {
            app.clock.advance(20 * 86_400_000);
            bram.get("/deals").await.ok();
        }
        app.clock.advance(30 * 86_400_000 + 1);
        bram.get("/deals").await.refused(401, "not_logged_in");
    });
}

#[test]
fn a_session_that_was_ended_elsewhere_is_out_within_five_seconds() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let twin = app.twin().await;
        bram.get("/deals").await.ok();
        let session = id(&bram.get("/sessions").await.ok()["items"][0]);
        let elsewhere = twin.ask("DELETE", &format!("/sessions/{session}")).by(&bram);
        elsewhere.await.is(204);
        app.clock.advance(5_000);
        bram.get("/deals").await.refused(401, "not_logged_in");
    });
}

#[test]
fn over_https_only_the_cookie_that_nobody_else_can_set_counts() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let (_, secret) = bram.badge.1.split_once('=').unwrap();
        let safe = app.reached_at("https://crm.voorbeeld.nl").await;
        let ask = |cookie: String| safe.ask("GET", "/deals").header("cookie", &cookie);
        ask(format!("trechter={secret}")).await.refused(401, "not_logged_in");
        ask(format!("__Host-trechter={secret}")).await.ok();
        // A cookie of a neighbouring site beside it changes nothing.
        ask(format!("trechter=x; __Host-trechter={secret}")).await.ok();
    });
}
