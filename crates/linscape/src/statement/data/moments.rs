//! Problems stated by second moments.

use super::{documented, notes_of, read_matrix};
use crate::statement::stating::of_reduction;
use crate::{
    BiasOptionError, BiasesBy, Given, Note, ProblemOptions, StatedProblem, StatementError,
};
use linscape_critical::Precision;
use linscape_formats::{OptionName, ReadMatrix, SourceRecord, TableOptions};
use linscape_network::{Moments, Reduction};

impl ProblemOptions {
    /// Refuses options that moments leave without sense.
    fn check_moments(&self) -> Result<(), StatementError> {
        if self.center {
            return Err(StatementError::CenterOfMoments);
        }
        if self.biases.as_deref().is_some_and(|biases| biases != "none") {
            return Err(BiasOptionError::OfMoments.into());
        }
        let chosen = [(OptionName::Columns, &self.columns), (OptionName::Drop, &self.drop)];
        match chosen.into_iter().find(|(_, list)| list.is_some()) {
            Some((option, _)) => Err(StatementError::ColumnsOfMoments { option }),
            None => Ok(()),
        }
    }

    /// The number of samples that moments were summed over.
    fn samples_of_moments(&self) -> Result<Option<usize>, StatementError> {
        let Some(text) = &self.moment_samples else { return Ok(None) };
        let number = text.trim().parse().ok().filter(|&number: &usize| number > 0);
        number.map(Some).ok_or_else(|| StatementError::MomentSamples { text: text.clone() })
    }

    /// The problem of `Σ_xx`, `Σ_yx` and perhaps `Σ_yy`.
    pub(crate) fn of_moments(
        &self,
        input: &Given<ReadMatrix>,
        tolerance: Option<f64>,
        tables: &TableOptions,
    ) -> Result<StatedProblem, StatementError> {
        self.check_moments()?;
        let samples = self.samples_of_moments()?;
        let cross = self.cross_moment.as_ref().ok_or(StatementError::NoCrossMoment)?;
        let given = [Some(input), Some(cross), self.output_moment.as_ref()];
        let mut notes = Vec::new();
        let mut read = Vec::new();
        for file in given.into_iter().flatten() {
            let matrix = read_matrix(file, tables)?;
            notes.extend(notes_of(file, &matrix.notes));
            read.push(matrix);
        }
        let precision = read.iter().map(|matrix| matrix.precision).reduce(Precision::or_coarser);
        let mut read = read.into_iter();
        let (Some(inputs), Some(across), outputs) = (read.next(), read.next(), read.next()) else {
            unreachable!("two files at least were read")
        };
        let moments = Moments::new(
            inputs.matrix,
            across.matrix,
            outputs.as_ref().map(|outputs| &outputs.matrix),
            precision.unwrap_or_default(),
        );
        let file = || input.name();
        let moments = moments.map_err(|fault| StatementError::Moments { file: file(), fault })?;
        let moments = moments.over(samples);
        let [width, height] = moments.ends();
        let architecture = self.network().between(width, height)?;
        let reduction = Reduction::of_moments(architecture, &moments, tolerance)
            .map_err(|fault| StatementError::Reduction { file: file(), fault })?;
        let lost = reduction.problem().tolerance().and_then(|own| own.inputs);
        notes.extend(lost.map(|lost| Note::LostInMoments { file: file(), shortest: lost.value }));
        if outputs.is_none() {
            notes.push(Note::NoOutputMoment);
        }
        let source = SourceRecord::Moments {
            input: input.provenance(),
            cross: cross.provenance(),
            output: self.output_moment.as_ref().map(Given::provenance),
            dropped: reduction.dropped().into(),
            input_names: inputs.names,
            notes: documented(&notes),
            options: self.reading(),
        };
        // Moments have no means: a bias in the last layer would need them.
        Ok(StatedProblem {
            notes,
            biases_by: BiasesBy::Moments,
            ..of_reduction(reduction, &source)
        })
    }
}
