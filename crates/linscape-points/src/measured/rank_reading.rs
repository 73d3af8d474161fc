//! What singular values say of ranks, given the errors of the weights.

use std::collections::BTreeMap;

use crate::WeightErrors;
use crate::measured::{PointErrors, PointSpectra};
use linscape_critical::ErrorBar;
use linscape_curvature::NumericalRank;
use linscape_strata::{InconsistentRanks, KernelDimensions, RankPattern};

/// What singular values say, given the errors of the weights.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RankReading {
    /// Whether the gradient vanishes; `None` when it neither clearly does nor clearly not.
    pub critical: Option<bool>,
    /// The gradient in units of its error; the largest over layers.
    pub gradient: f64,
    /// The ranks, when all are decided.
    pub pattern: Option<RankPattern>,
    /// The least clear rank: a singular value in units of its error, the smallest above one.
    pub margin: f64,
    /// The ranks that are certain, where some are open.
    pub at_least: RankPattern,
    /// The error of the end-to-end map.
    pub map_error: f64,
    /// The kernels of the partial products: no residual need be decided for them.
    pub kernels: Result<Result<KernelDimensions, InconsistentRanks>, OpenRank>,
    /// The product that leaves a rank open: layers, and whether it is one with the residual.
    pub open: Option<OpenRank>,
}

/// A singular value that is neither clearly zero nor clearly not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenRank {
    /// It is one of `B_{a,b+1}`; otherwise of the map between the layers.
    pub residual: bool,
    /// The layers `(x, y)` or `(b, a)`.
    pub layers: (usize, usize),
    /// The singular value.
    pub singular_value: f64,
    /// The error it was compared with.
    pub error: f64,
}

impl OpenRank {
    /// How many layers the product holds, the residual counted as all of them.
    pub(crate) fn factors(&self, depth: usize) -> usize {
        let (x, y) = self.layers;
        if self.residual { 2 * depth - y + x } else { y - x }
    }
}

impl PointSpectra {
    /// Decides what the errors allow to decide.
    ///
    /// Bounds by norms hold for weights near a critical point; where the weights as they stand are one to
    /// the last digits of every entry, the errors of entries decide, if they do. A number that
    /// the wide bound calls zero and the narrow one clearly does not leaves its rank open.
    pub(crate) fn read(&self, errors: &WeightErrors) -> RankReading {
        let bounds = PointErrors::of(self, errors);
        let by_norms = self.read_against(
            errors.clear,
            |x, y| bounds.product(x, y).error,
            |b, a| bounds.pulled(b, a).error,
        );
        let Some(relative) = errors.relative else { return by_norms };
        let by_entries = self.read_against(
            errors.clear,
            |x, y| self.entries.product(relative, x, y),
            |b, a| self.entries.pulled(relative, b, a),
        );
        if by_norms.critical != Some(true) || by_entries.critical != Some(true) {
            return by_norms;
        }
        match (&by_norms.pattern, &by_entries.pattern) {
            (_, Some(_)) => by_entries,
            (Some(pattern), None) if by_entries.at_least.exceeds(pattern) => {
                RankReading { pattern: None, open: by_entries.open, ..by_norms }
            }
            _ => by_norms,
        }
    }

    fn read_against(
        &self,
        clear: f64,
        product_error: impl Fn(usize, usize) -> f64,
        pulled_error: impl Fn(usize, usize) -> f64,
    ) -> RankReading {
        let depth = self.depth();
        let mut judge = Judge { clear, margin: f64::INFINITY, open: None };
        let products: BTreeMap<_, usize> = self
            .products
            .iter()
            .map(|(&(x, y), values)| {
                ((x, y), judge.rank(values, product_error(x, y), false, (x, y)))
            })
            .collect();
        let product_open = judge.open;
        let residuals: BTreeMap<_, usize> = self
            .residuals
            .iter()
            .map(|(&(b, a), values)| ((b, a), judge.rank(values, pulled_error(b, a), true, (b, a))))
            .collect();
        let product = |x, y| if x == y { self.widths[x] } else { products[&(x, y)] };
        let kernels = match product_open {
            Some(open) => Err(open),
            None => Ok(KernelDimensions::of_ranks(depth, product)),
        };
        let pattern = RankPattern::measure(depth, product, |b, a| residuals[&(b, a)]);
        let gradient = self.gradient_in_errors(pulled_error);
        RankReading {
            critical: ErrorBar::new(1.0, clear).vanishes(gradient),
            gradient,
            pattern: judge.open.is_none().then(|| pattern.clone()),
            at_least: pattern,
            kernels,
            margin: judge.margin,
            open: judge.open,
            map_error: product_error(0, depth),
        }
    }

    /// The largest layer gradient in units of the error that it may have.
    fn gradient_in_errors(&self, pulled_error: impl Fn(usize, usize) -> f64) -> f64 {
        let units = self.gradients.iter().enumerate().map(|(layer, &gradient)| {
            let error = pulled_error(layer, layer + 1);
            if gradient == 0.0 { 0.0 } else { gradient / error }
        });
        units.fold(0.0, f64::max)
    }
}

/// Counts ranks and keeps in mind how clear they were.
struct Judge {
    clear: f64,
    margin: f64,
    open: Option<OpenRank>,
}

impl Judge {
    fn rank(
        &mut self,
        values: &[f64],
        error: f64,
        residual: bool,
        layers: (usize, usize),
    ) -> usize {
        let counted = NumericalRank::beyond(values, ErrorBar::new(error, self.clear));
        if let Some(singular_value) = counted.open
            && (self.open.is_none() || counted.margin < self.margin)
        {
            self.open = Some(OpenRank { residual, layers, singular_value, error });
        }
        self.margin = self.margin.min(counted.margin);
        counted.at_least
    }
}
