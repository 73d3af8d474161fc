//! Named tensors.

use nalgebra::DMatrix;
use std::collections::HashMap;

use crate::weights::WeightsFault;

/// What a file holds under a name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TensorShape {
    pub name: String,
    pub shape: Vec<usize>,
}

/// Tensors by name; of several with one name the first.
pub(crate) fn by_name(tensors: &[TensorShape]) -> HashMap<&str, &TensorShape> {
    tensors.iter().rev().map(|tensor| (tensor.name.as_str(), tensor)).collect()
}

/// A matrix and the relative spacing of its elements.
pub(crate) type Tensor = (DMatrix<f64>, f64);

/// A file of named tensors, whatever its format.
pub(crate) trait TensorSource {
    /// Whether arrays `W1`, `W2`, … are the layers, whatever else there is.
    const NUMBERED: bool;

    /// Names and shapes.
    fn tensors(&self) -> &[TensorShape];

    /// Everything that can be named by hand.
    fn nameable(&self) -> &[TensorShape] {
        self.tensors()
    }

    /// What to say about the choice of these tensors.
    fn note(&self) -> Option<&str> {
        None
    }

    /// The matrix of a name; of a vector one column.
    fn matrix(&self, name: &str) -> Result<Tensor, WeightsFault>;

    /// What stands under each first index of an array of two or three dimensions, as
    /// [`matrix`](Self::matrix) gives it.
    fn slices(&self, name: &str) -> Result<Vec<Tensor>, WeightsFault>;
}
