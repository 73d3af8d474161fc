//! The kernels of all partial products of a point.

use crate::bars::signed;
use crate::{Bar, FamilyShape, InconsistentRanks, RankPattern, Stratum, Summand};

/// All that the learning coefficient of `K_w = ½‖W(w') − W(w)‖²` at weights `w` depends on: the rank
/// `r` of `W`, the widths beyond it, `M_i = d_i − r`, and for all layers `k < j`
///
/// ```text
/// n(k,j) = dim ker W_{j:k+1} = d_k − rank W_{j:k+1} = #{bars [x,y]: x ≤ k ≤ y < j}.
/// ```
///
/// Source: `docs/theory.md`, "Learning coefficients".
///
/// # Examples
/// At the origin of widths 2,2,2 the whole input dies in the first layer:
/// ```
/// use linscape_strata::KernelDimensions;
/// let origin = KernelDimensions::of_ranks(2, |k, j| if k == j { 2 } else { 0 })?;
/// assert_eq!((origin.rank(), origin.kernel(0, 1), origin.kernel(0, 2)), (0, 2, 2));
/// assert_eq!(origin.learning_coefficient().lambda.to_string(), "3/2");
/// # Ok::<(), linscape_strata::InconsistentRanks>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KernelDimensions {
    rank: usize,
    /// `M_0, …, M_h`.
    rooms: Vec<usize>,
    /// `n(k,j)` at `k (h + 1) + j`, zero unless `k < j`.
    kernels: Vec<usize>,
}

impl KernelDimensions {
    /// Those of every point of a stratum. Which input bar is paired with which output bar does not
    /// matter.
    ///
    /// # Panics
    /// When the stratum is none of the family ([`Stratum::check`]).
    ///
    /// # Complexity
    /// `O(h²)`.
    #[must_use]
    pub fn of(stratum: &Stratum, shape: &FamilyShape) -> Self {
        let depth = shape.depth();
        let layers = depth + 1;
        // Bars alive at layer k that end at layer y, at k (h + 1) + y.
        let mut ending = vec![0; layers * layers];
        for &(summand, count) in stratum.summands() {
            bars(summand, depth, |bar| ending[bar.start * layers + bar.end] += count);
        }
        for at in layers..layers * layers {
            let (layer, end) = (at / layers, at % layers);
            if end >= layer {
                ending[at] += ending[at - layers];
            }
        }
        let mut kernels = vec![0; layers * layers];
        for layer in 0..depth {
            let row = layer * layers;
            for end in layer..depth {
                kernels[row + end + 1] = kernels[row + end] + ending[row + end];
            }
        }
        let rooms = shape.widths().iter().map(|width| width - shape.learned()).collect();
        Self { rank: shape.learned(), rooms, kernels }
    }

    /// Those of the balanced points of rank `r`, where every kernel is as large as it can be.
    ///
    /// # Panics
    /// When `rank` exceeds a width.
    #[must_use]
    pub fn balanced(widths: &[usize], rank: usize) -> Self {
        let layers = widths.len();
        let rooms: Vec<usize> = widths.iter().map(|width| width - rank).collect();
        let kernel = |at: usize| if at / layers < at % layers { rooms[at / layers] } else { 0 };
        let kernels = (0..layers * layers).map(kernel).collect();
        Self { rank, rooms, kernels }
    }

    /// From the ranks of all partial products: `product(k, j)` is that of `W_{j:k+1}`, and the width
    /// `d_k` for `k = j`.
    ///
    /// # Errors
    /// [`InconsistentRanks::NegativeBars`] when no weights have these ranks.
    ///
    /// # Complexity
    /// `O(h²)`.
    pub fn of_ranks(
        depth: usize,
        product: impl Fn(usize, usize) -> usize,
    ) -> Result<Self, InconsistentRanks> {
        let rank_over = |start: Option<usize>, end: usize| match start {
            Some(start) if end <= depth => signed(product(start, end)),
            _ => 0,
        };
        for start in 0..=depth {
            for end in start..=depth {
                let before = start.checked_sub(1);
                let count = rank_over(Some(start), end) + rank_over(before, end + 1)
                    - rank_over(before, end)
                    - rank_over(Some(start), end + 1);
                if count < 0 {
                    return Err(InconsistentRanks::NegativeBars { bar: Bar { start, end }, count });
                }
            }
        }
        let rank = product(0, depth);
        let layers = depth + 1;
        let kernel = |at: usize| match (at / layers, at % layers) {
            (k, j) if k < j => product(k, k) - product(k, j),
            _ => 0,
        };
        let rooms = (0..layers).map(|layer| product(layer, layer) - rank).collect();
        Ok(Self { rank, rooms, kernels: (0..layers * layers).map(kernel).collect() })
    }

    /// From a measured pattern: its residuals are not looked at, so the point need not be critical.
    ///
    /// # Errors
    /// As [`of_ranks`](Self::of_ranks).
    pub fn of_pattern(pattern: &RankPattern) -> Result<Self, InconsistentRanks> {
        Self::of_ranks(pattern.depth(), |start, end| pattern.product(start, end))
    }

    /// Those of the transposed network, `W_1ᵀ ⋯ W_hᵀ`, whose learning coefficient is the same.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let depth = self.depth();
        let layers = depth + 1;
        let kernel = |at: usize| match (at / layers, at % layers) {
            (k, j) if k < j => {
                let (from, to) = (depth - j, depth - k);
                self.rooms[to] + self.kernel(from, to) - self.rooms[from]
            }
            _ => 0,
        };
        let rooms = self.rooms.iter().rev().copied().collect();
        Self { rank: self.rank, rooms, kernels: (0..layers * layers).map(kernel).collect() }
    }

    /// Number of layers `h`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.rooms.len() - 1
    }

    /// `r = rank W`.
    #[must_use]
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// `M_0, …, M_h`, the widths less the rank.
    #[must_use]
    pub fn rooms(&self) -> &[usize] {
        &self.rooms
    }

    /// `n(k,j) = dim ker W_{j:k+1}`, for `k < j`.
    ///
    /// # Panics
    /// Unless `k < j ≤ h`.
    #[must_use]
    pub fn kernel(&self, k: usize, j: usize) -> usize {
        assert!(k < j && j <= self.depth(), "no product from layer {k} to layer {j}");
        self.kernels[k * self.rooms.len() + j]
    }

    /// All of them: `n(k,j)` at `k (h + 1) + j`, zero unless `k < j`.
    pub(super) fn table(&self) -> &[usize] {
        &self.kernels
    }

    /// `r (d_0 + d_h − r)`, the dimension of the matrices of rank `r`.
    #[must_use]
    pub fn smooth_part(&self) -> usize {
        self.rank * (self.rank + self.rooms[0] + self.rooms[self.depth()])
    }

    /// `rank dμ` of the map `μ` from weights to their product: the number of positive eigenvalues of
    /// the Hessian of `K_w` at `w`. At minima that reach their target it is the coindex of the loss;
    /// elsewhere the two have nothing to do with each other. Never more than `2λ`.
    ///
    /// # Examples
    /// Widths 3,3,3 and one input direction that reaches the hidden layer: each of three outputs can
    /// be joined to it.
    /// ```
    /// use linscape_strata::KernelDimensions;
    /// let ranks = |k, j| if k == j { 3 } else { usize::from((k, j) == (0, 1)) };
    /// let point = KernelDimensions::of_ranks(2, ranks)?;
    /// assert_eq!(point.jacobian_rank(), 3);
    /// # Ok::<(), linscape_strata::InconsistentRanks>(())
    /// ```
    #[must_use]
    pub fn jacobian_rank(&self) -> usize {
        let depth = self.depth();
        // Output bars that start no later than the layer.
        let started = |layer: usize| match layer.checked_sub(depth) {
            None => self.rooms[layer] - self.kernel(layer, depth),
            Some(_) => self.rooms[depth],
        };
        let ending = |layer: usize| {
            let before = if layer == 0 { 0 } else { self.kernel(0, layer) };
            self.kernel(0, layer + 1) - before
        };
        let pairs: usize = (0..depth).map(|end| ending(end) * started(end + 1)).sum();
        self.smooth_part() + pairs
    }
}

/// The bars of one summand.
fn bars(summand: Summand, depth: usize, mut take: impl FnMut(Bar)) {
    match summand {
        Summand::Unlearned(pair) => {
            take(Bar { start: 0, end: pair.input_end });
            take(Bar { start: pair.output_start, end: depth });
        }
        Summand::InputNull { end } => take(Bar { start: 0, end }),
        Summand::OutputNull { start } => take(Bar { start, end: depth }),
        Summand::Interior(bar) => take(bar),
    }
}
