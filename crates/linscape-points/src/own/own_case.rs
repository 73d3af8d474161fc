//! Which points of a problem whose own weights decay can be found.

use super::aligned::aligned_modes;
use super::own_problem::OwnProblem;

/// What is known of a problem whose own weights decay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnCase {
    /// Depth 1: one point, the ridge regression.
    Ridge,
    /// One output: all points, by the roots of one equation.
    OneOutput,
    /// `Y Xᵀ` and `X Xᵀ` have singular bases in common: all points aligned with them.
    CoDiagonal {
        /// Whether moments and slopes `a_l/γ_l` are ordered alike, all of them positive and as many as inputs
        /// and outputs: no others have been found then.
        is_ordered: bool,
    },
    /// Depth 2: the global minimum, by a convex problem.
    NuclearNorm,
    /// What continuation from isotropic inputs finds.
    Continued,
}

impl OwnProblem {
    /// The case: the exact one that holds, or continuation where that is wished and none lists all points;
    /// `None` when there is none. Co-diagonal data count only when `aligned` points are wished for.
    #[must_use]
    pub fn case(&self, aligned: bool, continued: bool) -> Option<OwnCase> {
        let outputs = self.widths()[self.depth()];
        if self.depth() == 1 {
            return Some(OwnCase::Ridge);
        }
        if outputs == 1 {
            return Some(OwnCase::OneOutput);
        }
        if continued {
            return Some(OwnCase::Continued);
        }
        let found = if aligned { aligned_modes(self) } else { None };
        if let Some(found) = found {
            return Some(OwnCase::CoDiagonal { is_ordered: found.is_ordered() });
        }
        (self.depth() == 2).then_some(OwnCase::NuclearNorm)
    }
}
