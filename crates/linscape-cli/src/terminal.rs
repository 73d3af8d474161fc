//! Progress, interruption and how a failure is told.
//!
//! All that a person at a terminal meets beside the answer: progress, notes, questions of taste such as width and
//! colour, and how a failure becomes a line and an exit code.

mod failure;
mod hints;
mod progress;
mod screen;
mod speech;
mod trajectory_progress;

pub(crate) use failure::Failure;
pub(crate) use hints::with_hint;
pub(crate) use progress::{
    TerminalObserver, end_of_interrupted, is_interrupted, watch_for_interrupts,
};
pub(crate) use screen::{ColourChoice, set_up_screens, style_of};
pub(crate) use speech::{said_so, say, standard_error};
pub(crate) use trajectory_progress::TrajectoryProgress;
