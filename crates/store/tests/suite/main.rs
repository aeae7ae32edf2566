//! Every function of the store on both engines: a fresh SQLite file always, PostgreSQL when
//! `TRECHTER_TEST_POSTGRES` names a server.

mod batches;
mod board;
mod catalogue;
mod directory;
mod erasure;
mod faults;
mod filling;
mod filters;
mod home;
mod idempotency;
mod isolation;
mod lists;
mod log;
mod migrations;
mod raw;
mod records;
mod replay;
mod search;
mod setup;
