//! From options to a problem: what was given is checked, read and reduced.

use crate::statement::data::{documented, notes_of, read_matrix};
use crate::statement::{BiasesBy, KnownDecay, NetworkWidths, Origin};
use crate::{
    BiasOptionError, DecayOptionError, Given, ProblemOptions, StatedProblem, StatementError,
};
use linscape_critical::{BiasPlace, LossConvention, Problem, ProblemError, Spectrum, Surd};
use linscape_formats::{
    OptionName, ReadMatrix, SourceRecord, TableOptions, may_be_table, parse_problem, read_document,
};
use linscape_network::{Means, Reduction};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Largest width: documents list as many singular values, and dimensions, which go with the squares
/// of widths, stay far from overflow.
const LARGEST_WIDTH: usize = 1 << 20;

/// Largest depth: strata are made of bars, and there are about as many of them as the square of it.
pub(crate) const LARGEST_DEPTH: usize = 2048;

/// What an `.npz` begins with.
const ARCHIVE: &[u8] = b"PK\x03\x04";

impl ProblemOptions {
    /// Reads and checks the problem.
    ///
    /// # Errors
    /// [`StatementError`], one line that names the option or file; weight decay is refused, see
    /// [`state_decayed`](Self::state_decayed).
    pub fn state(&self) -> Result<StatedProblem, StatementError> {
        let stated = self.state_any()?;
        let stored = stated.decay.is_some();
        self.decays_on(stored)?;
        self.refuse_decay(stored)?;
        self.refuse_decay_of_biases(&stated)?;
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
        } else if let Some(factor) = &self.factor {
            self.of_factor(factor, tolerance)
        } else if let Some(moment) = &self.input_moment {
            self.of_moments(moment, tolerance, &tables)
        } else {
            Err(StatementError::NoSource)
        }?;
        check_size(&stated.problem)?;
        if tolerance.is_some() && stated.problem.spectrum().exact().is_some() {
            return Err(StatementError::ToleranceOfExact);
        }
        let keeps_decay = self.decay_biases.is_none() && stated.problem.offset_decay() > 0.0;
        if self.loss.is_some() && self.problem.is_some() && keeps_decay {
            return Err(DecayOptionError::from(stated.refusal_of_loss()).into());
        }
        if let Some(convention) = self.convention()? {
            stated.check_average(convention)?;
            stated.problem = stated.problem.with_loss(convention).map_err(StatementError::Loss)?;
        }
        stated.check_average(stated.problem.convention())?;
        let is_alone = stated.problem.biases().is_last_alone();
        if self.problem.is_some() && self.decay_biases.is_some() && is_alone {
            let biases = stated.problem.biases();
            let read = self.decay_of_biases(biases, stated.problem.factor(), 1.0);
            let read = read.map_err(DecayOptionError::from)?;
            let own = read.and_then(|own| own.layers().last().copied()).unwrap_or(0.0);
            stated = stated.with_offset_decay(own)?;
        }
        Ok(stated)
    }

    /// The convention that is stated.
    pub(super) fn convention(&self) -> Result<Option<LossConvention>, StatementError> {
        let parsed = self.loss.as_deref().map(str::parse).transpose();
        parsed.map_err(ProblemError::Loss).map_err(StatementError::Loss)
    }

    pub(super) fn network(&self) -> NetworkWidths<'_> {
        NetworkWidths { widths: self.widths.as_deref(), hidden: self.hidden.as_deref() }
    }

    fn check_sources(&self) -> Result<(), StatementError> {
        let sources = given([
            (OptionName::Sigma, self.sigma.is_some()),
            (OptionName::Target, self.target.is_some()),
            (OptionName::Inputs, self.inputs.is_some() || self.factor.is_some()),
            (OptionName::InputMoment, self.input_moment.is_some()),
            (OptionName::Problem, self.problem.is_some()),
        ]);
        if let [first, second, ..] = sources[..] {
            return Err(StatementError::TwoSources { first, second });
        }
        if self.factor.is_some() {
            return Ok(());
        }
        let of_moments = given([
            (OptionName::CrossMoment, self.cross_moment.is_some()),
            (OptionName::OutputMoment, self.output_moment.is_some()),
            (OptionName::MomentSamples, self.moment_samples.is_some()),
        ]);
        if let (None, &[option, ..]) = (&self.input_moment, &of_moments[..]) {
            return Err(StatementError::NeedsMoments { option });
        }
        let outputs = given([
            (OptionName::Targets, self.targets.is_some()),
            (OptionName::Labels, self.labels.is_some()),
            (OptionName::Autoencode, self.autoencode),
        ]);
        match (&self.inputs, &outputs[..]) {
            (None, &[option, ..]) => Err(StatementError::NeedsInputs { option }),
            (None, []) if self.sample_weights.is_some() => {
                Err(StatementError::NeedsInputs { option: OptionName::SampleWeights })
            }
            (None, []) if self.center && self.input_moment.is_none() => {
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
        let has_file =
            self.target.is_some() || self.inputs.is_some() || self.input_moment.is_some();
        if let Some(&(option, _)) = named.iter().find(|(_, text)| text.is_some() && !has_file) {
            return Err(StatementError::NeedsTable { option });
        }
        let of_text = [OptionName::Header, OptionName::IndexColumn, OptionName::Delimiter];
        let given = named.iter().find(|(name, text)| text.is_some() && of_text.contains(name));
        if let Some(&(option, _)) = given.filter(|_| !self.has_table()) {
            return Err(StatementError::NeedsText { option });
        }
        let [header, index, columns, drop, delimiter] = named.map(|(_, text)| text.as_deref());
        Ok(TableOptions::new(header, index, columns, drop, delimiter)?)
    }

    /// Whether some file of data may be a table of text.
    fn has_table(&self) -> bool {
        let matrices = [
            &self.target,
            &self.inputs,
            &self.targets,
            &self.sample_weights,
            &self.input_moment,
            &self.cross_moment,
            &self.output_moment,
        ];
        let matrices = matrices.into_iter().flatten().filter_map(Given::file);
        matrices.chain(self.labels.as_ref().and_then(Given::file)).any(may_be_table)
    }

    /// The options of reading that were given, for the `source` object.
    pub(super) fn reading(&self) -> BTreeMap<&'static str, String> {
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
            .map(Surd::parse)
            .collect::<Result<Vec<_>, _>>()
            .map_err(StatementError::ExactNumber)?;
        let spectrum = Spectrum::from_surds(values).map_err(StatementError::Spectrum)?;
        let problem = Problem::from_spectrum(self.network().complete()?, spectrum)
            .map_err(StatementError::SigmaOfWidths)?;
        let problem = self.with_biases(problem)?;
        let source = SourceRecord::Sigma { values: sigma.to_owned() };
        Ok(StatedProblem {
            problem,
            source: Some(source.to_value()),
            origin: Origin::Spectrum,
            samples: None,
            other: Arc::default(),
            biases_by: self.biases_by(),
            decay: None,
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
        let biases_by = self.biases_by();
        Ok(StatedProblem { notes, biases_by, ..of_reduction(reduction, &source) })
    }

    /// A problem whose `Σ` was given, for a network with the biases asked for.
    fn with_biases(&self, problem: Problem) -> Result<Problem, StatementError> {
        let Some(biases) = self.stated_biases(problem.architecture().depth())? else {
            return Ok(problem);
        };
        let ends = (problem.architecture().input(), problem.architecture().output());
        let decay = self.offset_decay(&biases, ends, None)?;
        Ok(problem.with_biases(biases).with_offset_decay(decay))
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
        if bytes.starts_with(ARCHIVE) {
            return StatedProblem::of_archive(&bytes, &file, tolerance);
        }
        let stored = parse_problem(&bytes, tolerance)
            .map_err(|fault| StatementError::Document { file, fault })?;
        let decay = KnownDecay::of_document(stored.decayed, stored.own_decay);
        Ok(StatedProblem {
            problem: stored.problem,
            source: stored.source,
            origin: Origin::Document,
            samples: None,
            other: Arc::default(),
            biases_by: BiasesBy::Document,
            notes: vec![],
            decay,
        })
    }
}

/// The options that are given.
fn given<const N: usize>(options: [(OptionName, bool); N]) -> Vec<OptionName> {
    options.into_iter().filter(|(_, is_given)| *is_given).map(|(name, _)| name).collect()
}

pub(super) fn of_reduction(reduction: Reduction, source: &SourceRecord) -> StatedProblem {
    StatedProblem {
        problem: reduction.problem().clone(),
        source: Some(source.to_value()),
        origin: Origin::Bases(Box::new(reduction)),
        samples: None,
        other: Arc::default(),
        biases_by: BiasesBy::Weights,
        decay: None,
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
