//! Escape orders and the shortest paths that give them.
//!
//! At a nonstrict saddle the loss falls first in the degree of the shortest way through the layers along which bars
//! can be joined; the way itself is given, link by link.

mod bar_kinds;
mod escaping_links;
mod order;
mod path;
mod shortest_ways;
mod ways;

pub use escaping_links::EscapingLinks;
pub use path::{EscapePath, Link};

pub(crate) use bar_kinds::{BarKind, Role};
pub(crate) use order::leading_escape_order;
pub(crate) use shortest_ways::ShortestWays;
pub(crate) use ways::alive;
