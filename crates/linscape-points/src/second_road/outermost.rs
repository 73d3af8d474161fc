//! The outermost eigenvalues in the data's own coordinates.

use linscape_critical::Observer;
use linscape_network::{Reduction, Weights};

use crate::{CountEnd, EndSigns};
use linscape_curvature::{
    EigenPairs, HessianProduct, LanczosError, LanczosOptions, LanczosStatus, SpectrumEnds,
    SpectrumMethod,
};

/// The outermost eigenvalues of a Hessian, each with its residual `‖H v − λ v‖`.
pub(crate) struct Outermost {
    /// The smallest; `None` where it cannot be told from zero, or was given up.
    pub lowest: Option<(f64, f64)>,
    /// The largest.
    pub highest: Option<(f64, f64)>,
    /// How they were found, the iteration in whitened coordinates included.
    pub method: SpectrumMethod,
}

/// What the low end may cost: so many times the products that all before it took.
const EFFORT: usize = 8;

impl Outermost {
    /// Those of whitened coordinates, and so of the data's where the inputs are white.
    pub(crate) fn of(white: &SpectrumEnds) -> Self {
        Self {
            lowest: first(&white.lowest),
            highest: first(&white.highest),
            method: SpectrumMethod::of_ends(white),
        }
    }

    /// Those of unevenly stretched inputs. The Hessian there is `Tᵀ H T` with the whitened one `H`,
    /// and has as many negative eigenvalues (Sylvester). Where `signs` say that there are none, the
    /// smallest is zero or hidden beside the largest, and is not looked for. A negative one can lie
    /// as deep in the spectrum as the inputs are stretched: it is looked for in a run of its own,
    /// of at most 8 times the products of the others, and given when it converged and is farther
    /// from zero than its residual.
    ///
    /// # Errors
    /// As [`HessianProduct::ends`].
    pub(crate) fn in_data(
        reduction: &Reduction,
        weights: &Weights,
        (white, signs): (&SpectrumEnds, &EndSigns),
        seed: u64,
        observer: &dyn Observer,
    ) -> Result<Self, LanczosError> {
        let mut matrices = weights.matrices().to_vec();
        matrices[0] = reduction.unwhiten(&matrices[0]);
        let product = HessianProduct::in_data(reduction, &Weights::new(matrices)?)?;
        let options = LanczosOptions { seed, proofs: [0; 2], ..LanczosOptions::at_top(1) };
        let top = product.ends(&options, observer)?;
        let method = SpectrumMethod::of_ends(white).followed_by(&top);
        let highest = first(&top.highest);
        let has_none = signs.negative == 0 && signs.negative_end != CountEnd::Open;
        if has_none || top.status == LanczosStatus::Interrupted {
            return Ok(Self { lowest: None, highest, method });
        }
        let most_products = EFFORT * (white.products + top.products);
        let options = LanczosOptions { ends: [1, 0], most_products, ..options };
        let mut low = product.ends(&options, observer)?;
        let lowest = first(&low.lowest)
            .filter(|(value, residual)| value.abs() > *residual)
            .filter(|_| low.status == LanczosStatus::Converged);
        if low.status == LanczosStatus::PartiallyConverged {
            // Given up as it was meant to be: no failure of what is asked for.
            low.status = LanczosStatus::Converged;
        }
        Ok(Self { lowest, highest, method: method.followed_by(&low) })
    }

    /// The larger residual of those listed.
    pub(crate) fn residual(&self) -> f64 {
        let residuals = [self.lowest, self.highest].into_iter().flatten();
        residuals.map(|(_, residual)| residual).fold(0.0, f64::max)
    }
}

/// The outermost eigenvalue of an end with its residual.
pub(crate) fn first(pairs: &EigenPairs) -> Option<(f64, f64)> {
    Some((*pairs.values.first()?, *pairs.residuals.first()?))
}
