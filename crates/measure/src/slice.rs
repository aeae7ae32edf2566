//! Slices: which records count, and in which rows they stand.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use trechter_domain::catalogue::FieldKind;
use trechter_domain::event::Kind;
use trechter_domain::{Instant, MemberId, TeamId};
use uuid::Uuid;

use crate::view::View;

/// Something that results can be filtered and grouped by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Who the result is attributed to, at the counted event.
    Owner,
    /// That owner's team, at that event.
    Team,
    /// Where the first touch came from.
    Source,
    /// The campaign of the first touch.
    Campaign,
    /// Where the last touch before creation came from.
    LastSource,
    /// The pipeline of a deal.
    Pipeline,
    /// The stage a deal stands in, or stood in when it was closed.
    Stage,
    /// What is sold or asked for; a record counts in each row.
    Product,
    /// The industry of the company, else of the lead.
    Industry,
    /// The region of the company, else of the person or lead.
    Region,
    /// Number of people at the company, in classes.
    CompanySize,
    /// Why it was lost or disqualified.
    LossReason,
    /// Whom it was lost to.
    Competitor,
    /// A word put on the record; a record counts in each row.
    Tag,
    /// Whether the party was a customer before.
    Customer,
    /// A field of the workspace's own: choice, several choices, yes or no, person.
    Custom(Kind, String),
}

impl Dimension {
    /// Those that every workspace has.
    pub const COMMON: [Dimension; 15] = [
        Dimension::Owner,
        Dimension::Team,
        Dimension::Source,
        Dimension::Campaign,
        Dimension::LastSource,
        Dimension::Pipeline,
        Dimension::Stage,
        Dimension::Product,
        Dimension::Industry,
        Dimension::Region,
        Dimension::CompanySize,
        Dimension::LossReason,
        Dimension::Competitor,
        Dimension::Tag,
        Dimension::Customer,
    ];

    /// May a record stand in several rows, so that rows do not add up?
    pub fn has_several_values(&self) -> bool {
        matches!(self, Dimension::Product | Dimension::Tag | Dimension::Custom(..))
    }

    fn word(&self) -> Option<&'static str> {
        Some(match self {
            Dimension::Owner => "owner",
            Dimension::Team => "team",
            Dimension::Source => "source",
            Dimension::Campaign => "campaign",
            Dimension::LastSource => "last_source",
            Dimension::Pipeline => "pipeline",
            Dimension::Stage => "stage",
            Dimension::Product => "product",
            Dimension::Industry => "industry",
            Dimension::Region => "region",
            Dimension::CompanySize => "company_size",
            Dimension::LossReason => "loss_reason",
            Dimension::Competitor => "competitor",
            Dimension::Tag => "tag",
            Dimension::Customer => "customer",
            Dimension::Custom(..) => return None,
        })
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.word(), self) {
            (Some(word), _) => f.write_str(word),
            (None, Dimension::Custom(kind, slug)) => write!(f, "custom.{}.{slug}", kind.as_str()),
            (None, _) => Ok(()),
        }
    }
}

/// A word that names no dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownDimension(pub String);

impl fmt::Display for UnknownDimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no dimension; there are owner, team, source … and custom.deal.slug", self.0)
    }
}

impl std::error::Error for UnknownDimension {}

impl FromStr for Dimension {
    type Err = UnknownDimension;

    /// ```
    /// use trechter_measure::slice::Dimension;
    /// assert_eq!("custom.deal.sort".parse::<Dimension>().unwrap().to_string(), "custom.deal.sort");
    /// assert!("colour".parse::<Dimension>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, UnknownDimension> {
        if let Some(known) = Self::COMMON.into_iter().find(|known| known.word() == Some(text)) {
            return Ok(known);
        }
        let custom = text.strip_prefix("custom.").and_then(|rest| rest.split_once('.'));
        let custom =
            custom.and_then(|(kind, slug)| Some((Kind::parse(kind).filter(|kind| kind.is_record())?, slug)));
        match custom {
            Some((kind, slug)) if !slug.is_empty() => Ok(Dimension::Custom(kind, slug.to_owned())),
            _ => Err(UnknownDimension(text.to_owned())),
        }
    }
}

impl Serialize for Dimension {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Dimension {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Dimension {
    fn schema_name() -> Cow<'static, str> {
        "Dimension".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "owner, team, source, campaign, last_source, pipeline, stage, product, industry, region, \
                            company_size, loss_reason, competitor, tag, customer, or custom.KIND.SLUG"
        })
    }
}

/// The value of a dimension, as questions and answers name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Nothing given; for owners "nobody yet".
    None,
    /// An entry of the catalogue.
    Id(Uuid),
    /// A text: an industry, a region, the key of a choice.
    Text(String),
    /// A class: `new`, `existing`, `yes`, `no`, `1-9`, `10-49`.
    Class(Cow<'static, str>),
}

/// Only records with one of these values count.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Condition {
    /// Of which dimension.
    pub dimension: Dimension,
    /// Which values; a record with any of them counts.
    pub any_of: Vec<Value>,
}

/// Classes of company size: the largest number of people in each.
const SIZES: [(u32, &str); 6] =
    [(9, "1-9"), (49, "10-49"), (249, "50-249"), (999, "250-999"), (4_999, "1000-4999"), (u32::MAX, "5000+")];

/// The class of a number of people, as a code from 1 up; 0 for unknown.
pub(crate) fn size_class(employees: Option<u32>) -> u32 {
    let class = employees.and_then(|n| SIZES.iter().position(|(most, _)| n <= *most));
    class.map_or(0, |place| place as u32 + 1)
}

/// Code of a party that was no customer before.
pub(crate) const NEW: u32 = 1;
/// Code of a party that was a customer before.
pub(crate) const EXISTING: u32 = 2;

/// Something that stands in rows: a deal, a lead, a touch.
pub trait Case {
    /// Gives the codes it has in a dimension, one or several; 0 when none is given. `owner` is the code of whom the
    /// result is attributed to, `when` the counted event.
    fn codes(&self, dimension: &Dimension, owner: u32, when: Instant, each: &mut dyn FnMut(u32));
}

/// A row of an answer: codes of the grouped dimensions; unused levels are 0.
pub type Key = [u32; 2];

/// A filter and a group-by, made ready for a view.
#[derive(Debug, Clone, Default)]
pub struct Slice {
    conditions: Vec<(Dimension, Vec<u32>)>,
    by: Vec<Dimension>,
}

/// More levels than rows can have.
pub const LEVELS: usize = 2;

impl Slice {
    /// Makes conditions and group-by ready. Values that no record has match nothing. Levels after the second are left
    /// out; refuse them before.
    pub fn new(view: &View<'_>, filter: &[Condition], by: &[Dimension]) -> Self {
        let conditions = filter.iter().map(|condition| {
            let codes = condition.any_of.iter().filter_map(|value| code(view, &condition.dimension, value));
            (condition.dimension.clone(), codes.collect())
        });
        Self { conditions: conditions.collect(), by: by.iter().take(LEVELS).cloned().collect() }
    }

    /// The same conditions, with other rows.
    pub fn grouped(&self, by: &[Dimension]) -> Self {
        Self { conditions: self.conditions.clone(), by: by.iter().take(LEVELS).cloned().collect() }
    }

    /// The dimensions that the conditions are about.
    pub fn conditioned(&self) -> impl Iterator<Item = &Dimension> {
        self.conditions.iter().map(|(dimension, _)| dimension)
    }

    /// The dimensions of the rows.
    pub fn by(&self) -> &[Dimension] {
        &self.by
    }

    /// Does a case count?
    pub fn takes(&self, case: &dyn Case, owner: u32, when: Instant) -> bool {
        self.conditions.iter().all(|(dimension, wanted)| {
            let mut found = false;
            case.codes(dimension, owner, when, &mut |code| found |= wanted.contains(&code));
            found
        })
    }

    /// The rows that a case stands in; one row of zeros without a group-by.
    pub fn rows(&self, case: &dyn Case, owner: u32, when: Instant, each: &mut dyn FnMut(Key)) {
        match self.by.as_slice() {
            [] => each([0, 0]),
            [only] => case.codes(only, owner, when, &mut |code| each([code, 0])),
            [first, second, ..] => case.codes(first, owner, when, &mut |one| {
                case.codes(second, owner, when, &mut |two| each([one, two]));
            }),
        }
    }

    /// What the codes of a row stand for.
    pub fn values(&self, view: &View<'_>, key: Key) -> Vec<Value> {
        self.by.iter().zip(key).map(|(dimension, code)| value(view, dimension, code)).collect()
    }
}

/// What a code of a dimension stands for.
pub fn value(view: &View<'_>, dimension: &Dimension, code: u32) -> Value {
    let words = view.facts.words();
    let class = |names: &[&'static str]| {
        let name = (code as usize).checked_sub(1).and_then(|place| names.get(place));
        name.map_or(Value::None, |name| Value::Class(Cow::Borrowed(name)))
    };
    let text = || words.text(code).map_or(Value::None, |text| Value::Text(text.to_owned()));
    match dimension {
        Dimension::Team => {
            let team = (code as usize).checked_sub(1).and_then(|place| view.set_up.teams.get(place));
            team.map_or(Value::None, |team| Value::Id(team.id.0))
        }
        Dimension::Industry | Dimension::Region => text(),
        Dimension::CompanySize => class(&SIZES.map(|(_, name)| name)),
        Dimension::Customer => class(&["new", "existing"]),
        Dimension::Custom(kind, slug) => match custom_kind(view, *kind, slug) {
            Some(FieldKind::YesNo) => class(&["no", "yes"]),
            Some(FieldKind::Person) => words.id(code).map_or(Value::None, Value::Id),
            _ => text(),
        },
        _ => words.id(code).map_or(Value::None, Value::Id),
    }
}

fn custom_kind(view: &View<'_>, kind: Kind, slug: &str) -> Option<FieldKind> {
    view.set_up.fields.iter().find(|field| field.on == kind && field.slug == slug).map(|field| field.kind)
}

/// The code of a value; `None` when no record can have it.
fn code(view: &View<'_>, dimension: &Dimension, value: &Value) -> Option<u32> {
    let words = view.facts.words();
    let class =
        |name: &str, names: &[&str]| names.iter().position(|n| *n == name).map(|place| place as u32 + 1);
    let code = match (dimension, value) {
        (_, Value::None) => return Some(0),
        (Dimension::Team, Value::Id(id)) => view.team_code(Some(TeamId(*id))),
        (Dimension::CompanySize, Value::Class(name)) => class(name, &SIZES.map(|(_, name)| name))?,
        (Dimension::Customer, Value::Class(name)) => class(name, &["new", "existing"])?,
        (Dimension::Industry | Dimension::Region, Value::Text(text)) => words.text_code(text),
        (Dimension::Custom(kind, slug), value) => match (custom_kind(view, *kind, slug)?, value) {
            (FieldKind::YesNo, Value::Class(name)) => class(name, &["no", "yes"])?,
            (FieldKind::Person, Value::Id(id)) => words.code(*id),
            (FieldKind::Choice | FieldKind::MultiChoice, Value::Text(text)) => words.text_code(text),
            // A choice may be called yes or no.
            (FieldKind::Choice | FieldKind::MultiChoice, Value::Class(text)) => words.text_code(text),
            _ => return None,
        },
        (Dimension::CompanySize | Dimension::Customer | Dimension::Industry | Dimension::Region, _) => {
            return None;
        }
        (_, Value::Id(id)) => words.code(*id),
        (_, Value::Text(_) | Value::Class(_)) => return None,
    };
    (code != 0).then_some(code)
}

/// Rows of anything, with a total that counts every case once.
#[derive(Debug, Clone, Default)]
pub struct Tally<T> {
    /// Every case once.
    pub total: T,
    /// By row.
    pub rows: HashMap<Key, T>,
}

impl<T: Default> Tally<T> {
    /// Adds a case to the total and to each of its rows, when the slice takes it.
    pub fn add(
        &mut self,
        slice: &Slice,
        case: &dyn Case,
        owner: u32,
        when: Instant,
        mut add: impl FnMut(&mut T),
    ) {
        if !slice.takes(case, owner, when) {
            return;
        }
        add(&mut self.total);
        if !slice.by().is_empty() {
            let rows = &mut self.rows;
            slice.rows(case, owner, when, &mut |key| add(rows.entry(key).or_default()));
        }
    }
}

/// Results of one's own: those attributed to a member.
pub fn own(member: MemberId) -> Condition {
    Condition { dimension: Dimension::Owner, any_of: vec![Value::Id(member.0)] }
}

/// Results of teams: those attributed to who was in one of them then.
pub fn of_teams(teams: impl IntoIterator<Item = TeamId>) -> Condition {
    Condition {
        dimension: Dimension::Team,
        any_of: teams.into_iter().map(|team| Value::Id(team.0)).collect(),
    }
}
