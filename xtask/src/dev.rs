//! The inner loop: the server, and Vite in front of it.

use std::process::{Child, Command, ExitCode};
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::{browser_app, process, program, repository};

#[derive(clap::Args)]
pub struct Arguments {
    /// How to start the program
    #[arg(trailing_var_arg = true, allow_hyphen_values = true,
          default_values = ["serve", "--data", "data", "--listen", "127.0.0.1:7878"])]
    arguments: Vec<String>,
}

pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    browser_app::install_packages("ui")?;
    let program = program::build()?;
    let mut server = process::command(program, repository::root());
    let mut children = [
        Running::start(server.args(&arguments.arguments))?,
        Running::start(&mut process::npm("ui", &["run", "dev"]))?,
    ];
    // Ctrl-C reaches both by itself; when one ends, the other is of no use.
    loop {
        for child in &mut children {
            if let Some(status) = child.0.try_wait()? {
                return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
            }
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Result<Self> {
        let words = process::words(command);
        Ok(Self(command.spawn().with_context(|| format!("cannot start `{words}`"))?))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Asked, not killed: npm passes the request on to Vite.
        let _ = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}
