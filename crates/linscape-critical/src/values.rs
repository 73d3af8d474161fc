//! Critical values in order, from either end, all of them, or only how many.
//!
//! Losses are compared as whole numbers of one unit. A heap lists them from either end, a merge lists them all, and
//! generating functions count without listing; the three agree to the last family.

mod all_values;
mod best_first;
mod counted_sums;
mod critical_value;
mod crowd;
mod families;
mod families_below;
mod family_count;
mod level;
mod level_store;
mod value_counts;
mod value_groups;
mod value_ladder;
mod values_error;

pub use all_values::{ALL_VALUES_LIMIT, AllValue, AllValues, all_values};
pub use best_first::{BestFirst, Direction};
pub use critical_value::{CriticalValue, CriticalValues};
pub use families::Families;
pub use families_below::{FamiliesBelow, families_below};
pub use family_count::{families_by_rank, family_count};
pub use value_counts::{CountedValue, ValueCounts};
pub use values_error::ValuesError;

pub(crate) use best_first::Search;
pub(crate) use counted_sums::{Ways, lowest_sums};
pub(crate) use crowd::{Classes, Crowd, WholeLevel};
pub(crate) use level::Level;
pub(crate) use level_store::LevelStore;
pub(crate) use value_groups::ValueGroups;
pub(crate) use value_ladder::Ladder;
