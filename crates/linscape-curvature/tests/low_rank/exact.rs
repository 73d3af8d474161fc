//! Weights that are of low rank.

use super::networks::{Network, distance, listed};
use linscape_critical::RandomStream;
use linscape_curvature::{LowRank, LowRankOptions};
use linscape_network::{RandomMatrices as _, Weights};
use nalgebra::DVector;

#[test]
fn all_eigenvalues_are_those_of_the_dense_hessian() {
    let mut stream = RandomStream::new(1, "low rank");
    let (mut checked, mut smaller, mut worst) = (0, 0, 0.0_f64);
    for depth in 1..=4 {
        for round in 0..300 {
            let network = of_round(&mut stream, depth, round);
            let reduced = network.reduced(LowRankOptions::default()).expect("small");
            let spectrum = reduced.spectrum().expect("finite");
            assert!(!reduced.is_truncated());
            let dense = network.dense_eigenvalues();
            let gap = distance(&listed(&spectrum), &dense);
            let scale = dense.iter().fold(1e-300_f64, |most, value| most.max(value.abs()));
            let name = format!("depth {depth}, widths {:?}", network.weights.widths());
            assert!(gap <= 1e-12 * scale, "{name}: {gap:e} of {scale:e}");
            assert!(gap <= spectrum.bound().max(1e-14 * scale), "{name}: {gap:e} {spectrum:?}");
            assert!(spectrum.norm * (1.0 + 1e-12) >= scale || scale <= 1e-300, "{name}");
            assert!(spectrum.bound() <= 1e-10 * spectrum.norm, "{name}");
            worst = worst.max(gap / scale);
            smaller += usize::from(spectrum.core_order < dense.len());
            checked += 1;
        }
    }
    assert_eq!(checked, 1200);
    assert!(smaller > 600, "{smaller} of 1200 were reduced");
    assert!(worst > 0.0, "the two roads share their digits");
}

/// Every second one with biases.
fn of_round(stream: &mut RandomStream, depth: usize, round: usize) -> Network {
    let network = Network::random(stream, depth);
    if round.is_multiple_of(2) { network } else { network.with_biases(stream) }
}

#[test]
fn shares_of_layers_add_up_to_the_parameters() {
    let mut stream = RandomStream::new(2, "low rank");
    for depth in 1..=4 {
        for round in 0..40 {
            let network = of_round(&mut stream, depth, round);
            let reduced = network.reduced(LowRankOptions::default()).expect("small");
            let spectrum = reduced.spectrum().expect("finite");
            let layers = network.weights.matrices().iter().zip(network.weights.biases());
            for (layer, (matrix, bias)) in layers.enumerate() {
                let share = |at: usize| {
                    let level = &spectrum.levels[at];
                    level.multiplicity as f64 * level.layers[layer]
                };
                let sum: f64 = (0..spectrum.levels.len()).map(share).sum();
                let count = matrix.len() + bias.as_ref().map_or(0, DVector::len);
                assert!((sum - count as f64).abs() < 1e-9, "{sum} {count}");
            }
        }
    }
}

#[test]
fn a_scale_changes_nothing_but_the_scale() {
    let mut stream = RandomStream::new(3, "low rank");
    let mut checked = 0;
    for depth in 2..=4 {
        for exponent in [-398, -199, -100, -33, 33, 100, 199, 398] {
            let network = Network::random(&mut stream, depth);
            // Targets of size 2^±398 ≈ 10^±120: the layers have its h-th root.
            let factor = 2.0_f64.powi(exponent / i32::try_from(depth).expect("shallow"));
            let scaled = network.scaled(factor);
            let [at_one, far] = [&network, &scaled].map(|network| {
                let reduced = network.reduced(LowRankOptions::default()).expect("small");
                (reduced.core_widths(), reduced.spectrum().expect("finite"))
            });
            assert_eq!(at_one.0, far.0);
            let times = factor.powi(2 * i32::try_from(depth - 1).expect("shallow"));
            for (a, b) in listed(&at_one.1).iter().zip(listed(&far.1)) {
                assert_eq!((a * times).to_bits(), b.to_bits(), "{a} {b}");
            }
            assert_eq!(
                at_one.1.signs(at_one.1.bound()).negative,
                far.1.signs(far.1.bound()).negative
            );
            checked += 1;
        }
    }
    assert_eq!(checked, 24);
}

#[test]
fn weights_of_full_rank_are_refused_where_the_core_is_too_large() {
    let mut stream = RandomStream::new(4, "low rank");
    let weights =
        Weights::new(vec![stream.gaussian(12, 12), stream.gaussian(12, 12)]).expect("chain");
    let target = stream.gaussian(12, 12);
    let options = LowRankOptions { most: 100, truncate: false, ..LowRankOptions::default() };
    assert!(LowRank::of(&weights, &target, options).expect("finite").is_none());
    assert!(LowRank::of(&weights, &stream.gaussian(3, 12), options).is_err());
}

#[test]
fn cumulative_counts_and_histograms_count_every_copy() {
    let network = Network::random(&mut RandomStream::new(5, "low rank"), 3);
    let reduced = network.reduced(LowRankOptions::default()).expect("small");
    let spectrum = reduced.spectrum().expect("finite");
    let order = network.weights.parameters();
    assert_eq!(spectrum.order(), order);
    assert_eq!(spectrum.cumulative().last().map(|last| last.1), Some(order));
    let edges = [f64::NEG_INFINITY, -1e-6, 1e-6, f64::INFINITY];
    let counts = spectrum.histogram(&edges);
    let signs = spectrum.signs(1e-6);
    assert_eq!(counts, [signs.negative, signs.within, signs.positive]);
}
