//! Data with a sample at the origin.

use super::Rows;
use crate::{Dataset, Means};

impl Dataset {
    /// The same data with one sample more, of this weight, whose inputs and targets are zero: to a network with a bias
    /// in its last layer alone it is a penalty, `½‖0 − b_h‖²` times the weight. [`samples`](Self::samples) are
    /// those that were given.
    ///
    /// # Examples
    /// ```
    /// use linscape_network::Dataset;
    /// use nalgebra::DMatrix;
    /// let column = DMatrix::from_row_slice(2, 1, &[1.0, 3.0]);
    /// let (about, means) = Dataset::new(column.clone(), column)?.with_origin(2.0).split_means();
    /// // (1 + 3 + 2·0)/(2 + 2).
    /// assert_eq!((means.inputs[0], means.mass), (1.0, 4.0));
    /// assert_eq!((about.inputs().as_slice(), about.samples()), (&[0.0, 2.0, -1.0][..], 2));
    /// # Ok::<(), linscape_network::DatasetError>(())
    /// ```
    #[must_use]
    pub fn with_origin(mut self, weight: f64) -> Self {
        if weight <= 0.0 {
            return self;
        }
        let at = self.inputs.nrows();
        self.inputs = self.inputs.insert_row(at, 0.0);
        self.targets = self.targets.insert_row(at, 0.0);
        self.rows = match self.rows {
            Rows::Samples => Rows::weighing(vec![1.0; at], weight),
            Rows::Weighted(weights) => Rows::weighing(weights, weight),
            Rows::Factor(means) => {
                // Rows with the same second moments about another mean: `mx̄ᵀ/√(m+μ)`, `√(mμ/(m+μ)) x̄ᵀ`.
                let mass = means.mass + weight;
                let (first, last) = ((means.mass / mass).sqrt(), (weight / mass).sqrt());
                for matrix in [&mut self.inputs, &mut self.targets] {
                    let row = matrix.row(0).into_owned();
                    matrix.row_mut(0).copy_from(&(&row * first));
                    matrix.row_mut(at).copy_from(&(&row * last));
                }
                let share = means.mass / mass;
                let (inputs, targets) = (means.inputs * share, means.targets * share);
                Rows::Factor(Means { inputs, targets, mass })
            }
        };
        self
    }
}

impl Rows {
    fn weighing(mut weights: Vec<f64>, last: f64) -> Self {
        weights.push(last);
        Self::Weighted(weights)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Dataset, RowFactor};
    use nalgebra::DMatrix;

    #[test]
    fn a_factor_has_the_moments_of_its_samples_with_the_origin() {
        let inputs = DMatrix::from_row_slice(4, 2, &[1.0, 4.0, -2.0, 0.5, 7.0, 4.0, 3.0, -1.0]);
        let targets = DMatrix::from_row_slice(4, 1, &[2.0, 5.0, -1.0, 3.0]);
        let whole = Dataset::new(inputs.clone(), targets.clone()).expect("rows");
        let factor = RowFactor::of_block(inputs, &targets, None).expect("rows").dataset();
        let moments = |data: Dataset| {
            let (about, means) = data.with_origin(1.5).split_means();
            let [inputs, targets] = about.rows();
            (inputs.tr_mul(&inputs), inputs.tr_mul(&targets), means)
        };
        let ((a, b, means), (c, d, others)) = (moments(whole), moments(factor));
        assert!((a - c).amax() < 1e-12 && (b - d).amax() < 1e-12);
        assert!((&means.inputs - others.inputs).amax() < 1e-14);
        assert!((&means.targets - others.targets).amax() < 1e-14);
        assert_eq!((means.mass, others.mass), (5.5, 5.5));
        assert!((means.inputs[0] - 9.0 / 5.5).abs() < 1e-15);
    }
}
