//! From options to a problem: what was given is checked, read and reduced.

use crate::statement::biases::reduce;
use crate::statement::samples_in::SamplesIn;
use crate::statement::stated_problem::StatedSamples;
use crate::statement::{NetworkWidths, Origin};
use crate::{BiasOptionError, Given, Note, ProblemOptions, StatedProblem, StatementError};
use linscape_critical::{
    BiasPlace, Biases, LossConvention, Precision, Problem, ProblemError, Spectrum, parse_exact,
};
use linscape_formats::{
    OptionName, ReadMatrix, SourceRecord, TableNote, TableOptions, Voice, Worded, parse_problem,
    read_document, read_stored_labels, read_stored_matrix,
};
use linscape_network::{Dataset, Means, Reduction};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Largest width: documents list as many singular values, and dimensions, which go with the squares
/// of widths, stay far from overflow.
const LARGEST_WIDTH: usize = 1 << 20;

/// Largest depth: strata are made of bars, and there are about as many of them as the square of it.
pub(crate) const LARGEST_DEPTH: usize = 2048;

impl ProblemOptions {
    /// Reads and checks the problem.
    ///
    /// # Errors
    /// [`StatementError`], one line that names the option or file; weight decay is refused, see
    /// [`state_decayed`](Self::state_decayed).
    pub fn state(&self) -> Result<StatedProblem, StatementError> {
        let stated = self.state_any()?;
        self.refuse_decay(stated.stored_decay.is_some())?;
        Ok(stated)
    }

    /// The problem without its decay, whether it has some or not.
    pub(crate) fn state_any(&self) -> Result<StatedProblem, StatementError> {
        self.check_sources()?;
        let tables = self.tables()?;
        let tolerance = self.tolerance()?;
        let mut stated = if let Some(sigma) = &self.sigma {
            self.of_sigma(sigma)
        } else if let Some(target) = &self.target {
            self.of_target(target, tolerance, &tables)
        } else if let Some(document) = &self.problem {
            self.of_document(document, tolerance)
        } else if let Some(inputs) = &self.inputs {
            self.of_data(inputs, tolerance, &tables)
        } else {
            Err(StatementError::NoSource)
        }?;
        check_size(&stated.problem)?;
        if let Some(loss) = &self.loss {
            let convention: LossConvention =
                loss.parse().map_err(ProblemError::Loss).map_err(StatementError::Loss)?;
            stated.problem = stated.problem.with_loss(convention).map_err(StatementError::Loss)?;
        }
        Ok(stated)
    }

    fn network(&self) -> NetworkWidths<'_> {
        NetworkWidths { widths: self.widths.as_deref(), hidden: self.hidden.as_deref() }
    }

    fn check_sources(&self) -> Result<(), StatementError> {
        let sources = given([
            (OptionName::Sigma, self.sigma.is_some()),
            (OptionName::Target, self.target.is_some()),
            (OptionName::Inputs, self.inputs.is_some()),
            (OptionName::Problem, self.problem.is_some()),
        ]);
        if let [first, second, ..] = sources[..] {
            return Err(StatementError::TwoSources { first, second });
        }
        let outputs = given([
            (OptionName::Targets, self.targets.is_some()),
            (OptionName::Labels, self.labels.is_some()),
            (OptionName::Autoencode, self.autoencode),
        ]);
        match (&self.inputs, &outputs[..]) {
            (None, &[option, ..]) => Err(StatementError::NeedsInputs { option }),
            (None, []) if self.center => {
                Err(StatementError::NeedsInputs { option: OptionName::Center })
            }
            (None, []) if self.samples_in.is_some() => {
                Err(StatementError::NeedsInputs { option: OptionName::SamplesIn })
            }
            (Some(_), []) => Err(StatementError::NoOutputs),
            (Some(_), &[first, second, ..]) => Err(StatementError::TwoOutputs { first, second }),
            _ => Ok(()),
        }
    }

    /// How tables are read.
    fn tables(&self) -> Result<TableOptions, StatementError> {
        let named = [
            (OptionName::Header, &self.header),
            (OptionName::IndexColumn, &self.index_column),
            (OptionName::Columns, &self.columns),
            (OptionName::Drop, &self.drop),
            (OptionName::Delimiter, &self.delimiter),
        ];
        let has_file = self.target.is_some() || self.inputs.is_some();
        if let Some(&(option, _)) = named.iter().find(|(_, text)| text.is_some() && !has_file) {
            return Err(StatementError::NeedsTable { option });
        }
        let [header, index, columns, drop, delimiter] = named.map(|(_, text)| text.as_deref());
        Ok(TableOptions::new(header, index, columns, drop, delimiter)?)
    }

    /// The options of reading that were given, for the `source` object.
    fn reading(&self) -> BTreeMap<&'static str, String> {
        let named = [
            ("samples_in", &self.samples_in),
            ("header", &self.header),
            ("index_column", &self.index_column),
            ("columns", &self.columns),
            ("drop", &self.drop),
            ("delimiter", &self.delimiter),
        ];
        named.into_iter().filter_map(|(name, text)| Some((name, text.clone()?))).collect()
    }

    fn tolerance(&self) -> Result<Option<f64>, StatementError> {
        let Some(text) = self.tolerance.clone() else { return Ok(None) };
        let Ok(value) = text.parse::<f64>() else {
            return Err(StatementError::ToleranceNotANumber { text });
        };
        if !(0.0..1.0).contains(&value) {
            return Err(StatementError::ToleranceOutOfRange { text });
        }
        Ok(Some(value))
    }

    fn of_sigma(&self, sigma: &str) -> Result<StatedProblem, StatementError> {
        if sigma.trim().is_empty() {
            return Err(StatementError::EmptySigma);
        }
        let values = sigma
            .split(',')
            .map(parse_exact)
            .collect::<Result<Vec<_>, _>>()
            .map_err(StatementError::ExactNumber)?;
        let spectrum = Spectrum::from_exact(values).map_err(StatementError::Spectrum)?;
        let problem = Problem::from_spectrum(self.network().complete()?, spectrum)?;
        let problem = self.with_biases(problem)?;
        let source = SourceRecord::Sigma { values: sigma.to_owned() };
        Ok(StatedProblem {
            problem,
            source: Some(source.to_value()),
            origin: Origin::Spectrum,
            samples: None,
            other: Arc::default(),
            biases_given: self.biases.is_some(),
            stored_decay: None,
            own_decay: None,
            notes: vec![],
        })
    }

    fn of_target(
        &self,
        given: &Given<ReadMatrix>,
        tolerance: Option<f64>,
        tables: &TableOptions,
    ) -> Result<StatedProblem, StatementError> {
        let target = read_matrix(given, tables)?;
        let notes = notes_of(given, &target.notes);
        let shape = target.matrix.shape();
        let architecture = self.network().between(shape.1, shape.0)?;
        let reduced =
            Reduction::of_target(architecture, target.matrix, target.precision, tolerance);
        let reduction =
            reduced.map_err(|fault| StatementError::Reduction { file: given.name(), fault })?;
        let reduction = reduction.map_problem(|problem| self.with_biases(problem))?;
        let has_offset = reduction.problem().biases().place() == BiasPlace::Output;
        let means = has_offset.then(|| Means::zero(reduction.problem()));
        let reduction =
            means.map_or_else(|| reduction.clone(), |zero| reduction.clone().with_means(zero));
        let source = SourceRecord::Target {
            file: given.provenance(),
            shape,
            notes: documented(&notes),
            options: self.reading(),
        };
        let biases_given = self.biases.is_some();
        Ok(StatedProblem { notes, biases_given, ..of_reduction(reduction, &source) })
    }

    /// A problem whose `Σ` was given, for a network with the biases asked for.
    fn with_biases(&self, problem: Problem) -> Result<Problem, StatementError> {
        let biases = self.stated_biases(problem.architecture().depth())?;
        Ok(match biases {
            Some(biases) => problem.with_biases(biases),
            None => problem,
        })
    }

    fn of_document(
        &self,
        given: &Given<Vec<u8>>,
        tolerance: Option<f64>,
    ) -> Result<StatedProblem, StatementError> {
        if self.network().is_given() {
            return Err(StatementError::WidthsOfDocument);
        }
        if self.biases.is_some() {
            return Err(BiasOptionError::OfDocument.into());
        }
        let file = given.name();
        let bytes = given
            .read(read_document)
            .map_err(|fault| StatementError::Unreadable { file: file.clone(), fault })?;
        let stored = parse_problem(&bytes, tolerance)
            .map_err(|fault| StatementError::Document { file, fault })?;
        Ok(StatedProblem {
            problem: stored.problem,
            source: stored.source,
            origin: Origin::Document,
            samples: None,
            other: Arc::default(),
            biases_given: true,
            notes: vec![],
            stored_decay: stored.decayed.map(Box::new),
            own_decay: None,
        })
    }

    fn of_data(
        &self,
        given: &Given<ReadMatrix>,
        tolerance: Option<f64>,
        tables: &TableOptions,
    ) -> Result<StatedProblem, StatementError> {
        let samples_in = SamplesIn::of(self.samples_in.as_deref())?;
        let inputs = samples_in.rows(read_matrix(given, tables)?);
        let mut notes = notes_of(given, &inputs.notes);
        notes.extend(samples_in.question(&given.name(), inputs.matrix.shape()));
        let Outputs { targets, classes, notes: more } =
            self.outputs(given, &inputs, samples_in, &tables.of_all_columns())?;
        notes.extend(more);
        let (input_precision, target_precision) = (inputs.precision, targets.precision);
        let mut data = Dataset::new(inputs.matrix, targets.matrix)?
            .stored_in(input_precision, target_precision);
        if self.center {
            data = data.centered();
        }
        let architecture = self.network().between(data.inputs().ncols(), data.targets().ncols())?;
        let depth = architecture.depth();
        let biases = self.stated_biases(depth)?;
        let biases_given = biases.is_some();
        let biases = biases.unwrap_or_else(|| Biases::none(depth));
        let reduction = reduce(architecture, biases, &data, tolerance)
            .map_err(|fault| StatementError::Reduction { file: given.name(), fault })?;
        let source = SourceRecord::Data {
            inputs: given.provenance(),
            targets: self.targets.as_ref().map(Given::provenance),
            labels: self.labels.as_ref().map(Given::provenance),
            autoencode: self.autoencode,
            center: self.center,
            classes,
            dropped: reduction.dropped().into(),
            notes: documented(&notes),
            options: self.reading(),
        };
        let samples = Some(StatedSamples { data, file: given.name(), tolerance });
        Ok(StatedProblem { notes, samples, biases_given, ..of_reduction(reduction, &source) })
    }

    /// The targets, and the classes when they are labels.
    fn outputs(
        &self,
        given: &Given<ReadMatrix>,
        inputs: &ReadMatrix,
        samples_in: SamplesIn,
        tables: &TableOptions,
    ) -> Result<Outputs, StatementError> {
        let samples = inputs.matrix.nrows();
        let same_length = |file: String, what: &'static str, found: usize| {
            if found == samples {
                return Ok(());
            }
            Err(StatementError::Samples { file, what, found, inputs: given.name(), samples })
        };
        if let Some(given) = &self.labels {
            let (labels, notes) = match given {
                Given::File(path) => read_stored_labels(path, Some(samples), tables)?,
                Given::Value { value, .. } => (value.clone(), vec![]),
            };
            same_length(given.name(), "labels", labels.index.len())?;
            let targets = ReadMatrix::of(labels.one_hot(), Precision::DOUBLE);
            let notes = notes_of(given, &notes);
            return Ok(Outputs { targets, classes: Some(labels.classes), notes });
        }
        let Some(given) = &self.targets else {
            return Ok(Outputs { targets: inputs.clone(), classes: None, notes: vec![] });
        };
        let targets = samples_in.rows(read_matrix(given, tables)?);
        same_length(given.name(), "rows", targets.matrix.nrows())?;
        let notes = notes_of(given, &targets.notes);
        Ok(Outputs { targets, classes: None, notes })
    }
}

/// What goes with the inputs.
struct Outputs {
    targets: ReadMatrix,
    classes: Option<Vec<String>>,
    notes: Vec<Note>,
}

/// The matrix of a file or an array, of which the columns wanted are kept.
fn read_matrix(
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
fn notes_of<T: Clone>(given: &Given<T>, notes: &[TableNote]) -> Vec<Note> {
    notes.iter().map(|note| Note::Taken { file: given.name(), note: note.clone() }).collect()
}

/// The notes as documents keep them: in the words of the command line, whoever read the data.
fn documented(notes: &[Note]) -> Vec<String> {
    notes.iter().map(|note| note.in_words(Voice::Terminal).to_string()).collect()
}

/// The options that are given.
fn given<const N: usize>(options: [(OptionName, bool); N]) -> Vec<OptionName> {
    options.into_iter().filter(|(_, is_given)| *is_given).map(|(name, _)| name).collect()
}

fn of_reduction(reduction: Reduction, source: &SourceRecord) -> StatedProblem {
    StatedProblem {
        problem: reduction.problem().clone(),
        source: Some(source.to_value()),
        origin: Origin::Bases(Box::new(reduction)),
        samples: None,
        other: Arc::default(),
        biases_given: false,
        stored_decay: None,
        own_decay: None,
        notes: vec![],
    }
}

/// Widths are quickly typed and as quickly too large.
fn check_size(problem: &Problem) -> Result<(), StatementError> {
    let widths = problem.architecture().widths();
    let depth = widths.len() - 1;
    if depth > LARGEST_DEPTH {
        return Err(StatementError::TooDeep { depth, largest: LARGEST_DEPTH });
    }
    match widths.iter().position(|&width| width > LARGEST_WIDTH) {
        Some(layer) => {
            Err(StatementError::TooWide { layer, width: widths[layer], largest: LARGEST_WIDTH })
        }
        None => Ok(()),
    }
}
