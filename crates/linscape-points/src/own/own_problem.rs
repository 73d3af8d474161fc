//! A problem whose own weights decay.

use super::Functional;
use linscape_critical::{Beside, NaturalUnits};
use linscape_decay::Decay;
use linscape_network::Reduction;
use nalgebra::DMatrix;

/// `½‖Y − WX‖² + ½ Σ_i λ_i‖W_i‖²` on the range of the inputs.
#[derive(Debug, Clone)]
pub struct OwnProblem {
    /// `rank X, d_1, …, d_h`.
    widths: Vec<usize>,
    /// `d_0 × rank X`, orthonormal: eigenvectors of `X Xᵀ`.
    frame: DMatrix<f64>,
    /// Nonzero singular values of `X`.
    stretches: Vec<f64>,
    /// `Σ`, `d_h × rank X`, its columns those of `frame`.
    target: DMatrix<f64>,
    decay: Decay,
    loss_offset: f64,
    factor: f64,
    tolerance: f64,
    /// Biases that do not decay.
    biases: Beside,
    /// The data it is of.
    reduction: Reduction,
    units: Units,
}

/// `W = length · Ŵ` and `F = energy · F̂`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Units {
    pub(super) length: f64,
    pub(super) energy: f64,
}

impl OwnProblem {
    /// The problem of data; `None` when the inputs are white by statement, so that there are none.
    ///
    /// # Panics
    /// When there are not as many decays as layers.
    #[must_use]
    pub fn new(reduction: &Reduction, decay: Decay) -> Option<Self> {
        let problem = reduction.problem();
        let stretches = reduction.stretches()?;
        let mut widths = problem.architecture().widths().to_vec();
        assert_eq!(decay.layers().len(), widths.len() - 1, "one decay a layer");
        let map = reduction.whiten(&DMatrix::identity(widths[0], widths[0]));
        widths[0] = stretches.len();
        let mut frame = map;
        for (mut column, stretch) in frame.column_iter_mut().zip(&stretches) {
            column.unscale_mut(*stretch);
        }
        let target = reduction.target().matrix().clone();
        let largest = target.amax();
        let shape = if largest > 0.0 { largest } else { stretches[0] };
        let mut pull = &target / shape;
        for (mut column, stretch) in pull.column_iter_mut().zip(&stretches) {
            column *= stretch / stretches[0];
        }
        let norm = pull.norm();
        let size = if norm > 0.0 { norm * shape } else { shape };
        Some(Self {
            widths,
            frame,
            units: Units { length: size / stretches[0], energy: size * size },
            stretches,
            target,
            decay,
            loss_offset: problem.loss_offset() / problem.factor(),
            factor: problem.factor(),
            tolerance: problem.tolerance().map_or(0.0, |own| own.repeated.value),
            biases: problem.biases().beside(problem.architecture().widths()),
            reduction: reduction.clone(),
        })
    }

    /// The same in natural units of the data, and these units.
    pub(super) fn in_natural_units(&self) -> (Self, NaturalUnits) {
        let (reduction, units) = self.reduction.in_natural_units_of_data();
        let here = Self::new(&reduction, self.decay.measured_in(units));
        (here.expect("data, as before"), units)
    }

    /// `h`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.widths.len() - 1
    }

    /// `rank X, d_1, …, d_h`.
    #[must_use]
    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// The narrowest of [`widths`](Self::widths).
    #[must_use]
    pub fn bottleneck(&self) -> usize {
        self.widths.iter().copied().min().unwrap_or(0)
    }

    /// Biases that do not decay, one in the last layer among them.
    #[must_use]
    pub fn biases(&self) -> Beside {
        self.biases
    }

    /// `N`, with biases and inputs that no sample excites.
    #[must_use]
    pub fn parameters(&self) -> usize {
        let used: usize = self.widths.windows(2).map(|pair| pair[0] * pair[1]).sum();
        used + self.widths[1] * (self.frame.nrows() - self.widths[0]) + self.biases.coordinates()
    }

    /// `λ_1, …, λ_h`, in units of `½‖·‖²`.
    #[must_use]
    pub fn decay(&self) -> &Decay {
        &self.decay
    }

    /// Loss = factor · `½‖·‖²`.
    #[must_use]
    pub fn factor(&self) -> f64 {
        self.factor
    }

    /// The relative precision of the data.
    #[must_use]
    pub fn tolerance(&self) -> f64 {
        self.tolerance
    }

    /// Nonzero eigenvalues of `X Xᵀ`, decreasing.
    #[must_use]
    pub fn moments(&self) -> Vec<f64> {
        self.stretches.iter().map(|stretch| stretch * stretch).collect()
    }

    /// The reduction of the data, with their means.
    pub(super) fn reduction(&self) -> &Reduction {
        &self.reduction
    }

    pub(super) fn frame(&self) -> &DMatrix<f64> {
        &self.frame
    }

    pub(super) fn units(&self) -> Units {
        self.units
    }

    /// The map (`d_0 × rank X`) from the data's weights to the coordinates of `Σ`.
    pub(super) fn map(&self) -> DMatrix<f64> {
        let mut map = self.frame.clone();
        for (mut column, stretch) in map.column_iter_mut().zip(&self.stretches) {
            column *= *stretch;
        }
        map
    }

    /// `Σ`.
    pub(super) fn target(&self) -> &DMatrix<f64> {
        &self.target
    }

    /// A loss of `F̂` in the problem's convention.
    pub(super) fn loss(&self, value: f64) -> f64 {
        self.factor * (self.loss_offset + self.units.energy * value)
    }

    /// `F̂`: moments and pull in their units.
    pub(super) fn functional(&self) -> Functional {
        let mut pull = &self.target / self.units.energy.sqrt();
        let stretches = self.stretches.iter().map(|stretch| stretch / self.stretches[0]);
        let mut moments = Vec::new();
        for (mut column, stretch) in pull.column_iter_mut().zip(stretches) {
            column *= stretch;
            moments.push(stretch * stretch);
        }
        let power = 2.0 / self.depth() as f64;
        let decay = self.decay.mean() / self.units.energy * self.units.length.powf(power);
        Functional { depth: self.depth(), pull, moments, decay }
    }
}
