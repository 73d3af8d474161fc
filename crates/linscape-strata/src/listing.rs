//! Strata one after another, filtered, in parallel; irreducible components.
//!
//! The balanced stratum comes first and the others in the order of their counts. Branches in which none can meet a
//! filter are cut off, and the order is the same for any number of threads.

mod bound;
mod component_kind;
mod components;
mod filter;
mod in_parallel;
mod null_ends;
mod pair_search;
mod strata;
mod table;

pub use component_kind::ComponentKind;
pub use components::Components;
pub use filter::StrataFilter;
pub use in_parallel::list_strata_in_parallel;
pub use strata::{ListedStratum, Strata};

pub(crate) use bound::StrataBound;
pub(crate) use null_ends::NullEnds;
pub(crate) use pair_search::PairSearch;
pub(crate) use table::{Counts, StrataTable};
