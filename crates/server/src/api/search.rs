//! `GET /search`: records by name, address, phone or title; accents and typing errors forgiven.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::event::Kind;
use trechter_domain::permission::Act;
use trechter_domain::text;
use trechter_store::Hit;

use crate::http::{Access, Answer, Call, Nothing, Operation, Problem};

/// What to look for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchQuery {
    pub q: String,
    /// Only records of these kinds.
    #[serde(default)]
    pub kind: Vec<Kind>,
    /// 1 to 50, 20 when left out.
    pub limit: Option<u32>,
}

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SearchReply {
    pub items: Vec<Hit>,
    /// The words that were looked for instead, when nothing begins with what was typed.
    pub corrected: Option<String>,
}

pub struct Search;

impl Operation for Search {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadRecords);
    type Path = Nothing;
    type Query = SearchQuery;
    type Body = Nothing;
    type Reply = SearchReply;

    fn id() -> String {
        "search".into()
    }
    fn path() -> String {
        "/search".into()
    }
    fn summary() -> String {
        "Records by name, address, phone number or title.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<SearchReply>, Problem> {
        let (deed, workspace) = (call.deed()?, call.caller()?.workspace);
        if call.query.q.len() > 500 {
            return Err(Problem::field("q", "too_long"));
        }
        let mut words = call.app.store.corrected(workspace, &call.query.q).await?;
        words.truncate(8);
        let looked_for = words.clone();
        let (kinds, limit) =
            (call.query.kind.clone(), i64::from(call.query.limit.unwrap_or(20).clamp(1, 50)));
        let items = call
            .app
            .store
            .read(workspace, move |tx| {
                let reach = deed.reach(&tx.catalogue())?;
                tx.search(&words, &kinds, &reach, limit)
            })
            .await?;
        let corrected = corrected(&text::words(&call.query.q), &looked_for, &items);
        Ok(Answer::of(SearchReply { items, corrected }))
    }
}

/// The words that were looked for instead, as they stand in what was found. The dictionary holds the words
/// of all records; a word that only others' records hold is not told.
fn corrected(typed: &[String], looked_for: &[Vec<String>], found: &[Hit]) -> Option<String> {
    let titles: Vec<String> = found.iter().flat_map(|hit| text::words(&hit.title)).collect();
    let mut changed = false;
    let mut told = Vec::new();
    for alternatives in looked_for {
        let as_typed =
            |word: &&String| typed.contains(word) || word.bytes().all(|byte| byte.is_ascii_digit());
        let word = match alternatives.iter().find(as_typed) {
            Some(word) => word,
            None => {
                changed = true;
                alternatives.iter().find(|word| titles.iter().any(|title| title.starts_with(*word)))?
            }
        };
        told.push(word.as_str());
    }
    changed.then(|| told.join(" "))
}
