//! The second road of weight decay: the dense Hessian of the regularised loss.

use crate::SecondOrder;
use linscape_network::{Layers as _, Weights, WeightsError};
use nalgebra::DMatrix;

/// `½‖Σ − W_h⋯W_2 (W_1 M)‖² + ½ Σ_i λ_i‖W_i‖²` with its gradient and Hessian at any weights; `M`
/// (`d_0 × ρ`, the identity when none is given) takes the first layer to the coordinates of `Σ`.
///
/// Parameters are ordered layer by layer from the input, each `W_i` column by column.
#[derive(Debug, Clone, PartialEq)]
pub struct Regularised {
    /// Without the offset `κ`.
    pub loss: f64,
    /// One matrix a layer.
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
        assert_eq!(decay.len(), weights.depth(), "one decay a layer");
        let mut matrices = weights.matrices().to_vec();
        if let Some(first) = first {
            if first.nrows() != matrices[0].ncols() {
                let (this, next) = (matrices[0].shape(), first.shape());
                return Err(WeightsError::Chain { layer: 0, after: 1, this: next, next: this });
            }
            matrices[0] = &matrices[0] * first;
        }
        let plain = Weights::new(matrices)?;
        let order = SecondOrder::new(&plain, target)?;
        let (mut gradient, mut hessian) = (order.gradient(), order.hessian());
        if let Some(first) = first {
            gradient[0] = &gradient[0] * first.transpose();
            hessian = pulled_back(&hessian, first, weights.matrices()[0].nrows());
        }
        let (mut loss, mut at) = (order.loss(), 0);
        for ((matrix, slope), &decay) in weights.matrices().iter().zip(&mut gradient).zip(decay) {
            loss += 0.5 * decay * matrix.norm_squared();
            *slope += matrix * decay;
            for place in at..at + matrix.len() {
                hessian[(place, place)] += decay;
            }
            at += matrix.len();
        }
        Ok(Self { loss, gradient, hessian })
    }

    /// Norm of the gradient over all layers.
    #[must_use]
    pub fn gradient_norm(&self) -> f64 {
        self.gradient.length()
    }
}

/// `J H Jᵀ`, `J` the map `M ⊗ I` on the first layer and the identity on the others.
fn pulled_back(hessian: &DMatrix<f64>, first: &DMatrix<f64>, hidden: usize) -> DMatrix<f64> {
    let map = first.kronecker(&DMatrix::<f64>::identity(hidden, hidden));
    let (outer, inner) = map.shape();
    let rest = hessian.nrows() - inner;
    let mut pulled = DMatrix::zeros(outer + rest, outer + rest);
    let corner = &map * hessian.view((0, 0), (inner, inner)) * map.transpose();
    let side = &map * hessian.view((0, inner), (inner, rest));
    pulled.view_mut((0, 0), (outer, outer)).copy_from(&corner);
    pulled.view_mut((0, outer), (outer, rest)).copy_from(&side);
    pulled.view_mut((outer, 0), (rest, outer)).copy_from(&side.transpose());
    pulled
        .view_mut((outer, outer), (rest, rest))
        .copy_from(&hessian.view((inner, inner), (rest, rest)));
    pulled
}
