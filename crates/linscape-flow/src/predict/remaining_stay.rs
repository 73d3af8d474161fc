//! When gradient flow will leave the saddle it is near, from where it is.

use super::{Limit, Unlearned};
use crate::{FollowError, GradientFlow, Integrator, Method, Tolerances};
use linscape_network::Target;
use nalgebra::DMatrix;

/// Steps after which a prediction is given up.
const MOST_STEPS: usize = 300;

/// Halvings of the last step.
const HALVINGS: usize = 12;

/// What may be left of the learned modes' approach, relative to what pulls at the weights that are not learned: with more
/// of it these see another residual than the one that is taken to stand still.
const DOUBTFUL: f64 = 3e-2;

/// Relative tolerance of the integration: what was left out is larger.
const TOLERANCE: f64 = 1e-6;

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
/// `None` where the loss cannot fall, at one layer, where a larger mode than a learned one is left out (there
/// learned modes turn, which this leaves out), where these, or the offset that biases give, have not settled yet
/// (to 3 % of what pulls at the others), and where no end was found: weights that do not move. Left out are
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
/// use linscape_critical::Problem;
/// use linscape_flow::{Coordinates, GradientFlow, growth_time, remaining_stay};
/// use linscape_network::Reduction;
/// let problem = Problem::exact(&[1, 1, 1, 1], &[2])?;
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
    let Some(rest) = Unlearned::of(flow, target, state)? else {
        return Ok(None);
    };
    if rest.unsettled > DOUBTFUL * rest.force {
        return Ok(None);
    }
    let limit = Limit::new(&rest, flow, target, radius);
    Ok(leaves(&rest, |product| limit.is_passed(product)))
}

/// The time at which the map is no longer small.
fn leaves(rest: &Unlearned, is_over: impl Fn(&DMatrix<f64>) -> bool) -> Option<f64> {
    let over = |state: &[f64]| is_over(&rest.flow.product(state));
    if over(&rest.state) {
        return Some(0.0);
    }
    let largest = rest.state.iter().fold(0.0, |most: f64, entry| most.max(entry.abs()));
    if largest == 0.0 {
        return None;
    }
    let tolerances = Tolerances { relative: TOLERANCE, absolute: 1e-3 * TOLERANCE * largest };
    // What does not start, sizes that are too far apart, foretells nothing; the trajectory goes on.
    let motion = Integrator::start(&rest.flow, Method::Explicit, tolerances, &rest.state);
    let Ok(mut motion) = motion else { return None };
    for _ in 0..MOST_STEPS {
        if motion.advance().is_err() || !motion.time().is_finite() {
            return None;
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
        return Some(after);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Coordinates, Initialisation, Watch, follow};
    use linscape_critical::{Architecture, Problem, RandomStream, Spectrum};
    use linscape_lapack::multiply;
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
