//! Hessian–vector products without the Hessian.
//!
//! The operator holds what a network reads and the errors carried back, once; each product then is one pass of changes
//! forward and one of changed errors back.

mod passes;

use crate::SymmetricOperator;
use crate::products::{Factors, MatrixForm, SingularFrame};
use linscape_critical::euclidean_length;
use linscape_lapack::DecompositionError;
use linscape_network::{LayerInputs, Reduction, Weights, WeightsError};
use nalgebra::DMatrix;
use rayon::prelude::*;

/// The Hessian of `½‖Σ − W_h⋯W_1 C‖²` as an operator on `N`-vectors, ordered as in
/// [`SecondOrder`](crate::SecondOrder): layer by layer from the input, each `W_i` column by column.
///
/// `C` (`d_0 × ρ`) is the identity in whitened coordinates; with `C = V D` of a reduction
/// (`Xᵀ = U D Vᵀ`) the Hessian is that of the data's own loss `½‖Y − W_h⋯W_1 X‖²`. Of a network
/// with biases the numbers of a layer are `[W_i b_i]`, column by column: `b_i` comes last.
///
/// # Method
/// With the layer inputs `P_i = W_i⋯W_1 C` and the errors carried back `E_i = W_{h:i+1}ᵀ R`, a
/// change `V_i` of the weights changes them at first order by
/// `δP_i = W_i δP_{i−1} + V_i P_{i−1}` (from `δP_0 = 0`) and
/// `δE_{i−1} = W_iᵀ δE_i + V_iᵀ E_i` (from `δE_h = −δP_h`), and the gradient `−E_i P_{i−1}ᵀ` by
/// `−(δE_i P_{i−1}ᵀ + E_i δP_{i−1}ᵀ)`, which is layer `i` of `H V`: differentiating forward and
/// backward once, so at most `6h − 4` products of matrices. Those with a `W_i` or `P_i` that is
/// diagonal are scalings: `P_0 = C` without data, every layer of a balanced point in whitened
/// coordinates, and both outer layers in the bases where [`ends`](Self::ends) works. A bias is a weight
/// of a constant `k`: to layer `i` it is one more row of `P_{i−1}`, which no change of weights
/// changes.
#[derive(Debug, Clone)]
pub struct HessianProduct {
    /// `W_1, …, W_h`.
    weights: Vec<MatrixForm>,
    /// `P_0, …, P_{h−1}`, with `k` below where the layer has a bias.
    inputs: Vec<MatrixForm>,
    /// `E_1, …, E_h` (0-based: entry `i − 1` is `E_i`).
    errors: Vec<DMatrix<f64>>,
    factor: f64,
}

impl HessianProduct {
    /// Prepares the Hessian in the coordinates of `Σ` (`C` the identity).
    ///
    /// # Errors
    /// When `Σ` is not `d_h × d_0`.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Weights;
    /// use linscape_curvature::{HessianProduct, SymmetricOperator};
    /// use nalgebra::DMatrix;
    /// // L = ½(2 − w₂w₁)² at the origin: the Hessian is [[0, −2], [−2, 0]].
    /// let weights = Weights::new(vec![DMatrix::zeros(1, 1), DMatrix::zeros(1, 1)])?;
    /// let hessian = HessianProduct::new(&weights, &DMatrix::from_element(1, 1, 2.0))?;
    /// let image = hessian.apply(&DMatrix::from_column_slice(2, 1, &[1.0, 3.0]));
    /// assert_eq!(image.as_slice(), [-6.0, -2.0]);
    /// # Ok::<(), linscape_network::WeightsError>(())
    /// ```
    pub fn new(weights: &Weights, target: &DMatrix<f64>) -> Result<Self, WeightsError> {
        let order = weights.matrices()[0].ncols();
        Self::prepare(weights, target, MatrixForm::identity(order))
    }

    /// Prepares the Hessian for inputs `C`, of shape `d_0 × ρ`, and `Σ`, `d_h × ρ`.
    ///
    /// # Errors
    /// When the shapes do not fit the network.
    pub fn on_inputs(
        weights: &Weights,
        target: &DMatrix<f64>,
        inputs: &DMatrix<f64>,
    ) -> Result<Self, WeightsError> {
        Self::prepare(weights, target, MatrixForm::of(inputs))
    }

    /// Prepares the Hessian of a network that reads these inputs; biases multiply their constant.
    ///
    /// # Errors
    /// When the shapes do not fit the network.
    ///
    /// # Examples
    /// ```
    /// use linscape_curvature::{HessianProduct, SymmetricOperator};
    /// use linscape_critical::NaturalUnits;
    /// use linscape_network::{LayerInputs, Weights};
    /// use nalgebra::{DMatrix, DVector};
    /// // L = ½(4 − (3w + 2b))²: the Hessian is [3 2]ᵀ[3 2].
    /// let number = |value| DMatrix::from_element(1, 1, value);
    /// let (inputs, constant, target) = (number(3.0), number(2.0), number(4.0));
    /// let reads = LayerInputs { inputs, constant, target, units: NaturalUnits::one() };
    /// let weights = Weights::new(vec![number(0.0)])?.with_biases(vec![Some(DVector::zeros(1))])?;
    /// let hessian = HessianProduct::reading(&weights, &reads)?.apply(&DMatrix::identity(2, 2));
    /// assert_eq!(hessian.as_slice(), [9.0, 6.0, 6.0, 4.0]);
    /// # Ok::<(), linscape_network::WeightsError>(())
    /// ```
    pub fn reading(weights: &Weights, reads: &LayerInputs) -> Result<Self, WeightsError> {
        let plain = Self::on_inputs(&weights.without_biases(), &reads.target, &reads.inputs)?;
        let mut errors = vec![&reads.target - reads.outputs(weights)];
        for matrix in plain.weights[1..].iter().rev() {
            errors.push(matrix.transposed_after(&errors[errors.len() - 1]));
        }
        errors.reverse();
        let inputs = reads.of_layers(weights).iter().map(MatrixForm::of).collect();
        Ok(Self { inputs, errors, ..plain })
    }

    /// Prepares the Hessian of the data's own loss at weights in the data's own coordinates (`W_1`
    /// of shape `d_1 × d_0`), biases included.
    ///
    /// # Errors
    /// When the weights are of another shape than the problem.
    pub fn in_data(reduction: &Reduction, weights: &Weights) -> Result<Self, WeightsError> {
        if let Some(reads) = LayerInputs::in_data(reduction) {
            return Self::reading(weights, &reads);
        }
        let sigma = reduction.target().matrix();
        if reduction.stretches().is_none() {
            return Self::new(weights, sigma);
        }
        let order = reduction.problem().architecture().input();
        Self::on_inputs(weights, sigma, &reduction.whiten(&DMatrix::identity(order, order)))
    }

    fn prepare(
        weights: &Weights,
        target: &DMatrix<f64>,
        first: MatrixForm,
    ) -> Result<Self, WeightsError> {
        let matrices = weights.matrices();
        if matrices[0].ncols() != first.shape().0 {
            let (this, next) = (first.shape(), matrices[0].shape());
            return Err(WeightsError::Chain { layer: 0, after: 1, this, next });
        }
        let (expected, depth) =
            ((matrices[matrices.len() - 1].nrows(), first.shape().1), matrices.len());
        if expected != target.shape() {
            let (this, next) = (expected, target.shape());
            return Err(WeightsError::Chain { layer: depth, after: depth + 1, this, next });
        }
        Ok(Self::of_forms(matrices.iter().map(MatrixForm::of).collect(), first, target))
    }

    /// Of matrices that fit each other.
    pub(crate) fn of_forms(
        weights: Vec<MatrixForm>,
        first: MatrixForm,
        target: &DMatrix<f64>,
    ) -> Self {
        let mut inputs = vec![first];
        for matrix in &weights {
            inputs.push(matrix.times(&inputs[inputs.len() - 1]));
        }
        let product = inputs.pop().map_or_else(|| target * 0.0, |product| product.to_full());
        let mut errors = vec![target - product];
        for matrix in weights[1..].iter().rev() {
            errors.push(matrix.transposed_after(&errors[errors.len() - 1]));
        }
        errors.reverse();
        Self { weights, inputs, errors, factor: 1.0 }
    }

    /// The Hessian of `factor · ½‖·‖²`, for another convention of the loss.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { factor: self.factor * factor, ..self }
    }

    /// The loss `factor · ½‖R‖²`, without the offset `κ`.
    #[must_use]
    pub fn loss(&self) -> f64 {
        self.errors.last().map_or(0.0, |residual| 0.5 * self.factor * residual.norm_squared())
    }

    /// The norm of the gradient over all layers.
    #[must_use]
    pub fn gradient_norm(&self) -> f64 {
        let layers = self.errors.iter().zip(&self.inputs);
        let squares = layers.map(|(error, input)| {
            let mut gradient = blank(error.nrows(), input.shape().0);
            input.add_before(1.0, error.into(), true, gradient.as_mut_slice());
            let square = gradient.norm_squared();
            (square, gradient)
        });
        let parts: Vec<(f64, DMatrix<f64>)> = squares.collect();
        let square: f64 = parts.iter().map(|part| part.0).sum();
        if square.is_normal() {
            return self.factor * square.sqrt();
        }
        // Of numbers of size 10^±160 squares are none.
        let lengths = parts.iter().map(|part| euclidean_length(part.1.as_slice()));
        self.factor * euclidean_length(&lengths.collect::<Vec<_>>())
    }

    /// What the terms of a product may add up to, with Frobenius norms in place of matrices: a bound on the
    /// Hessian's norm that does not vanish with it.
    #[must_use]
    pub fn size_bound(&self) -> f64 {
        let inputs: Vec<f64> = self.inputs.iter().map(MatrixForm::norm).collect();
        let length = |matrix: &DMatrix<f64>| euclidean_length(matrix.as_slice());
        let errors: Vec<f64> = self.errors.iter().map(length).collect();
        let weights: Vec<f64> = self.weights.iter().map(MatrixForm::norm).collect();
        let mut changes = vec![0.0];
        for (layer, weight) in weights.iter().enumerate() {
            changes.push(weight * changes[layer] + inputs[layer]);
        }
        let mut back = changes[weights.len()];
        let mut sizes = Vec::new();
        for layer in (0..weights.len()).rev() {
            sizes.push(back * inputs[layer] + errors[layer] * changes[layer]);
            back = weights[layer] * back + errors[layer];
        }
        self.factor.abs() * euclidean_length(&sizes)
    }

    /// Whether a layer has a bias.
    pub(crate) fn has_biases(&self) -> bool {
        let layers = self.weights.iter().zip(&self.inputs);
        layers.into_iter().any(|(matrix, input)| input.shape().0 > matrix.shape().1)
    }

    /// The weights it was made at.
    pub(crate) fn weights(&self) -> &[MatrixForm] {
        &self.weights
    }

    /// The same Hessian in bases in which its outer factors are diagonal.
    pub(crate) fn in_singular_frame(&self) -> Result<(SingularFrame, Self), DecompositionError> {
        let product = self.weights.iter().fold(self.inputs[0].clone(), |sum, at| at.times(&sum));
        let residual = self.errors.last().cloned().unwrap_or_default();
        let target = residual + product.to_full();
        let (weights, inputs) = (self.weights.clone(), self.inputs[0].clone());
        let (frame, turned) = SingularFrame::of(&Factors { weights, inputs, target })?;
        let turned = Self::of_forms(turned.weights, turned.inputs, &turned.target);
        Ok((frame, turned.scaled(self.factor)))
    }
}

/// What sums of products of matrices are wrong by, relative to the products of their norms.
const ROUNDING: f64 = 16.0 * f64::EPSILON;

/// A matrix to be overwritten, of zeros that cost nothing until then.
fn blank(rows: usize, columns: usize) -> DMatrix<f64> {
    DMatrix::from_vec(rows, columns, vec![0.0; rows * columns])
}

impl SymmetricOperator for HessianProduct {
    fn order(&self) -> usize {
        let layers = self.weights.iter().zip(&self.inputs);
        layers.map(|(matrix, input)| matrix.shape().0 * input.shape().0).sum()
    }

    /// A few rounding units of [`size_bound`](HessianProduct::size_bound).
    fn rounding(&self) -> f64 {
        ROUNDING * self.size_bound()
    }

    /// The vectors are independent work and run in parallel; each image is the same for any number
    /// of threads.
    fn apply_into(&self, vectors: &DMatrix<f64>, images: &mut DMatrix<f64>) {
        let order = self.order();
        assert_eq!(vectors.nrows(), order, "vectors of as many numbers as weights");
        let from = vectors.as_slice().par_chunks(order.max(1));
        let to = images.as_mut_slice().par_chunks_mut(order.max(1));
        from.zip(to).for_each(|(vector, image)| self.apply_to(vector, image));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SecondOrder;
    use linscape_critical::RandomStream;
    use linscape_network::RandomMatrices as _;

    fn network(widths: &[usize], stream: &mut RandomStream) -> Weights {
        let matrices = widths.windows(2).map(|pair| stream.gaussian(pair[1], pair[0]));
        Weights::new(matrices.collect()).expect("chain")
    }

    #[test]
    fn the_columns_of_the_dense_hessian_are_the_images_of_the_unit_vectors() {
        let mut stream = RandomStream::new(1, "hessian product");
        let mut checked = 0;
        for widths in [&[3, 4][..], &[2, 3, 2], &[3, 1, 4, 2], &[4, 20, 17, 3], &[2, 2, 3, 2, 2, 1]]
        {
            let weights = network(widths, &mut stream);
            let target = stream.gaussian(widths[widths.len() - 1], widths[0]);
            let dense = SecondOrder::new(&weights, &target).expect("fits");
            let product = HessianProduct::new(&weights, &target).expect("fits");
            let order = product.order();
            let images = product.apply(&DMatrix::identity(order, order));
            let hessian = dense.hessian();
            assert!((images - &hessian).amax() < 1e-11 * (1.0 + hessian.amax()), "{widths:?}");
            assert!((product.loss() - dense.loss()).abs() < 1e-11 * dense.loss());
            let gap = (product.gradient_norm() - dense.gradient_norm()).abs();
            assert!(gap < 1e-11 * dense.gradient_norm());
            checked += 1;
        }
        assert_eq!(checked, 5);
    }

    #[test]
    fn on_inputs_it_is_the_hessian_of_the_data_pulled_back_from_whitened_weights() {
        let mut stream = RandomStream::new(2, "hessian product");
        let weights = network(&[4, 3, 3, 2], &mut stream);
        // Two input directions out of four carry data.
        let (inputs, target) = (stream.gaussian(4, 2), stream.gaussian(2, 2));
        let mut whitened = weights.matrices().to_vec();
        whitened[0] = &whitened[0] * &inputs;
        let whitened = Weights::new(whitened).expect("chain");
        let inner = SecondOrder::new(&whitened, &target).expect("fits").hessian();
        // W_1 ↦ W_1 C on vectors, column by column: Cᵀ ⊗ I, and the identity on the other layers.
        let (order, others) = (weights.parameters(), weights.parameters() - 12);
        let mut there = DMatrix::zeros(6 + others, order);
        let first = inputs.transpose().kronecker(&DMatrix::<f64>::identity(3, 3));
        there.view_mut((0, 0), (6, 12)).copy_from(&first);
        there.view_mut((6, 12), (others, others)).fill_with_identity();
        let expected = there.transpose() * inner * there;
        let product = HessianProduct::on_inputs(&weights, &target, &inputs).expect("fits");
        let images = product.scaled(0.5).apply(&DMatrix::identity(order, order));
        assert!((2.0 * images - &expected).amax() < 1e-11 * expected.amax());
    }

    #[test]
    fn shapes_that_do_not_fit_are_refused() {
        let weights = network(&[2, 3, 1], &mut RandomStream::new(3, "hessian product"));
        assert!(HessianProduct::new(&weights, &DMatrix::zeros(1, 3)).is_err());
        let inputs = DMatrix::zeros(3, 2);
        assert!(HessianProduct::on_inputs(&weights, &DMatrix::zeros(1, 2), &inputs).is_err());
    }
}
