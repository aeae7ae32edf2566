//! Clients that write as fast as they can, each its own records, and note what was acknowledged.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Map, Value, json};

use super::random::Random;
use crate::http::{Client, Reply};

/// The fields that are compared, those that a writer changes and those that tell that it was changed.
const FIELDS: &[&str] = &["version", "title", "notes", "status", "stage", "gut_feeling", "value"];

/// A record as it was last acknowledged.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub kind: &'static str,
    pub id: String,
    pub fields: Map<String, Value>,
}

impl Record {
    pub fn read(kind: &'static str, shown: &Value) -> Result<Self> {
        let id = shown["id"].as_str().with_context(|| format!("no id in {shown}"))?.to_owned();
        let fields =
            FIELDS.iter().filter_map(|name| Some(((*name).to_owned(), shown.get(name)?.clone()))).collect();
        Ok(Self { kind, id, fields })
    }

    /// Whether it has all these values, whatever its version.
    pub fn has(&self, fields: &Map<String, Value>) -> bool {
        fields.iter().all(|(name, value)| self.fields.get(name) == Some(value))
    }
}

/// A request that got no answer, or one that leaves open whether it was done.
#[derive(Debug, Clone)]
pub struct Pending {
    pub method: &'static str,
    pub path: String,
    pub body: Value,
    pub key: String,
    /// Version of the record that is patched.
    pub version: Option<String>,
    /// Kind of the record that it makes, if it makes one.
    pub makes: Option<&'static str>,
    /// Records of the writer that it changes.
    pub touches: Vec<usize>,
    /// The fields that they, or the new one, have afterwards.
    pub after: Map<String, Value>,
    /// The server said that nothing was written.
    pub refused: bool,
}

impl Pending {
    pub fn send(&self, client: &mut Client) -> Result<Reply> {
        let mut headers = vec![("Idempotency-Key", self.key.as_str())];
        headers.extend(self.version.as_deref().map(|version| ("If-Match", version)));
        client.send(self.method, &format!("/api/v1{}", self.path), &headers, Some(&self.body))
    }
}

#[derive(Debug)]
pub struct Writer {
    number: u64,
    random: Random,
    serial: u64,
    stages: Vec<String>,
    pub records: Vec<Record>,
    pub pending: Option<Pending>,
    /// The highest event number that was acknowledged.
    pub seq: i64,
    /// An answer that no fault excuses.
    pub trouble: Option<String>,
}

/// Tells the writers what they can move deals to.
pub fn learn(client: &mut Client, writers: &mut [Writer]) -> Result<()> {
    let catalogue = client.get("/api/v1/catalogue")?.success()?;
    let stages = catalogue["catalogue"]["pipelines"][0]["stages"].as_array().context("no stages")?;
    let stages: Vec<String> =
        stages.iter().filter_map(|stage| stage["id"].as_str().map(str::to_owned)).collect();
    writers.iter_mut().for_each(|writer| writer.stages.clone_from(&stages));
    Ok(())
}

/// Lets the writers write, lets `fault` happen when so many writes are acknowledged, and ends when the writers have
/// noticed it or have gone on without noticing. Gives the number of acknowledged writes.
pub fn until(
    client: &Client,
    writers: &mut [Writer],
    writes: u64,
    fault: impl FnOnce() -> Result<()>,
) -> Result<u64> {
    let (over, done) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        let threads: Vec<_> = writers
            .iter_mut()
            .map(|writer| {
                let (client, over, done) = (client.clone(), &over, &done);
                scope.spawn(move || writer.write(client, over, done))
            })
            .collect();
        while done.load(Ordering::SeqCst) < writes && threads.iter().any(|thread| !thread.is_finished()) {
            std::thread::sleep(Duration::from_millis(1));
        }
        let outcome = fault();
        over.store(true, Ordering::SeqCst);
        outcome
    })?;
    let done = done.into_inner();
    ensure!(done >= writes, "only {done} writes were acknowledged before the fault: {:?}", trouble(writers));
    Ok(done)
}

fn trouble(writers: &[Writer]) -> Vec<&str> {
    writers.iter().filter_map(|writer| writer.trouble.as_deref()).collect()
}

impl Writer {
    pub fn new(number: u64) -> Self {
        Self {
            number,
            random: Random::new(number + 1),
            serial: 0,
            stages: Vec::new(),
            records: Vec::new(),
            pending: None,
            seq: 0,
            trouble: None,
        }
    }

    fn write(&mut self, mut client: Client, over: &AtomicBool, done: &AtomicU64) {
        while !over.load(Ordering::SeqCst) && self.pending.is_none() && self.trouble.is_none() {
            let mut request = self.next();
            let Ok(reply) = request.send(&mut client) else {
                self.pending = Some(request);
                break;
            };
            match reply.status {
                200..300 => match self.note(&request, &reply, &mut client) {
                    Ok(()) => {
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                    // Acknowledged, and then lost on the way: it must be there.
                    Err(_) => self.pending = Some(request),
                },
                503 => self.pending = Some(request),
                507 => {
                    request.refused = true;
                    self.pending = Some(request);
                }
                _ => {
                    self.trouble = Some(format!("{} {}: {:?}", request.method, request.path, reply.success()))
                }
            }
        }
    }

    /// Keeps what was acknowledged.
    pub fn note(&mut self, request: &Pending, reply: &Reply, client: &mut Client) -> Result<()> {
        let seq = reply.header("trechter-seq").and_then(|seq| seq.parse().ok());
        let shown = reply.success()?;
        if let Some(kind) = request.makes {
            self.records.push(Record::read(kind, &shown)?);
        } else if let ([only], false) = (&request.touches[..], request.path.ends_with("/bulk")) {
            let only = *only;
            self.records[only] = Record::read(self.records[only].kind, &shown)?;
        } else {
            for place in request.touches.clone() {
                let now = read_again(client, &self.records[place])?;
                if !now.has(&request.after) {
                    bail!("{} was acknowledged and is not there: {now:?}", request.path);
                }
                self.records[place] = now;
            }
        }
        self.seq = self.seq.max(seq.unwrap_or(0));
        Ok(())
    }

    /// What to do next: mostly new leads and moves, as in life.
    fn next(&mut self) -> Pending {
        self.serial += 1;
        let title = format!("writer {} word{}x{}", self.number, self.number, self.serial);
        let of = |kind: &str| -> Vec<usize> {
            (0..self.records.len()).filter(|place| self.records[*place].kind == kind).collect()
        };
        let (mut deals, leads) = (of("deals"), of("leads"));
        deals.retain(|place| self.records[*place].fields["status"] == "open");
        let mut request = Pending {
            method: "POST",
            path: String::new(),
            body: Value::Null,
            key: title.clone(),
            version: None,
            makes: None,
            touches: Vec::new(),
            after: Map::new(),
            refused: false,
        };
        match (self.random.below(10), self.random.pick(&deals).copied(), self.random.pick(&leads).copied()) {
            (0..=2, Some(deal), _) => {
                let now = &self.records[deal].fields["stage"];
                let others: Vec<&String> = self.stages.iter().filter(|stage| now != stage.as_str()).collect();
                let stage = self.random.pick(&others).map_or("", |stage| stage.as_str());
                request.path = format!("/deals/{}/move", self.records[deal].id);
                request.body = json!({ "stage": stage });
                request.touches.push(deal);
                request.after = object(json!({ "stage": stage }));
            }
            (5, Some(deal), _) if self.random.below(3) == 0 => {
                request.path = format!("/deals/{}/win", self.records[deal].id);
                request.body = json!({});
                request.touches.push(deal);
                request.after = object(json!({ "status": "won" }));
            }
            (3, Some(_), _) => {
                let gut = self.random.below(101);
                request.touches = deals.iter().rev().take(5).copied().collect();
                let ids: Vec<&str> =
                    request.touches.iter().map(|place| self.records[*place].id.as_str()).collect();
                request.path = "/deals/bulk".into();
                request.body =
                    json!({ "ids": ids, "mode": "all", "change": { "patch": { "gut_feeling": gut } } });
                request.after = object(json!({ "gut_feeling": gut }));
            }
            (4, _, Some(lead)) => {
                request.method = "PATCH";
                request.path = format!("/leads/{}", self.records[lead].id);
                request.version = Some(format!("\"{}\"", self.records[lead].fields["version"]));
                request.body = json!({ "notes": title });
                request.touches.push(lead);
                request.after = object(json!({ "notes": title }));
            }
            (5 | 6, ..) => {
                let amount = 100 * self.random.below(100_000);
                let value = json!({ "amount": amount, "currency": "EUR" });
                request.path = "/deals".into();
                request.body = json!({ "title": title, "value": value });
                request.makes = Some("deals");
                request.after = object(json!({ "title": title, "value": value }));
            }
            _ => {
                request.path = "/leads".into();
                request.body = json!({ "title": title });
                request.makes = Some("leads");
                request.after = object(json!({ "title": title }));
            }
        }
        request
    }
}

/// The record as it is now.
pub fn read_again(client: &mut Client, record: &Record) -> Result<Record> {
    let shown = client.get(&format!("/api/v1/{}/{}", record.kind, record.id))?.success()?;
    Record::read(record.kind, &shown["item"])
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}
