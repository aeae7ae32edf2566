//! Trying, running, stopping and undoing an import.

use axum::http::Method;
use serde_json::Map;
use trechter_domain::permission::Act;

use super::read::load;
use super::{ByImport, desk, say};
use crate::http::{Access, Answer, Call, Nothing, Operation, Problem, words};
use crate::import::check;
use crate::import::report::{ImportView, Progress, State};

/// An import must fit its files before it is tried or run.
async fn fits<O: Operation<Path = ByImport>>(call: &Call<O>) -> Result<(), Problem> {
    let caller = call.caller()?;
    let import = load(call, call.path.id).await?;
    if !matches!(import.state, State::Draft | State::Failed) {
        return Ok(());
    }
    let sheets = desk(&call.app, caller, call.path.id).sheets(&import.doc).await?;
    let catalogue = call.app.store.read(caller.workspace, |tx| Ok(tx.catalogue())).await?;
    let mut problems = check::problems(&import.doc.mapping, &sheets, &catalogue);
    if problems.is_empty() {
        return Ok(());
    }
    let language = words::language(&call.headers);
    for problem in &mut problems {
        problem.detail = words::field(language, problem.code, &Map::new());
    }
    Err(Problem::of(422, "import_mapping").and("problems", serde_json::json!(problems)))
}

pub struct DryRun;

impl Operation for DryRun {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::Import);
    const STATUS: u16 = 202;
    type Path = ByImport;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = ImportView;

    fn id() -> String {
        "dry_run_import".into()
    }
    fn path() -> String {
        "/imports/{id}/dry-run".into()
    }
    fn summary() -> String {
        "Begins to try the import: counts and row errors, nothing is kept. The result is in `dry_run`.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<ImportView>, Problem> {
        fits(&call).await?;
        let (desk, now) = (desk(&call.app, call.caller()?, call.path.id), call.app.clock.now());
        let import = desk
            .change(&[State::Draft, State::Failed], move |import| {
                import.state = State::Checking;
                import.doc.progress = Progress::default();
                import.doc.beat = now;
            })
            .await?;
        desk.start(State::Checking);
        Ok(Answer::of(say(&call.headers, import.view())))
    }
}

pub struct Run;

impl Operation for Run {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::Import);
    const STATUS: u16 = 202;
    type Path = ByImport;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = ImportView;

    fn id() -> String {
        "run_import".into()
    }
    fn path() -> String {
        "/imports/{id}/run".into()
    }
    fn summary() -> String {
        "Begins the import, or goes on with one that failed.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<ImportView>, Problem> {
        fits(&call).await?;
        let (desk, now) = (desk(&call.app, call.caller()?, call.path.id), call.app.clock.now());
        let import = desk
            .change(&[State::Draft, State::Failed], move |import| {
                if import.state == State::Draft {
                    import.doc.progress = Progress::default();
                }
                import.state = State::Running;
                import.doc.error = None;
                import.doc.beat = now;
            })
            .await?;
        desk.start(State::Running);
        Ok(Answer::of(say(&call.headers, import.view())))
    }
}

pub struct Cancel;

impl Operation for Cancel {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::Import);
    type Path = ByImport;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = ImportView;

    fn id() -> String {
        "cancel_import".into()
    }
    fn path() -> String {
        "/imports/{id}/cancel".into()
    }
    fn summary() -> String {
        "Stops an import or its dry run. What was imported until now stays, and can be undone.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<ImportView>, Problem> {
        let import = desk(&call.app, call.caller()?, call.path.id).cancel().await?;
        Ok(Answer::of(say(&call.headers, import.view())))
    }
}

pub struct Undo;

impl Operation for Undo {
    const METHOD: Method = Method::POST;
    const ACCESS: Access = Access::May(Act::Import);
    const STATUS: u16 = 202;
    type Path = ByImport;
    type Query = Nothing;
    type Body = Nothing;
    type Reply = ImportView;

    fn id() -> String {
        "undo_import".into()
    }
    fn path() -> String {
        "/imports/{id}/undo".into()
    }
    fn summary() -> String {
        "Begins to take the whole import back. Records edited or used since are kept and listed.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<ImportView>, Problem> {
        let (desk, now) = (desk(&call.app, call.caller()?, call.path.id), call.app.clock.now());
        let import = desk
            .change(&[State::Finished, State::Cancelled, State::Failed], move |import| {
                let total = import.doc.report.as_ref().map_or(0, |report| report.total().created);
                import.state = State::Undoing;
                import.doc.progress = Progress { done: 0, total };
                import.doc.beat = now;
            })
            .await?;
        desk.start(State::Undoing);
        Ok(Answer::of(say(&call.headers, import.view())))
    }
}
