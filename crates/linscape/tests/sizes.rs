//! A problem that is scaled by a power of two is the same problem: not a digit of its trajectories changes.

use linscape::critical::Precision;
use linscape::formats::{ReadMatrix, ReadWeights};
use linscape::network::Weights;
use linscape::{
    Checkpoint, FlowOptions, FlowRun, Given, Mover, MovingIn, ProblemOptions, TraceOptions,
    run_decayed_flow, run_flow, trace, trace_decayed,
};
use nalgebra::DMatrix;
use num_bigint::BigUint;

const DEPTH: i32 = 3;
/// Layers are scaled by these powers of two, Σ by their cubes: about 10⁻¹²⁰, 10⁻¹⁵, 10¹⁵ and 10¹²⁰.
const POWERS: [i32; 4] = [-133, -17, 17, 133];

fn scaled(number: f64, power: i32) -> f64 {
    let half = power / 2;
    number * 2_f64.powi(half) * 2_f64.powi(power - half)
}

/// The same as a fraction.
fn exact(number: u32, power: i32) -> String {
    let size = BigUint::from(1_u32) << power.unsigned_abs();
    if power < 0 { format!("{number}/{size}") } else { (size * number).to_string() }
}

fn options(power: i32) -> ProblemOptions {
    let values = [3_u32, 2, 1].map(|value| exact(value, DEPTH * power));
    ProblemOptions {
        sigma: Some(values.join(",")),
        widths: Some("3,3,4,3".to_owned()),
        ..ProblemOptions::default()
    }
}

fn matrix(rows: usize, columns: usize, size: f64) -> ReadMatrix {
    let entry = |i: usize, j: usize| {
        let (i, j) = (i as f64, j as f64);
        (1.0 + j) * (1.3 * i + 0.7 * j).sin() + 0.4 * (2.1 * i).cos()
    };
    ReadMatrix::of(DMatrix::from_fn(rows, columns, entry) * size, Precision::DOUBLE)
}

fn given(name: &'static str, value: ReadMatrix) -> Given<ReadMatrix> {
    Given::Value { name, value }
}

/// Inputs scaled by one power, targets by that of the inputs and those of the layers.
fn on_data(layers: i32, inputs: i32, biases: Option<&str>) -> ProblemOptions {
    let targets = scaled(1.0, DEPTH * layers + inputs);
    ProblemOptions {
        inputs: Some(given("inputs", matrix(12, 3, scaled(1.0, inputs)))),
        targets: Some(given("targets", matrix(12, 2, targets))),
        center: biases.is_none(),
        hidden: Some("3,3".to_owned()),
        biases: biases.map(str::to_owned),
        ..ProblemOptions::default()
    }
}

/// What a trajectory says in natural units: layers scaled by one power, inputs by another.
fn said(run: &FlowRun, layers: i32, inputs: i32) -> Vec<f64> {
    let [map, loss] = [DEPTH * layers + inputs, 2 * (DEPTH * layers + inputs)];
    let [rate, gradient] = [loss - 2 * layers, loss - layers];
    let trajectory = &run.trajectory;
    let mut all = vec![trajectory.conservation_drift, trajectory.moments.len() as f64];
    all.extend(run.step_limit.map(|limit| scaled(limit, rate)));
    for moment in &trajectory.moments {
        all.extend([scaled(moment.time, rate), scaled(moment.loss, -loss)]);
        all.extend(moment.modes.iter().map(|mode| scaled(*mode, -map)));
    }
    for visit in &trajectory.visits {
        all.extend([visit.enter, visit.leave.unwrap_or(0.0)].map(|time| scaled(time, rate)));
        all.extend([scaled(visit.distance, -map), scaled(visit.gradient_norm, -gradient)]);
        all.extend(visit.subset.counts().iter().map(|count| *count as f64));
    }
    all.extend(trajectory.state.iter().map(|entry| scaled(*entry, -layers)));
    all.push(scaled(trajectory.gradient_norm, -gradient));
    all
}

fn assert_close(found: &[f64], known: &[f64], tolerance: f64, context: &str) {
    assert_eq!(found.len(), known.len(), "{context}");
    let size = known.iter().fold(0.0, |size: f64, value| size.max(value.abs()));
    for (at, (here, there)) in found.iter().zip(known).enumerate() {
        let apart = (here - there).abs();
        assert!(
            apart <= tolerance * there.abs().max(1e-6 * size),
            "{context}, {at}: {here} {there}"
        );
    }
}

fn flow(init: &str, power: i32) -> FlowOptions {
    let mut options = FlowOptions::starting(init);
    if let Some((kind, size)) = init.split_once(':') {
        let size: f64 = size.parse().expect("a number");
        options.init = format!("{kind}:{:e}", scaled(size, power));
    }
    options
}

/// Not those near a saddle: it is at a root of σ, which is rounded, so that steps are chosen otherwise.
#[test]
fn trajectories_have_the_same_digits_at_every_size() {
    for init in ["balanced:0.01", "gaussian:0.05", "aligned:0.01"] {
        for mover in [Mover::default(), Mover::Descent] {
            let run = |power: i32| {
                let stated = options(power).state().expect("states");
                let options =
                    FlowOptions { method: Some(mover), max_steps: 3000, ..flow(init, power) };
                let run = run_flow(&stated, &options, None, &()).expect("flows");
                said(&run, power, 0)
            };
            let known = run(0);
            for power in POWERS {
                assert_close(&run(power), &known, 0.0, &format!("{init} {mover:?} {power}"));
            }
        }
    }
}

#[test]
fn inputs_and_targets_have_sizes_of_their_own() {
    for coordinates in [MovingIn::Data, MovingIn::Whitened] {
        let run = |layers: i32, inputs: i32| {
            let stated = on_data(layers, inputs, None).state().expect("states");
            // Whitened layers alone have a size.
            let moving = if coordinates == MovingIn::Data { layers } else { 0 };
            let options = FlowOptions { coordinates, ..flow("balanced:0.01", moving) };
            let run = run_flow(&stated, &options, None, &()).expect("flows");
            if coordinates == MovingIn::Data {
                said(&run, layers, inputs)
            } else {
                said(&run, 0, 0)
            }
        };
        let known = run(0, 0);
        for (layers, inputs) in [(0, 0), (0, 60), (0, -400), (40, -50), (-100, 30), (100, 100)] {
            if coordinates == MovingIn::Whitened && 3 * layers + inputs != 0 {
                continue;
            }
            let context = format!("{coordinates:?} {layers} {inputs}");
            // Singular vectors of scaled data may be rounded otherwise.
            assert_close(&run(layers, inputs), &known, 1e-5, &context);
        }
    }
}

/// Checkpoints along a flow.
fn checkpoints(power: i32, widths: &[usize], biases: bool) -> Vec<Checkpoint> {
    let at = |step: usize| {
        let grown = 0.02 + 0.25 * step as f64;
        let layer = |(at, pair): (usize, &[usize])| {
            let unit = DMatrix::identity(pair[1], pair[0]) * grown;
            unit + 0.01 * matrix(pair[1], pair[0], 1.0 / (at + 1) as f64).matrix
        };
        let layers = widths.windows(2).enumerate().map(layer);
        let layers: Vec<_> = layers.map(|layer| layer * scaled(1.0, power)).collect();
        let bias = |(at, layer): (usize, &DMatrix<f64>)| {
            let layers = i32::try_from(at + 1).expect("few");
            let size = scaled(0.1 * step as f64, layers * power);
            biases.then(|| layer.column(0).map(|_| size))
        };
        let offsets = layers.iter().enumerate().map(bias).collect();
        let weights = Weights::new(layers).expect("chain").with_biases(offsets).expect("fit");
        let names = (1..widths.len()).map(|layer| format!("W{layer}")).collect();
        let read = ReadWeights { weights, names, dtype_epsilon: f64::EPSILON, notes: vec![] };
        Checkpoint { step: step as f64, file: format!("step{step}"), read }
    };
    (0..6).map(at).collect()
}

#[test]
fn traces_have_the_same_digits_at_every_size() {
    let run = |power: i32| {
        let stated = options(power).state().expect("states");
        let rate = scaled(1.0, -4 * power);
        let options = TraceOptions { learning_rate: Some(rate), ..TraceOptions::default() };
        let run = trace(&stated, &checkpoints(power, &[3, 3, 4, 3], false), options, &());
        let run = run.expect("traces");
        let mut all = said(&run, power, 0);
        for at in run.seen() {
            let near = at.near.as_ref().expect("finite");
            all.extend([
                scaled(near.distance, -3 * power),
                near.relative_distance.expect("signal"),
            ]);
            all.push(scaled(at.remaining_stay.unwrap_or(0.0), 4 * power));
        }
        all
    };
    let known = run(0);
    for power in POWERS {
        assert_close(&run(power), &known, 1e-9, &format!("{power}"));
    }
}

#[test]
fn traces_of_networks_with_biases_have_the_same_digits_at_every_size() {
    let run = |power: i32| {
        let stated = on_data(power, 0, Some("all")).state().expect("states");
        let run =
            trace(&stated, &checkpoints(power, &[3, 3, 3, 2], true), TraceOptions::default(), &());
        let run = run.expect("traces");
        let mut all = Vec::new();
        for at in run.seen() {
            let near = at.near.as_ref().expect("finite");
            all.extend([scaled(at.loss, -6 * power), scaled(near.distance, -3 * power)]);
            all.push(near.relative_distance.expect("signal"));
        }
        all
    };
    let known = run(0);
    for power in POWERS {
        assert_close(&run(power), &known, 1e-9, &format!("{power}"));
    }
}

#[test]
fn trajectories_with_decay_have_the_same_digits_at_every_size() {
    let stated = |power: i32| {
        let decay = exact(1, 4 * power - 3);
        let options = ProblemOptions { decay: Some(decay), ..options(power) };
        options.state_decayed().expect("states").expect("decay")
    };
    for init in ["balanced:0.8", "aligned:0.3", "aligned:1"] {
        let run = |power: i32| {
            let run =
                run_decayed_flow(&stated(power), &flow(init, power), None, &()).expect("flows");
            said(&run.run, power, 0)
        };
        let known = run(0);
        for power in POWERS {
            assert_close(&run(power), &known, 1e-5, &format!("{init} {power}"));
        }
    }
    let run = |power: i32| {
        let given = checkpoints(power, &[3, 3, 4, 3], false);
        let run = trace_decayed(&stated(power), &given, TraceOptions::default(), &());
        let run = run.expect("traces");
        let near = run.near.iter().flatten();
        let distances: Vec<f64> = near.map(|(_, distance)| scaled(*distance, -3 * power)).collect();
        let losses =
            run.run.trajectory.moments.iter().map(|moment| scaled(moment.loss, -6 * power));
        distances.into_iter().chain(losses).collect::<Vec<_>>()
    };
    let known = run(0);
    for power in POWERS {
        assert_close(&run(power), &known, 1e-9, &format!("trace {power}"));
    }
}
