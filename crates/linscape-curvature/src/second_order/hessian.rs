//! The exact dense Hessian: the second road, which knows nothing of the theorems.

use linscape_lapack::{multiply, multiply_transposed};
use linscape_network::{LayerInputs, Layers as _, Weights, WeightsError};
use nalgebra::DMatrix;

/// Loss, gradient and Hessian of `½‖Σ − W_h⋯W_1‖²` at any weights, from partial products.
///
/// Parameters are ordered layer by layer from the input, each `W_i` column by column, or `[W_i b_i]`
/// where a layer has a bias. Everything is in the coordinates of `Σ` (whitened, if `Σ` comes from a reduction) and without the offset
/// `κ`.
#[derive(Debug, Clone)]
pub struct SecondOrder<'w> {
    weights: &'w Weights,
    /// `W_{i−1:1}` for `i = 1, …, h`, or what stands in its place where the network reads inputs: the
    /// inputs of layer `i`, with the constant of its bias below.
    before: Vec<DMatrix<f64>>,
    /// `W_{h:i+1}` for `i = 0, …, h`.
    after: Vec<DMatrix<f64>>,
    /// `R = Σ − W`.
    residual: DMatrix<f64>,
}

impl<'w> SecondOrder<'w> {
    /// Prepares the partial products.
    ///
    /// # Errors
    /// When `Σ` is not `d_h × d_0`: it cannot follow the network.
    ///
    /// # Panics
    /// When the network has biases: what they multiply is not known ([`reading`](Self::reading)).
    pub fn new(weights: &'w Weights, target: &DMatrix<f64>) -> Result<Self, WeightsError> {
        assert!(!weights.has_biases(), "biases need the constant that they multiply");
        let depth = weights.depth();
        let mut before: Vec<_> =
            (1..=depth + 1).map(|i| weights.partial_product(i - 1, 1)).collect();
        let product = before.pop().unwrap_or_default();
        Self::after(weights, before, &product, target)
    }

    /// The same for a network whose layers read these inputs, and whose biases multiply their constant.
    ///
    /// # Errors
    /// When the shapes do not fit the network.
    ///
    /// # Examples
    /// ```
    /// use linscape_curvature::SecondOrder;
    /// use linscape_critical::NaturalUnits;
    /// use linscape_network::{LayerInputs, Weights};
    /// use nalgebra::{DMatrix, DVector};
    /// // L = ½(4 − (3w + 2b))² at w = 0, b = 1.
    /// let number = |value| DMatrix::from_element(1, 1, value);
    /// let (inputs, constant, target) = (number(3.0), number(2.0), number(4.0));
    /// let reads = LayerInputs { inputs, constant, target, units: NaturalUnits::one() };
    /// let bias = Some(DVector::from_element(1, 1.0));
    /// let weights = Weights::new(vec![number(0.0)])?.with_biases(vec![bias])?;
    /// let at = SecondOrder::reading(&weights, &reads)?;
    /// assert_eq!((at.loss(), at.gradient()[0].as_slice()), (2.0, &[-6.0, -4.0][..]));
    /// assert_eq!(at.hessian().as_slice(), [9.0, 6.0, 6.0, 4.0]);
    /// # Ok::<(), linscape_network::WeightsError>(())
    /// ```
    pub fn reading(weights: &'w Weights, reads: &LayerInputs) -> Result<Self, WeightsError> {
        let (this, next) = (reads.inputs.shape(), weights.matrices()[0].shape());
        if this.0 != next.1 {
            return Err(WeightsError::Chain { layer: 0, after: 1, this, next });
        }
        let (before, product) = (reads.of_layers(weights), reads.outputs(weights));
        Self::after(weights, before, &product, &reads.target)
    }

    /// The weights of which it is.
    #[must_use]
    pub fn weights(&self) -> &'w Weights {
        self.weights
    }

    fn after(
        weights: &'w Weights,
        before: Vec<DMatrix<f64>>,
        product: &DMatrix<f64>,
        target: &DMatrix<f64>,
    ) -> Result<Self, WeightsError> {
        let depth = weights.depth();
        if product.shape() != target.shape() {
            let (this, next) = (product.shape(), target.shape());
            return Err(WeightsError::Chain { layer: depth, after: depth + 1, this, next });
        }
        let after: Vec<_> = (0..=depth).map(|i| weights.partial_product(depth, i + 1)).collect();
        let residual = target - product;
        Ok(Self { weights, before, after, residual })
    }

    /// `½‖R‖²`.
    #[must_use]
    pub fn loss(&self) -> f64 {
        0.5 * self.residual.norm_squared()
    }

    /// `∂L/∂W_i = −W_{h:i+1}ᵀ R W_{i−1:1}ᵀ`, one matrix a layer; that of a bias is its last column.
    #[must_use]
    pub fn gradient(&self) -> Vec<DMatrix<f64>> {
        (1..=self.weights.depth()).map(|i| -self.pulled_residual(i, i)).collect()
    }

    /// Norm of the gradient over all layers.
    #[must_use]
    pub fn gradient_norm(&self) -> f64 {
        self.gradient().length()
    }

    /// `B_ij = W_{h:i+1}ᵀ R W_{j−1:1}ᵀ` for `1 ≤ j ≤ i ≤ h`, of shape `d_i × d_{j−1}`, with a column more
    /// where layer `j` has a bias.
    ///
    /// # Panics
    /// When the layers are out of range.
    #[must_use]
    pub fn pulled_residual(&self, i: usize, j: usize) -> DMatrix<f64> {
        let left = multiply_transposed(&self.after[i], &self.residual);
        multiply(&left, &self.before[j - 1].transpose())
    }

    /// The Hessian, `N × N`, symmetric.
    ///
    /// # Method
    /// Block `(i, j)`, `i ≥ j`, is the Gauss–Newton part
    /// `(W_{i−1:1} W_{j−1:1}ᵀ) ⊗ (W_{h:i+1}ᵀ W_{h:j+1})` minus, for `i > j`, the curvature of the
    /// product, whose entry at `W_i[a, b]`, `W_j[c, e]` is `B_ij[a, e] · M_ij[b, c]` with
    /// `M_ij = W_{i−1:j+1}`. What a bias multiplies does not depend on weights: its `M` is zero.
    ///
    /// # Complexity
    /// `O(N²)` time beside the partial products, `8 N²` bytes.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Weights;
    /// use linscape_curvature::SecondOrder;
    /// use nalgebra::DMatrix;
    /// // L = ½(2 − w₂w₁)² at the origin: the Hessian is [[0, −2], [−2, 0]].
    /// let weights = Weights::new(vec![DMatrix::zeros(1, 1), DMatrix::zeros(1, 1)])?;
    /// let at = SecondOrder::new(&weights, &DMatrix::from_element(1, 1, 2.0))?;
    /// assert_eq!(at.hessian().as_slice(), [0.0, -2.0, -2.0, 0.0]);
    /// # Ok::<(), linscape_network::WeightsError>(())
    /// ```
    #[must_use]
    pub fn hessian(&self) -> DMatrix<f64> {
        let sizes = self.weights.layer_parameters();
        let mut hessian = DMatrix::zeros(self.weights.parameters(), self.weights.parameters());
        let mut row = 0;
        for i in 1..=sizes.len() {
            let mut column = 0;
            for j in 1..=i {
                self.write_block(i, j, row, column, &mut hessian);
                column += sizes[j - 1];
            }
            row += sizes[i - 1];
        }
        hessian.fill_upper_triangle_with_lower_triangle();
        hessian
    }

    /// Writes block `(i, j)`, `i ≥ j`, at the given place.
    fn write_block(&self, i: usize, j: usize, row: usize, column: usize, out: &mut DMatrix<f64>) {
        let inner = multiply(&self.before[i - 1], &self.before[j - 1].transpose());
        let outer = multiply_transposed(&self.after[i], &self.after[j]);
        let curvature = (i > j)
            .then(|| (self.pulled_residual(i, j), self.weights.partial_product(i - 1, j + 1)));
        let (rows, columns) = (outer.nrows(), inner.nrows());
        let (other_rows, other_columns) = (outer.ncols(), inner.ncols());
        for e in 0..other_columns {
            for c in 0..other_rows {
                let mut target = out.column_mut(column + e * other_rows + c);
                for b in 0..columns {
                    let mut part = target.rows_mut(row + b * rows, rows);
                    part.axpy(inner[(b, e)], &outer.column(c), 0.0);
                    if let Some((pulled, between)) = &curvature
                        && b < between.nrows()
                    {
                        part.axpy(-between[(b, c)], &pulled.column(e), 1.0);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network() -> (Weights, DMatrix<f64>) {
        let entry = |seed: usize| {
            move |i: usize, j: usize| ((3 * i + 5 * j + 7 * seed) % 11) as f64 / 5.0 - 1.0
        };
        let widths = [2, 3, 2, 4];
        let matrices = (1..4).map(|i| DMatrix::from_fn(widths[i], widths[i - 1], entry(i)));
        (Weights::new(matrices.collect()).expect("chain"), DMatrix::from_fn(4, 2, entry(9)))
    }

    fn moved(weights: &Weights, parameter: usize, by: f64) -> Weights {
        let mut matrices = weights.matrices().to_vec();
        let mut at = parameter;
        for matrix in &mut matrices {
            if at < matrix.len() {
                matrix[at] += by;
                break;
            }
            at -= matrix.len();
        }
        Weights::new(matrices).expect("chain")
    }

    fn flat_gradient(weights: &Weights, target: &DMatrix<f64>) -> Vec<f64> {
        let at = SecondOrder::new(weights, target).expect("fits");
        at.gradient().flat()
    }

    #[test]
    fn gradient_and_hessian_are_the_differences_of_loss_and_gradient() {
        let (weights, target) = network();
        let here = SecondOrder::new(&weights, &target).expect("fits");
        let (gradient, hessian) = (flat_gradient(&weights, &target), here.hessian());
        let step = 1e-5;
        for p in 0..weights.parameters() {
            let (up, down) = (moved(&weights, p, step), moved(&weights, p, -step));
            let loss = |w| SecondOrder::new(w, &target).expect("fits").loss();
            let slope = (loss(&up) - loss(&down)) / (2.0 * step);
            assert!((slope - gradient[p]).abs() < 1e-7, "gradient {p}");
            let (up, down) = (flat_gradient(&up, &target), flat_gradient(&down, &target));
            for q in 0..weights.parameters() {
                let bend = (up[q] - down[q]) / (2.0 * step);
                assert!((bend - hessian[(q, p)]).abs() < 1e-6, "hessian {q}, {p}");
            }
        }
    }

    #[test]
    fn a_target_of_another_shape_is_refused() {
        let (weights, _) = network();
        assert!(SecondOrder::new(&weights, &DMatrix::zeros(2, 4)).is_err());
    }
}
