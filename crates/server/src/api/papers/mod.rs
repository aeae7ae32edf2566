//! What people write down beside the records: the same operations for every kind of paper.

mod layouts;
mod paper;
mod snapshots;
mod talks;

pub use paper::{ChangePaper, Paper, ReadPaper, RemovePaper};

use trechter_domain::paper::{Snapshot, Talk};

use crate::http::Routes;

/// All operations on papers.
pub fn routes(routes: Routes) -> Routes {
    // Coaching.
    let routes = routes.add::<talks::Talks>().add::<talks::HoldTalk>().add::<talks::TickAction>();
    let routes = each::<Talk>(routes);
    // Answers that are kept.
    let routes = each::<Snapshot>(routes.add::<snapshots::Snapshots>().add::<snapshots::KeepSnapshot>());
    // What a dashboard shows.
    routes
        .add::<layouts::ReadLayout>()
        .add::<layouts::PutLayout>()
        .add::<layouts::RemoveLayout>()
        .add::<layouts::PutDefault>()
        .add::<layouts::RemoveDefault>()
}

fn each<P: Paper>(routes: Routes) -> Routes {
    routes.add::<ReadPaper<P>>().add::<ChangePaper<P>>().add::<RemovePaper<P>>()
}
