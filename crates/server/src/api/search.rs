//! `GET /search`: records by name, address, phone or title; accents and typing errors forgiven.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::event::Kind;
use trechter_domain::permission::Act;
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
        let typed = trechter_domain::text::words(&call.query.q);
        let changed =
            words.iter().zip(&typed).any(|(looked_for, typed)| looked_for != std::slice::from_ref(typed));
        let first = words.iter().filter_map(|alternatives| alternatives.first().cloned());
        let corrected = changed.then(|| first.collect::<Vec<_>>().join(" "));
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
        Ok(Answer::of(SearchReply { items, corrected }))
    }
}
