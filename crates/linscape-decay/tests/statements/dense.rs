//! The second road: loss, gradient and Hessian with decay from matrices alone.

use linscape_critical::RandomStream;
use linscape_curvature::SecondOrder;
use linscape_decay::{Coordinates, DecayedProblem, Word};
use linscape_lapack::{symmetric_eigen, symmetric_eigenvalues, thin_qr};
use linscape_network::{RandomMatrices as _, Weights};
use nalgebra::{DMatrix, DVector};

/// A network on data `½‖T − W M‖² + ½Σλ_i‖W_i‖²` with `M` a diagonal of input scales.
pub(crate) struct Dense {
    pub widths: Vec<usize>,
    pub target: DMatrix<f64>,
    pub scales: Vec<f64>,
    pub decay: Vec<f64>,
}

impl Dense {
    /// The matrices of a problem: Σ diagonal, and, for an autoencoder, inputs of the given moments.
    pub(crate) fn new(problem: &DecayedProblem) -> Self {
        let widths = problem.widths().to_vec();
        let (inputs, outputs) = (widths[0], widths[problem.depth()]);
        let mut target = DMatrix::zeros(outputs, inputs);
        let mut scales = vec![1.0; inputs];
        let mut at = 0;
        for class in problem.classes() {
            for _ in 0..class.multiplicity {
                let root = class.mode.stiffness().sqrt();
                target[(at, at)] = class.mode.sigma() * root;
                if matches!(problem.coordinates(), Coordinates::Autoencoder { .. }) {
                    scales[at] = root;
                }
                at += 1;
            }
        }
        Self { widths, target, scales, decay: problem.decay().layers().to_vec() }
    }

    pub(crate) fn parameters(&self) -> usize {
        self.widths.windows(2).map(|pair| pair[0] * pair[1]).sum()
    }

    pub(crate) fn matrices(&self, flat: &DVector<f64>) -> Vec<DMatrix<f64>> {
        let mut at = 0;
        let shapes = self.widths.windows(2);
        shapes
            .map(|pair| {
                let (rows, columns) = (pair[1], pair[0]);
                let matrix = DMatrix::from_column_slice(
                    rows,
                    columns,
                    &flat.as_slice()[at..at + rows * columns],
                );
                at += rows * columns;
                matrix
            })
            .collect()
    }

    pub(crate) fn flat(matrices: &[DMatrix<f64>]) -> DVector<f64> {
        DVector::from_vec(matrices.iter().flat_map(|matrix| matrix.as_slice().to_vec()).collect())
    }

    /// Loss, gradient and Hessian.
    pub(crate) fn at(&self, flat: &DVector<f64>) -> (f64, DVector<f64>, DMatrix<f64>) {
        let mut matrices = self.matrices(flat);
        let mut penalty = 0.0;
        for (matrix, decay) in matrices.iter().zip(&self.decay) {
            penalty += 0.5 * decay * matrix.norm_squared();
        }
        for (column, scale) in self.scales.iter().enumerate() {
            matrices[0].column_mut(column).scale_mut(*scale);
        }
        let weights = Weights::new(matrices).expect("chain");
        let order = SecondOrder::new(&weights, &self.target).expect("fits");
        let mut gradient = Self::flat(&order.gradient());
        let mut hessian = order.hessian();
        let first = self.widths[1];
        for (column, scale) in self.scales.iter().enumerate() {
            for at in column * first..(column + 1) * first {
                gradient[at] *= scale;
                hessian.row_mut(at).scale_mut(*scale);
                hessian.column_mut(at).scale_mut(*scale);
            }
        }
        let mut at = 0;
        for (pair, decay) in self.widths.windows(2).zip(&self.decay) {
            for _ in 0..pair[0] * pair[1] {
                gradient[at] += decay * flat[at];
                hessian[(at, at)] += decay;
                at += 1;
            }
        }
        (order.loss() + penalty, gradient, hessian)
    }

    /// `(index, nullity, coindex)` by a relative gap.
    pub(crate) fn inertia(hessian: &DMatrix<f64>) -> (usize, usize, usize) {
        let values = symmetric_eigenvalues(hessian.clone()).expect("converges");
        let scale = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let zero = |value: f64| value.abs() < 1e-9 * scale;
        let index = values.iter().filter(|&&value| !zero(value) && value < 0.0).count();
        let nullity = values.iter().filter(|&&value| zero(value)).count();
        (index, nullity, values.len() - index - nullity)
    }

    /// A random point of a family: frames of its modes, random hidden rotations. Modes of one
    /// singular value in their standard order, for the target is diagonal.
    pub(crate) fn point(
        &self,
        problem: &DecayedProblem,
        word: &Word,
        stream: &mut RandomStream,
    ) -> DVector<f64> {
        let depth = problem.depth();
        let mut modes = Vec::new();
        let mut start = 0;
        for (at, class) in problem.classes().iter().enumerate() {
            let letters =
                [(word.large()[at], class.roots.large()), (word.small()[at], class.roots.small())];
            let mut place = start;
            for (times, root) in letters {
                for _ in 0..times {
                    modes.push((place, root.expect("a root").amplitude));
                    place += 1;
                }
            }
            start += class.multiplicity;
        }
        let rank = modes.len();
        let frame = |layer: usize, stream: &mut RandomStream| {
            let width = self.widths[layer];
            if layer == 0 || layer == depth {
                return DMatrix::from_fn(width, rank, |i, j| f64::from(u8::from(modes[j].0 == i)));
            }
            if rank == 0 {
                DMatrix::zeros(width, 0)
            } else {
                thin_qr(stream.gaussian(width, rank)).expect("converges").q
            }
        };
        let frames: Vec<_> = (0..=depth).map(|layer| frame(layer, stream)).collect();
        let mean = problem.decay().mean();
        let matrices: Vec<_> = (1..=depth)
            .map(|layer| {
                let share = (mean / problem.decay().layers()[layer - 1]).sqrt();
                let middle =
                    DMatrix::from_fn(
                        rank,
                        rank,
                        |i, j| {
                            if i == j { share * modes[i].1 } else { 0.0 }
                        },
                    );
                &frames[layer] * middle * frames[layer - 1].transpose()
            })
            .collect();
        Self::flat(&matrices)
    }

    /// A critical point near the start, by Levenberg and Marquardt's method on the gradient.
    pub(crate) fn search(&self, start: DVector<f64>) -> Option<DVector<f64>> {
        let mut at = start;
        let (_, mut gradient, mut hessian) = self.at(&at);
        let mut damping = 1e-2;
        for _ in 0..400 {
            if gradient.norm() < 1e-12 {
                break;
            }
            let eigen = symmetric_eigen(hessian.clone()).ok()?;
            let coordinates = eigen.vectors.transpose() * &gradient;
            let mut accepted = false;
            for _ in 0..40 {
                let scaled = DVector::from_fn(coordinates.len(), |i, _| {
                    let value = eigen.values[i];
                    -value / (value * value + damping) * coordinates[i]
                });
                let next = &at + &eigen.vectors * scaled;
                let (_, new_gradient, new_hessian) = self.at(&next);
                if new_gradient.norm() < gradient.norm() {
                    (at, gradient, hessian) = (next, new_gradient, new_hessian);
                    damping = (damping * 0.2_f64).max(1e-14);
                    accepted = true;
                    break;
                }
                damping *= 5.0;
            }
            if !accepted {
                break;
            }
        }
        (gradient.norm() < 1e-10).then_some(at)
    }
}
