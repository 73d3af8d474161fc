//! The offset of the outputs, which biases can take to its best value at any weights.

use crate::{Means, Reduction, Weights, WeightsError};
use linscape_critical::{BiasPlace, Problem};
use linscape_lapack::multiply;
use nalgebra::{DMatrix, DVector};

impl Means {
    /// Those of inputs and targets given by `Σ` alone, which are their own differences from their
    /// means: zero. The constant that biases multiply is then an input as white as the others, of
    /// length 1; where samples were counted it is 1 in each of them, of length `√m`.
    #[must_use]
    pub fn zero(problem: &Problem) -> Self {
        let (inputs, outputs) = (problem.architecture().input(), problem.architecture().output());
        let mass = problem.bias_mass();
        Self { inputs: DVector::zeros(inputs), targets: DVector::zeros(outputs), mass }
    }

    /// Those of a problem given by `Σ` alone, if its last layer has a bias.
    pub(crate) fn of_sigma(problem: &Problem) -> Option<Self> {
        (problem.biases().place() == BiasPlace::Output).then(|| Self::zero(problem))
    }
}

impl Reduction {
    /// The offset `c = Σ_i W_{h:i+1} b_i + W x̄ − ȳ` of the outputs at weights in the data's own
    /// coordinates: the loss is that of the matrices on the data about their means, and `(m/2)‖c‖²`.
    /// `None` where the last layer has no bias.
    ///
    /// # Panics
    /// When the weights are of another network.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Architecture;
    /// use linscape_network::{Dataset, Reduction, Weights};
    /// use nalgebra::{DMatrix, DVector};
    /// // Means 2 and 5; the network makes 3·2 + 1 of the mean.
    /// let column = |entries: &[f64]| DMatrix::from_column_slice(2, 1, entries);
    /// let data = Dataset::new(column(&[1.0, 3.0]), column(&[4.0, 6.0]))?;
    /// let (about, means) = data.split_means();
    /// let reduction = Reduction::of_data(Architecture::new(vec![1, 1])?, &about, None)?.with_means(means);
    /// let weights = Weights::new(vec![DMatrix::from_element(1, 1, 3.0)])?;
    /// let weights = weights.with_biases(vec![Some(DVector::from_element(1, 1.0))])?;
    /// assert_eq!(reduction.offset(&weights).ok_or("a bias")?[0], 2.0);
    /// let best = reduction.at_best_offset(&weights)?;
    /// assert_eq!(best.biases()[0], Some(DVector::from_element(1, -1.0)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn offset(&self, weights: &Weights) -> Option<DVector<f64>> {
        let means = self.means()?;
        let image = |input: DMatrix<f64>, matrix: &DMatrix<f64>| multiply(matrix, &input);
        let mean = DMatrix::from_column_slice(means.inputs.len(), 1, means.inputs.as_slice());
        let carried = weights.matrices().iter().fold(mean, image);
        let constant = weights.constant_of(|layer| self.bias_units().constant_here(layer));
        Some(constant + carried.column(0) - &means.targets)
    }

    /// The same weights with the last bias where the offset of the outputs is zero; unchanged where the
    /// last layer has none.
    ///
    /// # Errors
    /// When that bias is not finite.
    ///
    /// # Panics
    /// When the weights are of another network.
    pub fn at_best_offset(&self, weights: &Weights) -> Result<Weights, WeightsError> {
        let Some(offset) = self.offset(weights) else { return Ok(weights.clone()) };
        let mut biases = weights.biases().to_vec();
        let constant = self.bias_units().constant_here(biases.len() - 1);
        if let Some(Some(last)) = biases.last_mut() {
            *last -= offset / constant;
        }
        weights.clone().with_biases(biases)
    }
}
