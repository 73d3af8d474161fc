//! The problem: exactly one source, widths, loss and tolerance.

use crate::arguments::WidthArguments;
use crate::arguments::tables::TableArguments;
use linscape::{Given, ProblemOptions, StatementError};
use std::io::Write;
use std::path::PathBuf;

pub(crate) use linscape::StatedProblem;

/// Options that state a problem.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Problem (exactly one source)")]
pub(crate) struct ProblemArguments {
    /// Singular values of Σ, any order, decimals or fractions (5/2), kept exact
    #[arg(long, value_name = "σ,…", allow_hyphen_values = true)]
    sigma: Option<String>,
    /// The matrix Σ itself, d_h × d_0 (.csv, .npy, .npz, file.npz:key)
    #[arg(long, value_name = "FILE")]
    target: Option<PathBuf>,
    /// Inputs, one sample a row (m × d_0); with --targets, --labels or --autoencode
    #[arg(long, value_name = "FILE")]
    inputs: Option<PathBuf>,
    /// Targets, one sample a row (m × d_h)
    #[arg(long, value_name = "FILE")]
    targets: Option<PathBuf>,
    /// Class labels, one sample a row, one-hot encoded in sorted order
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// The inputs are their own targets
    #[arg(long)]
    autoencode: bool,
    /// Subtract column means of inputs and targets
    #[arg(long)]
    center: bool,
    /// A JSON document with a `problem` object, such as a dump
    #[arg(long, value_name = "FILE")]
    problem: Option<PathBuf>,
    #[command(flatten)]
    widths: WidthArguments,
    /// Which multiple of ‖Y − WX‖² is the loss: half-sum, half-mean or mean (PyTorch's MSELoss)
    /// [default: half-sum, or what --problem says]
    #[arg(long, value_name = "LOSS")]
    loss: Option<String>,
    /// One relative threshold for rank, repeated values and coincident losses of floating data
    /// [default: from rounding]
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    tolerance: Option<String>,
    #[command(flatten)]
    tables: TableArguments,
}

impl ProblemArguments {
    /// Reads the problem.
    pub(crate) fn load(&self) -> Result<StatedProblem, StatementError> {
        let options = ProblemOptions {
            sigma: self.sigma.clone(),
            target: self.target.clone().map(Given::File),
            inputs: self.inputs.clone().map(Given::File),
            targets: self.targets.clone().map(Given::File),
            labels: self.labels.clone().map(Given::File),
            autoencode: self.autoencode,
            center: self.center,
            document: self.problem.clone().map(Given::File),
            network: self.widths.network(),
            loss: self.loss.clone(),
            tolerance: self.tolerance.clone(),
            samples_in: self.tables.samples_in.clone(),
            header: self.tables.header.clone(),
            index_column: self.tables.index_column.clone(),
            columns: self.tables.columns.clone(),
            drop: self.tables.drop.clone(),
            delimiter: self.tables.delimiter.clone(),
        };
        let stated = options.state()?;
        for note in &stated.notes {
            // For the person at the terminal; documents have it in their `source`.
            let _ = writeln!(std::io::stderr(), "linscape: note: {note}");
        }
        Ok(stated)
    }
}
