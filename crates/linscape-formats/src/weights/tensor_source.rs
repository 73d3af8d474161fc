//! Named tensors, and which of them are the layers.

use nalgebra::DMatrix;

use crate::arrays::excerpt;
use crate::weights::{NoNaturalOrder, WeightsFault, natural_order};

/// What a file holds under a name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TensorShape {
    pub name: String,
    pub shape: Vec<usize>,
}

/// A matrix and the relative spacing of its elements.
pub(crate) type Tensor = (DMatrix<f64>, f64);

/// A file of named tensors, whatever its format.
pub(crate) trait TensorSource {
    /// Whether arrays `W1`, `W2`, … are the layers, whatever else there is.
    const NUMBERED: bool;

    /// Names and shapes.
    fn tensors(&self) -> &[TensorShape];

    /// The matrix of a name.
    fn matrix(&self, name: &str) -> Result<Tensor, WeightsFault>;
}

/// The names of the layers from the input on: those that the user gave; else, where the format
/// has them, `W1`, `W2`, …; else all, in the order of the numbers in them.
pub(crate) fn layer_names<S: TensorSource>(
    source: &S,
    layers: Option<&[String]>,
) -> Result<Vec<String>, WeightsFault> {
    let tensors = source.tensors();
    if let Some(layers) = layers {
        return named(tensors, layers);
    }
    if S::NUMBERED
        && let Some(names) = numbered(tensors)?
    {
        return Ok(names);
    }
    ordered(tensors)
}

/// The tensors that the user named.
fn named(tensors: &[TensorShape], layers: &[String]) -> Result<Vec<String>, WeightsFault> {
    for (at, name) in layers.iter().enumerate() {
        let tensor = tensors.iter().find(|tensor| tensor.name == *name);
        require_matrix(tensor.ok_or_else(|| missing(name, tensors))?)?;
        if layers[..at].contains(name) {
            return Err(WeightsFault::Repeated { name: name.clone() });
        }
    }
    Ok(layers.to_vec())
}

/// The arrays `W1`, `W2`, …, when there are any.
fn numbered(tensors: &[TensorShape]) -> Result<Option<Vec<String>>, WeightsFault> {
    let is_weight = |tensor: &&TensorShape| {
        let number = tensor.name.strip_prefix('W').unwrap_or_default();
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let count = tensors.iter().filter(is_weight).count();
    if count == 0 {
        return Ok(None);
    }
    tensors.iter().filter(|tensor| tensor.shape.len() == 1).try_for_each(require_matrix)?;
    let names: Vec<String> = (1..=count).map(|layer| format!("W{layer}")).collect();
    named(tensors, &names).map(Some)
}

/// All tensors, in the order of the numbers in their names.
fn ordered(tensors: &[TensorShape]) -> Result<Vec<String>, WeightsFault> {
    tensors.iter().try_for_each(require_matrix)?;
    let names: Vec<String> = tensors.iter().map(|tensor| tensor.name.clone()).collect();
    let no_order = |NoNaturalOrder { first, second }| {
        let (first, second) = (excerpt(&first), excerpt(&second));
        WeightsFault::NoOrder { first, second }
    };
    let order = natural_order(&names).map_err(no_order)?;
    Ok(order.into_iter().map(|at| names[at].clone()).collect())
}

fn require_matrix(tensor: &TensorShape) -> Result<(), WeightsFault> {
    let name = excerpt(&tensor.name);
    match tensor.shape[..] {
        [length] => Err(WeightsFault::Bias { name, length }),
        [rows, columns] if rows == 0 || columns == 0 => {
            Err(WeightsFault::EmptyTensor { name, rows, columns })
        }
        [_, _] => Ok(()),
        _ => Err(WeightsFault::Dimensions { name, dimensions: tensor.shape.len() }),
    }
}

fn missing(name: &str, tensors: &[TensorShape]) -> WeightsFault {
    const SHOWN: usize = 20;
    let mut present: Vec<String> =
        tensors.iter().take(SHOWN).map(|tensor| format!("{:?}", excerpt(&tensor.name))).collect();
    present.sort();
    if tensors.len() > SHOWN {
        present.push("…".to_owned());
    }
    WeightsFault::Missing { name: excerpt(name), present }
}
