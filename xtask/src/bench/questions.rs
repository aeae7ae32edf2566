//! What is measured: the requests of an ordinary day.

use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use crate::http::Client;

/// A request.
pub struct Request {
    pub method: &'static str,
    pub path: String,
    pub key: Option<String>,
    pub body: Option<Value>,
}

/// Something that is asked again and again, each time a little differently.
pub struct Question {
    pub name: &'static str,
    /// What the 95th percentile in milliseconds, or the rate, should be with 16 clients.
    pub aim: Option<Aim>,
    pub asker: fn(&Known, usize) -> Asker<'_>,
}

type Asker<'k> = Box<dyn FnMut() -> Request + 'k>;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Aim {
    Below(f64),
    PerSecond(f64),
}

pub const ALL: &[Question] = &[
    Question { name: "Board: all columns, 50 cards each, totals", aim: Some(Aim::Below(15.0)), asker: board },
    Question { name: "List: filtered by owner, sorted by value", aim: Some(Aim::Below(5.0)), asker: list },
    Question { name: "Search: a name, half typed", aim: None, asker: search },
    Question { name: "Search: a name with a typing error", aim: None, asker: mistyped },
    Question { name: "One deal", aim: None, asker: deal },
    Question { name: "Create a lead, on disk", aim: Some(Aim::PerSecond(1_500.0)), asker: create },
    Question { name: "Move a deal, on disk", aim: None, asker: move_deal },
    Question { name: "Board while a quarter of the requests move deals", aim: None, asker: board_and_moves },
    Question { name: "List while a quarter of the requests move deals", aim: None, asker: list_and_moves },
];

/// What the requests are made of.
pub struct Known {
    owners: Vec<String>,
    stages: Vec<String>,
    /// Open deals with the place of the stage where they stand; whoever moves one writes it down.
    deals: Vec<(String, AtomicUsize)>,
    names: Vec<String>,
    /// Requests that got a key so far.
    keys: AtomicUsize,
}

impl Known {
    pub fn learn(client: &mut Client) -> Result<Self> {
        let catalogue = client.get("/api/v1/catalogue")?.success()?["catalogue"].take();
        let ids = |entries: &Value| -> Vec<String> {
            let entries = entries.as_array().into_iter().flatten();
            entries.filter_map(|entry| entry["id"].as_str().map(str::to_owned)).collect()
        };
        let stages = ids(&catalogue["pipelines"][0]["stages"]);
        let mut deals = Vec::new();
        let mut owners = Vec::new();
        let mut cursor = String::new();
        let pipeline = catalogue["pipelines"][0]["id"].as_str().context("a pipeline")?;
        while deals.len() < 3_200 {
            let filters = format!("filter=status:eq:open&filter=pipeline:eq:{pipeline}");
            let page = client.get(&format!("/api/v1/deals?{filters}&limit=200{cursor}"))?.success()?;
            for item in page["items"].as_array().context("deals")? {
                let (id, owner) = (item["id"].as_str().context("an id")?, item["owner"].as_str());
                let place = stages.iter().position(|stage| item["stage"] == stage.as_str());
                deals.push((id.to_owned(), place.context("a stage")?.into()));
                owners.extend(owner.map(str::to_owned));
            }
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        owners.sort();
        owners.dedup();
        let companies = client.get("/api/v1/companies?limit=200&sort=-created_at")?.success()?;
        let companies = companies["items"].as_array().into_iter().flatten();
        let names = companies
            .filter_map(|company| company["name"].as_str()?.split(' ').next().map(str::to_lowercase));
        let names: Vec<String> =
            names.filter(|name| name.len() >= 6 && name.bytes().all(|b| b.is_ascii_lowercase())).collect();
        ensure!(deals.len() >= 64 && !owners.is_empty() && !names.is_empty(), "too few deals to ask about");
        Ok(Self { owners, stages, deals, names, keys: AtomicUsize::new(0) })
    }
}

impl Known {
    fn count(&self) -> usize {
        self.keys.fetch_add(1, Ordering::Relaxed)
    }
}

fn get(path: String) -> Request {
    Request { method: "GET", path: format!("/api/v1{path}"), key: None, body: None }
}

fn board(_: &Known, _: usize) -> Asker<'_> {
    Box::new(|| get("/board?limit=50".into()))
}

/// Every client starts at another place of what is known.
fn places(known: usize, number: usize) -> impl FnMut() -> usize {
    let mut next = number * 97;
    move || {
        next += 1;
        next % known
    }
}

fn list(known: &Known, number: usize) -> Asker<'_> {
    let mut place = places(known.owners.len(), number);
    Box::new(move || {
        let owner = &known.owners[place()];
        get(format!("/deals?filter=status:eq:open&filter=owner:eq:{owner}&sort=-value&limit=50"))
    })
}

fn search(known: &Known, number: usize) -> Asker<'_> {
    let mut place = places(known.names.len(), number);
    Box::new(move || get(format!("/search?q={}", &known.names[place()][..5])))
}

fn mistyped(known: &Known, number: usize) -> Asker<'_> {
    let mut place = places(known.names.len(), number);
    Box::new(move || {
        let name = &known.names[place()];
        get(format!("/search?q={}{}{}", &name[..2], &name[3..4], &name[4..]))
    })
}

fn deal(known: &Known, number: usize) -> Asker<'_> {
    let mut place = places(known.deals.len(), number);
    Box::new(move || get(format!("/deals/{}", known.deals[place()].0)))
}

fn create(known: &Known, _: usize) -> Asker<'_> {
    Box::new(move || {
        let count = known.count();
        let name = &known.names[count % known.names.len()];
        let body = json!({ "title": format!("Question {count} from {name}"), "first_name": "Jan",
            "last_name": format!("Peeters{count}"), "company_name": name,
            "email": format!("jan.{count}@{name}.example"), "phone": format!("+31 20 {count:07}") });
        post("/leads".into(), count, body)
    })
}

/// Each client moves deals of its own: to the next stage, and so round.
fn move_deal(known: &Known, number: usize) -> Asker<'_> {
    let mut mine = known.deals.iter().skip(number).step_by(64).cycle();
    Box::new(move || {
        let (id, place) = mine.next().expect("there are enough deals");
        let next = (place.load(Ordering::Relaxed) + 1) % known.stages.len();
        place.store(next, Ordering::Relaxed);
        post(format!("/deals/{id}/move"), known.count(), json!({ "stage": known.stages[next] }))
    })
}

fn post(path: String, count: usize, body: Value) -> Request {
    Request {
        method: "POST",
        path: format!("/api/v1{path}"),
        key: Some(format!("bench-{count}")),
        body: Some(body),
    }
}

fn board_and_moves(known: &Known, number: usize) -> Asker<'_> {
    with_moves(board(known, number), known, number)
}

fn list_and_moves(known: &Known, number: usize) -> Asker<'_> {
    with_moves(list(known, number), known, number)
}

/// Every fourth request moves a deal, so that hardly an answer is still good when it is asked for again.
fn with_moves<'k>(mut reads: Asker<'k>, known: &'k Known, number: usize) -> Asker<'k> {
    let (mut moves, mut count) = (move_deal(known, number + 32), 0);
    Box::new(move || {
        count += 1;
        if count % 4 == 0 { moves() } else { reads() }
    })
}
