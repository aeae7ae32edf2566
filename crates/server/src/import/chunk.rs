//! One chunk of rows: look up, decide, save. The same code tries (in a read, nothing is kept) and runs.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value, json};
use trechter_domain::decide::{self, Ctx};
use trechter_domain::event::Kind;
use trechter_domain::record::{Activity, Company, Contact, Deal, External, Lead, Record};
use trechter_domain::{Catalogue, Instant, Refusal};
use trechter_store::{Error, ImportedRow, Result, Stored, Tx};
use uuid::Uuid;

use super::change;
use super::draft::{Draft, Drafted, Judged, Link};
use super::entity::Entity;
use super::index::{self, Entry, Index};
use super::mapping::{BadCells, By};
use super::plan::{Plan, Step};
use super::report::{Note, NoteKind, Report};
use crate::caller::Deed;

/// What a chunk did.
#[derive(Debug, Default)]
pub struct Done {
    pub report: Report,
    pub notes: Vec<Note>,
    /// Names of the records it saw, for the rows after it.
    pub entries: Vec<Entry>,
}

/// A chunk at work.
pub struct Chunk<'a, 't, 'c> {
    pub tx: &'a mut Tx<'t>,
    pub deed: &'a Deed,
    pub plan: &'a Plan,
    pub step: &'a Step,
    pub index: &'a Index,
    pub catalogue: &'c Catalogue,
    /// Nothing is kept.
    pub dry: bool,
    done: Done,
    /// Names that this chunk added.
    fresh: HashMap<(Kind, By, String), Uuid>,
    rows: Vec<ImportedRow>,
    leads: HashMap<Uuid, Lead>,
}

impl<'a, 't, 'c> Chunk<'a, 't, 'c> {
    pub fn new(
        tx: &'a mut Tx<'t>,
        (deed, plan, step): (&'a Deed, &'a Plan, &'a Step),
        index: &'a Index,
        catalogue: &'c Catalogue,
        dry: bool,
    ) -> Self {
        let (done, fresh, rows, leads) = Default::default();
        Self { tx, deed, plan, step, index, catalogue, dry, done, fresh, rows, leads }
    }

    /// Imports the drafts.
    ///
    /// # Errors
    /// The database's; a refused row is a note.
    pub fn run(mut self, drafts: &[Drafted]) -> Result<Done> {
        match self.step.entity {
            Entity::Company => self.all::<Company>(drafts)?,
            Entity::Contact => self.all::<Contact>(drafts)?,
            Entity::Lead => self.all::<Lead>(drafts)?,
            Entity::Deal => self.all::<Deal>(drafts)?,
            Entity::Activity => self.all::<Activity>(drafts)?,
            _ => {}
        }
        if !self.dry {
            self.tx.save_imported_rows(&self.rows)?;
        }
        Ok(self.done)
    }

    fn all<R: Brought>(&mut self, drafts: &[Drafted]) -> Result<()> {
        let records: Vec<&Draft> = drafts
            .iter()
            .filter_map(|drafted| match drafted {
                Drafted::Record(draft) => Some(draft.as_ref()),
                _ => None,
            })
            .collect();
        let system = self.plan.mapping.system.clone();
        let ids: Vec<String> = records.iter().map(|draft| draft.external.clone()).collect();
        let known = self.tx.imported_rows(&system, R::KIND, &ids)?;
        let known: HashMap<String, ImportedRow> =
            known.into_iter().map(|row| (row.external_id.clone(), row)).collect();
        self.find_links(&system, &records)?;
        // A record may name another one of its own kind that this chunk is about to make (a parent
        // company), so such links are looked up when it is its turn.
        let late = |draft: &Draft| draft.links.iter().any(|link| link.kind == R::KIND);
        let mut links = Vec::with_capacity(records.len());
        for draft in &records {
            links.push(if late(draft) { None } else { Some(self.linked(draft)?) });
        }
        self.load_leads(links.iter().flatten())?;
        let changed: Vec<Uuid> = records
            .iter()
            .zip(&links)
            .filter_map(|(draft, links)| {
                let row = known.get(&draft.external)?;
                let same = links.as_ref().is_some_and(|links| row.doc["now"] == change::stamp(draft, links));
                (!same).then_some(row.subject)
            })
            .collect();
        let subjects: HashMap<Uuid, R> =
            self.tx.load_all::<R>(&changed)?.into_iter().map(|record| (record.id(), record)).collect();
        let mut links = links.into_iter();
        for drafted in drafts {
            self.done.report.count(self.step.entity).rows += 1;
            match drafted {
                Drafted::Skipped => self.done.report.count(self.step.entity).skipped += 1,
                Drafted::Refused(notes) => self.refuse(notes.clone()),
                Drafted::Record(draft) => {
                    let links = match links.next().flatten() {
                        Some(links) => links,
                        None => self.linked(draft)?,
                    };
                    match known.get(&draft.external) {
                        None => self.bring_in::<R>(draft, links)?,
                        Some(row) => self.again::<R>(draft, &links, row, subjects.get(&row.subject))?,
                    }
                }
            }
        }
        Ok(())
    }

    fn refuse(&mut self, notes: Vec<Note>) {
        self.done.report.count(self.step.entity).refused += 1;
        let sheet = &self.plan.sheets[self.step.table];
        for mut note in notes {
            // Rows stand in the file in the order of their lines.
            let at = sheet.rows.binary_search_by_key(&note.line, |row| row.line);
            note.row = at.ok().map(|at| sheet.rows[at].cells.iter().map(str::to_owned).collect());
            self.remark(note);
        }
    }

    fn remark(&mut self, note: Note) {
        self.done.report.note(&note);
        self.done.notes.push(note);
    }

    fn note(&self, draft: &Draft, kind: NoteKind, code: &str) -> Note {
        let file = &self.plan.sheets[self.step.table].file;
        Note::new(kind, draft.entity, file, draft.line, code)
    }

    fn get(&self, key: &(Kind, By, String)) -> Option<Uuid> {
        self.index.get(key).or_else(|| self.fresh.get(key).copied())
    }

    /// Makes the database tell what memory does not know.
    fn find_links(&mut self, system: &str, drafts: &[&Draft]) -> Result<()> {
        let mut wanted = HashSet::new();
        for link in drafts.iter().flat_map(|draft| &draft.links) {
            let keys = index::keys(link);
            if !keys.iter().any(|key| self.get(key).is_some()) {
                wanted.extend(keys);
            }
        }
        if wanted.is_empty() {
            return Ok(());
        }
        for (key, id) in index::look_up(self.tx, system, &wanted)? {
            self.fresh.entry(key.clone()).or_insert(id);
            self.done.entries.push((key, id));
        }
        Ok(())
    }

    /// The fields of a draft that point at other records. What is only known by name is made, when the
    /// mapping allows it; what is not found is left empty, with a warning.
    fn linked(&mut self, draft: &Draft) -> Result<Map<String, Value>> {
        let mut fields = Map::new();
        for link in &draft.links {
            let keys = index::keys(link);
            let found = keys.iter().find_map(|key| Some((key, self.get(key)?)));
            if let Some((key, id)) = found {
                if self.index.is_ambiguous(key) {
                    let note = self.link_note(draft, link, "import_ambiguous_name");
                    self.remark(note);
                }
                fields.insert(link.field.clone(), json!(id));
                continue;
            }
            if link.by == Some(By::Name)
                && self.plan.mapping.may_create(link.kind)
                && let Some(id) = self.make(draft, link)?
            {
                fields.insert(link.field.clone(), json!(id));
                continue;
            }
            let note = self.link_note(draft, link, "import_link_not_found");
            self.remark(note);
        }
        Ok(fields)
    }

    fn link_note(&self, draft: &Draft, link: &Link, code: &str) -> Note {
        let mut note = self.note(draft, NoteKind::Warning, code);
        note.column = (!link.column.is_empty()).then(|| link.column.clone());
        note.field = Some(link.field.clone());
        note.value = Some(json!(link.text));
        note
    }

    /// A company or contact that is only known by its name.
    fn make(&mut self, draft: &Draft, link: &Link) -> Result<Option<Uuid>> {
        let (fields, entity) = match link.kind {
            Kind::Company => (json!({ "name": link.text }), Entity::Company),
            Kind::Contact => {
                let (first, last) = link
                    .text
                    .rsplit_once(' ')
                    .map_or((None, link.text.as_str()), |(first, last)| (Some(first), last));
                (
                    first.map_or(
                        json!({ "last_name": last }),
                        |first| json!({ "first_name": first, "last_name": last }),
                    ),
                    Entity::Contact,
                )
            }
            _ => return Ok(None),
        };
        let name = trechter_domain::text::match_key(&link.text);
        let maker = Draft {
            entity,
            external: format!("name:{name}"),
            fields: fields.as_object().cloned().unwrap_or_default(),
            links: Vec::new(),
            course: None,
            judged: None,
            known_as: vec![(By::Name, name)],
            warnings: Vec::new(),
            ..draft.clone()
        };
        let id = self.deed.id();
        let made = match link.kind {
            Kind::Company => self.create::<Company>(&maker, id, maker.fields.clone()).map(|_| ()),
            _ => self.create::<Contact>(&maker, id, maker.fields.clone()).map(|_| ()),
        };
        match made {
            Ok(()) => {
                let kind = link.kind;
                self.keep(&maker, kind, id, &Map::new());
                self.done.report.count(entity).created += 1;
                Ok(Some(id))
            }
            Err(Error::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn ctx(&self, at: Option<Instant>) -> Ctx<'_> {
        let ctx = self.deed.ctx(self.catalogue);
        Ctx { occurred: at.unwrap_or(ctx.now).min(ctx.now), ..ctx }
    }

    fn create<R: Stored>(&mut self, draft: &Draft, id: Uuid, fields: Map<String, Value>) -> Result<R> {
        let external = External { system: self.plan.mapping.system.clone(), id: draft.external.clone() };
        let decided =
            decide::bring_in::<R>(&self.ctx(draft.created), id, &fields, external, draft.created.is_none())?;
        if !self.dry {
            self.tx.save(&decided)?;
        }
        Ok(decided.record)
    }

    /// Remembers a record for the rows after it and for the next import.
    fn keep(&mut self, draft: &Draft, kind: Kind, id: Uuid, links: &Map<String, Value>) {
        for (key, id) in index::names(draft, kind, id) {
            self.fresh.entry(key.clone()).or_insert(id);
            self.done.entries.push((key, id));
        }
        if let Some(batch) = self.deed.batch {
            self.rows.push(ImportedRow {
                system: self.plan.mapping.system.clone(),
                kind,
                external_id: draft.external.clone(),
                subject: id,
                batch,
                doc: json!({ "now": change::stamp(draft, links) }),
            });
        }
    }

    /// A row that comes for the first time.
    fn bring_in<R: Brought>(&mut self, draft: &Draft, links: Map<String, Value>) -> Result<()> {
        let id = self.deed.id();
        let mut fields = draft.fields.clone();
        fields.extend(links.clone());
        let made = match self.create::<R>(draft, id, fields.clone()) {
            Err(Error::Refused(refusal)) if self.plan.mapping.bad_cells == BadCells::Skip => {
                let notes = self.refusal_notes(draft, &refusal, NoteKind::Warning);
                let fewer = without(&fields, &refusal);
                match self.create::<R>(draft, id, fewer) {
                    Ok(record) => {
                        notes.into_iter().for_each(|note| self.remark(note));
                        Ok(record)
                    }
                    refused => refused,
                }
            }
            made => made,
        };
        let record = match made {
            Ok(record) => record,
            Err(Error::Refused(refusal)) => {
                let notes = self.refusal_notes(draft, &refusal, NoteKind::Refused);
                self.refuse(notes);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        R::follow(self, draft, record)?;
        self.keep(draft, R::KIND, id, &links);
        for mut note in draft.warnings.clone() {
            note.subject = Some(id);
            self.remark(note);
        }
        let counts = self.done.report.count(self.step.entity);
        counts.created += 1;
        counts.undated += u64::from(draft.created.is_none());
        Ok(())
    }

    /// A refusal of the rules, as remarks about the row.
    pub fn refusal_notes(&self, draft: &Draft, refusal: &Refusal, kind: NoteKind) -> Vec<Note> {
        if refusal.fields.is_empty() {
            return vec![self.note(draft, kind, refusal.code)];
        }
        let note = |error: &trechter_domain::FieldError| {
            let mut note = self.note(draft, kind, error.code);
            let top = error.field.split('.').next().unwrap_or("");
            note.field = Some(error.field.clone());
            note.params = error.params.clone();
            note.value = draft.fields.get(top).cloned();
            note
        };
        refusal.fields.iter().map(note).collect()
    }

    /// A row that came before.
    fn again<R: Brought>(
        &mut self,
        draft: &Draft,
        links: &Map<String, Value>,
        row: &ImportedRow,
        record: Option<&R>,
    ) -> Result<()> {
        for (key, id) in index::names(draft, R::KIND, row.subject) {
            self.fresh.entry(key.clone()).or_insert(id);
            self.done.entries.push((key, id));
        }
        let stamp = change::stamp(draft, links);
        if row.doc["now"] == stamp {
            self.done.report.count(self.step.entity).unchanged += 1;
            return Ok(());
        }
        let ctx = self.ctx(None);
        let outcome = change::apply::<R>(&ctx, record, &row.doc["now"], &stamp, draft);
        let mut changed = false;
        for decided in &outcome.decided {
            changed |= !decided.events.is_empty();
            if !self.dry {
                self.tx.save(decided)?;
            }
        }
        let counts = self.done.report.count(self.step.entity);
        if changed {
            counts.changed += 1;
        } else {
            counts.unchanged += 1;
        }
        for conflict in outcome.conflicts {
            let mut note = self.note(draft, conflict.kind, conflict.code);
            note.field = conflict.field;
            note.value = conflict.theirs;
            note.ours = conflict.ours;
            note.subject = Some(row.subject);
            self.remark(note);
        }
        if let Some(batch) = self.deed.batch {
            let doc = json!({ "now": stamp, "before": row.doc["now"], "batch": row.batch });
            self.rows.push(ImportedRow { batch, doc, ..row.clone() });
        }
        Ok(())
    }

    /// Leads that the deals of this chunk came from.
    fn load_leads<'l>(&mut self, links: impl Iterator<Item = &'l Map<String, Value>>) -> Result<()> {
        if self.step.entity != Entity::Deal {
            return Ok(());
        }
        let id = |links: &Map<String, Value>| links.get("lead")?.as_str()?.parse::<Uuid>().ok();
        let ids: Vec<Uuid> = links.filter_map(id).collect();
        self.leads = self.tx.load_all::<Lead>(&ids)?.into_iter().map(|lead| (lead.id.0, lead)).collect();
        Ok(())
    }
}

/// The fields of a row without those that were refused.
fn without(fields: &Map<String, Value>, refusal: &Refusal) -> Map<String, Value> {
    let mut fewer = fields.clone();
    for error in &refusal.fields {
        let mut parts = error.field.split('.');
        let (Some(top), next) = (parts.next(), parts.next()) else { continue };
        match (fewer.get_mut(top), next) {
            (Some(Value::Object(inner)), Some(next)) => {
                inner.remove(next);
            }
            _ => {
                fewer.remove(top);
            }
        }
    }
    fewer
}

/// What follows after a record was made.
pub trait Brought: Stored {
    /// Its course in time.
    ///
    /// # Errors
    /// The database's.
    fn follow(_chunk: &mut Chunk<'_, '_, '_>, _draft: &Draft, _record: Self) -> Result<()> {
        Ok(())
    }

    /// What the file says about its course on a later import; conflicts with what happened here.
    fn turn(
        _ctx: &Ctx<'_>,
        _record: &Self,
        _draft: &Draft,
        _before: &Value,
    ) -> (Vec<decide::Decided<Self>>, Vec<change::Conflict>) {
        (Vec::new(), Vec::new())
    }
}

impl Brought for Company {}
impl Brought for Contact {}

impl Brought for Activity {
    fn turn(
        ctx: &Ctx<'_>,
        record: &Self,
        draft: &Draft,
        before: &Value,
    ) -> (Vec<decide::Decided<Self>>, Vec<change::Conflict>) {
        change::activity(ctx, record, draft, before)
    }
}

impl Brought for Lead {
    fn follow(chunk: &mut Chunk<'_, '_, '_>, draft: &Draft, record: Self) -> Result<()> {
        let Some(judged) = &draft.judged else { return Ok(()) };
        for decided in change::judge(&chunk.ctx(draft.created), record, judged) {
            if !chunk.dry {
                chunk.tx.save(&decided)?;
            }
        }
        Ok(())
    }

    fn turn(
        ctx: &Ctx<'_>,
        record: &Self,
        draft: &Draft,
        before: &Value,
    ) -> (Vec<decide::Decided<Self>>, Vec<change::Conflict>) {
        change::lead(ctx, record, draft.judged.as_ref().unwrap_or(&Judged::default()), before)
    }
}

impl Brought for Deal {
    fn follow(chunk: &mut Chunk<'_, '_, '_>, draft: &Draft, record: Self) -> Result<()> {
        let lead = record.lead.map(|id| id.0);
        let (deal, created) = (record.clone(), record.created_at());
        if let Some(course) = &draft.course {
            let turned = change::follow_course(&chunk.ctx(draft.created), record, course, &[]);
            for decided in &turned.0 {
                if !chunk.dry {
                    chunk.tx.save(decided)?;
                }
            }
            for (code, turn) in turned.1 {
                let mut note = chunk.note(draft, NoteKind::Warning, code);
                note.value = Some(json!(turn.at));
                chunk.remark(note);
            }
        }
        let Some(lead) = lead.and_then(|id| chunk.leads.get(&id).cloned()).filter(Lead::is_open) else {
            return Ok(());
        };
        let at = created.max(lead.created_at);
        let ctx = chunk.ctx(Some(at));
        match decide::known_conversion(&ctx, &lead, Some(deal.id), deal.company, deal.contact) {
            Ok(decided) => {
                if !chunk.dry {
                    chunk.tx.save(&decided)?;
                }
                chunk.leads.insert(lead.id.0, decided.record);
            }
            Err(refusal) => {
                for note in chunk.refusal_notes(draft, &refusal, NoteKind::Warning) {
                    chunk.remark(note);
                }
            }
        }
        Ok(())
    }

    fn turn(
        ctx: &Ctx<'_>,
        record: &Self,
        draft: &Draft,
        before: &Value,
    ) -> (Vec<decide::Decided<Self>>, Vec<change::Conflict>) {
        change::deal(ctx, record, draft, before)
    }
}

/// Fields by their path, those of nested objects too.
pub fn flat(fields: &Map<String, Value>) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for (name, value) in fields {
        match value {
            Value::Object(inner) if ["address", "origin", "custom"].contains(&name.as_str()) => {
                all.extend(inner.iter().map(|(key, value)| (format!("{name}.{key}"), value.clone())));
            }
            value => {
                all.insert(name.clone(), value.clone());
            }
        }
    }
    all
}
