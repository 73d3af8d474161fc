//! Trajectories from small weights leave saddles when the closed form and the predictions say.

use linscape::flow::{Ending, growth_time};
use linscape::formats::{ReadWeights, TrajectoryOrigin};
use linscape::network::Weights;
use linscape::{
    Checkpoint, FlowOptions, FlowRun, ProblemOptions, StatedProblem, TraceOptions, run_flow, trace,
};

fn stated(sigma: &str, widths: &str) -> StatedProblem {
    let options = ProblemOptions {
        sigma: Some(sigma.to_owned()),
        widths: Some(widths.to_owned()),
        ..ProblemOptions::default()
    };
    options.state().expect("a problem")
}

fn run(stated: &StatedProblem, options: &FlowOptions) -> FlowRun {
    run_flow(stated, options, None, &()).expect("runs")
}

#[test]
fn aligned_modes_grow_when_the_closed_form_says() {
    let cases = [(2, "2,2,2", 1e-12), (2, "2,2,2", 1e-100), (3, "2,2,2,2", 1e-6)];
    for (depth, widths, scale) in cases {
        let root = |map: f64| map.powf(1.0 / depth as f64);
        // A visit to ∅ lasts until a tenth of the first mode is learned.
        let exact = growth_time(depth, 3.0, scale, root(0.3));
        for method in ["bdf", "dop853"] {
            let options = FlowOptions {
                method: Some(method.parse().expect("a method")),
                until: Some(exact + 5.0),
                ..FlowOptions::starting(&format!("aligned:{scale:e}"))
            };
            let found = run(&stated("3,2", widths), &options).trajectory;
            assert_eq!(found.ending, Ending::Finished, "{widths} {method}");
            let left = found.visits[0].leave.expect("leaves");
            assert!((left / exact - 1.0).abs() < 1e-5, "{widths} {method}: {left}, {exact}");
        }
    }
}

#[test]
fn a_saddle_left_by_rounding_is_known() {
    // The second mode is 10⁻³³ when the first has been learned, and 10⁻⁷ from 10⁻²⁰.
    for (start, by_rounding) in [("balanced:1e-100", true), ("balanced:1e-20", false)] {
        let found = run(&stated("3,2", "2,2,2"), &FlowOptions::starting(start)).trajectory;
        assert!(!found.visits[0].is_left_by_rounding(&found.visits[1]));
        assert_eq!(found.visits[1].is_left_by_rounding(&found.visits[2]), by_rounding, "{start}");
    }
}

#[test]
fn flow_and_trace_predict_the_same_stay() {
    let stated = stated("3,2,1", "3,3,3,3");
    for seed in 1..4 {
        let options = FlowOptions { seed, ..FlowOptions::starting("balanced:1e-2") };
        let begun = run(&stated, &FlowOptions { until: Some(1e-9), ..options.clone() });
        let ended = run(&stated, &options);
        let visit = &ended.trajectory.visits[0];
        let expected = visit.closest + visit.remaining.expect("a prediction");
        let checkpoint = |step: f64, weights: Weights| {
            let names = ["W1", "W2", "W3"].map(str::to_owned).to_vec();
            let read = ReadWeights { weights, names, dtype_epsilon: f64::EPSILON, notes: vec![] };
            Checkpoint { step, file: format!("step{step}"), read }
        };
        let last = ended.trajectory.last().time;
        let saved = [
            checkpoint(0.0, begun.weights().expect("finite")),
            checkpoint(last, ended.weights().expect("finite")),
        ];
        let traced = trace(&stated, &saved, TraceOptions::default(), &()).expect("traces");
        let TrajectoryOrigin::Given { seen, .. } = traced.record(&stated).origin else {
            panic!("checkpoints are given")
        };
        let remaining = seen[0].remaining_stay.expect("a prediction");
        assert!((remaining / expected - 1.0).abs() < 1e-3, "seed {seed}: {remaining}, {expected}");
        let stay = visit.leave.expect("leaves");
        assert!((expected / stay - 1.0).abs() < 1e-3, "seed {seed}: {expected}, {stay}");
    }
}
