//! Texts that name no subset.

use linscape_formats::{OptionName, Voice, Worded};
use std::fmt;
use thiserror::Error;

/// A text that names no subset.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", self.in_words(Voice::Fields))]
pub struct SubsetTextError {
    /// The text.
    pub text: String,
    /// The part that is no index.
    pub part: String,
}

impl Worded for SubsetTextError {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (subset, Self { text, part }) = (voice.option(OptionName::Subset), self);
        write!(out, "{subset} {text}: '{part}' is not an index; ")?;
        write!(out, "write whole numbers with commas, 1,3 or 1-3,5, or '' for none")
    }
}
