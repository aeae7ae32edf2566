//! What a workspace sets up. The same four operations for every kind of entry; members come in by
//! invitation (`access`).

mod entry;
mod holidays;
mod many;
mod norms;
mod rates;
mod read;
mod templates;

pub use entry::{AddEntry, ChangeEntry, Entry, RemoveEntry, RestoreEntry};
pub use holidays::HolidaysOf;
pub use many::PutEntries;
pub use norms::without_costs;
pub use rates::ExchangeRates;
pub use read::ReadCatalogue;
pub use templates::PipelineTemplates;

use trechter_domain::catalogue::{
    Calendar, Campaign, Competitor, ExchangeRate, Field, LossReason, Member, Pipeline, Product, Source,
    Spend, Tag, Target, Team, View, Workspace,
};

use crate::http::Routes;

/// All operations on entries.
pub fn routes(routes: Routes) -> Routes {
    fn list<E: Entry>(routes: Routes) -> Routes {
        routes.add::<AddEntry<E>>().add::<ChangeEntry<E>>().add::<RemoveEntry<E>>().add::<RestoreEntry<E>>()
    }
    let routes = routes.add::<ReadCatalogue>().add::<PipelineTemplates>();
    let routes = list::<Pipeline>(routes);
    let routes = list::<Team>(routes);
    let routes = list::<Source>(routes);
    let routes = list::<Campaign>(routes);
    let routes = list::<Product>(routes);
    let routes = list::<LossReason>(routes);
    let routes = list::<Competitor>(routes);
    let routes = list::<Tag>(routes);
    let routes = list::<Field>(routes);
    let routes = list::<View>(routes);
    // What changes the numbers.
    let routes = list::<Calendar>(routes).add::<HolidaysOf>();
    let routes = list::<ExchangeRate>(routes).add::<ExchangeRates>().add::<PutEntries<ExchangeRate>>();
    let routes = list::<Target>(routes).add::<PutEntries<Target>>();
    let routes = list::<Spend>(routes);
    routes.add::<ChangeEntry<Workspace>>().add::<ChangeEntry<Member>>().add::<RemoveEntry<Member>>()
}
