//! The import of an old CRM's files: read, propose, try, run in chunks, undo.

pub mod batch;
pub mod cells;
pub mod change;
pub mod check;
pub mod chunk;
pub mod detect;
pub mod draft;
pub mod entity;
pub mod entries;
pub mod index;
pub mod job;
pub mod keep;
pub mod mapping;
pub mod plan;
pub mod presets;
pub mod propose;
pub mod read;
pub mod refused;
pub mod report;
pub mod tidy;
pub mod undo;
pub mod value;
pub mod words;
