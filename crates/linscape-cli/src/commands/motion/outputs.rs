//! Where a trajectory goes.

use crate::arguments::{OutputArguments, Written, check_distinct, csv_file, finish_table};
use crate::terminal::{Failure, say, standard_error};
use anyhow::Result;
use linscape_formats::{OutputFile, WrittenTrajectory};
use std::path::{Path, PathBuf};

/// What is said in place of a trajectory on a terminal.
const NOT_SHOWN: &str = "linscape: note: the trajectory itself is kept by -o FILE.json";

#[derive(Debug, clap::Args)]
pub(super) struct TrajectoryArguments {
    /// Also write the moments as a table: time, loss, one column a mode
    #[arg(help_heading = "Output", long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// JSON only, without the summary on standard error
    #[arg(help_heading = "Output", long)]
    json: bool,
    #[command(flatten)]
    output: OutputArguments,
}

/// The files that are written.
pub(super) struct TrajectoryOutputs {
    /// Unless it would fill a terminal that nobody has asked to.
    json: Option<OutputFile>,
    csv: Option<OutputFile>,
    /// Whether a summary is said.
    is_told: bool,
}

impl TrajectoryArguments {
    /// Opens the files before the work begins; `more` is written as well, by somebody else.
    pub(super) fn open(&self, more: Option<&Path>) -> Result<TrajectoryOutputs> {
        let files = [Some(self.output.path()), self.csv.as_deref(), more];
        check_distinct(files.into_iter().flatten())?;
        let is_shown = self.json || !self.output.is_unasked_terminal();
        Ok(TrajectoryOutputs {
            json: is_shown.then(|| self.output.create(Written::JSON)).transpose()?,
            csv: self.csv.as_deref().map(csv_file).transpose()?,
            is_told: !self.json,
        })
    }
}

impl TrajectoryOutputs {
    /// Writes the record, the table and, on standard error, the summary.
    pub(super) fn write(self, trajectory: &impl WrittenTrajectory) -> Result<(), Failure> {
        match self.json {
            Some(mut json) => {
                trajectory.write_json(&mut json)?;
                json.finish()?;
            }
            None => say(NOT_SHOWN),
        }
        if let Some(mut csv) = self.csv {
            trajectory.write_csv(&mut csv)?;
            finish_table(csv, trajectory.is_interrupted())?;
        }
        if self.is_told {
            // For the person at the terminal; the file is the output.
            let _ = trajectory.write_text(standard_error(), OutputArguments::error_style());
        }
        Ok(())
    }
}
