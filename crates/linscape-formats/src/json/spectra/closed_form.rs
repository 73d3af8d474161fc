//! The eigenvalues that a theorem gives, with weight decay or without.

use crate::json::JsonDocument;
use crate::json::spectra::{FIRST_COLUMNS, SpectrumSummary};
use crate::text::{Tone, text_table};
use crate::{ReportStyle, number_text};
use linscape_strata::Eigenvalue;
use serde::Serialize;
use std::io::{self, Write};

/// A whole spectrum.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClosedForm<'a> {
    /// Increasing, equal ones merged.
    pub(crate) eigenvalues: &'a [Eigenvalue],
    /// Whether the largest one is a sharpness.
    pub(crate) is_global_minimum: bool,
}

#[derive(Debug, Serialize)]
struct Row {
    value: f64,
    multiplicity: usize,
    cumulative: usize,
}

impl ClosedForm<'_> {
    fn summary(self) -> SpectrumSummary {
        let value = |eigenvalue: &Eigenvalue| eigenvalue.value;
        SpectrumSummary {
            smallest: self.eigenvalues.first().map(value),
            largest: self.eigenvalues.last().map(value),
            is_global_minimum: self.is_global_minimum,
        }
    }

    fn rows(self) -> Vec<Row> {
        let mut cumulative = 0;
        let row = |&Eigenvalue { value, multiplicity }: &Eigenvalue| {
            cumulative += multiplicity;
            Row { value, multiplicity, cumulative }
        };
        self.eigenvalues.iter().map(row).collect()
    }

    /// Writes the fields of a document from `method` on.
    pub(crate) fn write_fields<W: Write>(self, document: &mut JsonDocument<W>) -> io::Result<()> {
        document.field("method", &"closed_form")?;
        self.summary().write_fields(document)?;
        document.rows("rows", self.rows())
    }

    /// Writes one row an eigenvalue, and what they come to.
    pub(crate) fn write_table(self, out: &mut impl Write, style: ReportStyle) -> io::Result<()> {
        let body = self.rows().into_iter().map(|row| {
            let texts =
                [number_text(row.value), row.multiplicity.to_string(), row.cumulative.to_string()];
            (Tone::Plain, texts.to_vec())
        });
        writeln!(out, "{}\n", text_table(&FIRST_COLUMNS, body, style))?;
        self.summary().write_text(out)
    }
}
