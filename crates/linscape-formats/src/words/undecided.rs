//! What would decide what is open, in the words of who asked.

use super::option_name::OptionName;
use super::voice::{Voice, Worded};
use linscape_points::Open;
use std::fmt;

impl Worded for Open {
    fn word(&self, voice: Voice, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (refine, tolerance) =
            (voice.option(OptionName::Refine), voice.option(OptionName::Tolerance));
        write!(out, "{self}")?;
        match self {
            Self::Gradient { .. } | Self::Offset { .. } => {
                write!(out, "; more exact weights or {refine} would decide")
            }
            Self::Rank(_) => {
                write!(out, "; more exact weights, {tolerance} or {refine} would decide")
            }
            Self::ModesInError { .. } => write!(out, "; more exact weights would decide"),
            Self::Inconsistent(_) => write!(out, ", try {refine}"),
            Self::Modes { .. } | Self::Mismatch(_) | Self::Learned { .. } => Ok(()),
        }
    }
}
