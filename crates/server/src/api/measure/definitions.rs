//! `GET /measure/definitions`: what every number means.

use axum::http::Method;
use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::permission::Act;
use trechter_measure::definitions::{Language, Metric};

use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};

/// What a number is, in one language.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Words {
    /// What it is about: the heading it stands under.
    pub area: String,
    /// What it is called.
    pub name: String,
    /// What it says.
    pub sentence: String,
    /// How it is computed.
    pub formula: String,
    /// What it does not say, and what misleads.
    pub traps: Vec<String>,
}

/// What a number is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Defined {
    /// Its key.
    pub metric: String,
    /// In Dutch.
    pub nl: Words,
    /// In English.
    pub en: Words,
    /// Can it be asked by itself, over time and by row?
    pub plain: bool,
    /// Can it be asked on the dashboard, whole and by row?
    pub dashboard: bool,
}

/// What every number means.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DefinitionsReply {
    /// In the order in which they are explained.
    pub items: Vec<Defined>,
}

/// What every number means.
pub struct Definitions;

impl Operation for Definitions {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadCatalogue);
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = DefinitionsReply;

    fn id() -> String {
        "measure_definitions".into()
    }
    fn path() -> String {
        "/measure/definitions".into()
    }
    fn summary() -> String {
        "What every number means: name, sentence, formula and traps, in Dutch and English.".into()
    }

    async fn run(_: Call<Self>) -> Result<Answer<DefinitionsReply>, Problem> {
        let items = Metric::ALL.iter().map(|metric| Defined {
            metric: metric.key().to_owned(),
            nl: words(*metric, Language::Nl),
            en: words(*metric, Language::En),
            plain: trechter_measure::measures::of(*metric).is_some(),
            dashboard: trechter_measure::dashboard::tells(*metric),
        });
        Ok(Answer::of(DefinitionsReply { items: items.collect() }))
    }
}

fn words(metric: Metric, language: Language) -> Words {
    let text = metric.definition().text(language);
    Words {
        area: metric.area().heading(language).to_owned(),
        name: text.name.to_owned(),
        sentence: text.sentence.to_owned(),
        formula: text.formula.to_owned(),
        traps: text.traps.iter().map(|trap| (*trap).to_owned()).collect(),
    }
}
