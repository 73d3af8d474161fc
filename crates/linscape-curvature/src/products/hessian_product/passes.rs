//! The two passes of a Hessian–vector product: changes forward, errors back.

use super::{HessianProduct, blank};
use crate::SymmetricOperator;
use crate::products::MatrixForm;
use linscape_lapack::{Factor, accumulate_product};
use nalgebra::DMatrix;

impl HessianProduct {
    /// Writes `H v` for one vector.
    ///
    /// # Panics
    /// When a vector is not of length `N`.
    ///
    /// # Complexity
    /// At most `6h − 4` matrix products, linear in the depth; memory for the changes of the layer
    /// inputs, `O(ρ Σ d_i)`.
    pub fn apply_to(&self, vector: &[f64], image: &mut [f64]) {
        assert_eq!(vector.len(), self.order(), "a vector of as many numbers as weights");
        let layers = self.layers(vector);
        image.fill(0.0);
        let mut changes = self.carry_forward(&layers);
        let mut rest = image;
        let mut places: Vec<&mut [f64]> = Vec::with_capacity(layers.len());
        for layer in &layers {
            let (place, after) = rest.split_at_mut(layer.entries().len());
            places.push(place);
            rest = after;
        }
        // −δE_i, so that the image needs no other sign.
        let mut back = changes.pop().unwrap_or_default();
        for i in (1..layers.len()).rev() {
            let mut image = || {
                let change = Factor::from(&changes[i]).transposed();
                // The constant of a bias, in the last column, does not change.
                let weights = &mut places[i][..self.errors[i].nrows() * changes[i].nrows()];
                accumulate_product(-self.factor, (&self.errors[i]).into(), change, 0.0, weights);
                self.inputs[i].add_before(self.factor, (&back).into(), true, places[i]);
            };
            // Neither waits for the other.
            back = if changes[i].ncols() * layers[i].entries().len() < WORTH_THREADS {
                image();
                self.carried_back(i, layers[i], &back)
            } else {
                rayon::join(image, || self.carried_back(i, layers[i], &back)).1
            };
        }
        self.inputs[0].add_before(self.factor, (&back).into(), true, places[0]);
    }

    /// The blocks `V_1, …, V_h` of a vector, the change of a bias as the last column.
    fn layers<'v>(&self, vector: &'v [f64]) -> Vec<Factor<'v>> {
        let mut rest = vector;
        let block = |(matrix, input): (&MatrixForm, &MatrixForm)| {
            let (rows, columns) = (matrix.shape().0, input.shape().0);
            let (entries, after) = rest.split_at(rows * columns);
            rest = after;
            Factor::new(entries, rows, columns)
        };
        self.weights.iter().zip(&self.inputs).map(block).collect()
    }

    /// `δP_0, …, δP_h`; the first, zero, is left without entries.
    fn carry_forward(&self, layers: &[Factor<'_>]) -> Vec<DMatrix<f64>> {
        let samples = self.inputs[0].shape().1;
        let mut changes = vec![DMatrix::zeros(0, 0)];
        for (i, (matrix, layer)) in self.weights.iter().zip(layers).enumerate() {
            let mut next = blank(matrix.shape().0, samples);
            if i > 0 {
                matrix.set_after((&changes[i]).into(), false, next.as_mut_slice());
            }
            self.inputs[i].add_before(1.0, *layer, false, next.as_mut_slice());
            changes.push(next);
        }
        changes
    }

    /// `−δE_i = W_{i+1}ᵀ (−δE_{i+1}) − V_{i+1}ᵀ E_{i+1}` for the 0-based layer `i`.
    fn carried_back(&self, i: usize, layer: Factor<'_>, back: &DMatrix<f64>) -> DMatrix<f64> {
        let (rows, columns) = self.weights[i].shape();
        let mut next = blank(columns, back.ncols());
        self.weights[i].set_after(back.into(), true, next.as_mut_slice());
        let error = Factor::from(&self.errors[i]);
        let layer = Factor::new(&layer.entries()[..rows * columns], rows, columns);
        accumulate_product(-1.0, layer.transposed(), error, 1.0, next.as_mut_slice());
        next
    }
}

/// A second thread takes longer to wake than products of fewer multiplications.
const WORTH_THREADS: usize = 64 * 64 * 64;
