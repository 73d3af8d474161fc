//! What all documents of `linscape.spectrum/1` share, however the eigenvalues were found.

use crate::json::JsonDocument;
use crate::number_text;
use std::io::{self, Write};

/// Name and version of the format.
pub(crate) const SPECTRUM_SCHEMA: &str = "linscape.spectrum/1";

/// Headings of the columns that every table begins with.
pub(crate) const FIRST_COLUMNS: [&str; 3] = ["eigenvalue", "multiplicity", "cumulative"];

/// The ends of a spectrum and what they mean for gradient descent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SpectrumSummary {
    pub smallest: Option<f64>,
    pub largest: Option<f64>,
    /// At a global minimum the largest eigenvalue is the sharpness.
    pub is_global_minimum: bool,
}

impl SpectrumSummary {
    /// Largest stable step of gradient descent, `2 / λ_max`.
    fn step_limit(&self) -> Option<f64> {
        self.largest.filter(|largest| *largest > 0.0).map(|largest| 2.0 / largest)
    }

    fn sharpness(&self) -> Option<f64> {
        self.largest.filter(|_| self.is_global_minimum)
    }

    /// The fields `smallest`, `largest`, `step_limit` and `sharpness`.
    pub(crate) fn write_fields<W: Write>(&self, document: &mut JsonDocument<W>) -> io::Result<()> {
        document.field("smallest", &self.smallest)?;
        document.field("largest", &self.largest)?;
        document.field("step_limit", &self.step_limit())?;
        document.field("sharpness", &self.sharpness())
    }

    /// The lines below a table.
    pub(crate) fn write_text(&self, out: &mut impl Write) -> io::Result<()> {
        if let Some(sharpness) = self.sharpness() {
            writeln!(out, "sharpness    {} (a global minimum)", number_text(sharpness))?;
        }
        match self.step_limit() {
            Some(limit) => {
                writeln!(out, "step limit   {} = 2 / largest eigenvalue", number_text(limit))
            }
            None => writeln!(out, "step limit   none: no eigenvalue is positive"),
        }
    }
}
