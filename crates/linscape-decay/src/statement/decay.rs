//! The decay of every layer.

use linscape_critical::NaturalUnits;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use thiserror::Error;

/// `λ_1, …, λ_h > 0` in the loss `½‖Y − WX‖² + ½ Σ_i λ_i‖W_i‖²`, and their geometric mean `λ̄`, on
/// which alone critical points, values, inertia and barriers depend.
///
/// PyTorch's `weight_decay = wd` adds `wd · w` to the gradient of the loss it is given; for a loss
/// that is `f · ½‖·‖²` that makes `λ = wd / f`: [`Decay::in_loss`].
///
/// # Examples
/// ```
/// use linscape_critical::parse_exact;
/// use linscape_decay::Decay;
/// let layers = ["1", "2", "1/2"].map(|text| parse_exact(text).expect("number"));
/// // (1 · 2 · ½)^{1/3} = 1.
/// assert_eq!(Decay::exact(layers.to_vec())?.mean(), 1.0);
/// // MSELoss (mean over m = 11 samples and 2 outputs), weight_decay 0.02: λ = 0.02 · 11 · 2/2.
/// let loss = Decay::in_loss(&[parse_exact("0.02").expect("number")], 2.0 / 22.0)?;
/// assert!((loss.mean() - 0.22).abs() < 1e-15);
/// # Ok::<(), linscape_decay::DecayError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Decay {
    layers: Vec<f64>,
    /// In units of the loss they were given for.
    stated: Vec<f64>,
    exact: Option<Vec<BigRational>>,
    mean: f64,
}

/// Why numbers are no decay.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DecayError {
    /// No number at all.
    #[error("weight decay needs a number, or one for each layer")]
    Empty,
    /// Weights would be rewarded for growing.
    #[error("the weight decay {value} of layer {layer} is negative")]
    Negative {
        /// 1-based layer.
        layer: usize,
        /// The value.
        value: String,
    },
    /// No double can hold it.
    #[error("the weight decay of layer {layer} is outside 1e-280 to 1e280: rescale the problem")]
    OutOfRange {
        /// 1-based layer.
        layer: usize,
    },
    /// The infimum is not attained.
    #[error(
        "layer {layer} has no weight decay and others have some: the loss then has no minimum (all \
         its critical points have W = 0, and the infimum, that of the problem without decay, is not \
         attained); give every layer some decay, or none"
    )]
    ZeroBesidePositive {
        /// 1-based layer without decay.
        layer: usize,
    },
    /// Nothing decays.
    #[error("all decays are zero: this is the problem without decay")]
    AllZero,
}

impl Decay {
    /// Exact decays, one a layer.
    ///
    /// # Errors
    /// A negative value, zeros (alone or beside positive ones), or one no double can hold.
    pub fn exact(layers: Vec<BigRational>) -> Result<Self, DecayError> {
        let doubles: Vec<f64> =
            layers.iter().map(|layer| layer.to_f64().unwrap_or(f64::INFINITY)).collect();
        if let Some(at) = layers.iter().position(Signed::is_negative) {
            return Err(DecayError::Negative { layer: at + 1, value: layers[at].to_string() });
        }
        let mut decay = Self::of_doubles(doubles, |at| layers[at].is_zero())?;
        if let Some(mean) = exact_mean(&layers) {
            decay.mean = mean.to_f64().unwrap_or(decay.mean);
        }
        decay.exact = Some(layers);
        Ok(decay)
    }

    /// Decays in units of a loss that is `factor · ½‖·‖²`; they stay exact when the factor is 1.
    ///
    /// # Errors
    /// As [`exact`](Self::exact).
    pub fn in_loss(layers: &[BigRational], factor: f64) -> Result<Self, DecayError> {
        let exact = Self::exact(layers.to_vec())?;
        if factor.total_cmp(&1.0).is_eq() {
            return Ok(exact);
        }
        Self::stated(&exact.stated, factor)
    }

    /// The same for doubles.
    ///
    /// # Errors
    /// As [`exact`](Self::exact).
    pub fn stated(layers: &[f64], factor: f64) -> Result<Self, DecayError> {
        if let Some(at) = layers.iter().position(|layer| *layer < 0.0) {
            return Err(DecayError::Negative { layer: at + 1, value: layers[at].to_string() });
        }
        let scaled = layers.iter().map(|layer| layer / factor).collect();
        let decay = Self::of_doubles(scaled, |at| layers[at] == 0.0)?;
        Ok(Self { stated: layers.to_vec(), ..decay })
    }

    fn of_doubles(layers: Vec<f64>, is_zero: impl Fn(usize) -> bool) -> Result<Self, DecayError> {
        if layers.is_empty() {
            return Err(DecayError::Empty);
        }
        if let Some(zero) = (0..layers.len()).find(|&at| is_zero(at)) {
            let all = (0..layers.len()).all(is_zero);
            return Err(if all {
                DecayError::AllZero
            } else {
                DecayError::ZeroBesidePositive { layer: zero + 1 }
            });
        }
        if let Some(at) = layers.iter().position(|layer| !(1e-280..=1e280).contains(layer)) {
            return Err(DecayError::OutOfRange { layer: at + 1 });
        }
        let first = layers[0];
        let logarithms: f64 = layers.iter().map(|layer| layer.ln() - first.ln()).sum();
        let mean = first * (logarithms / layers.len() as f64).exp();
        Ok(Self { stated: layers.clone(), layers, exact: None, mean })
    }

    /// The same decay on every layer of a network of depth `h`, when only one was given.
    #[must_use]
    pub fn on_every_layer(mut self, depth: usize) -> Self {
        if let (1, [layer]) = (self.layers.len(), &self.layers[..]) {
            self.layers = vec![*layer; depth];
            self.stated = vec![self.stated[0]; depth];
            self.exact = self.exact.map(|exact| vec![exact[0].clone(); depth]);
        }
        self
    }

    /// The same in other units: a decay is a loss over a square of weights, as an eigenvalue is.
    #[must_use]
    pub fn measured_in(&self, units: NaturalUnits) -> Self {
        let here = |layers: &[f64]| layers.iter().map(|&layer| units.time(layer)).collect();
        // A power of two beyond the range of doubles would not be exact.
        let scale = BigRational::from_float(units.time(1.0)).filter(Signed::is_positive);
        let exact = self.exact.as_ref().zip(scale);
        Self {
            layers: here(&self.layers),
            stated: here(&self.stated),
            exact: exact.map(|(exact, scale)| exact.iter().map(|layer| layer * &scale).collect()),
            mean: units.time(self.mean),
        }
    }

    /// `λ_1, …, λ_h`.
    #[must_use]
    pub fn layers(&self) -> &[f64] {
        &self.layers
    }

    /// The same in units of the loss that they were given for.
    #[must_use]
    pub fn stated_layers(&self) -> &[f64] {
        &self.stated
    }

    /// The same exactly, when they are known exactly.
    #[must_use]
    pub fn exact_layers(&self) -> Option<&[BigRational]> {
        self.exact.as_deref()
    }

    /// `Π λ_i` exactly, when the layers are.
    #[must_use]
    pub fn exact_product(&self) -> Option<BigRational> {
        Some(self.exact.as_ref()?.iter().product())
    }

    /// `λ̄ = (λ_1⋯λ_h)^{1/h}`: the geometric mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// `λ̄` exactly, when it is rational and the layers are exact.
    #[must_use]
    pub fn exact_mean(&self) -> Option<BigRational> {
        exact_mean(self.exact.as_deref()?)
    }

    /// Whether all layers decay alike.
    #[must_use]
    pub fn is_uniform(&self) -> bool {
        self.layers.iter().all(|layer| layer.total_cmp(&self.layers[0]).is_eq())
    }
}

/// The geometric mean, when it is rational.
fn exact_mean(layers: &[BigRational]) -> Option<BigRational> {
    let first = layers.first()?;
    if layers.iter().all(|layer| layer == first) {
        return Some(first.clone());
    }
    let product: BigRational = layers.iter().product();
    let depth = u32::try_from(layers.len()).ok()?;
    let root = |whole: &BigInt| {
        let root = whole.nth_root(depth);
        (root.pow(depth) == *whole).then_some(root)
    };
    Some(BigRational::new(root(product.numer())?, root(product.denom())?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::parse_exact;

    fn decay(layers: &[&str]) -> Result<Decay, DecayError> {
        Decay::exact(layers.iter().map(|text| parse_exact(text).expect("number")).collect())
    }

    #[test]
    fn a_zero_beside_positive_ones_is_refused_and_so_are_negative_ones() {
        assert_eq!(decay(&[".5", "0", ".5"]), Err(DecayError::ZeroBesidePositive { layer: 2 }));
        assert_eq!(decay(&["0", "0"]), Err(DecayError::AllZero));
        let negative = DecayError::Negative { layer: 1, value: "-1".into() };
        assert_eq!(decay(&["-1", "0"]), Err(negative));
        assert_eq!(decay(&["1e-300"]), Err(DecayError::OutOfRange { layer: 1 }));
        assert_eq!(decay(&[]), Err(DecayError::Empty));
    }

    #[test]
    fn the_mean_is_geometric() {
        let unequal = decay(&["1", "4"]).expect("positive");
        assert!((unequal.mean() - 2.0).abs() < 1e-15);
        assert_eq!(unequal.exact_mean(), Some(parse_exact("2").expect("number")));
        let irrational = decay(&["1", "2"]).expect("positive");
        assert!((irrational.mean() - 2_f64.sqrt()).abs() < 1e-15);
        assert_eq!(irrational.exact_mean(), None);
        // No product overflows.
        let extreme = decay(&["1e200", "1e200", "1e-200"]).expect("in range");
        assert!((extreme.mean().log10() - 200.0 / 3.0).abs() < 1e-12);
    }
}
