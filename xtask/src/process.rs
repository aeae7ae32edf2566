//! Running other programs.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context as _, Result, bail};

use crate::repository;

/// A command in `folder`, without what `cargo xtask` itself was told by cargo: build scripts watch some of these
/// variables, and would build everything again for each of us that calls cargo.
pub fn command(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(belongs_to_our_own_build) {
            command.env_remove(name);
        }
    }
    command
}

fn belongs_to_our_own_build(name: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CFG_", "CARGO_FEATURE_"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
        || ["CARGO", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR", "RUST_RECURSION_COUNT"]
            .contains(&name)
}

/// A cargo command in the root of the repository.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = command("cargo", repository::root());
    cargo.args(arguments);
    cargo
}

/// An npm command in `folder` of the repository.
pub fn npm(folder: &str, arguments: &[&str]) -> Command {
    let mut npm = command("npm", &repository::root().join(folder));
    npm.args(arguments);
    npm
}

/// What a git command prints.
pub fn git(arguments: &[&str]) -> Result<String> {
    let mut git = command("git", repository::root());
    git.args(arguments);
    output(&mut git)
}

/// Runs to the end with our own input and output; a failure is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let words = words(command);
    let status = command.status().with_context(|| format!("cannot start `{words}`"))?;
    if !status.success() {
        bail!("`{words}` failed ({status})");
    }
    Ok(())
}

/// Runs to the end and gives what was printed on the standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let words = words(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start `{words}`"))?;
    if !output.status.success() {
        bail!("`{words}` failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{words}` printed no UTF-8"))
}

/// What a program said and whether it was content.
pub struct Told {
    pub success: bool,
    pub text: String,
}

/// Runs to the end, shows each line when it comes, and keeps all of them.
pub fn listen(command: &mut Command) -> Result<Told> {
    let words = words(command);
    // The runner sees a pipe, but a person may be at our end of it.
    if !std::io::stdout().is_terminal() {
        command.env("NO_COLOR", "1").env_remove("FORCE_COLOR");
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{words}`"))?;
    let text = Mutex::new(String::new());
    let keep = |line: &str| {
        let mut text = text.lock().expect("no reader panics");
        text.push_str(line);
        text.push('\n');
        // A closed terminal is no reason to stop.
        let _ = writeln!(std::io::stdout(), "{line}");
    };
    let (out, err) = (child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(|| err.into_iter().for_each(|pipe| each_line(pipe, keep)));
        out.into_iter().for_each(|pipe| each_line(pipe, keep));
    });
    let status = child.wait().with_context(|| format!("`{words}` was lost"))?;
    Ok(Told { success: status.success(), text: text.into_inner().expect("no reader panics") })
}

fn each_line(pipe: impl std::io::Read, mut tell: impl FnMut(&str)) {
    let mut pipe = BufReader::new(pipe);
    let mut line = Vec::new();
    while pipe.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        tell(String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']));
        line.clear();
    }
}

/// The command as one would type it.
pub fn words(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inner_cargo_does_not_see_our_own_package() {
        for (name, ours) in [
            ("CARGO", true),
            ("CARGO_MANIFEST_DIR", true),
            ("CARGO_PKG_VERSION_MAJOR", true),
            ("CARGO_TARGET_DIR", false),
            ("CARGO_HOME", false),
            ("CARGO_TERM_COLOR", false),
            ("PATH", false),
        ] {
            assert_eq!(belongs_to_our_own_build(name), ours, "{name}");
        }
        let inherited = output(command("env", repository::root()).arg("-0")).expect("env runs");
        assert!(!inherited.split('\0').any(|line| line.starts_with("CARGO_MANIFEST_DIR=")));
    }

    #[test]
    fn both_outputs_are_kept_and_failure_is_told() {
        let told = listen(command("sh", repository::root()).args(["-c", "echo one; echo two >&2; exit 3"]))
            .expect("sh");
        assert!(!told.success);
        let mut lines: Vec<&str> = told.text.lines().collect();
        lines.sort_unstable();
        assert_eq!(lines, ["one", "two"]);
    }
}
