//! Bases of what the weights have to do with each hidden layer.

use super::joint_range::{JointRange, Neighbours};
use super::normalised::Normalised;
use linscape_lapack::DecompositionError;
use linscape_network::Weights;
use nalgebra::DMatrix;
use std::borrow::Cow;

/// How far a reduction may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LowRankOptions {
    /// Largest order of a core.
    pub most: usize,
    /// Whether weights that are not of low rank to rounding are truncated to what stands out.
    pub truncate: bool,
    /// Of how many directions of a hidden layer at most one may be used.
    pub one_of: usize,
}

impl Default for LowRankOptions {
    /// Cores up to order 2,000; nothing but rounding is truncated.
    fn default() -> Self {
        Self { most: 2000, truncate: false, one_of: 1 }
    }
}

impl LowRankOptions {
    /// For cores that are iterated on ([`LowRank::ends`](crate::LowRank::ends)): a quarter of the weights and of each hidden layer at
    /// most, from where a product with the core's Hessian is no longer much cheaper than one with the whole.
    #[must_use]
    pub fn iterated(weights: &Weights) -> Self {
        Self { most: weights.parameters() / 4, truncate: false, one_of: 4 }
    }
}

/// For each hidden layer `i` an orthonormal basis `A_i` (`d_i × a_i`) of
/// `range [W_i b_i] + rowspace W_{i+1}`, or of its largest part.
#[derive(Debug, Clone)]
pub(super) struct HiddenBases {
    /// `A_1, …, A_{h−1}`.
    pub bases: Vec<DMatrix<f64>>,
    /// What was left out of a layer is at most this large, relative to the layer.
    pub cut: f64,
}

impl HiddenBases {
    /// All but rounding; `None` where some layer has more than the options allow.
    pub(crate) fn exact(
        network: &Normalised,
        options: LowRankOptions,
    ) -> Result<Option<Self>, DecompositionError> {
        let (cut, natural) = (network.rounding(), network.natural);
        // A layer that is rounding beside the natural size is rounding of a zero.
        let scale = |norm: f64| if norm > cut * natural { norm } else { natural };
        let (mut bases, least) = (Vec::new(), network.least_directions());
        for at in 0..network.weights.len() - 1 {
            let most = most_directions(network, at, options);
            let range = Hidden::of(network, at).range(scale, cut, most)?;
            let rank = range.rank(cut);
            if rank > most || !range.is_whole(cut) {
                return Ok(None);
            }
            bases.push(range.basis(rank.max(least)));
        }
        Ok(Some(Self { bases, cut }))
    }

    /// As many directions as stand out: down to the widest gap of the singular values beside the
    /// natural size of a layer.
    pub(crate) fn standing_out(
        network: &Normalised,
        options: LowRankOptions,
    ) -> Result<Self, DecompositionError> {
        let (natural, least) = (network.natural, network.least_directions());
        let mut found = Self { bases: Vec::new(), cut: network.rounding() };
        for at in 0..network.weights.len() - 1 {
            let most = most_directions(network, at, options);
            let scale = |norm: f64| norm.max(natural);
            let range = Hidden::of(network, at).range(scale, network.rounding(), most)?;
            let rank = range.rank_at_gap(most);
            found.cut = found.cut.max(range.values.get(rank).copied().unwrap_or(0.0));
            found.bases.push(range.basis(rank.max(least)));
        }
        Ok(found)
    }
}

/// For each hidden layer an orthonormal basis (`d_i × a_i`, `a_i ≥ 1`) of the directions that stand out in
/// `W_i` and `W_{i+1}`; none where there is no clear gap, or the network between them is no smaller
/// than a quarter.
///
/// A gap is clear when the singular values on either side differ by a factor of 40, and its logarithm
/// is half as long again as that of any other.
///
/// # Errors
/// When `Σ` is not `d_h × d_0`, or a decomposition fails.
///
/// # Complexity
/// A few products of the weights with as many columns as stand out.
///
/// # Examples
/// ```
/// use linscape_network::Weights;
/// use nalgebra::DMatrix;
/// // One of fifty hidden units is used.
/// let mut first = DMatrix::zeros(50, 9);
/// first[(7, 0)] = 1.0;
/// let weights = Weights::new(vec![first.clone(), first.transpose()])?;
/// let bases = linscape_curvature::hidden_directions(&weights, &DMatrix::identity(9, 9))?;
/// let basis = &bases.ok_or("stands out")?[0];
/// assert_eq!(basis.shape(), (50, 1));
/// assert!((basis[(7, 0)].abs() - 1.0).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn hidden_directions(
    weights: &Weights,
    target: &DMatrix<f64>,
) -> Result<Option<Vec<DMatrix<f64>>>, DecompositionError> {
    let network = Normalised::new(weights.matrices(), target, None);
    let natural = network.natural;
    let parameters = weights.parameters();
    let mut bases = Vec::new();
    for at in 0..network.weights.len() - 1 {
        let most = LowRankOptions { most: parameters / 4, ..LowRankOptions::default() };
        let most = most_directions(&network, at, most);
        let scale = |norm: f64| norm.max(natural);
        let range = Hidden::of(&network, at).range(scale, network.rounding(), most)?;
        let Some(rank) = range.clear_rank(network.rounding(), most) else { return Ok(None) };
        bases.push(range.basis(rank.max(1)));
    }
    let mut widths = weights.widths();
    for (width, basis) in widths[1..].iter_mut().zip(&bases) {
        *width = basis.ncols();
    }
    let narrow: usize = widths.windows(2).map(|pair| pair[0] * pair[1]).sum();
    Ok((4 * narrow <= parameters).then_some(bases))
}

/// The layers around a hidden one.
struct Hidden<'a> {
    /// `[W_i b_i]`, the bias no longer than the matrix: its direction is all that counts.
    before: Cow<'a, DMatrix<f64>>,
    after: Cow<'a, DMatrix<f64>>,
}

impl<'a> Hidden<'a> {
    fn of(network: &'a Normalised, at: usize) -> Self {
        let (layer, width) = (&network.weights[at], network.matrix(at).ncols());
        let mut before = Cow::Borrowed(layer);
        if layer.ncols() > width {
            let (own, bias) = (layer.columns(0, width).norm(), layer.column(width).norm());
            if own > 0.0 && bias > own {
                before.to_mut().column_mut(width).scale_mut(own / bias);
            }
        }
        Self { before, after: network.matrix(at + 1) }
    }

    fn range(
        &self,
        scale: impl Fn(f64) -> f64,
        cut: f64,
        most: usize,
    ) -> Result<JointRange, DecompositionError> {
        let scale = |matrix: &DMatrix<f64>| match scale(matrix.norm()) {
            size if size > 0.0 => size,
            _ => 1.0,
        };
        let (before, after) = (&*self.before, &*self.after);
        let scales = [scale(before), scale(after)];
        JointRange::of(Neighbours { before, after, scales }, cut, most)
    }
}

/// Most directions of a hidden layer that a core of order `most` can have: all but the layer itself
/// may be small, or both neighbours as wide as they are.
fn most_directions(network: &Normalised, at: usize, options: LowRankOptions) -> usize {
    let LowRankOptions { most, one_of, .. } = options;
    let (before, after) = (&network.weights[at], &network.weights[at + 1]);
    let narrower = before.ncols().min(after.nrows()).max(1);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small square root"
    )]
    let root = (most as f64).sqrt() as usize;
    before.nrows().div_ceil(one_of).min(root.max(most / narrower))
}
