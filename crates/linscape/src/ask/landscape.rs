//! The landscape of a problem and its critical values, and whether numerics agree with both.
//!
//! Whether families are listed at once, in part or not at all depends on how many there are, and is decided here
//! for everybody who asks.

mod check;
mod connections;
mod graph;
mod listing;
mod loss_limit;
mod value_subsets;
mod values;

pub use check::{BalancedCheck, LandscapeCheck, check_landscape, room_for_check};
pub use connections::{
    ConnectionCheck, ConnectionsWanted, FailedConnection, verify_connections, verify_moves,
};
pub use graph::{decayed_graph, graph};
pub use listing::{document_landscape, list_landscape};
pub use loss_limit::LossLimit;
pub use values::{ListedValues, ValuesWanted, values, values_with_decay};
