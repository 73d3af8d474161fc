//! Networks trained as people train them, mean squared error and weight decay added to the gradient, end
//! where the landscape says.

use linscape::critical::Precision;
use linscape::formats::ReadMatrix;
use linscape::{
    FlowOptions, Given, Mover, ProblemOptions, list_decayed, run_decayed_flow, run_flow,
};
use linscape_decay::FamilyType;
use nalgebra::{DMatrix, DVector};

/// Eleven samples of two features.
fn inputs() -> DMatrix<f64> {
    DMatrix::from_fn(11, 2, |row, column| {
        let (i, j) = (row as f64, column as f64);
        (1.0 + 2.0 * j) * (1.3 * i + 0.7 * j).sin() + 0.4 * (2.1 * i).cos()
    })
}

/// Full-batch SGD on PyTorch's `MSELoss` (mean over samples and outputs) with `weight_decay`: the
/// gradient of the loss plus `wd · W`. Returns `loss + ½ wd Σ‖W_i‖²` at its end.
fn trained(inputs: &DMatrix<f64>, hidden: &[usize], decay: f64, size: f64) -> f64 {
    let mut widths = vec![inputs.ncols()];
    widths.extend(hidden);
    widths.push(inputs.ncols());
    let mut layers: Vec<DMatrix<f64>> = widths
        .windows(2)
        .map(|pair| {
            DMatrix::from_fn(pair[1], pair[0], |i, j| {
                size * (f64::from(u8::from(i == j)) + 0.1 * (3.0 * i as f64 + 5.0 * j as f64).sin())
            })
        })
        .collect();
    let x = inputs.transpose();
    let count = x.len() as f64;
    let step = 0.02;
    for _ in 0..60_000 {
        let mut outputs = vec![x.clone()];
        for layer in &layers {
            outputs.push(layer * &outputs[outputs.len() - 1]);
        }
        let mut back = (&outputs[layers.len()] - &x) * (2.0 / count);
        for at in (0..layers.len()).rev() {
            let gradient = &back * outputs[at].transpose() + &layers[at] * decay;
            back = layers[at].transpose() * back;
            layers[at] -= gradient * step;
        }
    }
    let product = layers.iter().skip(1).fold(layers[0].clone(), |product, layer| layer * product);
    let error = (&product * &x - &x).norm_squared() / count;
    let penalty: f64 = layers.iter().map(DMatrix::norm_squared).sum();
    error + 0.5 * decay * penalty
}

fn minima(inputs: &DMatrix<f64>, hidden: &str, decay: &str) -> Vec<(FamilyType, f64)> {
    let value = ReadMatrix::of(inputs.clone(), Precision::DOUBLE);
    let options = ProblemOptions {
        inputs: Some(Given::Value { name: "inputs", value }),
        autoencode: true,
        hidden: Some(hidden.to_owned()),
        loss: Some("mean".to_owned()),
        decay: Some(decay.to_owned()),
        ..ProblemOptions::default()
    };
    let stated = options.state_decayed().expect("states a problem").expect("with decay");
    let landscape = list_decayed(&stated, None, &()).expect("few families");
    let is_minimum = |kind| matches!(kind, FamilyType::GlobalMinimum | FamilyType::LocalMinimum);
    let families = landscape.families().iter();
    families
        .map(|family| (family.form.family_type, family.loss))
        .filter(|family| is_minimum(family.0))
        .collect()
}

/// `linscape flow --method sgd`: a batch, whichever it is, decays by the whole of `weight_decay`.
#[test]
fn a_step_on_a_batch_decays_as_pytorch_does() {
    let value = || ReadMatrix::of(inputs(), Precision::DOUBLE);
    let plain = ProblemOptions {
        inputs: Some(Given::Value { name: "inputs", value: value() }),
        autoencode: true,
        hidden: Some("3,3".to_owned()),
        loss: Some("mean".to_owned()),
        ..ProblemOptions::default()
    };
    let decays = [0.05, 0.02, 0.1];
    let decayed = ProblemOptions {
        inputs: Some(Given::Value { name: "inputs", value: value() }),
        decay: Some("0.05,0.02,0.1".to_owned()),
        ..plain.clone()
    };
    let (plain, decayed) = (plain.state().expect("states"), decayed.state_decayed());
    let decayed = decayed.expect("states").expect("decay");
    let step = 0.01;
    let after = |steps: u64, with_decay: bool| {
        let options = FlowOptions {
            method: Some(Mover::Stochastic),
            batch: Some(4),
            step: Some(step),
            seed: 3,
            max_steps: steps,
            until: Some(1.0),
            ..FlowOptions::starting("gaussian:0.7")
        };
        let run = if with_decay {
            run_decayed_flow(&decayed, &options, None, &()).expect("runs").run
        } else {
            run_flow(&plain, &options, None, &()).expect("runs")
        };
        run.weights().expect("finite").matrices().to_vec()
    };
    let (start, without, with) = (after(0, true), after(1, false), after(1, true));
    for (layer, decay) in decays.into_iter().enumerate() {
        let moved = (&without[layer] - &start[layer]).norm();
        let apart = (&without[layer] - &with[layer]) - &start[layer] * (step * decay);
        assert!(moved > 1e-4 && apart.norm() < 1e-14, "layer {}: {apart}", layer + 1);
    }
}

#[test]
fn a_shallow_autoencoder_ends_at_the_global_minimum_to_eight_digits() {
    let data = inputs();
    let found = trained(&data, &[2], 0.05, 0.5);
    let listed = minima(&data, "2", "0.05");
    assert_eq!(listed.len(), 1);
    let expected = listed[0].1;
    assert!((found / expected - 1.0).abs() < 1e-9, "{found} {expected}");
}

#[test]
fn a_deep_autoencoder_ends_at_a_listed_minimum_and_from_a_small_start_at_the_origin() {
    let data = inputs();
    let listed = minima(&data, "3,3", "0.05");
    assert!(listed.len() > 2, "{listed:?}");
    let nearest = |found: f64| {
        let distance = |row: &&(FamilyType, f64)| (row.1 - found).abs();
        *listed.iter().min_by(|a, b| distance(a).total_cmp(&distance(b))).expect("some")
    };
    let found = trained(&data, &[3, 3], 0.05, 1.0);
    let (kind, expected) = nearest(found);
    assert!((found / expected - 1.0).abs() < 1e-9, "{found} {expected}");
    assert_eq!(kind, FamilyType::GlobalMinimum);
    // Small starts learn nothing: the origin is a minimum from depth 3 on.
    let stuck = trained(&data, &[3, 3], 0.05, 0.001);
    let nothing = data.norm_squared() / data.len() as f64;
    assert!((stuck / nothing - 1.0).abs() < 1e-9, "{stuck} {nothing}");
    assert!((nearest(stuck).1 / nothing - 1.0).abs() < 1e-12);
}

/// The measurements of iris, one sample a row.
fn iris() -> DMatrix<f64> {
    let text = include_str!("../../../fixtures/iris.csv");
    let rows: Vec<Vec<f64>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(|cell| cell.parse().expect("a number")).collect())
        .collect();
    DMatrix::from_fn(rows.len(), 4, |row, column| rows[row][column])
}

/// One batch of all samples, momentum, biases in every layer that do not decay, as scikit-learn's
/// `MLPRegressor` of identities has them. Returns half the sum of squares and half the penalty.
fn trained_with_biases(inputs: &DMatrix<f64>, hidden: &[usize], alpha: f64) -> f64 {
    let widths: Vec<usize> = [4].iter().chain(hidden).chain(&[4]).copied().collect();
    let mut layers: Vec<DMatrix<f64>> = widths
        .windows(2)
        .map(|pair| {
            DMatrix::from_fn(pair[1], pair[0], |i, j| {
                f64::from(u8::from(i == j)) + 0.1 * (3.0 * i as f64 + 5.0 * j as f64).sin()
            })
        })
        .collect();
    let mut biases: Vec<DVector<f64>> =
        widths[1..].iter().map(|&width| DVector::zeros(width)).collect();
    let mut speeds = (layers.iter().map(|own| own * 0.0).collect::<Vec<_>>(), biases.clone());
    let x = inputs.transpose();
    let forward = |layers: &[DMatrix<f64>], biases: &[DVector<f64>]| {
        let mut outputs = vec![x.clone()];
        for (layer, bias) in layers.iter().zip(biases) {
            let mut next = layer * &outputs[outputs.len() - 1];
            next.column_iter_mut().for_each(|mut column| column += bias);
            outputs.push(next);
        }
        outputs
    };
    let (step, momentum) = (2e-5, 0.97);
    for _ in 0..20_000 {
        let outputs = forward(&layers, &biases);
        let mut back = &outputs[layers.len()] - &x;
        for at in (0..layers.len()).rev() {
            let gradient = &back * outputs[at].transpose() + &layers[at] * alpha;
            let offset = back.column_sum();
            back = layers[at].transpose() * back;
            speeds.0[at] = &speeds.0[at] * momentum + gradient;
            speeds.1[at] = &speeds.1[at] * momentum + offset;
            layers[at] -= &speeds.0[at] * step;
            biases[at] -= &speeds.1[at] * step;
        }
    }
    let outputs = forward(&layers, &biases);
    let penalty: f64 = layers.iter().map(DMatrix::norm_squared).sum();
    0.5 * (&outputs[layers.len()] - &x).norm_squared() + 0.5 * alpha * penalty
}

#[test]
fn autoencoders_of_iris_with_biases_end_at_the_global_minimum() {
    let data = iris();
    for (hidden, text, expected) in
        [(&[3][..], "3", 22.093_892_10), (&[3, 3][..], "3,3", 30.586_178_30)]
    {
        let found = trained_with_biases(&data, hidden, 8.0);
        let value = ReadMatrix::of(data.clone(), Precision::DOUBLE);
        let options = ProblemOptions {
            inputs: Some(Given::Value { name: "inputs", value }),
            autoencode: true,
            hidden: Some(text.to_owned()),
            biases: Some("all".to_owned()),
            decay: Some("8".to_owned()),
            ..ProblemOptions::default()
        };
        let stated = options.state_decayed().expect("states a problem").expect("with decay");
        let landscape = list_decayed(&stated, None, &()).expect("few families");
        let best = &landscape.families()[0];
        assert_eq!(best.form.family_type, FamilyType::GlobalMinimum);
        assert!((best.loss / expected - 1.0).abs() < 5e-10, "{}", best.loss);
        assert!((found / best.loss - 1.0).abs() < 1e-8, "{found} {}", best.loss);
    }
}
