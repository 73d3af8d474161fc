//! When gradient flow will leave the saddle it is near, from where it is.

use linscape_critical::RandomStream;
use linscape_lapack::{
    DecompositionError, multiply, multiply_transposed, symmetric_eigen, thin_qr, thin_svd,
};
use linscape_network::{LearnedModes, Target, completed};
use nalgebra::{DMatrix, DVector};

use crate::{FollowError, GradientFlow, Integrator, Method, Tolerances};

/// Steps after which a prediction is given up.
const MOST_STEPS: usize = 300;

/// Halvings of the last step.
const HALVINGS: usize = 12;

/// Relative tolerance of the integration: what was left out is larger.
const TOLERANCE: f64 = 1e-6;

/// A singular value of the residual, relative to `‖Σ‖`, that carries nothing to learn.
const NOTHING: f64 = 1e-12;

/// How long gradient flow stays near the family that its end-to-end map is near, counted from `state`: until
/// a mode that is not learned has come to `radius` of its singular value, or their part of the map to
/// `radius ‖Σ‖`.
///
/// # Method
/// Near a saddle that has learned `r` modes the weights beside the learned modes' hidden directions are small and
/// see a residual that stands still, `R = (I − UUᵀ) Σ (I − VVᵀ)` with the learned modes' singular vectors of the
/// map. They are a network of their own, of hidden widths `d_i − r`, with as many inputs and outputs as `R` has
/// rank; it is taken in the bases of the layers as they are, so that neither balance nor alignment is assumed, and
/// its flow is followed until it is no longer small. What moves fast, the learned modes, is not in it: its steps
/// are long. In the data's coordinates inputs are those on which `R D` acts.
///
/// # Edge cases
/// `None` where the loss cannot fall, at one layer, where biases move, where a larger mode than a learned one is left out (there
/// learned modes turn, which this leaves out), and where no end was found: weights that do not move. Left out are
/// the learned modes' own approach and small weights that link them to the rest: both vanish at balanced saddles.
///
/// # Errors
/// When a decomposition fails.
///
/// # Complexity
/// Some dozen steps of the small network.
///
/// # Examples
/// One mode at depth 3 from the amplitude `ε` in every layer, `ȧ = a² (σ − a³)`: the takeoff takes about `1/(εσ)`.
/// ```
/// use linscape_critical::{Architecture, Problem, Spectrum};
/// use linscape_flow::{Coordinates, GradientFlow, growth_time, remaining_stay};
/// use linscape_network::Reduction;
/// let network = Architecture::new(vec![1, 1, 1, 1])?;
/// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2]))?;
/// let reduction = Reduction::of_spectrum(problem);
/// let flow = GradientFlow::new(&reduction, Coordinates::Whitened);
/// let target = reduction.target();
/// let stay = remaining_stay(&flow, target, &[0.01; 3], 0.1)?.ok_or("a saddle")?;
/// let exact = growth_time(3, 2.0, 0.01, 0.2_f64.cbrt());
/// assert!((stay / exact - 1.0).abs() < 1e-3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: `docs/theory.md`, "Connections".
pub fn remaining_stay(
    flow: &GradientFlow,
    target: &Target,
    state: &[f64],
    radius: f64,
) -> Result<Option<f64>, FollowError> {
    let problem = target.problem();
    // Where biases move, the means move too, and the small network is not all that stays.
    if flow.has_biases() {
        return Ok(None);
    }
    let modes = LearnedModes::of(target, &flow.product(state))?;
    let rank = modes.subset.rank();
    let leads = modes.subset == problem.leading(rank);
    if flow.depth() < 2 || rank == problem.maximal_rank() || !leads {
        return Ok(None);
    }
    let Some(rest) = Unlearned::beside(flow, state, rank, problem.spectrum().rank())? else {
        return Ok(None);
    };
    let limit = Limit::new(&rest, flow, target, radius);
    rest.leaves(|product| limit.is_passed(product))
}

/// The network of what is not learned.
struct Unlearned {
    flow: GradientFlow,
    state: Vec<f64>,
    /// `d_h × k`: its outputs.
    outputs: DMatrix<f64>,
    /// `k × rank X`: from its whitened inputs to those of the whole network.
    inputs: DMatrix<f64>,
}

impl Unlearned {
    fn beside(
        flow: &GradientFlow,
        state: &[f64],
        learned: usize,
        signal: usize,
    ) -> Result<Option<Self>, DecompositionError> {
        let map = thin_svd(flow.product(state))?;
        let left = map.u.columns(0, learned).into_owned();
        let right = map.vt.rows(0, learned).transpose();
        let mut residual = flow.target().clone();
        residual -= multiply(&left, &multiply_transposed(&left, &residual));
        residual -= multiply(&multiply(&residual, &right), &right.transpose());
        let scale = NOTHING * flow.target().norm();
        let found = thin_svd(residual)?;
        let wanted = found.singular_values.iter().take_while(|value| **value > scale).count();
        let count = wanted.min(signal - learned);
        if count == 0 || state.iter().all(|entry| *entry == 0.0) {
            return Ok(None);
        }
        let outputs = found.u.columns(0, count).into_owned();
        let mut rows = found.vt.rows(0, count).into_owned();
        let (entry, inputs, stretches) = input_bases(flow, &rows)?;
        for (mut row, value) in rows.row_iter_mut().zip(&found.singular_values) {
            row.scale_mut(*value);
        }
        // Σ of the small network: R between its outputs and its whitened inputs.
        let target = multiply(&rows, &inputs.transpose());
        let mut hidden = hidden_bases(flow, state, &right)?;
        hidden.insert(0, entry);
        hidden.push(outputs.clone());
        let weights = flow.layers(state);
        let layer = |(at, factor): (usize, &linscape_lapack::Factor<'_>)| {
            let (rows, columns) = factor.shape();
            let whole = DMatrix::from_column_slice(rows, columns, factor.entries());
            multiply_transposed(&hidden[at + 1], &multiply(&whole, &hidden[at]))
        };
        let layers: Vec<DMatrix<f64>> = weights.iter().enumerate().map(layer).collect();
        let state = layers.iter().flat_map(|layer| layer.iter().copied()).collect();
        let widths = hidden.iter().map(DMatrix::ncols).collect();
        let flow = flow.of_part(target, stretches, widths);
        Ok(Some(Self { flow, state, outputs, inputs }))
    }

    /// The time at which the map is no longer small.
    fn leaves(&self, is_over: impl Fn(&DMatrix<f64>) -> bool) -> Result<Option<f64>, FollowError> {
        let over = |state: &[f64]| is_over(&self.flow.product(state));
        if over(&self.state) {
            return Ok(Some(0.0));
        }
        let largest = self.state.iter().fold(0.0, |most: f64, entry| most.max(entry.abs()));
        if largest == 0.0 {
            return Ok(None);
        }
        let tolerances = Tolerances { relative: TOLERANCE, absolute: 1e-3 * TOLERANCE * largest };
        let mut motion = Integrator::start(&self.flow, Method::Explicit, tolerances, &self.state)?;
        for _ in 0..MOST_STEPS {
            if motion.advance().is_err() || !motion.time().is_finite() {
                return Ok(None);
            }
            if !over(&motion.state()) {
                continue;
            }
            let (mut before, mut after) = (motion.previous_time(), motion.time());
            for _ in 0..HALVINGS {
                let middle = 0.5 * (before + after);
                let passed = over(&motion.interpolate(middle));
                if passed { after = middle } else { before = middle }
            }
            return Ok(Some(after));
        }
        Ok(None)
    }
}

/// Directions of the state, the way back, and stretches.
type InputBases = (DMatrix<f64>, DMatrix<f64>, Option<DVector<f64>>);

/// From the row space of the residual (`k × rank X`, whitened): the input directions of the state that it acts
/// on (`rank X × k`), the way from the small network's whitened inputs to the whole one's (`k × rank X`), and
/// what stretches them.
fn input_bases(flow: &GradientFlow, rows: &DMatrix<f64>) -> Result<InputBases, DecompositionError> {
    let Some(stretches) = flow.stretches() else {
        return Ok((rows.transpose(), rows.clone(), None));
    };
    let stretched = |mut matrix: DMatrix<f64>| {
        for (mut row, stretch) in matrix.row_iter_mut().zip(stretches.iter()) {
            row.scale_mut(*stretch);
        }
        matrix
    };
    let basis = thin_qr(stretched(rows.transpose()))?.q;
    let whitened = stretched(basis.clone());
    let moments = symmetric_eigen(multiply_transposed(&whitened, &whitened))?;
    let widths = DVector::from_iterator(
        moments.values.len(),
        moments.values.iter().map(|value| value.max(f64::MIN_POSITIVE).sqrt()),
    );
    let mut back = multiply_transposed(&moments.vectors, &whitened.transpose());
    for (mut row, width) in back.row_iter_mut().zip(widths.iter()) {
        row.unscale_mut(*width);
    }
    Ok((multiply(&basis, &moments.vectors), back, Some(widths)))
}

/// Orthonormal bases of what the learned modes leave free in each hidden layer.
fn hidden_bases(
    flow: &GradientFlow,
    state: &[f64],
    learned: &DMatrix<f64>,
) -> Result<Vec<DMatrix<f64>>, DecompositionError> {
    let mut workspace = flow.workspace();
    workspace.forward(flow, &flow.layers(state));
    let mut stream = RandomStream::new(0, "beside the learned modes");
    let rank = learned.ncols();
    let basis = |layer: usize| {
        let width = flow.widths()[layer];
        if rank == 0 {
            return Ok(DMatrix::identity(width, width));
        }
        let used = thin_qr(multiply(workspace.layer_input(layer), learned))?.q;
        let whole = completed(&used, &mut stream)?;
        Ok(whole.columns(rank, width - rank).into_owned())
    };
    (1..flow.depth()).map(basis).collect()
}

/// What ends a stay.
struct Limit {
    /// `U_lᵀ` on the small network's outputs, and its inputs on `v_l`.
    left: DMatrix<f64>,
    right: DMatrix<f64>,
    inputs: DMatrix<f64>,
    /// First mode, how many, and `radius σ` of each distinct singular value.
    classes: Vec<(usize, usize, f64)>,
    distance: f64,
}

impl Limit {
    fn new(rest: &Unlearned, flow: &GradientFlow, target: &Target, radius: f64) -> Self {
        let spectrum = target.problem().spectrum();
        let mut start = 0;
        let sizes = spectrum.distinct().iter().zip(spectrum.multiplicities());
        let classes = sizes
            .map(|(value, &size)| {
                start += size;
                (start - size, size, radius * value)
            })
            .collect();
        Self {
            left: multiply_transposed(&target.bases().left, &rest.outputs),
            right: multiply(&rest.inputs, &target.bases().right),
            inputs: rest.inputs.clone(),
            classes,
            distance: radius * flow.target().norm(),
        }
    }

    fn is_passed(&self, product: &DMatrix<f64>) -> bool {
        let shares = multiply(&multiply(&self.left, product), &self.right);
        let grown = |&(start, size, most): &(usize, usize, f64)| {
            shares.view((start, start), (size, size)).norm() >= most
        };
        self.classes.iter().any(grown) || multiply(product, &self.inputs).norm() >= self.distance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Coordinates, Initialisation, Watch, follow};
    use linscape_critical::{Architecture, Problem, Spectrum};
    use linscape_network::{Dataset, RandomMatrices, Reduction};

    /// Predictions, from where each visit but the last is closest to its saddle, over the stays.
    fn ratios(reduction: &Reduction, coordinates: Coordinates, scale: f64, seed: u64) -> Vec<f64> {
        let flow = GradientFlow::new(reduction, coordinates);
        let target = reduction.target();
        let mut stream = RandomStream::new(seed, "start");
        let start = Initialisation::Gaussian { scale };
        let start = start.state(&flow, target, &mut stream).expect("a start");
        let motion = || {
            let tolerances = Tolerances::relative(1e-8);
            Integrator::start(&flow, Method::BackwardDifferences, tolerances, &start)
        };
        let problem = target.problem();
        let least = problem.loss(&problem.leading(problem.maximal_rank()));
        let until_loss = Some(least + 1e-6 * problem.signal_energy());
        let watch = Watch { until_loss, ..Watch::default() };
        let found = follow(&flow, target, motion().expect("starts"), &watch, &());
        let visits = found.expect("arrives").visits;
        let mut again = motion().expect("starts");
        let mut ratios = Vec::new();
        for visit in visits {
            let Some(leave) = visit.leave else { break };
            while again.time() < visit.closest {
                again.advance().expect("a step");
            }
            let state = again.interpolate(visit.closest);
            let predicted = remaining_stay(&flow, target, &state, watch.visit_radius);
            let predicted = predicted.expect("decomposes").expect("an end");
            ratios.push(predicted / (leave - visit.closest));
        }
        ratios
    }

    #[test]
    fn small_random_weights_leave_when_predicted() {
        let mut asked = 0;
        for (widths, values) in [(vec![3, 3, 3, 3], vec![3, 2, 1]), (vec![4, 3, 4], vec![4, 3, 1])]
        {
            let network = Architecture::new(widths).expect("widths");
            let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&values));
            let reduction = Reduction::of_spectrum(problem.expect("fits"));
            for seed in 0..4 {
                for ratio in ratios(&reduction, Coordinates::Whitened, 0.01, seed) {
                    assert!((ratio - 1.0).abs() < 0.001, "seed {seed}: {ratio}");
                    asked += 1;
                }
            }
        }
        assert!(asked > 12, "{asked}");
    }

    #[test]
    fn raw_data_are_left_when_predicted() {
        let mut stream = RandomStream::new(3, "data");
        let mut asked = 0;
        for seed in 0..4 {
            let mut inputs = stream.gaussian(40, 4);
            for (column, stretch) in [1.5, 1.0, 0.6, 0.4].into_iter().enumerate() {
                inputs.column_mut(column).scale_mut(stretch);
            }
            let targets = multiply(&inputs, &stream.gaussian(4, 3));
            let data = Dataset::new(inputs, targets).expect("finite");
            let network = Architecture::new(vec![4, 4, 4, 3]).expect("widths");
            let reduction = Reduction::of_data(network, &data, None).expect("reduces");
            for ratio in ratios(&reduction, Coordinates::Data, 0.01, seed) {
                assert!((ratio - 1.0).abs() < 0.02, "seed {seed}: {ratio}");
                asked += 1;
            }
        }
        assert!(asked > 4, "{asked}");
    }
}
