//! HTTP itself: operations, their answers, problems in words, the OpenAPI document, the pages.

mod assets;
pub mod limits;
pub mod openapi;
pub mod operation;
mod problem;
mod schema;
pub mod words;

pub use assets::page;
pub use operation::{Access, Answer, ById, Call, Nothing, Operation, Routes, admit};
pub use problem::Problem;
pub use schema::{Input, View};
pub use words::language;
