//! What a network is to learn, in whitened coordinates.

use linscape_critical::{NaturalUnits, Problem};
use linscape_lapack::{Factor, ThinSvd, small_product};
use nalgebra::DMatrix;
use std::sync::{Arc, OnceLock};

/// Singular bases of the nonzero part of `Σ` (`d_h × ρ`, `ρ = rank X`): `u_l` and `v_l` for
/// `l = 1, …, s`.
#[derive(Debug, Clone, PartialEq)]
pub struct SingularBases {
    /// `d_h × s`, column `l − 1` is `u_l`.
    pub left: DMatrix<f64>,
    /// `ρ × s`, column `l − 1` is `v_l`.
    pub right: DMatrix<f64>,
}

impl SingularBases {
    /// The first `rank` singular vectors of a decomposition.
    pub(crate) fn of_svd(svd: &ThinSvd, rank: usize) -> Self {
        Self { left: svd.u.columns(0, rank).into_owned(), right: svd.vt.rows(0, rank).transpose() }
    }
}

/// A problem with the singular bases of its `Σ`: all that a network in whitened coordinates is
/// asked for.
///
/// Copies share bases, so that they are cheap; `Σ` itself is formed when it is first asked for,
/// which many questions never do.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// use linscape_network::Target;
/// let problem = Problem::exact(&[3, 5, 2], &[4, 1])?;
/// let target = Target::standard(&problem);
/// assert_eq!(target.matrix().shape(), (2, 3));
/// assert_eq!(target.matrix()[(1, 1)], 1.0); // diag(4, 1) and a column of zeros
/// assert_eq!(target.widths(), [3, 5, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Reduction".
#[derive(Debug, Clone)]
pub struct Target {
    problem: Problem,
    bases: Arc<SingularBases>,
    sigma: OnceLock<DMatrix<f64>>,
}

impl Target {
    /// A problem in given bases.
    ///
    /// # Panics
    /// When the problem has another rank than the bases.
    #[must_use]
    pub fn new(problem: Problem, bases: SingularBases) -> Self {
        Self::sharing(problem, Arc::new(bases))
    }

    /// The standard basis on both sides: `Σ` is diagonal.
    #[must_use]
    pub fn standard(problem: &Problem) -> Self {
        Self::diagonal(problem.clone())
    }

    /// As [`standard`](Self::standard), of a problem to keep.
    pub(crate) fn diagonal(problem: Problem) -> Self {
        let rank = problem.spectrum().rank();
        let left = DMatrix::identity(problem.architecture().output(), rank);
        let right = DMatrix::identity(problem.input_rank(), rank);
        Self::new(problem, SingularBases { left, right })
    }

    /// Another problem in the same bases: another loss convention, say, or narrower hidden layers.
    ///
    /// # Panics
    /// When it has another rank.
    #[must_use]
    pub fn with_problem(&self, problem: Problem) -> Self {
        Self::sharing(problem, Arc::clone(&self.bases))
    }

    /// The same with `Σ` in [natural units](NaturalUnits), and these units.
    #[must_use]
    pub fn in_natural_units(&self) -> (Self, NaturalUnits) {
        let (problem, units) = self.problem.in_natural_units();
        (self.with_problem(problem), units)
    }

    /// The same in [natural units](NaturalUnits) of data whose largest singular value is `stretch`, and these units.
    #[must_use]
    pub fn in_natural_units_of_data(&self, stretch: f64) -> (Self, NaturalUnits) {
        let largest = self.problem.spectrum().distinct().first().copied().unwrap_or(1.0);
        let units = NaturalUnits::of_data(largest, stretch, self.problem.architecture().depth());
        (self.with_problem(self.problem.measured_in(units)), units)
    }

    fn sharing(problem: Problem, bases: Arc<SingularBases>) -> Self {
        let rank = problem.spectrum().rank();
        assert_eq!(
            [bases.left.ncols(), bases.right.ncols()],
            [rank; 2],
            "bases of another problem"
        );
        Self { problem, bases, sigma: OnceLock::new() }
    }

    /// Widths, spectrum and offset.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Singular bases of `Σ`.
    #[must_use]
    pub fn bases(&self) -> &SingularBases {
        &self.bases
    }

    /// Widths of a network in whitened coordinates: `rank X, d_1, …, d_h`.
    #[must_use]
    pub fn widths(&self) -> Vec<usize> {
        self.problem.whitened_widths()
    }

    /// `Σ = U S Vᵀ`, `d_h × ρ`.
    ///
    /// # Complexity
    /// `O(d_h s ρ)` the first time, and its entries are kept.
    #[must_use]
    pub fn matrix(&self) -> &DMatrix<f64> {
        self.sigma.get_or_init(|| {
            let mut scaled = self.bases.left.clone();
            let values = self.problem.spectrum().singular_values();
            for (mut column, value) in scaled.column_iter_mut().zip(values) {
                column *= value;
            }
            small_product((&scaled).into(), Factor::from(&self.bases.right).transposed())
        })
    }
}
