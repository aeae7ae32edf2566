//! Every address of the program, grouped by who calls it.

use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};

use crate::api::{
    access, activities, catalogue, changes, deals, erase, export, files, import, leads, measure, merge,
    papers, records, search, setup, undo,
};
use crate::app::App;
use crate::http::{Routes, docs, openapi, page};
use crate::live;

/// All operations of the API.
pub fn operations() -> Routes {
    // Somebody at the door.
    let routes = Routes::default().add::<setup::Setup>();
    let routes = access::routes(routes);
    let routes = catalogue::routes(routes);
    // The wizard that brings in an old CRM's files.
    let routes = import::routes(routes);
    // The pages of records, and programs.
    let routes = records::routes::<Company>(routes);
    let routes = records::routes::<Contact>(routes);
    let routes = records::routes::<Lead>(routes);
    let routes = records::routes::<Deal>(routes);
    let routes = records::routes::<Activity>(routes);
    let routes = files::routes(routes);
    let routes = export::routes(routes);
    // The manager's screens.
    let routes = measure::routes(routes);
    let routes = papers::routes(routes);
    routes
        // The board and the deal page.
        .add::<deals::Board>()
        .add::<deals::BoardColumnPage>()
        .add::<deals::Move>()
        .add::<deals::Win>()
        .add::<deals::Lose>()
        .add::<deals::Reopen>()
        .add::<deals::MarkResult>()
        // The leads inbox.
        .add::<leads::Contacted>()
        .add::<leads::Qualify>()
        .add::<leads::Disqualify>()
        .add::<leads::Convert>()
        .add::<activities::Complete>()
        .add::<activities::Cancel>()
        // The same thing twice.
        .add::<merge::Merge<Company>>()
        .add::<merge::Merge<Contact>>()
        .add::<merge::Merge<Lead>>()
        .add::<undo::Undo>()
        // Somebody who wants to be forgotten.
        .add::<erase::Erase<Contact>>()
        .add::<erase::Erase<Lead>>()
        // The palette, and programs that keep a copy.
        .add::<search::Search>()
        .add::<changes::Changes>()
}

/// The whole program as a service.
pub fn router(app: App) -> Router {
    operations()
        .into_router()
        .route("/api/v1/live", get(live::stream))
        .route("/api/v1/openapi.json", get(document))
        .route("/api/docs", get(docs::page))
        .route("/api/docs/{part}", get(docs::part))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .fallback(page)
        .method_not_allowed_fallback(|headers: axum::http::HeaderMap| async move {
            crate::http::Problem::of(405, "method_not_allowed").heard_by(&headers)
        })
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            axum::response::IntoResponse::into_response(crate::http::Problem::of(500, "defect"))
        }))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http())
        .layer(SetRequestIdLayer::x_request_id(RequestIds(app.clone())))
        .with_state(app)
}

/// Numbers requests with the program's own ids.
#[derive(Clone)]
struct RequestIds(App);

impl tower_http::request_id::MakeRequestId for RequestIds {
    fn make_request_id<B>(
        &mut self,
        _: &axum::http::Request<B>,
    ) -> Option<tower_http::request_id::RequestId> {
        let id = self.0.ids.id().to_string().parse().ok()?;
        Some(tower_http::request_id::RequestId::new(id))
    }
}

async fn document() -> axum::Json<serde_json::Value> {
    axum::Json(openapi::document(&operations()))
}

/// Ready when the database answers.
async fn ready(
    axum::extract::State(app): axum::extract::State<App>,
) -> Result<&'static str, crate::http::Problem> {
    let answer = app.store.system_read(|directory| directory.workspaces().map(|_| ()));
    match tokio::time::timeout(Duration::from_secs(2), answer).await {
        Ok(Ok(())) => Ok("ready"),
        _ => Err(crate::http::Problem::of(503, "database_away").retry_after(2)),
    }
}
