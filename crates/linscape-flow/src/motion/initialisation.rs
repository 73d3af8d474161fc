//! Where a trajectory starts.

use crate::GradientFlow;
use linscape_critical::{RandomStream, SingularSubset, root};
use linscape_lapack::{DecompositionError, multiply, thin_qr, thin_svd};
use linscape_network::{CriticalPoint, Layers as _, RandomMatrices as _, SingularBases, Target};
use nalgebra::DMatrix;
use thiserror::Error;

/// Initial weights, in the coordinates of the flow unless said otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum Initialisation {
    /// Independent normal entries of standard deviation `scale` in every layer.
    Gaussian {
        /// Standard deviation.
        scale: f64,
    },
    /// `scale` times independent random matrices with orthonormal rows or columns.
    Orthogonal {
        /// Common singular value.
        scale: f64,
    },
    /// Random balanced weights, `W_iW_iᵀ = W_{i+1}ᵀW_{i+1}`: the layers carry the `h`-th roots of
    /// the singular values of a Gaussian matrix, times `scale`, in random bases. The balanced flow
    /// conserves the sign of `det W` where input, output and bottleneck have one width; the sign
    /// drawn is that of `det Σ`, because half of all random weights would end at a saddle.
    Balanced {
        /// Typical singular value of a layer.
        scale: f64,
    },
    /// Balanced weights with all layers changed at random until the largest `‖C_i‖_F` is `delta`.
    DeltaBalanced {
        /// Scale of the balanced weights.
        scale: f64,
        /// Largest `‖W_iW_iᵀ − W_{i+1}ᵀW_{i+1}‖_F`.
        delta: f64,
    },
    /// Diagonal in the singular bases of `Σ` (whitened coordinates): every mode that fits has the
    /// amplitude `scale` in every layer, so that modes move apart from each other.
    Aligned {
        /// Amplitude.
        scale: f64,
    },
    /// At a distance from the balanced point of a family (whitened coordinates).
    Near {
        /// The modes learned.
        subset: SingularSubset,
        /// `‖δ‖` over all layers, in units of `σ_1^{1/h}`.
        distance: f64,
        /// Where to.
        along: Departure,
    },
}

/// The direction in which a saddle is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Departure {
    /// A random direction.
    Random,
    /// One mode grows: the same amplitude in every layer, in a free hidden coordinate.
    Learn {
        /// 1-based index of the mode.
        learned: usize,
    },
    /// One mode gives way to a better one: the eigenvector of the swap.
    Swap {
        /// 1-based index of the mode given up.
        dropped: usize,
        /// 1-based index of the mode that replaces it.
        learned: usize,
    },
}

/// Why there are no such initial weights.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum InitialisationError {
    /// A scale or distance that is no positive number.
    #[error("a {what} is positive and finite, got {given}")]
    Size {
        /// Which one.
        what: &'static str,
        /// The number given.
        given: f64,
    },
    /// A departure that the family does not have.
    #[error("the saddle has no departure '{departure}': {reason}")]
    Departure {
        /// What was asked for.
        departure: String,
        /// Why not.
        reason: &'static str,
    },
    /// With one layer there is nothing to balance.
    #[error("a network of depth 1 has no neighbouring layers to unbalance")]
    NothingToUnbalance,
    /// A decomposition failed.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
}

impl Initialisation {
    /// The initial state of a flow.
    ///
    /// # Errors
    /// When a size is not positive, or a departure does not exist.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Problem, RandomStream};
    /// use linscape_network::Reduction;
    /// use linscape_flow::{Coordinates, GradientFlow, Initialisation};
    /// let problem = Problem::exact(&[2, 2, 2], &[4, 1])?;
    /// let reduction = Reduction::of_spectrum(problem);
    /// let flow = GradientFlow::new(&reduction, Coordinates::Whitened);
    /// let mut stream = RandomStream::new(0, "start");
    /// let aligned = Initialisation::Aligned { scale: 0.1 };
    /// let state = aligned.state(&flow, reduction.target(), &mut stream)?;
    /// assert!((flow.product(&state)[(1, 1)] - 0.01).abs() < 1e-16);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn state(
        &self,
        flow: &GradientFlow,
        target: &Target,
        stream: &mut RandomStream,
    ) -> Result<Vec<f64>, InitialisationError> {
        let widths = flow.widths();
        let draw = |stream: &mut RandomStream, scale: f64| -> Vec<DMatrix<f64>> {
            widths.windows(2).map(|pair| scale * stream.gaussian(pair[1], pair[0])).collect()
        };
        let layers = match self {
            Self::Gaussian { scale } => draw(stream, positive("scale", *scale)?),
            Self::Orthogonal { scale } => {
                let scale = positive("scale", *scale)?;
                let layer = |pair: &[usize]| Ok(scale * semi_orthogonal(pair[1], pair[0], stream)?);
                widths.windows(2).map(layer).collect::<Result<_, DecompositionError>>()?
            }
            Self::Balanced { scale } => balanced(flow, positive("scale", *scale)?, stream)?,
            Self::DeltaBalanced { scale, delta } => {
                let (scale, delta) = (positive("scale", *scale)?, positive("delta", *delta)?);
                let balanced = balanced(flow, scale, stream)?;
                unbalanced(&balanced, &draw(stream, scale), delta)?
            }
            Self::Aligned { scale } => {
                let modes = target.problem().maximal_rank();
                return Ok(flow.state_of_whitened(&grown(
                    zeros(widths),
                    target.bases(),
                    (0..modes).map(|mode| (mode, mode)),
                    positive("scale", *scale)?,
                )));
            }
            Self::Near { subset, distance, along } => {
                let problem = target.problem();
                let distance = positive("distance", *distance)? * problem.natural_length();
                let point = CriticalPoint::balanced(target, subset).weights;
                let direction = match along {
                    Departure::Random => draw(stream, 1.0),
                    Departure::Learn { learned } => learn(target, subset, *learned)?,
                    Departure::Swap { dropped, learned } => {
                        swap(target, subset, *dropped, *learned)?
                    }
                };
                let length = direction.length();
                let moved = point.matrices().iter().zip(direction);
                let moved = moved.map(|(matrix, change)| matrix + change * (distance / length));
                return Ok(flow.state_of_whitened(&moved.collect::<Vec<_>>()));
            }
        };
        Ok(layers.iter().flat_map(|layer| layer.iter().copied()).collect())
    }
}

fn positive(what: &'static str, given: f64) -> Result<f64, InitialisationError> {
    if given > 0.0 && given.is_finite() {
        return Ok(given);
    }
    Err(InitialisationError::Size { what, given })
}

fn zeros(widths: &[usize]) -> Vec<DMatrix<f64>> {
    widths.windows(2).map(|pair| DMatrix::zeros(pair[1], pair[0])).collect()
}

/// A random matrix with orthonormal rows or columns, whichever there are fewer of.
pub(crate) fn semi_orthogonal(
    rows: usize,
    columns: usize,
    stream: &mut RandomStream,
) -> Result<DMatrix<f64>, DecompositionError> {
    let tall = thin_qr(stream.gaussian(rows.max(columns), rows.min(columns)))?.q;
    Ok(if rows >= columns { tall } else { tall.transpose() })
}

fn balanced(
    flow: &GradientFlow,
    scale: f64,
    stream: &mut RandomStream,
) -> Result<Vec<DMatrix<f64>>, InitialisationError> {
    let (widths, depth) = (flow.widths(), flow.depth());
    let (inputs, outputs) = (widths[0], widths[depth]);
    let bottleneck = widths.iter().copied().min().unwrap_or(0);
    let spread = (inputs.max(outputs) as f64).sqrt();
    let map = thin_svd(stream.gaussian(outputs, inputs) / spread)?;
    let mut bases = vec![map.vt.rows(0, bottleneck).transpose()];
    for &width in &widths[1..depth] {
        bases.push(semi_orthogonal(width, bottleneck, stream)?);
    }
    bases.push(map.u.columns(0, bottleneck).into_owned());
    let is_square = inputs == bottleneck && outputs == bottleneck;
    if is_square && (&map.u * &map.vt).determinant() * orientation(flow.target()) < 0.0 {
        bases[depth].column_mut(0).neg_mut();
    }
    let roots = map.singular_values.iter().map(|value| scale * root(*value, depth));
    let roots: Vec<f64> = roots.take(bottleneck).collect();
    let layer = |pair: &[DMatrix<f64>]| {
        let mut scaled = pair[1].clone();
        for (mut column, root) in scaled.column_iter_mut().zip(&roots) {
            column *= *root;
        }
        multiply(&scaled, &pair[0].transpose())
    };
    Ok(bases.windows(2).map(layer).collect())
}

/// The sign of the determinant of a square matrix, 0 where it vanishes. The determinant itself is a product of sizes,
/// which leaves the range of doubles.
fn orientation(matrix: &DMatrix<f64>) -> f64 {
    let decomposed = matrix.clone().lu();
    let sign = |pivot: &f64| if *pivot == 0.0 { 0.0 } else { pivot.signum() };
    let pivots: f64 = decomposed.u().diagonal().iter().map(sign).product();
    pivots * decomposed.p().determinant::<f64>()
}

/// Adds a multiple of `noise` so that the largest `‖C_i‖_F` is `delta`.
fn unbalanced(
    layers: &[DMatrix<f64>],
    noise: &[DMatrix<f64>],
    delta: f64,
) -> Result<Vec<DMatrix<f64>>, InitialisationError> {
    if layers.len() == 1 {
        return Err(InitialisationError::NothingToUnbalance);
    }
    let moved = |amount: f64| -> Vec<DMatrix<f64>> {
        layers.iter().zip(noise).map(|(layer, noise)| layer + amount * noise).collect()
    };
    let imbalance = |layers: &[DMatrix<f64>]| {
        let pairs = layers.windows(2);
        let parts = pairs
            .map(|pair| (&pair[0] * pair[0].transpose() - pair[1].transpose() * &pair[1]).norm());
        parts.fold(0.0, f64::max)
    };
    let (mut low, mut high) = (0.0, 1.0);
    while imbalance(&moved(high)) < delta {
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if imbalance(&moved(middle)) < delta { low = middle } else { high = middle }
    }
    Ok(moved(high))
}

/// Adds `amplitude` in every layer for each mode (0-based) in its hidden coordinate.
fn grown(
    mut layers: Vec<DMatrix<f64>>,
    bases: &SingularBases,
    modes: impl Iterator<Item = (usize, usize)>,
    amplitude: f64,
) -> Vec<DMatrix<f64>> {
    let depth = layers.len();
    for (mode, slot) in modes {
        let (u, v) = (bases.left.column(mode), bases.right.column(mode));
        for (i, layer) in layers.iter_mut().enumerate() {
            match (i == 0, i + 1 == depth) {
                (true, true) => *layer += amplitude * u * v.transpose(),
                (true, false) => {
                    let mut row = layer.row_mut(slot);
                    row += amplitude * v.transpose();
                }
                (false, true) => {
                    let mut column = layer.column_mut(slot);
                    column += amplitude * u;
                }
                (false, false) => layer[(slot, slot)] += amplitude,
            }
        }
    }
    layers
}

fn learn(
    target: &Target,
    subset: &SingularSubset,
    learned: usize,
) -> Result<Vec<DMatrix<f64>>, InitialisationError> {
    let problem = target.problem();
    let indices = subset.indices(problem.spectrum().multiplicities());
    let refuse = |reason| {
        let departure = format!("learn:{learned}");
        Err(InitialisationError::Departure { departure, reason })
    };
    if learned == 0 || learned > problem.spectrum().rank() {
        return refuse("there is no such mode");
    }
    if indices.contains(&learned) {
        return refuse("the mode is learned already");
    }
    if indices.len() == problem.maximal_rank() {
        return refuse("no layer has room for another mode");
    }
    Ok(grown(
        zeros(&target.widths()),
        target.bases(),
        std::iter::once((learned - 1, indices.len())),
        1.0,
    ))
}

/// The eigenvector of a swap: `W_1` turns towards the new mode on the input side and `W_h` on the
/// output side, alike, in the hidden coordinate of the old one.
fn swap(
    target: &Target,
    subset: &SingularSubset,
    dropped: usize,
    learned: usize,
) -> Result<Vec<DMatrix<f64>>, InitialisationError> {
    let problem = target.problem();
    let indices = subset.indices(problem.spectrum().multiplicities());
    let refuse = |reason| {
        let departure = format!("swap:{dropped}-{learned}");
        Err(InitialisationError::Departure { departure, reason })
    };
    let values = problem.spectrum().singular_values();
    let Some(slot) = indices.iter().position(|&index| index == dropped) else {
        return refuse("the mode to give up is not learned");
    };
    if learned == 0 || learned > problem.spectrum().rank() {
        return refuse("there is no such mode");
    }
    if indices.contains(&learned) {
        return refuse("the mode is learned already");
    }
    if values[learned - 1] <= values[dropped - 1] {
        return refuse("the new mode's singular value is not larger");
    }
    let mut layers = zeros(&target.widths());
    let depth = layers.len();
    if depth > 1 {
        layers[0].set_row(slot, &target.bases().right.column(learned - 1).transpose());
        layers[depth - 1].set_column(slot, &target.bases().left.column(learned - 1));
    }
    Ok(layers)
}
