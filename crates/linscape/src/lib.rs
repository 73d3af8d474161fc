//! The exact loss landscape of deep linear networks `L = ½‖Y − W_h⋯W_1 X‖²`, for Rust.
//!
//! Every critical point learns a subset of the singular values of the data. This library states a
//! problem, lists its critical points, says what each is, and tells where given weights lie among
//! them; the command line, Python and sweeps ask the same functions.
//!
//! ```
//! use linscape::{ProblemOptions, list_landscape};
//! use linscape::formats::{ReportStyle, write_report};
//!
//! let stated = ProblemOptions {
//!     sigma: Some("3,2,1".into()),
//!     widths: Some("3,3,3,3".into()),
//!     ..ProblemOptions::default()
//! }
//! .state()?;
//! let landscape = list_landscape(&stated, None, &())?;
//! let mut table = Vec::new();
//! write_report(&mut table, &landscape, stated.source.as_ref(), ReportStyle::default())?;
//! assert!(String::from_utf8(table)?.contains("nonstrict saddle       0        19         8"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # State a problem
//! [`ProblemOptions`]: singular values, Σ itself, data in files or in memory ([`Given`]); its
//! [`state`](ProblemOptions::state) gives a [`StatedProblem`].
//!
//! # The landscape
//! [`list_landscape`] lists families with their connections ([`quotient::Landscape`]);
//! [`values()`] lists critical values, [`graph()`] is what graph files hold, [`check_landscape`] and
//! [`verify_connections`] hold both against the dense Hessian and gradient flow. Below,
//! [`critical::CriticalValues`] takes values one by one from either end, [`critical::all_values`] all of
//! them.
//!
//! # Strata
//! [`gather_strata`] lists the strata of a family; [`strata`] has the closed forms themselves. [`learning()`] gives
//! learning coefficients for a truth of each rank, [`explain()`] why a stratum is what it is.
//!
//! # Points
//! [`represent`] makes weights of a critical point, [`classify`] says what given weights are,
//! [`spectrum_of_family`] and [`spectrum_of_weights`] give Hessian spectra, [`Verifier`] holds the
//! theorem against the dense Hessian.
//!
//! # Weight decay
//! [`state_decayed`](ProblemOptions::state_decayed) gives a [`StatedDecay`], [`Stated`] is a problem with or
//! without; [`list_decayed`],
//! [`parse_word`], [`represent_decayed`], [`classify_with_decay`] and [`verify_decayed`] ask of it.
//!
//! # Flow
//! [`run_flow`] follows gradient flow or descent from [`FlowOptions`] ([`run_decayed_flow`] with weight decay), [`trace`] reads somebody's
//! checkpoints.
//!
//! # Draw and write
//! [`formats`] writes reports, JSON and graph files; [`plot_values`] and the other plots
//! give SVG, [`view()`] the page.
//!
//! # Sweep
//! [`sweep_jobs`] reads problems × tasks × seeds, [`SweepJob::run`] gives a row, [`run_shard`] writes
//! the rows of a share of the jobs.
//!
//! # Refusals
//! [`StatementError`] and [`TaskError`] are one line each; what they display names options as
//! fields, and [`in_words`](formats::Worded::in_words) says them in the words of the command line.
//!
//! The crates below are here under short names. Longer examples are in `examples/`:
//! `cargo run -p linscape --example landscape`, `digits`, `classify_checkpoint`,
//! `saddle_to_saddle`, `own_exporter`.

mod ask;
mod statement;
mod sweep;

pub use ask::{
    BalancedCheck, ConnectionCheck, ConnectionsWanted, DrawingLimit, EscapeDrawing,
    FailedConnection, FamilyPoint, HessianDrawing, LandscapeCheck, ListedValues, LossLimit, Page,
    PageWanted, Picture, ValuesDrawn, ValuesLimit, ValuesWanted, check_landscape, decayed_graph,
    explain, graph, plot_barriers, plot_bifurcation, plot_decayed_trajectory, plot_escape,
    plot_hessian, plot_own_trajectory, plot_spectrum, plot_surface, plot_trajectory, plot_values,
    room_for_check, values, values_with_decay, verify_connections, verify_moves, view,
    view_with_decay,
};
pub use ask::{
    Checkpoint, CheckpointError, Classified, FlowOptionError, FlowOptions, FlowRun,
    LearningOptions, Limit, MatrixLimit, Monitor, Mover, MovingIn, Observation, ProvedFile,
    RepresentOptions, Representation, Sight, SpectrumOptions, SpectrumRoad, StatedFamily,
    StrataListing, StrataWanted, SubsetTextError, TaskError, TraceOptions, TrajectoryError,
    Unaware, Verifier, WeightsPoint, WordPoint, check_weights, classify, classify_exactly,
    count_strata, document_landscape, gather_strata, gather_strata_records, learning,
    list_landscape, parse_stratum, parse_subset, represent, room_for_measured_point, run_flow,
    spectrum_in_data, spectrum_of_decayed_weights, spectrum_of_family, spectrum_of_weights,
    spectrum_of_word, trace,
};
pub use ask::{
    DecayedFlowRun, DecayedVerification, USUAL_DECAYED_POINTS, classify_with_decay,
    directions_with_decay, directions_with_own_decay, list_decayed, parse_word, represent_decayed,
    run_decayed_flow, trace_decayed, verified_point, verify_decayed,
};
pub use ask::{
    OwnFlowRun, OwnVerification, classify_with_own_decay, list_own, list_whole_own, own_report,
    represent_own, run_own_flow, spectrum_of_own_weights, trace_own, verify_own,
};
pub use statement::{
    BiasDecayOptionError, BiasOptionError, BiasesBy, DecayOptionError, Given, IN_MEMORY, Note,
    ProblemOptions, Stated, StatedDecay, StatedOwn, StatedProblem, StatementError, Watch,
    WidthsError,
};
pub use sweep::{
    OneOrMore, Shard, ShardError, ShardRun, SweepFamily, SweepFlow, SweepJob, SweepProblem,
    SweepRow, SweepSpecError, SweepTask, run_shard, sweep_jobs,
};

pub use linscape_critical as critical;
pub use linscape_curvature as curvature;
pub use linscape_decay as decay;
pub use linscape_exact as exact;
pub use linscape_flow as flow;
pub use linscape_formats as formats;
pub use linscape_network as network;
pub use linscape_pictures as pictures;
pub use linscape_points as points;
pub use linscape_quotient as quotient;
pub use linscape_strata as strata;
