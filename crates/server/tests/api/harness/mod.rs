//! Sentences to write tests with.
//!
//! ```ignore
//! on_every_engine(async |app| {
//!     let zuid = app.team("Zuid").await;
//!     let bram = app.seller("Bram").in_team(&zuid).sees("team").await;
//!     let deal = bram.creates("deals", json!({ "title": "Kantoor" })).await;
//!     bram.post(&format!("/deals/{}/win", id(&deal)), json!({})).await.refused(422, "invalid");
//! });
//! ```

#![allow(dead_code, unused_imports, reason = "words are there before the sentence that needs them")]

mod app;
mod ask;
mod people;

pub use app::{PASSWORD, TestApp, address, on_every_engine, on_sqlite};
pub use ask::{Ask, Reply, id, version};
pub use people::{Person, Signed};
