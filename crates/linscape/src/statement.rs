//! A problem stated: options, what was given, and the problem that they make.
//!
//! `ProblemOptions` is the one list of options; `state` makes a problem of it, or refuses it by the name of an
//! option. Weight decay can be met only by those who ask for it.

mod archive;
mod biases;
mod data;
mod decay;
mod given;
mod in_json;
mod network_widths;
mod note;
mod own_decay;
mod problem_options;
mod refusal;
mod stated;
mod stated_problem;
mod stating;
mod watch;

pub use decay::{StatedDecay, StatedOwn};
pub use given::{Given, IN_MEMORY};
pub use note::Note;
pub use problem_options::ProblemOptions;
pub use refusal::{
    BiasDecayOptionError, BiasOptionError, BiasesBy, DecayOptionError, StatementError, WidthsError,
};
pub use stated::Stated;
pub use stated_problem::StatedProblem;
pub use watch::Watch;

pub(crate) use in_json::real;
use in_json::{layers, number, numbers, widths};
pub(crate) use network_widths::NetworkWidths;
pub(crate) use own_decay::{KeptDecay, KnownDecay, OwnDecay};
pub(crate) use stated_problem::Origin;
pub(crate) use stating::LARGEST_DEPTH;
