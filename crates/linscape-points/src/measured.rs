//! Ranks and gradients read from given weights, each with the error that rounding allows.
//!
//! Errors come from how the weights were stored and from the products they enter; a number beside its error is all
//! that `classify` may use.

mod entry_errors;
mod error_bound;
mod measured_ranks;
mod point_errors;
mod point_spectra;
mod rank_reading;
mod weight_errors;

pub use measured_ranks::{MeasureError, MeasuredRanks};
pub use rank_reading::OpenRank;
pub use weight_errors::{StoredFirst, WeightErrors};

pub(crate) use entry_errors::EntryErrors;
pub(crate) use error_bound::ErrorBound;
pub(crate) use point_errors::PointErrors;
pub(crate) use point_spectra::PointSpectra;
pub(crate) use rank_reading::RankReading;
pub(crate) use weight_errors::natural_size;
