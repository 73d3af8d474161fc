//! What given rational weights are.

use crate::{Limit, MatrixLimit, StatedProblem, TaskError};
use linscape_exact::Matrix;
use linscape_formats::{ExactWeights, ProvedWeights};
use linscape_points::WeightsProof;
use std::borrow::Cow;

/// Largest number of weights that are classified exactly: a file takes seconds.
const MOST_WEIGHTS: usize = 400;

/// Rational weights with what was proved of them.
#[derive(Debug, Clone)]
pub struct ProvedFile<'a> {
    /// The problem, of a network with the biases of these weights.
    pub stated: Cow<'a, StatedProblem>,
    /// What the weights are called.
    pub file: String,
    /// The names of the layers.
    pub names: Vec<String>,
    /// What was proved.
    pub proof: WeightsProof,
}

impl ProvedFile<'_> {
    /// The record that the formats write.
    #[must_use]
    pub fn record(&self) -> ProvedWeights<'_> {
        let (problem, file) = (&self.stated.problem, self.file.as_str());
        ProvedWeights { problem, file, layers: &self.names, proof: &self.proof }
    }
}

/// Says what rational weights are, in the coordinates in which `Σ` is diagonal and without rounding. Biases multiply a
/// constant of length 1, orthogonal to the inputs; which layers have them the weights say where nothing was stated.
///
/// # Errors
/// When the singular values are not rational, or the weights do not fit the problem or are too many.
///
/// # Examples
/// ```
/// use linscape::{ProblemOptions, classify_exactly};
/// use linscape_formats::read_exact_weights;
/// let options = ProblemOptions {
///     sigma: Some("1,0.99999999999999".to_owned()),
///     widths: Some("2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let stated = options.state()?;
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("W.json");
/// // The second mode is learned, the first is larger by 10⁻¹⁴: a strict saddle.
/// let text = r#"{"W1": [[0, 0.99999999999999], [0, 0]], "W2": [[0, 0], [1, 0]]}"#;
/// std::fs::write(&path, text)?;
/// let weights = read_exact_weights(&path, None, false)?;
/// let proved = classify_exactly(&stated, "W.json".to_owned(), weights)?;
/// let place = proved.proof.place.as_ref().ok_or("critical")?;
/// assert_eq!(place.theorem.inertia.negative, 2); // the swap, and the hidden unit that is free
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn classify_exactly(
    stated: &StatedProblem,
    file: String,
    weights: ExactWeights,
) -> Result<ProvedFile<'_>, TaskError> {
    stated.refuse_offset_decay("rational arithmetic")?;
    let matrices = weights.weights.iter().map(|layer| layer.entries().len());
    let biases = weights.biases.iter().flatten().map(Vec::len);
    let count: usize = matrices.chain(biases).sum();
    if count > MOST_WEIGHTS {
        return Err(
            Limit::from(MatrixLimit::ExactHessian { weights: count, most: MOST_WEIGHTS }).into()
        );
    }
    let mut found: Vec<usize> = weights.weights.iter().map(Matrix::columns).collect();
    found.extend(weights.weights.last().map(Matrix::rows));
    let widths = stated.problem.architecture().widths();
    // Layers that do not chain have no widths; what is wrong with them is said below.
    let chains = weights.weights.windows(2).all(|pair| pair[0].rows() == pair[1].columns());
    if chains && found != widths {
        let (layers, stated) = (weights.names, widths.to_vec());
        return Err(TaskError::Widths { file, layers, found, stated });
    }
    let layers = weights.biases.iter().map(Option::is_some).collect();
    let stated = if chains { stated.for_layers(&file, layers)? } else { Cow::Borrowed(stated) };
    let proof = WeightsProof::of(&stated.problem, weights.weights, weights.biases)
        .map_err(|fault| TaskError::WeightsProof { file: file.clone(), fault })?;
    Ok(ProvedFile { stated, file, names: weights.names, proof })
}
