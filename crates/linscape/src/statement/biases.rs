//! Biases as options state them.

use crate::statement::Origin;
use crate::statement::stated_problem::StatedSamples;
use crate::{BiasOptionError, BiasesBy, ProblemOptions, StatedProblem, StatementError};
use linscape_critical::{Architecture, BiasPlace, Biases};
use linscape_network::{Dataset, Reduction, ReductionError};
use std::sync::Arc;

impl ProblemOptions {
    /// Who says which layers have biases, where no document does.
    pub(crate) fn biases_by(&self) -> BiasesBy {
        if self.biases.is_some() { BiasesBy::Option } else { BiasesBy::Weights }
    }

    /// The biases asked for, in a network of a given depth; `None` without a word of them.
    pub(crate) fn stated_biases(&self, depth: usize) -> Result<Option<Biases>, StatementError> {
        let read = self.biases.as_deref().map(|text| Biases::parse(text, depth)).transpose();
        let biases = read.map_err(BiasOptionError::Layers)?;
        let has_data = self.inputs.is_some();
        if biases.as_ref().is_some_and(|found| found.place() == BiasPlace::Input) && !has_data {
            return Err(BiasOptionError::OfInputs.into());
        }
        Ok(biases)
    }
}

/// The landscape's problem for a network with biases. One in the last layer: that of the data about
/// their means. One in the first layer alone: that of the data with an input that is always 1.
///
/// # Errors
/// As [`Reduction::of_data`].
pub(crate) fn reduce(
    architecture: Architecture,
    biases: Biases,
    data: &Dataset,
    tolerance: Option<f64>,
) -> Result<Reduction, ReductionError> {
    let reduction = match biases.place() {
        BiasPlace::Nowhere => Reduction::of_data(architecture, data, tolerance)?,
        BiasPlace::Output => {
            let (about, means) = data.clone().split_means();
            Reduction::of_data(architecture, &about, tolerance)?.with_means(means)
        }
        BiasPlace::Input => {
            let mut widths = architecture.widths().to_vec();
            widths[0] += 1;
            let Ok(wider) = Architecture::new(widths) else {
                unreachable!("inputs of data can be counted")
            };
            Reduction::of_data(wider, &data.clone().with_ones(), tolerance)?
        }
    };
    reduction.map_problem(|problem| Ok(problem.with_biases(biases)))
}

impl StatedProblem {
    /// The same problem on the same data for a network with other biases, its loss in the same
    /// convention; `None` where there are no data.
    ///
    /// # Errors
    /// When the data leave nothing to learn, or a decomposition fails.
    pub(crate) fn restated(&self, biases: &Biases) -> Result<Option<Self>, StatementError> {
        if let Some((_, known)) = self.other.get().filter(|(of, _)| of == biases) {
            return Ok(Some(known.clone()));
        }
        let Some(StatedSamples { data, file, tolerance }) = &self.samples else { return Ok(None) };
        let Ok(architecture) = Architecture::new(self.problem.stated_widths()) else {
            unreachable!("a network less an input that the data do not have")
        };
        let reduction = reduce(architecture, biases.clone(), data, *tolerance)
            .map_err(|fault| StatementError::Reduction { file: file.clone(), fault })?;
        let convention = self.problem.convention();
        let problem = reduction.problem().clone();
        let problem = problem.with_loss(convention).map_err(StatementError::Loss)?;
        let mut source = self.source.clone();
        if let Some(dropped) = source.as_mut().and_then(|source| source.get_mut("dropped")) {
            *dropped = linscape_formats::DroppedRecord::from(reduction.dropped()).to_value();
        }
        let origin = Origin::Bases(Box::new(reduction));
        let restated = Self { problem, source, origin, other: Arc::default(), ..self.clone() };
        // Checkpoints of one run have the same biases.
        let _ = self.other.set((biases.clone(), restated.clone()));
        Ok(Some(restated))
    }
}
