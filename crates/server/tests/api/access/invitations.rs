use serde_json::{Value, json};

use crate::harness::{PASSWORD, Reply, TestApp, address, id, on_every_engine, version};

/// The secret of a link.
fn token(invited: &Value) -> String {
    let link = invited["link"].as_str().unwrap();
    assert!(link.starts_with("http://trechter.test/invite/"), "{link}");
    link.rsplit('/').next().unwrap().to_owned()
}

async fn join(app: &TestApp, token: &str, body: Value) -> Reply {
    app.ask("POST", &format!("/invitations/{token}")).json(body).await
}

#[test]
fn who_is_invited_chooses_a_password_and_is_in() {
    on_every_engine(async |app| {
        let email = address(&app.app, "Nora");
        let body = json!({ "name": "Nora", "email": email, "role": "seller", "sees": "own" });
        let invited = app.owner.post("/members", body).await.is(201);
        let (member, token) = (id(&invited["member"]), token(&invited));
        let read = app.ask("GET", &format!("/invitations/{token}")).await.ok();
        assert_eq!(
            read,
            json!({ "workspace": "Werkplaats", "name": "Nora", "email": email, "known": false })
        );

        join(&app, &token, json!({ "password": "kort" })).await.wrong("password", "too_short");
        let joined =
            join(&app, &token, json!({ "password": "nora's eigen woord", "name": "Nora de Wit" })).await;
        let nora = app.owner.with_cookie(&joined.cookie());
        assert_eq!(joined.ok()["member"], member.as_str());
        assert_eq!(nora.get("/me").await.ok()["member"]["name"], "Nora de Wit");
        join(&app, &token, json!({ "password": "nog een keer hoor" })).await.refused(404, "link_expired");
        app.ask("GET", &format!("/invitations/{token}")).await.refused(404, "link_expired");

        let body = json!({ "email": email, "password": "nora's eigen woord" });
        app.ask("POST", "/log-in").json(body).await.ok();
        let people = app.owner.get("/members").await.ok();
        let people = people["items"].as_array().unwrap();
        let hers = people.iter().find(|person| person["member"] == member.as_str()).unwrap();
        assert_eq!(hers["logs_in_with"], email.as_str());
        assert_eq!(hers["invited_until"], Value::Null);
        app.owner
            .post(&format!("/members/{member}/invitation"), json!({}))
            .await
            .refused(409, "joined_already");
    });
}

#[test]
fn a_link_ends_with_time_with_a_newer_one_and_with_the_membership() {
    on_every_engine(async |app| {
        let invite = async |name: &str| {
            let body = json!({ "name": name, "email": address(&app.app, name), "role": "seller" });
            app.owner.post("/members", body).await.is(201)
        };
        let password = || json!({ "password": "een goed wachtwoord" });

        let first = invite("Eva").await;
        let path = format!("/members/{}/invitation", id(&first["member"]));
        let second = app.owner.post(&path, json!({})).await.ok();
        join(&app, &token(&first), password()).await.refused(404, "link_expired");
        app.clock.advance(14 * 86_400_000);
        join(&app, &token(&second), password()).await.refused(404, "link_expired");

        let gone = invite("Gert").await;
        let member = format!("/catalogue/members/{}", id(&gone["member"]));
        let left = app.owner.patch(&member, version(&gone["member"]), json!({ "active": false })).await.ok();
        join(&app, &token(&gone), password()).await.refused(404, "link_expired");
        let path = format!("/members/{}/invitation", id(&left));
        app.owner.post(&path, json!({})).await.refused(409, "member_inactive");
    });
}

#[test]
fn an_address_is_invited_once_per_workspace_and_the_link_is_shown_once() {
    on_every_engine(async |app| {
        let body = json!({ "name": "Eva", "email": address(&app.app, "Eva"), "role": "manager" });
        let ask = || app.owner.ask("POST", "/members").json(body.clone()).once("eva");
        let first = ask().await.is(201);
        let again = ask().await.is(201);
        assert_eq!(first["member"], again["member"]);
        assert_eq!(again["link"], Value::Null);
        app.owner.post("/members", body).await.wrong("email", "taken");
        let nameless = json!({ "name": " ", "email": "x", "role": "seller" });
        let problem = app.owner.post("/members", nameless).await.refused(422, "invalid");
        assert_eq!(problem["errors"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn somebody_from_another_workspace_keeps_his_password() {
    on_every_engine(async |app| {
        let bram = app.seller("Bram").await;
        let next_door = app.neighbour("Buren", "Truus").await;
        let body = json!({ "name": "Bram", "email": bram.email, "role": "manager" });
        let invited = next_door.owner.post("/members", body).await.is(201);
        let token = token(&invited);
        assert_eq!(app.ask("GET", &format!("/invitations/{token}")).await.ok()["known"], true);
        // The inviter has the link, but that is not enough to become Bram.
        join(&app, &token, json!({ "password": "een nieuw wachtwoord" }))
            .await
            .wrong("password", "wrong_password");
        let joined = join(&app, &token, json!({ "password": PASSWORD })).await;
        let browser = bram.with_cookie(&joined.cookie());
        let here = joined.ok();
        assert_eq!(here["workspace"], next_door.workspace.to_string());
        assert_eq!(here["workspaces"].as_array().unwrap().len(), 2);
        assert_eq!(browser.get("/me").await.ok()["workspace"], next_door.workspace.to_string());
        browser.get("/members").await.refused(403, "forbidden");
    });
}
