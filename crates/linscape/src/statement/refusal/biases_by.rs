//! Who says which layers have biases.

/// Who says which layers have biases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BiasesBy {
    /// The option.
    Option,
    /// The document that states the problem.
    Document,
    /// Moments: they hold no means that biases would fit.
    Moments,
    /// Weights, or nobody yet.
    Weights,
    /// Nobody, where weights are not asked.
    Nobody,
}
