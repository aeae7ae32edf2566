//! Compares what the clients noted with rows, totals, board and log.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde_json::{Map, Value};

use super::load::{Pending, Record, Writer, read_again};
use crate::http::Client;

type Rows = BTreeMap<String, Record>;

/// Everything that is wrong, in words. Afterwards no request of a writer is open any more.
pub fn after_fault(client: &mut Client, writers: &mut [Writer]) -> Result<Vec<String>> {
    let mut problems: Vec<String> = writers.iter_mut().filter_map(|writer| writer.trouble.take()).collect();
    for writer in writers.iter_mut() {
        if let Some(pending) = writer.pending.take() {
            settle(client, writer, &pending, &mut problems)?;
        }
    }
    for kind in ["leads", "deals"] {
        let rows = all_rows(client, kind)?;
        compare(kind, writers, &rows, &mut problems);
        let totals = client.get(&format!("/api/v1/{kind}/totals"))?.success()?;
        if totals["count"] != rows.len() {
            problems.push(format!("the totals count {} {kind}, there are {}", totals["count"], rows.len()));
        }
        if kind == "deals" {
            compare_board(client, &rows, &mut problems)?;
        }
    }
    check_log(client, writers, &mut problems)?;
    for writer in writers.iter() {
        for record in writer.records.iter().rev().take(40) {
            check_timeline(client, record, &mut problems)?;
        }
        for record in writer.records.iter().rev().take(5) {
            check_search(client, record, &mut problems)?;
        }
    }
    Ok(problems)
}

/// A request whose end is unknown was done or not, never by half; and sent again with the same key it is done once.
fn settle(
    client: &mut Client,
    writer: &mut Writer,
    pending: &Pending,
    problems: &mut Vec<String>,
) -> Result<()> {
    let name = format!("{} {}", pending.method, pending.path);
    let mut done = Vec::new();
    for place in &pending.touches {
        let (before, now) = (writer.records[*place].clone(), read_again(client, &writer.records[*place])?);
        done.push(now != before);
        if now != before && !now.has(&pending.after) {
            problems.push(format!("{name}: neither before nor after: {now:?}, it was {before:?}"));
        }
        writer.records[*place] = now;
    }
    // Of a bulk change, records that had the value before look the same before and after.
    let some_left = pending.touches.iter().any(|place| !writer.records[*place].has(&pending.after));
    if done.contains(&true) && some_left {
        problems.push(format!("{name}: half done"));
    }
    if pending.refused && done.contains(&true) {
        problems.push(format!("{name}: refused, and done nevertheless"));
    }
    let mut again = pending.clone();
    if again.version.is_some() {
        again.version = Some(format!("\"{}\"", writer.records[pending.touches[0]].fields["version"]));
    }
    let reply = again.send(client)?;
    if let Err(error) = reply.success() {
        problems.push(format!("{name}: sent again: {error:#}"));
        return Ok(());
    }
    if let Err(error) = writer.note(&again, &reply, client) {
        problems.push(format!("{name}: {error:#}"));
    }
    Ok(())
}

fn all_rows(client: &mut Client, kind: &'static str) -> Result<Rows> {
    let mut rows = Rows::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("/api/v1/{kind}?limit=200{cursor}"))?.success()?;
        for item in page["items"].as_array().context("no items")? {
            let record = Record::read(kind, item)?;
            rows.insert(record.id.clone(), record);
        }
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={}", percent_encoded(next)),
            None => return Ok(rows),
        }
    }
}

fn compare(kind: &str, writers: &[Writer], rows: &Rows, problems: &mut Vec<String>) {
    let mut noted = 0;
    for record in writers.iter().flat_map(|writer| &writer.records).filter(|record| record.kind == kind) {
        noted += 1;
        match rows.get(&record.id) {
            None => problems.push(format!("lost: {record:?}")),
            Some(row) if row != record => problems.push(format!("acknowledged {record:?}, there is {row:?}")),
            Some(_) => {}
        }
    }
    if noted != rows.len() {
        problems.push(format!("{noted} {kind} were noted, there are {}", rows.len()));
    }
}

/// The heads of the board's columns count the rows that stand in them.
fn compare_board(client: &mut Client, rows: &Rows, problems: &mut Vec<String>) -> Result<()> {
    let board = client.get("/api/v1/board?limit=1")?.success()?;
    for column in board["columns"].as_array().context("no columns")? {
        let stands_here =
            |row: &&Record| row.fields["stage"] == column["stage"] && row.fields["status"] == "open";
        let here: Vec<&Record> = rows.values().filter(stands_here).collect();
        let amount = |row: &&Record| row.fields["value"]["amount"].as_i64();
        let value: i64 = here.iter().filter_map(amount).sum();
        let counted = &column["totals"];
        let told =
            counted["values"].as_array().and_then(|values| values.first()?["amount"].as_i64()).unwrap_or(0);
        if counted["count"] != here.len() || told != value {
            problems.push(format!("a column says {counted}, its rows are {} of {value}", here.len()));
        }
    }
    Ok(())
}

/// The log has every number once: as many events as numbers, up to the counter, beyond all that was acknowledged.
fn check_log(client: &mut Client, writers: &[Writer], problems: &mut Vec<String>) -> Result<()> {
    let counter = client.get("/api/v1/leads?limit=1")?.success()?["seq"].as_i64().context("no counter")?;
    let acknowledged = writers.iter().map(|writer| writer.seq).max().unwrap_or(0);
    if counter < acknowledged {
        problems.push(format!("the log ends at {counter}, {acknowledged} was acknowledged"));
    }
    let mut after = 0;
    while after < counter {
        // A full page that ends further on than `limit` numbers has skipped some. The last number is asked for
        // alone, so that every page is full.
        let limit = (counter - after - 1).clamp(1, 500);
        let page = client.get(&format!("/api/v1/changes?after={after}&limit={limit}"))?.success()?;
        let end = page["seq"].as_i64().context("no seq")?;
        if end != after + limit {
            problems.push(format!("the log has a gap: {limit} events after {after} end at {end}"));
            return Ok(());
        }
        after = end;
    }
    Ok(())
}

/// The history of a record, folded, gives the row.
fn check_timeline(client: &mut Client, record: &Record, problems: &mut Vec<String>) -> Result<()> {
    let path = format!("/api/v1/{}/{}/timeline?limit=200", record.kind, record.id);
    let timeline = client.get(&path)?.success()?;
    let entries = timeline["items"].as_array().context("no items")?;
    let mut own: Vec<&Value> =
        entries.iter().filter(|entry| entry["subject"]["id"] == record.id.as_str()).collect();
    own.sort_by_key(|entry| entry["seq"].as_i64());
    if record.fields["version"] != own.len() {
        problems.push(format!("{record:?} has {} events", own.len()));
    }
    let mut folded = Map::new();
    for set in own.iter().filter_map(|entry| entry["set"].as_object()) {
        folded.extend(set.iter().map(|(name, value)| (name.clone(), value.clone())));
    }
    folded.retain(|name, _| record.fields.contains_key(name));
    if !folded.contains_key("title") || !record.has(&folded) {
        problems.push(format!("{record:?}, but its history says {folded:?}"));
    }
    Ok(())
}

/// What was created is found by the word that only it has.
fn check_search(client: &mut Client, record: &Record, problems: &mut Vec<String>) -> Result<()> {
    let title = record.fields["title"].as_str().context("no title")?;
    let word = title.rsplit(' ').next().unwrap_or(title);
    let found = client.get(&format!("/api/v1/search?q={word}&limit=50"))?.success()?;
    let hits = found["items"].as_array().context("no items")?;
    let exactly = hits.iter().filter(|hit| hit["title"] == title).count();
    if exactly != 1 || !hits.iter().any(|hit| hit["id"] == record.id.as_str()) {
        problems.push(format!("{word} finds {exactly} times {record:?}"));
    }
    Ok(())
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
