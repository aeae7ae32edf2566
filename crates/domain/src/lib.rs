//! What Trechter knows about selling: the records, the rules, the events.
//!
//! Everything here is pure: a decision takes the present state, what somebody wants and a [`Ctx`]
//! (who, when, in which workspace set-up) and gives the new state with the [`Event`]s that lead to it,
//! or a typed [`Refusal`]. No clock, no chance, no SQL, no HTTP.

pub mod board;
pub mod calendar;
pub mod catalogue;
pub mod decide;
pub mod erasure;
pub mod event;
pub mod fold;
pub mod ids;
pub mod money;
pub mod paper;
pub mod permission;
pub mod record;
pub mod refusal;
pub mod template;
pub mod text;
pub mod time;

pub use catalogue::Catalogue;
pub use decide::Ctx;
pub use event::{Actor, Event, EventKind, NewEvent, Origin, Subject};
pub use fold::Document;
pub use ids::*;
pub use money::{Currency, Money};
pub use refusal::{FieldError, Refusal};
pub use time::Instant;
