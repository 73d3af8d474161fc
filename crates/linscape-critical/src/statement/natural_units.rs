//! NaturalUnits in which every problem is of size one.

use super::BinaryScale;

/// Powers of two that take a network on `Σ` to the same network on `2^{−hk} Σ`, every layer divided
/// by `2^k`, with `k` such that `σ_1` becomes about 1. No digit changes, so that what is computed
/// of a problem of size 10⁻¹²⁰ is what is computed of its multiple of size 1, while products of
/// many small numbers, and squares of their lengths, would vanish.
///
/// Lengths of weights go with `2^k`, the map with `2^{hk}`, losses with `2^{2hk}`, gradients with
/// `2^{(2h−1)k}`, eigenvalues of the Hessian and rates with `2^{(2h−2)k}`, times and steps with its
/// inverse.
///
/// In the data's own coordinates the inputs have a size too ([`of_data`](Self::of_data)): they are divided by `2^a`,
/// and `Σ` by `2^{hk+a}`, so that the map of whitened inputs has `a` once more, losses, gradients and rates twice.
/// Biases are divided by `2^k` as weights are; that of layer `i` then multiplies `2^{−(i−1)k−a}`.
///
/// # Examples
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum, NaturalUnits, parse_exact};
/// let network = Architecture::new(vec![2, 2, 2, 2])?;
/// let sigma = Spectrum::from_exact(vec![parse_exact("16")?, parse_exact("1")?])?;
/// let (problem, units) = Problem::from_spectrum(network, sigma)?.in_natural_units();
/// // k = 1: σ is divided by 2³.
/// assert_eq!(problem.spectrum().distinct(), [2.0, 0.125]);
/// assert_eq!((units.weight(1.0), units.map(1.0), units.loss(1.0)), (2.0, 8.0, 64.0));
/// assert_eq!((units.gradient(1.0), units.eigenvalue(1.0), units.time(16.0)), (32.0, 16.0, 1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Scale".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NaturalUnits {
    exponent: i32,
    depth: i32,
    inputs: i32,
}

impl NaturalUnits {
    /// Those in which the largest singular value of a network of this depth is between `2^{−h/2}` and
    /// `2^{h/2+1}`.
    #[must_use]
    pub fn of(largest: f64, depth: usize) -> Self {
        Self::of_exponents(BinaryScale::of(largest).exponent(), 0, depth)
    }

    /// Those in which the inputs, whose largest singular value is `stretch`, and the largest singular value of
    /// the map in the data's own coordinates are of size one.
    #[must_use]
    pub fn of_data(largest: f64, stretch: f64, depth: usize) -> Self {
        let [size, inputs] = [largest, stretch].map(|value| BinaryScale::of(value).exponent());
        Self::of_exponents(size - inputs, inputs, depth)
    }

    fn of_exponents(size: i32, inputs: i32, depth: usize) -> Self {
        let depth = i32::try_from(depth).unwrap_or(i32::MAX).max(1);
        let exponent = (2 * size + depth).div_euclid(2 * depth);
        Self { exponent, depth, inputs }
    }

    /// NaturalUnits that change nothing.
    #[must_use]
    pub fn one() -> Self {
        Self { exponent: 0, depth: 1, inputs: 0 }
    }

    /// Whether these change nothing.
    #[must_use]
    pub fn is_one(self) -> bool {
        self.exponent == 0 && self.inputs == 0
    }

    fn times(self, power: i32) -> BinaryScale {
        BinaryScale::of_exponent(power.saturating_mul(self.exponent))
    }

    /// So many layers, and so many times the inputs.
    fn with_inputs(self, layers: i32, inputs: i32) -> BinaryScale {
        let exponent = layers.saturating_mul(self.exponent);
        BinaryScale::of_exponent(exponent.saturating_add(inputs.saturating_mul(self.inputs)))
    }

    /// A length of the problem's inputs, in these units.
    #[must_use]
    pub fn input_here(self, value: f64) -> f64 {
        self.with_inputs(0, 1).divide(value)
    }

    /// A length of inputs, in the problem's own units.
    #[must_use]
    pub fn input(self, value: f64) -> f64 {
        self.with_inputs(0, 1).multiply(value)
    }

    /// What a bias multiplies in place of 1, in these units: it is as long as a weight, and what its layer reads
    /// has gone through as many layers.
    #[must_use]
    pub fn constant_here(self, layers_before: usize) -> f64 {
        self.with_inputs(i32::try_from(layers_before).unwrap_or(i32::MAX), 1).divide(1.0)
    }

    /// A length of weights, in the problem's own units.
    #[must_use]
    pub fn weight(self, value: f64) -> f64 {
        self.times(1).multiply(value)
    }

    /// A length of the problem's weights, in these units.
    #[must_use]
    pub fn weight_here(self, value: f64) -> f64 {
        self.times(1).divide(value)
    }

    /// The power of two of the end-to-end map.
    pub(super) fn map_scale(self) -> BinaryScale {
        self.with_inputs(self.depth, 1)
    }

    /// An entry of the end-to-end map or of `Σ`.
    #[must_use]
    pub fn map(self, value: f64) -> f64 {
        self.with_inputs(self.depth, 1).multiply(value)
    }

    /// An entry of the problem's map, in these units.
    #[must_use]
    pub fn map_here(self, value: f64) -> f64 {
        self.with_inputs(self.depth, 1).divide(value)
    }

    /// A product of as many layers.
    #[must_use]
    pub fn product(self, layers: usize, value: f64) -> f64 {
        self.times(i32::try_from(layers).unwrap_or(i32::MAX)).multiply(value)
    }

    /// A product of as many of the problem's layers, in these units.
    #[must_use]
    pub fn product_here(self, layers: usize, value: f64) -> f64 {
        self.times(i32::try_from(layers).unwrap_or(i32::MAX)).divide(value)
    }

    /// A loss, or a difference of losses.
    #[must_use]
    pub fn loss(self, value: f64) -> f64 {
        self.with_inputs(2 * self.depth, 2).multiply(value)
    }

    /// A loss of the problem, in these units.
    #[must_use]
    pub fn loss_here(self, value: f64) -> f64 {
        self.with_inputs(2 * self.depth, 2).divide(value)
    }

    /// A gradient.
    #[must_use]
    pub fn gradient(self, value: f64) -> f64 {
        self.with_inputs(2 * self.depth - 1, 2).multiply(value)
    }

    /// An eigenvalue of the Hessian, or a rate.
    #[must_use]
    pub fn eigenvalue(self, value: f64) -> f64 {
        self.with_inputs(2 * self.depth - 2, 2).multiply(value)
    }

    /// A time, or a step of descent.
    #[must_use]
    pub fn time(self, value: f64) -> f64 {
        self.with_inputs(2 * self.depth - 2, 2).divide(value)
    }

    /// A time of the problem, in these units.
    #[must_use]
    pub fn time_here(self, value: f64) -> f64 {
        self.with_inputs(2 * self.depth - 2, 2).multiply(value)
    }
}
