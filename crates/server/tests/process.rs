//! The program as it is started: on a real socket, told to stop, beside a second one.

#[path = "process/browser.rs"]
mod browser;
#[path = "process/program.rs"]
mod program;

use std::time::{Duration, Instant};

use serde_json::json;

use browser::Browser;
use program::{Program, command, free_address};

#[test]
fn it_starts_answers_and_stops_with_open_streams_within_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(&["--data", folder.path().to_str().unwrap()]);
    let mut olga = Browser::new(&program.address);
    assert_eq!(olga.get("/me").1["needs_set_up"], true);
    olga.set_up("Werkplaats");
    assert_eq!(olga.get("/me").1["member"]["name"], "Olga");
    let mut streams: Vec<_> = (0..5).map(|_| olga.stream(None)).collect();
    for stream in &mut streams {
        assert!(stream.event().is_some());
    }
    let asked = Instant::now();
    program.stop();
    assert!(program.ended_well(), "a clean exit");
    assert!(asked.elapsed() < Duration::from_secs(8), "{:?}", asked.elapsed());
    for stream in &mut streams {
        assert_eq!(stream.event(), None, "the stream ended");
    }

    // What was answered is there after the start, and the session still holds.
    let program = Program::start(&["--data", folder.path().to_str().unwrap()]);
    let mut again = Browser::new(&program.address);
    again.cookie = olga.cookie.clone();
    assert_eq!(again.get("/me").1["member"]["name"], "Olga");
}

#[test]
fn a_stream_goes_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let address = free_address();
    let mut program = Program::start_at(&address, &["--data", data]);
    let mut olga = Browser::new(&address);
    olga.set_up("Werkplaats");
    let mut stream = olga.stream(None);
    stream.event().expect("hello");
    let first = olga.post("/deals", json!({ "title": "een" }));
    let heard = stream.event().expect("the first deal");
    assert_eq!(heard.data["id"], first["id"]);
    program.kill();
    assert_eq!(stream.event(), None);

    let _program = Program::start_at(&address, &["--data", data]);
    let second = olga.post("/deals", json!({ "title": "twee" }));
    let mut stream = olga.stream(Some(&heard.id));
    stream.event().expect("hello");
    assert_eq!(stream.event().expect("the second deal").data["id"], second["id"]);
}

#[test]
fn two_programs_on_one_postgres_see_each_others_moves_within_a_second() {
    let Ok(database) = std::env::var("TRECHTER_TEST_POSTGRES") else { return };
    // Other tests live in the same database.
    let own = std::process::id();
    let (name, email) = (format!("Werkplaats {own}"), format!("olga.{own}@voorbeeld.nl"));
    let add = ["workspace", "add", &name, "--owner", "Olga", "--email", &email, "--json"];
    let made = command(&add).args(["--database", &database]).output().unwrap();
    let made: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    let link = made["link"].as_str().unwrap().rsplit('/').next().unwrap();

    let one = Program::start(&["--database", &database]);
    let two = Program::start(&["--database", &database]);
    let mut olga = Browser::new(&one.address);
    olga.post(&format!("/invitations/{link}"), json!({ "password": "een lang wachtwoord" }));
    let mut bram = Browser::new(&two.address);
    bram.cookie = olga.cookie.clone();

    let mut stream = bram.stream(None);
    stream.event().expect("hello");
    let deal = olga.post("/deals", json!({ "title": "Kantoor" }));
    stream.event().expect("the new deal");
    let stages = &olga.get("/catalogue").1["catalogue"]["pipelines"][0]["stages"];
    let (path, stage) = (format!("/deals/{}/move", deal["id"].as_str().unwrap()), stages[1]["id"].clone());
    let moved = Instant::now();
    olga.post(&path, json!({ "stage": stage }));
    let heard = stream.event().expect("the move");
    assert!(moved.elapsed() < Duration::from_secs(1), "{:?}", moved.elapsed());
    assert_eq!(heard.data["id"], deal["id"]);
    let board = bram.get("/board").1;
    assert_eq!(board["columns"][1]["cards"][0]["id"], deal["id"]);
}

#[test]
fn what_cannot_be_is_said_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let fails = |arguments: &[&str], words: &str| {
        let output = command(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{arguments:?} went well");
        assert!(said.contains(words), "{arguments:?} said: {said}");
        assert!(!said.contains("panicked") && !said.contains("RUST_BACKTRACE"), "{said}");
    };
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    fails(&["serve", "--data", data, "--listen", &address], "cannot listen on");
    fails(&["serve", "--data", data, "--listen", "nergens"], "cannot listen on nergens");
    fails(&["serve", "--data", "/proc/nergens"], "/proc/nergens");
    fails(&["serve", "--database", "postgres://x@127.0.0.1:1/x"], "away");
    fails(&["serve", "--config", "/nergens.toml"], "cannot read the settings file");
    fails(&["serve", "--onbekend"], "--onbekend");
    fails(&["member", "list", "--data", data], "there is no workspace yet");
    let broken = folder.path().join("stuk");
    std::fs::create_dir(&broken).unwrap();
    std::fs::write(broken.join("trechter.sqlite"), "dit is geen database, maar wel lang genoeg".repeat(100))
        .unwrap();
    fails(&["serve", "--data", broken.to_str().unwrap()], "not a database");
}

#[test]
fn the_administrator_lets_people_and_programs_in() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let run = |arguments: &[&str]| {
        let output = command(arguments).args(["--data", data, "--json"]).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    let made = run(&["workspace", "add", "Werkplaats", "--owner", "Olga", "--email", "olga@voorbeeld.nl"]);
    let token_of =
        |made: &serde_json::Value| made["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let program = Program::start(&["--data", data]);
    let mut olga = Browser::new(&program.address);
    let password = json!({ "password": "een lang wachtwoord" });
    olga.post(&format!("/invitations/{}", token_of(&made)), password.clone());
    assert_eq!(olga.get("/me").1["member"]["role"], "owner");

    let bram = run(&["member", "add", "--name", "Bram", "--email", "bram@voorbeeld.nl", "--sees", "own"]);
    let mut browser = Browser::new(&program.address);
    browser.post(&format!("/invitations/{}", token_of(&bram)), password);
    let people = run(&["member", "list"]);
    assert_eq!(people["items"].as_array().unwrap().len(), 2);

    let reset = run(&["member", "reset-password", "--email", "bram@voorbeeld.nl"]);
    browser.post(
        &format!("/password-resets/{}", token_of(&reset)),
        json!({ "password": "een nieuw wachtwoord" }),
    );
    let token =
        run(&["token", "create", "--email", "bram@voorbeeld.nl", "--name", "x", "--scopes", "read,write"]);
    let mut outside = Browser::new(&program.address);
    outside.token = Some(token["secret"].as_str().unwrap().to_owned());
    outside.post("/deals", json!({ "title": "van een programma" }));
    assert_eq!(run(&["token", "list", "--email", "bram@voorbeeld.nl"])["items"].as_array().unwrap().len(), 1);
    run(&["token", "revoke", token["id"].as_str().unwrap(), "--email", "bram@voorbeeld.nl"]);
    run(&["member", "deactivate", "--email", "bram@voorbeeld.nl"]);
    // The running server believes a session for some seconds at most.
    let deadline = Instant::now() + Duration::from_secs(6);
    while outside.get("/deals").0 == 200 || browser.get("/deals").0 == 200 {
        assert!(Instant::now() < deadline, "still in");
        std::thread::yield_now();
    }

    run(&["workspace", "add", "Tweede", "--owner", "Olga", "--email", "olga@voorbeeld.nl"]);
    assert_eq!(olga.get("/me").1["workspaces"].as_array().unwrap().len(), 2);
    let output = command(&["member", "list", "--data", data]).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("--workspace: Werkplaats, Tweede"));
}
