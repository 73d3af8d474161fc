//! How errors of weights become errors of everything that is computed from them.

use std::collections::BTreeMap;

use crate::WeightErrors;
use crate::measured::{ErrorBound, PointSpectra};

/// Bounds on the errors of all partial products and residual products at given weights. They take
/// the norms of the products themselves, not the products of the layers' norms: bases of hidden
/// layers, however bad, cancel between neighbours.
pub(crate) struct PointErrors {
    /// `W_{y:x+1}` under `(x, y)`, `x ≤ y`.
    products: BTreeMap<(usize, usize), ErrorBound>,
    /// `W_{h:a+1}ᵀ R W_{b:1}ᵀ` under `(b, a)`, `b < a`.
    pulled: BTreeMap<(usize, usize), ErrorBound>,
}

impl PointErrors {
    pub(crate) fn of(spectra: &PointSpectra, errors: &WeightErrors) -> Self {
        let depth = spectra.depth();
        let mut all = Self { products: BTreeMap::new(), pulled: BTreeMap::new() };
        for x in 0..=depth {
            for y in x..=depth {
                let bound = all.bound_product(spectra, errors, x, y);
                all.products.insert((x, y), bound);
            }
        }
        for b in 0..depth {
            for a in b + 1..=depth {
                let bound = all.bound_pulled(spectra, errors.target, b, a);
                all.pulled.insert((b, a), bound);
            }
        }
        all
    }

    /// `W_{y:x+1}`.
    pub(crate) fn product(&self, x: usize, y: usize) -> ErrorBound {
        self.products[&(x, y)]
    }

    /// `W_{h:a+1}ᵀ R W_{b:1}ᵀ`.
    pub(crate) fn pulled(&self, b: usize, a: usize) -> ErrorBound {
        self.pulled[&(b, a)]
    }

    /// `Π (W + E) − Π W = Σ_i W_{y:i+1} E_i (W + E)_{i−1:x+1}`.
    fn bound_product(
        &self,
        spectra: &PointSpectra,
        errors: &WeightErrors,
        x: usize,
        y: usize,
    ) -> ErrorBound {
        let share = |i: usize| {
            let before = self.products[&(x, i)];
            spectra.product_norm(i + 1, y) * errors.layers[i] * (before.norm + before.error)
        };
        ErrorBound { norm: spectra.product_norm(x, y), error: (x..y).map(share).sum() }
    }

    /// With errors `E` of `A = W_{h:a+1}`, `F` of `R` and `G` of `B = W_{b:1}`:
    /// `EᵀRBᵀ + (A + E)ᵀ F (B + G)ᵀ + (A + E)ᵀ R Gᵀ`.
    fn bound_pulled(&self, spectra: &PointSpectra, target: f64, b: usize, a: usize) -> ErrorBound {
        let depth = spectra.depth();
        let (after, before) = (self.product(a, depth), self.product(0, b));
        let residual = self.product(0, depth).error + target;
        let (whole_after, whole_before) = (after.norm + after.error, before.norm + before.error);
        let (pulled_after, residual_norm) =
            (spectra.pulled_norm(0, a), spectra.pulled_norm(0, depth));
        let error = after.error * spectra.pulled_norm(b, depth)
            + whole_after * residual * whole_before
            + (pulled_after + after.error * residual_norm) * before.error;
        ErrorBound { norm: spectra.pulled_norm(b, a), error }
    }
}
