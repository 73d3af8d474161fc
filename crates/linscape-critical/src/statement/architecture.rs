//! Layer widths.

use thiserror::Error;

/// Widths `d_0, d_1, …, d_h` of a network: input, hidden layers, output; `h ≥ 1` weight matrices
/// `W_i` of shape `d_i × d_{i−1}`.
///
/// # Examples
/// ```
/// use linscape_critical::Architecture;
/// let network = Architecture::new(vec![4, 2, 3])?;
/// assert_eq!(network.depth(), 2);
/// assert_eq!(network.bottleneck(), 2);
/// assert_eq!(network.parameters(), 4 * 2 + 2 * 3);
/// # Ok::<(), linscape_critical::ArchitectureError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Architecture {
    widths: Vec<usize>,
    parameters: usize,
}

/// Why a list of widths is no network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ArchitectureError {
    /// Fewer than two widths.
    #[error("a network has at least an input and an output width (depth 1), got {given} width(s)")]
    NoLayer {
        /// How many widths were given.
        given: usize,
    },
    /// A layer without units.
    #[error("width d_{layer} is 0: every layer needs at least one unit")]
    ZeroWidth {
        /// 0-based layer.
        layer: usize,
    },
    /// The number of parameters does not fit a machine word.
    #[error("these widths give more parameters than can be counted on this machine")]
    TooManyParameters,
}

impl Architecture {
    /// A network of the given widths.
    ///
    /// # Errors
    /// Fewer than two widths, a zero width, or a parameter count that overflows.
    pub fn new(widths: Vec<usize>) -> Result<Self, ArchitectureError> {
        if widths.len() < 2 {
            return Err(ArchitectureError::NoLayer { given: widths.len() });
        }
        if let Some(layer) = widths.iter().position(|&width| width == 0) {
            return Err(ArchitectureError::ZeroWidth { layer });
        }
        let parameters = widths
            .windows(2)
            .try_fold(0_usize, |sum, pair| sum.checked_add(pair[0].checked_mul(pair[1])?))
            .ok_or(ArchitectureError::TooManyParameters)?;
        Ok(Self { widths, parameters })
    }

    /// `d_0, …, d_h`.
    #[must_use]
    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// Number of weight matrices, `h`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.widths.len() - 1
    }

    /// Width of the input, `d_0`.
    #[must_use]
    pub fn input(&self) -> usize {
        self.widths[0]
    }

    /// Width of the output, `d_h`.
    #[must_use]
    pub fn output(&self) -> usize {
        self.widths[self.widths.len() - 1]
    }

    /// Narrowest width, `p = min_i d_i`: no map of larger rank can be learned.
    #[must_use]
    pub fn bottleneck(&self) -> usize {
        self.widths.iter().copied().min().unwrap_or(0)
    }

    /// Number of weights, `N = Σ_i d_i d_{i−1}`.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.parameters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_needs_a_layer_and_units_in_it() {
        assert_eq!(Architecture::new(vec![3]), Err(ArchitectureError::NoLayer { given: 1 }));
        assert_eq!(Architecture::new(vec![]), Err(ArchitectureError::NoLayer { given: 0 }));
        assert_eq!(
            Architecture::new(vec![3, 0, 3]),
            Err(ArchitectureError::ZeroWidth { layer: 1 })
        );
        assert_eq!(
            Architecture::new(vec![usize::MAX, 2, 1]),
            Err(ArchitectureError::TooManyParameters)
        );
    }
}
