//! Weights from tensors that a program holds in memory.

use crate::arrays::excerpt;
use crate::weights::{Tensor, TensorShape, TensorSource, only_checkpoint};
use crate::{ReadWeights, WeightsFault};
use nalgebra::DMatrix;

/// A tensor by name, such as an entry of a PyTorch `state_dict`.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenTensor {
    /// Its name.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its element type, for messages.
    pub dtype: String,
    /// Its elements and their relative spacing, when it is a matrix or (as one column) a vector of floating
    /// numbers.
    pub elements: Option<(DMatrix<f64>, f64)>,
}

/// Reads `W_1, …, W_h` from tensors; which ones, and in which order, as
/// [`read_weights`](crate::read_weights) finds them in an archive.
///
/// # Errors
/// As [`read_weights`](crate::read_weights), without a path.
///
/// # Examples
/// ```
/// use linscape_formats::{GivenTensor, weights_of_tensors};
/// use nalgebra::DMatrix;
/// let tensor = |name: &str, rows, columns| GivenTensor {
///     name: name.to_owned(),
///     shape: vec![rows, columns],
///     dtype: "float64".to_owned(),
///     elements: Some((DMatrix::zeros(rows, columns), f64::EPSILON)),
/// };
/// let tensors = vec![tensor("10.weight", 1, 2), tensor("2.weight", 2, 3)];
/// let read = weights_of_tensors(&tensors, None, false)?;
/// assert_eq!(read.names, ["2.weight", "10.weight"]);
/// assert_eq!(read.weights.widths(), [3, 2, 1]);
/// # Ok::<(), linscape_formats::WeightsFault>(())
/// ```
pub fn weights_of_tensors(
    tensors: &[GivenTensor],
    layers: Option<&[String]>,
    transpose: bool,
) -> Result<ReadWeights, WeightsFault> {
    only_checkpoint(&InMemory::of(tensors, None), layers, transpose)
}

/// Tensors that are there already.
pub(crate) struct InMemory<'a> {
    tensors: &'a [GivenTensor],
    shapes: Vec<TensorShape>,
    note: Option<&'a str>,
}

impl<'a> InMemory<'a> {
    pub(crate) fn of(tensors: &'a [GivenTensor], note: Option<&'a str>) -> Self {
        let shape = |tensor: &GivenTensor| TensorShape {
            name: tensor.name.clone(),
            shape: tensor.shape.clone(),
        };
        Self { tensors, shapes: tensors.iter().map(shape).collect(), note }
    }
}

impl TensorSource for InMemory<'_> {
    const NUMBERED: bool = true;

    fn tensors(&self) -> &[TensorShape] {
        &self.shapes
    }

    fn note(&self) -> Option<&str> {
        self.note
    }

    fn matrix(&self, name: &str) -> Result<Tensor, WeightsFault> {
        let tensor = self.tensors.iter().find(|tensor| tensor.name == name);
        match tensor {
            Some(GivenTensor { elements: Some(elements), .. }) => Ok(elements.clone()),
            other => Err(WeightsFault::Element {
                name: excerpt(name),
                dtype: other.map_or_else(String::new, |tensor| tensor.dtype.clone()),
            }),
        }
    }

    /// Tensors of three dimensions have no elements here: a program takes its runs apart itself.
    fn slices(&self, name: &str) -> Result<Vec<Tensor>, WeightsFault> {
        Err(WeightsFault::Dimensions { name: excerpt(name), dimensions: 3 })
    }
}
