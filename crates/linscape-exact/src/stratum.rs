//! Strata as plain data, and their random rational points.
//!
//! A stratum is handed over as bars, plain data of this crate, and comes back as weights with small fractions, made
//! by unimodular steps from the bars alone.

mod bars;
mod outer_bases;
mod steps;
mod stratum_point;
mod unimodular;

pub use bars::{BarName, Bars, BarsError, Interior, Mode, ModeState};
pub use steps::Step;
pub use stratum_point::{StratumPoint, random_point};
