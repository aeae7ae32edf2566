//! Every function of the store on both engines: a fresh SQLite file always, PostgreSQL when
//! `TRECHTER_TEST_POSTGRES` names a server.

mod board;
mod filters;
mod home;
mod lists;
mod records;
mod search;
mod setup;
