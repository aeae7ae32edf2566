//! Everything of Trechter that waits or talks: HTTP, live updates, jobs, the command line.

pub mod api;
pub mod app;
pub mod backup;
pub mod caller;
pub mod clock;
pub mod commands;
pub mod demo;
pub mod erasure;
pub mod export;
pub mod files;
pub mod http;
pub mod import;
pub mod live;
pub mod numbers;
pub mod password;
pub mod routes;
pub mod secret;
