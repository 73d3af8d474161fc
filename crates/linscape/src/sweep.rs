//! Sweeps: many problems, one row each, in shards.
//!
//! A specification becomes jobs in a fixed order, a job one row with the columns of its task, and a shard every
//! n-th job; a row that fails says why in the words of fields.

mod classified;
mod decayed;
mod flow;
mod flow_columns;
mod followed;
mod job;
mod problem;
mod result;
mod row;
mod shard;
mod spec;
mod task;
mod verified;
mod work;
mod written;

pub use flow::SweepFlow;
pub use job::SweepJob;
pub use problem::SweepProblem;
pub use row::SweepRow;
pub use shard::{Shard, ShardError, ShardRun, run_shard};
pub use spec::{SweepSpecError, sweep_jobs};
pub use task::{OneOrMore, SweepFamily, SweepTask};

pub(crate) use classified::{Classified, WeightsOfTask};
pub(crate) use decayed::{DecayedColumns, OwnColumns};
pub(crate) use flow_columns::FlowColumns;
pub(crate) use followed::{Followed, finite};
pub(crate) use result::SweepResult;
pub(crate) use verified::Verified;
pub(crate) use written::written;
