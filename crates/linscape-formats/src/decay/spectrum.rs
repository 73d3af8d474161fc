//! `linscape.spectrum/1` of a family with decay.

use super::{DecayRecord, word_text, write_decayed_problem};
use crate::json::JsonDocument;
use crate::json::spectra::{ClosedForm, SPECTRUM_SCHEMA};
use crate::{ProblemRecord, ReportStyle};
use linscape_critical::Problem;
use linscape_decay::{Coordinates, DecayedProblem, FamilyType, Word, form};
use linscape_strata::Eigenvalue;
use serde_json::Value;
use std::io::{self, Write};

/// The spectrum at every point of a family.
#[derive(Debug, Clone, Copy)]
pub struct DecayedSpectrum<'a> {
    /// The problem without its decay.
    pub problem: &'a Problem,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// The problem with its decay.
    pub decayed: &'a DecayedProblem,
    /// The family.
    pub word: &'a Word,
    /// Eigenvalues, increasing, equal ones merged.
    pub eigenvalues: &'a [Eigenvalue],
}

impl DecayedSpectrum<'_> {
    fn closed_form(&self) -> ClosedForm<'_> {
        let kind = form(self.decayed, self.word).family_type;
        let is_global_minimum = kind == FamilyType::GlobalMinimum;
        ClosedForm { eigenvalues: self.eigenvalues, is_global_minimum }
    }

    fn coordinates(&self) -> &'static str {
        match self.decayed.coordinates() {
            Coordinates::Whitened | Coordinates::Activations => "whitened",
            Coordinates::Isotropic { .. } | Coordinates::Autoencoder { .. } => "data",
        }
    }

    /// Writes the JSON document; `docs/formats.md`, "Spectrum".
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(&self, out: impl Write) -> io::Result<()> {
        let record = ProblemRecord::new(self.problem, self.source);
        let (learned, passes) = self.word.indices(&self.decayed.multiplicities());
        let mut document = JsonDocument::of_schema(out, SPECTRUM_SCHEMA)?;
        document.field("problem", &record.with_decay(DecayRecord::new(self.decayed)))?;
        document.field("learned", &learned)?;
        document.field("passes", &passes)?;
        document.field("coordinates", &self.coordinates())?;
        self.closed_form().write_fields(&mut document)?;
        document.end()
    }

    /// Writes a table for people.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_table(&self, mut out: impl Write, style: ReportStyle) -> io::Result<()> {
        write_decayed_problem(&mut out, self.problem, self.source, self.decayed)?;
        let family = word_text(self.word, &self.decayed.multiplicities());
        writeln!(
            out,
            "family       {family}, every point, in {} coordinates\n",
            self.coordinates()
        )?;
        self.closed_form().write_table(&mut out, style)
    }
}
