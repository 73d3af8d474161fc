//! `docs/theory.md`, "Gradient flow": plateaus are predicted, held against the integrated flow.

use linscape_critical::{Architecture, RandomStream};
use linscape_flow::{
    Coordinates, Foresight, GradientFlow, Initialisation, Integrator, Method, Motion, Tolerances,
    Trajectory, Watch, follow,
};
use linscape_network::RandomMatrices as _;
use linscape_network::{Dataset, Reduction};

/// What is asked of a prediction of a stay, relative.
const ASKED: f64 = 0.05;

/// Data with correlated inputs of unequal lengths, and a network of one to three hidden layers.
fn random_data(seed: u64) -> Reduction {
    let mut stream = RandomStream::new(seed, "data");
    let (inputs, outputs) = (3 + stream.below(3), 2 + stream.below(2));
    let mut widths = vec![inputs];
    widths.extend((0..=seed % 3).map(|_| 3 + stream.below(3)));
    widths.push(outputs);
    let mixing = stream.gaussian(inputs, inputs);
    let samples = stream.gaussian(40, inputs) * mixing * 0.1;
    let noise = stream.gaussian(40, outputs) * 0.1;
    let targets = &samples * stream.gaussian(inputs, outputs) + noise;
    let data = Dataset::new(samples, targets).expect("finite");
    let network = Architecture::new(widths).expect("widths");
    Reduction::of_data(network, &data, None).expect("reduces")
}

fn followed(flow: &GradientFlow, reduction: &Reduction, motion: impl Motion) -> Trajectory {
    let problem = reduction.problem();
    let least = problem.loss(&problem.leading(problem.maximal_rank()));
    let until_loss = Some(least + 1e-6 * problem.signal_energy());
    let watch = Watch { until_loss, foresees: true, ..Watch::default() };
    follow(flow, reduction.target(), motion, &watch, &()).expect("arrives")
}

// Balanced and random starts in turn, in the data's own coordinates: the same saddles, and every stay to 5 %, of the
// prediction from the start and of the one from where each visit is closest.
#[test]
fn stays_on_twenty_data_sets_are_those_of_the_integrated_flow() {
    let (mut stays, mut foreseen) = (0, 0);
    for seed in 0..20 {
        let reduction = random_data(seed);
        let flow = GradientFlow::new(&reduction, Coordinates::Data);
        let start = match seed % 2 {
            0 => Initialisation::Balanced { scale: 1e-3 },
            _ => Initialisation::Gaussian { scale: 1e-2 },
        };
        let target = reduction.target();
        let mut stream = RandomStream::new(seed, "start");
        let start = start.state(&flow, target, &mut stream).expect("a start");
        let motion = Integrator::start(
            &flow,
            Method::BackwardDifferences,
            Tolerances::relative(1e-8),
            &start,
        );
        let seen = followed(&flow, &reduction, motion.expect("starts"));
        let motion = Foresight::start(&flow, target, Tolerances::relative(1e-6), &start);
        let told = followed(&flow, &reduction, motion.expect("starts"));
        let names = |found: &Trajectory| {
            found.visits.iter().map(|visit| visit.subset.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(&seen), names(&told), "seed {seed}");
        for (seen, told) in seen.visits.iter().zip(&told.visits) {
            let (Some(leave), Some(says)) = (seen.leave, told.leave) else { continue };
            let (stay, says) = (leave - seen.enter, says - told.enter);
            assert!((says / stay - 1.0).abs() < ASKED, "seed {seed}: {says} for {stay}");
            stays += 1;
            if let Some(rest) = seen.remaining {
                let says = seen.closest - seen.enter + rest;
                assert!((says / stay - 1.0).abs() < ASKED, "seed {seed}: {says} for {stay}");
                foreseen += 1;
            }
        }
    }
    assert!(stays > 30 && foreseen > 20, "{stays} stays, {foreseen} foreseen");
}

// A plateau that lasts a thousand times longer costs hardly more.
#[test]
fn longer_plateaus_are_not_dearer() {
    let reduction = random_data(2);
    let flow = GradientFlow::new(&reduction, Coordinates::Data);
    let target = reduction.target();
    let cost = |scale: f64| {
        let mut stream = RandomStream::new(1, "start");
        let start = Initialisation::Balanced { scale };
        let start = start.state(&flow, target, &mut stream).expect("a start");
        let tolerances = Tolerances { relative: 1e-6, absolute: 1e-9 * scale };
        let motion = Foresight::start(&flow, target, tolerances, &start).expect("starts");
        let found = followed(&flow, &reduction, motion);
        (found.last().time, found.work.steps)
    };
    let ((short, few), (long, many)) = (cost(1e-2), cost(1e-5));
    assert!(long > 100.0 * short, "{short}, {long}");
    assert!(many < 2 * few, "{few} steps, {many} steps");
}
