//! Networks of one layer, whose Hessian is that of linear regression.

use super::low_rank_spectrum::{LowRankLevel, LowRankSpectrum};
use super::normalised::times_power_of_two;
use super::piece::Piece;
use linscape_lapack::{DecompositionError, singular_values};
use nalgebra::DMatrix;

/// The spectrum of `I ⊗ CCᵀ`: every eigenvalue of `CCᵀ` once for each output.
pub(super) fn linear_spectrum(
    (outputs, inputs): (usize, usize),
    carried: Option<&DMatrix<f64>>,
    exponent: i32,
) -> Result<LowRankSpectrum, DecompositionError> {
    let values = match carried {
        None => vec![1.0; inputs],
        Some(carried) => {
            singular_values(carried.clone())?.iter().map(|value| value * value).collect()
        }
    };
    let largest = values.first().copied().unwrap_or(0.0);
    let rounding = 4.0 * inputs.max(4) as f64 * f64::EPSILON * largest;
    let level = |(mode, &value): (usize, &f64)| LowRankLevel {
        value: times_power_of_two(value, exponent),
        multiplicity: outputs,
        residual: times_power_of_two(rounding, exponent),
        layers: vec![1.0],
        piece: Piece::Linear { mode },
    };
    let levels = if carried.is_none() {
        let whole = |level: LowRankLevel| LowRankLevel { multiplicity: outputs * inputs, ..level };
        vec![whole(level((0, &1.0)))]
    } else {
        values.iter().enumerate().map(level).collect()
    };
    Ok(LowRankSpectrum::of_levels(
        levels,
        &[outputs * inputs],
        [0.0, rounding, largest].map(|bound| times_power_of_two(bound, exponent)),
        0,
    ))
}
