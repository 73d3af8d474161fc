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

mod ask;
mod statement;
mod sweep;

pub use ask::{
    Classified, FlowOptionError, FlowOptions, FlowRun, Limit, Mover, RepresentOptions,
    Representation, SpectrumOptions, StatedFamily, StrataListing, StrataWanted, SubsetTextError,
    TaskError, Verifier, WeightsPoint, check_weights, classify, gather_strata, list_landscape,
    parse_stratum, parse_subset, represent, run_flow, spectrum_of_family, spectrum_of_weights,
    trace,
};
pub use statement::{Given, IN_MEMORY, ProblemOptions, StatedProblem, StatementError, WidthsError};
pub use sweep::{
    OneOrMore, Shard, ShardError, ShardRun, SweepFlow, SweepJob, SweepProblem, SweepRow,
    SweepSpecError, SweepTask, run_shard, sweep_jobs,
};
