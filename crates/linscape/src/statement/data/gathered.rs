//! Inputs and outputs as options name them, and the problem they make.

use super::{Outputs, SamplesIn, documented, notes_of, read_matrix, sample_weights};
use crate::statement::biases::reduce;
use crate::statement::stated_problem::StatedSamples;
use crate::statement::stating::of_reduction;
use crate::{Given, IN_MEMORY, Note, ProblemOptions, StatedProblem, StatementError};
use linscape_critical::Biases;
use linscape_formats::{ReadMatrix, SourceRecord, TableOptions};
use linscape_network::{Dataset, RowFactor};

/// What was read.
pub(super) struct Gathered {
    pub(super) data: Dataset,
    pub(super) classes: Option<Vec<String>>,
    pub(super) notes: Vec<Note>,
    pub(super) input_names: Option<Vec<String>>,
    pub(super) target_names: Option<Vec<String>>,
}

impl ProblemOptions {
    /// The problem of the inputs and of what goes with them.
    pub(crate) fn of_data(
        &self,
        given: &Given<ReadMatrix>,
        tolerance: Option<f64>,
        tables: &TableOptions,
    ) -> Result<StatedProblem, StatementError> {
        let gathered = self.gathered(given, tables)?;
        self.of_gathered(gathered, &given.name(), given.provenance(), tolerance)
    }

    /// The problem of data that a program has read in blocks.
    pub(crate) fn of_factor(
        &self,
        factor: &RowFactor,
        tolerance: Option<f64>,
    ) -> Result<StatedProblem, StatementError> {
        let gathered = Gathered {
            data: factor.clone().dataset(),
            classes: None,
            notes: vec![],
            input_names: None,
            target_names: None,
        };
        self.of_gathered(gathered, "inputs", IN_MEMORY.to_owned(), tolerance)
    }

    fn of_gathered(
        &self,
        gathered: Gathered,
        name: &str,
        provenance: String,
        tolerance: Option<f64>,
    ) -> Result<StatedProblem, StatementError> {
        let Gathered { data, classes, notes, input_names, target_names } = gathered;
        let data = if self.center { data.centered() } else { data };
        let architecture = self.network().between(data.inputs().ncols(), data.targets().ncols())?;
        let depth = architecture.depth();
        let biases = self.stated_biases(depth)?;
        let biases_by = self.biases_by();
        let biases = biases.unwrap_or_else(|| Biases::none(depth));
        let ends = (architecture.input(), architecture.output());
        let decay = self.offset_decay(&biases, ends, Some(data.mass()))?;
        let reduction = reduce(architecture, (biases, decay), &data, tolerance)
            .map_err(|fault| StatementError::Reduction { file: name.to_owned(), fault })?;
        let source = SourceRecord::Data {
            inputs: provenance,
            targets: self
                .targets
                .as_ref()
                .map(Given::provenance)
                .or_else(|| self.factor.as_ref().map(|_| IN_MEMORY.to_owned())),
            labels: self.labels.as_ref().map(Given::provenance),
            autoencode: self.autoencode,
            center: self.center,
            sample_weights: self.sample_weights.as_ref().map(Given::provenance),
            input_names,
            target_names,
            classes,
            dropped: reduction.dropped().into(),
            notes: documented(&notes),
            options: self.reading(),
        };
        let samples = Some(StatedSamples { data, file: name.to_owned(), tolerance });
        Ok(StatedProblem { notes, samples, biases_by, ..of_reduction(reduction, &source) })
    }

    fn gathered(
        &self,
        given: &Given<ReadMatrix>,
        tables: &TableOptions,
    ) -> Result<Gathered, StatementError> {
        let samples_in = SamplesIn::of(self.samples_in.as_deref())?;
        if let Given::File(path) = given
            && let Some(found) = self.streamed(path, tables, samples_in)?
        {
            return Ok(found);
        }
        let inputs = samples_in.rows(read_matrix(given, tables)?);
        let mut notes = notes_of(given, &inputs.notes);
        notes.extend(samples_in.question(&given.name(), inputs.matrix.shape()));
        let others = tables.of_all_columns();
        let Outputs { targets, classes, notes: more } =
            self.outputs(given, &inputs, samples_in, &others)?;
        notes.extend(more);
        let precisions = (inputs.precision, targets.precision);
        let mut data = Dataset::new(inputs.matrix, targets.matrix)?;
        if let Some(given) = &self.sample_weights {
            let (weights, more) = sample_weights(given, data.samples(), &others)?;
            notes.extend(more);
            let weighted = data.weighted(weights);
            data =
                weighted.map_err(|fault| StatementError::Weights { file: given.name(), fault })?;
        }
        Ok(Gathered {
            data: data.stored_in(precisions.0, precisions.1),
            classes,
            notes,
            input_names: inputs.names,
            target_names: targets.names.filter(|_| !self.autoencode),
        })
    }
}
