//! `linscape.spectrum/1` of a family, in closed form.

use crate::json::JsonDocument;
use crate::json::spectra::{ClosedForm, SPECTRUM_SCHEMA};
use crate::text::write_problem;
use crate::words::subset_text;
use crate::{ProblemRecord, ReportStyle};
use linscape_critical::{Problem, SingularSubset};
use linscape_strata::Eigenvalue;
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

impl FamilySpectrum<'_> {
    fn closed_form(&self) -> ClosedForm<'_> {
        let Self { eigenvalues, is_global_minimum, .. } = *self;
        ClosedForm { eigenvalues, is_global_minimum }
    }

    /// Writes the JSON document; `docs/formats.md`, "Spectrum".
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(&self, out: impl Write) -> io::Result<()> {
        let mut document = JsonDocument::of_schema(out, SPECTRUM_SCHEMA)?;
        document.field("problem", &ProblemRecord::new(self.problem, self.source))?;
        let subset = self.subset.indices(self.problem.spectrum().multiplicities());
        document.field("subset", &subset)?;
        document.field("coordinates", &"whitened")?;
        self.closed_form().write_fields(&mut document)?;
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
        self.closed_form().write_table(&mut out, style)
    }
}
