//! What people write down beside the records: the same operations for every kind of paper.

mod paper;
mod talks;

pub use paper::{ChangePaper, Paper, ReadPaper, RemovePaper};

use trechter_domain::paper::Talk;

use crate::http::Routes;

/// All operations on papers.
pub fn routes(routes: Routes) -> Routes {
    // Coaching.
    routes
        .add::<talks::Talks>()
        .add::<talks::HoldTalk>()
        .add::<ReadPaper<Talk>>()
        .add::<ChangePaper<Talk>>()
        .add::<RemovePaper<Talk>>()
        .add::<talks::TickAction>()
}
