//! Escape orders, proved.

use linscape_critical::Inertia;
use linscape_exact::{ClearedPoint, Curve, Expansion, StratumPoint};
use linscape_strata::{EscapePath, FamilyShape, Stratum};
use num_traits::Signed;

use super::named_steps::named_steps;

/// Most paths of every mode along which the loss is expanded.
const PATHS_OF_A_MODE: usize = 4;

/// What was found of the fastest descent from a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EscapeProof {
    /// The Hessian has a negative eigenvalue: order 2.
    Quadratic,
    /// No negative eigenvalue, and no path to try.
    NoPath,
    /// No negative eigenvalue, and paths along which the loss is a polynomial.
    Along {
        /// The degree below which the loss cannot fall: 3 without negative eigenvalues, 4 where the
        /// third derivative vanishes with the Hessian.
        at_least: usize,
        /// The lowest degree along each path, none where the loss does not fall in it.
        falls: Vec<Option<usize>>,
        /// The first path, and the loss along it.
        first: Box<(Curve, Expansion)>,
    },
    /// The theorem names a path that this point does not have.
    Nowhere,
}

impl EscapeProof {
    pub(super) fn of(
        stratum: &Stratum,
        shape: &FamilyShape,
        at: &StratumPoint,
        cleared: &ClearedPoint,
        inertia: Inertia,
    ) -> Self {
        if inertia.negative > 0 {
            return Self::Quadratic;
        }
        let paths = stratum.escape_paths(shape, PATHS_OF_A_MODE);
        let walk = |path: &EscapePath| at.walk(&named_steps(path, &at.bars)?);
        let Some(mut walks) = paths.iter().map(walk).collect::<Option<Vec<_>>>() else {
            return Self::Nowhere;
        };
        if walks.is_empty() {
            return Self::NoPath;
        }
        let fall = |expansion: &Expansion| {
            expansion.lowest().and_then(|(degree, value)| value.is_negative().then_some(degree))
        };
        let falls: Vec<_> = walks.iter().map(|(_, expansion)| fall(expansion)).collect();
        // Where the loss falls as a cube there is nothing more to ask.
        let cubic = falls.contains(&Some(3));
        let at_least = if !cubic && cleared.cubic_is_silent() { 4 } else { 3 };
        Self::Along { at_least, falls, first: Box::new(walks.swap_remove(0)) }
    }

    /// It agrees with a stated order (none at a global minimum): all paths fall in that degree, and
    /// nothing is known to fall faster.
    #[must_use]
    pub fn agrees(&self, stated: Option<usize>) -> bool {
        match self {
            Self::Quadratic => stated == Some(2),
            Self::NoPath => stated.is_none(),
            Self::Along { at_least, falls, .. } => {
                falls.iter().all(|fall| *fall == stated)
                    && stated.is_some_and(|stated| *at_least == stated.min(4))
            }
            Self::Nowhere => false,
        }
    }

    /// The order is proved from both sides. Otherwise it is at most what was found and at least 4.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Quadratic | Self::NoPath => true,
            Self::Along { at_least, falls, .. } => falls.contains(&Some(*at_least)),
            Self::Nowhere => false,
        }
    }
}
