//! The network as one block-shift matrix.

use crate::{BlockShift, BlockShiftError};
use linscape_network::{Weights, WeightsError};
use nalgebra::DMatrix;
use thiserror::Error;

/// The adjacency form of a network: the matrix `A` of order `Σ d_i` with `W_i` in block
/// `(i, i − 1)`, in which the loss and its gradient flow read
///
/// ```text
/// L − κ = ½‖𝓔 − A^h‖²,   Ȧ = Σ_{j=1}^{h} (A^{h−j})ᵀ (𝓔 − A^h) (A^{j−1})ᵀ,
/// ```
///
/// with `𝓔` holding `Σ` in block `(h, 0)`. `A^k` holds the partial products of `k` layers,
/// `W_{i+k:i+1}` in block `(i + k, i)`; so `A^h` holds the end-to-end map alone, `A^{h+1} = 0`, and
/// all eigenvalues are 0 at all times.
///
/// This is the readable reference of the flow; it multiplies blocks, but without sharing partial
/// products: the fast path works on the layers.
///
/// # The survey's numbering
/// Wendin and Altafini count layers from the output: their network is `W_1 ⋯ W_h`, and their matrix
/// has `W_i` in block `(i, i + 1)`, `i = 1, …, h`, with diagonal blocks of orders `d_h, …, d_0`.
/// Their `W_i` is our `W_{h+1−i}`, as it is and not transposed, so their matrix is ours with the
/// order of the layers reversed, `P A Pᵀ` with a permutation `P`: [`to_survey`](Self::to_survey),
/// [`from_survey`](Self::from_survey). Everything said above holds in both; summand `j` of the flow
/// moves our layer `j`, their layer `h + 1 − j`.
///
/// # Examples
/// ```
/// use linscape_network::Weights;
/// use linscape_flow::Adjacency;
/// use nalgebra::DMatrix;
/// // L = ½(7 − w₂w₁)² at w₁ = 3, w₂ = 2: residual 1, ẇ₁ = w₂·1, ẇ₂ = w₁·1.
/// let scalar = |w| DMatrix::from_element(1, 1, w);
/// let network = Adjacency::of(&Weights::new(vec![scalar(3.0), scalar(2.0)])?);
/// assert_eq!(network.loss(&scalar(7.0))?, 0.5);
/// let flow = network.flow(&scalar(7.0))?;
/// assert_eq!((flow.block(1, 0), flow.block(2, 1)), (Some(&scalar(2.0)), Some(&scalar(3.0))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Adjacency form"; Wendin and Altafini (arXiv:2511.10362).
#[derive(Debug, Clone, PartialEq)]
pub struct Adjacency {
    shift: BlockShift,
}

/// Why a matrix is no network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AdjacencyError {
    /// The matrix is no block shift.
    #[error(transparent)]
    NotAShift(#[from] BlockShiftError),
    /// The blocks make no network.
    #[error(transparent)]
    NoNetwork(#[from] WeightsError),
}

impl Adjacency {
    /// `A` of the given weights.
    #[must_use]
    pub fn of(weights: &Weights) -> Self {
        Self { shift: BlockShift::of_layers(weights) }
    }

    /// The network whose matrix in the survey's numbering is given, with `d_0, …, d_h` in our
    /// order.
    ///
    /// # Errors
    /// When an entry outside the blocks `(i, i + 1)` is not zero, or the blocks make no network.
    pub fn from_survey(widths: &[usize], matrix: &DMatrix<f64>) -> Result<Self, AdjacencyError> {
        let reversed: Vec<usize> = widths.iter().rev().copied().collect();
        let shift = BlockShift::from_dense(&reversed, -1, matrix)?.reversed();
        Ok(Self::of(&Weights::new(shift.blocks().to_vec())?))
    }

    /// The matrix in the survey's numbering, of degree −1: its block `(i, i + 1)` is our
    /// `W_{h+1−i}` (counted from 1), and its widths are `d_h, …, d_0`.
    ///
    /// # Examples
    /// ```
    /// # use linscape_network::Weights;
    /// # use linscape_flow::Adjacency;
    /// # use nalgebra::DMatrix;
    /// let (first, last) = (DMatrix::from_element(1, 2, 5.0), DMatrix::from_element(1, 1, 7.0));
    /// let network = Adjacency::of(&Weights::new(vec![first, last])?);
    /// // Output, hidden unit, two inputs: the output layer comes first, above the diagonal.
    /// let survey = network.to_survey().dense();
    /// assert_eq!(survey.row(0).iter().copied().collect::<Vec<_>>(), [0.0, 7.0, 0.0, 0.0]);
    /// assert_eq!(survey.row(1).iter().copied().collect::<Vec<_>>(), [0.0, 0.0, 5.0, 5.0]);
    /// assert_eq!(Adjacency::from_survey(&[2, 1, 1], &survey)?, network);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_survey(&self) -> BlockShift {
        self.shift.reversed()
    }

    /// `A` itself, of degree 1.
    #[must_use]
    pub fn matrix(&self) -> &BlockShift {
        &self.shift
    }

    /// Number of layers `h`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.shift.blocks().len()
    }

    /// `A^k`: the products of `k` layers; the identity for `k = 0`, and zero from `k = h + 1` on.
    #[must_use]
    pub fn power(&self, k: usize) -> BlockShift {
        (0..k).fold(BlockShift::identity(self.shift.widths()), |power, _| &power * &self.shift)
    }

    /// `𝓔`, of degree `h`: `Σ` in block `(h, 0)`.
    ///
    /// # Errors
    /// When `Σ` is not `d_h × d_0`: it cannot follow the network.
    pub fn corner(&self, target: &DMatrix<f64>) -> Result<BlockShift, WeightsError> {
        let (depth, widths) = (self.depth(), self.shift.widths());
        let this = (widths[depth], widths[0]);
        if target.shape() != this {
            let next = target.shape();
            return Err(WeightsError::Chain { layer: depth, after: depth + 1, this, next });
        }
        Ok(BlockShift::in_corner(widths, target.clone()))
    }

    /// `𝓔 − A^h`: the residual `R = Σ − W` in the corner.
    ///
    /// # Errors
    /// When `Σ` does not fit.
    pub fn residual(&self, target: &DMatrix<f64>) -> Result<BlockShift, WeightsError> {
        Ok(&self.corner(target)? - &self.power(self.depth()))
    }

    /// `½‖𝓔 − A^h‖²`, the loss without its offset `κ`.
    ///
    /// # Errors
    /// When `Σ` does not fit.
    pub fn loss(&self, target: &DMatrix<f64>) -> Result<f64, WeightsError> {
        Ok(0.5 * self.residual(target)?.norm_squared())
    }

    /// Summand `j` of the flow, `(A^{h−j})ᵀ (𝓔 − A^h) (A^{j−1})ᵀ`, of degree 1: the motion
    /// `W_{h:j+1}ᵀ R W_{j−1:1}ᵀ` of layer `j`, and nothing else.
    ///
    /// # Errors
    /// When `Σ` does not fit.
    ///
    /// # Panics
    /// When the layer is not one of `1, …, h`.
    pub fn motion(&self, layer: usize, target: &DMatrix<f64>) -> Result<BlockShift, WeightsError> {
        let depth = self.depth();
        assert!((1..=depth).contains(&layer), "no layer {layer} among {depth}");
        let before = self.power(layer - 1).transpose();
        let after = self.power(depth - layer).transpose();
        Ok(&(&after * &self.residual(target)?) * &before)
    }

    /// `Ȧ = Σ_j (A^{h−j})ᵀ (𝓔 − A^h) (A^{j−1})ᵀ`, of degree 1: minus the gradient of the loss,
    /// layer by layer.
    ///
    /// # Errors
    /// When `Σ` does not fit.
    ///
    /// # Complexity
    /// `O(h²)` products of blocks: every power is formed anew.
    pub fn flow(&self, target: &DMatrix<f64>) -> Result<BlockShift, WeightsError> {
        let still = BlockShift::zeros(self.shift.widths(), 1);
        (1..=self.depth()).try_fold(still, |sum, layer| Ok(&sum + &self.motion(layer, target)?))
    }

    /// `A Aᵀ − Aᵀ A`, of degree 0. Its blocks on the hidden layers, `i = 1, …, h − 1`, are the
    /// conserved quantities `C_i = W_i W_iᵀ − W_{i+1}ᵀ W_{i+1}`: weights are balanced when `A` is
    /// normal there.
    #[must_use]
    pub fn commutator(&self) -> BlockShift {
        let transposed = self.shift.transpose();
        &(&self.shift * &transposed) - &(&transposed * &self.shift)
    }
}
