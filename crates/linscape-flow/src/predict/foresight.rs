//! Gradient flow that does not wait at saddles.

use super::Unlearned;
use crate::{
    FollowError, GradientFlow, IntegrationError, Integrator, Method, Motion, Tolerances, Work,
};
use linscape_network::Target;

/// What may be left of the learned modes' approach, and of the small network's map, when a stay is taken for
/// begun: relative to what pulls at the weights that are not learned. It is what predictions are wrong by.
const SETTLED: f64 = 1e-3;

/// The same of the small network's map when it is no longer small.
const GROWN: f64 = 3e-3;

/// Steps between two looks at whether a stay has begun: a look costs a decomposition of the map.
const STEPS_BETWEEN_LOOKS: usize = 8;

/// Gradient flow that crosses plateaus on the network of what is not learned.
///
/// # Method
/// Where the learned modes have settled, only the small network beside them moves
/// ([`remaining_stay`](crate::remaining_stay)): it is followed alone, by explicit steps that are as long as the plateau
/// is slow, until its map is 0.3 % of what is left. Between, the whole network is followed by backward differences, for as
/// long as modes that leave a saddle take to settle at the next one. So it is not assumed which saddle comes next, nor
/// that the start is balanced or aligned; where learned modes never settle, as in slow directions of raw data, it is
/// the flow itself.
///
/// # Errors
/// Those of the [`Integrator`].
///
/// # Complexity
/// On a plateau some dozen products of matrices of `k` inputs and outputs, `k ≤ rank Σ − r`, and hidden widths
/// `d_i − r`; between plateaus the steps of the flow.
///
/// # Examples
/// One mode at depth 3 from the amplitude `ε = 0.001`, `ȧ = a² (σ − a³)`: it is half learned at about `1/(εσ)`.
/// ```
/// use linscape_critical::Problem;
/// use linscape_flow::{Coordinates, Foresight, GradientFlow, Motion, Tolerances, growth_time};
/// use linscape_network::Reduction;
/// let problem = Problem::exact(&[1, 1, 1, 1], &[2])?;
/// let reduction = Reduction::of_spectrum(problem);
/// let flow = GradientFlow::new(&reduction, Coordinates::Whitened);
/// let target = reduction.target();
/// let mut motion = Foresight::start(&flow, target, Tolerances::relative(1e-6), &[0.001; 3])?;
/// while flow.product(&motion.state())[(0, 0)] < 1.0 {
///     motion.advance()?;
/// }
/// assert!((motion.time() / growth_time(3, 2.0, 0.001, 1.0) - 1.0).abs() < 1e-3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Connections".
#[derive(Debug)]
pub struct Foresight<'f> {
    flow: &'f GradientFlow,
    target: &'f Target,
    tolerances: Tolerances,
    phase: Phase,
    /// When the phase began.
    since: f64,
    /// Of the phases before.
    spent: Work,
}

#[derive(Debug)]
enum Phase {
    Moving { motion: Integrator, steps: usize },
    Waiting { rest: Box<Unlearned>, motion: Integrator, state: Vec<f64> },
}

impl<'f> Foresight<'f> {
    /// Starts at time 0.
    ///
    /// # Errors
    /// When a tolerance is out of range, or a decomposition fails.
    ///
    /// # Panics
    /// When the state is not of the flow's length.
    pub fn start(
        flow: &'f GradientFlow,
        target: &'f Target,
        tolerances: Tolerances,
        state: &[f64],
    ) -> Result<Self, FollowError> {
        let motion = Integrator::start(flow, Method::BackwardDifferences, tolerances, state)?;
        let phase = Phase::Moving { motion, steps: 0 };
        let spent = Work::default();
        Ok(Self { flow, target, tolerances, phase, since: 0.0, spent })
    }

    fn motion(&self) -> &Integrator {
        match &self.phase {
            Phase::Moving { motion, .. } | Phase::Waiting { motion, .. } => motion,
        }
    }

    /// What begins now, if the phase is over.
    fn next(&self) -> Result<Option<Phase>, IntegrationError> {
        match &self.phase {
            Phase::Moving { motion, steps } if steps.is_multiple_of(STEPS_BETWEEN_LOOKS) => {
                let state = motion.state();
                let rest = Unlearned::of(self.flow, self.target, &state)?;
                let settled = |rest: &Unlearned| {
                    let most = SETTLED * rest.force;
                    rest.unsettled <= most && rest.relief(&rest.state) <= most
                };
                let Some(rest) = rest.filter(settled).map(Box::new) else { return Ok(None) };
                let size = rest.state.iter().fold(0.0, |most: f64, entry| most.max(entry.abs()));
                let Some(tolerances) = self.measured_in(size) else { return Ok(None) };
                let motion =
                    Integrator::start(&rest.flow, Method::Explicit, tolerances, &rest.state)?;
                Ok(Some(Phase::Waiting { rest, motion, state }))
            }
            Phase::Waiting { rest, motion, .. } => {
                if rest.relief(&motion.state()) < GROWN * rest.force {
                    return Ok(None);
                }
                let state = self.state();
                let method = Method::BackwardDifferences;
                let motion = Integrator::start(self.flow, method, self.tolerances, &state)?;
                // A look at once would find it waiting again.
                Ok(Some(Phase::Moving { motion, steps: 1 }))
            }
            Phase::Moving { .. } => Ok(None),
        }
    }

    /// The tolerances of weights of this size, unless they do not move at all.
    fn measured_in(&self, size: f64) -> Option<Tolerances> {
        let relative = self.tolerances.relative;
        let absolute = 1e-3 * relative * size;
        (absolute > 0.0).then_some(Tolerances { relative, absolute })
    }

    fn in_whole(&self, read: Vec<f64>) -> Vec<f64> {
        match &self.phase {
            Phase::Moving { .. } => read,
            Phase::Waiting { rest, state, .. } => rest.restored(self.flow, state, &read),
        }
    }
}

impl Motion for Foresight<'_> {
    fn advance(&mut self) -> Result<(), IntegrationError> {
        if let Some(next) = self.next()? {
            self.spent = self.work();
            self.since = self.time();
            self.phase = next;
        }
        match &mut self.phase {
            Phase::Moving { motion, steps } => {
                *steps += 1;
                motion.advance()
            }
            Phase::Waiting { motion, .. } => motion.advance(),
        }
    }

    fn time(&self) -> f64 {
        self.since + self.motion().time()
    }

    fn previous_time(&self) -> f64 {
        self.since + self.motion().previous_time()
    }

    fn state(&self) -> Vec<f64> {
        self.in_whole(self.motion().state())
    }

    fn interpolate(&mut self, time: f64) -> Vec<f64> {
        let time = time - self.since;
        let read = match &mut self.phase {
            Phase::Moving { motion, .. } | Phase::Waiting { motion, .. } => {
                motion.interpolate(time)
            }
        };
        self.in_whole(read)
    }

    fn work(&self) -> Work {
        self.spent + self.motion().work()
    }
}
