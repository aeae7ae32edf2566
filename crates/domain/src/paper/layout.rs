//! Which numbers somebody's dashboard shows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::MemberId;
use crate::catalogue::entry;
use crate::event::Kind;

/// Most numbers of one dashboard.
const MOST: usize = 40;

/// How much room a number gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TileSize {
    /// One column: the number and its change.
    #[default]
    Small,
    /// Two columns: with its trend.
    Wide,
    /// Two columns and two rows.
    Large,
}

/// One number on a dashboard.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Tile {
    /// Key of the number, as in its definition.
    pub metric: String,
    /// How much room it gets.
    pub size: TileSize,
}

entry! {
    /// The numbers of a dashboard in their order: a member's own, or what everybody begins with.
    Layout(LayoutId), Layout, label: => title, personal: [],
    {
        /// Whose it is; nobody's is the workspace's.
        owner: Option<MemberId>,
        tiles: Vec<Tile>,
    }
    check(this, check) {
        check.known("owner", Kind::Member, this.owner.map(|id| id.0));
        if this.tiles.is_empty() {
            check.wrong("tiles", "required");
        }
        if this.tiles.len() > MOST {
            check.wrong("tiles", "too_many");
        }
        for place in 0..this.tiles.len() {
            let metric = &this.tiles[place].metric;
            if this.tiles[..place].iter().any(|other| other.metric == *metric) {
                check.wrong(&format!("tiles.{place}.metric"), "given_twice");
            }
        }
    }
}

impl Layout {
    fn title(&self) -> String {
        self.owner.map_or_else(|| "workspace".to_owned(), |owner| owner.to_string())
    }
}
