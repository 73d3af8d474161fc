//! Weights near others of low rank.

use super::networks::{Network, distance, listed};
use linscape_critical::RandomStream;
use linscape_curvature::LowRankOptions;
use linscape_network::{RandomMatrices as _, Weights};
use nalgebra::DMatrix;

/// Ten inputs, outputs and units, of which two modes are learned, off by `noise`.
fn near_a_plateau(stream: &mut RandomStream, depth: usize, noise: f64) -> Network {
    let width = 10;
    let low = || {
        let mut matrix = DMatrix::zeros(width, width);
        (matrix[(0, 0)], matrix[(1, 1)]) = (1.5, 1.0);
        matrix
    };
    let mut matrices: Vec<_> = (0..depth).map(|_| low()).collect();
    let h = i32::try_from(depth).expect("shallow");
    let mut target = DMatrix::zeros(width, width);
    for at in 0..width {
        target[(at, at)] = match at {
            0 => 1.5_f64.powi(h),
            1 => 1.0,
            _ => 0.95 - 0.1 * at as f64,
        };
    }
    for matrix in &mut matrices {
        let off = stream.gaussian(width, width);
        let unit = noise / off.norm();
        *matrix += unit * off;
    }
    let weights = Weights::new(matrices).expect("chain");
    Network { weights, target, inputs: None, constant: None }
}

/// The same network on inputs of some mean, with biases within what is learned, off by `noise`.
fn with_biases_near_by(stream: &mut RandomStream, mut network: Network, noise: f64) -> Network {
    let width = network.target.nrows();
    network.target = network.target.insert_column(width, 0.4);
    network.inputs = Some(DMatrix::identity(width, width).insert_column(width, 0.3));
    network.constant = Some(DMatrix::zeros(1, width).insert_column(width, 2.0));
    let biases = (0..network.weights.depth()).map(|_| {
        let mut bias = noise * stream.gaussian(width, 1).column(0).normalize();
        bias[0] += 0.5;
        Some(bias)
    });
    let biases = biases.collect();
    network.weights = network.weights.with_biases(biases).expect("fits");
    network
}

#[test]
fn the_bound_holds_with_biases() {
    let mut stream = RandomStream::new(3, "truncated");
    let options = LowRankOptions { most: 200, truncate: true, ..LowRankOptions::default() };
    for depth in 2..=4 {
        for noise in [1e-9, 1e-6, 1e-3] {
            let plain = near_a_plateau(&mut stream, depth, noise);
            let network = with_biases_near_by(&mut stream, plain, noise);
            let reduced = network.reduced(options).expect("two modes stand out");
            assert!(reduced.is_truncated());
            assert_eq!(reduced.core_widths()[1..depth], vec![2; depth - 1]);
            let spectrum = reduced.spectrum().expect("finite");
            let gap = distance(&listed(&spectrum), &network.dense_eigenvalues());
            assert!(0.0 < gap && gap <= spectrum.bound(), "{gap:e} {:e}", spectrum.bound());
            let per_noise = spectrum.truncation / (noise * spectrum.norm);
            assert!(per_noise < 50.0, "depth {depth}, noise {noise}: {per_noise}");
        }
    }
}

#[test]
fn the_bound_holds_and_is_of_the_size_of_the_perturbation() {
    let mut stream = RandomStream::new(1, "truncated");
    let options = LowRankOptions { most: 150, truncate: true, ..LowRankOptions::default() };
    let (mut checked, mut tightest) = (0, 0.0_f64);
    for depth in 2..=4 {
        for noise in [1e-12, 1e-9, 1e-6, 1e-4, 1e-3] {
            for _ in 0..4 {
                let network = near_a_plateau(&mut stream, depth, noise);
                let exactly =
                    LowRankOptions { most: 100, truncate: false, ..LowRankOptions::default() };
                assert!(network.reduced(exactly).is_none(), "noise is no rounding");
                let reduced = network.reduced(options).expect("two modes stand out");
                assert!(reduced.is_truncated());
                assert_eq!(reduced.core_widths(), vec![2; depth + 1]);
                let spectrum = reduced.spectrum().expect("finite");
                let gap = distance(&listed(&spectrum), &network.dense_eigenvalues());
                assert!(gap <= spectrum.bound(), "{gap:e} {:e}", spectrum.bound());
                let per_noise = spectrum.truncation / (noise * spectrum.norm);
                assert!(
                    (0.0..20.0).contains(&per_noise),
                    "depth {depth}, noise {noise}: {per_noise}"
                );
                tightest = tightest.max(gap / spectrum.bound());
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 60);
    assert!(tightest > 0.01, "the bound is {tightest} of what it bounds");
}

#[test]
fn signs_within_the_bound_are_left_open_and_those_beyond_are_right() {
    let mut stream = RandomStream::new(2, "truncated");
    let network = near_a_plateau(&mut stream, 3, 1e-4);
    let options = LowRankOptions { most: 150, truncate: true, ..LowRankOptions::default() };
    let spectrum = network.reduced(options).expect("stands out").spectrum().expect("finite");
    let signs = spectrum.signs(spectrum.bound());
    let dense = network.dense_eigenvalues();
    let negative = dense.iter().filter(|value| **value < 0.0).count();
    let positive = dense.iter().filter(|value| **value > 0.0).count();
    assert!(signs.negative <= negative && signs.positive <= positive);
    // Flat directions bend by the noise: not one is called zero, and they are many.
    assert!(signs.within > 100 && signs.positive >= 30, "{signs:?}");
    assert_eq!(signs.negative + signs.within + signs.positive, dense.len());
}
