//! Matrices, labels and weights of samples, as options name them.

use super::SamplesIn;
use super::like_classes::like_classes;
use crate::{Given, Note, ProblemOptions, StatementError};
use linscape_critical::Precision;
use linscape_formats::{
    Labels, OptionName, ReadMatrix, TableNote, TableOptions, Voice, Worded, read_stored_labels,
    read_stored_matrix,
};

impl ProblemOptions {
    /// The targets, and the classes when they are labels.
    pub(super) fn outputs(
        &self,
        given: &Given<ReadMatrix>,
        inputs: &ReadMatrix,
        samples_in: SamplesIn,
        tables: &TableOptions,
    ) -> Result<Outputs, StatementError> {
        let (samples, given_across) = inputs.matrix.shape();
        let same_length = |file: String, what: &'static str, found: usize, across: usize| {
            if found == samples {
                return Ok(());
            }
            let (inputs, each) = (given.name(), samples_in.each());
            let fit_across = across == given_across;
            Err(StatementError::Samples { file, what, found, inputs, samples, each, fit_across })
        };
        if let Some(given) = &self.labels {
            let (labels, notes) = Outputs::labels(given, Some(samples), tables)?;
            same_length(given.name(), "labels", labels.index.len(), labels.index.len())?;
            let targets = ReadMatrix::of(labels.one_hot(), Precision::DOUBLE);
            return Ok(Outputs { targets, classes: Some(labels.classes), notes });
        }
        let Some(given) = &self.targets else {
            return Ok(Outputs { targets: inputs.clone(), classes: None, notes: vec![] });
        };
        let targets = samples_in.rows(read_matrix(given, tables)?);
        let what = if samples_in.each() == "row" { "rows" } else { "columns" };
        same_length(given.name(), what, targets.matrix.nrows(), targets.matrix.ncols())?;
        let mut notes = notes_of(given, &targets.notes);
        if let Some(classes) = like_classes(&targets.matrix) {
            notes.push(Note::TargetsLikeClasses { file: given.name(), classes });
        }
        Ok(Outputs { targets, classes: None, notes })
    }
}

/// What goes with the inputs.
pub(super) struct Outputs {
    pub(super) targets: ReadMatrix,
    pub(super) classes: Option<Vec<String>>,
    pub(super) notes: Vec<Note>,
}

impl Outputs {
    /// Labels and what was taken for something else.
    pub(super) fn labels(
        given: &Given<Labels>,
        samples: Option<usize>,
        tables: &TableOptions,
    ) -> Result<(Labels, Vec<Note>), StatementError> {
        let (labels, notes) = match given {
            Given::File(path) => read_stored_labels(path, samples, tables)?,
            Given::Value { value, .. } => (value.clone(), vec![]),
        };
        let notes = notes_of(given, &notes);
        Ok((labels, notes))
    }
}

/// The matrix of a file or an array, of which the columns wanted are kept.
pub(in crate::statement) fn read_matrix(
    given: &Given<ReadMatrix>,
    tables: &TableOptions,
) -> Result<ReadMatrix, StatementError> {
    match given {
        Given::File(path) => Ok(read_stored_matrix(path, tables)?),
        Given::Value { name, value } => {
            value.clone().choose(tables).map_err(|fault| StatementError::Columns { name, fault })
        }
    }
}

/// What a reader took for something else than data, with the name of the file.
pub(in crate::statement) fn notes_of<T: Clone>(given: &Given<T>, notes: &[TableNote]) -> Vec<Note> {
    notes.iter().map(|note| Note::Taken { file: given.name(), note: note.clone() }).collect()
}

/// The notes as documents keep them: in the words of the command line, whoever read the data.
pub(in crate::statement) fn documented(notes: &[Note]) -> Vec<String> {
    notes.iter().map(|note| note.in_words(Voice::Terminal).to_string()).collect()
}

/// A weight a sample: one row or one column of numbers.
pub(super) fn sample_weights(
    given: &Given<ReadMatrix>,
    samples: usize,
    tables: &TableOptions,
) -> Result<(Vec<f64>, Vec<Note>), StatementError> {
    let read = read_matrix(given, tables)?;
    let (rows, columns) = read.matrix.shape();
    if rows.min(columns) != 1 || rows.max(columns) != samples {
        let option = OptionName::SampleWeights;
        return Err(StatementError::WeightsShape {
            file: given.name(),
            option,
            rows,
            columns,
            samples,
        });
    }
    Ok((read.matrix.as_slice().to_vec(), notes_of(given, &read.notes)))
}
