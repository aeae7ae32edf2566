//! A running `trechter serve` that can be ended in every way.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use crate::http::Client;
use crate::process;

/// What to start, and on which data.
#[derive(Debug, Clone)]
pub struct Setting {
    pub program: PathBuf,
    pub folder: PathBuf,
    /// A PostgreSQL URL; SQLite in the folder without one.
    pub database: Option<String>,
}

/// The process; killed when this is dropped.
pub struct Server {
    process: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts it and waits until it is ready.
    pub fn start(setting: &Setting) -> Result<Self> {
        std::fs::create_dir_all(&setting.folder)?;
        let log_file = setting.folder.join("server.log");
        let log = File::options().create(true).append(true).open(&log_file)?;
        let mut command = process::command(&setting.program, Path::new("/"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&setting.folder);
        // One member is all the load; what is limited elsewhere is not what is looked at here.
        command.env("TRECHTER_REQUESTS_PER_SECOND", "0");
        if let Some(url) = &setting.database {
            command.args(["--database", url]);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut process = command.spawn().context("cannot start the program")?;
        let mut said = BufReader::new(process.stdout.take().context("its output")?);
        let mut line = String::new();
        said.read_line(&mut line)?;
        let address = line.trim().rsplit_once("http://").and_then(|(_, address)| address.parse().ok());
        // Nobody reads on; without this thread a full pipe would stop it.
        std::thread::spawn(move || said.lines().for_each(drop));
        let Some(address) = address else {
            let _ = process.kill();
            let _ = process.wait();
            bail!(
                "the program did not start: {line}{}",
                std::fs::read_to_string(log_file).unwrap_or_default()
            );
        };
        let server = Self { process, address };
        server.wait_until_ready(Duration::from_secs(20))?;
        Ok(server)
    }

    pub fn wait_until_ready(&self, within: Duration) -> Result<()> {
        let deadline = Instant::now() + within;
        let mut client = Client::new(self.address);
        loop {
            let told = client.get("/readyz");
            if told.as_ref().is_ok_and(|reply| reply.is_success()) {
                return Ok(());
            }
            if Instant::now() > deadline {
                bail!("the server was not ready within {} s: {told:?}", within.as_secs());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// `kill -9`: it gets no chance to do anything more.
    pub fn kill(mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }

    /// Asks it to end, as the system does; it must have ended well within this time.
    pub fn stop(mut self, within: Duration) -> Result<()> {
        process::run(process::command("kill", Path::new("/")).arg(self.process.id().to_string()))?;
        let deadline = Instant::now() + within;
        loop {
            match self.process.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => bail!("told to stop, the server ended with {status}"),
                None if Instant::now() > deadline => bail!("told to stop, the server goes on"),
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        }
    }

    /// Memory that it holds, in bytes; where the system tells.
    pub fn resident(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok().map(|kb| kb * 1024)
    }

    /// Makes the first workspace; the client is its owner afterwards.
    pub fn set_up(&self) -> Result<Client> {
        let mut client = Client::new(self.address);
        let body = json!({
            "workspace": "Peeters Machines", "name": "Anna Peeters", "email": "anna@trechter.example",
            "password": "a long enough password", "language": "en", "currency": "EUR",
            "time_zone": "Europe/Brussels", "template": "classic",
        });
        client.post("/api/v1/setup", &body)?.success().context("setting up")?;
        Ok(client)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
