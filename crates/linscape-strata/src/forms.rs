//! The closed forms of a stratum: inertia, dimension and what they are counted from.
//!
//! Each is a sum over bars or pairs of bars; `index_sources` says of every negative direction which pair it comes
//! from.

mod coefficients;
mod dimension;
mod index_sources;
mod inertia;
mod meetings;
mod profile;

pub use index_sources::IndexSources;
pub use profile::StratumProfile;

pub(crate) use coefficients::meets_in_second_variation;
use coefficients::{null_bars_meet, stabilizer};
pub(crate) use meetings::Meetings;
pub(crate) use profile::FamilyConstants;
