//! The settings: read once, from a file, the environment and the command line (the later wins), and
//! `trechter config`, which prints them all.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Arg, Args, CommandFactory as _, FromArgMatches as _};
use serde_json::{Value, json};

use super::serve::Network;
use super::{Cli, Place};

/// The environment's name for the settings file.
const FILE: &str = "TRECHTER_CONFIG";

/// All settings that a file may hold, with an example for those that are often left out.
const SETTINGS: [(&str, &str); 7] = [
    ("data", ""),
    ("database", "postgres://trechter:password@127.0.0.1/trechter"),
    ("public_url", "https://crm.example.com"),
    ("listen", ""),
    ("behind_proxy", ""),
    ("requests_per_second", ""),
    ("log", ""),
];

type Values = BTreeMap<String, String>;

/// Reads the command line; where neither it nor the environment says something, the settings file does.
///
/// # Errors
/// The file cannot be read, or holds what is not a setting. What is wrong on the command line ends the
/// program at once, with words.
pub fn read(arguments: Vec<OsString>) -> anyhow::Result<Cli> {
    let file = named_file(&arguments);
    let values = match &file {
        None => Values::new(),
        Some(file) => {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("cannot read the settings file {}", file.display()))?;
            parse(&text).with_context(|| format!("the settings file {}", file.display()))?
        }
    };
    let matches = with_defaults(Cli::command(), &values).get_matches_from(arguments);
    Ok(Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit()))
}

/// The file that is named on the command line or in the environment.
fn named_file(arguments: &[OsString]) -> Option<PathBuf> {
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--config") => return arguments.next().map(PathBuf::from),
            Some(text) if text.starts_with("--config=") => return Some(text["--config=".len()..].into()),
            _ => {}
        }
    }
    std::env::var_os(FILE).filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Settings as text, from TOML.
fn parse(text: &str) -> anyhow::Result<Values> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        anyhow::anyhow!("is not TOML: {}", error.message().trim_end_matches('\n'))
    })?;
    let known = SETTINGS.map(|(name, _)| name);
    let mut values = Values::new();
    for (name, value) in table {
        if !known.contains(&name.as_str()) {
            anyhow::bail!("there is no setting `{name}`; there are: {}", known.join(", "));
        }
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(flag) => flag.to_string(),
            _ => anyhow::bail!("`{name}` is a text, a whole number, true or false"),
        };
        values.insert(name, text);
    }
    Ok(values)
}

/// The same command line with other defaults, for arguments that are settings (they have a name in the
/// environment).
fn with_defaults(command: clap::Command, values: &Values) -> clap::Command {
    let set = |argument: Arg| match values.get(argument.get_id().as_str()) {
        // Once per start of the program.
        Some(value) if argument.get_env().is_some() => {
            argument.default_value(&*Box::leak(value.clone().into_boxed_str()))
        }
        _ => argument,
    };
    command.mut_args(set).mut_subcommands(|command| with_defaults(command, values))
}

/// Print all settings as a file, with what they mean.
#[derive(Debug, Args)]
pub struct Config {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    network: Network,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

impl Config {
    /// # Errors
    /// None today.
    pub fn run(self, log: &str) -> anyhow::Result<()> {
        let Place { data, database, public_url, behind_proxy, requests_per_second } = self.place;
        let value = |name: &str| match name {
            "data" => json!(data.display().to_string()),
            "database" => json!(database.as_deref().map(hidden)),
            "public_url" => json!(public_url),
            "listen" => json!(self.network.listen),
            "behind_proxy" => json!(behind_proxy),
            "requests_per_second" => json!(requests_per_second),
            _ => json!(log),
        };
        if self.json {
            let all = SETTINGS.map(|(name, _)| (name.to_owned(), value(name)));
            println!("{:#}", Value::Object(all.into_iter().collect()));
            return Ok(());
        }
        println!("# All settings of Trechter, as they are now. Each may stand in a file that is named with");
        println!("# --config FILE or {FILE}, in the environment, or on the command line: the later wins.");
        let command = Cli::command();
        for (name, example) in SETTINGS {
            let (help, env) = described(&command, name);
            println!("\n# {help}\n# In the environment: {env}");
            match value(name) {
                Value::Null => println!("# {name} = {:?}", example),
                value => println!("{name} = {value}"),
            }
        }
        Ok(())
    }
}

/// What a setting means, and its name in the environment.
fn described(command: &clap::Command, name: &str) -> (String, String) {
    let config = command.get_subcommands().find(|command| command.get_name() == "config");
    let all = command.get_arguments().chain(config.into_iter().flat_map(clap::Command::get_arguments));
    let argument = all.into_iter().find(|argument| argument.get_id() == name);
    let help = argument.and_then(Arg::get_help).map(ToString::to_string).unwrap_or_default();
    let env = argument.and_then(Arg::get_env).map(|env| env.to_string_lossy().into_owned());
    (help, env.unwrap_or_default())
}

/// A URL without its password.
fn hidden(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return "(hidden)".to_owned() };
    match rest.rsplit_once('@') {
        Some((login, place)) => {
            let user = login.split_once(':').map_or(login, |(user, _)| user);
            let secret = if login.contains(':') { ":(hidden)" } else { "" };
            format!("{scheme}://{user}{secret}@{place}")
        }
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_an_argument_with_words_and_a_name_in_the_environment() {
        for (name, _) in SETTINGS {
            let (help, env) = described(&Cli::command(), name);
            assert!(!help.is_empty() && env.starts_with("TRECHTER_"), "{name}: {help:?} {env:?}");
        }
    }

    #[test]
    fn what_is_not_a_setting_is_refused_in_words() {
        assert_eq!(parse("listen = \"0.0.0.0:80\"\nbehind_proxy = true").unwrap()["behind_proxy"], "true");
        let words = |text: &str| parse(text).unwrap_err().to_string();
        assert!(words("databse = \"x\"").starts_with("there is no setting `databse`"));
        assert!(words("listen = [1]").starts_with("`listen` is a text"));
        assert!(words("listen").starts_with("is not TOML"));
    }

    #[test]
    fn passwords_are_hidden() {
        assert_eq!(hidden("postgres://jan:geheim@db/crm"), "postgres://jan:(hidden)@db/crm");
        assert_eq!(hidden("postgres://jan@db/crm"), "postgres://jan@db/crm");
        assert_eq!(hidden("geheim"), "(hidden)");
    }
}
