//! The closed forms of a stratum: inertia, dimension and what they are counted from.

mod dimension;
mod index_sources;
mod inertia;
mod meetings;
mod profile;

pub use index_sources::IndexSources;
pub use profile::StratumProfile;

pub(crate) use dimension::stabilizer;
pub(crate) use inertia::{meets_in_second_variation, null_bars_meet};
pub(crate) use meetings::{Meetings, counted, signed};
pub(crate) use profile::FamilyConstants;
