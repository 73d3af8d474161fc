//! What given weights are.

use super::room::{largest_hessian, room_for_hessian};
use crate::{StatedProblem, TaskError};
use linscape_critical::Observer;
use linscape_formats::{ClassifiedWeights, ReadWeights};
use linscape_network::{Reduction, Weights};
use linscape_points::{Diagnosis, DiagnosisOptions};

/// Weights with all that was found out about them.
#[derive(Debug, Clone)]
pub struct Classified {
    /// What the weights are called.
    pub file: String,
    /// The weights as they were read.
    pub read: ReadWeights,
    /// The problem in the convention asked for, and the way back to the data.
    pub reduction: Reduction,
    /// What was found out.
    pub diagnosis: Diagnosis,
    /// What was wanted.
    pub options: DiagnosisOptions,
}

impl Classified {
    /// The record that the formats write.
    #[must_use]
    pub fn record(&self) -> ClassifiedWeights<'_> {
        ClassifiedWeights {
            problem: self.reduction.problem(),
            file: &self.file,
            layers: &self.read.names,
            dtype_epsilon: self.read.dtype_epsilon,
            diagnosis: &self.diagnosis,
            options: self.options,
        }
    }
}

/// Says what weights are; the spacing of the type they were stored in is taken from `read`.
///
/// # Errors
/// When the problem has no bases, or the weights do not fit it.
pub fn classify(
    stated: &StatedProblem,
    file: String,
    read: ReadWeights,
    options: &DiagnosisOptions,
    observer: &dyn Observer,
) -> Result<Classified, TaskError> {
    let stated = &*stated.for_weights(&file, &read)?;
    let reduction =
        stated.in_convention()?.ok_or(TaskError::NeedsBases { what: "singular bases" })?;
    check_weights(stated, &file, &read)?;
    if options.forms_hessian(read.weights.parameters()) {
        room_for_hessian(read.weights.parameters())?;
    }
    let dense_limit = options.dense_limit.min(largest_hessian());
    let options = DiagnosisOptions { dtype_epsilon: read.dtype_epsilon, dense_limit, ..*options };
    let weights = stated.as_matrices(&read.weights)?;
    let diagnosis = Diagnosis::of(&reduction, &weights, &options, observer)
        .map_err(|fault| TaskError::Diagnosis { file: file.clone(), fault })?;
    Ok(Classified { file, read, reduction, diagnosis, options })
}

/// Refuses weights of another network, and weights so large that their loss is not finite.
///
/// # Errors
/// When the weights do not have the widths of the problem, or their product overflows.
pub fn check_weights(
    stated: &StatedProblem,
    file: &str,
    read: &ReadWeights,
) -> Result<(), TaskError> {
    check_widths(stated, file, read)?;
    // Beside inputs of extreme size weights are extreme, and their map is not.
    let given = stated.as_matrices(&read.weights)?;
    let mut matrices = given.matrices().to_vec();
    let reduction = stated.reduction();
    if let Some(reduction) = &reduction {
        matrices[0] = reduction.whiten(&matrices[0]);
    }
    let whitened = Weights::new(matrices);
    let offset = reduction.and_then(|reduction| reduction.offset(&given));
    if whitened.is_ok_and(|weights| weights.product().norm_squared().is_finite())
        && offset.is_none_or(|offset| offset.norm_squared().is_finite())
    {
        return Ok(());
    }
    Err(TaskError::Overflow { file: file.to_owned() })
}

/// Refuses weights of another network, by the names of their tensors.
pub(crate) fn check_widths(
    stated: &StatedProblem,
    file: &str,
    read: &ReadWeights,
) -> Result<(), TaskError> {
    let (found, widths) = (read.weights.widths(), stated.problem.stated_widths());
    if found == widths {
        return stated.check_biases(file, &read.weights);
    }
    let (file, layers, stated) = (file.to_owned(), read.names.clone(), widths);
    Err(TaskError::Widths { file, layers, found, stated })
}
