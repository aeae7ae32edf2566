//! `GET /pipeline-templates`: sales processes to start a new pipeline from.

use axum::http::Method;
use schemars::JsonSchema;
use serde::Serialize;
use trechter_domain::catalogue::Pipeline;
use trechter_domain::permission::Act;
use trechter_domain::template::{self, Template};
use uuid::Uuid;

use crate::http::{Access, Answer, Call, Nothing, Operation, Problem, language};

#[derive(Debug, Serialize, JsonSchema)]
pub struct TemplatesReply {
    pub items: Vec<TemplateReply>,
}

/// A template, in the caller's language.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TemplateReply {
    pub template: Template,
    /// Nil ids: `POST /catalogue/pipelines` gives stages and results theirs when they are left out.
    pub pipeline: Pipeline,
}

pub struct PipelineTemplates;

impl Operation for PipelineTemplates {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadCatalogue);
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = TemplatesReply;

    fn id() -> String {
        "list_pipeline_templates".into()
    }
    fn path() -> String {
        "/pipeline-templates".into()
    }
    fn summary() -> String {
        "Sales processes to start a new pipeline from.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<TemplatesReply>, Problem> {
        let language = language(&call.headers);
        let items = [Template::Classic, Template::Short].map(|template| TemplateReply {
            template,
            pipeline: template::pipeline(template, language, &Uuid::nil),
        });
        Ok(Answer::of(TemplatesReply { items: items.into() }))
    }
}
