//! What people write down beside the records: talks, snapshots of numbers, how they like their dashboard.
//! In the log like everything else, but read one kind at a time and never with the catalogue.

mod layout;
mod snapshot;
mod talk;

pub use layout::{Layout, Tile, TileSize};
pub use snapshot::Snapshot;
pub use talk::{Talk, TalkAction};
