//! `docs/theory.md`, "Gradient flow": integrated trajectories against closed forms, against each
//! other and against gradients taken on the data.

use crate::random_networks::{Network, cases, network, orthonormal, problem};
use linscape_critical::RandomStream;
use linscape_flow::follow;
use linscape_flow::{
    ConservedQuantities, Coordinates, GradientDescent, GradientFlow, Initialisation, Integrator,
    Method, Motion, Orbit, Tolerances, Watch, growth_time, step_limit, takeoff_time,
};
use linscape_network::RandomMatrices as _;
use linscape_network::{Dataset, Reduction, Target, Weights};
use linscape_quotient::{ConnectionScope, outgoing};
use nalgebra::DMatrix;
use proptest::prelude::*;

const METHODS: [Method; 2] = [Method::BackwardDifferences, Method::Explicit];

fn state_at(flow: &GradientFlow, method: Method, rtol: f64, start: &[f64], time: f64) -> Vec<f64> {
    let tolerances = Tolerances { relative: rtol, absolute: 1e-3 * rtol };
    let mut motion = Integrator::start(flow, method, tolerances, start).expect("tolerances");
    while motion.time() < time {
        motion.advance().expect("a step");
    }
    motion.interpolate(time)
}

fn distance(one: &[f64], two: &[f64]) -> f64 {
    one.iter().zip(two).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

fn start(flow: &GradientFlow, network: &Network, initial: &Initialisation) -> Vec<f64> {
    let mut stream = network.stream("start");
    initial.state(flow, &network.target, &mut stream).expect("a start")
}

// Widths 1,…,1: the time from one amplitude to another is the closed form's, and at depth 2 the map
// follows the logistic curve.
#[test]
fn one_mode_grows_as_the_closed_form_says() {
    let sigma = 2.0_f64;
    for depth in 2..=5 {
        let problem = problem(&vec![1; depth + 1], &[2]);
        let flow = GradientFlow::towards(&problem, DMatrix::from_element(1, 1, sigma));
        let (from, top) = (0.3, sigma.powf(1.0 / depth as f64));
        let to = 0.9 * top;
        let time = growth_time(depth, sigma, from, to);
        for method in METHODS {
            let state = state_at(&flow, method, 1e-13, &vec![from; depth], time);
            assert!(state.iter().all(|a| (a - to).abs() < 1e-9), "{depth} {method}: {state:?}");
            if depth == 2 {
                let odds = (sigma / (from * from) - 1.0) * (-2.0 * sigma * time).exp();
                assert!((state[0] * state[1] - sigma / (1.0 + odds)).abs() < 1e-9);
            }
        }
    }
}

/// Widths n,n,n,n and σ = n, …, 1, with Gaussian weights to start from.
fn from_large_weights(width: u32, scale: f64) -> (GradientFlow, Vec<f64>) {
    let widths = vec![width as usize; 4];
    let sigma: Vec<u32> = (1..=width).rev().collect();
    let problem = problem(&widths, &sigma);
    let target =
        DMatrix::from_fn(
            widths[0],
            widths[0],
            |i, j| {
                if i == j { f64::from(sigma[i]) } else { 0.0 }
            },
        );
    let flow = GradientFlow::towards(&problem, target);
    let mut stream = RandomStream::new(0, "large weights");
    let layers = (0..3).map(|_| scale * stream.gaussian(widths[0], widths[0]));
    let weights = Weights::new(layers.collect()).expect("chain");
    let state = flow.state_of(&weights).expect("fits");
    (flow, state)
}

// No frame makes such weights diagonal, and their fastest direction is up to 10⁹ times as fast as
// their slowest: SciPy's BDF takes 600 to 1,600 steps.
#[test]
fn large_weights_settle_in_as_many_steps_as_their_solution_needs() {
    for scale in [1.0, 3.0, 10.0, 30.0] {
        let (flow, start) = from_large_weights(10, scale);
        let tolerances = Tolerances::relative(1e-8);
        let method = Method::BackwardDifferences;
        let mut motion = Integrator::start(&flow, method, tolerances, &start).expect("tolerances");
        while flow.loss(&motion.state()) > 1e-10 {
            motion.advance().expect("a step");
            let work = motion.work();
            assert!(work.steps < 2_000 && work.products < 20_000, "{scale}: {work:?}");
        }
    }
}

#[test]
fn both_methods_agree_from_large_weights() {
    for scale in [1.0, 3.0] {
        let (flow, start) = from_large_weights(4, scale);
        let [implicit, explicit] =
            METHODS.map(|method| state_at(&flow, method, 1e-10, &start, 1.0));
        let far = distance(&implicit, &explicit) / distance(&explicit, &[0.0; 48]);
        assert!(far < 1e-7, "{scale}: {far}");
    }
}

proptest! {
    #![proptest_config(cases(24))]

    // Two integrators that share no code; C_i stays, the loss falls.
    #[test]
    fn implicit_and_explicit_integration_agree(network in network(1..=4)) {
        let flow = GradientFlow::towards(&network.problem, network.sigma());
        let start = start(&flow, &network, &Initialisation::Gaussian { scale: 0.5 });
        let [one, two] = METHODS.map(|method| state_at(&flow, method, 1e-11, &start, 1.5));
        prop_assert!(distance(&one, &two) < 1e-7, "{}", distance(&one, &two));
        prop_assert!(flow.loss(&one) <= flow.loss(&start));
        let conserved = |state: &[f64]| {
            ConservedQuantities::of(&flow.weights_of(state).expect("finite"))
        };
        prop_assert!(conserved(&start).drift(&conserved(&one), 1.0) < 1e-8);
        prop_assert!(conserved(&start).drift(&conserved(&two), 1.0) < 1e-8);
    }

    // W_i → Q_i W_i Q_{i−1}ᵀ commutes with the flow.
    #[test]
    fn flow_commutes_with_orthogonal_changes_of_hidden_bases(network in network(2..=4)) {
        let flow = GradientFlow::towards(&network.problem, network.sigma());
        let from = start(&flow, &network, &Initialisation::Gaussian { scale: 0.5 });
        let mut stream = network.stream("turns");
        let widths = flow.widths().to_vec();
        let turns: Vec<_> = (0..widths.len()).map(|at| match at {
            0 => DMatrix::identity(widths[0], widths[0]),
            at if at + 1 == widths.len() => DMatrix::identity(widths[at], widths[at]),
            at => orthonormal(&mut stream, widths[at], widths[at]),
        }).collect();
        let turned = |state: &[f64]| {
            let weights = flow.weights_of(state).expect("finite");
            let layers = weights.matrices().iter().enumerate();
            let layers = layers.map(|(i, w)| &turns[i + 1] * w * turns[i].transpose()).collect();
            flow.state_of(&Weights::new(layers).expect("finite")).expect("fits")
        };
        let method = Method::BackwardDifferences;
        let moved = turned(&state_at(&flow, method, 1e-11, &from, 1.0));
        let other = state_at(&flow, method, 1e-11, &turned(&from), 1.0);
        prop_assert!(distance(&moved, &other) < 1e-7);
    }
}

// Balanced flow conserves the sign of det W; with the wrong one it ends at the saddle without the
// weakest mode.
#[test]
fn balanced_weights_of_the_wrong_sign_miss_the_weakest_mode() {
    let network = Network::new(&[2, 2, 2], &[4, 1], 0, 3);
    let flow = GradientFlow::towards(&network.problem, network.sigma());
    let right = start(&flow, &network, &Initialisation::Balanced { scale: 0.5 });
    let sign = |state: &[f64]| flow.product(state).determinant();
    assert!(sign(&right) * network.sigma().determinant() > 0.0);
    let mut layers = flow.weights_of(&right).expect("finite").matrices().to_vec();
    // A reflection of the outputs keeps weights balanced.
    layers[1].row_mut(0).neg_mut();
    let wrong = flow.state_of(&Weights::new(layers).expect("finite")).expect("fits");
    let end = state_at(&flow, Method::Explicit, 1e-10, &wrong, 12.0);
    assert!((flow.loss(&end) - 0.5).abs() < 1e-4, "{}", flow.loss(&end));
    let end = state_at(&flow, Method::Explicit, 1e-10, &right, 30.0);
    assert!(flow.loss(&end) < 1e-6 && sign(&end) * sign(&right) > 0.0);
}

fn descended(flow: &GradientFlow, start: &[f64], step: f64, steps: u32) -> Vec<f64> {
    let mut descent = GradientDescent::new(flow, start.to_vec(), step).expect("a step");
    for _ in 0..steps {
        descent.advance().expect("a step");
    }
    descent.state()
}

#[test]
fn descent_follows_the_flow_to_first_order_in_its_step() {
    let network = Network::new(&[3, 3, 3, 3], &[3, 2, 1], 0, 5);
    let flow = GradientFlow::towards(&network.problem, network.sigma());
    let from = start(&flow, &network, &Initialisation::Gaussian { scale: 0.5 });
    let exact = state_at(&flow, Method::Explicit, 1e-11, &from, 1.0);
    let [coarse, fine] = [1e-3, 1e-4].map(|step: f64| {
        let steps = if step > 5e-4 { 1_000 } else { 10_000 };
        distance(&descended(&flow, &from, step, steps), &exact)
    });
    assert!(fine < 1e-3 && (8.0..12.0).contains(&(coarse / fine)), "{coarse} {fine}");
}

// Near the balanced minimum descent contracts below 2/λ_max and not beyond.
#[test]
fn stability_limit_separates_descents_that_stay_from_those_that_leave() {
    let network = Network::new(&[2, 2, 2, 2], &[4, 1], 0, 7);
    let flow = GradientFlow::towards(&network.problem, network.sigma());
    let limit = step_limit(&flow, &network.target).expect("a limit");
    let subset = network.problem.leading(2);
    let near =
        Initialisation::Near { subset, distance: 1e-3, along: linscape_flow::Departure::Random };
    let from = start(&flow, &network, &near);
    let before = flow.loss(&from);
    assert!(flow.loss(&descended(&flow, &from, 0.98 * limit, 300)) < 0.1 * before);
    assert!(flow.loss(&descended(&flow, &from, 1.05 * limit, 100)) > before);
}

/// Data of rank 2 in three coordinates, not white.
fn data() -> (Dataset, DMatrix<f64>, DMatrix<f64>) {
    let mut stream = RandomStream::new(11, "data");
    let inputs = stream.gaussian(7, 2) * stream.gaussian(2, 3);
    let targets = stream.gaussian(7, 2);
    let data = Dataset::new(inputs.clone(), targets.clone()).expect("data");
    (data, inputs, targets)
}

// The data's own flow is −∂L/∂W of ½‖Y − WX‖², taken here on X and Y.
#[test]
fn flow_on_data_is_the_gradient_on_its_samples() {
    let (data, inputs, targets) = data();
    let network = linscape_critical::Architecture::new(vec![3, 2, 2]).expect("widths");
    let reduction = Reduction::of_data(network, &data, None).expect("reduces");
    let flow = GradientFlow::new(&reduction, Coordinates::Data);
    let mut stream = RandomStream::new(12, "weights");
    let layers = [stream.gaussian(2, 3), stream.gaussian(2, 2)];
    let whitened = vec![reduction.whiten(&layers[0]), layers[1].clone()];
    let state = flow.state_of_whitened(&whitened);
    let residual = targets.transpose() - &layers[1] * &layers[0] * inputs.transpose();
    let gradient =
        [layers[1].transpose() * &residual * &inputs, &residual * &inputs * layers[0].transpose()];
    let norm = gradient.iter().map(DMatrix::norm_squared).sum::<f64>().sqrt();
    assert!((flow.gradient_norm(&state) - norm).abs() < 1e-9 * norm);
    assert!((flow.loss(&state) - 0.5 * residual.norm_squared()).abs() < 1e-9);
    // A step of the flow is a step on the data.
    let step = 1e-3;
    let moved = flow.whitened(&descended(&flow, &state, step, 1)).expect("finite");
    let first = &layers[0] + step * &gradient[0];
    assert!((&moved.matrices()[0] - reduction.whiten(&first)).norm() < 1e-9);
    assert!((&moved.matrices()[1] - (&layers[1] + step * &gradient[1])).norm() < 1e-9);
    // All samples in one batch are the whole.
    let all = GradientDescent::new(&flow, state.clone(), step).expect("a step");
    let stream = RandomStream::new(0, "batches");
    let mut all = all.on_batches(&reduction, &data, data.samples(), stream).expect("a batch");
    for _ in 0..20 {
        all.advance().expect("a step");
    }
    assert!(distance(&all.state(), &descended(&flow, &state, step, 20)) < 1e-10);
}

#[test]
fn connections_of_ties_bottlenecks_and_other_shapes_are_orbits() {
    let shapes: [(&[usize], &[u32]); 6] = [
        (&[3, 3, 3], &[3, 2, 1]),
        (&[3, 3, 3, 3], &[2, 2, 1]),
        (&[3, 1, 3], &[3, 2, 1]),
        (&[4, 2, 3, 2], &[3, 1]),
        (&[2, 2, 2, 2, 2], &[2, 1]),
        (&[1, 1, 1, 1, 1, 1], &[2]),
    ];
    for (widths, values) in shapes {
        let problem = problem(widths, values);
        for subset in crate::random_networks::families(&problem) {
            for connection in outgoing(&problem, &subset, ConnectionScope::All) {
                let orbit =
                    Orbit::along(&problem, &subset, &connection, 0.05, 1).expect("an orbit");
                assert!(orbit.verified, "{widths:?} {values:?} {connection:?}: {orbit:?}");
            }
        }
    }
}

// Order 2 leaves in a time that grows with log 1/ε, order h ≥ 3 with ε^{−(h−2)}.
#[test]
fn orbit_times_scale_as_the_order_of_escape_says() {
    let time = |depth: usize, epsilon: f64| {
        let problem = problem(&vec![1; depth + 1], &[2]);
        let origin = problem.leading(0);
        let learn = outgoing(&problem, &origin, ConnectionScope::All).remove(0);
        let orbit = Orbit::along(&problem, &origin, &learn, epsilon, 0).expect("an orbit");
        assert!(orbit.verified, "{depth} {epsilon}: {orbit:?}");
        orbit.time.expect("arrives")
    };
    // Leaving takes ln(10)/σ more, arriving ln(10)/(2σ) more.
    let longer = time(2, 1e-3) - time(2, 1e-2);
    assert!((longer - 1.5 * 10.0_f64.ln() / 2.0).abs() < 1e-2, "{longer}");
    for depth in [3, 4] {
        let epsilon = 1e-2;
        let sigma = 2.0_f64;
        let h = depth as f64;
        let amplitude = epsilon * sigma.powf(1.0 / h) / h.sqrt();
        let ratio = time(depth, epsilon) / takeoff_time(depth, sigma, amplitude);
        assert!((ratio - 1.0).abs() < 0.1, "{depth}: {ratio}");
    }
}

#[test]
fn aligned_starts_stay_as_long_as_expected() {
    let problem = problem(&[2, 2, 2, 2], &[3, 1]);
    let target = Target::standard(&problem);
    let flow = GradientFlow::towards(&problem, target.matrix().clone());
    let mut stream = RandomStream::new(0, "none");
    let aligned = Initialisation::Aligned { scale: 0.05 };
    let state = aligned.state(&flow, &target, &mut stream).expect("a start");
    let tolerances = Tolerances::relative(1e-10);
    let motion = Integrator::start(&flow, Method::Explicit, tolerances, &state).expect("starts");
    let watch = Watch { until: Some(40.0), ..Watch::default() };
    let trajectory = follow(&flow, &target, motion, &watch, &()).expect("followed");
    assert_eq!(trajectory.visits.len(), 3);
    for pair in trajectory.visits.windows(2) {
        let expected = linscape_flow::expected_stay(&problem, &pair[0], &pair[1], 0.1)
            .expect("one mode grows");
        let stay = pair[0].leave.expect("left") - pair[0].enter;
        assert!((stay / expected - 1.0).abs() < 0.01, "{stay} instead of {expected}");
    }
}
