//! One good request to every operation, and a workspace with one of everything to make it to.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};
use trechter_server::http::{Access, Described};

use crate::harness::{Ask, Person, TestApp, id};

/// All operations.
pub fn operations() -> Vec<Described> {
    trechter_server::routes::operations().described
}

/// One of everything in a workspace.
pub struct Fixture {
    pub app: TestApp,
    /// Id by where it lives: `deals`, `catalogue/tags`, `stage` …
    pub ids: BTreeMap<&'static str, String>,
}

/// A word in every text of the fixture, to find it where it should not be.
pub const MARK: &str = "Geheimpje";

pub const RECORDS: [&str; 5] = ["companies", "contacts", "leads", "deals", "activities"];

impl Fixture {
    pub async fn of(app: &TestApp) -> Self {
        let (owner, mut ids) = (&app.owner, BTreeMap::new());
        ids.insert("owner", owner.id.clone());
        ids.insert("members", app.seller("Bram").await.id);
        let stages = app.stages().await;
        ids.insert("stage", stages[1].clone());
        let catalogue = app.catalogue().await;
        let pipeline = &catalogue["pipelines"][0];
        ids.insert("pipeline", id(pipeline));
        let results = pipeline["stages"].as_array().unwrap().iter().find_map(|stage| stage["results"].get(0));
        ids.insert("result", id(results.unwrap()));
        ids.insert("catalogue/members", ids["members"].clone());
        ids.insert("catalogue/workspace", app.workspace.to_string());
        for place in 0..catalogue_entries(&ids).len() {
            let (kind, fields) = catalogue_entries(&ids).swap_remove(place);
            ids.insert(kind, id(&app.adds(kind.rsplit('/').next().unwrap(), fields).await));
        }
        for plural in RECORDS {
            let made = owner.creates(plural, rich(&ids, plural)).await;
            ids.insert(plural, id(&made));
            let second = owner.creates(plural, json!({ plain(plural): format!("{MARK} twee") })).await;
            ids.insert(second_of(plural), id(&second));
        }
        let kept = json!({ "name": MARK, "table": "dashboard" });
        ids.insert("snapshots", id(&owner.post("/snapshots", kept).await.is(201)));
        ids.insert("export/measure", "dashboard.csv".to_owned());
        let talk = owner.post("/talks", talk(&ids)).await.is(201);
        ids.insert("talks", id(&talk));
        ids.insert("action", id(&talk["actions"][0]));
        let token = json!({ "name": MARK, "scopes": ["read"] });
        ids.insert("tokens", id(&owner.post("/tokens", token).await.is(201)));
        ids.insert("sessions", id(&owner.get("/sessions").await.ok()["items"][0]));
        let (kind, file) = upload();
        let import = owner.ask("POST", "/imports").bytes(file).header("content-type", kind).await;
        ids.insert("imports", id(&import.is(201)));
        let place = format!("/companies/{}/files?name={MARK}.txt", ids["companies"]);
        let file = owner.ask("POST", &place).bytes("inhoud").header("content-type", "text/plain").await;
        ids.insert("files", id(&file.is(201)));
        Self { app: app.clone(), ids }
    }

    pub fn id(&self, name: &str) -> &str {
        self.ids.get(name).unwrap_or_else(|| panic!("the fixture has no {name}"))
    }

    /// The path of an operation with the fixture's ids in it.
    pub fn path(&self, operation: &Described) -> String {
        let path = &operation.path;
        if !path.contains('{') {
            return path.clone();
        }
        let place = path.trim_start_matches('/').split("/{").next().unwrap();
        let filled =
            if place == "board" { self.id("stage") } else { self.ids.get(place).map_or("x", |id| id) };
        let (start, rest) = path.split_once('{').unwrap();
        let (_, end) = rest.split_once('}').unwrap();
        format!("{start}{filled}{end}")
    }

    /// A good request; `query` and body point at the fixture.
    pub fn ask(&self, person: &Person, operation: &Described, body: &Value) -> Ask {
        let path = match operation.id.as_str() {
            "explain_measure" => format!("{}?metric=open_value", operation.path),
            "list_changes" => format!("{}?after=0", operation.path),
            "search" => format!("{}?q={MARK}", operation.path),
            "list_holidays" => format!("{}?country=nl", operation.path),
            "list_import_notes" => format!("{}?kind=warning", self.path(operation)),
            name if name.starts_with("upload_") => format!("{}?name={MARK}.txt", self.path(operation)),
            _ => self.path(operation),
        };
        let ask = person.ask(operation.method.as_str(), &path);
        let ask = if operation.method == Method::PATCH || operation.method == Method::DELETE {
            ask.if_match(1)
        } else {
            ask
        };
        if operation.takes != "application/json" {
            let (kind, file) = upload();
            return ask.bytes(file).header("content-type", kind);
        }
        if operation.method == Method::GET { ask } else { ask.json(body.clone()) }
    }

    /// A body that an operation takes.
    pub fn body(&self, operation: &Described) -> Value {
        let name = operation.id.as_str();
        let plural = operation.path.trim_start_matches('/').split('/').next().unwrap();
        if RECORDS.contains(&plural) && operation.access != Access::Public {
            return self.record_body(name, plural);
        }
        if plural == "catalogue" {
            return self.catalogue_body(operation);
        }
        self.other_body(name)
    }

    fn record_body(&self, name: &str, plural: &str) -> Value {
        let singular_field = plain(plural);
        match name {
            _ if name.starts_with("create_") => rich(&self.ids, plural),
            _ if name.starts_with("change_") => json!({ singular_field: format!("{MARK} anders") }),
            _ if name.starts_with("bulk_change_") => {
                json!({ "ids": [self.id(plural)], "change": { "patch": { singular_field: MARK } } })
            }
            _ if name.starts_with("merge_") => json!({ "absorbed": self.id(second_of(plural)) }),
            "move_deal" => json!({ "stage": self.id("stage") }),
            "win_deal" => json!({ "value": { "amount": 100, "currency": "EUR" } }),
            "lose_deal" => json!({
                "reason": self.id("catalogue/loss-reasons"), "competitor": self.id("catalogue/competitors"),
                "note": MARK,
            }),
            "mark_deal_result" => json!({ "result": self.id("result"), "obtained": true }),
            "disqualify_lead" => json!({ "reason": self.id("catalogue/loss-reasons"), "note": MARK }),
            "convert_lead" => json!({
                "company": self.id("companies"), "contact": self.id("contacts"), "stage": self.id("stage"),
            }),
            "complete_activity" => json!({ "outcome": MARK, "minutes": 5 }),
            _ => json!({}),
        }
    }

    fn catalogue_body(&self, operation: &Described) -> Value {
        let kind = operation.path.trim_start_matches('/').split("/{").next().unwrap();
        if operation.id.starts_with("create_") {
            let found = catalogue_entries(&self.ids).into_iter().find(|(known, _)| *known == kind);
            let mut body = found.unwrap_or_else(|| panic!("no example of {kind}")).1;
            if kind == "catalogue/fields" {
                body["slug"] = json!("nog_een");
            }
            // There is one of these for a day or a month.
            match kind {
                "catalogue/exchange-rates" => body["date"] = json!("2026-02-28"),
                "catalogue/targets" => body["starts"] = json!("2026-05-01"),
                _ => {}
            }
            return body;
        }
        match operation.id.as_str() {
            // Its name is for owners alone.
            "change_workspace" => return json!({ "response_minutes": 60 }),
            "change_exchange_rate" => return json!({ "rate": "0.93" }),
            "change_target" => return json!({ "value": 5 }),
            "change_spend" => return json!({ "note": format!("{MARK} anders") }),
            "put_exchange_rates" => {
                return json!({ "items": [{ "currency": "USD", "date": "2026-02-26", "rate": "0.91" }] });
            }
            "put_targets" => {
                return json!({ "items": [target(&json!(self.id("members")), "2026-06-01")] });
            }
            _ => {}
        }
        if operation.id.starts_with("change_") {
            json!({ "name": format!("{MARK} anders") })
        } else {
            json!({})
        }
    }

    fn other_body(&self, name: &str) -> Value {
        match name {
            "set_up" => json!({
                "workspace": "W", "name": "N", "email": "n@voorbeeld.nl", "password": "lang genoeg zo",
                "language": "nl", "currency": "EUR", "time_zone": "Europe/Amsterdam", "template": "short",
            }),
            "log_in" => json!({ "email": "niemand@voorbeeld.nl", "password": "lang genoeg zo" }),
            "join" | "reset_password" => json!({ "password": "lang genoeg zo" }),
            "change_me" => json!({ "language": "nl" }),
            "change_password" => json!({ "current": "lang genoeg zo", "password": "lang genoeg zo" }),
            "switch_workspace" => json!({ "workspace": self.app.workspace }),
            "create_token" => json!({ "name": MARK, "scopes": ["read"] }),
            "invite_member" => json!({
                "name": MARK, "email": "nieuw@voorbeeld.nl", "role": "seller", "team": self.id("catalogue/teams"),
            }),
            "create_snapshot" => json!({ "name": MARK, "table": "dashboard" }),
            "change_snapshot" => json!({ "name": MARK }),
            "put_dashboard_layout" | "put_default_dashboard_layout" => {
                json!({ "tiles": [{ "metric": "won_value" }] })
            }
            "create_talk" => talk(&self.ids),
            "change_talk" => json!({ "notes": MARK, "deals": [self.id("deals")] }),
            "tick_talk_action" => json!({ "action": self.id("action"), "done": true }),
            "undo" => json!({ "seqs": [1_000_000] }),
            _ => json!({}),
        }
    }
}

/// A file as browsers send it: its content type and the body.
fn upload() -> (&'static str, String) {
    let head = "Content-Disposition: form-data; name=\"files\"; filename=\"bedrijven.csv\"";
    let file = format!("--grens\r\n{head}\r\n\r\nName;City\r\n{MARK};Gent\r\n\r\n--grens--\r\n");
    ("multipart/form-data; boundary=grens", file)
}

/// Where the second of a kind is kept.
pub fn second_of(plural: &str) -> &'static str {
    match plural {
        "companies" => "companies/second",
        "contacts" => "contacts/second",
        "leads" => "leads/second",
        "deals" => "deals/second",
        _ => "activities/second",
    }
}

/// The field that names a record.
pub fn plain(plural: &str) -> &'static str {
    match plural {
        "companies" => "name",
        "contacts" => "last_name",
        "activities" => "subject",
        _ => "title",
    }
}

/// A new record that points at everything it can point at and that exists already.
pub fn rich(ids: &BTreeMap<&'static str, String>, plural: &str) -> Value {
    let touch = json!({ "source": ids["catalogue/sources"], "campaign": ids["catalogue/campaigns"] });
    let mut body = json!({ plain(plural): MARK, "owner": ids["owner"], "tags": [ids["catalogue/tags"]] });
    let mut add = |field: &str, value: Value| body[field] = value;
    let link = |plural: &str| json!(ids.get(plural));
    match plural {
        "companies" => add("parent", link("companies")),
        "contacts" => add("company", link("companies")),
        "leads" => {
            add("company", link("companies"));
            add("contact", link("contacts"));
            add("products", json!([ids["catalogue/products"]]));
        }
        "deals" => {
            add("company", link("companies"));
            add("contact", link("contacts"));
            add("lead", link("leads"));
            add("pipeline", json!(ids["pipeline"]));
            add("stage", json!(ids["stage"]));
            add("competitor", json!(ids["catalogue/competitors"]));
            add("lines", json!([{ "product": ids["catalogue/products"], "quantity": "1", "unit_price": 5 }]));
            add("custom", json!({ "maatje": ids["owner"] }));
            add("last_touch", touch.clone());
        }
        _ => {
            for (field, plural) in
                [("company", "companies"), ("contact", "contacts"), ("lead", "leads"), ("deal", "deals")]
            {
                add(field, link(plural));
            }
        }
    }
    if plural != "activities" {
        add("origin", touch);
    }
    body
}

fn talk(ids: &BTreeMap<&'static str, String>) -> Value {
    json!({ "about": ids["members"], "on": "2026-02-27", "notes": MARK, "deals": [ids["deals"]],
        "actions": [{ "text": MARK, "due": "2026-03-06" }] })
}

fn target(whom: &Value, starts: &str) -> Value {
    json!({ "metric": "won_count", "whom": { "kind": "member", "id": whom }, "period": "month",
        "starts": starts, "value": 4 })
}

/// One of each kind of catalogue entry, in an order in which each exists before it is pointed at.
fn catalogue_entries(ids: &BTreeMap<&'static str, String>) -> Vec<(&'static str, Value)> {
    let known = |name: &str| json!(ids.get(name));
    vec![
        ("catalogue/teams", json!({ "name": MARK, "parent": known("catalogue/teams") })),
        ("catalogue/sources", json!({ "name": MARK, "channel": "event" })),
        ("catalogue/campaigns", json!({ "name": MARK, "source": known("catalogue/sources") })),
        ("catalogue/products", json!({ "name": MARK, "price": { "amount": 5, "currency": "EUR" } })),
        ("catalogue/loss-reasons", json!({ "name": MARK, "for_deals": true, "for_leads": true })),
        ("catalogue/competitors", json!({ "name": MARK })),
        ("catalogue/tags", json!({ "name": MARK, "colour": "red" })),
        ("catalogue/fields", json!({ "name": MARK, "slug": "maatje", "on": "deal", "kind": "person" })),
        ("catalogue/views", json!({ "name": MARK, "on": "deal" })),
        ("catalogue/pipelines", json!({ "name": MARK, "stages": [{ "name": MARK }] })),
        ("catalogue/calendars", json!({ "name": MARK, "holidays": "nl" })),
        ("catalogue/exchange-rates", json!({ "currency": "USD", "date": "2026-02-27", "rate": "0.92" })),
        ("catalogue/targets", target(&known("members"), "2026-04-01")),
        (
            "catalogue/spends",
            json!({ "source": known("catalogue/sources"), "campaign": known("catalogue/campaigns"),
                "starts": "2026-02-01", "ends": "2026-02-28", "amount": { "amount": 5, "currency": "EUR" }, "note": MARK }),
        ),
    ]
}
