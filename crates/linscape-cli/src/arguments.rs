//! The options of the command line, as plain data.

mod family;
mod filter;
mod output;
mod picture;
mod problem;
mod tables;
mod trajectory;
mod weights;
mod widths;

pub(crate) use family::{FamilyArguments, StatedFamily, parse_stratum, parse_subset};
pub(crate) use filter::FilterArguments;
pub(crate) use output::{OutputArguments, check_distinct, check_spared};
pub(crate) use picture::ScaleArgument;
pub(crate) use problem::{ProblemArguments, StatedProblem};
pub(crate) use trajectory::read_trajectory;
pub(crate) use weights::TensorArguments;
pub(crate) use widths::WidthArguments;
