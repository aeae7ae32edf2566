//! Faults under load: whatever ends or starves the server, what it acknowledged is there afterwards, and nothing is
//! half done.

mod check;
mod load;
mod random;

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;

use crate::postgres::{Durability, Postgres};
use crate::report::Count;
use crate::server::{Server, Setting};
use crate::{process, repository};
use load::Writer;
use random::Random;

const WRITERS: u64 = 8;

/// Kills per engine, in every run and with `--long`.
const KILLS: [u32; 2] = [3, 50];

/// `kill -9` under load, again and again on the same data.
pub fn kills(program: &Path, engine: Engine, long: bool) -> Result<Count> {
    let fault = Fault::begin(program, engine)?;
    let mut client = fault.server()?.set_up()?;
    println!("  on {engine:?}:");
    let mut writers: Vec<Writer> = (0..WRITERS).map(Writer::new).collect();
    let mut count = Count::default();
    let mut random = Random::new(42);
    for round in 1..=KILLS[usize::from(long)] {
        let server = fault.server()?;
        client = client.at(server.address);
        load::learn(&mut client, &mut writers)?;
        let done = load::until(&client, &mut writers, 1 + random.below(200), || server.kill())?;
        let server = fault.server()?;
        client = client.at(server.address);
        let problems = check::after_fault(&mut client, &mut writers)?;
        println!("  kill {round} after {done} writes: {} problems", problems.len());
        problems.iter().take(10).for_each(|problem| println!("    {problem}"));
        count += Count::one(problems.is_empty());
    }
    Ok(count)
}

/// The database goes away under load and comes back.
pub fn database_away(program: &Path) -> Result<Count> {
    let mut fault = Fault::begin(program, Engine::Postgres)?;
    let server = fault.server()?;
    let mut client = server.set_up()?;
    let mut writers: Vec<Writer> = (0..WRITERS).map(Writer::new).collect();
    load::learn(&mut client, &mut writers)?;
    let database = fault.postgres.as_mut().context("a database")?;
    load::until(&client, &mut writers, 50, || database.pause())?;
    let refused = client.get("/api/v1/leads?limit=1")?;
    ensure!(refused.status == 503, "without its database a read gave {}", refused.status);
    ensure!(refused.header("retry-after").is_some(), "503 without Retry-After");
    ensure!(client.get("/healthz")?.is_success(), "the process is not healthy without its database");
    let refused = client.post("/api/v1/leads", &json!({"title": "while away"}))?;
    ensure!(refused.status == 503, "without its database a write gave {}", refused.status);

    database.resume()?;
    server.wait_until_ready(Duration::from_secs(5))?;
    verdict(check::after_fault(&mut client, &mut writers)?)
}

/// Told to stop while browsers listen and write, it ends soon, of its own will, and loses nothing.
pub fn shutdown(program: &Path) -> Result<Count> {
    let fault = Fault::begin(program, Engine::Sqlite)?;
    let server = fault.server()?;
    let mut client = server.set_up()?;
    let mut writers: Vec<Writer> = (0..WRITERS).map(Writer::new).collect();
    load::learn(&mut client, &mut writers)?;
    let streams = (0..3).map(|_| client.follow("/api/v1/live")).collect::<Result<Vec<_>>>()?;
    load::until(&client, &mut writers, 100, || server.stop(Duration::from_secs(5)))?;
    for lines in streams {
        let whole = lines.last().is_none_or(|line| line.is_ok());
        ensure!(whole, "a stream was torn off instead of ended");
    }
    let server = fault.server()?;
    verdict(check::after_fault(&mut client.at(server.address), &mut writers)?)
}

/// The disk fills up under load, with the log of the server on it, and has space again.
pub fn full_disk(program: &Path) -> Result<Count> {
    let disk = match SmallDisk::mount("24m") {
        Ok(disk) => disk,
        Err(error) => {
            println!("not checked here: {error:#}");
            return Ok(Count::default());
        }
    };
    let mut fault = Fault::begin(program, Engine::Sqlite)?;
    fault.setting.folder = disk.folder.path().join("data");
    let server = fault.server()?;
    let mut client = server.set_up()?;
    let mut writers: Vec<Writer> = (0..WRITERS).map(Writer::new).collect();
    load::learn(&mut client, &mut writers)?;
    load::until(&client, &mut writers, 50, || disk.fill())?;
    // Space that the database took before is used up first; what it acknowledges until then is on disk.
    let long = json!({"title": "no space", "notes": "x".repeat(50_000)});
    let mut refused = client.post("/api/v1/leads", &long)?;
    for _ in 0..1_000 {
        if refused.status != 201 {
            break;
        }
        refused = client.post("/api/v1/leads", &long)?;
    }
    ensure!(refused.status == 507, "a write to a full disk gave {}", refused.status);
    ensure!(client.get("/api/v1/leads?limit=1")?.is_success(), "a full disk stops reading");

    disk.free()?;
    client.post("/api/v1/companies", &json!({"name": "There is space again"}))?.success()?;
    let mut problems = check::after_fault(&mut client, &mut writers)?;
    server.kill()?;
    let server = fault.server()?;
    client = client.at(server.address);
    problems.extend(check::after_fault(&mut client, &mut writers)?);
    verdict(problems)
}

/// What keeps the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A folder, and a database of its own when it is PostgreSQL; all of it goes at the end.
struct Fault {
    setting: Setting,
    postgres: Option<Postgres>,
    _folder: tempfile::TempDir,
}

impl Fault {
    fn begin(program: &Path, engine: Engine) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("trechter-faults-").tempdir()?;
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Postgres::start(Durability::Full)?),
        };
        let database = postgres.as_ref().map(Postgres::url);
        let setting = Setting { program: program.to_owned(), folder: folder.path().join("data"), database };
        Ok(Self { setting, postgres, _folder: folder })
    }

    fn server(&self) -> Result<Server> {
        Server::start(&self.setting)
    }
}

/// A file system of its own that is full soon.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    fn mount(size: &str) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("trechter-disk-").tempdir()?;
        let mut mount = process::command("mount", repository::root());
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(folder.path());
        process::output(&mut mount).context("a small file system can be mounted by root only")?;
        Ok(Self { folder })
    }

    /// Takes all the space that is left.
    fn fill(&self) -> Result<()> {
        let mut ballast = std::fs::File::create(self.folder.path().join("ballast"))?;
        for size in [1 << 20, 4 << 10, 1] {
            while ballast.write_all(&vec![0; size]).is_ok() {}
        }
        Ok(())
    }

    fn free(&self) -> Result<()> {
        Ok(std::fs::remove_file(self.folder.path().join("ballast"))?)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let mut umount = process::command("umount", repository::root());
        let _ = process::output(umount.args(["--lazy"]).arg(self.folder.path()));
    }
}

fn verdict(problems: Vec<String>) -> Result<Count> {
    problems.iter().take(20).for_each(|problem| println!("  {problem}"));
    Ok(Count::one(problems.is_empty()))
}
