//! A stratum: bars, the pairs of the unlearned modes, its key, and the ranks it is read from.

mod bar;
mod counting;
mod family_shape;
mod fit;
mod generic_bars;
mod key;
mod mode_pair;
mod pivot;
mod random_stratum;
mod rank_pattern;
mod stratum;
mod summand;

pub use bar::Bar;
pub use family_shape::FamilyShape;
pub use fit::StratumMismatch;
pub use key::StratumKeyError;
pub use mode_pair::ModePair;
pub use pivot::{Pivot, PivotVerdict};
pub use rank_pattern::{InconsistentRanks, RankPattern};
pub use stratum::Stratum;
pub use summand::Summand;

pub(crate) use counting::{counted, signed};
pub(crate) use generic_bars::generic_bars;
pub(crate) use mode_pair::avoids_gaps;
