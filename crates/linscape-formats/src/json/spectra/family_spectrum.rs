//! `linscape.spectrum/1` of a family, in closed form.

use crate::json::spectra::{FIRST_COLUMNS, SPECTRUM_SCHEMA, SpectrumSummary};
use crate::json::{Generator, JsonDocument};
use crate::text::{Tone, text_table, write_problem};
use crate::words::subset_text;
use crate::{ProblemRecord, ReportStyle, number_text};
use linscape_critical::{Problem, SingularSubset};
use linscape_strata::Eigenvalue;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// The spectrum at the balanced point of a family.
#[derive(Debug, Clone, Copy)]
pub struct FamilySpectrum<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// The modes learned.
    pub subset: &'a SingularSubset,
    /// Eigenvalues, increasing, equal ones merged.
    pub eigenvalues: &'a [Eigenvalue],
    /// Whether the family holds the global minima, where the largest eigenvalue is the sharpness.
    pub is_global_minimum: bool,
}

#[derive(Debug, Serialize)]
struct Row {
    value: f64,
    multiplicity: usize,
    cumulative: usize,
}

impl FamilySpectrum<'_> {
    fn summary(&self) -> SpectrumSummary {
        let value = |eigenvalue: &Eigenvalue| eigenvalue.value;
        SpectrumSummary {
            smallest: self.eigenvalues.first().map(value),
            largest: self.eigenvalues.last().map(value),
            is_global_minimum: self.is_global_minimum,
        }
    }

    fn rows(&self) -> Vec<Row> {
        let mut cumulative = 0;
        let row = |&Eigenvalue { value, multiplicity }: &Eigenvalue| {
            cumulative += multiplicity;
            Row { value, multiplicity, cumulative }
        };
        self.eigenvalues.iter().map(row).collect()
    }

    /// Writes the JSON document; `docs/formats.md`, "Spectrum".
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(&self, out: impl Write) -> io::Result<()> {
        let mut document = JsonDocument::begin(out)?;
        document.field("schema", &SPECTRUM_SCHEMA)?;
        document.field("generator", &Generator::THIS)?;
        document.field("problem", &ProblemRecord::new(self.problem, self.source))?;
        let subset = self.subset.indices(self.problem.spectrum().multiplicities());
        document.field("subset", &subset)?;
        document.field("coordinates", &"whitened")?;
        document.field("method", &"closed_form")?;
        self.summary().write_fields(&mut document)?;
        document.rows("rows", self.rows())?;
        document.end()
    }

    /// Writes a table for people.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_table(&self, mut out: impl Write, style: ReportStyle) -> io::Result<()> {
        write_problem(&mut out, self.problem, self.source)?;
        let subset = self.subset.indices(self.problem.spectrum().multiplicities());
        let learned = subset_text(&subset);
        writeln!(out, "learned      {learned}, at the balanced point, in whitened coordinates\n")?;
        let body = self.rows().into_iter().map(|row| {
            let texts =
                [number_text(row.value), row.multiplicity.to_string(), row.cumulative.to_string()];
            (Tone::Plain, texts.to_vec())
        });
        writeln!(out, "{}\n", text_table(&FIRST_COLUMNS, body, style))?;
        self.summary().write_text(&mut out)
    }
}
