//! A problem with its data in one file.

use super::DroppedRecord;
use crate::arrays::{NpzFile, array_if_there, member_text};
use crate::{ProblemFileError, ProblemRecord, StoredProblem, parse_problem};
use linscape_critical::{Precision, Problem};
use linscape_network::{DatasetParts, Means, ReductionParts, SingularBases};
use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// What a problem has beside its document: see `docs/formats.md`, "Saved problems".
#[derive(Debug, Clone, Default)]
pub struct KeptProblem {
    /// Whether its singular bases are the standard ones, because singular values were given.
    pub is_diagonal: bool,
    /// Whether biases, or that there are none, were stated.
    pub biases_given: bool,
    /// The way back to the coordinates of the data.
    pub reduction: Option<ReductionParts>,
    /// The data.
    pub data: Option<DatasetParts>,
    /// What the inputs are called.
    pub file: String,
    /// The tolerance that was stated.
    pub tolerance: Option<f64>,
}

/// The schema of `problem.json`.
const SCHEMA: &str = "linscape.problem/1";

/// The member that is no array.
const DOCUMENT: &str = "problem.json";

/// `problem.json`.
#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    problem: &'a ProblemRecord,
    kept: Kept,
}

/// The numbers that are no matrices.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    diagonal: bool,
    biases_given: bool,
    file: String,
    tolerance: Option<f64>,
    dropped: Option<DroppedRecord>,
    means_mass: Option<f64>,
    data: Option<KeptData>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct KeptData {
    samples: usize,
    centered: bool,
    unit_roundoffs: [f64; 2],
    targets_read: f64,
    factor_mass: Option<f64>,
}

#[derive(Deserialize)]
struct ReadDocument {
    kept: Kept,
}

/// Writes a problem with its data: the document `problem.json` and arrays beside it.
///
/// # Errors
/// When the output cannot be written.
pub fn write_problem_archive(
    out: impl Write,
    record: &ProblemRecord,
    problem: &KeptProblem,
) -> io::Result<()> {
    let kept = Kept {
        diagonal: problem.is_diagonal,
        biases_given: problem.biases_given,
        file: problem.file.clone(),
        tolerance: problem.tolerance,
        dropped: problem.reduction.as_ref().map(|parts| (&parts.dropped).into()),
        means_mass: problem.reduction.as_ref().and_then(|parts| Some(parts.means.as_ref()?.mass)),
        data: problem.data.as_ref().map(|data| KeptData {
            samples: data.samples,
            centered: data.centered,
            unit_roundoffs: data.precision.map(Precision::unit_roundoff),
            targets_read: data.targets_read,
            factor_mass: data.means.as_ref().map(|means| means.mass),
        }),
    };
    let document = Document { schema: SCHEMA, problem: record, kept };
    let mut file = Archive { file: NpzFile::begin()? };
    file.file.text(DOCUMENT, &serde_json::to_vec_pretty(&document)?)?;
    if let Some(parts) = &problem.reduction {
        file.matrix("left", &parts.bases.left)?;
        file.matrix("right", &parts.bases.right)?;
        if let Some([there, back]) = &parts.whitening {
            file.matrix("whitening", there)?;
            file.matrix("unwhitening", back)?;
        }
        if let Some(means) = &parts.means {
            file.list("mean_inputs", means.inputs.as_slice())?;
            file.list("mean_targets", means.targets.as_slice())?;
        }
    }
    if let Some(data) = &problem.data {
        file.matrix("inputs", &data.inputs)?;
        file.matrix("targets", &data.targets)?;
        file.list("lengths_read", &data.lengths_read)?;
        if let Some(weights) = &data.weights {
            file.list("sample_weights", weights)?;
        }
        if let Some(means) = &data.means {
            file.list("factor_mean_inputs", means.inputs.as_slice())?;
            file.list("factor_mean_targets", means.targets.as_slice())?;
        }
    }
    file.file.finish(out)
}

struct Archive {
    file: NpzFile,
}

impl Archive {
    /// Arrays without entries are no arrays to readers, and left out.
    fn matrix(&mut self, name: &str, matrix: &DMatrix<f64>) -> io::Result<()> {
        if matrix.is_empty() {
            return Ok(());
        }
        let rows = matrix.transpose();
        self.file.array(name, &[matrix.nrows(), matrix.ncols()], rows.as_slice().iter().copied())
    }

    fn list(&mut self, name: &str, entries: &[f64]) -> io::Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        self.file.array(name, &[entries.len()], entries.iter().copied())
    }
}

/// Reads a problem back that [`write_problem_archive`] wrote; every document and every number of it is the
/// same.
///
/// # Errors
/// [`ProblemFileError`]: not such a file, a damaged one, or one whose parts do not fit together.
pub fn parse_problem_archive(
    bytes: &[u8],
    tolerance: Option<f64>,
) -> Result<(StoredProblem, KeptProblem), ProblemFileError> {
    let missing = |what: &str| ProblemFileError::Archive { reason: format!("{what} is not in it") };
    let document = member_text(bytes, DOCUMENT)?.ok_or_else(|| missing(DOCUMENT))?;
    let stored = parse_problem(&document, tolerance)?;
    let kept =
        serde_json::from_slice::<ReadDocument>(&document).map_err(ProblemFileError::Json)?.kept;
    let arrays = Arrays { bytes };
    let reduction = arrays.reduction(&kept, &stored.problem)?;
    let data = kept.data.as_ref().map(|data| arrays.data(data)).transpose()?;
    let Kept { diagonal, biases_given, file, tolerance, .. } = kept;
    let kept =
        KeptProblem { is_diagonal: diagonal, biases_given, reduction, data, file, tolerance };
    Ok((stored, kept))
}

struct Arrays<'a> {
    bytes: &'a [u8],
}

impl Arrays<'_> {
    fn reduction(
        &self,
        kept: &Kept,
        problem: &Problem,
    ) -> Result<Option<ReductionParts>, ProblemFileError> {
        let Some(dropped) = kept.dropped.clone() else { return Ok(None) };
        // Bases of Σ = 0 have no columns, and no arrays.
        let (outputs, known) = (problem.architecture().output(), problem.input_rank());
        let basis = |name: &str, rows| {
            let found = array_if_there(self.bytes, name)?;
            Ok::<_, ProblemFileError>(found.unwrap_or_else(|| DMatrix::zeros(rows, 0)))
        };
        let (left, right) = (basis("left", outputs)?, basis("right", known)?);
        let there = array_if_there(self.bytes, "whitening")?;
        let whitening =
            there.map(|there| Ok::<_, ProblemFileError>([there, self.matrix("unwhitening")?]));
        let means = kept.means_mass.map(|mass| self.means(["mean_inputs", "mean_targets"], mass));
        Ok(Some(ReductionParts {
            bases: SingularBases { left, right },
            whitening: whitening.transpose()?,
            dropped: dropped.into(),
            means: means.transpose()?,
        }))
    }

    fn data(&self, kept: &KeptData) -> Result<DatasetParts, ProblemFileError> {
        let weights = array_if_there(self.bytes, "sample_weights")?;
        let names = ["factor_mean_inputs", "factor_mean_targets"];
        let means = kept.factor_mass.map(|mass| self.means(names, mass)).transpose()?;
        Ok(DatasetParts {
            inputs: self.matrix("inputs")?,
            targets: self.matrix("targets")?,
            weights: weights.map(|weights| weights.as_slice().to_vec()),
            means,
            samples: kept.samples,
            centered: kept.centered,
            precision: kept.unit_roundoffs.map(Precision::of_unit_roundoff),
            lengths_read: self.matrix("lengths_read")?.as_slice().to_vec(),
            targets_read: kept.targets_read,
        })
    }

    fn means(&self, [inputs, targets]: [&str; 2], mass: f64) -> Result<Means, ProblemFileError> {
        let list = |name| {
            Ok::<_, ProblemFileError>(DVector::from_column_slice(self.matrix(name)?.as_slice()))
        };
        Ok(Means { inputs: list(inputs)?, targets: list(targets)?, mass })
    }

    fn matrix(&self, name: &str) -> Result<DMatrix<f64>, ProblemFileError> {
        array_if_there(self.bytes, name)?.ok_or_else(|| ProblemFileError::Archive {
            reason: format!("array {name} is not in it"),
        })
    }
}
