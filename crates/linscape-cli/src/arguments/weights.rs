//! How the tensors of weights files are taken.

use anyhow::{Result, bail};
use linscape_formats::{
    ExactWeights, ReadWeights, read_checkpoints, read_exact_weights, read_weights,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::terminal::say;

/// `--layers` and `--transpose`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct TensorArguments {
    /// The tensors to take from weights files, from the input on
    #[arg(help_heading = "Weights", long, value_name = "a,b,c", value_delimiter = ',')]
    layers: Option<Vec<String>>,
    /// The matrices of weights files are in × out kernels
    #[arg(help_heading = "Weights", long)]
    transpose: bool,
}

impl TensorArguments {
    /// Refuses both where no file of weights is read.
    pub(crate) fn refuse_without(&self, file: &str) -> Result<()> {
        if self.layers.is_some() {
            bail!("--layers goes with {file}");
        }
        if self.transpose {
            bail!("--transpose goes with {file}");
        }
        Ok(())
    }

    /// Reads a file of weights.
    pub(crate) fn read(&self, path: &Path) -> Result<ReadWeights> {
        Ok(read_weights(path, self.layers.as_deref(), self.transpose)?)
    }

    /// Reads all checkpoints of files, and what each is called.
    pub(crate) fn read_all(&self, files: &[PathBuf]) -> Result<Vec<(PathBuf, ReadWeights)>> {
        let mut checkpoints = Vec::with_capacity(files.len());
        for file in files {
            checkpoints.extend(read_checkpoints(file, self.layers.as_deref(), self.transpose)?);
        }
        Ok(checkpoints)
    }

    /// Reads a file of rational weights.
    pub(crate) fn read_exactly(&self, path: &Path) -> Result<ExactWeights> {
        Ok(read_exact_weights(path, self.layers.as_deref(), self.transpose)?)
    }
}

/// Says what there is to be said about files, each note once.
pub(crate) fn say_notes<'a>(read: impl Iterator<Item = (&'a Path, &'a ReadWeights)>) {
    let mut said: BTreeSet<&str> = BTreeSet::new();
    for (path, read) in read {
        for note in read.notes.iter().filter(|note| said.insert(note)) {
            say(&format!("linscape: note: {}: {note}", path.display()));
        }
    }
}
