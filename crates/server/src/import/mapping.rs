//! The mapping: how the files of another program become records here. Kept as a TOML file, shown and
//! changed in the browser as JSON of the same shape; `docs/user/import.md` explains it.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize};
use trechter_domain::Currency;
use trechter_domain::catalogue::FieldKind;
use trechter_domain::event::Kind;

use super::entity::Entity;

/// How files become records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// The other program, like `pipedrive`. Records remember it, so that a later file finds them again.
    pub system: String,
    /// Currency of amounts that do not name one; the workspace's when empty.
    pub currency: Option<Currency>,
    /// What is made when a file names it and the workspace does not have it: `member` (inactive, without
    /// log-in), `team`, `source`, `campaign`, `product`, `loss_reason`, `competitor`, `tag`, `field`,
    /// `pipeline`, and `company` or `contact` when they are only known by name.
    pub create: Vec<Kind>,
    /// Texts that mean an empty cell in every file, like `Select`.
    pub empty: Vec<String>,
    /// What to do with a cell that cannot be read.
    pub bad_cells: BadCells,
    /// Names of the same thing, by list: `same.product.GTXPro = "GTX Pro"`.
    pub same: BTreeMap<Kind, BTreeMap<String, String>>,
    /// What the other program's pipelines and stages are called here.
    #[serde(rename = "pipeline")]
    pub pipelines: Vec<PipelineMap>,
    /// One entry per kind of record that a file holds.
    #[serde(rename = "file")]
    pub files: Vec<FileMap>,
}

/// Kinds that an import may make when a file names them.
pub const CREATABLE: [Kind; 12] = [
    Kind::Member,
    Kind::Team,
    Kind::Source,
    Kind::Campaign,
    Kind::Product,
    Kind::LossReason,
    Kind::Competitor,
    Kind::Tag,
    Kind::Field,
    Kind::Pipeline,
    Kind::Company,
    Kind::Contact,
];

impl Default for Mapping {
    fn default() -> Self {
        Self {
            system: String::new(),
            currency: None,
            create: CREATABLE.to_vec(),
            empty: Vec::new(),
            bad_cells: BadCells::default(),
            same: BTreeMap::new(),
            pipelines: Vec::new(),
            files: Vec::new(),
        }
    }
}

/// What to do with a cell that cannot be read as what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BadCells {
    /// The row is refused, with the reason.
    #[default]
    Refuse,
    /// The cell counts as empty, with a warning.
    Skip,
}

/// One pipeline of the other program.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PipelineMap {
    /// What the file calls it; empty for deals whose file names no pipeline, or an unknown one.
    pub name: String,
    /// What it is called here.
    pub into: String,
    /// Its stages in order. Needed when it does not exist here yet.
    pub stages: Vec<String>,
    /// What the file's stages become; a stage that is not listed keeps its name.
    pub map: BTreeMap<String, StageMap>,
}

/// What a stage of the file becomes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StageMap {
    /// A stage here. For a closed deal without stage history: where it stood when it was closed. Left
    /// out, a won deal counts as closed from the last stage and a lost one from the first.
    pub stage: Option<String>,
    pub outcome: Option<Outcome>,
}

/// Is a deal open or closed?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Open,
    Won,
    Lost,
}

/// How one file becomes one kind of record. A file that holds several kinds in one row is listed
/// several times.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FileMap {
    /// Name of the file; `*` stands for anything.
    pub name: String,
    /// Sheet of a workbook; the first one with rows when left out.
    pub sheet: Option<String>,
    pub entity: Entity,
    /// Encoding label, like `utf-8` or `windows-1252`; detected when left out.
    pub encoding: Option<String>,
    /// Between the cells; detected when left out.
    pub delimiter: Option<char>,
    /// Columns that tell a record apart. Left out, a row is known by its content.
    pub id: Vec<String>,
    /// What a second row with the same id means.
    pub repeats: Repeats,
    /// Rows to leave out.
    pub skip: Vec<SkipRows>,
    /// What each column is; columns that are not listed are not imported.
    pub columns: BTreeMap<String, Rule>,
    /// Fields with a fixed text, or one made of cells: `title = "{product} for {account}"`.
    pub fixed: BTreeMap<String, String>,
}

/// What a second row with the same id means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Repeats {
    /// A mistake, unless it is the same in every column: the row is refused.
    #[default]
    Refuse,
    /// The same record again: what the first row says counts.
    Same,
}

/// Rows with one of these values in a column are left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SkipRows {
    pub column: String,
    pub values: Vec<String>,
}

/// What a column becomes. In TOML a plain text is short for `{ field = "…" }`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Rule {
    /// A field of the entity, or `custom.<slug>`.
    pub field: String,
    /// What cells mean: `values."Junk Lead" = "disqualified"`. Cells that are not listed stay as they are.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
    /// More texts that mean an empty cell in this column.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub empty: Vec<String>,
    /// Order of dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateOrder>,
    /// Decimal sign of numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// Currency of this column's amounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// How the other record is found; any way that works when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// Kind of a custom field that is to be made; text when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<FieldKind>,
    /// What a custom field that is to be made is called; the column's name when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Several values in one cell, with this between them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split: Option<String>,
    /// What else the same column becomes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Rule>,
}

/// The long form of a rule.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LongRule {
    field: String,
    #[serde(default)]
    values: BTreeMap<String, String>,
    #[serde(default)]
    empty: Vec<String>,
    date: Option<DateOrder>,
    decimal: Option<char>,
    currency: Option<Currency>,
    by: Option<By>,
    kind: Option<FieldKind>,
    name: Option<String>,
    split: Option<String>,
    #[serde(default)]
    also: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum AnyRule {
    Short(String),
    Long(Box<LongRule>),
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match AnyRule::deserialize(deserializer)? {
            AnyRule::Short(field) => Rule { field, ..Rule::default() },
            AnyRule::Long(long) => {
                let LongRule { field, values, empty, date, decimal, currency, by, kind, name, split, also } =
                    *long;
                Rule { field, values, empty, date, decimal, currency, by, kind, name, split, also }
            }
        })
    }
}

impl JsonSchema for Rule {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ImportRule".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        LongRule::json_schema(generator)
    }
}

/// In which order a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 2026-03-01, with or without time and offset.
    Ymd,
    /// 1-3-2026, 1 March 2026.
    Dmy,
    /// 3/1/2026.
    Mdy,
    /// Days since 1899-12-30, as spreadsheets count.
    Serial,
}

/// How another record is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum By {
    Id,
    Name,
    Email,
    /// Web domain of a company.
    Domain,
}

/// A text that is not a mapping, in words.
#[derive(Debug)]
pub struct NotAMapping(String);

impl std::fmt::Display for NotAMapping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotAMapping {}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// Where it is not one, in words.
    pub fn from_toml(text: &str) -> Result<Self, NotAMapping> {
        toml::from_str(text).map_err(|error| NotAMapping(error.to_string()))
    }

    /// The mapping as a file: short rules written short.
    pub fn to_toml(&self) -> String {
        let mut value = toml::Value::try_from(self).unwrap_or(toml::Value::Table(toml::Table::new()));
        for file in value.get_mut("file").and_then(toml::Value::as_array_mut).into_iter().flatten() {
            for (_, rule) in file.get_mut("columns").and_then(toml::Value::as_table_mut).into_iter().flatten()
            {
                let short =
                    rule.as_table().filter(|table| table.len() == 1).and_then(|table| table.get("field"));
                if let Some(short) = short.cloned() {
                    *rule = short;
                }
            }
        }
        drop_empty(&mut value);
        toml::to_string_pretty(&value).unwrap_or_default()
    }

    pub fn may_create(&self, kind: Kind) -> bool {
        self.create.contains(&kind)
    }

    /// The file map that is first for a file name.
    pub fn files_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (usize, &'a FileMap)> {
        self.files.iter().enumerate().filter(move |(_, file)| file.is_for(name))
    }
}

fn drop_empty(value: &mut toml::Value) {
    match value {
        toml::Value::Table(table) => {
            table.iter_mut().for_each(|(_, value)| drop_empty(value));
            // An empty `create` says that nothing may be made; without it, everything may.
            table.retain(|key, value| match value {
                _ if key == "create" => true,
                toml::Value::Table(table) => !table.is_empty(),
                toml::Value::Array(items) => !items.is_empty(),
                toml::Value::String(text) => !text.is_empty(),
                _ => true,
            });
        }
        toml::Value::Array(items) => items.iter_mut().for_each(drop_empty),
        _ => {}
    }
}

impl FileMap {
    /// Does its name, with `*` for anything, fit a file?
    pub fn is_for(&self, file: &str) -> bool {
        fits(&self.name.to_lowercase(), &file.to_lowercase())
    }

    /// All rules with their column, nested ones too.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &Rule)> {
        self.columns.iter().flat_map(|(column, rule)| {
            std::iter::once(rule).chain(&rule.also).map(move |rule| (column.as_str(), rule))
        })
    }
}

fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => {
            let Some(left) = text.strip_prefix(start) else { return false };
            left.char_indices().map(|(i, _)| i).chain([left.len()]).any(|i| fits(rest, &left[i..]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_file_is_read_and_written_back() {
        let text = r#"
            system = "maven"
            [same.product]
            GTXPro = "GTX Pro"
            [[pipeline]]
            into = "Verkoop"
            stages = ["Prospecting", "Engaging"]
            map.Won = { outcome = "won", stage = "Engaging" }
            [[file]]
            name = "sales_*.csv"
            entity = "deal"
            id = ["opportunity_id"]
            [file.columns]
            sales_agent = "owner"
            close_value = { field = "value", empty = ["0"], also = ["custom.raw"] }
        "#;
        let mapping = Mapping::from_toml(text).unwrap();
        assert_eq!(mapping.same[&Kind::Product]["GTXPro"], "GTX Pro");
        assert_eq!(mapping.files[0].columns["sales_agent"].field, "owner");
        assert_eq!(mapping.files[0].columns["close_value"].also[0].field, "custom.raw");
        assert!(mapping.may_create(Kind::Member));
        let again = Mapping::from_toml(&mapping.to_toml()).unwrap();
        assert_eq!(again, mapping);
        let json = serde_json::to_value(&mapping).unwrap();
        assert_eq!(serde_json::from_value::<Mapping>(json).unwrap(), mapping);
    }

    #[test]
    fn file_names_may_hold_stars() {
        for (pattern, name, expected) in [
            ("Leads.csv", "leads.csv", true),
            ("hubspot*deals*.csv", "hubspot-crm-exports-all-deals-2026-01-01.csv", true),
            ("*", "anything", true),
            ("a*b", "ac", false),
            ("deals.csv", "deals.csv.gz", false),
        ] {
            let file = FileMap { name: pattern.into(), ..FileMap::default() };
            assert_eq!(file.is_for(name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn what_is_not_a_mapping_is_refused_in_words() {
        let error = Mapping::from_toml("sytem = 'x'").unwrap_err().to_string();
        assert!(error.contains("sytem"), "{error}");
    }
}
