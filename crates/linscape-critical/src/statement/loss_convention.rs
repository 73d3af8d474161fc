//! Which multiple of the squared error is called the loss.

use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// How the squared error `‖Y − W X‖²` becomes a loss. Types, indices and dimensions do not depend
/// on it; losses, drops, rates, spectra and step limits scale with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LossConvention {
    /// `½‖·‖²`, the papers' choice and the default.
    #[default]
    HalfSum,
    /// `½‖·‖² / m` with `m` samples.
    HalfMean,
    /// `‖·‖² / (m d_h)`, as PyTorch's `MSELoss`.
    Mean,
}

/// A convention that cannot be applied or read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LossConventionError {
    /// Means need samples to average over.
    #[error("loss '{convention}' averages over samples, and this problem has none; give data")]
    NoSamples {
        /// The convention asked for.
        convention: LossConvention,
    },
    /// Not one of the three names.
    #[error("'{text}' is not a loss; choose half-sum, half-mean or mean")]
    Unknown {
        /// What was given.
        text: String,
    },
}

impl LossConvention {
    /// The factor by which `½‖Y − W X‖²` is multiplied, for `samples = m` and `outputs = d_h`.
    ///
    /// # Errors
    /// When the convention averages and there are no samples.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::LossConvention;
    /// assert_eq!(LossConvention::Mean.factor(Some(10), 4)?, 2.0 / 40.0);
    /// assert!(LossConvention::HalfMean.factor(None, 4).is_err());
    /// # Ok::<(), linscape_critical::LossConventionError>(())
    /// ```
    pub fn factor(
        self,
        samples: Option<usize>,
        outputs: usize,
    ) -> Result<f64, LossConventionError> {
        if self == Self::HalfSum {
            return Ok(1.0);
        }
        let samples = samples.ok_or(LossConventionError::NoSamples { convention: self })?;
        Ok(match self {
            Self::Mean => 2.0 / (samples as f64 * outputs as f64),
            Self::HalfMean | Self::HalfSum => 1.0 / samples as f64,
        })
    }

    /// Its name on the command line and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::HalfSum => "half-sum",
            Self::HalfMean => "half-mean",
            Self::Mean => "mean",
        }
    }
}

impl fmt::Display for LossConvention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for LossConvention {
    type Err = LossConventionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::HalfSum, Self::HalfMean, Self::Mean]
            .into_iter()
            .find(|convention| convention.name() == text)
            .ok_or_else(|| LossConventionError::Unknown { text: text.to_owned() })
    }
}
