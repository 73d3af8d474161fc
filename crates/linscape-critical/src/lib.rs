//! Critical values and critical points of deep linear networks, from subsets of the data's
//! singular values.
//!
//! A network of widths `d_0, …, d_h` computes `W = W_h ⋯ W_1`; its loss on data `X`, `Y` is
//! `L = ½‖Y − W X‖²`. Whitening the data ([`Reduction`]) leaves `L = κ + ½‖Σ − W‖²`, and every
//! critical point learns a subset `J` of the nonzero singular values of `Σ` ([`SingularSubset`]):
//! its loss is `L_J = κ + ½ Σ_{l ∉ J} σ_l²`. This crate reads a [`Problem`] off the data, counts
//! the families exactly, lists them best-first or all at once, and builds the balanced
//! [`CriticalPoint`] of each.
//!
//! The mathematics is in `docs/theory.md`, the dictionary of symbols in `docs/notation.md`.

mod all_values;
mod architecture;
mod best_first;
mod counted_sums;
mod critical_point;
mod critical_value;
mod crowd;
mod dataset;
mod exact_number;
mod families;
mod family_count;
mod level;
mod level_store;
mod loss_convention;
mod memory;
mod observer;
mod problem;
mod reduction;
mod spectrum;
mod squares;
mod subset;
mod tolerance;
mod value_counts;
mod value_groups;
mod value_ladder;
mod weights;

pub use all_values::{ALL_VALUES_LIMIT, AllValue, AllValues, all_values};
pub use architecture::{Architecture, ArchitectureError};
pub use best_first::{BestFirst, Direction};
pub use critical_point::{CriticalPoint, SingularBases};
pub use critical_value::{CriticalValue, CriticalValues, ValuesError};
pub use dataset::{Dataset, DatasetError};
pub use exact_number::{ExactNumberError, parse_exact};
pub use families::Families;
pub use family_count::{families_by_rank, family_count};
pub use loss_convention::{LossConvention, LossConventionError};
pub use memory::{LARGEST_WORK, TooLarge, room_for};
pub use observer::{Observer, Progress};
pub use problem::{Problem, ProblemError};
pub use reduction::{Dropped, Reduction, ReductionError};
pub use spectrum::{Spectrum, SpectrumError};
pub use squares::Squares;
pub use subset::{SingularSubset, SubsetError};
pub use tolerance::{Origin, Threshold, Tolerance};
pub use value_counts::{CountedValue, ValueCounts};
pub use weights::{Weights, WeightsError};
