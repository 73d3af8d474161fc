//! How a trajectory is watched.

use crate::FollowError;

/// Most moments at equal distances.
pub(crate) const MOST_MOMENTS: usize = 1_000_000;

/// How far a trajectory is followed and how closely it is watched.
#[derive(Debug, Clone, PartialEq)]
pub struct Watch {
    /// Stops at this time.
    pub until: Option<f64>,
    /// Stops when the loss has fallen to this value.
    pub until_loss: Option<f64>,
    /// Stops after so many steps, unfinished.
    pub most_steps: u64,
    /// About how many moments are kept (between half and twice as many).
    pub moments: usize,
    /// Keeps the moments at the multiples of this time instead, by dense output.
    pub every: Option<f64>,
    /// How near to a family a visit is: in shares of the singular values, and of `‖Σ‖`.
    pub visit_radius: f64,
    /// Whether stays are foreseen: at the end of every visit [`remaining_stay`](crate::remaining_stay) from where it
    /// was closest, so that prediction and stay stand side by side.
    pub foresees: bool,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            until: None,
            until_loss: None,
            most_steps: 1_000_000,
            moments: 500,
            every: None,
            visit_radius: 0.1,
            foresees: false,
        }
    }
}

/// The loss, in units of `½‖Σ‖²`, to which rounding of the end-to-end map comes.
const ROUNDED_RESIDUAL: f64 = 1e-29;

/// Rounding of a loss, relative.
const ROUNDED_LOSS: f64 = 1e-15;

impl Watch {
    /// `energy` is `½‖Σ‖²` in the problem's loss.
    pub(crate) fn check(&self, least: f64, energy: f64, rests: bool) -> Result<(), FollowError> {
        if !rests && self.until.is_none() && self.until_loss.is_none() {
            return Err(FollowError::NoEnd);
        }
        if let Some(given) = self.until.filter(|until| !(*until >= 0.0 && until.is_finite())) {
            return Err(FollowError::EndInThePast { given });
        }
        // At the least loss itself the flow arrives after infinite time. Residuals are rounded
        // relative to Σ, and losses relative to the least.
        let floor = least + ROUNDED_RESIDUAL * energy + ROUNDED_LOSS * least;
        if let Some(given) = self.until_loss.filter(|loss| *loss <= floor || !loss.is_finite()) {
            return Err(FollowError::LossOutOfReach { given, least });
        }
        if !(self.visit_radius > 0.0 && self.visit_radius < 0.5) {
            return Err(FollowError::Radius { given: self.visit_radius });
        }
        let Some(every) = self.every else { return Ok(()) };
        if !(every > 0.0 && every.is_finite()) {
            return Err(FollowError::Every { given: every });
        }
        match self.until.filter(|until| until / every > MOST_MOMENTS as f64) {
            Some(until) => Err(FollowError::TooManyMoments { every, until, most: MOST_MOMENTS }),
            None => Ok(()),
        }
    }
}
