use serde_json::json;
use trechter_server::api::access::links::{Link, Purpose};

use crate::harness::{PASSWORD, Person, TestApp, on_every_engine};

/// As `trechter member reset-password` does.
async fn reset_link(app: &TestApp, person: &Person) -> String {
    let link = Link::new(&app.app, Purpose::Reset, "http://trechter.test");
    let (kept, workspace, email) = (link.clone(), app.workspace, person.email.clone());
    let member = person.id.parse().unwrap();
    let keep = app.app.store.system(move |directory| kept.keep(directory, workspace, member, &email));
    keep.await.unwrap();
    link.address.rsplit('/').next().unwrap().to_owned()
}

#[test]
fn a_new_password_needs_the_old_one_and_ends_other_sessions() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let other =
            app.ask("POST", "/log-in").json(json!({ "email": bram.email, "password": PASSWORD })).await;
        let other = bram.with_cookie(&other.cookie());
        let change = |current: &str, password: &str| json!({ "current": current, "password": password });
        let path = "/me/password";
        bram.post(path, change("verkeerd wachtwoord", "een heel nieuw woord"))
            .await
            .wrong("current", "wrong_password");
        let short = bram.post(path, change(PASSWORD, "kort")).await.wrong("password", "too_short");
        assert_eq!(short["errors"][0]["detail"], "At least 10 characters.");
        bram.post(path, change(PASSWORD, "een heel nieuw woord")).await.is(204);
        bram.get("/deals").await.ok();
        other.get("/deals").await.refused(401, "not_logged_in");
        let log_in = |password: &str| {
            app.ask("POST", "/log-in").json(json!({ "email": bram.email, "password": password }))
        };
        log_in(PASSWORD).await.refused(401, "wrong_login");
        log_in("een heel nieuw woord").await.ok();
    });
}

#[test]
fn guessing_the_old_password_waits_as_at_the_door() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let body = json!({ "current": "verkeerd wachtwoord", "password": "een heel nieuw woord" });
        for _ in 0..5 {
            bram.post("/me/password", body.clone()).await.wrong("current", "wrong_password");
        }
        bram.post("/me/password", body).await.refused(429, "too_many_attempts");
    });
}

#[test]
fn a_reset_link_works_once_for_a_day_and_ends_all_sessions() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        bram.get("/deals").await.ok();
        let token = reset_link(&app, &bram).await;
        let path = format!("/password-resets/{token}");
        assert_eq!(app.ask("GET", &path).await.ok()["email"], bram.email.as_str());
        let reset = |password: &str| app.ask("POST", &path).json(json!({ "password": password }));
        reset("kort").await.wrong("password", "too_short");
        let back = reset("helemaal nieuw woord").await;
        let browser = bram.with_cookie(&back.cookie());
        back.ok();
        browser.get("/deals").await.ok();
        bram.get("/deals").await.refused(401, "not_logged_in");
        reset("nog een ander woord").await.refused(404, "link_expired");
        // Nothing is weighed or hashed for a link that does not work.
        reset("kort").await.refused(404, "link_expired");

        let late = reset_link(&app, &bram).await;
        app.clock.advance(86_400_000);
        let late =
            app.ask("POST", &format!("/password-resets/{late}")).json(json!({ "password": "x".repeat(12) }));
        late.await.refused(404, "link_expired");
        // The link of an invitation sets no password, and the other way round.
        let token = reset_link(&app, &bram).await;
        app.ask("GET", &format!("/invitations/{token}")).await.refused(404, "link_expired");
    });
}
