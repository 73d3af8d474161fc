//! What the balanced point of a family is.

use crate::FamilyShape;
use linscape_critical::{EscapeOrder, Inertia, PointType, Problem, SingularSubset, root_power};

/// Type, inertia, escape order and rate of the balanced representative of a family, in closed
/// form.
///
/// With `k ∈ J`, `l ∉ J`, `σ_l > 0` throughout, for `h ≥ 2`:
/// - index `#{(k, l): σ_l > σ_k}`, and `(s − r)(d_1 − r)` more when `h = 2`;
/// - coindex `r² + r(d_0 − s) + r(d_h − s) + #{(k, l)} + #{(k, l): σ_l < σ_k}`, and the same
///   `(s − r)(d_1 − r)` when `h = 2`;
/// - the rest of the `N` eigenvalues are zero.
///
/// A network of depth 1 is linear regression: one global minimum, whose Hessian is the identity on
/// the `d_1 · rank X` weights that matter.
///
/// Source: `docs/theory.md`, "Inertia" and "Balanced representative".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BalancedClassification {
    /// Global minimum, strict or nonstrict saddle.
    pub point_type: PointType,
    /// Index, nullity, coindex.
    pub inertia: Inertia,
    /// How fast the loss can fall; `None` at a global minimum.
    pub escape_order: Option<EscapeOrder>,
    /// Largest exponential rate at which gradient flow leaves along a connection of order 2, in
    /// whitened coordinates and the problem's loss; `None` where there is none.
    pub rate: Option<f64>,
}

impl BalancedClassification {
    /// Classifies the balanced representative of a family.
    ///
    /// # Complexity
    /// Linear in the number of distinct singular values; no matrix is formed.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Inertia, PointType, Problem, SingularSubset};
    /// use linscape_strata::BalancedClassification;
    /// let problem = Problem::exact(&[3, 3, 3, 3], &[3, 2, 1])?;
    /// let third = SingularSubset::from_counts(vec![0, 0, 1]);
    /// let point = BalancedClassification::new(&problem, &third);
    /// assert_eq!(point.point_type, PointType::StrictSaddle);
    /// assert_eq!(point.inertia, Inertia { negative: 2, zero: 22, positive: 3 });
    /// // Swapping 1 for 3: 1^{1/3} (3 − 1).
    /// assert_eq!(point.rate, Some(2.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(problem: &Problem, subset: &SingularSubset) -> Self {
        let shape = FamilyShape::new(problem, subset);
        let inertia = balanced_inertia(&shape);
        let (point_type, escape_order) = if shape.is_global_minimum() {
            (PointType::GlobalMinimum, None)
        } else if inertia.negative > 0 {
            (PointType::StrictSaddle, Some(EscapeOrder::QUADRATIC))
        } else {
            (PointType::NonstrictSaddle, Some(EscapeOrder::new(shape.depth())))
        };
        let rate =
            (point_type == PointType::StrictSaddle).then(|| fastest(problem, subset, &shape));
        Self { point_type, inertia, escape_order, rate: rate.flatten() }
    }
}

fn balanced_inertia(shape: &FamilyShape) -> Inertia {
    let (r, s) = (shape.learned(), shape.signal_rank());
    let free = shape.input_null() * shape.output_null();
    let (links, null_pairs) = match shape.depth() {
        1 => (0, free),
        2 => ((s - r) * (shape.widths()[1] - r), 0),
        _ => (0, 0),
    };
    let negative = shape.pairs_down() + links;
    let positive = r * r
        + r * shape.input_null()
        + r * shape.output_null()
        + r * (s - r)
        + shape.pairs_up()
        + links
        + null_pairs;
    let product = shape.parameters() - shape.beside().coordinates();
    let zero = product - negative - positive;
    shape.beside().beside(Inertia { negative, zero, positive })
}

/// The rate `σ_k^{(h−2)/h} (σ_l − σ_k)` of the swap `k → l` at a network of the given depth, in
/// whitened coordinates and the loss `½‖·‖²`.
///
/// # Examples
/// ```
/// // Depth 2 does not care how far mode k has come: σ_l − σ_k.
/// assert_eq!(linscape_strata::swap_rate(2, 1.0, 2.0), 2.0);
/// // Depth 4: √σ_k (σ_l − σ_k).
/// assert_eq!(linscape_strata::swap_rate(4, 4.0, 1.0), 2.0);
/// ```
#[must_use]
pub fn swap_rate(depth: usize, dropped: f64, gap: f64) -> f64 {
    if depth == 2 {
        return gap;
    }
    root_power(dropped, depth - 2, depth) * gap
}

/// The fastest way out of order 2: the best swap or, for depth 2, learning the best mode.
fn fastest(problem: &Problem, subset: &SingularSubset, shape: &FamilyShape) -> Option<f64> {
    let spectrum = problem.spectrum();
    let counts = subset.counts();
    let best = (0..counts.len()).find(|&t| counts[t] < spectrum.multiplicities()[t])?;
    let target = spectrum.distinct()[best];
    let swaps = (best + 1..counts.len())
        .filter(|&t| counts[t] > 0)
        .map(|t| swap_rate(shape.depth(), spectrum.distinct()[t], spectrum.difference(best, t)));
    let learn = (shape.depth() == 2 && shape.learned() < shape.maximal_rank()).then_some(target);
    swaps.chain(learn).reduce(f64::max).map(|rate| rate * problem.factor())
}
