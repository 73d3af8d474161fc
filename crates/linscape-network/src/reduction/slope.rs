//! Loss and gradient at weights, the outputs' end first.

use super::Reduction;
use crate::Weights;
use linscape_lapack::{Factor, accumulate_product, multiply, multiply_transposed};
use nalgebra::DMatrix;

/// What a network's matrices do and where the loss would take them, in the coordinates of the data.
#[derive(Debug, Clone, PartialEq)]
pub struct Slope {
    /// The end-to-end map in whitened coordinates, `W_h⋯W_1 V D`, `d_h × rank X`.
    pub map: DMatrix<f64>,
    /// `½‖Σ − W V D‖²`: without `κ` and in half sums.
    pub loss: f64,
    /// Its gradient, one matrix a layer from the input on, in the coordinates of the weights.
    pub gradient: Vec<DMatrix<f64>>,
}

impl Slope {
    /// `‖∂L/∂W‖` over all layers.
    #[must_use]
    pub fn gradient_norm(&self) -> f64 {
        let norms = self.gradient.iter().map(DMatrix::norm);
        norms.fold(0.0, f64::hypot)
    }
}

impl Reduction {
    /// Loss, map and gradient of the matrices of a network at weights in the coordinates of the data, its biases left out
    /// (the data then are about their means).
    ///
    /// # Method
    /// Every product has the `d_h` rows of the outputs, `E_i = W_h⋯W_{i+1}` and `C_i = R V D W_1ᵀ⋯W_{i−1}ᵀ`, so that
    /// `∂L/∂W_i = −E_iᵀ C_i`: of a network with few outputs far less than from the inputs on.
    ///
    /// # Complexity
    /// `O(d_h)` operations a weight and for the change of coordinates, whatever the number of samples.
    ///
    /// # Panics
    /// When the weights are of other widths.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_network::{Reduction, Weights};
    /// use nalgebra::DMatrix;
    /// // L = ½(2 − w₂w₁)² at w₁ = 1, w₂ = 3: the residual is −1, the gradient (3, 1).
    /// let reduction = Reduction::of_spectrum(Problem::exact(&[1, 1, 1], &[2])?);
    /// let layer = |entry| DMatrix::from_element(1, 1, entry);
    /// let slope = reduction.slope(&Weights::new(vec![layer(1.0), layer(3.0)])?);
    /// assert_eq!((slope.loss, slope.map[(0, 0)]), (0.5, 3.0));
    /// assert_eq!((slope.gradient[0][(0, 0)], slope.gradient[1][(0, 0)]), (3.0, 1.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn slope(&self, weights: &Weights) -> Slope {
        let layers = weights.matrices();
        let (last, rest) = layers.split_last().expect("a network has layers");
        // E_{h−1}, …, E_1; W_h⋯W_1 in the end.
        let mut product = last.clone();
        let mut after = Vec::with_capacity(rest.len());
        for layer in rest.iter().rev() {
            let further = multiply(&product, layer);
            after.push(std::mem::replace(&mut product, further));
        }
        let map = self.whiten(&product);
        let residual = self.target.matrix() - &map;
        let loss = 0.5 * residual.norm_squared();
        let mut back = match &self.whitening {
            Some(there) => times_transposed(-1.0, &residual, there),
            None => -residual,
        };
        let mut gradient = Vec::with_capacity(layers.len());
        for (layer, after) in rest.iter().zip(after.iter().rev()) {
            gradient.push(multiply_transposed(after, &back));
            back = times_transposed(1.0, &back, layer);
        }
        gradient.push(back);
        Slope { map, loss, gradient }
    }
}

/// `α A Bᵀ`.
fn times_transposed(alpha: f64, a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    let mut product = DMatrix::zeros(a.nrows(), b.nrows());
    let right = Factor::from(b).transposed();
    accumulate_product(alpha, a.into(), right, 0.0, product.as_mut_slice());
    product
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dataset, RandomMatrices as _};
    use linscape_critical::{Architecture, RandomStream};

    #[test]
    fn differences_of_the_loss_over_samples_are_the_gradient() {
        let mut stream = RandomStream::new(7, "data");
        for widths in [vec![4, 3], vec![4, 5, 2], vec![2, 5, 3, 6]] {
            let (inputs, outputs) = (widths[0], widths[widths.len() - 1]);
            let (x, y) = (stream.gaussian(12, inputs), stream.gaussian(12, outputs));
            let layers: Vec<_> =
                widths.windows(2).map(|pair| stream.gaussian(pair[1], pair[0])).collect();
            let data = Dataset::new(x.clone(), y.clone()).expect("finite");
            let network = Architecture::new(widths).expect("widths");
            let reduction = Reduction::of_data(network, &data, None).expect("reduces");
            let of_samples = |layers: &[DMatrix<f64>]| {
                let map = layers.iter().skip(1).fold(layers[0].clone(), |map, layer| layer * map);
                0.5 * (y.transpose() - map * x.transpose()).norm_squared()
            };
            let weights = Weights::new(layers.clone()).expect("chain");
            let slope = reduction.slope(&weights);
            let whole = of_samples(&layers);
            let offset = reduction.problem().loss_offset();
            assert!((slope.loss + offset - whole).abs() < 1e-12 * whole);
            for (at, gradient) in slope.gradient.iter().enumerate() {
                for entry in 0..gradient.len() {
                    let side = |step: f64| {
                        let mut moved = layers.clone();
                        moved[at][entry] += step;
                        of_samples(&moved)
                    };
                    let difference = (side(1e-4) - side(-1e-4)) / 2e-4;
                    let near = 1e-6 * slope.gradient_norm();
                    assert!((difference - gradient[entry]).abs() < near, "layer {at}");
                }
            }
        }
    }
}
