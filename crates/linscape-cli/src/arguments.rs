//! The options of the command line, as plain data.
//!
//! Each file is one group of options that several commands share, parsed by clap and turned into the library's own
//! types once; `idle` refuses options that would say nothing beside the others.

mod coordinates;
mod family;
mod filter;
mod idle;
mod output;
mod picture;
mod problem;
mod trajectory;
mod weights;

pub(crate) use coordinates::Coordinates;
pub(crate) use family::{FamilyArguments, StatedFamily};
pub(crate) use filter::FilterArguments;
pub(crate) use idle::refuse_idle;
pub(crate) use output::{OutputArguments, Written, check_distinct, csv_file, finish_table};
pub(crate) use picture::{PictureArguments, ScaleArgument};
pub(crate) use problem::{
    ProblemArguments, StatedProblem, decay_with_biases_of, load, load_any_decay, load_decayed,
    load_exactly, say_notes_of, watched, with_words,
};
pub(crate) use trajectory::{
    read_decayed_trajectory, read_trajectory, read_trajectory_among_points, with_problem_of,
};
pub(crate) use weights::{TensorArguments, say_notes};
