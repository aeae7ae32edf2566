//! Lists as files.

mod archive;
mod list;
mod numbers;

use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};

pub use archive::ExportWorkspace;
pub use list::{ExportCsv, ExportXlsx};

use crate::api::records::Resource;
use crate::http::Routes;

/// All exports.
pub fn routes(routes: Routes) -> Routes {
    let routes = of::<Company>(routes);
    let routes = of::<Contact>(routes);
    let routes = of::<Lead>(routes);
    let routes = of::<Deal>(routes);
    of::<Activity>(routes).add_bytes::<ExportWorkspace>().add_bytes::<numbers::ExportNumbers>()
}

fn of<R: Resource>(routes: Routes) -> Routes {
    routes.add_bytes::<ExportCsv<R>>().add_bytes::<ExportXlsx<R>>()
}
