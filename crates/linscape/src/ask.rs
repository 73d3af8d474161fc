//! What one can ask of a stated problem, one question a file.

mod classify;
mod family;
mod flow_options;
mod landscape;
mod represent;
mod spectrum;
mod strata;
mod task_error;
mod trajectories;
mod verified_points;
mod verifier;

pub use classify::{Classified, check_weights, classify};
pub use family::{StatedFamily, SubsetTextError, parse_stratum, parse_subset};
pub use flow_options::{FlowOptionError, FlowOptions, Mover};
pub use landscape::list_landscape;
pub use represent::{RepresentOptions, Representation, represent};
pub use spectrum::{SpectrumOptions, WeightsPoint, spectrum_of_family, spectrum_of_weights};
pub use strata::{StrataListing, StrataWanted, gather_strata};
pub use task_error::{Limit, TaskError};
pub use trajectories::{FlowRun, run_flow, trace};
pub use verifier::Verifier;

pub(crate) use classify::check_widths;
pub(crate) use verified_points::{PointsWanted, VerifiedPoints, all_families};
