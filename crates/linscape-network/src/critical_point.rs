//! The balanced critical point of a family.

use crate::{Target, Weights};
use linscape_critical::{SingularSubset, root};
use nalgebra::DMatrix;

/// A critical point of a family in whitened coordinates.
#[derive(Debug, Clone, PartialEq)]
pub struct CriticalPoint {
    /// The modes it has learned.
    pub subset: SingularSubset,
    /// Weights of widths `rank X, d_1, …, d_h`.
    pub weights: Weights,
}

impl CriticalPoint {
    /// The balanced representative of a family: the `t`-th learned mode `k_t` uses hidden
    /// coordinate `t` in every layer with weight `σ_{k_t}^{1/h}`, so that
    /// `W_iW_iᵀ = W_{i+1}ᵀW_{i+1}` for all hidden layers. These are the saddles that training from
    /// small weights meets.
    ///
    /// Source: `docs/theory.md`, "Balanced representative".
    ///
    /// # Panics
    /// When the subset is not a family of the problem.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_network::{CriticalPoint, Target};
    /// let problem = Problem::exact(&[2, 2, 2], &[4, 1])?;
    /// let point = CriticalPoint::balanced(&Target::standard(&problem), &problem.leading(1));
    /// assert_eq!(point.weights.matrices()[0][(0, 0)], 2.0); // 4^{1/2}
    /// assert_eq!(point.weights.product()[(0, 0)], 4.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn balanced(target: &Target, subset: &SingularSubset) -> Self {
        let (problem, bases) = (target.problem(), target.bases());
        let widths = target.widths();
        let depth = widths.len() - 1;
        let values = problem.spectrum().singular_values();
        let learned = subset.indices(problem.spectrum().multiplicities());
        let layer = |i: usize| {
            let mut matrix = DMatrix::zeros(widths[i], widths[i - 1]);
            for (slot, &mode) in learned.iter().enumerate() {
                let amplitude = root(values[mode - 1], depth);
                let (u, v) = (bases.left.column(mode - 1), bases.right.column(mode - 1));
                match (i == 1, i == depth) {
                    (true, true) => matrix += amplitude * u * v.transpose(),
                    (true, false) => matrix.set_row(slot, &(amplitude * v.transpose())),
                    (false, true) => matrix.set_column(slot, &(amplitude * u)),
                    (false, false) => matrix[(slot, slot)] = amplitude,
                }
            }
            matrix
        };
        match Weights::new((1..=depth).map(layer).collect()) {
            Ok(weights) => Self { subset: subset.clone(), weights },
            Err(error) => unreachable!("balanced weights chain and are finite: {error}"),
        }
    }
}
