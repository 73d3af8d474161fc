//! Decay of the biases.

use linscape_critical::{Beside, Biases, NaturalUnits};
use thiserror::Error;

/// `½ Σ_i μ_i‖b_i‖²` beside the decay of the matrices, in units of `½‖·‖²`; `μ_i = 0` where a bias does
/// not decay.
///
/// With `c = Σ_i W_{h:i+1}b_i + Wx̄ − ȳ` the loss is that of the data about their means and
/// `(m/2)‖c‖² + ½ Σ_i μ_i‖b_i‖²`. A last bias that does not decay takes `c` to 0 whatever the others are,
/// so those that decay vanish. Where the last one decays, all have to, and the data have to be centred:
/// then `m‖c‖² = −Σ_i μ_i‖b_i‖²` at a critical point, so `b = 0` and `c = 0`.
///
/// Source: `docs/theory.md`, "Weight decay: biases".
///
/// # Examples
/// ```
/// use linscape_critical::{Beside, Biases};
/// use linscape_decay::BiasDecay;
/// let all = Biases::parse("all", 2)?;
/// // Widths 3,2,3: the last bias takes the offset, the hidden one vanishes.
/// let hidden = BiasDecay::new(&all, vec![0.5, 0.0], 10.0)?;
/// assert_eq!(hidden.beside(&[3, 2, 3]), Beside { flat: 0, positive: 5 });
/// assert!(BiasDecay::new(&all, vec![0.0, 0.5], 10.0).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct BiasDecay {
    has_bias: Vec<bool>,
    layers: Vec<f64>,
    mass: f64,
}

/// Why biases do not decay like this.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum BiasDecayError {
    /// One decay for all biases, or one a layer.
    #[error("{given} decays of biases do not fit {depth} layers: give one for all, or one a layer")]
    Layers {
        /// How many were given.
        given: usize,
        /// `h`.
        depth: usize,
    },
    /// Negative, or not finite.
    #[error("the decay of the bias of layer {layer} is {given:?}, which is no decay")]
    Size {
        /// The layer, from 1.
        layer: usize,
        /// What was given.
        given: f64,
    },
    /// Decay of a bias that is not there.
    #[error("layer {layer} has no bias that could decay")]
    NoBias {
        /// The layer, from 1.
        layer: usize,
    },
    /// Biases without decay below one that decays.
    #[error(
        "the last bias decays and that of layer {layer} does not: no closed form is known; let all biases decay, \
         or none in the last layer"
    )]
    Free {
        /// The layer, from 1.
        layer: usize,
    },
}

impl BiasDecay {
    /// Biases that do not decay.
    #[must_use]
    pub fn none(biases: &Biases, mass: f64) -> Self {
        let has_bias = biases.in_layers().to_vec();
        Self { layers: vec![0.0; has_bias.len()], has_bias, mass }
    }

    /// Whether any bias decays.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.layers.iter().any(|&own| own > 0.0)
    }

    /// Decays of every layer, 0 where there is no bias; `mass` is the number of samples, or the sum of their
    /// weights. One number is for all biases.
    ///
    /// # Errors
    /// [`BiasDecayError`].
    pub fn new(biases: &Biases, layers: Vec<f64>, mass: f64) -> Result<Self, BiasDecayError> {
        let has_bias = biases.in_layers().to_vec();
        let depth = has_bias.len();
        let layers = match layers[..] {
            [all] => has_bias.iter().map(|&has| if has { all } else { 0.0 }).collect(),
            _ => layers,
        };
        if layers.len() != depth {
            return Err(BiasDecayError::Layers { given: layers.len(), depth });
        }
        let last = layers[depth - 1] > 0.0;
        for (layer, (&own, &has)) in (1..).zip(layers.iter().zip(&has_bias)) {
            if !own.is_finite() || own < 0.0 {
                return Err(BiasDecayError::Size { layer, given: own });
            }
            if own > 0.0 && !has {
                return Err(BiasDecayError::NoBias { layer });
            }
            if last && has && own <= 0.0 {
                return Err(BiasDecayError::Free { layer });
            }
        }
        Ok(Self { has_bias, layers, mass })
    }

    /// The same in other units, in which biases are measured as weights are.
    #[must_use]
    pub fn measured_in(&self, units: NaturalUnits) -> Self {
        let layers = self.layers.iter().map(|&own| units.time(own)).collect();
        Self { layers, ..self.clone() }
    }

    /// `μ_1, …, μ_h`, 0 where a bias does not decay and where there is none.
    #[must_use]
    pub fn layers(&self) -> &[f64] {
        &self.layers
    }

    /// For every layer, whether it has a bias.
    #[must_use]
    pub fn has_bias(&self) -> &[bool] {
        &self.has_bias
    }

    /// `m`, or the sum of the samples' weights; 1 where there are no samples.
    #[must_use]
    pub fn mass(&self) -> f64 {
        self.mass
    }

    /// Whether the last bias decays, and with it all others.
    #[must_use]
    pub fn is_of_all(&self) -> bool {
        self.layers.last().is_some_and(|&last| last > 0.0)
    }

    /// What the biases of a network of widths `d_0, …, d_h` are beside the landscape of the product: zero
    /// or the best offset (coindex), or free (nullity).
    #[must_use]
    pub fn beside(&self, widths: &[usize]) -> Beside {
        let mut beside = Beside::default();
        for (at, (&has, &own)) in self.has_bias.iter().zip(&self.layers).enumerate() {
            let width = if has { widths[at + 1] } else { 0 };
            if own > 0.0 || at + 1 == self.layers.len() {
                beside.positive += width;
            } else {
                beside.flat += width;
            }
        }
        beside
    }
}
