//! A row becomes a draft: the fields of a record, the other records it names, and its course in time.

mod course;
mod finish;
mod put;

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use trechter_domain::catalogue::FieldKind;
use trechter_domain::event::Kind;
use trechter_domain::{Currency, Instant, LossReasonId, PipelineId, StageId};

use super::cells::{Cells, Columns};
use super::entity::{Entity, Takes, takes};
use super::mapping::{BadCells, By, Outcome, Rule};
use super::plan::{Plan, RowId, Step};
use super::report::{Note, NoteKind};
use super::value;
use put::{appended, nested, put_custom, put_entry};

/// Another record, as the file names it.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub field: String,
    pub kind: Kind,
    pub by: Option<By>,
    pub text: String,
    pub column: String,
}

/// Where a deal went and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    pub pipeline: PipelineId,
    /// Where it began.
    pub first: StageId,
    /// Stages and outcomes in the order of time.
    pub turns: Vec<Turn>,
    /// When the file says it was closed.
    pub closed: Option<Instant>,
    pub loss_reason: Option<LossReasonId>,
    pub competitor: Option<trechter_domain::CompetitorId>,
    pub loss_note: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Id of the history row; empty for the present state of the deal's own row.
    pub id: String,
    pub at: Instant,
    pub stage: StageId,
    pub outcome: Outcome,
}

impl Course {
    /// Where it stands in the end.
    pub fn end(&self) -> (StageId, Outcome) {
        self.turns.last().map_or((self.first, Outcome::Open), |turn| (turn.stage, turn.outcome))
    }
}

/// How a lead was judged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Judged {
    pub status: Option<String>,
    pub reason: Option<LossReasonId>,
    /// It became a deal, at this moment when that is known; which one, no row of the files says.
    pub converted: Option<Option<Instant>>,
}

/// A record to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub entity: Entity,
    pub row: usize,
    pub line: u64,
    /// How the row is known.
    pub external: String,
    /// Input of the record's creation, without links.
    pub fields: Map<String, Value>,
    pub links: Vec<Link>,
    pub created: Option<Instant>,
    pub course: Option<Course>,
    pub judged: Option<Judged>,
    /// Other names that rows may call it by.
    pub known_as: Vec<(By, String)>,
    pub warnings: Vec<Note>,
}

/// What a row is.
#[derive(Debug, Clone, PartialEq)]
pub enum Drafted {
    Record(Box<Draft>),
    Skipped,
    Refused(Vec<Note>),
}

/// Reads one row after the other.
pub struct Drafter<'p> {
    plan: &'p Plan,
    cells: Cells<'p>,
    step: &'p Step,
    columns: Columns<'p>,
    now: Instant,
}

/// What is gathered from the cells of one row.
struct Gathering {
    draft: Draft,
    words: HashMap<String, String>,
    instants: HashMap<String, (Instant, bool)>,
    currency: Option<Currency>,
    product: Option<uuid::Uuid>,
    quantity: Option<Value>,
    errors: Vec<Note>,
}

impl<'p> Drafter<'p> {
    pub fn new(plan: &'p Plan, step: &'p Step, now: Instant) -> Self {
        let cells = plan.cells();
        let columns = cells.columns(step.file, plan.file(step), step.table);
        Self { plan, cells, step, columns, now }
    }

    fn note(&self, row: usize, kind: NoteKind, code: &str) -> Note {
        let sheet = self.cells.sheet(self.step.table);
        Note::new(kind, self.step.entity, &sheet.file, sheet.rows[row].line, code)
    }

    /// The draft of a row.
    pub fn draft(&self, row: usize) -> Drafted {
        let external = match &self.step.rows[row] {
            RowId::Skip => return Drafted::Skipped,
            RowId::Repeated(id) => {
                let mut note = self.note(row, NoteKind::Refused, "import_repeated_id");
                note.value = Some(json!(id));
                return Drafted::Refused(vec![note]);
            }
            RowId::Known(id) => id.clone(),
        };
        let draft = Draft {
            entity: self.step.entity,
            row,
            line: self.cells.sheet(self.step.table).rows[row].line,
            external,
            fields: Map::new(),
            links: Vec::new(),
            created: None,
            course: None,
            judged: None,
            known_as: Vec::new(),
            warnings: Vec::new(),
        };
        let mut gathering = Gathering {
            draft,
            words: HashMap::new(),
            instants: HashMap::new(),
            currency: None,
            product: None,
            quantity: None,
            errors: Vec::new(),
        };
        let told = self.columns.rules.iter().find(|(_, rule)| rule.field == "currency");
        if let Some((index, rule)) = told {
            gathering.currency = Currency::parse(self.text(rule, row, *index, None));
        }
        for (index, rule) in &self.columns.rules {
            self.cell(&mut gathering, row, *index, rule);
        }
        for (field, template) in &self.plan.file(self.step).fixed {
            let text = self.cells.filled(&self.plan.mapping, template, self.step.table, row);
            if !text.is_empty() {
                let rule = Rule { field: field.clone(), ..Rule::default() };
                self.put(&mut gathering, row, None, &rule, &text);
            }
        }
        self.finish(&mut gathering);
        if gathering.errors.is_empty() {
            Drafted::Record(Box::new(gathering.draft))
        } else {
            Drafted::Refused(gathering.errors)
        }
    }

    fn text<'t>(&'t self, rule: &'t Rule, row: usize, index: usize, list: Option<Kind>) -> &'t str {
        self.cells.text(&self.plan.mapping, rule, self.step.table, row, index, list)
    }

    fn cell(&self, gathering: &mut Gathering, row: usize, index: usize, rule: &Rule) {
        let list = match takes(self.step.entity, &rule.field) {
            Some(Takes::Entry(kind)) => Some(kind),
            Some(Takes::Link(kind)) => Some(kind),
            _ => None,
        };
        if rule.split.is_some() {
            for text in self.cells.texts(&self.plan.mapping, rule, self.step.table, row, index, list) {
                self.put(gathering, row, Some(index), rule, &text);
            }
            return;
        }
        let text = self.text(rule, row, index, list);
        if !text.is_empty() {
            self.put(gathering, row, Some(index), rule, text);
        }
    }

    /// A cell that cannot be what it should be.
    fn wrong(
        &self,
        gathering: &mut Gathering,
        row: usize,
        index: Option<usize>,
        rule: &Rule,
        text: &str,
        code: &str,
    ) {
        let refuse = self.plan.mapping.bad_cells == BadCells::Refuse;
        let mut note = self.note(row, if refuse { NoteKind::Refused } else { NoteKind::Warning }, code);
        note.column = index.map(|index| self.cells.sheet(self.step.table).header[index].clone());
        note.field = Some(rule.field.clone());
        note.value = Some(json!(text));
        if refuse { gathering.errors.push(note) } else { gathering.draft.warnings.push(note) }
    }

    fn put(&self, gathering: &mut Gathering, row: usize, index: Option<usize>, rule: &Rule, text: &str) {
        if let Some(slug) = rule.field.strip_prefix("custom.") {
            match self.custom(slug, rule, text) {
                Ok(value) => put_custom(&mut gathering.draft.fields, slug, value),
                Err(code) => self.wrong(gathering, row, index, rule, text, code),
            }
            return;
        }
        let Some(takes) = takes(self.step.entity, &rule.field) else { return };
        let field = rule.field.as_str();
        let code = match takes {
            Takes::Text | Takes::Email | Takes::Phone => {
                self.put_text(gathering, field, text);
                return;
            }
            Takes::Currency => return,
            Takes::Money => match self.cells.money(Some(rule), text, gathering.currency) {
                Some(money) => {
                    gathering.draft.fields.insert(field.into(), json!(money));
                    return;
                }
                None => "import_not_an_amount",
            },
            Takes::Number => match self.cells.number(Some(rule), text) {
                Some(number) if field == "quantity" => {
                    gathering.quantity = Some(number);
                    return;
                }
                Some(number) => {
                    let whole = number.as_i64().or_else(|| number.as_f64().map(|n| n.round() as i64));
                    gathering.draft.fields.insert(field.into(), json!(whole));
                    return;
                }
                None => "import_not_a_number",
            },
            Takes::Date => match self.cells.date(Some(rule), text) {
                Some(date) => {
                    gathering.draft.fields.insert(field.into(), json!(date));
                    return;
                }
                None => "import_not_a_date",
            },
            Takes::Instant => match self.cells.moment(Some(rule), text) {
                Some(moment) => {
                    if let Some(at) = moment.instant(&self.cells.zone) {
                        gathering.instants.insert(field.into(), (at, moment.time.is_some()));
                    }
                    return;
                }
                None => "import_not_a_date",
            },
            Takes::YesNo => match value::yes_no(text) {
                Some(flag) => {
                    gathering.words.insert(field.into(), if flag { "yes" } else { "" }.into());
                    return;
                }
                None => "import_not_yes_or_no",
            },
            Takes::Words(words) => {
                let folded = text.to_lowercase();
                let known = words.iter().copied().find(|word| *word == folded);
                match known.or_else(|| super::words::likely(self.step.entity, field, text)) {
                    Some(word) => {
                        gathering.words.insert(field.into(), word.into());
                        return;
                    }
                    None => "import_unknown_word",
                }
            }
            Takes::Entry(kind) => match self.plan.entries.find(kind, value::id(text)) {
                Some(id) => {
                    put_entry(gathering, field, id);
                    return;
                }
                None => {
                    let mut note = self.note(row, NoteKind::Warning, "import_unknown_entry");
                    note.field = Some(field.into());
                    note.value = Some(json!(text));
                    gathering.draft.warnings.push(note);
                    return;
                }
            },
            Takes::Link(kind) => {
                let column = index
                    .map_or(String::new(), |index| self.cells.sheet(self.step.table).header[index].clone());
                let text = value::id(text).to_owned();
                gathering.draft.links.push(Link { field: field.into(), kind, by: rule.by, text, column });
                return;
            }
            Takes::Stage | Takes::Pipeline => {
                gathering.words.insert(field.into(), text.into());
                return;
            }
        };
        self.wrong(gathering, row, index, rule, text, code);
    }

    fn custom(&self, slug: &str, rule: &Rule, text: &str) -> Result<Value, &'static str> {
        let kind = self.step.entity.kind().unwrap_or_default();
        let field = self.plan.entries.catalogue.field(kind, slug).ok_or("unknown_field")?;
        match field.kind {
            FieldKind::Text | FieldKind::Link => Ok(json!(text)),
            FieldKind::Number => self.cells.number(Some(rule), text).ok_or("import_not_a_number"),
            FieldKind::Money => self
                .cells
                .money(Some(rule), text, None)
                .map(|money| json!(money))
                .ok_or("import_not_an_amount"),
            FieldKind::Date => self.cells.date(Some(rule), text).map(Value::from).ok_or("import_not_a_date"),
            FieldKind::YesNo => value::yes_no(text).map(Value::from).ok_or("import_not_yes_or_no"),
            FieldKind::Choice => {
                self.plan.entries.choice(kind, slug, text).map(Value::from).ok_or("import_unknown_entry")
            }
            FieldKind::MultiChoice => self
                .plan
                .entries
                .choice(kind, slug, text)
                .map(|key| json!([key]))
                .ok_or("import_unknown_entry"),
            FieldKind::Person => {
                self.plan.entries.find(Kind::Member, text).map(|id| json!(id)).ok_or("import_unknown_entry")
            }
        }
    }

    fn put_text(&self, gathering: &mut Gathering, field: &str, text: &str) {
        let (entity, draft) = (self.step.entity, &mut gathering.draft);
        let labelled = |value: &str, label: Option<&str>| json!({ "value": value, "label": label });
        match (entity, field) {
            (_, "street" | "postal_code" | "city") if entity != Entity::Lead => {
                nested(&mut draft.fields, "address").insert(field.into(), json!(text));
            }
            (_, "medium") => {
                nested(&mut draft.fields, "origin").insert("medium".into(), json!(text));
            }
            (Entity::Contact, "email") => {
                for part in text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
                    draft.known_as.push((By::Email, part.to_lowercase()));
                    appended(&mut draft.fields, "emails").push(labelled(part, None));
                }
            }
            (Entity::Contact, "phone") => appended(&mut draft.fields, "phones").push(labelled(text, None)),
            (Entity::Contact, "mobile") => {
                appended(&mut draft.fields, "phones").push(labelled(text, Some("mobile")))
            }
            (Entity::Company, "domain") => {
                draft.known_as.push((By::Domain, domain_of(text)));
                draft.fields.entry("website").or_insert_with(|| json!(text));
            }
            (Entity::Contact | Entity::Lead, "name") => {
                let (first, last) =
                    text.rsplit_once(' ').map_or((None, text), |(first, last)| (Some(first), last));
                draft.fields.entry("last_name").or_insert_with(|| json!(last));
                if let Some(first) = first {
                    draft.fields.entry("first_name").or_insert_with(|| json!(first));
                }
            }
            (_, "notes") if draft.fields.contains_key("notes") => {
                let before = draft.fields["notes"].as_str().unwrap_or("").to_owned();
                draft.fields.insert("notes".into(), json!(format!("{before}\n{text}")));
            }
            _ => {
                draft.fields.insert(field.into(), json!(text));
            }
        }
    }
}

/// The domain of an address or website: `https://www.smits.nl/nl` is `smits.nl`.
pub fn domain_of(site: &str) -> String {
    let site = site.trim().to_lowercase();
    let rest = site.split_once("://").map_or(site.as_str(), |(_, rest)| rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}
