//! Every function of the store on both engines: a fresh SQLite file always, PostgreSQL when
//! `TRECHTER_TEST_POSTGRES` names a server.

mod board;
mod catalogue;
mod filters;
mod home;
mod idempotency;
mod lists;
mod log;
mod raw;
mod records;
mod replay;
mod search;
mod setup;
