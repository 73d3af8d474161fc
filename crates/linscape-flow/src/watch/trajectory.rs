//! What a trajectory was like.

use crate::{Visit, Work};
use linscape_critical::NaturalUnits;

/// One moment of a trajectory.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// The time; for gradient descent the number of steps times the step size.
    pub time: f64,
    /// The loss, offset included, in the problem's convention.
    pub loss: f64,
    /// `u_lᵀ W v_l` for `l = 1, …, s`, whitened coordinates.
    pub modes: Vec<f64>,
}

/// How a trajectory ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ending {
    /// At the time or loss asked for.
    Finished,
    /// The loss grew beyond all bounds, or weights stopped being numbers.
    Diverged {
        /// When.
        time: f64,
    },
    /// The observer stopped it.
    Interrupted,
    /// At a critical point, short of the loss or time asked for: nothing moves any more but for
    /// rounding.
    AtRest,
    /// The steps allowed were used up.
    OutOfSteps,
    /// The integrator gave up: steps became too short, or its explicit method found no further one.
    BrokenOff,
}

impl Ending {
    /// The status in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Finished | Self::AtRest => "finished",
            Self::Diverged { .. } => "diverged",
            Self::Interrupted | Self::OutOfSteps | Self::BrokenOff => "incomplete",
        }
    }
}

/// A trajectory from its first moment to its last, with what was watched on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectory {
    /// How it ended.
    pub ending: Ending,
    /// Whether it came to rest because the matrices fit all that they reach, beside inputs so long that biases
    /// are left to move.
    pub leaves_biases: bool,
    /// What it cost.
    pub work: Work,
    /// Moments in the order of time: the first, the last, and as many between as were asked for.
    pub moments: Vec<Moment>,
    /// The families visited, in order.
    pub visits: Vec<Visit>,
    /// Largest change of an entry of the conserved quantities `C_i` over the recorded moments, relative to the
    /// largest `‖W_i‖²` or to that of a network which has learned all there is
    /// ([`natural_length`](crate::GradientFlow::natural_length)).
    pub conservation_drift: f64,
    /// Largest increase of the loss from a step to the next in units of `½‖Σ‖²`, 0 when it only
    /// fell; about 1e-16 is rounding.
    pub largest_increase: f64,
    /// The last state.
    pub state: Vec<f64>,
    /// The norm of the gradient there.
    pub gradient_norm: f64,
}

impl Trajectory {
    /// Counts time from another beginning.
    pub fn shift(&mut self, start: f64) {
        if let Ending::Diverged { time } = &mut self.ending {
            *time += start;
        }
        for moment in &mut self.moments {
            moment.time += start;
        }
        for visit in &mut self.visits {
            visit.enter += start;
            visit.closest += start;
            visit.leave = visit.leave.map(|leave| leave + start);
        }
    }

    /// The same in the units that the problem was stated in.
    #[must_use]
    pub fn restored(mut self, units: NaturalUnits) -> Self {
        if let Ending::Diverged { time } = &mut self.ending {
            *time = units.time(*time);
        }
        for moment in &mut self.moments {
            (moment.time, moment.loss) = (units.time(moment.time), units.loss(moment.loss));
            moment.modes.iter_mut().for_each(|mode| *mode = units.map(*mode));
        }
        for visit in &mut self.visits {
            (visit.enter, visit.closest) = (units.time(visit.enter), units.time(visit.closest));
            visit.leave = visit.leave.map(|leave| units.time(leave));
            visit.remaining = visit.remaining.map(|rest| units.time(rest));
            visit.gradient_norm = units.gradient(visit.gradient_norm);
            visit.distance = units.map(visit.distance);
            visit.modes.iter_mut().for_each(|mode| *mode = units.map(*mode));
        }
        self.state.iter_mut().for_each(|entry| *entry = units.weight(*entry));
        self.gradient_norm = units.gradient(self.gradient_norm);
        self
    }

    /// The last moment.
    ///
    /// # Panics
    /// Never: a trajectory has a first moment.
    #[must_use]
    pub fn last(&self) -> &Moment {
        &self.moments[self.moments.len() - 1]
    }
}

/// Moments, thinned so that no more than twice the number wanted are kept: every one at first, then
/// every second, every fourth, … Steps are short where much happens, and so moments are dense there.
#[derive(Debug, Clone)]
pub(crate) struct Recorder {
    wanted: usize,
    stride: u64,
    seen: u64,
    pub moments: Vec<Moment>,
}

impl Recorder {
    pub(crate) fn new(wanted: usize) -> Self {
        Self { wanted: wanted.max(2), stride: 1, seen: 0, moments: Vec::new() }
    }

    /// One that drops nothing.
    pub(crate) fn keeping_all() -> Self {
        Self::new(usize::MAX)
    }

    /// Whether the next moment is to be kept.
    pub(crate) fn wants_next(&mut self) -> bool {
        let wants = self.seen.is_multiple_of(self.stride);
        self.seen += 1;
        wants
    }

    pub(crate) fn keep(&mut self, moment: Moment) {
        self.moments.push(moment);
        if self.moments.len() > self.wanted.saturating_mul(2) {
            let mut position = 0;
            self.moments.retain(|_| {
                position += 1;
                position % 2 == 1
            });
            self.stride *= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorder_keeps_the_first_moment_and_an_even_share_of_the_others() {
        let mut recorder = Recorder::new(10);
        for step in 0..1000 {
            if recorder.wants_next() {
                let time = f64::from(step);
                recorder.keep(Moment { time, loss: 0.0, modes: vec![] });
            }
        }
        let times: Vec<String> =
            recorder.moments.iter().map(|moment| moment.time.to_string()).collect();
        let expected: Vec<String> = (0..1000).step_by(64).map(|time| time.to_string()).collect();
        assert_eq!(times, expected);
    }
}
