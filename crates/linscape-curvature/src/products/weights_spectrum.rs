//! The Hessian's spectrum at given weights, whole or from both ends.

use super::equal_values::EqualValues;
use super::spectrum_method::SpectrumMethod;
use crate::{
    EigenPairs, HessianProduct, LanczosError, LanczosOptions, SpectrumEnds, SymmetricOperator,
};
use linscape_critical::{BinaryScale, Observer, euclidean_length};
use linscape_lapack::{multiply, symmetric_eigen};
use linscape_network::Weights;
use nalgebra::DMatrix;
use std::borrow::Cow;

/// What a count is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountBound {
    /// The number itself.
    Exact,
    /// There may be more.
    AtLeast,
    /// There may be fewer.
    AtMost,
}

/// Equal eigenvalues and their eigenspace.
#[derive(Debug, Clone, PartialEq)]
pub struct SpectrumRow {
    /// Their mean.
    pub value: f64,
    /// How many were found.
    pub multiplicity: usize,
    /// Whether these are proved to be all, and no value further out to be missing; else there may be
    /// more copies.
    pub is_complete: bool,
    /// Eigenvalues up to this one, all `N` counted.
    pub cumulative: usize,
    /// What the last number is worth: beside values that may be missing it is a bound.
    pub cumulative_is: CountBound,
    /// Largest residual `‖H v − λ v‖` of its eigenvectors.
    pub residual: f64,
    /// Share of each layer in the squared norm, averaged over the eigenspace: unlike the share in a
    /// single eigenvector it does not depend on the basis chosen.
    pub layers: Vec<f64>,
}

/// The spectrum at given weights.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightsSpectrum {
    /// How it was computed.
    pub method: SpectrumMethod,
    /// Eigenpairs, values nondecreasing: all of them, or the low end followed by the high end; of a
    /// spectrum in pieces those that were asked for.
    pub pairs: EigenPairs,
    /// The same, equal values together.
    pub rows: Vec<SpectrumRow>,
    /// All eigenvalues below the first number and above the second one are proved to be listed;
    /// `None` where there is no proof, or no need of one.
    pub bounds: [Option<f64>; 2],
}

impl WeightsSpectrum {
    /// All eigenpairs of a Hessian of order up to `dense_limit`, otherwise some at each end.
    ///
    /// # Errors
    /// When a decomposition fails or more pairs are asked for than there are.
    ///
    /// # Complexity
    /// Dense: `O(N³)` time and about `40 N²` bytes. Else as [`HessianProduct::ends`].
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Weights;
    /// use linscape_curvature::{HessianProduct, LanczosOptions, WeightsSpectrum};
    /// use nalgebra::DMatrix;
    /// // L = ½(2 − w₂w₁)² at the origin: eigenvalues ±2, shared by both layers.
    /// let weights = Weights::new(vec![DMatrix::zeros(1, 1), DMatrix::zeros(1, 1)])?;
    /// let hessian = HessianProduct::new(&weights, &DMatrix::from_element(1, 1, 2.0))?;
    /// let options = LanczosOptions::for_ends(1);
    /// let spectrum = WeightsSpectrum::new(&weights, &hessian, 100, &options, &())?;
    /// assert!((spectrum.rows[1].value - 2.0).abs() < 1e-14);
    /// assert!((spectrum.rows[1].layers[0] - 0.5).abs() < 1e-14);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        weights: &Weights,
        hessian: &HessianProduct,
        dense_limit: usize,
        options: &LanczosOptions,
        observer: &dyn Observer,
    ) -> Result<Self, LanczosError> {
        let order = hessian.order();
        let (hessian, unit) = in_own_unit(hessian);
        let mut bounds = [None; 2];
        let (method, mut pairs, listed) = if order <= dense_limit {
            let whole = Listed { low: order, proved: [order, 0], order };
            (SpectrumMethod::Dense, dense(&hessian)?, whole)
        } else {
            let ends = hessian.ends(options, observer)?;
            bounds = ends.bounds.map(|bound| Some(unit.multiply(bound?)));
            let listed = Listed { low: ends.lowest.values.len(), proved: ends.proved(), order };
            (SpectrumMethod::of_ends(&ends), joined(&ends), listed)
        };
        for number in pairs.values.iter_mut().chain(&mut pairs.residuals) {
            *number = unit.multiply(*number);
        }
        let rows = rows(weights, &pairs, listed);
        Ok(Self { method, pairs, rows, bounds })
    }

    /// All eigenpairs of a Hessian that was formed, such as that of a loss with weight decay.
    ///
    /// # Errors
    /// When the decomposition fails.
    ///
    /// # Complexity
    /// `O(N³)` time and about `40 N²` bytes.
    pub fn of_matrix(weights: &Weights, hessian: &DMatrix<f64>) -> Result<Self, LanczosError> {
        let order = hessian.nrows();
        let pairs = decomposed(hessian.clone(), |vectors| multiply(hessian, vectors))?;
        let listed = Listed { low: order, proved: [order, 0], order };
        let rows = rows(weights, &pairs, listed);
        let (method, bounds) = (SpectrumMethod::Dense, [None; 2]);
        Ok(Self { method, pairs, rows, bounds })
    }

    /// How many eigenvalues the rows do not have, of all `N`.
    #[must_use]
    pub fn missing(&self, order: usize) -> usize {
        order - self.rows.iter().map(|row| row.multiplicity).sum::<usize>()
    }

    /// The smallest eigenvalue.
    #[must_use]
    pub fn smallest(&self) -> Option<f64> {
        self.whole_row(self.rows.first()).or(self.pairs.values.first().copied())
    }

    /// The largest eigenvalue.
    #[must_use]
    pub fn largest(&self) -> Option<f64> {
        self.whole_row(self.rows.last()).or(self.pairs.values.last().copied())
    }

    /// The value of a row where rows tell more than the pairs, of which only some were asked for.
    fn whole_row(&self, row: Option<&SpectrumRow>) -> Option<f64> {
        let is_in_pieces = matches!(self.method, SpectrumMethod::LowRank { .. });
        row.filter(|_| is_in_pieces).map(|row| row.value)
    }
}

/// The Hessian in a unit of its size, where squares of its numbers would leave the range of doubles.
fn in_own_unit(hessian: &HessianProduct) -> (Cow<'_, HessianProduct>, BinaryScale) {
    /// Squares of numbers between `2^±400` neither overflow nor vanish beside the largest.
    const PLAIN: i32 = 400;
    let unit = BinaryScale::of(hessian.size_bound());
    if unit.exponent().abs() <= PLAIN {
        return (Cow::Borrowed(hessian), BinaryScale::default());
    }
    (Cow::Owned(hessian.clone().scaled(unit.divide(1.0))), unit)
}

/// All pairs; the residuals are those of the products, which share nothing with the decomposition.
fn dense(hessian: &HessianProduct) -> Result<EigenPairs, LanczosError> {
    let order = hessian.order();
    decomposed(hessian.apply(&DMatrix::identity(order, order)), |vectors| hessian.apply(vectors))
}

fn decomposed(
    matrix: DMatrix<f64>,
    apply: impl FnOnce(&DMatrix<f64>) -> DMatrix<f64>,
) -> Result<EigenPairs, LanczosError> {
    let eigen = symmetric_eigen(matrix)?;
    let mut rest = apply(&eigen.vectors);
    for (at, value) in eigen.values.iter().enumerate() {
        rest.column_mut(at).axpy(-value, &eigen.vectors.column(at), 1.0);
    }
    let residuals =
        rest.column_iter().map(|column| euclidean_length(column.into_owned().as_slice())).collect();
    Ok(EigenPairs { values: eigen.values, residuals, vectors: eigen.vectors })
}

/// The low end followed by the high end, values nondecreasing.
fn joined(ends: &SpectrumEnds) -> EigenPairs {
    let low = ends.lowest.values.len();
    let high = ends.highest.values.len();
    let join = |low: &[f64], high: &[f64]| low.iter().chain(high.iter().rev()).copied().collect();
    let mut vectors = DMatrix::zeros(ends.lowest.vectors.nrows(), low + high);
    vectors.columns_mut(0, low).copy_from(&ends.lowest.vectors);
    for at in 0..high {
        vectors.column_mut(low + at).copy_from(&ends.highest.vectors.column(high - 1 - at));
    }
    EigenPairs {
        values: join(&ends.lowest.values, &ends.highest.values),
        residuals: join(&ends.lowest.residuals, &ends.highest.residuals),
        vectors,
    }
}

/// What is listed of a spectrum.
#[derive(Clone, Copy)]
struct Listed {
    /// How many are counted from below; the others are counted from above.
    low: usize,
    /// How many at either end are proved to be all beyond them.
    proved: [usize; 2],
    /// How many there are.
    order: usize,
}

impl Listed {
    /// Whether the pairs `first..=at` of `count` listed are proved to be all there are of their value
    /// and beyond it, and what the number of eigenvalues up to them is.
    fn certainty(self, first: usize, at: usize, count: usize) -> (bool, CountBound) {
        let exact = |is_exact, other| if is_exact { CountBound::Exact } else { other };
        if at < self.low {
            let is_complete = at < self.proved[0];
            (is_complete, exact(is_complete, CountBound::AtLeast))
        } else {
            // Counted from above: what lies further out decides.
            let is_counted = count - 1 - at <= self.proved[1];
            (count - first <= self.proved[1], exact(is_counted, CountBound::AtMost))
        }
    }
}

/// Groups equal values within each end.
fn rows(weights: &Weights, pairs: &EigenPairs, listed: Listed) -> Vec<SpectrumRow> {
    let Listed { low: listed_low, order, .. } = listed;
    let values = &pairs.values;
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let worst = pairs.residuals.iter().copied().fold(0.0, f64::max);
    let equal = EqualValues::new(largest, order, worst);
    let mut rows: Vec<SpectrumRow> = Vec::new();
    let mut first = 0;
    for at in 0..values.len() {
        let is_last = at + 1 == values.len() || at + 1 == listed_low;
        if !is_last && equal.are_one(values[first], values[at + 1]) {
            continue;
        }
        let multiplicity = at + 1 - first;
        let (is_complete, cumulative_is) = listed.certainty(first, at, values.len());
        let hidden = if at < listed_low { 0 } else { order - values.len() };
        rows.push(SpectrumRow {
            value: values[first..=at].iter().sum::<f64>() / multiplicity as f64,
            multiplicity,
            is_complete,
            cumulative: at + 1 + hidden,
            cumulative_is,
            residual: pairs.residuals[first..=at].iter().fold(0.0, |most, r| most.max(*r)),
            layers: layer_shares(weights, &pairs.vectors, first, multiplicity),
        });
        first = at + 1;
    }
    rows
}

/// Mean share of each layer in the squared norms of some columns.
fn layer_shares(weights: &Weights, vectors: &DMatrix<f64>, first: usize, count: usize) -> Vec<f64> {
    let mut start = 0;
    let share = |numbers: usize| {
        let block = vectors.view((start, first), (numbers, count));
        start += numbers;
        block.norm_squared() / count as f64
    };
    weights.layer_parameters().into_iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::RandomStream;
    use linscape_network::RandomMatrices as _;

    #[test]
    fn spectra_of_every_size_are_multiples_of_each_other() {
        let mut stream = RandomStream::new(5, "weights spectrum");
        let weights = vec![stream.gaussian(3, 4), stream.gaussian(2, 3)];
        let weights = Weights::new(weights).expect("chain");
        let hessian = HessianProduct::new(&weights, &stream.gaussian(2, 4)).expect("fits");
        let options = LanczosOptions::for_ends(2);
        // All of it, and both ends.
        for most in [18, 0] {
            let of = |hessian: &HessianProduct| {
                WeightsSpectrum::new(&weights, hessian, most, &options, &()).expect("finite")
            };
            let plain = of(&hessian);
            for exponent in [-900, 900] {
                let unit = BinaryScale::of_exponent(exponent);
                let scaled = hessian.clone().scaled(unit.multiply(1.0));
                let ratio = unit.divide(scaled.gradient_norm()) / hessian.gradient_norm();
                assert!((ratio - 1.0).abs() < 1e-14, "{exponent}: {ratio}");
                let largest = plain.largest().expect("eigenvalues");
                for (row, other) in plain.rows.iter().zip(of(&scaled).rows) {
                    let apart = (row.value - unit.divide(other.value)).abs() / largest;
                    assert!(apart < 1e-12, "{most} {exponent}: {apart}");
                    assert!(unit.divide(other.residual) < 1e-9 * largest, "{most} {exponent}");
                }
            }
        }
    }

    #[test]
    fn a_hessian_of_random_weights_has_orthonormal_eigenvectors_with_small_residuals() {
        let mut stream = RandomStream::new(4, "weights spectrum");
        let weights =
            Weights::new(vec![stream.gaussian(3, 4), stream.gaussian(2, 3)]).expect("chain");
        let hessian = HessianProduct::new(&weights, &stream.gaussian(2, 4)).expect("fits");
        let options = LanczosOptions::for_ends(2);
        let spectrum = WeightsSpectrum::new(&weights, &hessian, 18, &options, &()).expect("finite");
        assert_eq!(spectrum.pairs.values.len(), 18);
        assert!(spectrum.pairs.residuals.iter().all(|residual| *residual < 1e-9));
        assert_eq!(spectrum.largest(), spectrum.pairs.values.last().copied());
    }
}
