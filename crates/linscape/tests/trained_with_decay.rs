//! Networks trained as people train them, mean squared error and weight decay added to the gradient, end
//! where the landscape says.

use linscape::critical::Precision;
use linscape::formats::ReadMatrix;
use linscape::{Given, ProblemOptions, list_decayed};
use linscape_decay::FamilyType;
use nalgebra::DMatrix;

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
