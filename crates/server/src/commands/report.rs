//! `trechter report`: the numbers of the funnel on the command line.

use anyhow::bail;
use clap::{Args, ValueEnum};
use trechter_domain::permission::Act;
use trechter_domain::{Catalogue, Currency, Origin};
use trechter_measure::answer::{Answer, Figure, Row, Unit, Verdict};
use trechter_measure::dashboard::{dashboard, tells};
use trechter_measure::definitions::{Language, Metric};
use trechter_measure::slice::Value;
use uuid::Uuid;

use super::{Place, workspace};
use crate::caller::Deed;
use crate::numbers::{Asking, KnownAt, Ready};

/// How the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Table,
    Csv,
    Json,
}

/// Prints numbers of a period: how the funnel stands, as of any date.
#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    place: Place,
    /// Which workspace; not needed when there is only one.
    #[arg(long, value_name = "NAME")]
    workspace: Option<String>,
    /// 2017-Q1, 2017-03, 2017, 2017-01-01..2017-03-31, this-month, last-quarter …
    #[arg(long, default_value = "this-month", value_name = "PERIOD")]
    period: String,
    /// Only what had happened by the end of this day counts.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Only what had been recorded by this event, or by this instant, counts.
    #[arg(long, value_name = "SEQ or INSTANT")]
    known_at: Option<KnownAt>,
    /// previous, last-year or trailing-12-months
    #[arg(long, value_name = "REFERENCE")]
    compare: Option<String>,
    /// One or two of owner, team, source, product …
    #[arg(long, value_delimiter = ',', value_name = "DIMENSION")]
    by: Vec<String>,
    /// dimension:value,value; may be given several times
    #[arg(long, value_name = "FILTER")]
    filter: Vec<String>,
    /// Which numbers; the seven of the dashboard when left out. `--metric help` lists them
    #[arg(long, value_delimiter = ',', value_name = "METRIC")]
    metric: Vec<String>,
    /// How it is written.
    #[arg(long, value_enum, default_value = "table")]
    form: Form,
    /// The same as --form json
    #[arg(long, conflicts_with_all = ["form", "table", "csv"])]
    json: bool,
    /// The same as --form csv
    #[arg(long, conflicts_with_all = ["form", "table"])]
    csv: bool,
    /// The same as --form table
    #[arg(long, conflicts_with = "form")]
    table: bool,
}

impl Report {
    /// # Errors
    /// What could not be done, in words.
    pub async fn run(self) -> anyhow::Result<()> {
        if self.metric.iter().any(|key| key == "help") {
            for metric in Metric::ALL.iter().filter(|metric| tells(**metric)) {
                let text = metric.definition().text(Language::En);
                println!("{:28} {}", metric.key(), text.sentence);
            }
            return Ok(());
        }
        let form = match (self.json, self.csv) {
            (true, _) => Form::Json,
            (_, true) => Form::Csv,
            _ => self.form,
        };
        let app = self.place.open().await?;
        let workspace = workspace::find(&app, self.workspace.as_deref()).await?.id;
        let mut wanted = Vec::new();
        for key in &self.metric {
            let metric = Metric::ALL.iter().find(|metric| metric.key() == key);
            match metric.filter(|metric| tells(**metric)) {
                Some(metric) => wanted.push(*metric),
                None => bail!("there is no metric {key}; --metric help lists them"),
            }
        }
        let asking = Asking {
            period: Some(self.period),
            as_of: self.as_of,
            known_at: self.known_at,
            compare_to: self.compare,
            filter: self.filter,
            by: self.by,
            ..Asking::default()
        };
        let deed = Deed::new(&app, None, Origin::Member, Act::ReadRecords);
        let ready = asking.ready(&app, workspace, None, deed).await;
        let Ready { facts, question, .. } = ready.map_err(crate::http::Problem::into_words)?;
        let answer = dashboard(&facts, &question, &wanted, |_| true).answer;
        let catalogue = app.store.read(workspace, |tx| Ok(tx.catalogue())).await?;
        match form {
            Form::Json => println!("{}", serde_json::to_string_pretty(&answer)?),
            Form::Csv => csv(&answer, &catalogue)?,
            Form::Table => table(&answer, &catalogue),
        }
        Ok(())
    }
}

/// One line per number and row, with everything that belongs to it.
fn csv(answer: &Answer, catalogue: &Catalogue) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(std::io::stdout());
    let by: Vec<String> = answer.group_by.iter().map(ToString::to_string).collect();
    let fixed = ["metric", "unit", "value", "n", "low", "high", "reference", "change", "verdict"];
    out.write_record(by.iter().map(String::as_str).chain(fixed))?;
    for (names, figures) in lines(answer, catalogue) {
        for figure in figures {
            let compared = figure.comparison.as_ref();
            let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
            let interval = figure.interval;
            let cells = [
                figure.metric.key().to_owned(),
                word(&figure.unit),
                number(figure.value),
                figure.n.to_string(),
                number(interval.and_then(|interval| interval.low)),
                number(interval.and_then(|interval| interval.high)),
                number(compared.and_then(|compared| compared.value)),
                number(compared.and_then(|compared| compared.change)),
                compared.map(|compared| word(&compared.verdict)).unwrap_or_default(),
            ];
            out.write_record(
                names
                    .iter()
                    .map(|name| crate::export::delimited::harmless(name))
                    .chain(cells.map(Into::into)),
            )?;
        }
    }
    out.flush()?;
    Ok(())
}

fn word(thing: &impl serde::Serialize) -> String {
    serde_json::to_value(thing).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The total and the rows, each with its names.
fn lines<'a>(answer: &'a Answer, catalogue: &Catalogue) -> Vec<(Vec<String>, &'a [Figure])> {
    let total = answer.group_by.iter().enumerate().map(|(i, _)| if i == 0 { "total" } else { "" }.to_owned());
    let mut lines = vec![(total.collect(), answer.totals.as_slice())];
    let mut rows: Vec<(Vec<String>, &Row)> = answer
        .rows
        .iter()
        .map(|row| (row.values.iter().map(|value| name(value, catalogue)).collect(), row))
        .collect();
    rows.sort_by(|(a, _), (b, _)| a.cmp(b));
    lines.extend(rows.into_iter().map(|(names, row)| (names, row.figures.as_slice())));
    lines
}

/// What a value is called.
fn name(value: &Value, catalogue: &Catalogue) -> String {
    match value {
        Value::None => "none given".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Class(class) => class.to_string(),
        Value::Id(id) => entry_name(*id, catalogue).unwrap_or_else(|| id.to_string()),
    }
}

fn entry_name(id: Uuid, catalogue: &Catalogue) -> Option<String> {
    if let Some(member) = catalogue.member(id.into()) {
        return Some(if member.active { member.name.clone() } else { format!("{} (left)", member.name) });
    }
    if let Some((_, stage)) = catalogue.stage(id.into()) {
        return Some(stage.name.clone());
    }
    macro_rules! named {
        ($($list:ident),*) => {
            [$(catalogue.$list.iter().find(|entry| entry.id.0 == id).map(|entry| entry.name.clone())),*]
        };
    }
    let found = named!(pipelines, teams, sources, campaigns, products, loss_reasons, competitors, tags);
    found.into_iter().flatten().next()
}

fn table(answer: &Answer, catalogue: &Catalogue) {
    let compared = answer.compared_with.as_ref().map(|with| format!(", against {with}")).unwrap_or_default();
    println!("{} as of {}{compared}, money in {}\n", answer.period, answer.as_of, answer.currency);
    let mut cells: Vec<Vec<String>> = Vec::new();
    let metrics =
        answer.totals.iter().map(|figure| figure.metric.definition().text(Language::En).name.to_owned());
    let by = answer.group_by.iter().map(ToString::to_string);
    cells.push(by.chain(metrics).collect());
    for (names, figures) in lines(answer, catalogue) {
        cells.push(
            names
                .into_iter()
                .chain(figures.iter().map(|figure| shown(figure, catalogue.workspace.currency)))
                .collect(),
        );
    }
    let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..cells[0].len()).map(width).collect();
    for row in &cells {
        let line = row.iter().zip(&widths).enumerate().map(|(i, (cell, width))| {
            if i < answer.group_by.len() { format!("{cell:width$}") } else { format!("{cell:>width$}") }
        });
        println!("{}", line.collect::<Vec<_>>().join("  ").trim_end());
    }
}

/// A figure in a cell: its value, and what may be said about its change.
fn shown(figure: &Figure, currency: Currency) -> String {
    let Some(value) = figure.value else { return "–".to_owned() };
    let value = match figure.unit {
        Unit::Money | Unit::MoneyPerDay | Unit::MoneyPerMonth => {
            let digits = currency.minor_digits();
            format!("{:.*}", digits as usize, value / 10f64.powi(digits as i32))
        }
        Unit::Share => format!("{:.1}% (n {})", value * 100.0, figure.n),
        Unit::Count => format!("{value:.0}"),
        _ => format!("{value:.1}"),
    };
    match figure.comparison.as_ref().map(|comparison| comparison.verdict) {
        Some(Verdict::Higher) => format!("{value} ▲"),
        Some(Verdict::Lower) => format!("{value} ▼"),
        _ => value,
    }
}
