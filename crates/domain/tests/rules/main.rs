//! The rules, as tables: a state, a wish, and in words what is decided.

mod calendars;
mod deals;
mod desk;
mod fields;
mod leads;
mod merges;
mod norms;
mod permissions;
mod values;
