//! `linscape.spectrum/1` of weights.

use crate::arrays::npy::NpzFile;
use crate::decay::write_decayed_problem;
use crate::json::JsonDocument;
use crate::json::points::{IterationRecord, method_name, pieces};
use crate::json::spectra::{FIRST_COLUMNS, SPECTRUM_SCHEMA, SpectrumSummary};
use crate::text::{Tone, text_table, write_problem};
use crate::{DecayRecord, OwnReport, ProblemRecord, ReportStyle, number_text};
use linscape_critical::Problem;
use linscape_curvature::{CountBound, EigenPairs, SpectrumRow, WeightsSpectrum};
use linscape_decay::DecayedProblem;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// The spectrum of the Hessian at weights, in the coordinates of the data.
#[derive(Debug, Clone, Copy)]
pub struct SpectrumOfWeights<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// The weight decay that belongs to the loss.
    pub decayed: Option<&'a DecayedProblem>,
    /// The decay of the data's own weights that belongs to the loss, with its listed points.
    pub own: Option<OwnReport<'a>>,
    /// The weights file as it was named.
    pub file: &'a str,
    /// Names of the tensors in the order of the layers.
    pub tensors: &'a [String],
    /// Loss at the weights.
    pub loss: f64,
    /// Norm of the gradient there.
    pub gradient_norm: f64,
    /// Whether the loss is the smallest there is, up to rounding.
    pub is_global_minimum: bool,
    /// Seed of the iteration.
    pub seed: u64,
    /// The spectrum.
    pub spectrum: &'a WeightsSpectrum,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    value: f64,
    multiplicity: usize,
    complete: bool,
    may_be_more: bool,
    cumulative: usize,
    cumulative_is: &'static str,
    residual: f64,
    layers: &'a [f64],
}

impl<'a> From<&'a SpectrumRow> for Row<'a> {
    fn from(row: &'a SpectrumRow) -> Self {
        Self {
            value: row.value,
            multiplicity: row.multiplicity,
            complete: row.is_complete,
            may_be_more: !row.is_complete,
            cumulative: row.cumulative,
            cumulative_is: match row.cumulative_is {
                CountBound::Exact => "exact",
                CountBound::AtLeast => "at_least",
                CountBound::AtMost => "at_most",
            },
            residual: row.residual,
            layers: &row.layers,
        }
    }
}

/// Rows shown at either end of a long table.
const ENDS: usize = 10;

impl SpectrumOfWeights<'_> {
    fn iteration(&self) -> Option<IterationRecord> {
        IterationRecord::new(self.spectrum.method, self.seed)
    }

    /// What is known of the numbers of eigenvalues at both ends, for people.
    fn counts_text(&self) -> String {
        match self.spectrum.bounds.map(|bound| bound.map(number_text)) {
            [Some(below), Some(above)] => {
                format!("proved to be complete below {below} and above {above}")
            }
            [Some(below), None] => format!("proved to be complete below {below} only"),
            [None, Some(above)] => format!("proved to be complete above {above} only"),
            [None, None] => "lower bounds: that no copy was missed is not proved".to_owned(),
        }
    }

    fn summary(&self) -> SpectrumSummary {
        SpectrumSummary {
            smallest: self.spectrum.smallest(),
            largest: self.spectrum.largest(),
            is_global_minimum: self.is_global_minimum,
        }
    }

    /// How it was computed, for people.
    fn method_text(&self) -> String {
        match (self.iteration(), pieces(self.spectrum.method)) {
            (Some(iteration), Some((core_order, bound))) => format!(
                "low rank, all eigenvalues beside a core of order {core_order} and both ends of its own, each within {bound:.1e}; Lanczos, {}",
                iteration.text()
            ),
            (Some(iteration), None) => format!("Lanczos, {}", iteration.text()),
            (None, Some((core_order, bound))) => format!(
                "low rank, all eigenvalues from a core of order {core_order}, each within {bound:.1e}"
            ),
            (None, None) => "dense".to_owned(),
        }
    }

    /// Writes the JSON document; `docs/formats.md`, "Spectrum".
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(&self, out: impl Write) -> io::Result<()> {
        let mut document = JsonDocument::of_schema(out, SPECTRUM_SCHEMA)?;
        let plain = || ProblemRecord::new(self.problem, self.source);
        let problem = match (self.decayed, self.own) {
            (Some(decayed), _) => plain().with_decay(DecayRecord::new(decayed)),
            (None, Some(own)) => own.problem_record(),
            (None, None) => plain(),
        };
        document.field("problem", &problem)?;
        document.field("subset", &None::<Vec<usize>>)?;
        document.field("file", &self.file)?;
        document.field("tensors", &self.tensors)?;
        document.field("coordinates", &"data")?;
        let iteration = self.iteration();
        document.field("method", &method_name(self.spectrum.method))?;
        if let Some((core_order, bound)) = pieces(self.spectrum.method) {
            document.field("bound", &bound)?;
            document.field("core_order", &core_order)?;
        }
        document.field("iteration", &iteration)?;
        let [below, above] = self.spectrum.bounds;
        document.field("complete_below", &below)?;
        document.field("complete_above", &above)?;
        document.field("loss", &self.loss)?;
        document.field("gradient_norm", &self.gradient_norm)?;
        self.summary().write_fields(&mut document)?;
        document.rows("rows", self.spectrum.rows.iter().map(Row::from))?;
        let interrupted = iteration.is_some_and(|iteration| iteration.status == "interrupted");
        document.end_of_work(interrupted)
    }

    /// Writes a table for people; of a long one both ends only.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_table(&self, mut out: impl Write, style: ReportStyle) -> io::Result<()> {
        match (self.decayed, self.own) {
            (Some(decayed), _) => {
                write_decayed_problem(&mut out, self.problem, self.source, decayed)?;
            }
            (None, Some(own)) => own.write_header(&mut out)?,
            (None, None) => write_problem(&mut out, self.problem, self.source)?,
        }
        writeln!(
            out,
            "weights      {}: {}",
            crate::visible(self.file),
            crate::visible(&self.tensors.join(", "))
        )?;
        let (loss, gradient) = (number_text(self.loss), number_text(self.gradient_norm));
        writeln!(out, "here         loss {loss}, gradient of norm {gradient}")?;
        writeln!(out, "method       {}, in the coordinates of the data", self.method_text())?;
        if self.iteration().is_some() {
            writeln!(out, "counts       {}", self.counts_text())?;
        }
        writeln!(out)?;
        let rows = &self.spectrum.rows;
        let hidden = rows.len().saturating_sub(2 * ENDS);
        let shown = rows.iter().take(ENDS).chain(rows.iter().skip((ENDS + hidden).min(rows.len())));
        let body = shown.map(|row| (Tone::Plain, cells(row)));
        let header = [&FIRST_COLUMNS[..], &["residual", "share of each layer"]].concat();
        writeln!(out, "{}\n", text_table(&header, body, style))?;
        if hidden > 0 {
            writeln!(out, "{hidden} rows between are not shown; --json lists all\n")?;
        }
        self.summary().write_text(&mut out)
    }
}

fn cells(row: &SpectrumRow) -> Vec<String> {
    let shares: Vec<String> =
        row.layers.iter().map(|share| format!("{:.0}%", 100.0 * share)).collect();
    let multiplicity = if row.is_complete {
        row.multiplicity.to_string()
    } else {
        format!("≥ {}", row.multiplicity)
    };
    let cumulative = match row.cumulative_is {
        CountBound::Exact => row.cumulative.to_string(),
        CountBound::AtLeast => format!("≥ {}", row.cumulative),
        CountBound::AtMost => format!("≤ {}", row.cumulative),
    };
    vec![
        number_text(row.value),
        multiplicity,
        cumulative,
        format!("{:.1e}", row.residual),
        shares.join(" "),
    ]
}

/// Writes eigenpairs as an `.npz` archive: `values` and `residuals` of length `n`, and `vectors`,
/// `n × N`, one eigenvector a row: layer by layer from the input, each `W_i` column by column.
///
/// # Errors
/// When the output cannot be written.
pub fn write_eigenvectors(out: impl Write, pairs: &EigenPairs) -> io::Result<()> {
    let (order, count) = pairs.vectors.shape();
    let mut file = NpzFile::begin()?;
    file.array("values", &[count], pairs.values.iter().copied())?;
    file.array("residuals", &[count], pairs.residuals.iter().copied())?;
    // Columns in memory are rows in the file.
    file.array("vectors", &[count, order], pairs.vectors.iter().copied())?;
    file.finish(out)
}
