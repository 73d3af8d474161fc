//! Progress, interruption and how a failure is told.

mod failure;
mod progress;
mod screen;
mod speech;
mod trajectory_progress;

pub(crate) use failure::Failure;
pub(crate) use progress::{
    TerminalObserver, end_of_interrupted, is_interrupted, watch_for_interrupts,
};
pub(crate) use screen::{ColourChoice, set_up_screens, style_of};
pub(crate) use speech::{said_so, say, standard_error};
pub(crate) use trajectory_progress::TrajectoryProgress;
