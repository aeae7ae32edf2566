//! What all kinds of records can do, and what each can do alone.

mod bulk;
mod change;
mod convert;
mod life;
mod links;
mod merge;
mod once;
