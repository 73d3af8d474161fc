//! From weights in the data's own coordinates to everything that is said of them.
//!
//! It is all of `classify` as one call: whitened and in natural units, by the theorem, refined where that is asked
//! for, by the second road, and downhill.

mod coordinates;
mod frame;
mod offset;
mod options;
mod relay;
mod whole;

use std::ops::ControlFlow;

use linscape_critical::{Observer, Problem, Progress, abandonable};
use linscape_network::{Reduction, Weights, WeightsError};
use nalgebra::{DMatrix, DVector};

use crate::directions::offset_along;
use crate::{
    Classification, DescentDirection, HessianCheck, MeasureError, Refinement, WeightErrors,
};
use linscape_curvature::{DescentError, LanczosError, LowRankError, SecondOrder};
use linscape_strata::ListedStratum;

pub use offset::OffsetCheck;
pub(crate) use offset::relative_error;
pub use options::DiagnosisOptions;

use coordinates::{in_data, norm_in_data};
use frame::Frame;
use relay::Relay;
use whole::Whole;

/// What given weights are: theorem, second road, and where the loss falls.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosis {
    /// Norm of the gradient in the data's own coordinates and the problem's convention.
    pub gradient_norm: f64,
    /// How far the biases are from where the outputs have their best offset; `None` where the last
    /// layer has no bias.
    pub offset: Option<OffsetCheck>,
    /// What the weights are as they were given.
    pub given: Classification,
    /// The critical point they were moved to.
    pub refined: Option<Refinement>,
    /// The second road, at the refined point if there is one; `None` when it was skipped.
    pub hessian: Option<HessianCheck>,
    /// Directions of descent of the matrices, in whitened coordinates; where the last layer has a bias, it follows.
    pub directions: Vec<DescentDirection>,
    /// Whether the observer stopped it, so that something wanted may be missing.
    pub is_interrupted: bool,
}

/// Why weights could not be diagnosed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DiagnosisError {
    /// The weights are of another shape than the problem.
    #[error("the weights chain to widths {found:?}, but the problem has {stated:?}")]
    Widths {
        /// Widths of the weights.
        found: Vec<usize>,
        /// Widths of the problem.
        stated: Vec<usize>,
    },
    /// Ranks or a Hessian could not be computed.
    #[error(transparent)]
    Measure(#[from] MeasureError),
    /// The ends of the Hessian's spectrum could not be computed.
    #[error(transparent)]
    Lanczos(#[from] LanczosError),
    /// The weights could not be reduced to what they use of the layers.
    #[error(transparent)]
    LowRank(#[from] LowRankError),
    /// A direction could not be computed.
    #[error(transparent)]
    Descent(#[from] DescentError),
    /// The weights do not chain.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The observer asked to stop before anything could be said.
    #[error("interrupted before the weights were measured")]
    Interrupted,
}

impl Diagnosis {
    /// Diagnoses weights in the data's own coordinates (`W_1` of shape `d_1 × d_0`): whitens them
    /// and measures them in [natural units](linscape_critical::NaturalUnits), of whitened inputs or of the data's
    /// own coordinates, whichever the weights are of size one in,
    /// classifies them by the theorem, moves them onto a critical point if that is wanted, takes
    /// the second road there and follows the loss downhill.
    ///
    /// Of a network whose last layer has a bias the matrices are classified on the data about their
    /// means, and its offset is judged beside them; the second road takes all weights and biases, on
    /// data of which no mean was taken. A refined point has the last bias at its best.
    ///
    /// # Errors
    /// When the weights do not fit the problem, or a decomposition fails.
    ///
    /// # Complexity
    /// That of [`Classification::of`], and of the options chosen.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{PointType, Problem};
    /// use linscape_network::{Reduction, Weights};
    /// use linscape_points::{Diagnosis, DiagnosisOptions};
    /// use nalgebra::DMatrix;
    /// let problem = Problem::exact(&[1, 1, 1], &[2])?;
    /// let origin = Weights::new(vec![DMatrix::zeros(1, 1); 2])?;
    /// let reduction = Reduction::of_spectrum(problem);
    /// let found = Diagnosis::of(&reduction, &origin, &DiagnosisOptions::default(), &())?;
    /// // L = ½(2 − w₂w₁)²: eigenvalues ±2, so steps up to 2/2 are stable.
    /// assert_eq!(found.said().point_type(), Some(PointType::StrictSaddle));
    /// assert_eq!(found.agree(), Some(true));
    /// assert_eq!(found.hessian.ok_or("dense")?.step_limit(), Some(1.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: `docs/theory.md`, "Strata".
    pub fn of(
        reduction: &Reduction,
        weights: &Weights,
        options: &DiagnosisOptions,
        observer: &dyn Observer,
    ) -> Result<Self, DiagnosisError> {
        let observer = &Relay::new(observer);
        let (stated_in, all) = (reduction, weights);
        check_widths(reduction.problem(), weights)?;
        let Frame { reduction, units, weights, stored } = Frame::of(reduction, weights)?;
        let reduction = &reduction;
        let target = reduction.target();
        let errors =
            WeightErrors::of_rounding(target.problem(), &weights, options.dtype_epsilon, stored);
        let clear = errors.clear;
        let classify = {
            let (reduction, weights) = (reduction.clone(), weights.clone());
            move || Classification::of(reduction.target(), &weights, &errors)
        };
        let about = match abandonable(observer, UNMEASURED, classify) {
            ControlFlow::Break(()) => return Err(DiagnosisError::Interrupted),
            ControlFlow::Continue(about) => about?,
        };
        let offset = OffsetCheck::at(stated_in, all, options.dtype_epsilon, clear);
        let given = match &offset {
            Some(offset) => about.clone().with_offset(offset, units),
            None => about.clone(),
        };
        let whole = Whole::of(stated_in, all, units);
        let gradient_norm = if let Some(whole) = &whole {
            whole.gradient_norm()?
        } else {
            let gradient = SecondOrder::new(&weights, target.matrix())?.gradient();
            units.gradient(norm_in_data(gradient, reduction.stretches().as_deref()))
        };
        let refined = match (options.refine && given.stratum.is_none(), &about.stratum) {
            (false, _) => None,
            // Only the offset is to be moved.
            (true, Some(_)) => Some(Refinement::unmoved(&weights, about)),
            (true, None) => Refinement::of(target, &weights, observer)?,
        };
        let point = refined.as_ref().map_or(&weights, |refined| &refined.weights);
        let said = refined.as_ref().map_or(&given, |refined| &refined.classification);
        // Who pressed Ctrl-C does not wait for a decomposition that nothing stops.
        let hessian = if observer.has_broken() {
            None
        } else if let Some(whole) = &whole {
            let there = refined.as_ref().map(|found| found.clone().restored(units));
            let moved = there.map(|found| in_data(stated_in, all, &found.weights)).transpose()?;
            let about_means = (target.matrix(), point);
            whole.second_road(options, (said, about_means, moved.as_ref()), observer)?
        } else {
            let check = options.second_road(reduction, point, said, observer)?;
            check.map(|check| check.restored(units))
        };
        let directions = match &said.stratum {
            Some(listed) if options.directions && !observer.has_broken() => {
                let at = (&said.modes.subset, listed);
                DescentDirection::all(target, point, at, options.dense_limit, observer)?
            }
            _ => Vec::new(),
        };
        let is_interrupted = observer.has_broken();
        Ok(Self {
            gradient_norm: target.problem().factor() * gradient_norm,
            offset,
            given: given.restored(units),
            refined: refined.map(|refined| refined.restored(units)),
            hessian,
            directions: directions.into_iter().map(|way| way.restored(units)).collect(),
            is_interrupted,
        })
    }

    /// What is said of the point: the refined one, if there is one.
    #[must_use]
    pub fn said(&self) -> &Classification {
        self.refined.as_ref().map_or(&self.given, |refined| &refined.classification)
    }

    /// The stratum, when decided.
    #[must_use]
    pub fn stratum(&self) -> Option<&ListedStratum> {
        self.said().stratum.as_ref()
    }

    /// Whether theorem and numerics agree; `None` when one of them is silent.
    #[must_use]
    pub fn agree(&self) -> Option<bool> {
        self.hessian.as_ref()?.agrees_with(self.stratum()?.profile.inertia)
    }

    /// Whether the theorem names more nonzero eigenvalues than the Hessian shows clearly: the others hide
    /// below their error, so that its counts are lower bounds.
    #[must_use]
    pub fn hessian_is_silent(&self) -> bool {
        self.hessian.is_some() && self.stratum().is_some() && self.agree().is_none()
    }

    /// The directions of descent as changes of weights in the data's own coordinates, each with
    /// what it needs in second order. `given` are the weights that were diagnosed.
    ///
    /// # Errors
    /// When weights that were moved are not finite.
    ///
    /// # Panics
    /// When the weights are of another network.
    pub fn directions_in_data(
        &self,
        reduction: &Reduction,
        given: &Weights,
    ) -> Result<Vec<DirectionInData>, WeightsError> {
        let moved = self.refined.as_ref();
        let moved = moved.map(|at| in_data(reduction, given, &at.weights));
        let moved = moved.transpose()?;
        let weights = moved.as_ref().unwrap_or(given);
        let in_data = |layers: &Vec<DMatrix<f64>>| {
            let mut layers = layers.clone();
            layers[0] = reduction.unwhiten(&layers[0]);
            layers
        };
        let direction = |found: &DescentDirection| {
            let (layers, bend) = (in_data(&found.layers), found.bend.as_ref().map(in_data));
            let mut biases = vec![None; layers.len()];
            biases[layers.len() - 1] = offset_along(reduction, weights, &layers, bend.as_deref());
            DirectionInData { layers, bend, biases }
        };
        Ok(self.directions.iter().map(direction).collect())
    }
}

/// A direction of descent in the data's own coordinates: `W + ε·layers + ε²·bend`.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectionInData {
    /// One matrix a layer.
    pub layers: Vec<DMatrix<f64>>,
    /// The second-order part, where there is one.
    pub bend: Option<Vec<DMatrix<f64>>>,
    /// What the bias of each layer does in first and in second order; `None` where there is none, or it stays. The last
    /// one keeps the offset at its best.
    pub biases: Vec<Option<[DVector<f64>; 2]>>,
}

impl DirectionInData {
    /// The same where the last column of `W_1` is the bias of the first layer.
    #[must_use]
    pub fn with_first_bias(mut self) -> Self {
        let split = |layers: &mut Vec<DMatrix<f64>>| {
            let wide = std::mem::take(&mut layers[0]);
            let at = wide.ncols() - 1;
            let bias = wide.column(at).into_owned();
            layers[0] = wide.remove_column(at);
            bias
        };
        let first = split(&mut self.layers);
        let second = self.bend.as_mut().map(split);
        let second = second.unwrap_or_else(|| DVector::zeros(first.len()));
        self.biases[0] = Some([first, second]);
        self
    }
}

/// How far the large decompositions have come, while they run: they do not say.
const UNMEASURED: Progress = Progress { done: 0, total: None };

fn check_widths(problem: &Problem, weights: &Weights) -> Result<(), DiagnosisError> {
    let (found, stated) = (weights.widths(), problem.architecture().widths());
    if found == stated {
        return Ok(());
    }
    Err(DiagnosisError::Widths { found, stated: stated.to_vec() })
}
