//! The import of an old CRM's files: read, propose, try, run in chunks, undo.

pub mod cells;
pub mod change;
pub mod chunk;
pub mod detect;
pub mod draft;
pub mod entity;
pub mod entries;
pub mod index;
pub mod mapping;
pub mod plan;
pub mod presets;
pub mod propose;
pub mod read;
pub mod report;
pub mod value;
pub mod words;
