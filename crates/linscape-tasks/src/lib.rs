//! What one asks of a problem, as functions from a [`StatedProblem`] to what the formats write: the
//! layer that the command line, Python and sweeps have in common.
//!
//! - stating: [`ProblemOptions`] with files or values in memory ([`Given`]);
//! - asking: [`list_landscape`], [`gather_strata`], [`represent`], [`classify`],
//!   [`spectrum_of_family`], [`spectrum_of_weights`], [`Verifier`], [`run_flow`], [`trace`];
//! - sweeping: [`sweep_jobs`] reads problems × tasks × seeds, [`SweepJob::run`] gives a row,
//!   [`run_shard`] writes the rows of a share of the jobs;
//! - refusing: [`StatementError`] and [`TaskError`], in the words of the command line, options named
//!   `--so`.
//!
//! Arguments, terminals, arrays of other languages and progress bars belong to the front ends.

mod classification;
mod family;
mod flow_options;
mod given;
mod listed_landscape;
mod network_widths;
mod problem_options;
mod representation;
mod samples_in;
mod spectra;
mod stated_problem;
mod statement_error;
mod strata_listing;
mod sweep_flow;
mod sweep_flow_columns;
mod sweep_job;
mod sweep_problem;
mod sweep_result;
mod sweep_row;
mod sweep_shard;
mod sweep_spec;
mod sweep_task;
mod task_error;
mod trajectories;
mod verified_points;
mod verifier;

pub use classification::{Classified, check_weights, classify};
pub use family::{StatedFamily, SubsetTextError, parse_stratum, parse_subset};
pub use flow_options::{FlowOptionError, FlowOptions, Mover};
pub use given::{Given, IN_MEMORY};
pub use listed_landscape::list_landscape;
pub use network_widths::{NetworkWidths, WidthsError};
pub use problem_options::ProblemOptions;
pub use representation::{RepresentOptions, Representation, represent};
pub use spectra::{SpectrumOptions, WeightsPoint, spectrum_of_family, spectrum_of_weights};
pub use stated_problem::StatedProblem;
pub use statement_error::StatementError;
pub use strata_listing::{StrataListing, StrataWanted, gather_strata};
pub use sweep_flow::SweepFlow;
pub use sweep_job::SweepJob;
pub use sweep_problem::{SweepProblem, SweepProblemError};
pub use sweep_row::SweepRow;
pub use sweep_shard::{Shard, ShardError, ShardRun, run_shard};
pub use sweep_spec::{SweepSpecError, sweep_jobs};
pub use sweep_task::{OneOrMore, SweepTask};
pub use task_error::{Limit, TaskError};
pub use trajectories::{FlowRun, run_flow, trace};
pub use verifier::Verifier;
