//! Weights with biases, and the problem that they belong to.

use crate::statement::Origin;
use crate::{BiasesBy, ProblemOptions, StatedProblem, TaskError};
use linscape_critical::{BiasPlace, Biases, Problem};
use linscape_formats::ReadWeights;
use linscape_network::{Means, Reduction, Weights};
use nalgebra::DVector;
use std::borrow::Cow;

impl StatedProblem {
    /// The problem of these weights: weights say themselves which layers have biases, and where nothing
    /// else was stated the problem is that of their network on the same data.
    ///
    /// # Errors
    /// When other biases were stated, or biases such as these have no landscape here.
    ///
    /// # Examples
    /// ```
    /// use linscape::ProblemOptions;
    /// use linscape_formats::ReadWeights;
    /// use linscape_network::Weights;
    /// use nalgebra::{DMatrix, DVector};
    /// let options = ProblemOptions {
    ///     sigma: Some("2".to_owned()),
    ///     widths: Some("1,1,1".to_owned()),
    ///     ..ProblemOptions::default()
    /// };
    /// let stated = options.state()?;
    /// let biases = vec![None, Some(DVector::zeros(1))];
    /// let weights = Weights::new(vec![DMatrix::zeros(1, 1); 2])?.with_biases(biases)?;
    /// let names = vec!["W1".to_owned(), "W2".to_owned()];
    /// let read = ReadWeights { weights, names, dtype_epsilon: f64::EPSILON, notes: vec![] };
    /// let theirs = stated.for_weights("W.npz", &read)?;
    /// assert_eq!(theirs.problem.biases().to_string(), "last");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn for_weights(&self, file: &str, read: &ReadWeights) -> Result<Cow<'_, Self>, TaskError> {
        let found: Vec<bool> = read.weights.biases().iter().map(Option::is_some).collect();
        let stated = self.problem.biases();
        // Widths that do not fit are refused as such.
        if found == stated.in_layers()
            || read.weights.widths() != self.problem.stated_widths()
            || !self.has_bases()
        {
            return Ok(Cow::Borrowed(self));
        }
        if self.biases_by != BiasesBy::Weights || !stated.is_none() {
            return Err(self.other_biases(file, &read.weights));
        }
        let biases = Biases::of_layers(found)
            .map_err(|fault| TaskError::BiasesOfFile { file: file.to_owned(), fault })?;
        if let Some(restated) = self.restated(&biases)? {
            return Ok(Cow::Owned(restated));
        }
        self.of_sigma_with(biases, file).map(Cow::Owned)
    }

    /// A problem given by `Σ` for a network with biases.
    fn of_sigma_with(&self, biases: Biases, file: &str) -> Result<Self, TaskError> {
        if biases.place() == BiasPlace::Input {
            return Err(TaskError::BiasOfInputs { file: file.to_owned() });
        }
        let problem = self.problem.clone().with_biases(biases);
        let origin = match &self.origin {
            Origin::Bases(reduction) => {
                let Ok(reduction) = (**reduction).clone().map_problem(|old| {
                    Ok::<_, std::convert::Infallible>(old.with_biases(problem.biases().clone()))
                });
                Origin::Bases(Box::new(reduction.with_means(Means::zero(&problem))))
            }
            other => other.clone(),
        };
        Ok(Self { problem, origin, ..self.clone() })
    }

    /// Refuses weights whose biases are not those of the problem.
    pub(crate) fn check_biases(&self, file: &str, weights: &Weights) -> Result<(), TaskError> {
        let found = weights.biases().iter().map(Option::is_some);
        if found.eq(self.problem.biases().in_layers().iter().copied()) {
            return Ok(());
        }
        // Who takes the biases of weights has done so before.
        let is_silent = self.biases_by == BiasesBy::Weights && self.problem.biases().is_none();
        let by = if is_silent { BiasesBy::Nobody } else { self.biases_by };
        Err(self.other_biases_by(by, file, weights))
    }

    fn other_biases(&self, file: &str, weights: &Weights) -> TaskError {
        self.other_biases_by(self.biases_by, file, weights)
    }

    fn other_biases_by(&self, by: BiasesBy, file: &str, weights: &Weights) -> TaskError {
        let layers = (1..).zip(weights.biases()).filter(|(_, bias)| bias.is_some());
        let layers: Vec<String> = layers.map(|(layer, _)| layer.to_string()).collect();
        let found = match &layers[..] {
            [] => "no layer".to_owned(),
            [one] => format!("layer {one}"),
            several => format!("layers {}", several.join(", ")),
        };
        let stated = self.problem.biases().to_string();
        TaskError::Biases { file: file.to_owned(), found, stated, by }
    }

    /// Weights as the network of matrices that has the problem's landscape: a bias in the first layer
    /// alone is the last column of `W_1`.
    pub(crate) fn as_matrices<'w>(
        &self,
        weights: &'w Weights,
    ) -> Result<Cow<'w, Weights>, TaskError> {
        let (BiasPlace::Input, Some(bias)) = (self.problem.biases().place(), &weights.biases()[0])
        else {
            return Ok(Cow::Borrowed(weights));
        };
        let first = weights.matrices()[0].clone();
        let at = first.ncols();
        let mut wide = first.insert_column(at, 0.0);
        wide.set_column(at, bias);
        Ok(Cow::Owned(weights.without_biases().with_first(wide)?))
    }
}

impl ProblemOptions {
    /// The same options for the network of these weights: they say which layers have biases where no option and no
    /// document does. `None` where nothing is to be said.
    ///
    /// # Examples
    /// ```
    /// use linscape::ProblemOptions;
    /// use linscape_network::Weights;
    /// use nalgebra::{DMatrix, DVector};
    /// let biases = vec![None, Some(DVector::zeros(1))];
    /// let weights = Weights::new(vec![DMatrix::zeros(1, 1); 2])?.with_biases(biases)?;
    /// let options = ProblemOptions { sigma: Some("2".to_owned()), ..ProblemOptions::default() };
    /// let theirs = options.with_biases_of(&weights).ok_or("biases")?;
    /// assert_eq!(theirs.biases.as_deref(), Some("2"));
    /// assert!(theirs.with_biases_of(&weights).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_biases_of(&self, weights: &Weights) -> Option<Self> {
        if self.biases.is_some() || self.problem.is_some() || !weights.has_biases() {
            return None;
        }
        let layers = (1..).zip(weights.biases()).filter(|(_, bias)| bias.is_some());
        let layers: Vec<String> = layers.map(|(layer, _): (usize, _)| layer.to_string()).collect();
        Some(Self { biases: Some(layers.join(",")), ..self.clone() })
    }
}

/// The reverse of [`StatedProblem::as_matrices`].
///
/// # Errors
/// When an entry is not finite.
pub(crate) fn with_first_bias(problem: &Problem, matrices: Weights) -> Result<Weights, TaskError> {
    if problem.biases().place() != BiasPlace::Input {
        return Ok(matrices);
    }
    let wide = matrices.matrices()[0].clone();
    let at = wide.ncols() - 1;
    let mut biases: Vec<Option<DVector<f64>>> = vec![None; matrices.depth()];
    biases[0] = Some(wide.column(at).into_owned());
    Ok(matrices.with_first(wide.remove_column(at))?.with_biases(biases)?)
}

/// Matrices in the data's own coordinates with biases: `drawn` ones, from the input on, or zero, but for
/// the last, which takes the best offset.
///
/// # Errors
/// When an entry is not finite.
pub(crate) fn with_best_offset(
    reduction: &Reduction,
    matrices: Weights,
    mut drawn: impl FnMut(usize, usize) -> DVector<f64>,
) -> Result<Weights, TaskError> {
    let biases = reduction.problem().biases();
    if biases.place() != BiasPlace::Output {
        return Ok(matrices);
    }
    let layers = (1..).zip(biases.in_layers().iter().zip(matrices.matrices()));
    let bias = layers.map(|(layer, (has, matrix))| has.then(|| drawn(layer, matrix.nrows())));
    let with = matrices.clone().with_biases(bias.collect())?;
    Ok(reduction.at_best_offset(&with)?)
}
