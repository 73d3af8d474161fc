//! The second road of weight decay: the dense Hessian of the regularised loss.

use crate::SecondOrder;
use linscape_critical::NaturalUnits;
use linscape_network::{LayerInputs, Layers as _, Weights, WeightsError};
use nalgebra::DMatrix;

/// `½ λ_1‖W_1 D‖² + ½ Σ_{i>1} λ_i‖W_i‖² + ½ Σ_i μ_i‖b_i‖²`.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightPenalty {
    /// `λ_1, …, λ_h`.
    pub weights: Vec<f64>,
    /// `μ_1, …, μ_h`; 0 where a bias does not decay, and where there is none.
    pub biases: Vec<f64>,
    /// `D` (`d_0` rows), the identity when none is given: with that of the data it is a penalty on activations.
    pub first: Option<DMatrix<f64>>,
}

/// `½‖Σ − W_h⋯W_2 (W_1 M)‖² + ½ Σ_i λ_i‖W_i‖²` with its gradient and Hessian at any weights; `M`
/// (`d_0 × ρ`, the identity when none is given) takes the first layer to the coordinates of `Σ`.
///
/// Parameters are ordered layer by layer from the input, each `W_i` column by column, or `[W_i b_i]` where a layer
/// has a bias.
#[derive(Debug, Clone, PartialEq)]
pub struct Regularised {
    /// Without the offset `κ`.
    pub loss: f64,
    /// One matrix a layer; that of a bias is its last column.
    pub gradient: Vec<DMatrix<f64>>,
    /// `N × N`, symmetric.
    pub hessian: DMatrix<f64>,
}

impl Regularised {
    /// Computes all three.
    ///
    /// # Errors
    /// When `Σ` or `M` do not fit the network.
    ///
    /// # Panics
    /// When there are not as many decays as layers.
    ///
    /// # Complexity
    /// `O(N²)` time and memory beside a product with `M`.
    ///
    /// # Examples
    /// ```
    /// use linscape_curvature::Regularised;
    /// use linscape_network::Weights;
    /// use nalgebra::DMatrix;
    /// // L = ½(2 − w₂w₁)² + ½·3(w₁² + w₂²) at the origin: [[3, −2], [−2, 3]].
    /// let weights = Weights::new(vec![DMatrix::zeros(1, 1), DMatrix::zeros(1, 1)])?;
    /// let target = DMatrix::from_element(1, 1, 2.0);
    /// let at = Regularised::new(&weights, None, &target, &[3.0, 3.0])?;
    /// assert_eq!(at.hessian.as_slice(), [3.0, -2.0, -2.0, 3.0]);
    /// # Ok::<(), linscape_network::WeightsError>(())
    /// ```
    pub fn new(
        weights: &Weights,
        first: Option<&DMatrix<f64>>,
        target: &DMatrix<f64>,
        decay: &[f64],
    ) -> Result<Self, WeightsError> {
        let inputs = weights.matrices()[0].ncols();
        let inputs = first.cloned().unwrap_or_else(|| DMatrix::identity(inputs, inputs));
        let constant = DMatrix::zeros(1, inputs.ncols());
        let (target, units) = (target.clone(), NaturalUnits::one());
        let reads = LayerInputs { inputs, constant, target, units };
        let biases = vec![0.0; decay.len()];
        let penalty = WeightPenalty { weights: decay.to_vec(), biases, first: None };
        Self::reading(weights, &reads, &penalty)
    }

    /// The same for a network whose layers read these inputs, and whose biases multiply their constant and may
    /// decay.
    ///
    /// # Errors
    /// When the shapes do not fit the network.
    ///
    /// # Panics
    /// When there are not as many decays as layers.
    ///
    /// # Complexity
    /// As [`new`](Self::new).
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::NaturalUnits;
    /// use linscape_curvature::{Regularised, WeightPenalty};
    /// use linscape_network::{LayerInputs, Weights};
    /// use nalgebra::{DMatrix, DVector};
    /// // L = ½(4 − (3w + 2b))² + ½·5w² + ½·7b² at w = 0, b = 1: 2 + 3.5.
    /// let number = |value| DMatrix::from_element(1, 1, value);
    /// let (inputs, constant, target) = (number(3.0), number(2.0), number(4.0));
    /// let reads = LayerInputs { inputs, constant, target, units: NaturalUnits::one() };
    /// let bias = Some(DVector::from_element(1, 1.0));
    /// let weights = Weights::new(vec![number(0.0)])?.with_biases(vec![bias])?;
    /// let penalty = WeightPenalty { weights: vec![5.0], biases: vec![7.0], first: None };
    /// let at = Regularised::reading(&weights, &reads, &penalty)?;
    /// assert_eq!((at.loss, at.gradient[0].as_slice()), (5.5, &[-6.0, 3.0][..]));
    /// assert_eq!(at.hessian.as_slice(), [14.0, 6.0, 6.0, 11.0]);
    /// # Ok::<(), linscape_network::WeightsError>(())
    /// ```
    pub fn reading(
        weights: &Weights,
        reads: &LayerInputs,
        penalty: &WeightPenalty,
    ) -> Result<Self, WeightsError> {
        assert_eq!(penalty.weights.len(), weights.depth(), "one decay a layer");
        let order = SecondOrder::reading(weights, reads)?;
        let (gradient, hessian) = (order.gradient(), order.hessian());
        let mut at = Self { loss: order.loss(), gradient, hessian };
        let mut place = 0;
        for (layer, bias) in weights.biases().iter().enumerate() {
            let matrix = &weights.matrices()[layer];
            let metric = penalty.first.as_ref().filter(|_| layer == 0);
            at.add_matrix(layer, place, matrix, penalty.weights[layer], metric);
            place += matrix.len();
            if let Some(bias) = bias {
                let own = penalty.biases[layer];
                at.loss += 0.5 * own * bias.norm_squared();
                let mut slope = at.gradient[layer].column_mut(matrix.ncols());
                slope += bias * own;
                at.add_diagonal(place, bias.len(), own);
                place += bias.len();
            }
        }
        Ok(at)
    }

    /// The penalty on a matrix whose entries begin at `place`: `½λ‖W D‖²`.
    fn add_matrix(
        &mut self,
        layer: usize,
        place: usize,
        matrix: &DMatrix<f64>,
        decay: f64,
        metric: Option<&DMatrix<f64>>,
    ) {
        let mut slope = self.gradient[layer].columns_mut(0, matrix.ncols());
        let Some(metric) = metric else {
            slope += matrix * decay;
            self.loss += 0.5 * decay * matrix.norm_squared();
            self.add_diagonal(place, matrix.len(), decay);
            return;
        };
        let moment = metric * metric.transpose();
        slope += matrix * &moment * decay;
        self.loss += 0.5 * decay * (matrix * metric).norm_squared();
        let rows = matrix.nrows();
        let block = moment.kronecker(&DMatrix::<f64>::identity(rows, rows)) * decay;
        let mut corner = self.hessian.view_mut((place, place), block.shape());
        corner += &block;
    }

    fn add_diagonal(&mut self, start: usize, count: usize, value: f64) {
        for place in start..start + count {
            self.hessian[(place, place)] += value;
        }
    }

    /// Norm of the gradient over all layers.
    #[must_use]
    pub fn gradient_norm(&self) -> f64 {
        self.gradient.length()
    }
}
