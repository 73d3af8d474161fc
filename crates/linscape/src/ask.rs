//! What one can ask of a stated problem, one question a file.
//!
//! A question takes a stated problem, settings as plain data and an observer, and gives a record; command line,
//! Python, sweeps and the web ask the same. Refusals stand in `refusal`.

mod biases;
mod classify;
mod decayed;
mod explain;
mod family;
mod flow;
mod landscape;
mod learning;
mod pictures;
mod refusal;
mod represent;
mod room;
mod spectrum;
mod strata;
mod verify;

pub use classify::{Classified, check_weights, classify};
pub use decayed::{
    DecayedVerification, OwnVerification, USUAL_DECAYED_POINTS, classify_with_decay,
    classify_with_own_decay, directions_with_decay, directions_with_own_decay, list_decayed,
    list_own, list_whole_own, own_report, parse_word, represent_decayed, represent_own,
    verified_point, verify_decayed, verify_own,
};
pub use explain::explain;
pub(crate) use family::read_indices;
pub use family::{FamilyPoint, StatedFamily, WordPoint, parse_stratum, parse_subset};
pub use family::{spectrum_of_family, spectrum_of_word};
pub use flow::{
    Checkpoint, CheckpointError, FlowOptionError, FlowOptions, FlowRun, Mover, MovingIn,
    TraceOptions, run_flow, trace,
};
pub use flow::{DecayedFlowRun, run_decayed_flow, trace_decayed};
pub use flow::{Monitor, Observation, Sight};
pub use flow::{OwnFlowRun, run_own_flow, trace_own};
pub use landscape::{
    BalancedCheck, ConnectionCheck, ConnectionsWanted, FailedConnection, LandscapeCheck,
    ListedValues, LossLimit, ValuesWanted, check_landscape, decayed_graph, document_landscape,
    graph, list_landscape, room_for_check, values, values_with_decay, verify_connections,
    verify_moves,
};
pub use learning::{LearningOptions, learning};
pub use pictures::{
    EscapeDrawing, HessianDrawing, Page, PageWanted, Picture, ValuesDrawn, plot_barriers,
    plot_bifurcation, plot_decayed_trajectory, plot_escape, plot_hessian, plot_own_trajectory,
    plot_spectrum, plot_surface, plot_trajectory, plot_values, view, view_with_decay,
};
pub use refusal::{
    DrawingLimit, Limit, MatrixLimit, SubsetTextError, TaskError, TrajectoryError, Unaware,
    ValuesLimit,
};
pub use represent::{RepresentOptions, Representation, represent};
pub use room::room_for_measured_point;
pub use spectrum::{
    SpectrumOptions, SpectrumRoad, WeightsPoint, spectrum_in_data, spectrum_of_decayed_weights,
    spectrum_of_own_weights, spectrum_of_weights,
};
pub use strata::{StrataListing, StrataWanted, count_strata, gather_strata, gather_strata_records};
pub use verify::{ProvedFile, Verifier, classify_exactly};

pub(crate) use biases::{as_matrices, with_best_offset, with_first_bias};
pub(crate) use classify::check_widths;
pub(crate) use decayed::LARGEST_DENSE;
pub(crate) use room::Matrices;
