//! A path of escape as changes of actual weights.

use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_svd};
use linscape_network::Weights;
use nalgebra::{DMatrix, DVector};

use super::amplitudes::LinkedChanges;
use linscape_strata::{EscapePath, Link};

/// Changes of rank one, one for each link of a path, in a layer each.
pub(crate) struct EscapingMonomial {
    /// The counted links, each with its amplitude: of unit length together.
    pub layers: Vec<DMatrix<f64>>,
    /// The step between null bars, which has to grow with the square of the others; none on a
    /// path without one.
    pub bend: Option<Vec<DMatrix<f64>>>,
}

/// What a path can rest on, as far as changes of weights are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    /// Begins at the input: what reads it also reads inputs.
    Input,
    /// Ends at the output: what writes into it also writes outputs.
    Output,
    Interior,
}

impl EscapingMonomial {
    /// Realises a path at critical weights: `W_{l_t} += ε y_t x_tᵀ` for its links, where each pair
    /// `y_t`, `x_{t+1}` on the bar between two links is chosen for the largest product
    /// `x_{t+1}ᵀ W_{l_{t+1}−1:l_t+1} y_t` among those that do not move the end-to-end map in lower
    /// degree where the loss would feel it; none when some factor vanishes.
    ///
    /// A bar that does not end at the output takes `y` with `W_{h:l+1} y = 0`, one that does not
    /// begin at the input takes `x` with `xᵀ W_{l−1:1} = 0`. Other `x` and `y` have no part in
    /// which the residual sees them.
    pub(crate) fn of(
        weights: &Weights,
        residual: &DMatrix<f64>,
        path: &EscapePath,
    ) -> Result<Option<Self>, DecompositionError> {
        let at = Place { weights, residual };
        let (Some(first), Some(last)) = (path.links.first(), path.links.last()) else {
            return Ok(None);
        };
        let outer = multiply(
            &multiply(&at.inputs(first.layer - 1), &residual.transpose()),
            &at.outputs(last.layer),
        );
        let felt = at.seen(0, first.layer - 1) * at.seen(last.layer, weights.depth());
        let Some((input, output)) = leading_pair(outer, felt * at.seen_residual())? else {
            return Ok(None);
        };
        let (mut readers, mut writers) = (vec![input], Vec::new());
        let mut coupling = 1.0;
        for pair in path.links.windows(2) {
            let readable = at.readable(&pair[1], rest_of(&pair[0], weights.depth()))?;
            let writable = at.writable(&pair[0], rest_of(&pair[0], weights.depth()))?;
            let between = weights.partial_product(pair[1].layer - 1, pair[0].layer + 1);
            let inner = multiply(&multiply(&readable, &between), &writable);
            let seen = VISIBLE * at.seen(pair[0].layer, pair[1].layer - 1);
            let Some((reader, writer)) = leading_pair(inner, seen)? else { return Ok(None) };
            coupling *= reader.dot(&(&between * &writer));
            readers.push(reader);
            writers.push(writer);
        }
        writers.push(output);
        coupling *= at.felt(first, last, &readers[0], &writers[writers.len() - 1]);
        Ok(at.assembled(path, &readers, &writers, coupling))
    }
}

/// The bar that a link reaches.
fn rest_of(link: &Link, depth: usize) -> Rest {
    match (link.to.start, link.to.end) {
        (0, _) => Rest::Input,
        (_, end) if end == depth => Rest::Output,
        _ => Rest::Interior,
    }
}

struct Place<'a> {
    weights: &'a Weights,
    residual: &'a DMatrix<f64>,
}

impl Place<'_> {
    /// `W_{l:1}`.
    fn inputs(&self, layer: usize) -> DMatrix<f64> {
        self.weights.partial_product(layer, 1)
    }

    /// `W_{h:l+1}`.
    fn outputs(&self, layer: usize) -> DMatrix<f64> {
        self.weights.partial_product(self.weights.depth(), layer + 1)
    }

    /// The size of `W_{y:x+1}` if nothing in it vanished: the product of its factors' norms. A layer
    /// that should be zero has those of rounding; it counts by a small part of the largest.
    fn seen(&self, x: usize, y: usize) -> f64 {
        let norms: Vec<f64> = self.weights.matrices().iter().map(DMatrix::norm).collect();
        let least = 1e-3 * norms.iter().copied().fold(0.0, f64::max);
        norms[x..y].iter().map(|norm| norm.max(least)).product()
    }

    /// The smallest part of the residual that is no rounding. It is a difference: where little is
    /// left of `Σ`, rounding is that of `Σ`.
    fn seen_residual(&self) -> f64 {
        let left = self.residual.norm();
        VISIBLE * left + 64.0 * f64::EPSILON * (left + 2.0 * self.weights.product().norm())
    }

    /// The projection onto what `link` may read of the bar it leaves.
    fn readable(&self, link: &Link, rest: Rest) -> Result<DMatrix<f64>, DecompositionError> {
        let inputs = self.inputs(link.layer - 1);
        match rest {
            // A null input, or another mode's, of which the residual knows nothing at this output.
            Rest::Input if link.across_null => {
                let seen = self.seen(0, link.layer - 1) * self.seen_residual();
                off_image(&multiply(&inputs, &self.residual.transpose()), seen)
            }
            Rest::Input => {
                let felt = multiply(&inputs, &self.residual.transpose());
                let depth = self.weights.depth();
                let seen = self.seen(0, link.layer - 1) * self.seen(link.layer, depth);
                off_image(&multiply(&felt, &self.outputs(link.layer)), seen * self.seen_residual())
            }
            Rest::Output | Rest::Interior => {
                off_image(&inputs, VISIBLE * self.seen(0, link.layer - 1))
            }
        }
    }

    /// The projection onto what `link` may write into the bar it reaches.
    fn writable(&self, link: &Link, rest: Rest) -> Result<DMatrix<f64>, DecompositionError> {
        let outputs = self.outputs(link.layer).transpose();
        match rest {
            Rest::Output if link.across_null => {
                let seen = self.seen(link.layer, self.weights.depth()) * self.seen_residual();
                off_image(&multiply(&outputs, self.residual), seen)
            }
            Rest::Output => {
                let felt = multiply(&outputs, self.residual);
                let depth = self.weights.depth();
                let seen = self.seen(0, link.layer - 1) * self.seen(link.layer, depth);
                let felt = multiply(&felt, &self.inputs(link.layer - 1).transpose());
                off_image(&felt, seen * self.seen_residual())
            }
            Rest::Input | Rest::Interior => {
                off_image(&outputs, VISIBLE * self.seen(link.layer, self.weights.depth()))
            }
        }
    }

    /// `⟨R, (W_{h:l+1} y) (xᵀ W_{f−1:1})⟩` for the first reader and the last writer.
    fn felt(&self, first: &Link, last: &Link, x: &DVector<f64>, y: &DVector<f64>) -> f64 {
        let output = self.outputs(last.layer) * y;
        let input = self.inputs(first.layer - 1).tr_mul(x);
        output.dot(&(self.residual * input))
    }

    /// The changes with amplitudes of their own: the same for all counted links, unless the loss falls faster, or
    /// falls only, where they differ.
    fn assembled(
        &self,
        path: &EscapePath,
        readers: &[DVector<f64>],
        writers: &[DVector<f64>],
        coupling: f64,
    ) -> Option<EscapingMonomial> {
        let links = &path.links;
        let counted = links.iter().filter(|link| !link.across_null).count();
        let alike = (counted as f64).sqrt().recip();
        let share = coupling * alike.powi(i32::try_from(counted).unwrap_or(i32::MAX));
        let mut amplitudes = vec![alike; links.len()];
        for (at, link) in links.iter().enumerate().filter(|(_, link)| link.across_null) {
            amplitudes[at] = share / self.moved(link, &readers[at], &writers[at])?;
        }
        let changes = LinkedChanges::new(self.weights, self.residual, links, readers, writers);
        let amplitudes = changes.best(path.order().degree(), amplitudes);
        let zeros = || -> Vec<DMatrix<f64>> {
            let matrices = self.weights.matrices().iter();
            matrices.map(|matrix| DMatrix::zeros(matrix.nrows(), matrix.ncols())).collect()
        };
        let (mut layers, mut bend) = (zeros(), None);
        for (at, link) in links.iter().enumerate() {
            let change = &writers[at] * readers[at].transpose() * amplitudes[at];
            if link.across_null {
                bend.get_or_insert_with(zeros)[link.layer - 1] = change;
            } else {
                layers[link.layer - 1] = change;
            }
        }
        Some(EscapingMonomial { layers, bend })
    }

    /// `‖b‖²` of a step between null bars: `½ η² ‖b‖² − η ε^n c` is least at `η = ε^n c / ‖b‖²`. None where it moves
    /// nothing.
    fn moved(&self, link: &Link, reader: &DVector<f64>, writer: &DVector<f64>) -> Option<f64> {
        let moved = (self.outputs(link.layer) * writer).norm_squared()
            * self.inputs(link.layer - 1).tr_mul(reader).norm_squared();
        let seen = self.seen(0, link.layer - 1) * self.seen(link.layer, self.weights.depth());
        (moved > (VISIBLE * seen).powi(2)).then_some(moved)
    }
}

/// Smallest factor of a monomial that is no rounding, relative to the norms of the matrices that it
/// is a product of.
const VISIBLE: f64 = 1e-9;

type VectorPair = (DVector<f64>, DVector<f64>);

/// `x`, `y` with `xᵀ A y` largest; none when `A` is no larger than `rounding`.
fn leading_pair(
    matrix: DMatrix<f64>,
    rounding: f64,
) -> Result<Option<VectorPair>, DecompositionError> {
    let svd = thin_svd(matrix)?;
    let largest = svd.singular_values.first().copied().unwrap_or(0.0);
    let pair = || (svd.u.column(0).into_owned(), svd.vt.row(0).transpose());
    Ok((largest > rounding).then(pair))
}

/// The orthogonal projection onto the complement of a matrix's image, up to singular values of the
/// size of `rounding`.
fn off_image(matrix: &DMatrix<f64>, rounding: f64) -> Result<DMatrix<f64>, DecompositionError> {
    let svd = thin_svd(matrix.clone())?;
    let rank = svd.singular_values.partition_point(|&value| value > rounding);
    let image = svd.u.columns(0, rank).into_owned();
    let onto = multiply_transposed(&image.transpose(), &image.transpose());
    Ok(DMatrix::identity(matrix.nrows(), matrix.nrows()) - onto)
}
