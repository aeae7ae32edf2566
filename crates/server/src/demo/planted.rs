//! What is hidden in the demo data, with numbers: the product has to find these, and must not find
//! what is not here. The generator reads them, tests check them on what it made.

/// One channel brings many leads and few customers.
pub const POOR_SOURCE: &str = "Offertevergelijker";
/// Its share of all leads.
pub const POOR_SOURCE_LEADS: f64 = 0.29;
/// Its share of the deals that came from leads.
pub const POOR_SOURCE_DEALS: f64 = 0.07;
/// How its deals do at each stage, against the others.
pub const POOR_SOURCE_CHANCE: f64 = 0.85;

/// One seller answers slowly.
pub const SLOW_SELLER: &str = "Joost Hendriks";
/// Median working minutes to the first answer of the others.
pub const RESPONSE_MINUTES: f64 = 95.0;
/// How many times longer he takes.
pub const SLOW_SELLER_FACTOR: f64 = 9.0;

/// One stage leaks for one product.
pub const LEAKING_STAGE: &str = "Offerte";
pub const LEAKING_PRODUCT: &str = "Bedrijfsbatterij";
/// Share of its deals that get on from that stage; of the others about 0.72 do.
pub const LEAK_PASSES: f64 = 0.28;

/// One seller is new, has closed five deals and was lucky: no reason to call him the best.
pub const LUCKY_SELLER: &str = "Thibault Lemmens";
pub const LUCKY_DEALS: usize = 5;
pub const LUCKY_WINS: usize = 4;
/// He began so many days ago.
pub const LUCKY_BEGAN: usize = 110;

/// One seller's gut feeling is so many percentage points too high; the others are right on average.
pub const OPTIMIST: &str = "Sofie Peeters";
pub const OPTIMISM: f64 = 25.0;

/// Somebody left; his results stay, his open deals went to a colleague.
pub const LEFT_SELLER: &str = "Karel Dijkstra";
/// So many days ago.
pub const LEFT_DAYS_AGO: usize = 260;

/// Leads per month against the average, January first: a season with a top in spring.
pub const SEASON: [f64; 12] = [0.85, 1.0, 1.25, 1.3, 1.2, 1.0, 0.65, 0.7, 1.1, 1.1, 1.0, 0.85];

/// Growth of leads and deals in a year.
pub const GROWTH: f64 = 0.22;

/// A result of the playbook that goes together with winning, and by how much at each later stage.
pub const TELLING_RESULT: &str = "Beslisdatum bekend";
pub const TELLING_FACTOR: f64 = 1.12;
/// And how deals do without it.
pub const MISSING_FACTOR: f64 = 0.8;

/// Share of deals with customers who bought before.
pub const RETURNING_DEALS: f64 = 0.18;

/// Share of leads, apart from the newest, that nobody ever answered.
pub const UNANSWERED_LEADS: f64 = 0.07;

/// A campaign that cost far more than it brought: a fair in the middle of the history.
pub const COSTLY_CAMPAIGN: &str = "Vakbeurs Energie & Gebouw";
