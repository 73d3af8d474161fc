//! What one can ask of a stated problem, one question a file.

mod biases;
mod classify;
mod decayed;
mod family;
mod flow;
mod landscape;
mod learning;
mod refusal;
mod represent;
mod room;
mod spectrum;
mod strata;
mod verify;

pub use classify::{Classified, check_weights, classify};
pub use decayed::{
    DecayedVerification, USUAL_DECAYED_POINTS, classify_with_decay, list_decayed, parse_word,
    represent_decayed, verify_decayed,
};
pub use family::{StatedFamily, parse_stratum, parse_subset};
pub use flow::{
    Checkpoint, CheckpointError, FlowOptionError, FlowOptions, FlowRun, Mover, MovingIn,
    TraceOptions, run_flow, trace,
};
pub use landscape::{document_landscape, list_landscape};
pub use learning::{LearningOptions, learning};
pub use refusal::{Limit, MatrixLimit, SubsetTextError, TaskError, TrajectoryError};
pub use represent::{RepresentOptions, Representation, represent};
pub use room::room_for_measured_point;
pub use spectrum::{
    SpectrumOptions, SpectrumRoad, WeightsPoint, spectrum_of_family, spectrum_of_weights,
};
pub use strata::{StrataListing, StrataWanted, gather_strata};
pub use verify::{ProvedFile, Verifier, classify_exactly};

pub(crate) use biases::{with_best_offset, with_first_bias};
pub(crate) use classify::check_widths;
pub(crate) use room::Matrices;
