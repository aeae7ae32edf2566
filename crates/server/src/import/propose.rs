//! From files to a first mapping, and what the person should decide about it.

use std::collections::{BTreeMap, HashMap};

use trechter_domain::catalogue::Pipeline;
use trechter_domain::event::Kind;
use trechter_domain::{Catalogue, text};

use super::detect::{self, Column, Looks};
use super::entity::{Entity, Takes, takes};
use super::mapping::{
    By, DateOrder, FileMap, Mapping, Outcome, PipelineMap, Repeats, Rule, SkipRows, StageMap,
};
use super::presets;
use super::read::Sheet;
use super::report::{Proposal, ProposalKind};
use super::words;

/// A sheet with what its columns look like.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    pub sheet: Sheet,
    pub columns: Vec<Column>,
}

/// Looks at all sheets. Dates that can be read in two ways are read as the workspace's language does.
pub fn look(sheets: Vec<Sheet>, catalogue: &Catalogue) -> Vec<Looked> {
    let home = if catalogue.workspace.language == "en" { DateOrder::Mdy } else { DateOrder::Dmy };
    let look = |sheet: Sheet| {
        let columns = detect::columns(&sheet, home);
        Looked { sheet, columns }
    };
    sheets.into_iter().map(look).collect()
}

/// The program that files came from, when nothing tells which.
const UNKNOWN: &str = "file";

/// A first mapping for the files.
pub fn mapping(looked: &[Looked], catalogue: &Catalogue) -> Mapping {
    let mut systems: BTreeMap<&str, usize> = BTreeMap::new();
    let mut files = Vec::new();
    for table in looked {
        let sections: usize =
            table.sheet.header.iter().filter(|name| presets::section(name).is_some()).count();
        if sections * 2 > table.sheet.header.len() {
            *systems.entry("pipedrive").or_default() += 1;
            files.extend(sectioned(table));
            continue;
        }
        let (system, entity) = match presets::recognise(&table.sheet.header) {
            Some((system, entity)) => (Some(system), entity),
            None => (None, presets::guess(&table.sheet.file, &table.sheet.header)),
        };
        if let Some(system) = system {
            *systems.entry(system).or_default() += 1;
        }
        files.push(file_map(table, entity, |name| presets::field(entity, name), system));
    }
    let system = systems.into_iter().max_by_key(|(_, count)| *count).map_or(UNKNOWN, |(system, _)| system);
    let mut mapping = Mapping { system: system.into(), files, ..Mapping::default() };
    mapping.pipelines = pipelines(looked, &mapping, catalogue);
    mapping
}

/// A file whose rows hold several kinds of records, told apart by `Deal - `, `Person - `.
fn sectioned(table: &Looked) -> Vec<FileMap> {
    let order =
        [Entity::Product, Entity::Company, Entity::Contact, Entity::Lead, Entity::Deal, Entity::Activity];
    let mut maps = Vec::new();
    for entity in order {
        let mine = |name: &str, rest: Option<&str>| {
            presets::section(name)
                .is_some_and(|(found, after)| found == entity && rest.is_none_or(|rest| rest == after))
        };
        if !table.sheet.header.iter().any(|name| mine(name, None)) {
            continue;
        }
        let field = |name: &str| match presets::section(name) {
            Some((found, rest)) if found == entity => {
                presets::field(entity, rest).or_else(|| by_words(entity, rest))
            }
            Some((Entity::Company, "Name")) => Some("company").filter(|field| takes(entity, field).is_some()),
            Some((Entity::Contact, "Name")) => Some("contact").filter(|field| takes(entity, field).is_some()),
            Some((Entity::Deal, "Title")) => Some("deal").filter(|field| takes(entity, field).is_some()),
            _ => None,
        };
        let mut map = file_map(table, entity, field, Some("pipedrive"));
        map.repeats = Repeats::Same;
        if map.id.is_empty() {
            let name = if entity == Entity::Deal { "Title" } else { "Name" };
            map.id = table.sheet.header.iter().filter(|header| mine(header, Some(name))).cloned().collect();
        }
        maps.push(map);
    }
    maps
}

/// `Email (Work)` is an `Email`.
fn by_words(entity: Entity, header: &str) -> Option<&'static str> {
    presets::field(entity, header.split('(').next().unwrap_or(header))
}

fn file_map(
    table: &Looked,
    entity: Entity,
    field: impl Fn(&str) -> Option<&'static str>,
    system: Option<&str>,
) -> FileMap {
    let rows = table.sheet.rows.len();
    let mut map = FileMap {
        name: table.sheet.file.clone(),
        sheet: table.sheet.sheet.clone(),
        entity,
        encoding: table.sheet.dress.as_ref().map(|dress| dress.encoding.clone()),
        delimiter: table.sheet.dress.as_ref().map(|dress| dress.delimiter),
        ..FileMap::default()
    };
    let unique = |column: &&Column| {
        column.filled == rows && (column.distinct == rows || (rows > 10_000 && column.distinct == 10_000))
    };
    let id = table.columns.iter().filter(unique).find(|column| presets::is_id(&column.name));
    map.id = id.map(|column| column.name.clone()).into_iter().collect();
    let mut taken: Vec<&str> = Vec::new();
    for column in &table.columns {
        if column.looks == Looks::Empty {
            continue;
        }
        if presets::key(&column.name) == "isdeleted" {
            map.skip.push(SkipRows { column: column.name.clone(), values: vec!["TRUE".into(), "1".into()] });
            continue;
        }
        let Some(field) = field(&column.name) else { continue };
        let several = ["email", "phone"].contains(&field) && entity == Entity::Contact;
        let own_id = map.id.contains(&column.name)
            && takes(entity, field).is_none_or(|takes| !matches!(takes, Takes::Link(_)));
        if (taken.contains(&field) && !several) || (own_id && field != "name") {
            continue;
        }
        if let Some(rule) = rule(entity, field, column) {
            taken.push(field);
            map.columns.insert(column.name.clone(), rule);
        }
    }
    if entity == Entity::Deal && !taken.contains(&"title") {
        let name_of = |field: &str| {
            map.columns.iter().find(|(_, rule)| rule.field == field).map(|(name, _)| name.clone())
        };
        let parts = [name_of("product"), name_of("company"), map.id.first().cloned()];
        let title: Vec<String> = parts.into_iter().flatten().map(|name| format!("{{{name}}}")).collect();
        map.fixed.insert("title".into(), title.join(" "));
    }
    if entity == Entity::Activity && !taken.contains(&"kind") {
        map.fixed.insert("kind".into(), kind_of_file(&table.sheet.file, &table.sheet.header, system).into());
    }
    map
}

/// The rule for a column, unless its cells cannot be what the field takes.
fn rule(entity: Entity, field: &str, column: &Column) -> Option<Rule> {
    let mut rule = Rule { field: field.into(), ..Rule::default() };
    match takes(entity, field)? {
        Takes::Date | Takes::Instant => {
            rule.date = Some(match (column.looks, column.date) {
                (Looks::Date, Some(order)) => order,
                (Looks::Number, _) => DateOrder::Serial,
                _ => return None,
            });
        }
        Takes::Money | Takes::Number => {
            if !matches!(column.looks, Looks::Number | Looks::Money) {
                return None;
            }
            rule.decimal = column.decimal;
        }
        Takes::Words(_) => {
            for (value, _) in &column.values {
                if let Some(word) = words::likely(entity, field, value) {
                    rule.values.insert(value.clone(), word.into());
                }
            }
        }
        Takes::Link(_) => {
            let key = presets::key(&column.name);
            rule.by = Some(match column.looks {
                Looks::Email => By::Email,
                _ if key.contains("domain") => By::Domain,
                _ if key.ends_with("id") || key.ends_with("ids") => By::Id,
                _ => By::Name,
            });
        }
        Takes::YesNo if column.looks != Looks::YesNo => return None,
        _ => {}
    }
    Some(rule)
}

fn kind_of_file(file: &str, header: &[String], _system: Option<&str>) -> &'static str {
    let name = format!("{} {}", file.to_lowercase(), header.join(" ").to_lowercase());
    for (word, kind) in
        [("call", "call"), ("event", "meeting"), ("meeting", "meeting"), ("task", "task"), ("mail", "email")]
    {
        if name.contains(word) {
            return kind;
        }
    }
    "note"
}

/// The pipelines that the deals of the files stand in.
fn pipelines(looked: &[Looked], mapping: &Mapping, catalogue: &Catalogue) -> Vec<PipelineMap> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for file in
        mapping.files.iter().filter(|file| [Entity::Deal, Entity::StageHistory].contains(&file.entity))
    {
        let Some(table) =
            looked.iter().find(|table| file.is_for(&table.sheet.file) && file.sheet == table.sheet.sheet)
        else {
            continue;
        };
        let column = |field: &str| {
            let (name, _) = file.columns.iter().find(|(_, rule)| rule.field == field)?;
            table.sheet.header.iter().position(|header| header == name)
        };
        let Some(stage) = column("stage") else { continue };
        let pipeline = column("pipeline");
        let chance =
            table.sheet.header.iter().position(|header| presets::key(header).starts_with("probability"));
        let mut stages: BTreeMap<String, HashMap<String, (f64, usize)>> = BTreeMap::new();
        for row in &table.sheet.rows {
            let (name, of) = (row.cell(stage), pipeline.map_or("", |i| row.cell(i)));
            if name.is_empty() {
                continue;
            }
            let percent = chance.and_then(|i| super::value::number(row.cell(i), '.'));
            let percent =
                percent.and_then(|n| rust_decimal::prelude::ToPrimitive::to_f64(&n.value)).unwrap_or(0.0);
            let (sum, count) = stages.entry(of.to_owned()).or_default().entry(name.to_owned()).or_default();
            *sum += percent;
            *count += 1;
        }
        for (of, stages) in stages {
            let mut sorted: Vec<(String, f64)> =
                stages.into_iter().map(|(name, (sum, count))| (name, sum / count as f64)).collect();
            sorted.sort_by(|a, b| {
                (words::stage_place(&a.0), a.1, &a.0)
                    .partial_cmp(&(words::stage_place(&b.0), b.1, &b.0))
                    .unwrap_or(std::cmp::Ordering::Equal)
            });
            let names = sorted.into_iter().map(|(name, _)| name);
            match found.iter_mut().find(|(known, _)| *known == of) {
                Some((_, known)) => {
                    for name in names {
                        if !known.contains(&name) {
                            known.push(name);
                        }
                    }
                }
                None => found.push((of, names.collect())),
            }
        }
    }
    found.into_iter().map(|(name, stages)| pipeline_map(name, &stages, mapping, catalogue)).collect()
}

fn pipeline_map(name: String, stages: &[String], mapping: &Mapping, catalogue: &Catalogue) -> PipelineMap {
    let mut map = PipelineMap { name: name.clone(), ..PipelineMap::default() };
    for stage in stages {
        match words::outcome(stage) {
            Some(outcome) => {
                map.map.insert(stage.clone(), StageMap { stage: None, outcome: Some(outcome) });
            }
            None => map.stages.push(stage.clone()),
        }
    }
    if map.stages.is_empty() {
        map.stages.push("Open".into());
    }
    let fits = |pipeline: &&Pipeline| {
        pipeline.removed_at.is_none()
            && map.stages.iter().all(|stage| pipeline.stages.iter().any(|known| known.name == *stage))
    };
    map.into = match catalogue.pipelines.iter().find(fits) {
        Some(known) => known.name.clone(),
        None if name.is_empty() && mapping.system == UNKNOWN => {
            words::imported(&catalogue.workspace.language)
        }
        None if name.is_empty() => capital(&mapping.system),
        None => name,
    };
    map
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// What the person should look at, with whether the mapping already decides it.
pub fn proposals(looked: &[Looked], mapping: &Mapping, catalogue: &Catalogue) -> Vec<Proposal> {
    let mut all = Vec::new();
    for (place, file) in mapping.files.iter().enumerate() {
        let Some(table) = looked.iter().find(|table| {
            file.is_for(&table.sheet.file)
                && file.sheet.as_ref().is_none_or(|sheet| table.sheet.sheet.as_ref() == Some(sheet))
        }) else {
            continue;
        };
        if table.sheet.dress.as_ref().is_some_and(|dress| dress.damaged) {
            all.push(proposal(ProposalKind::Encoding, Some(place), None, &table.sheet.file));
        }
        for (name, rule) in file.rules() {
            let Some(column) = table.columns.iter().find(|column| column.name == name) else { continue };
            let kind = match takes(file.entity, &rule.field) {
                Some(Takes::Date | Takes::Instant) if column.ambiguous => ProposalKind::DateOrder,
                Some(Takes::Money | Takes::Number) if column.ambiguous => ProposalKind::Decimal,
                Some(Takes::Money | Takes::Number) if column.scaled => ProposalKind::Scaled,
                _ => continue,
            };
            let sample = column.samples.first().map_or("", String::as_str);
            let rows = column.filled;
            let accepted = kind == ProposalKind::Scaled;
            all.push(Proposal { rows, accepted, ..proposal(kind, Some(place), Some(name), sample) });
        }
    }
    all.extend(empties(looked, mapping));
    all.extend(same_names(looked, mapping, catalogue));
    all
}

fn proposal(kind: ProposalKind, file: Option<usize>, column: Option<&str>, from: &str) -> Proposal {
    Proposal {
        kind,
        file,
        column: column.map(str::to_owned),
        list: None,
        from: from.into(),
        to: None,
        rows: 0,
        accepted: false,
    }
}

/// Texts that seem to mean that nothing was filled in.
fn empties(looked: &[Looked], mapping: &Mapping) -> Vec<Proposal> {
    const NOTHING: [&str; 12] = [
        "select",
        "-",
        "--",
        "n/a",
        "na",
        "none",
        "null",
        "nan",
        "#n/a",
        "not applicable",
        "n.v.t.",
        "(empty)",
    ];
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for column in looked.iter().flat_map(|table| &table.columns) {
        for (value, rows) in &column.values {
            if NOTHING.contains(&value.to_lowercase().as_str()) {
                *found.entry(value.clone()).or_default() += rows;
            }
        }
    }
    let propose = |(from, rows): (String, usize)| Proposal {
        rows,
        accepted: mapping.empty.contains(&from),
        ..proposal(ProposalKind::Empty, None, None, &from)
    };
    found.into_iter().map(propose).collect()
}

/// Names of one list that differ in case, spacing, accents or legal form only.
fn same_names(looked: &[Looked], mapping: &Mapping, catalogue: &Catalogue) -> Vec<Proposal> {
    let mut names: BTreeMap<Kind, HashMap<String, usize>> = BTreeMap::new();
    // Names that the list's own file uses count as known.
    let mut own: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
    for file in &mapping.files {
        let tables = looked.iter().filter(|table| file.is_for(&table.sheet.file));
        for table in tables {
            for (name, rule) in file.rules() {
                let kind = match takes(file.entity, &rule.field) {
                    Some(Takes::Entry(kind)) => kind,
                    _ if rule.field == "name" && file.entity.kind().is_some_and(|kind| !kind.is_record()) => {
                        let Some(kind) = file.entity.kind() else { continue };
                        kind
                    }
                    _ => continue,
                };
                let Some(index) = table.sheet.header.iter().position(|header| header == name) else {
                    continue;
                };
                let listed = rule.field == "name";
                let counts = names.entry(kind).or_default();
                for row in &table.sheet.rows {
                    let cell = row.cell(index);
                    if !cell.is_empty() && cell.len() < 200 {
                        let name = rule.values.get(cell).map_or(cell, String::as_str).to_owned();
                        if listed {
                            own.entry(kind).or_default().push(name.clone());
                        }
                        *counts.entry(name).or_default() += 1;
                    }
                }
            }
        }
    }
    let mut all = Vec::new();
    for (kind, counts) in names {
        let mut known: Vec<String> = super::entries::names_of(catalogue, kind);
        known.extend(own.remove(&kind).unwrap_or_default());
        known.sort_unstable();
        known.dedup();
        let mut groups: BTreeMap<String, Vec<(String, usize, bool)>> = BTreeMap::new();
        for name in &known {
            let rows = counts.get(name).copied().unwrap_or(0);
            groups.entry(text::match_key(name)).or_default().push((name.clone(), rows, true));
        }
        for (name, rows) in counts.into_iter().filter(|(name, _)| !known.contains(name)) {
            groups.entry(text::match_key(&name)).or_default().push((name, rows, false));
        }
        for (_, mut group) in groups.into_iter().filter(|(key, group)| !key.is_empty() && group.len() > 1) {
            group.sort_by(|a, b| (b.2, b.1, &a.0).cmp(&(a.2, a.1, &b.0)));
            let to = group[0].0.clone();
            for (from, rows, known) in group {
                if from == to || (known && rows == 0) {
                    continue;
                }
                let accepted = mapping
                    .same
                    .get(&kind)
                    .is_some_and(|same| same.get(&from) == Some(&to) || same.get(&to) == Some(&from));
                let same = proposal(ProposalKind::Same, None, None, &from);
                all.push(Proposal { list: Some(kind), to: Some(to.clone()), rows, accepted, ..same });
            }
        }
    }
    all
}

/// The outcome that a stage of the file stands for, by the mapping.
pub fn stage_outcome(map: &PipelineMap, stage: &str) -> Option<Outcome> {
    map.map.get(stage).and_then(|known| known.outcome)
}
