//! Biases that do not decay beside weights that do, against differences of the loss itself.

use linscape::critical::Precision;
use linscape::formats::ReadMatrix;
use linscape::network::Weights;
use linscape::{Given, ProblemOptions, parse_word, represent_decayed, verify_decayed};
use linscape_decay::form;
use linscape_lapack::symmetric_eigenvalues;
use nalgebra::{DMatrix, DVector};

const DECAY: f64 = 0.25;

/// Half the sum of squares and half the decay of matrices and biases, from samples in rows.
fn loss(
    weights: &Weights,
    inputs: &DMatrix<f64>,
    targets: &DMatrix<f64>,
    of_biases: &[f64],
) -> f64 {
    let mut rows = inputs.clone();
    let mut penalty = 0.0;
    let layers = weights.matrices().iter().zip(weights.biases());
    for ((matrix, bias), own) in layers.zip(of_biases) {
        rows *= matrix.transpose();
        if let Some(bias) = bias {
            for mut row in rows.row_iter_mut() {
                row += bias.transpose();
            }
            penalty += 0.5 * own * bias.norm_squared();
        }
        penalty += 0.5 * DECAY * matrix.norm_squared();
    }
    0.5 * (rows - targets).norm_squared() + penalty
}

fn flat(weights: &Weights) -> Vec<f64> {
    let matrices = weights.matrices().iter().flat_map(|own| own.as_slice().to_vec());
    let biases = weights.biases().iter().flatten().flat_map(|own| own.as_slice().to_vec());
    matrices.chain(biases).collect()
}

fn unflat(like: &Weights, entries: &[f64]) -> Weights {
    let mut rest = entries;
    let mut take = |count: usize| {
        let (own, left) = rest.split_at(count);
        rest = left;
        own
    };
    let matrices: Vec<_> = like
        .matrices()
        .iter()
        .map(|own| DMatrix::from_column_slice(own.nrows(), own.ncols(), take(own.len())))
        .collect();
    let biases: Vec<_> = like
        .biases()
        .iter()
        .map(|own| own.as_ref().map(|own| DVector::from_column_slice(take(own.len()))))
        .collect();
    Weights::new(matrices).expect("chain").with_biases(biases).expect("fit")
}

/// Signs of the Hessian by central differences, and the largest slope.
fn differences(
    weights: &Weights,
    inputs: &DMatrix<f64>,
    targets: &DMatrix<f64>,
    of_biases: &[f64],
) -> ((usize, usize, usize), f64) {
    let start = flat(weights);
    let step = 1e-3;
    let at = |moves: &[(usize, f64)]| {
        let mut there = start.clone();
        for (place, by) in moves {
            there[*place] += by * step;
        }
        loss(&unflat(weights, &there), inputs, targets, of_biases)
    };
    let order = start.len();
    let slope = (0..order)
        .map(|at_| ((at(&[(at_, 1.0)]) - at(&[(at_, -1.0)])) / (2.0 * step)).abs())
        .fold(0.0, f64::max);
    let hessian = DMatrix::from_fn(order, order, |i, j| {
        let corner = |one: f64, other: f64| at(&[(i, one), (j, other)]);
        (corner(1.0, 1.0) - corner(1.0, -1.0) - corner(-1.0, 1.0) + corner(-1.0, -1.0))
            / (4.0 * step * step)
    });
    let values = symmetric_eigenvalues(hessian).expect("converges");
    let largest = values.iter().fold(0.0_f64, |most, own| most.max(own.abs()));
    let zero = |own: &&f64| own.abs() < 1e-4 * largest.min(10.0);
    let zeros = values.iter().filter(zero).count();
    let negative = values.iter().filter(|own| !zero(own) && **own < 0.0).count();
    ((negative, zeros, order - zeros - negative), slope)
}

#[test]
fn the_whole_network_has_the_inertia_that_is_stated() {
    // Means far from zero.
    let inputs = DMatrix::from_row_slice(4, 2, &[3.0, 1.0, 4.0, 3.0, 2.0, 2.5, 5.0, 0.5]);
    let value = ReadMatrix::of(inputs.clone(), Precision::DOUBLE);
    let mut options = ProblemOptions {
        inputs: Some(Given::Value { name: "inputs", value }),
        autoencode: true,
        hidden: Some("1,2".to_owned()),
        biases: Some("all".to_owned()),
        decay: Some(DECAY.to_string()),
        ..ProblemOptions::default()
    };
    let mut checked = 0;
    for biases in ["all", "last", "1,3"] {
        options.biases = Some(biases.to_owned());
        let stated = options.state_decayed().expect("stated").expect("with decay");
        for key in ["", "1", "|1", "2", "|2"] {
            let Ok(word) = parse_word(&stated.decayed, key) else { continue };
            let weights = represent_decayed(&stated, &word, 3, false).expect("a point");
            let (signs, slope) = differences(&weights, &inputs, &inputs, &[0.0; 3]);
            let stated_signs = form(&stated.decayed, &word).inertia.expect("decided");
            let stated_signs = (stated_signs.negative, stated_signs.zero, stated_signs.positive);
            assert_eq!(signs, stated_signs, "{key} with biases {biases}");
            assert!(slope < 1e-4, "{slope} at {key} with biases {biases}");
            let value = loss(&weights, &inputs, &inputs, &[0.0; 3]);
            assert!((value - stated.decayed.loss(&word)).abs() < 1e-9 * value.max(1.0));
            checked += 1;
        }
    }
    assert!(checked >= 9, "{checked}");
}

/// Some biases decay: the hidden ones of data with means, where the last is free, all of centred data, and of data with
/// means the last where no other layer has one.
#[test]
fn decaying_biases_vanish_and_the_inertia_is_that_of_the_whole_network() {
    let raw = DMatrix::from_row_slice(4, 2, &[3.0, 1.0, 4.0, 3.0, 2.0, 2.5, 5.0, 0.5]);
    let mut centred = raw.clone();
    for mut column in centred.column_iter_mut() {
        let mean = column.mean();
        column.add_scalar_mut(-mean);
    }
    let cases: [(&DMatrix<f64>, &str, &str, [f64; 3]); 6] = [
        (&raw, "all", "0.5,0,0", [0.5, 0.0, 0.0]),
        (&raw, "1,3", "0.5,0,0", [0.5, 0.0, 0.0]),
        (&centred, "all", "0.5", [0.5; 3]),
        (&centred, "2,3", "0,0.75,0.125", [0.0, 0.75, 0.125]),
        (&raw, "last", "0.5", [0.0, 0.0, 0.5]),
        (&centred, "last", "0,0,0.5", [0.0, 0.0, 0.5]),
    ];
    for (inputs, biases, text, of_biases) in cases {
        let value = ReadMatrix::of(inputs.clone(), Precision::DOUBLE);
        let options = ProblemOptions {
            inputs: Some(Given::Value { name: "inputs", value }),
            autoencode: true,
            center: *inputs == centred,
            hidden: Some("1,2".to_owned()),
            biases: Some(biases.to_owned()),
            decay: Some(DECAY.to_string()),
            decay_biases: Some(text.to_owned()),
            ..ProblemOptions::default()
        };
        let stated = options.state_decayed().expect("stated").expect("with decay");
        for key in ["", "1", "|1"] {
            let Ok(word) = parse_word(&stated.decayed, key) else { continue };
            let weights = represent_decayed(&stated, &word, 3, false).expect("a point");
            // −m/(m + μ) (W x̄ − ȳ), zero about the means and wherever another one is free or decays.
            let mean = inputs.row_mean().transpose();
            let share = if biases == "last" { 4.0 / 4.5 } else { 0.0 };
            let best = (&mean - weights.product() * &mean) * share;
            for (bias, own) in weights.biases().iter().zip(of_biases) {
                let far = |bias: &DVector<f64>| match biases {
                    "last" => (bias - &best).amax(),
                    _ => bias.amax(),
                };
                let far = bias.as_ref().map_or(0.0, far);
                assert!(own <= 0.0 || far < 1e-12, "{key} with biases {biases}");
            }
            let (signs, slope) = differences(&weights, inputs, inputs, &of_biases);
            let counts = form(&stated.decayed, &word).inertia.expect("decided");
            let counts = (counts.negative, counts.zero, counts.positive);
            assert_eq!(signs, counts, "{key} with biases {biases} that decay {text}");
            assert!(slope < 1e-4, "{slope} at {key} with biases {biases}");
            let value = loss(&weights, inputs, inputs, &of_biases);
            assert!((value - stated.decayed.loss(&word)).abs() < 1e-9 * value.max(1.0));
        }
    }
}

/// Where all biases decay the block of the biases has eigenvalues of its own.
#[test]
fn the_spectrum_along_biases_is_that_of_the_network() {
    let file = "../../fixtures/iris.csv";
    for (hidden, biases, decay) in [("3,3", "all", "2,1,4"), ("3", "all", "3"), ("3,3", "1,3", "2")]
    {
        let options = ProblemOptions {
            inputs: Some(Given::File(file.into())),
            autoencode: true,
            center: true,
            hidden: Some(hidden.to_owned()),
            biases: Some(biases.to_owned()),
            decay: Some("8".to_owned()),
            decay_biases: Some(if biases == "1,3" { "2,0,1".to_owned() } else { decay.to_owned() }),
            ..ProblemOptions::default()
        };
        let stated = options.state_decayed().expect("stated").expect("with decay");
        let found = verify_decayed(&stated, None, 12, 0, &()).expect("verified");
        assert_eq!((found.agreed, found.disagreed.len()), (12, 0), "{hidden} {biases} {decay}");
    }
}
