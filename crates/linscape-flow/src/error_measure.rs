//! What an integration error is measured against.

use crate::{GradientFlow, IntegrationError};

/// How exact an integration is to be: in each layer the root mean square of the error of a step
/// stays below `absolute + relative · (that of the weights)`. Measured by layers and not by entries,
/// errors have the same size in every orthogonal basis of the hidden layers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerances {
    /// Relative to the size of each layer.
    pub relative: f64,
    /// In the units of the weights.
    pub absolute: f64,
}

impl Tolerances {
    /// The absolute tolerance a thousand times below the relative one: small weights decide when a
    /// saddle is left.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(linscape_flow::Tolerances::relative(1e-8).absolute, 1e-8 * 1e-3);
    /// ```
    #[must_use]
    pub fn relative(relative: f64) -> Self {
        Self { relative, absolute: 1e-3 * relative }
    }

    pub(crate) fn check(self) -> Result<(), IntegrationError> {
        if !(1e-13..=0.1).contains(&self.relative) {
            return Err(IntegrationError::Tolerance { given: self.relative });
        }
        if !(self.absolute > 0.0 && self.absolute.is_finite()) {
            return Err(IntegrationError::AbsoluteTolerance { given: self.absolute });
        }
        Ok(())
    }
}

/// The sizes of errors in units of the tolerances.
#[derive(Debug, Clone)]
pub(crate) struct ErrorMeasure {
    tolerances: Tolerances,
    /// Numbers of entries of the layers.
    lengths: Vec<usize>,
    /// What each layer's norm may be wrong by.
    allowed: Vec<f64>,
}

impl ErrorMeasure {
    pub fn new(flow: &GradientFlow, tolerances: Tolerances) -> Self {
        let lengths: Vec<usize> = flow.widths().windows(2).map(|pair| pair[0] * pair[1]).collect();
        let allowed = vec![tolerances.absolute; lengths.len()];
        Self { tolerances, lengths, allowed }
    }

    pub fn measure_at(&mut self, state: &[f64]) {
        let mut rest = state;
        for (length, allowed) in self.lengths.iter().zip(&mut self.allowed) {
            let (layer, after) = rest.split_at(*length);
            rest = after;
            *allowed = self.tolerances.absolute * (*length as f64).sqrt()
                + self.tolerances.relative * crate::gradient_flow::norm(layer);
        }
    }

    pub fn size(&self, error: &[f64]) -> f64 {
        let mut rest = error;
        let mut largest = 0.0;
        for (length, allowed) in self.lengths.iter().zip(&self.allowed) {
            let (layer, after) = rest.split_at(*length);
            rest = after;
            let size = crate::gradient_flow::norm(layer) / allowed;
            // Not `max`, which drops what is not a number.
            largest = if size <= largest { largest } else { size };
        }
        largest
    }
}
