//! HTTP itself: operations, their answers, problems in words, the OpenAPI document, the pages.

mod assets;
pub mod docs;
mod kept;
pub mod limits;
pub mod openapi;
pub mod operation;
mod problem;
mod raw;
mod schema;
pub mod words;

pub use assets::page;
pub use kept::{KeptAnswers, Question, ToJson, Written};
pub use operation::{Access, Answer, ById, Call, Described, Nothing, Once, Operation, Routes, admit};
pub use problem::Problem;
pub use raw::{Bytes, RawCall, RawOperation};
pub use schema::{Input, View};
pub use words::language;
