//! `GET /measure/findings`: what the numbers' changes say, in words.

use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::Catalogue;
use trechter_measure::definitions::{Language, Metric};
use trechter_measure::finding::{self, Finding};
use trechter_measure::period::Reference;
use trechter_measure::slice::Value;

use super::{measured, wanted};

/// What is looked at when nothing else is asked: of the seven numbers, those that are held against a reference.
const USUAL: &[Metric] = &[
    Metric::LeadsCreated,
    Metric::ResponseMedian,
    Metric::ResponseInTime,
    Metric::FollowUps,
    Metric::WinRate,
    Metric::OpenCount,
    Metric::OpenValue,
    Metric::WonValue,
    Metric::WonCount,
];

/// A sentence in both languages.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Sentence {
    /// In Dutch.
    pub nl: String,
    /// In English.
    pub en: String,
}

/// What the change of one number says.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingReply {
    /// What was found.
    pub finding: Finding,
    /// The same as a sentence.
    pub sentence: Sentence,
}

/// What the numbers' changes say.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingsReply {
    /// One for each number of the question, in its order; none without `compare_to`.
    pub items: Vec<FindingReply>,
}

measured! {
    /// What the numbers' changes say.
    Findings = "measure_findings" at "/measure/findings" for ReadRecords -> FindingsReply,
    "What the change of each number of the dashboard against `compare_to` says: whether it can be told from chance, \
     and which seller, team, source or product carries it; as a sentence in Dutch and English.",
    |ready, asking| {
        let measures = wanted(&asking, USUAL)?;
        let Some(reference) = ready.question.compare_to else { return Ok(FindingsReply { items: Vec::new() }) };
        let found = finding::findings(&ready.question.ask(&ready.facts), &measures);
        let items = found.into_iter().map(|finding| said(finding, reference, &ready.catalogue));
        Ok(FindingsReply { items: items.collect() })
    }
}

fn said(finding: Finding, reference: Reference, catalogue: &Catalogue) -> FindingReply {
    let name = |value: &Value| name(value, catalogue);
    let say = |language| finding.sentence(language, reference, &name);
    FindingReply { sentence: Sentence { nl: say(Language::Nl), en: say(Language::En) }, finding }
}

/// What the value of a dimension is called.
fn name(value: &Value, catalogue: &Catalogue) -> Option<String> {
    let id = match value {
        Value::Id(id) => *id,
        Value::Text(text) => return Some(text.clone()),
        _ => return None,
    };
    let member = catalogue.member(id.into()).map(|member| &member.name);
    let team = || catalogue.team(id.into()).map(|team| &team.name);
    let source = || catalogue.sources.iter().find(|source| source.id.0 == id).map(|source| &source.name);
    let product =
        || catalogue.products.iter().find(|product| product.id.0 == id).map(|product| &product.name);
    member.or_else(team).or_else(source).or_else(product).cloned()
}
