//! Motion of networks with biases.

use crate::ask::with_best_offset;
use crate::{FlowOptionError, FlowOptions, Mover, MovingIn, TaskError, Unaware};
use linscape_flow::{GradientFlow, Method};
use linscape_formats::OptionName;
use linscape_network::{Reduction, Weights};
use nalgebra::DVector;

/// Refuses what does not go with biases that move: they do so in the data's own coordinates.
///
/// # Errors
/// When whitened coordinates are asked for.
pub(super) fn check_for_biases(
    reduction: &Reduction,
    options: &FlowOptions,
) -> Result<(), TaskError> {
    if reduction.means().is_some() && options.coordinates == MovingIn::Whitened {
        return Err(TaskError::BiasesNotHere {
            what: Unaware::Choice(OptionName::Coordinates, "whitened"),
        });
    }
    Ok(())
}

/// The options as they are used: where end-to-end maps beside biases are too large for the usual method, by the
/// explicit one.
///
/// # Errors
/// When it is asked for.
pub(super) fn for_size(
    flow: &GradientFlow,
    options: &FlowOptions,
) -> Result<FlowOptions, TaskError> {
    let usual = Method::BackwardDifferences;
    let method = match options.method {
        _ if usual.serves(flow) => return Ok(options.clone()),
        Some(Mover::Flow(method)) if method == usual => {
            return Err(FlowOptionError::ImplicitBiases.into());
        }
        given => given.unwrap_or(Mover::Flow(Method::Explicit)),
    };
    Ok(FlowOptions { method: Some(method), ..options.clone() })
}

/// A state of matrices in whitened coordinates, with biases of zero; near a critical point the last one
/// is at its best.
pub(super) fn start_with_biases(
    flow: &GradientFlow,
    reduction: &Reduction,
    whitened: &Weights,
    is_near: bool,
) -> Result<Vec<f64>, TaskError> {
    let matrices = whitened.with_first(reduction.unwhiten(&whitened.matrices()[0]))?;
    let zeros = |_: usize, width: usize| DVector::zeros(width);
    if is_near {
        return Ok(flow.state_of(&with_best_offset(reduction, matrices, zeros)?)?);
    }
    let layers = reduction.problem().biases().in_layers().iter().zip(matrices.matrices());
    let biases = layers.map(|(has, matrix)| has.then(|| DVector::zeros(matrix.nrows()))).collect();
    Ok(flow.state_of(&matrices.clone().with_biases(biases)?)?)
}
