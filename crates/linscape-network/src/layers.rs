//! One matrix a layer, whatever they are.

use linscape_critical::euclidean_length;
use nalgebra::DMatrix;

/// One matrix a layer, from the input on: weights without their biases, a gradient, a direction.
///
/// # Examples
/// ```
/// use linscape_network::{Layers as _, layers_of};
/// let layers = layers_of(&[1, 2, 1], &[1.0, 2.0, 2.0, 4.0]);
/// assert_eq!((layers[0].shape(), layers[1].shape()), ((2, 1), (1, 2)));
/// assert_eq!(layers.length(), 5.0); // √(1 + 4 + 4 + 16)
/// assert_eq!(layers.flat(), [1.0, 2.0, 2.0, 4.0]);
/// ```
pub trait Layers {
    /// `‖(W_1, …, W_h)‖_F`, of layers of any size.
    fn length(&self) -> f64;

    /// All entries, layer by layer and column by column.
    fn flat(&self) -> Vec<f64>;
}

impl Layers for [DMatrix<f64>] {
    fn length(&self) -> f64 {
        let lengths: Vec<f64> = self.iter().map(|own| euclidean_length(own.as_slice())).collect();
        euclidean_length(&lengths)
    }

    fn flat(&self) -> Vec<f64> {
        self.iter().flat_map(|matrix| matrix.as_slice().iter().copied()).collect()
    }
}

/// The layers of a network of widths `d_0, …, d_h` whose entries these are, as [`Layers::flat`] lists them.
///
/// # Panics
/// When there are fewer entries than the widths ask for.
#[must_use]
pub fn layers_of(widths: &[usize], flat: &[f64]) -> Vec<DMatrix<f64>> {
    let mut at = 0;
    let layers = widths.windows(2).map(|pair| {
        let size = pair[0] * pair[1];
        let layer = DMatrix::from_column_slice(pair[1], pair[0], &flat[at..at + size]);
        at += size;
        layer
    });
    layers.collect()
}
