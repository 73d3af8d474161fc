//! Hessian spectra: of a family in closed form, of weights by computation.

use crate::ask::check_weights;
use crate::{StatedProblem, TaskError};
use linscape_critical::{Observer, Problem, SingularSubset};
use linscape_curvature::{HessianProduct, LanczosOptions, WeightsSpectrum};
use linscape_formats::{ReadWeights, SpectrumOfWeights};
use linscape_strata::Eigenvalue;
use linscape_strata::{balanced_spectrum, merged_spectrum};

/// Eigenvalues at the balanced point of a family, increasing, equal ones merged; and whether they
/// are those of the global minima.
#[must_use]
pub fn spectrum_of_family(problem: &Problem, subset: &SingularSubset) -> (Vec<Eigenvalue>, bool) {
    let eigenvalues = merged_spectrum(&balanced_spectrum(problem, subset));
    (eigenvalues, *subset == problem.leading(problem.maximal_rank()))
}

/// How a spectrum of weights is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpectrumOptions {
    /// Eigenpairs at each end when there are too many weights for all of them.
    pub ends: usize,
    /// Most weights for which the Hessian is formed.
    pub dense_limit: usize,
    /// Seed of the iteration's starting vectors.
    pub seed: u64,
}

impl Default for SpectrumOptions {
    fn default() -> Self {
        Self { ends: 5, dense_limit: 2000, seed: 0 }
    }
}

/// The spectrum at some weights.
#[derive(Debug, Clone)]
pub struct WeightsPoint {
    /// What the weights are called.
    pub file: String,
    /// Their tensors.
    pub tensors: Vec<String>,
    /// Loss there.
    pub loss: f64,
    /// Norm of the gradient there.
    pub gradient_norm: f64,
    /// Whether the loss is the smallest there is, up to rounding.
    pub is_global_minimum: bool,
    /// Seed of the iteration.
    pub seed: u64,
    /// The spectrum.
    pub spectrum: WeightsSpectrum,
}

impl WeightsPoint {
    /// The record that the formats write.
    #[must_use]
    pub fn record<'a>(&'a self, stated: &'a StatedProblem) -> SpectrumOfWeights<'a> {
        SpectrumOfWeights {
            problem: &stated.problem,
            source: stated.source.as_ref(),
            file: &self.file,
            tensors: &self.tensors,
            loss: self.loss,
            gradient_norm: self.gradient_norm,
            is_global_minimum: self.is_global_minimum,
            seed: self.seed,
            spectrum: &self.spectrum,
        }
    }
}

/// The spectrum of the Hessian at weights in the coordinates of the data: all of it, or both ends.
///
/// # Errors
/// When the problem has no bases, or the weights do not fit it, or a decomposition fails.
pub fn spectrum_of_weights(
    stated: &StatedProblem,
    file: String,
    read: &ReadWeights,
    options: SpectrumOptions,
    observer: &impl Observer,
) -> Result<WeightsPoint, TaskError> {
    let reduction = stated.reduction().ok_or(TaskError::NeedsBases { what: "data" })?;
    check_weights(stated, &file, read)?;
    let hessian =
        HessianProduct::in_data(&reduction, &read.weights)?.scaled(stated.problem.factor());
    let SpectrumOptions { ends, dense_limit, seed } = options;
    let lanczos = LanczosOptions { seed, ..LanczosOptions::for_ends(ends) };
    let spectrum = WeightsSpectrum::new(&read.weights, &hessian, dense_limit, &lanczos, observer)?;
    let loss = stated.problem.loss_offset() + hessian.loss();
    Ok(WeightsPoint {
        file,
        tensors: read.names.clone(),
        loss,
        gradient_norm: hessian.gradient_norm(),
        is_global_minimum: is_minimal(&stated.problem, loss),
        seed,
        spectrum,
    })
}

/// Relative to `½‖Σ‖²`: a loss this close to the smallest one is the smallest.
const MINIMAL: f64 = 1e-9;

fn is_minimal(problem: &Problem, loss: f64) -> bool {
    let smallest = problem.loss(&problem.leading(problem.maximal_rank()));
    loss - smallest <= MINIMAL * problem.signal_energy()
}
