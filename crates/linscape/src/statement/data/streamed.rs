//! Data larger than memory: read once, a block of rows at a time.

use super::gathered::Gathered;
use super::{Outputs, SamplesIn, notes_of, sample_weights};
use crate::{Given, Note, ProblemOptions, StatementError};
use linscape_critical::{Observer, Precision, Progress};
use linscape_formats::{Labels, MatrixBlocks, PendingRows, ReadMatrix, TableOptions};
use linscape_network::{FactorTree, RowFactor};
use nalgebra::DMatrix;
use rayon::prelude::*;
use std::path::Path;

/// Files from this length on are read in blocks: less is as soon read as a whole, samples and all.
const LONG: u64 = 64 << 20;

/// About as many numbers a block has.
const NUMBERS: usize = 1 << 19;

/// Rows of a block over its columns, at least: then merging factors costs little beside making them.
const TALL: usize = 4;

/// Blocks that are worked on side by side: a number of its own, for how many threads there are changes
/// nothing.
const AT_ONCE: usize = 8;

/// Targets with the names of their columns, and what was noticed.
type ReadTargets = (Targets, Option<Vec<String>>, Vec<Note>);

/// What goes with the inputs, row by row.
enum Targets {
    Blocks(Box<MatrixBlocks>),
    Whole(ReadMatrix),
    Labels(Labels),
    None,
}

/// Rows of a block that are still to be read.
struct PendingBlock {
    inputs: PendingRows,
    targets: PendingTargets,
    weights: Option<Vec<f64>>,
}

enum PendingTargets {
    Rows(Option<PendingRows>),
    Matrix(DMatrix<f64>),
}

impl ProblemOptions {
    /// The data of a long file of inputs; `None` where it is to be read as a whole.
    pub(super) fn streamed(
        &self,
        path: &Path,
        tables: &TableOptions,
        samples_in: SamplesIn,
    ) -> Result<Option<Gathered>, StatementError> {
        self.streamed_from(path, tables, samples_in, LONG)
    }

    /// The same of a file of at least `shortest` bytes.
    fn streamed_from(
        &self,
        path: &Path,
        tables: &TableOptions,
        samples_in: SamplesIn,
        shortest: u64,
    ) -> Result<Option<Gathered>, StatementError> {
        if samples_in == SamplesIn::Columns {
            return Ok(None);
        }
        let Some(inputs) = MatrixBlocks::open(path, tables, shortest)? else { return Ok(None) };
        let others = tables.of_all_columns();
        let file = path.display().to_string();
        let mut notes = taken(&file, &inputs);
        let known = inputs.rows();
        let (targets, classes, more) = self.block_targets(known, &others)?;
        notes.extend(more);
        let weights = match &self.sample_weights {
            Some(given) => {
                let read = super::read_matrix(given, &others)?;
                let samples = known.unwrap_or(read.matrix.len());
                let (weights, more) = sample_weights(given, samples, &others)?;
                notes.extend(more);
                Some(weights)
            }
            None => None,
        };
        notes.push(Note::ReadInBlocks { file });
        let input_names = inputs.names();
        let target_names = match &targets {
            Targets::Blocks(blocks) => blocks.names(),
            Targets::Whole(read) => read.names.clone(),
            Targets::Labels(_) | Targets::None => None,
        };
        let factor = Stream { options: self, path, inputs, targets, weights, done: 0 }.factor()?;
        let factor = if self.autoencode { factor.autoencoded() } else { factor };
        let data = factor.dataset();
        Ok(Some(Gathered { data, classes, notes, input_names, target_names }))
    }

    fn block_targets(
        &self,
        samples: Option<usize>,
        tables: &TableOptions,
    ) -> Result<ReadTargets, StatementError> {
        if let Some(Given::File(path)) = &self.targets
            && let Some(blocks) = MatrixBlocks::open(path, tables, 0)?
        {
            let notes = taken(&path.display().to_string(), &blocks);
            return Ok((Targets::Blocks(Box::new(blocks)), None, notes));
        }
        if let Some(given) = &self.targets {
            let read = super::read_matrix(given, tables)?;
            let notes = notes_of(given, &read.notes);
            return Ok((Targets::Whole(read), None, notes));
        }
        if let Some(given) = &self.labels {
            let (labels, notes) = Outputs::labels(given, samples, tables)?;
            let classes = labels.classes.clone();
            return Ok((Targets::Labels(labels), Some(classes), notes));
        }
        Ok((Targets::None, None, vec![]))
    }
}

fn taken(file: &str, blocks: &MatrixBlocks) -> Vec<Note> {
    let note = |note| Note::Taken { file: file.to_owned(), note };
    blocks.notes().into_iter().map(note).collect()
}

/// One pass over the rows.
struct Stream<'a> {
    options: &'a ProblemOptions,
    path: &'a Path,
    inputs: MatrixBlocks,
    targets: Targets,
    weights: Option<Vec<f64>>,
    /// Rows taken.
    done: usize,
}

impl Stream<'_> {
    fn factor(mut self) -> Result<RowFactor, StatementError> {
        let columns = self.inputs.columns() + self.target_columns();
        let rows = (NUMBERS / columns).max(TALL * columns);
        let mut tree = FactorTree::default();
        loop {
            let mut blocks = Vec::new();
            while blocks.len() < AT_ONCE {
                let Some(block) = self.next(rows)? else { break };
                blocks.push(block);
            }
            if blocks.is_empty() {
                break;
            }
            let precisions = [self.inputs.precision(), self.target_precision()];
            let factors: Vec<Result<RowFactor, StatementError>> =
                blocks.into_par_iter().map(|block| block.factor(precisions)).collect();
            for factor in factors {
                tree.push(factor?).map_err(|fault| self.unfit(fault))?;
            }
            let (done, total) = self.inputs.progress();
            if self.options.watch.advance(Progress { done, total: Some(total) }).is_break() {
                return Err(StatementError::Interrupted);
            }
        }
        self.check_length()?;
        let all = tree.finish().map_err(|fault| self.unfit(fault))?;
        // A table says how precisely it was written when all of it was read.
        let [inputs, targets] = [self.inputs.precision(), self.target_precision()];
        Ok(if self.path.extension().is_some_and(|end| end.eq_ignore_ascii_case("npy")) {
            all
        } else {
            all.stored_in(inputs, targets)
        })
    }

    fn unfit(&self, fault: linscape_network::RowFactorError) -> StatementError {
        StatementError::Blocks { file: self.path.display().to_string(), fault }
    }

    fn target_columns(&self) -> usize {
        match &self.targets {
            Targets::Blocks(blocks) => blocks.columns(),
            Targets::Whole(read) => read.matrix.ncols(),
            Targets::Labels(labels) => labels.classes.len(),
            Targets::None => 0,
        }
    }

    fn target_precision(&self) -> Precision {
        match &self.targets {
            Targets::Blocks(blocks) => blocks.precision(),
            Targets::Whole(read) => read.precision,
            Targets::Labels(_) | Targets::None => Precision::DOUBLE,
        }
    }

    fn next(&mut self, rows: usize) -> Result<Option<PendingBlock>, StatementError> {
        let Some(inputs) = self.inputs.take(rows)? else { return Ok(None) };
        let (first, count) = (self.done, inputs.rows());
        self.check_shorter(first + count)?;
        let targets = match &mut self.targets {
            Targets::Blocks(blocks) => PendingTargets::Rows(blocks.take(count)?),
            Targets::Whole(read) => {
                let left = read.matrix.nrows().saturating_sub(first).min(count);
                let first = first.min(read.matrix.nrows());
                PendingTargets::Matrix(read.matrix.rows(first, left).into_owned())
            }
            Targets::Labels(labels) => PendingTargets::Matrix(labels.one_hot_of(first, count)),
            Targets::None => PendingTargets::Matrix(DMatrix::zeros(count, 0)),
        };
        let weights = self.weights.as_ref().map(|weights| {
            let end = (first + count).min(weights.len());
            weights[first.min(end)..end].to_vec()
        });
        self.done += count;
        Ok(Some(PendingBlock { inputs, targets, weights }))
    }

    /// Refuses targets that end before the inputs, where they say so at once.
    fn check_shorter(&self, needed: usize) -> Result<(), StatementError> {
        let found = match &self.targets {
            Targets::Blocks(blocks) => blocks.rows(),
            Targets::Whole(read) => Some(read.matrix.nrows()),
            Targets::Labels(labels) => Some(labels.index.len()),
            Targets::None => None,
        };
        let samples = self.inputs.rows().unwrap_or(needed);
        match found.filter(|&found| found < samples) {
            Some(found) => Err(self.other_length(found, samples)),
            None => Ok(()),
        }
    }

    fn other_length(&self, found: usize, samples: usize) -> StatementError {
        let given = self.options.targets.as_ref().map(Given::name);
        let file = given.or_else(|| self.options.labels.as_ref().map(Given::name));
        let (file, inputs) = (file.unwrap_or_default(), self.path.display().to_string());
        let (what, each, fit_across) = ("rows", "row", false);
        StatementError::Samples { file, what, found, inputs, samples, each, fit_across }
    }

    /// Refuses targets or weights that are left over.
    fn check_length(&mut self) -> Result<(), StatementError> {
        let found = match &mut self.targets {
            Targets::Blocks(blocks) => {
                let more = blocks.take(1)?.map_or(0, |_| 1);
                blocks.rows().unwrap_or(self.done + more)
            }
            Targets::Whole(read) => read.matrix.nrows(),
            Targets::Labels(labels) => labels.index.len(),
            Targets::None => self.done,
        };
        let (inputs, samples) = (self.path.display().to_string(), self.done);
        if found != samples {
            return Err(self.other_length(found, samples));
        }
        match &self.weights {
            Some(weights) if weights.len() != samples => Err(StatementError::Blocks {
                file: inputs,
                fault: linscape_network::RowFactorError::Rows {
                    inputs: samples,
                    others: weights.len(),
                },
            }),
            _ => Ok(()),
        }
    }
}

impl PendingBlock {
    fn factor(self, [of_inputs, of_targets]: [Precision; 2]) -> Result<RowFactor, StatementError> {
        let inputs = self.inputs.read()?;
        let targets = match self.targets {
            PendingTargets::Matrix(matrix) => matrix,
            PendingTargets::Rows(rows) => {
                rows.map(PendingRows::read).transpose()?.unwrap_or_else(|| DMatrix::zeros(0, 1))
            }
        };
        // Whole numbers were not rounded when they were stored.
        let stored = |matrix: &DMatrix<f64>, precision: Precision| {
            if precision.is_coarse() {
                ReadMatrix::of(matrix.clone(), precision).precision
            } else {
                precision
            }
        };
        let precisions = (stored(&inputs, of_inputs), stored(&targets, of_targets));
        let factor = RowFactor::of_block(inputs, &targets, self.weights.as_deref());
        let factor =
            factor.map_err(|fault| StatementError::Blocks { file: String::new(), fault })?;
        Ok(factor.stored_in(precisions.0, precisions.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::Architecture;
    use linscape_network::Reduction;

    fn fixture(name: &str) -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name)
    }

    #[test]
    fn blocks_of_a_file_have_the_singular_values_of_the_whole() {
        let file = |name: &str| Some(Given::File(fixture(name)));
        let options = ProblemOptions {
            inputs: file("digits-pixels.npy"),
            labels: Some(Given::File(fixture("digits-labels.csv"))),
            center: true,
            hidden: Some("32".to_owned()),
            ..ProblemOptions::default()
        };
        let whole = options.state().expect("a problem");
        let tables = TableOptions::default();
        let pixels = fixture("digits-pixels.npy");
        let streamed = options.streamed_from(&pixels, &tables, SamplesIn::Rows, 0);
        let data = streamed.expect("reads").expect("a long file").data.centered();
        assert_eq!((data.samples(), data.has_samples()), (1797, false));
        let network = Architecture::new(vec![64, 32, 10]).expect("widths");
        let reduction = Reduction::of_data(network, &data, None).expect("reduces");
        let (found, right) = (reduction.problem(), &whole.problem);
        assert_eq!(found.input_rank(), 61);
        for (found, right) in found.spectrum().distinct().iter().zip(right.spectrum().distinct()) {
            assert!((found - right).abs() < 1e-13 * right, "{found} {right}");
        }
        assert!((found.loss_offset() - right.loss_offset()).abs() < 1e-12 * right.loss_offset());
        // Constant columns are named as those of the samples are.
        assert_eq!(reduction.dropped().zero_columns, [1, 33, 40]);
    }

    #[test]
    fn targets_of_another_length_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let lines = |rows: usize| (0..rows).map(|row| row.to_string() + ".5\n").collect::<String>();
        std::fs::write(path("x.csv"), lines(30)).expect("writes");
        for rows in [29, 31] {
            std::fs::write(path("y.csv"), lines(rows)).expect("writes");
            let options = ProblemOptions {
                targets: Some(Given::File(path("y.csv"))),
                ..ProblemOptions::default()
            };
            let streamed =
                options.streamed_from(&path("x.csv"), &TableOptions::default(), SamplesIn::Rows, 0);
            let Err(fault) = streamed else { panic!("{rows} rows") };
            let said = fault.to_string();
            assert!(said.contains("rows") && said.contains("30"), "{said}");
        }
    }
}
