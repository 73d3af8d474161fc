//! Escape orders and the shortest paths that give them.

mod bar_kinds;
mod escaping_links;
mod order;
mod path;
mod shortest_ways;

pub use escaping_links::EscapingLinks;
pub use path::{EscapePath, Link};

pub(crate) use bar_kinds::{BarKind, Role};
pub(crate) use order::leading_escape_order;
pub(crate) use shortest_ways::{ShortestWays, alive};
