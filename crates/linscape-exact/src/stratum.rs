//! Strata as plain data, and their random rational points.

mod bars;
mod outer_bases;
mod steps;
mod stratum_point;
mod unimodular;

pub use bars::{BarName, Bars, BarsError, Interior, Mode, ModeState};
pub use steps::Step;
pub use stratum_point::{StratumPoint, random_point};
