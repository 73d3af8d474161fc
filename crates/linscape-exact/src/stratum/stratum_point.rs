//! Random rational points of a stratum.

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::outer_bases::OuterBases;
use super::unimodular::{Basis, random_basis, random_entry};
use super::{BarName, Bars, BarsError, ModeState};
use crate::{Matrix, Moments, Point};

/// A point of a stratum together with the bases in which it is a direct sum of bars.
#[derive(Debug, Clone)]
pub struct StratumPoint {
    /// The point.
    pub point: Point,
    /// The bars of which it is the sum.
    pub bars: Bars,
    /// For each layer `0..=h`: what a bar of that layer writes (columns), and what it reads (rows),
    /// in the order of [`Bars::alive`].
    pub(super) layers: Vec<Basis>,
}

/// A random rational point of a stratum. `draw(n)` gives a random number below `n`.
///
/// Every learned mode puts its `σ` into one random layer. The bases of hidden layers are random
/// matrices of whole numbers with determinant ±1; those of input and output are as general as the
/// stratum has them, but for scales and the rotations of equal values, which are few.
///
/// # Errors
/// When the bars make no stratum.
///
/// # Examples
/// ```
/// use linscape_exact::{Bars, Interior, Mode, ModeState, random_point};
/// let sigma = num_rational::BigRational::from_integer(2.into());
/// let state = ModeState::Unlearned { input_end: 0, output_start: 3 };
/// let bars = Bars {
///     widths: vec![1, 1, 1, 1],
///     idle_inputs: 0,
///     modes: vec![Mode { sigma, state }],
///     input_null: vec![],
///     output_null: vec![],
///     interior: vec![Interior { start: 1, end: 2 }],
/// };
/// let at = random_point(&bars, &mut |_| 0)?.point.cleared();
/// let inertia = at.inertia();
/// assert!(at.is_critical());
/// assert_eq!((inertia.negative, inertia.zero, inertia.positive), (1, 1, 1));
/// # Ok::<(), linscape_exact::BarsError>(())
/// ```
pub fn random_point(
    bars: &Bars,
    draw: &mut dyn FnMut(usize) -> usize,
) -> Result<StratumPoint, BarsError> {
    bars.check()?;
    let depth = bars.depth();
    let outer = OuterBases::random(bars, draw);
    let amplitudes: Vec<usize> = bars.modes.iter().map(|_| 1 + draw(depth)).collect();
    let mut layers = Vec::with_capacity(depth + 1);
    layers.push(Basis {
        matrix: Matrix::zeros(0, 0),
        inverse: alive_columns(bars, 0, &outer.input).transposed(),
    });
    for &width in &bars.widths[1..depth] {
        layers.push(random_basis(width, draw));
    }
    layers.push(Basis {
        matrix: alive_columns(bars, depth, &outer.output),
        inverse: Matrix::zeros(0, 0),
    });
    let mut weights: Vec<_> = (1..=depth)
        .map(|layer| {
            let arrows = arrows(bars, layer, &amplitudes);
            layers[layer].matrix.times(&arrows).times(&layers[layer - 1].inverse)
        })
        .collect();
    let rows = weights[0].rows();
    let inputs = bars.widths[0];
    weights[0] = Matrix::from_fn(rows, inputs + bars.idle_inputs, |row, column| {
        if column < inputs { weights[0][(row, column)].clone() } else { random_entry(draw) }
    });
    match Point::new(weights, moments(bars)) {
        Ok(point) => Ok(StratumPoint { point, bars: bars.clone(), layers }),
        Err(error) => unreachable!("bars that fill their layers chain: {error}"),
    }
}

/// The columns of an outer basis that belong to the bars alive in its layer, in their order.
fn alive_columns(bars: &Bars, layer: usize, basis: &Matrix<BigRational>) -> Matrix<BigRational> {
    let modes = bars.modes.len();
    let columns: Vec<usize> = bars
        .alive(layer)
        .into_iter()
        .map(|bar| match bar {
            BarName::Learned(mode) | BarName::Input(mode) | BarName::Output(mode) => mode,
            BarName::InputNull(at) | BarName::OutputNull(at) => modes + at,
            BarName::Interior(_) => unreachable!("interior bars do not reach the ends"),
        })
        .collect();
    Matrix::from_fn(basis.rows(), columns.len(), |row, column| {
        basis[(row, columns[column])].clone()
    })
}

/// The map of `W_layer` in bases of bars: `σ` in the layer that carries it, ones elsewhere.
fn arrows(bars: &Bars, layer: usize, amplitudes: &[usize]) -> Matrix<BigRational> {
    let (from, to) = (bars.alive(layer - 1), bars.alive(layer));
    Matrix::from_fn(to.len(), from.len(), |row, column| match to[row] {
        bar if bar != from[column] => BigRational::zero(),
        BarName::Learned(mode) if amplitudes[mode] == layer => bars.modes[mode].sigma.clone(),
        _ => BigRational::one(),
    })
}

/// White inputs, but for the idle ones, and `Σ` diagonal.
fn moments(bars: &Bars) -> Moments {
    let inputs = bars.widths[0] + bars.idle_inputs;
    let diagonal = |row: usize, column: usize, value: Option<&BigRational>| match value {
        Some(value) if row == column => value.clone(),
        _ => BigRational::zero(),
    };
    let one = BigRational::one();
    Moments {
        input: Matrix::from_fn(inputs, inputs, |row, column| {
            diagonal(row, column, (row < bars.widths[0]).then_some(&one))
        }),
        cross: Matrix::from_fn(bars.widths[bars.depth()], inputs, |row, column| {
            diagonal(row, column, bars.modes.get(row).map(|mode| &mode.sigma))
        }),
    }
}

impl StratumPoint {
    /// `½ Σ σ_k²` of the learned modes: what [`Point::gain`] has to be.
    #[must_use]
    pub fn expected_gain(&self) -> BigRational {
        let learned = self.bars.modes.iter().filter(|mode| mode.state == ModeState::Learned);
        let sum: BigRational = learned.map(|mode| &mode.sigma * &mode.sigma).sum();
        sum / BigRational::from_integer(2.into())
    }
}
