//! Texts that name no subset.

use thiserror::Error;

/// A text that names no subset.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "--subset {text}: '{part}' is not an index; write whole numbers with commas, or '' for none"
)]
pub struct SubsetTextError {
    /// The text.
    pub text: String,
    /// The part that is no index.
    pub part: String,
}
