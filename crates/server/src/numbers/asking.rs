//! Questions as they come over HTTP or the command line, made ready for the facts.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use trechter_domain::catalogue::Whom;
use trechter_domain::paper::Snapshot;
use trechter_domain::permission::{self, Act, Reach, Scope};
use trechter_domain::{Actor, Catalogue, Instant, MemberId, Refusal, TeamId, WorkspaceId};
use trechter_measure::facts::{Facts, Known};
use trechter_measure::period::{self, AsOf, Reference};
use trechter_measure::question::Question;
use trechter_measure::slice::{self, Condition, Dimension, LEVELS, Value};
use trechter_store::{Error, Tx};
use uuid::Uuid;

use super::KnownAt;
use crate::app::App;
use crate::caller::Deed;
use crate::http::Problem;

/// A question about the funnel: the same for every number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Asking {
    /// `2017-Q1`, `2017-03`, `2017`, `2017-01-01..2017-03-31`, `this-month`, `last-quarter` …; `this-month` when left
    /// out.
    pub period: Option<String>,
    /// A day (its end) or an instant: only what had happened by then counts. Now, when left out.
    pub as_of: Option<String>,
    /// The number of an event, or an instant: only what had been recorded by then counts. All that we know, when left out.
    pub known_at: Option<KnownAt>,
    /// `previous`, `last-year`, `trailing-12-months`, or `snapshot:ID` for an answer that was kept.
    pub compare_to: Option<String>,
    /// `dimension:value,value`: only records with one of the values count; `none` for "none given". A comma that is
    /// part of a value has a backslash before it: `industry:Bouw\\, hout`.
    pub filter: Vec<String>,
    /// What the rows are; at most two dimensions.
    pub by: Vec<String>,
    /// Which metrics; those of the page when left out.
    pub metric: Vec<String>,
    /// For `explain`: the values of the row, in the order of `by`.
    pub row: Vec<String>,
    /// For `explain`: which part of the number, as its handle says: a stage, a phase, a step.
    pub part: Option<String>,
    /// For stages and benchmark: which pipeline; the first one when left out.
    pub pipeline: Option<Uuid>,
    /// For `explain`: how many records to leave out at the beginning.
    pub skip: Option<u32>,
    /// For `series`: `day`, `week`, `month`, `quarter` or `year`; `month` when left out.
    pub step: Option<String>,
    /// For files: `nl` or `en`, the member's own when left out.
    pub language: Option<String>,
}

/// How a comparison with a snapshot begins.
const SNAPSHOT: &str = "snapshot:";

/// Who asks and what the database knows about the question.
struct Reader {
    catalogue: Arc<Catalogue>,
    narrowed: Vec<Condition>,
    reach: Reach,
    team: Option<TeamId>,
    sees_costs: bool,
    known_at: Option<Known>,
    /// The question of the snapshot that it is held against.
    kept: Option<(Asking, Option<Known>)>,
}

impl Reader {
    fn read(
        tx: &mut Tx<'_>,
        actor: Actor,
        deed: &Deed,
        asked: Option<KnownAt>,
        kept: Option<Uuid>,
    ) -> Result<Self, Error> {
        let catalogue = tx.catalogue();
        let reach = deed.reach(&catalogue)?;
        let narrowed = narrow(&catalogue, actor, &reach)?;
        let reader = actor.and_then(|id| catalogue.member(id));
        let team = reader.filter(|reader| reader.sees == Scope::Team).and_then(|reader| reader.team);
        let costs = |reader| permission::reach(reader, Act::SetNorms, &catalogue).is_some();
        let sees_costs = actor.is_none() || reader.is_some_and(costs);
        let known_at = known(tx, asked)?;
        let kept = match kept {
            None => None,
            Some(id) => {
                let open = |kept: &Snapshot| {
                    kept.removed_at.is_none()
                        && actor.is_none_or(|reader| kept.is_open_to(reader, &reach, sees_costs))
                };
                let kept = tx.load_paper::<Snapshot>(id)?.filter(open);
                let kept = kept.ok_or_else(|| Error::from(Refusal::field("compare_to", "unknown")))?;
                let asking: Asking = serde_json::from_value(kept.asked)?;
                let known = known(tx, asking.known_at)?;
                Some((asking, known))
            }
        };
        Ok(Self { catalogue, narrowed, reach, team, sees_costs, known_at, kept })
    }
}

/// What was known by an event, or by an instant.
fn known(tx: &mut Tx<'_>, asked: Option<KnownAt>) -> Result<Option<Known>, Error> {
    let known = match asked {
        None => return Ok(None),
        Some(KnownAt::At(at)) => Known { seq: tx.last_recorded_by(at)?, at },
        Some(KnownAt::Event(seq)) => {
            let event = tx.events_numbered(&[seq])?.pop();
            let event = event.ok_or_else(|| Error::from(Refusal::field("known_at", "unknown")))?;
            Known { seq, at: event.event.recorded_at }
        }
    };
    Ok(Some(known))
}

/// For how long an answer as of now is as good as a new one while nothing is written, in milliseconds: it says as of
/// when it is.
const GOOD_FOR: i64 = 15 * 60_000;

/// A question with the facts it is asked of.
pub struct Ready {
    /// The facts.
    pub facts: Facts,
    /// The question, narrowed to what the reader may see.
    pub question: Question,
    /// Does the reader see only his own results or his team's?
    pub narrowed: bool,
    /// May he see what an hour of somebody's work costs?
    pub sees_costs: bool,
    /// Whose results he sees.
    pub reach: Reach,
    /// The team whose results he sees as a whole.
    team: Option<TeamId>,
    /// The set-up with what its entries and members are called.
    pub catalogue: Arc<Catalogue>,
    /// Changes whenever the answer may change.
    pub etag: String,
}

impl Ready {
    /// May the reader see the target of this person, team or the whole?
    pub fn shows(&self, whom: Whom) -> bool {
        match whom {
            _ if !self.narrowed => true,
            Whom::Member(member) => self.reach.covers(Some(member)),
            Whom::Team(team) => self.team == Some(team),
            _ => false,
        }
    }

    /// For numbers about the whole workspace, which cannot be narrowed to one's own results.
    ///
    /// # Errors
    /// 403 for those who do not see everything.
    pub fn whole(self) -> Result<Self, Problem> {
        if self.narrowed { Err(Problem::of(403, "forbidden")) } else { Ok(self) }
    }
}

impl Asking {
    /// Reads the question and the facts for somebody; results that are not his to see are left out.
    ///
    /// # Errors
    /// 422 naming what does not read; the database's.
    pub async fn ready(
        &self,
        app: &App,
        workspace: WorkspaceId,
        actor: Actor,
        deed: Deed,
    ) -> Result<Ready, Problem> {
        let (asked, kept) = (self.known_at, self.kept()?);
        let reach_deed = Deed { act: Act::ReadRecords, ..deed };
        let read = app.store.read(workspace, move |tx| Reader::read(tx, actor, &reach_deed, asked, kept));
        let Reader { catalogue, narrowed, reach, team, sees_costs, known_at, kept } = read.await?;
        let facts = app.numbers.current(&app.store, workspace).await?;
        let now = app.clock.now();
        let mut question = self.question(&facts, now)?;
        question.known_at = known_at;
        if let Some((asking, known_at)) = kept {
            let asked = asking.question(&facts, now)?;
            let mut kept = Question { known_at, compare_to: None, kept: None, ..asked };
            kept.filter.extend(narrowed.clone());
            question.kept = Some(Box::new(kept));
        }
        let etag = self.etag(&facts, &question, &(&narrowed, sees_costs));
        let is_narrowed = !narrowed.is_empty();
        question.filter.extend(narrowed);
        Ok(Ready { facts, question, narrowed: is_narrowed, sees_costs, reach, team, catalogue, etag })
    }

    /// The snapshot that it is held against.
    fn kept(&self) -> Result<Option<Uuid>, Problem> {
        let id = self.compare_to.as_deref().and_then(|key| key.strip_prefix(SNAPSHOT));
        id.map(|id| id.parse().map_err(|_| Problem::field("compare_to", "unknown"))).transpose()
    }

    /// The same question with nothing that moves: the days of its period, its instant, what is known by now.
    pub fn fixed(&self, ready: &Ready) -> Self {
        let zone = ready.facts.set_up().current().workspace.zone();
        Self {
            period: Some(ready.question.period.to_string()),
            as_of: Some(ready.question.as_of.instant(&zone).to_string()),
            known_at: Some(KnownAt::Event(
                ready.question.known_at.map_or(ready.facts.seq, |known| known.seq),
            )),
            ..self.clone()
        }
    }

    fn question(&self, facts: &Facts, now: Instant) -> Result<Question, Problem> {
        let zone = facts.set_up().current().workspace.zone();
        let today = now.timestamp().to_zoned(zone).date();
        let period = self.period.as_deref().unwrap_or("this-month");
        let period: period::Asked = period.parse().map_err(|error| wrong("period", &error))?;
        let as_of = match self.as_of.as_deref() {
            None => AsOf::At(now),
            Some(text) => text.parse().map_err(|error| wrong("as_of", &error))?,
        };
        // What is still to come is not known: a later date means now.
        let zone = facts.set_up().current().workspace.zone();
        let as_of: AsOf = as_of;
        let as_of = if as_of.instant(&zone) > now { AsOf::At(now) } else { as_of };
        let compare_to = match self.compare_to.as_deref() {
            None | Some("") => None,
            Some(key) if key.starts_with(SNAPSHOT) => Some(Reference::Snapshot),
            Some(key) => {
                Some(Reference::from_key(key).ok_or_else(|| Problem::field("compare_to", "unknown"))?)
            }
        };
        if self.by.len() > LEVELS {
            return Err(Problem::field("by", "too_many"));
        }
        let by: Result<Vec<Dimension>, Problem> =
            self.by.iter().map(|text| text.parse().map_err(|error| wrong("by", &error))).collect();
        let filter: Result<Vec<Condition>, Problem> =
            self.filter.iter().map(|text| condition(text)).collect();
        Ok(Question {
            period: period.on(today),
            as_of,
            known_at: None,
            kept: None,
            compare_to,
            filter: filter?,
            group_by: by?,
        })
    }

    /// The values of a row to explain, as its handle has them: those of the dimensions of `by`, or of the one that is
    /// named in `part` (`STAGE/DIMENSION`).
    ///
    /// # Errors
    /// 422 when a value has no dimension.
    pub fn row_values(&self) -> Result<Vec<Value>, Problem> {
        let named =
            self.part.as_deref().and_then(|part| part.split_once('/')).map(|(_, name)| name.to_owned());
        let by: Vec<&String> = self.by.iter().chain(&named).collect();
        if self.row.len() > by.len() {
            return Err(Problem::field("row", "too_many"));
        }
        let values = self.row.iter().zip(by).map(|(text, dimension)| {
            let dimension: Dimension = dimension.parse().map_err(|error| wrong("by", &error))?;
            Ok(value(&dimension, text))
        });
        values.collect()
    }

    /// The pipeline that is asked for, or the first one.
    ///
    /// # Errors
    /// 422 when there is none.
    pub fn pipeline_of(&self, facts: &Facts) -> Result<Uuid, Problem> {
        let first = || facts.set_up().current().default_pipeline().map(|pipeline| pipeline.id.0);
        self.pipeline.or_else(first).ok_or_else(|| Problem::field("pipeline", "required"))
    }

    fn etag(&self, facts: &Facts, question: &Question, reader: &impl Serialize) -> String {
        let as_of = match (&self.as_of, question.as_of) {
            // Without news, what was told a moment ago is still good.
            (None, AsOf::At(now)) => now.0 / GOOD_FOR,
            (_, AsOf::At(at)) => at.0,
            (_, AsOf::Day(_)) => 0,
        };
        let told = serde_json::json!([
            env!("CARGO_PKG_VERSION"),
            facts.seq,
            as_of,
            self,
            question.period.to_string(),
            reader
        ]);
        let hash = Sha256::digest(told.to_string());
        let short: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        format!("\"{short}\"")
    }
}

fn wrong(field: &'static str, error: &dyn std::fmt::Display) -> Problem {
    Problem::from(Refusal::invalid(vec![
        trechter_domain::FieldError::new(field, "wrong_type").with("expected", error.to_string()),
    ]))
}

/// `owner:ID,ID`, `industry:Bouw`, `source:none`.
fn condition(text: &str) -> Result<Condition, Problem> {
    let (dimension, values) = text.split_once(':').ok_or_else(|| Problem::field("filter", "wrong_type"))?;
    let dimension: Dimension = dimension.parse().map_err(|error| wrong("filter", &error))?;
    let any_of = split_values(values).iter().map(|text| value(&dimension, text)).collect();
    Ok(Condition { dimension, any_of })
}

/// Values between commas; a backslash takes the letter after it as it is.
fn split_values(text: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, values.last_mut()) {
            (',', _) => values.push(String::new()),
            ('\\', Some(value)) => value.extend(letters.next()),
            (letter, Some(value)) => value.push(letter),
            (_, None) => {}
        }
    }
    values
}

fn value(dimension: &Dimension, text: &str) -> Value {
    let is_class = matches!(dimension, Dimension::CompanySize | Dimension::Customer);
    match (text, text.parse()) {
        ("none", _) => Value::None,
        (_, Ok(id)) => Value::Id(id),
        ("yes" | "no", _) if matches!(dimension, Dimension::Custom(..)) => {
            Value::Class(text.to_owned().into())
        }
        _ if is_class => Value::Class(text.to_owned().into()),
        _ => Value::Text(text.to_owned()),
    }
}

/// Scopes own and team filter on whom a result is attributed to, not on who owns the record now (metrics.md,
/// section 1, "Rights").
fn narrow(
    catalogue: &trechter_domain::Catalogue,
    actor: Actor,
    reach: &Reach,
) -> Result<Vec<Condition>, Error> {
    let (Some(actor), Reach::Owners(_)) = (actor, reach) else { return Ok(Vec::new()) };
    let member = catalogue.member(MemberId(actor.0)).ok_or_else(Refusal::forbidden)?;
    Ok(vec![match (member.sees, member.team) {
        (Scope::Team, Some(team)) => slice::of_teams([team]),
        _ => slice::own(member.id),
    }])
}
