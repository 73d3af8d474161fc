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
    /// `‖·‖² / (m d_h)`, as PyTorch's `MSELoss`; where `Σ` alone is given, `‖Σ − W‖² / (d_h d_0)`, over
    /// its entries.
    Mean,
    /// `‖·‖²`, as PyTorch's `MSELoss` with `reduction="sum"`.
    Sum,
    /// `‖·‖² / m`.
    SampleMean,
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
    /// Not one of the names.
    #[error("'{text}' is not a loss; choose half-sum, half-mean, mean, sum or sample-mean")]
    Unknown {
        /// What was given.
        text: String,
    },
}

impl LossConvention {
    /// Every convention, the default first.
    pub const ALL: [Self; 5] =
        [Self::HalfSum, Self::HalfMean, Self::Mean, Self::Sum, Self::SampleMean];

    /// The factor by which `½‖Y − W X‖²` is multiplied, for `samples = m` (or the sum of their weights)
    /// and `outputs = d_h`. Without samples `Mean` is one over the `d_h d_0` entries of `Σ`.
    ///
    /// # Errors
    /// When the convention averages over samples and there are none.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::LossConvention;
    /// assert_eq!(LossConvention::Mean.factor(Some(10.0), 3, 4)?, 2.0 / 40.0);
    /// assert_eq!(LossConvention::Mean.factor(None, 3, 4)?, 2.0 / 12.0);
    /// assert_eq!(LossConvention::Sum.factor(None, 3, 4)?, 2.0);
    /// assert!(LossConvention::HalfMean.factor(None, 3, 4).is_err());
    /// # Ok::<(), linscape_critical::LossConventionError>(())
    /// ```
    pub fn factor(
        self,
        samples: Option<f64>,
        inputs: usize,
        outputs: usize,
    ) -> Result<f64, LossConventionError> {
        Ok(2.0 / self.divisor(samples, inputs, outputs)?)
    }

    /// By what `‖Y − W X‖²` is divided: two over the [`factor`](Self::factor), and a whole number where samples are counted.
    ///
    /// # Errors
    /// As [`factor`](Self::factor).
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::LossConvention;
    /// // 127/5 is the double nearest to 25.4, and 127 · (2/5)/2 is not.
    /// assert_eq!(127.0 / LossConvention::Mean.divisor(None, 1, 5)?, 25.4);
    /// # Ok::<(), linscape_critical::LossConventionError>(())
    /// ```
    pub fn divisor(
        self,
        samples: Option<f64>,
        inputs: usize,
        outputs: usize,
    ) -> Result<f64, LossConventionError> {
        let averaged = samples.unwrap_or(inputs as f64);
        let samples = || samples.ok_or(LossConventionError::NoSamples { convention: self });
        Ok(match self {
            Self::HalfSum => 2.0,
            Self::Sum => 1.0,
            Self::HalfMean => 2.0 * samples()?,
            Self::SampleMean => samples()?,
            Self::Mean => averaged * outputs as f64,
        })
    }

    /// Whether the loss is an average over samples.
    #[must_use]
    pub fn is_average(self) -> bool {
        matches!(self, Self::HalfMean | Self::Mean | Self::SampleMean)
    }

    /// What is called the loss, for people.
    #[must_use]
    pub fn formula(self) -> &'static str {
        match self {
            Self::HalfSum => "½‖Y − WX‖²",
            Self::HalfMean => "½‖Y − WX‖² / samples",
            Self::Mean => "‖Y − WX‖² / (samples · outputs)",
            Self::Sum => "‖Y − WX‖²",
            Self::SampleMean => "‖Y − WX‖² / samples",
        }
    }

    /// The same for TeX.
    #[must_use]
    pub fn tex(self) -> &'static str {
        match self {
            Self::HalfSum => r"$\frac12\|Y - WX\|^2$",
            Self::HalfMean => r"$\frac12\|Y - WX\|^2$ a sample",
            Self::Mean => r"$\|Y - WX\|^2$ a sample and output",
            Self::Sum => r"$\|Y - WX\|^2$",
            Self::SampleMean => r"$\|Y - WX\|^2$ a sample",
        }
    }

    /// Its name on the command line and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::HalfSum => "half-sum",
            Self::HalfMean => "half-mean",
            Self::Mean => "mean",
            Self::Sum => "sum",
            Self::SampleMean => "sample-mean",
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

    /// By name; `half-sample-mean` is another one of `half-mean`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "half-sample-mean" {
            return Ok(Self::HalfMean);
        }
        Self::ALL
            .into_iter()
            .find(|convention| convention.name() == text)
            .ok_or_else(|| LossConventionError::Unknown { text: text.to_owned() })
    }
}
