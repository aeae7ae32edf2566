//! What every operation of the API keeps to. The operations come from the list that also builds the
//! router: a new one without an example here fails.

mod bodies;
mod contract;
mod examples;
mod isolation;
mod queries;
mod rights;
mod strangers;
