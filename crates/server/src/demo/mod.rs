//! A believable company with years of history, for people who want to look around and for measuring.
//! The same seed, size and day give the same data. Every step goes through `domain::decide`.

mod builder;
mod cast;
mod chance;
mod days;
mod deals;
#[cfg(test)]
mod facts_test;
mod leads;
mod load;
mod market;
mod norms;
mod parties;
pub mod planted;
mod stories;
mod touches;
mod words;
mod world;

use trechter_domain::Instant;
use uuid::Uuid;

pub use cast::{COMPANY, Cast, Person};
pub use load::{Known, Loaded, known, load};
pub use stories::Stories;
pub use world::{Made, World};

/// The password of everybody in the demo.
pub const PASSWORD: &str = "demo-trechter";

/// Share of deals that began as a lead.
const LEAD_DEALS: f64 = 0.70;
/// Leads that come to nothing, per deal.
const FRUITLESS_LEADS: f64 = 1.4;
/// Companies with which nothing has begun, per deal.
const SUSPECTS: f64 = 0.15;

/// How much of which history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    pub deals: u64,
    pub seed: u64,
    pub years: u32,
    /// The history ends here.
    pub now: Instant,
}

impl Plan {
    /// The id of its workspace: another seed or size is another workspace.
    pub fn workspace(&self) -> Uuid {
        let mut chance = chance::Chance::of(self.seed, self.deals, u64::from(self.years));
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&chance.next().to_le_bytes());
        uuid::Builder::from_unix_timestamp_millis(1_700_000_000_000, &bytes).into_uuid()
    }
}
