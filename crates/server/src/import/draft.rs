//! A row becomes a draft: the fields of a record, the other records it names, and its course in time.

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use trechter_domain::catalogue::FieldKind;
use trechter_domain::event::Kind;
use trechter_domain::{Currency, Instant, LossReasonId, PipelineId, StageId};

use super::cells::{Cells, Columns};
use super::entity::{Entity, Takes, takes};
use super::entries::StageAt;
use super::mapping::{BadCells, By, Outcome, Rule};
use super::plan::{Plan, RowId, Step};
use super::report::{Note, NoteKind};
use super::value;

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

    /// What follows from several cells together.
    fn finish(&self, gathering: &mut Gathering) {
        let created = gathering.instants.get("created_at").map(|(at, _)| *at);
        gathering.draft.created = created.filter(|at| *at <= self.now);
        match self.step.entity {
            Entity::Lead => self.finish_lead(gathering),
            Entity::Deal => self.finish_deal(gathering),
            Entity::Activity => self.finish_activity(gathering),
            Entity::Company => self.finish_company(gathering),
            _ => {}
        }
        let draft = &mut gathering.draft;
        let text = |name: &str| draft.fields.get(name).and_then(Value::as_str);
        let mut names = Vec::new();
        match draft.entity {
            Entity::Company => {
                names.extend(text("name").map(|name| (By::Name, trechter_domain::text::match_key(name))));
                names.extend(text("website").map(|site| (By::Domain, domain_of(site))));
            }
            Entity::Contact | Entity::Lead => {
                let full = [text("first_name"), text("last_name")]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" ");
                if !full.is_empty() {
                    names.push((By::Name, trechter_domain::text::match_key(&full)));
                }
                names.extend(text("email").map(|email| (By::Email, email.to_lowercase())));
            }
            Entity::Deal => {
                names.extend(text("title").map(|title| (By::Name, trechter_domain::text::match_key(title))))
            }
            _ => {}
        }
        draft.known_as.extend(names);
    }

    /// A company without a name is called after its website.
    fn finish_company(&self, gathering: &mut Gathering) {
        if gathering.draft.fields.contains_key("name") {
            return;
        }
        let site = gathering.draft.fields.get("website").and_then(Value::as_str).map(domain_of);
        if let Some(site) = site.filter(|site| !site.is_empty()) {
            let mut note = self.note(gathering.draft.row, NoteKind::Warning, "import_no_name");
            note.value = Some(json!(site));
            gathering.draft.warnings.push(note);
            gathering.draft.fields.insert("name".into(), json!(site));
        }
    }

    fn finish_lead(&self, gathering: &mut Gathering) {
        if let Some(product) = gathering.product {
            gathering.draft.fields.insert("products".into(), json!([product]));
        }
        let waits = self.plan.claimed.contains(&gathering.draft.external);
        let flagged = gathering.words.get("converted").is_some_and(|flag| flag == "yes");
        let at = gathering.instants.get("converted_at").map(|(at, _)| *at).filter(|at| *at <= self.now);
        let reason = gathering.draft.fields.remove("disqualify_reason");
        gathering.draft.fields.insert("born".into(), json!("imported"));
        // A lead that became a deal of the files is converted when that deal comes.
        gathering.draft.links.retain(|link| link.field != "deal");
        let converts = (flagged || at.is_some()) && !waits;
        gathering.draft.judged = Some(Judged {
            status: gathering.words.remove("status").filter(|_| !waits && !converts),
            reason: reason.and_then(|reason| serde_json::from_value(reason).ok()),
            converted: converts.then_some(at),
        });
    }

    fn finish_activity(&self, gathering: &mut Gathering) {
        let instant = |name: &str| gathering.instants.get(name).map(|(at, _)| *at);
        let (at, due, done) = (instant("at"), instant("due_at"), instant("done_at"));
        let kind = gathering.words.get("kind").map_or("note", String::as_str);
        let past = |at: &Instant| *at <= self.now;
        let status = match gathering.words.get("status").map(String::as_str) {
            Some(status) => status,
            None if done.is_some() || kind == "note" => "done",
            None if kind == "task" => "planned",
            None => {
                if at.or(due).as_ref().is_some_and(past) {
                    "done"
                } else {
                    "planned"
                }
            }
        };
        let fields = &mut gathering.draft.fields;
        for name in ["kind", "direction"] {
            if let Some(word) = gathering.words.get(name) {
                fields.insert(name.into(), json!(word));
            }
        }
        fields.insert("kind".into(), json!(kind));
        fields.insert("status".into(), json!(status));
        if status == "done" {
            let when = done.or(at).or(due).filter(past).or(gathering.draft.created);
            if let Some(when) = when {
                fields.insert("done_at".into(), json!(when));
            }
            gathering.draft.created = gathering.draft.created.or(when);
        } else {
            if let Some(due) = due.or(at) {
                fields.insert("due_at".into(), json!(due));
            }
            gathering.draft.created = gathering.draft.created.or(at.filter(past));
        }
        if kind == "note" && !fields.contains_key("body") && !fields.contains_key("subject") {
            fields.insert("subject".into(), json!("-"));
        }
    }

    fn finish_deal(&self, gathering: &mut Gathering) {
        let external = gathering.draft.external.clone();
        if !gathering.draft.links.iter().any(|link| link.field == "lead")
            && let Some(lead) = self.plan.lead_of.get(&external)
        {
            let link = Link {
                field: "lead".into(),
                kind: Kind::Lead,
                by: Some(By::Id),
                text: lead.clone(),
                column: String::new(),
            };
            gathering.draft.links.push(link);
        }
        self.put_line(gathering);
        let row = gathering.draft.row;
        let word = |name: &str| gathering.words.get(name).map_or("", String::as_str);
        let (pipeline, stage) = (word("pipeline").to_owned(), word("stage").to_owned());
        let told = match word("outcome") {
            "won" => Some(Outcome::Won),
            "lost" => Some(Outcome::Lost),
            "open" => Some(Outcome::Open),
            _ => None,
        };
        let Some(mut present) = self.plan.entries.stage(&self.plan.mapping, &pipeline, &stage) else {
            let mut note = self.note(row, NoteKind::Refused, "import_unknown_stage");
            note.value = Some(json!(stage));
            gathering.errors.push(note);
            return;
        };
        if stage.is_empty() && told == Some(Outcome::Won) {
            present.stage = self.last_stage(present).unwrap_or(present.stage);
        }
        let outcome = told.or(present.outcome).unwrap_or(Outcome::Open);
        let closed = self.closing(gathering, outcome);
        let course = self.course(gathering, present, outcome, closed);
        let fields = &mut gathering.draft.fields;
        fields.insert("pipeline".into(), json!(course.pipeline));
        fields.insert("stage".into(), json!(course.first));
        gathering.draft.course = Some(course);
    }

    /// A product makes a line, at the deal's value or else the product's price.
    fn put_line(&self, gathering: &mut Gathering) {
        let Some(product) = gathering.product else { return };
        let fields = &mut gathering.draft.fields;
        let value: Option<trechter_domain::Money> =
            fields.get("value").and_then(|value| serde_json::from_value(value.clone()).ok());
        let listed = self.plan.entries.catalogue.products.iter().find(|known| known.id.0 == product);
        let price = value.or(listed.and_then(|product| product.price));
        let Some(price) = price else { return };
        let quantity =
            gathering.quantity.take().and_then(|n| n.as_i64()).filter(|n| *n > 0 && price.amount % n == 0);
        let quantity = quantity.unwrap_or(1);
        let unit = if value.is_some() { price.amount / quantity } else { price.amount };
        fields.insert("value".into(), json!({ "amount": unit * quantity, "currency": price.currency }));
        let line = json!({ "product": product, "quantity": quantity.to_string(), "unit_price": unit, "discount": "0" });
        fields.insert("lines".into(), json!([line]));
    }

    fn last_stage(&self, at: StageAt) -> Option<StageId> {
        self.plan.entries.catalogue.pipeline(at.pipeline)?.stages.last().map(|stage| stage.id)
    }

    /// When the deal was closed; for an open one the date is an expectation.
    fn closing(&self, gathering: &mut Gathering, outcome: Outcome) -> Option<Instant> {
        let date = gathering.instants.get("close_date").copied();
        let (at, timed) = gathering.instants.get("closed_at").copied().or(date).unzip_or();
        if outcome == Outcome::Open {
            if let Some((at, _)) = date {
                let day = at.timestamp().to_zoned(self.cells.zone.clone()).date();
                gathering.draft.fields.entry("expected_close").or_insert_with(|| json!(day.to_string()));
            }
            return None;
        }
        let row = gathering.draft.row;
        let Some(at) = at else {
            gathering.draft.warnings.push(self.note(row, NoteKind::Warning, "import_no_closing_date"));
            return None;
        };
        if at > self.now {
            gathering.draft.warnings.push(self.note(row, NoteKind::Warning, "import_closed_in_the_future"));
            return Some(at);
        }
        let Some(created) = gathering.draft.created else { return Some(at) };
        if at >= created {
            return Some(at);
        }
        let day = |at: Instant| at.timestamp().to_zoned(self.cells.zone.clone()).date();
        if !timed && day(at) == day(created) {
            // A day without a time means some time that day, not its first minute.
            return Some(created);
        }
        gathering.draft.warnings.push(self.note(row, NoteKind::Warning, "import_closed_before_created"));
        Some(at)
    }

    /// The deal's way: its stage history when the files have it, else its present state.
    fn course(
        &self,
        gathering: &mut Gathering,
        present: StageAt,
        outcome: Outcome,
        closed: Option<Instant>,
    ) -> Course {
        let word = |name: &str| gathering.words.get(name).map_or("", String::as_str);
        let pipeline = word("pipeline").to_owned();
        let mut course = Course {
            pipeline: present.pipeline,
            first: present.stage,
            turns: Vec::new(),
            closed,
            loss_reason: None,
            competitor: None,
            loss_note: None,
        };
        let external = &gathering.draft.external;
        let mut stage = None;
        for visit in self.plan.visits.get(external).into_iter().flatten() {
            let Some(at) = self.plan.entries.stage(&self.plan.mapping, &pipeline, &visit.stage) else {
                let row = gathering.draft.row;
                let mut note = self.note(row, NoteKind::Warning, "import_unknown_stage");
                note.value = Some(json!(visit.stage));
                gathering.draft.warnings.push(note);
                continue;
            };
            let outcome = at.outcome.unwrap_or(Outcome::Open);
            // A closed stage does not say where the deal stood: where it stood before.
            let stands = if outcome == Outcome::Open { at.stage } else { stage.unwrap_or(at.stage) };
            if stage.is_none() {
                course.first = stands;
                let created = gathering.draft.created.unwrap_or(visit.at);
                gathering.draft.created = Some(created.min(visit.at));
            }
            stage = Some(stands);
            let last = course
                .turns
                .last()
                .map_or((course.first, Outcome::Open), |turn: &Turn| (turn.stage, turn.outcome));
            if last != (stands, outcome) {
                course.turns.push(Turn { id: visit.id.clone(), at: visit.at, stage: stands, outcome });
            }
        }
        let created = gathering.draft.created;
        if course.end().1 != outcome || (outcome == Outcome::Open && course.end().0 != present.stage) {
            let at =
                closed.or_else(|| course.turns.last().map(|turn| turn.at)).or(created).unwrap_or(self.now);
            let stands =
                if outcome == Outcome::Open || stage.is_none() { present.stage } else { course.end().0 };
            course.turns.push(Turn { id: String::new(), at, stage: stands, outcome });
        } else if let Some(closed) = closed {
            // The deal's own row knows the day of its closing better than the history of clicks, unless it
            // lies before what the history says came first.
            let earlier = course.turns.iter().rev().nth(1).map(|turn| turn.at).or(created);
            if let Some(turn) = course.turns.last_mut().filter(|_| earlier.is_none_or(|at| closed >= at)) {
                turn.at = closed;
            }
        }
        let fields = &mut gathering.draft.fields;
        let reason = fields.remove("loss_reason");
        course.loss_reason = reason.and_then(|value| serde_json::from_value(value).ok());
        course.loss_note = fields.remove("loss_note").and_then(|note| note.as_str().map(str::to_owned));
        course.competitor =
            fields.get("competitor").cloned().and_then(|value| serde_json::from_value(value).ok());
        course
    }
}

/// `Option<(A, B)>` as two options, the second as a flag.
trait UnzipOr {
    fn unzip_or(self) -> (Option<Instant>, bool);
}

impl UnzipOr for Option<(Instant, bool)> {
    fn unzip_or(self) -> (Option<Instant>, bool) {
        (self.map(|(at, _)| at), self.is_some_and(|(_, timed)| timed))
    }
}

fn nested<'m>(fields: &'m mut Map<String, Value>, name: &str) -> &'m mut Map<String, Value> {
    let entry = fields.entry(name).or_insert_with(|| json!({}));
    if !entry.is_object() {
        *entry = json!({});
    }
    entry.as_object_mut().expect("it was made an object just now")
}

fn appended<'m>(fields: &'m mut Map<String, Value>, name: &str) -> &'m mut Vec<Value> {
    let entry = fields.entry(name).or_insert_with(|| json!([]));
    if !entry.is_array() {
        *entry = json!([]);
    }
    entry.as_array_mut().expect("it was made a list just now")
}

fn put_custom(fields: &mut Map<String, Value>, slug: &str, value: Value) {
    let custom = nested(fields, "custom");
    match (custom.get_mut(slug), value) {
        (Some(Value::Array(known)), Value::Array(more)) => known.extend(more),
        (_, value) => {
            custom.insert(slug.into(), value);
        }
    }
}

fn put_entry(gathering: &mut Gathering, field: &str, id: uuid::Uuid) {
    let fields = &mut gathering.draft.fields;
    match field {
        "source" | "campaign" => {
            nested(fields, "origin").insert(field.into(), json!(id));
        }
        "tags" => {
            let tags = appended(fields, "tags");
            if !tags.contains(&json!(id)) {
                tags.push(json!(id));
            }
        }
        "product" => gathering.product = Some(id),
        field => {
            fields.insert(field.into(), json!(id));
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
