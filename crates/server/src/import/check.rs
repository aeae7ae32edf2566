//! What in a mapping does not fit the files, said before anything is tried.

use trechter_domain::Catalogue;
use trechter_domain::event::Kind;

use super::entity::{Entity, Takes, takes};
use super::mapping::{FileMap, Mapping, Rule};
use super::read::Sheet;
use super::report::MappingProblem;

/// Everything that is wrong; empty when the import can be tried.
pub fn problems(mapping: &Mapping, sheets: &[Sheet], catalogue: &Catalogue) -> Vec<MappingProblem> {
    let mut all = Vec::new();
    if mapping.system.trim().is_empty() || mapping.system.len() > 60 {
        all.push(problem(None, None, Some("system"), "required"));
    }
    if mapping.files.iter().all(|file| file.entity == Entity::Skip) {
        all.push(problem(None, None, None, "import_nothing"));
    }
    for (place, file) in mapping.files.iter().enumerate().filter(|(_, file)| file.entity != Entity::Skip) {
        let tables: Vec<&Sheet> = sheets.iter().filter(|sheet| file.fits(sheet)).collect();
        // A mapping may know more files than are sent this time.
        for sheet in tables {
            check_file(&mut all, place, file, sheet, mapping, catalogue);
        }
    }
    if !mapping
        .files
        .iter()
        .any(|file| sheets.iter().any(|sheet| file.fits(sheet) && file.entity != Entity::Skip))
    {
        all.push(problem(None, None, None, "import_no_such_file"));
    }
    for pipeline in &mapping.pipelines {
        let known =
            catalogue.pipelines.iter().any(|known| known.removed_at.is_none() && known.name == pipeline.into);
        if pipeline.into.trim().is_empty() {
            all.push(problem(None, None, Some("pipeline"), "required"));
        } else if !known && (pipeline.stages.is_empty() || !mapping.may_create(Kind::Pipeline)) {
            all.push(problem(None, None, Some("pipeline"), "import_no_pipeline"));
        }
    }
    all
}

fn problem(
    file: Option<usize>,
    column: Option<&str>,
    field: Option<&str>,
    code: &'static str,
) -> MappingProblem {
    MappingProblem {
        file,
        column: column.map(str::to_owned),
        field: field.map(str::to_owned),
        code,
        detail: String::new(),
    }
}

fn check_file(
    all: &mut Vec<MappingProblem>,
    place: usize,
    file: &FileMap,
    sheet: &Sheet,
    mapping: &Mapping,
    catalogue: &Catalogue,
) {
    let has = |column: &str| sheet.header.iter().any(|name| name == column);
    let named = file.columns.keys().chain(&file.id).chain(file.skip.iter().map(|skip| &skip.column));
    for column in named.filter(|column| !has(column)) {
        all.push(problem(Some(place), Some(column), None, "import_no_such_column"));
    }
    for (column, rule) in file.rules() {
        if let Some(code) = field_problem(file.entity, rule, mapping, catalogue) {
            all.push(problem(Some(place), Some(column), Some(&rule.field), code));
        }
    }
    for field in file.fixed.keys() {
        let rule = Rule { field: field.clone(), ..Rule::default() };
        if let Some(code) = field_problem(file.entity, &rule, mapping, catalogue) {
            all.push(problem(Some(place), None, Some(field), code));
        }
    }
    let fields: Vec<&str> = file
        .rules()
        .map(|(_, rule)| rule.field.as_str())
        .chain(file.fixed.keys().map(String::as_str))
        .collect();
    let needed: &[&[&str]] = match file.entity {
        Entity::Company | Entity::Product | Entity::Team | Entity::Source | Entity::Campaign => &[&["name"]],
        Entity::Deal => &[&["title"]],
        Entity::Contact => &[&["name", "first_name", "last_name", "email", "phone", "mobile"]],
        Entity::Member => &[&["name", "first_name", "last_name", "email"]],
        Entity::StageHistory => &[&["deal"], &["stage"], &["at"]],
        _ => &[],
    };
    for group in needed {
        if !group.iter().any(|field| fields.contains(field)) {
            all.push(problem(Some(place), None, Some(group[0]), "required"));
        }
    }
}

fn field_problem(
    entity: Entity,
    rule: &Rule,
    mapping: &Mapping,
    catalogue: &Catalogue,
) -> Option<&'static str> {
    if let Some(slug) = rule.field.strip_prefix("custom.") {
        let kind = entity.kind().filter(|_| entity.is_record());
        let Some(kind) = kind else { return Some("import_no_such_field") };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if slug.is_empty() || slug.len() > 60 || !slug.chars().all(plain) {
            return Some("not_a_slug");
        }
        let known = catalogue.field(kind, slug).is_some();
        return (!known && !mapping.may_create(Kind::Field)).then_some("unknown_field");
    }
    match takes(entity, &rule.field) {
        None => Some("import_no_such_field"),
        Some(Takes::Words(words)) => {
            let odd = |word: &String| !word.is_empty() && !words.contains(&word.as_str());
            rule.values.values().any(odd).then_some("import_unknown_word")
        }
        Some(_) => None,
    }
}
