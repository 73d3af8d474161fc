//! How the tensors of weights files are taken.

use anyhow::Result;
use linscape_formats::{ExactWeights, ReadWeights, read_exact_weights, read_weights};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

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
    /// Notes that were said: the checkpoints of a run have the same ones.
    #[arg(skip)]
    said: RefCell<BTreeSet<String>>,
}

/// Says what was chosen or left out in reading a file of weights.
pub(crate) fn say_notes(path: &Path, read: &ReadWeights) {
    read.notes.iter().for_each(|note| say(&format!("linscape: note: {}: {note}", path.display())));
}

impl TensorArguments {
    /// Reads a file of weights, and says what there is to be said about it, unless it was said of a
    /// file before.
    pub(crate) fn read(&self, path: &Path) -> Result<ReadWeights> {
        let read = read_weights(path, self.layers.as_deref(), self.transpose)?;
        let mut said = self.said.borrow_mut();
        for note in read.notes.iter().filter(|note| said.insert((*note).clone())) {
            say(&format!("linscape: note: {}: {note}", path.display()));
        }
        Ok(read)
    }

    /// Reads a file of rational weights.
    pub(crate) fn read_exactly(&self, path: &Path) -> Result<ExactWeights> {
        Ok(read_exact_weights(path, self.layers.as_deref(), self.transpose)?)
    }
}
