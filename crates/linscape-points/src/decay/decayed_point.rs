//! Weights of a critical point with decay.

use linscape_critical::{RandomStream, euclidean_length};
use linscape_decay::{Coordinates, DecayedProblem, Word};
use linscape_lapack::DecompositionError;
use linscape_network::{RandomMatrices as _, Reduction, Weights, WeightsError};
use nalgebra::DMatrix;
use thiserror::Error;

/// Why no point was made.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DecayedPointError {
    /// A decomposition failed.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
    /// The matrices are no network.
    #[error(transparent)]
    Weights(#[from] WeightsError),
}

/// A random point of a family: `W_i = √(λ̄/λ_i) Q_i diag(x) Q_{i−1}ᵀ` with random orthonormal hidden
/// frames `Q_i` (`d_i × r`) and, of equal singular values, random directions. The weights are those that
/// decay: whitened ones, or the data's own.
///
/// Source: `docs/theory.md`, "Weight decay: critical points".
///
/// # Errors
/// When a decomposition fails.
///
/// # Panics
/// When the word is none of the problem, or the reduction another problem's.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, RandomStream, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem, Word};
/// use linscape_network::Reduction;
/// use linscape_points::random_decayed_point;
/// let problem = Problem::exact(&[1, 1, 1, 1], &[2])?;
/// let decay = Decay::exact(vec![parse_exact("1")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// let word = Word::from_indices(&decayed, &[1], &[])?;
/// let reduction = Reduction::of_spectrum(problem);
/// let mut stream = RandomStream::new(0, "point");
/// let weights = random_decayed_point(&reduction, &decayed, &word, &mut stream)?;
/// // x⁴ − 2x + 1 = 0 at x = 1: every layer is 1 or −1, their product is 1.
/// assert!((weights.product()[(0, 0)] - 1.0).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn random_decayed_point(
    reduction: &Reduction,
    problem: &DecayedProblem,
    word: &Word,
    stream: &mut RandomStream,
) -> Result<Weights, DecayedPointError> {
    let modes = Modes::new(reduction, problem, word, stream)?;
    let hidden = problem.widths()[1..problem.depth()].to_vec();
    in_frames(problem, modes, &hidden, |width, rank| {
        Ok(stream.orthogonal(width)?.columns(0, rank).into_owned())
    })
}

/// A point of a family in the narrowest network that has all of its eigenvalues: one hidden coordinate more than
/// modes are learned, where there are some more.
///
/// # Errors
/// As [`random_decayed_point`].
pub(super) fn narrow_point(
    reduction: &Reduction,
    problem: &DecayedProblem,
    word: &Word,
) -> Result<Weights, DecayedPointError> {
    let mut stream = RandomStream::new(0, "narrow point");
    let modes = Modes::new(reduction, problem, word, &mut stream)?;
    let room = |&width: &usize| width.min(word.rank() + 1);
    let hidden: Vec<usize> = problem.widths()[1..problem.depth()].iter().map(room).collect();
    in_frames(problem, modes, &hidden, |width, rank| Ok(DMatrix::identity(width, rank)))
}

/// The point with frames of the hidden layers, of which each is made for a width and a rank.
fn in_frames(
    problem: &DecayedProblem,
    modes: Modes,
    hidden: &[usize],
    mut frame: impl FnMut(usize, usize) -> Result<DMatrix<f64>, DecompositionError>,
) -> Result<Weights, DecayedPointError> {
    let (depth, rank) = (problem.depth(), modes.amplitudes.len());
    let mut frames = vec![modes.inputs];
    for &width in hidden {
        frames.push(frame(width, rank)?);
    }
    frames.push(modes.outputs);
    let mean = problem.decay().mean();
    let matrices = (1..=depth).map(|layer| {
        let share = (mean / problem.decay().layers()[layer - 1]).sqrt();
        let mut scaled = frames[layer].clone();
        for (mut column, amplitude) in scaled.column_iter_mut().zip(&modes.amplitudes) {
            column *= share * amplitude;
        }
        scaled * frames[layer - 1].transpose()
    });
    Ok(Weights::new(matrices.collect())?)
}

/// Singular pairs of the learned modes and their amplitudes.
struct Modes {
    /// `d_h × r`.
    outputs: DMatrix<f64>,
    /// `d_0 × r` in the coordinates whose weights decay.
    inputs: DMatrix<f64>,
    amplitudes: Vec<f64>,
}

impl Modes {
    fn new(
        reduction: &Reduction,
        problem: &DecayedProblem,
        word: &Word,
        stream: &mut RandomStream,
    ) -> Result<Self, DecompositionError> {
        let bases = reduction.target().bases();
        let right = decayed_inputs(reduction, problem);
        let (mut outputs, mut inputs) = (Vec::new(), Vec::new());
        let (mut amplitudes, mut start) = (Vec::new(), 0);
        for (at, class) in problem.classes().iter().enumerate() {
            let times = class.multiplicity;
            // Equal singular values have no directions of their own.
            let turn = stream.orthogonal(times)?;
            let left = bases.left.columns(start, times) * &turn;
            let right = right.columns(start, times) * &turn;
            let letters =
                [(word.large()[at], class.roots.large()), (word.small()[at], class.roots.small())];
            let mut place = 0;
            for (count, root) in letters {
                for _ in 0..count {
                    outputs.push(left.column(place).into_owned());
                    inputs.push(right.column(place).into_owned());
                    amplitudes.push(root.expect("a root of this letter").amplitude);
                    place += 1;
                }
            }
            start += times;
        }
        let columns = |columns: &[nalgebra::DVector<f64>], rows: usize| {
            if columns.is_empty() {
                DMatrix::zeros(rows, 0)
            } else {
                DMatrix::from_columns(columns)
            }
        };
        Ok(Self {
            outputs: columns(&outputs, bases.left.nrows()),
            inputs: columns(&inputs, right.nrows()),
            amplitudes,
        })
    }
}

/// Right singular vectors in the coordinates whose weights decay: `v_l`, or, of the data's own inputs,
/// `M v_l` of length 1 (an eigenvector of `X Xᵀ` where there is a closed form).
fn decayed_inputs(reduction: &Reduction, problem: &DecayedProblem) -> DMatrix<f64> {
    let right = &reduction.target().bases().right;
    let Some(map) = decided_coordinates(reduction, problem) else { return right.clone() };
    let mut back = map * right;
    for mut column in back.column_iter_mut() {
        let norm = euclidean_length(column.as_slice());
        column.unscale_mut(norm);
    }
    back
}

/// The map `M` (`d_0 × ρ`) from the coordinates whose weights decay to those of `Σ`; `None` when
/// they are the same.
#[must_use]
pub fn decayed_coordinates(
    reduction: &Reduction,
    problem: &DecayedProblem,
) -> Option<DMatrix<f64>> {
    // Weights without data decay where the data's own do.
    if !problem.idle_weights_decay() {
        return None;
    }
    let inputs = reduction.problem().architecture().input();
    Some(reduction.whiten(&DMatrix::identity(inputs, inputs)))
}

/// The same map of the problem that was decided on within the tolerance of the data, of which closed forms
/// speak: of isotropic inputs `M Mᵀ = cI` on their range, of autoencoders `M = Σ/θ`, cut and merged
/// as `Σ` is.
pub(super) fn decided_coordinates(
    reduction: &Reduction,
    problem: &DecayedProblem,
) -> Option<DMatrix<f64>> {
    let mut map = decayed_coordinates(reduction, problem)?;
    match problem.coordinates() {
        Coordinates::Autoencoder { scale } => return Some(reduction.target().matrix() / scale),
        Coordinates::Isotropic { moment } => {
            for mut column in map.column_iter_mut() {
                let stretch = euclidean_length(column.as_slice());
                column *= moment.sqrt() / stretch;
            }
        }
        Coordinates::Whitened | Coordinates::Activations => {}
    }
    Some(map)
}
