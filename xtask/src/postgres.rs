//! A private PostgreSQL server for the tests: its own folder, its own port, thrown away afterwards.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use crate::install::{self, Need};
use crate::{process, repository};

/// Where tests find a PostgreSQL server.
pub const URL: &str = "TRECHTER_TEST_POSTGRES";

#[derive(clap::Args)]
pub struct Arguments {
    /// For example `cargo test -p trechter-store`
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<String>,
}

/// Runs one command beside a server.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    install::ensure(&[Need::Postgres])?;
    let server = Postgres::start(Durability::None)?;
    let (program, rest) = arguments.command.split_first().context("no command")?;
    let here = std::env::current_dir()?;
    let status = process::command(program, &here).args(rest).env(URL, server.url()).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What a server promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// What is committed is on disk.
    Full,
    /// Speed instead: for tests whose data is thrown away.
    None,
}

impl Durability {
    fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Full => &[],
            Self::None => &["fsync=off", "full_page_writes=off", "synchronous_commit=off"],
        }
    }
}

/// A running server. It stops, and its data goes, when this is dropped.
pub struct Postgres {
    server: Child,
    port: u16,
    programs: PathBuf,
    owner: Owner,
    durability: Durability,
    /// After `server`, so that the folder goes when the server has stopped.
    folder: TempDir,
}

impl Postgres {
    pub fn start(durability: Durability) -> Result<Self> {
        let initdb = Need::Postgres.find().context("no initdb found")?;
        // A link on the PATH leads to where its siblings are.
        let programs = initdb.canonicalize()?.parent().context("initdb lies in a folder")?.to_owned();
        let folder = tempfile::Builder::new().prefix("trechter-postgres-").tempdir()?;
        let owner = Owner::of(folder.path())?;
        let mut init = owner.command(&initdb);
        init.args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        process::output(init.arg("--pgdata").arg(folder.path().join("data")))?;

        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = launch(&owner, &programs, folder.path(), port, durability)?;
        let mut postgres = Self { server, port, programs, owner, durability, folder };
        postgres.wait_until_ready()?;
        Ok(postgres)
    }

    /// The URL of its first database, for the owner of all of them.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The folder of its tables and indexes.
    pub fn tables(&self) -> PathBuf {
        self.folder.path().join("data/base")
    }

    /// Ends the server and keeps its data.
    pub fn pause(&mut self) -> Result<()> {
        // The fast way down: sessions are ended.
        process::output(Command::new("kill").args(["-INT", &self.server.id().to_string()]))?;
        self.server.wait()?;
        Ok(())
    }

    /// Starts it again on the same data and port.
    pub fn resume(&mut self) -> Result<()> {
        self.server = launch(&self.owner, &self.programs, self.folder.path(), self.port, self.durability)?;
        self.wait_until_ready()
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let stopped = self.server.try_wait()?.is_some();
            if stopped || Instant::now() > deadline {
                let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
                bail!("PostgreSQL did not start: {log}");
            }
            let port = format!("--port={}", self.port);
            let mut ask = Command::new(self.programs.join("pg_isready"));
            if ask.args(["--quiet", "--host=127.0.0.1", &port]).status()?.success() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.pause().is_err() {
            let _ = self.server.kill();
            let _ = self.server.wait();
        }
    }
}

fn launch(owner: &Owner, programs: &Path, folder: &Path, port: u16, durability: Durability) -> Result<Child> {
    let log = File::options().create(true).append(true).open(folder.join("log"))?;
    let mut command = owner.command(&programs.join("postgres"));
    command.arg("-D").arg(folder.join("data")).args(["-p", &port.to_string()]);
    let always = ["max_connections=200", "listen_addresses=127.0.0.1", "unix_socket_directories="];
    for setting in always.iter().chain(durability.settings()) {
        command.args(["-c", setting]);
    }
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    command.spawn().context("cannot start PostgreSQL")
}

/// Who runs the server. It refuses to run as root, so root lends the folder to somebody else.
struct Owner {
    user: Option<&'static str>,
    setpriv: bool,
}

impl Owner {
    fn of(folder: &Path) -> Result<Self> {
        let setpriv = install::on_path("setpriv").is_some();
        if !install::is_root() {
            return Ok(Self { user: None, setpriv });
        }
        if !setpriv {
            bail!("root cannot run PostgreSQL without `setpriv` (package util-linux)");
        }
        let known =
            |user: &&str| Command::new("id").arg(user).output().is_ok_and(|output| output.status.success());
        let user = ["postgres", "nobody"].into_iter().find(known).context("no user to run PostgreSQL as")?;
        process::output(process::command("chown", repository::root()).arg(user).arg(folder))?;
        Ok(Self { user: Some(user), setpriv })
    }

    /// The command as the owner; where `setpriv` exists, the server is also ended when we are killed.
    fn command(&self, program: &Path) -> Command {
        if !self.setpriv {
            return process::command(program, Path::new("/"));
        }
        let mut command = process::command("setpriv", Path::new("/"));
        if let Some(user) = self.user {
            command.args(["--reuid", user, "--regid"]).arg(group_of(user)).arg("--clear-groups");
        }
        command.args(["--pdeathsig", "INT", "--"]).arg(program);
        command
    }
}

fn group_of(user: &str) -> String {
    let told = process::output(Command::new("id").args(["-g", user])).unwrap_or_default();
    told.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn a_private_server_starts_and_leaves_nothing() {
        install::ensure(&[Need::Postgres]).expect("PostgreSQL is there");
        let postgres = Postgres::start(Durability::None).expect("it starts");
        let (port, folder) = (postgres.port, postgres.folder.path().to_owned());
        assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
        drop(postgres);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!folder.exists());
    }
}
