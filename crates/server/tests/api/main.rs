//! The API as programs and browsers meet it: whole requests against the whole router, a fixed clock, a
//! fresh SQLite file per test; on PostgreSQL too when `TRECHTER_TEST_POSTGRES` names a server.

mod harness;

mod access;
mod archive;
mod board;
mod erase;
mod every;
mod export;
mod export_numbers;
mod facts;
mod files;
mod idempotency;
mod layouts;
mod live;
mod measure;
mod norms;
mod planted;
mod records;
mod rights;
mod setup;
mod snapshots;
mod stages;
mod talks;
mod undo;
