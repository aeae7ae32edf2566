//! Pipelines with their stages, and custom fields with their choices.

use std::collections::BTreeSet;

use serde_json::{Map, json};
use trechter_domain::Refusal;
use trechter_domain::catalogue::{Field, FieldKind, Pipeline};
use trechter_domain::decide::{self, Ctx};
use trechter_domain::event::Kind;

use super::super::cells::Cells;
use super::super::mapping::Rule;
use super::super::presets;
use super::{Planned, Planner};

impl Planner<'_, '_> {
    /// Pipelines that are missing, and stages that are missing in those that exist.
    pub(super) fn pipelines(&mut self) -> std::result::Result<(), Refusal> {
        for map in &self.mapping.pipelines {
            let named: Vec<&str> = map
                .stages
                .iter()
                .map(String::as_str)
                .chain(map.map.values().filter_map(|stage| stage.stage.as_deref()))
                .collect();
            let known = self
                .entries
                .catalogue
                .pipelines
                .iter()
                .find(|pipeline| pipeline.removed_at.is_none() && pipeline.name == map.into);
            let before = known.map(|pipeline| pipeline.stages.clone()).unwrap_or_default();
            let mut stages = before.clone();
            for name in named {
                if !stages.iter().any(|stage| stage.name == name) {
                    let stage = trechter_domain::catalogue::Stage {
                        id: self.ctx.id(),
                        name: name.to_owned(),
                        ..Default::default()
                    };
                    stages.push(stage);
                }
            }
            if stages == before || !self.mapping.may_create(Kind::Pipeline) {
                continue;
            }
            if let Some(known) = known {
                let ctx = Ctx { catalogue: &self.entries.catalogue, ..*self.ctx };
                let patch = json!({ "stages": stages });
                let decided = decide::edit(&ctx, known, patch.as_object().unwrap_or(&Map::new()))?;
                self.open.push(Planned::Pipeline(decided));
            } else {
                let position = self.entries.catalogue.pipelines.len();
                self.make::<Pipeline>(
                    &map.into,
                    json!({ "name": map.into, "stages": stages, "position": position }),
                )?;
            }
            self.settle::<Pipeline>();
        }
        Ok(())
    }

    /// Custom fields, with the choices that the files use.
    pub(super) fn fields(&mut self, cells: &Cells<'_>) -> std::result::Result<(), Refusal> {
        for (place, file, table) in cells.pairs(self.mapping) {
            let Some(kind) = file.entity.kind().filter(|_| file.entity.is_record()) else { continue };
            let columns = cells.columns(place, file, table);
            for (index, rule) in &columns.rules {
                let Some(slug) = rule.field.strip_prefix("custom.") else { continue };
                self.field(kind, slug, rule, &cells.sheet(table).header[*index])?;
                let Some(field) = self.entries.catalogue.field(kind, slug).cloned() else { continue };
                if matches!(field.kind, FieldKind::Choice | FieldKind::MultiChoice) {
                    let mut texts = BTreeSet::new();
                    for row in (0..cells.rows(table)).filter(|row| !cells.skipped(&columns, table, *row)) {
                        texts.extend(cells.texts(self.mapping, rule, table, row, *index, None));
                    }
                    self.choices(kind, field, texts)?;
                }
            }
        }
        Ok(())
    }

    fn field(&mut self, on: Kind, slug: &str, rule: &Rule, column: &str) -> std::result::Result<(), Refusal> {
        let known =
            self.entries.catalogue.fields.iter().find(|field| field.on == on && field.slug == slug).cloned();
        match known {
            Some(field) if field.removed_at.is_none() || !self.mapping.may_create(Kind::Field) => {
                return Ok(());
            }
            Some(field) => {
                let ctx = Ctx { catalogue: &self.entries.catalogue, ..*self.ctx };
                self.open.push(Planned::Field(decide::restore(&ctx, &field)?));
            }
            None if !self.mapping.may_create(Kind::Field) => return Ok(()),
            None => {
                let kind = rule.kind.unwrap_or_default();
                // A choice field needs a choice; the true ones follow from the cells.
                let choices = if matches!(kind, FieldKind::Choice | FieldKind::MultiChoice) {
                    json!([{ "key": "other", "name": "-" }])
                } else {
                    json!([])
                };
                let position = self.entries.catalogue.fields.len();
                let name = rule.name.as_deref().unwrap_or(column);
                let fields = json!({ "name": name, "slug": slug, "on": on, "kind": kind, "choices": choices, "position": position });
                let ctx = Ctx { catalogue: &self.entries.catalogue, ..*self.ctx };
                let decided =
                    decide::create::<Field>(&ctx, ctx.id(), fields.as_object().unwrap_or(&Map::new()))?;
                self.open.push(Planned::Field(decided));
            }
        }
        self.settle::<Field>();
        Ok(())
    }

    fn choices(
        &mut self,
        kind: Kind,
        field: Field,
        texts: BTreeSet<String>,
    ) -> std::result::Result<(), Refusal> {
        let mut choices = field.choices.clone();
        for text in texts {
            if !choices.iter().any(|choice| choice.name == text || choice.key == text)
                && choices.len() < 5_000
            {
                let key = free_key(&text, &choices);
                choices.push(trechter_domain::catalogue::Choice { key, name: text });
            }
        }
        if choices.len() > 1 {
            choices.retain(|choice| choice.name != "-");
        }
        if choices != field.choices && self.mapping.may_create(Kind::Field) {
            let ctx = Ctx { catalogue: &self.entries.catalogue, ..*self.ctx };
            let patch = json!({ "choices": choices });
            self.open.push(Planned::Field(decide::edit(
                &ctx,
                &field,
                patch.as_object().unwrap_or(&Map::new()),
            )?));
            self.settle::<Field>();
        }
        let keys = self.entries.choices.entry((kind, field.slug.clone())).or_default();
        for choice in choices {
            keys.entry(choice.key.clone()).or_insert_with(|| choice.key.clone());
            keys.insert(choice.name, choice.key);
        }
        Ok(())
    }
}

fn free_key(text: &str, taken: &[trechter_domain::catalogue::Choice]) -> String {
    let base: String = presets::key(text).chars().filter(char::is_ascii).take(40).collect();
    let base = if base.is_empty() { "choice".to_owned() } else { base };
    let mut key = base.clone();
    let mut count = 1;
    while taken.iter().any(|choice| choice.key == key) {
        count += 1;
        key = format!("{base}{count}");
    }
    key
}
