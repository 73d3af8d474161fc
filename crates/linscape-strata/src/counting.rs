//! Strata counted by generating functions, not listed.
//!
//! Numbers of strata and of points are coefficients of products of short series, and so exact however many there
//! are.

mod counts;
mod point_counts;
mod problem_strata;
mod rank_strata;
mod summand_series;
mod truncated_series;

pub use counts::{StratumCounts, stratum_count};
pub use point_counts::PointCounts;
pub use problem_strata::strata_of_problem;
pub use rank_strata::{FamilyStrata, RankStrata};
pub use summand_series::CountError;

pub(crate) use rank_strata::counts_in_time;
pub(crate) use summand_series::SummandSeries;
pub(crate) use truncated_series::{TruncatedSeries, cells};
