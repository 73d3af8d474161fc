//! Quadratic functions on a ball.

use nalgebra::DVector;

/// The minimum of `Σ (½ λ_i p_i² + g_i p_i)` over `‖p‖ ≤ trust`.
pub(crate) fn trust_region(values: &[f64], slopes: &DVector<f64>, trust: f64) -> DVector<f64> {
    let shifted = |shift: f64| {
        let entries = values.iter().zip(slopes.iter());
        DVector::from_iterator(
            values.len(),
            entries
                .map(|(value, slope)| if *slope == 0.0 { 0.0 } else { -slope / (value + shift) }),
        )
    };
    let smallest = values[0];
    let scale = values.iter().fold(f64::MIN_POSITIVE, |largest, value| largest.max(value.abs()));
    if smallest > 1e-14 * scale && shifted(0.0).norm() <= trust {
        return shifted(0.0);
    }
    // ‖p‖ falls as the shift grows from −λ_1; the bracket is halved until it fits.
    let mut low = (-smallest).max(0.0) + 1e-14 * scale;
    if shifted(low).norm() <= trust {
        // The hard case: the slope does not see the lowest eigenvector, so walk along it.
        let mut inside = shifted(low);
        let rest = (trust * trust - inside.norm_squared()).max(0.0).sqrt();
        inside[0] += if slopes[0] > 0.0 { -rest } else { rest };
        return inside;
    }
    let mut high = low + slopes.norm() / trust + scale;
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if shifted(middle).norm() > trust {
            low = middle;
        } else {
            high = middle;
        }
    }
    shifted(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minimum(values: &[f64], slopes: &[f64], trust: f64) -> Vec<f64> {
        trust_region(values, &DVector::from_column_slice(slopes), trust).as_slice().to_vec()
    }

    #[test]
    fn the_minimum_is_inside_on_the_edge_or_along_the_lowest_direction() {
        assert_eq!(minimum(&[1.0, 2.0], &[-0.5, 1.0], 2.0), [0.5, -0.5]);
        let edge = minimum(&[-1.0, 2.0], &[-1.0, 0.0], 3.0);
        assert!((edge[0] - 3.0).abs() < 1e-9 && edge[1] == 0.0, "{edge:?}");
        // No slope along the only direction that goes down.
        let hard = minimum(&[-1.0, 1.0], &[0.0, 0.0], 2.0);
        assert!((hard[0].abs() - 2.0).abs() < 1e-9, "{hard:?}");
    }
}
