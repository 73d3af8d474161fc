//! Means of columns.

use linscape_critical::BinaryScale;
use nalgebra::{DVector, DVectorViewMut};

/// Means of the columns of data of `m` samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Means {
    /// `x̄`, of length `d_0`.
    pub inputs: DVector<f64>,
    /// `ȳ`, of length `d_h`.
    pub targets: DVector<f64>,
    /// `m`, or the sum of the samples' weights.
    pub mass: f64,
}

/// Takes the (weighted) mean of a column off it. Beside a large offset the mean rounds; what it leaves is a
/// mean again, and is taken off too.
pub(crate) fn take_mean(mut column: DVectorViewMut<'_, f64>, weights: Option<&[f64]>) -> f64 {
    let first = column[0];
    // A mean rounds; a constant column becomes exactly zero all the same.
    if column.iter().all(|entry| entry.total_cmp(&first).is_eq()) {
        column.fill(0.0);
        return first;
    }
    let mut taken = 0.0;
    for _ in 0..2 {
        let mean = mean(column.as_slice(), weights);
        column.add_scalar_mut(-mean);
        taken += mean;
    }
    taken
}

/// The mean, of numbers whose sum may overflow too.
fn mean(numbers: &[f64], weights: Option<&[f64]>) -> f64 {
    let scale =
        BinaryScale::of(numbers.iter().fold(0.0_f64, |most, number| most.max(number.abs())));
    let scaled = numbers.iter().map(|&number| scale.divide(number));
    let mean = match weights {
        None => scaled.sum::<f64>() / numbers.len() as f64,
        Some(weights) => {
            let products = scaled.zip(weights).map(|(number, weight)| number * weight);
            products.sum::<f64>() / weights.iter().sum::<f64>()
        }
    };
    scale.multiply(mean)
}
