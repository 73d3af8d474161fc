//! From second moments to the matrix `Σ`.

use super::moments::{Moments, MomentsError, origin_of};
use super::whitened_inputs::WhitenedInputs;
use super::{Dropped, Reduction, ReductionError, check_widths, singular_target};
use linscape_critical::{
    Architecture, NaturalUnits, Problem, Spectrum, Tolerance, euclidean_length,
};
use linscape_lapack::{multiply_transposed, thin_svd};

impl Reduction {
    /// The landscape's problem for a network on data of which the second moments are known.
    ///
    /// # Method
    /// With `Σ_xx = S C S`, `S` powers of two near the lengths of the inputs, and `C = V̂ Λ V̂ᵀ` cut at `ρ`, the
    /// inputs are `Xᵀ = U T ᵀ` with `T = S V̂ Λ^{1/2} P`, and `Σ = Σ_yx S⁻¹ V̂ Λ^{-1/2} P`. An eigenvalue of `C`
    /// is known to an error `e` ([`Moments::relative_error`]) and no better, so that a direction counts when its
    /// length is above `√e` of the longest. `Σ` is wrong by at most
    /// `(e ‖Σ_yx S⁻¹‖ + ½ ‖B‖ e)/√λ_ρ` to first order, with the least-squares coefficients `B`.
    ///
    /// # Errors
    /// As [`of_data`](Self::of_data); when `Σ_xx` has a negative eigenvalue that is no rounding, or `Σ_yy` is
    /// smaller than what the inputs explain.
    ///
    /// # Complexity
    /// `O(d_0³ + d_0² d_h)`.
    ///
    /// Source: `docs/theory.md`, "Reduction".
    pub fn of_moments(
        architecture: Architecture,
        moments: &Moments,
        tolerance: Option<f64>,
    ) -> Result<Self, ReductionError> {
        let [inputs, outputs] = moments.ends();
        check_widths(&architecture, inputs, outputs)?;
        let whitened = WhitenedInputs::of_moments(moments, tolerance)?;
        let whitened = whitened.ok_or(ReductionError::ZeroInputs)?;
        let sigma =
            multiply_transposed(&moments.cross.transpose(), &whitened.unwhitening.transpose());
        let coefficients = whitened.scaled_coefficients(&sigma);
        let smallest = whitened.scaled_values.last().copied().unwrap_or(1.0);
        let unit = moments.relative_error();
        let stored = unit * whitened.scaled_norm(&moments.cross);
        let moved = 0.5 * euclidean_length(coefficients.as_slice()) * whitened.error;
        let error = (stored + moved) / smallest;
        let decomposed = thin_svd(sigma)?;
        let largest = decomposed.singular_values.first().copied().unwrap_or(0.0);
        let relative = if largest > 0.0 { (error / largest).min(f64::MAX) } else { 0.0 };
        let origin = origin_of(moments.precision);
        let rounding = || Tolerance::from_error(relative, origin);
        let mut judged = tolerance.map_or_else(rounding, Tolerance::given);
        judged.precision = moments.precision;
        judged.inputs = Some(whitened.threshold);
        let explained: f64 = decomposed.singular_values.iter().map(|value| value * value).sum();
        let loss_offset = match moments.energy {
            None => 0.0,
            Some(energy) => {
                let uncertain = (2.0 * relative.max(unit)).min(1.0) * explained.max(energy);
                if energy < explained - uncertain {
                    return Err(MomentsError::TooSmall { energy, explained }.into());
                }
                0.5 * (energy - explained).max(0.0)
            }
        };
        let spectrum = Spectrum::from_floats(&decomposed.singular_values, &mut judged)?;
        let input_rank = whitened.scaled_values.len();
        let problem = Problem::from_spectrum(architecture, spectrum)?
            .with_data(input_rank, moments.samples, loss_offset)?
            .with_tolerance(Some(judged));
        Ok(Self {
            target: singular_target(problem, &decomposed),
            unwhitening: Some(whitened.unwhitening),
            whitening: Some(whitened.whitening),
            dropped: Dropped::from_moment(&moments.inputs, input_rank),
            means: None,
            bias_units: NaturalUnits::one(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dataset, RandomMatrices};
    use linscape_critical::{Precision, RandomStream};
    use nalgebra::DMatrix;

    fn network(widths: &[usize]) -> Architecture {
        Architecture::new(widths.to_vec()).expect("widths")
    }

    /// The reductions of data and of their moments.
    fn both(inputs: &DMatrix<f64>, targets: &DMatrix<f64>) -> (Reduction, Reduction) {
        let widths = [inputs.ncols(), 2, targets.ncols()];
        let data = Dataset::new(inputs.clone(), targets.clone()).expect("rows");
        let of_data = Reduction::of_data(network(&widths), &data, None).expect("reduces");
        let outputs = targets.tr_mul(targets);
        let moments = Moments::new(
            inputs.tr_mul(inputs),
            targets.tr_mul(inputs),
            Some(&outputs),
            Precision::DOUBLE,
        );
        let moments = moments.expect("moments").over(Some(inputs.nrows()));
        (of_data, Reduction::of_moments(network(&widths), &moments, None).expect("reduces"))
    }

    #[test]
    fn moments_have_the_landscape_of_their_samples_at_any_scale() {
        for scale in [1e-60, 1.0, 1e60] {
            let mut stream = RandomStream::new(3, "moments");
            let inputs = stream.gaussian(50, 4) * scale;
            let targets = stream.gaussian(50, 3) * scale;
            let (data, moments) = both(&inputs, &targets);
            let (data, moments) = (data.problem(), moments.problem());
            assert_eq!(moments.input_rank(), 4);
            for (found, right) in
                moments.spectrum().distinct().iter().zip(data.spectrum().distinct())
            {
                assert!((found - right).abs() < 1e-12 * right, "{found} {right}");
            }
            let (found, right) = (moments.loss_offset(), data.loss_offset());
            assert!((found - right).abs() < 1e-12 * right, "{found} {right}");
        }
    }

    #[test]
    fn a_direction_below_the_root_of_rounding_is_lost_in_moments_and_not_in_samples() {
        let mut stream = RandomStream::new(4, "moments");
        let free = stream.gaussian(50, 3);
        let turned = stream.gaussian(3, 3);
        // The last direction is 1e-9 of the others.
        let inputs = &free * DMatrix::from_diagonal(&nalgebra::dvector![1.0, 1.0, 1e-9]) * turned;
        let (data, moments) = both(&inputs, &stream.gaussian(50, 2));
        assert_eq!((data.problem().input_rank(), moments.problem().input_rank()), (3, 2));
        let threshold = moments.problem().tolerance().and_then(|own| own.inputs).expect("judged");
        assert!((1e-8..1e-7).contains(&threshold.value), "{}", threshold.value);
    }

    #[test]
    fn features_of_any_size_count() {
        let mut stream = RandomStream::new(5, "moments");
        let sizes = [1e7, 1.0, 1e-7];
        let inputs = stream.gaussian(50, 3) * DMatrix::from_diagonal(&sizes.to_vec().into());
        let (data, moments) = both(&inputs, &stream.gaussian(50, 2));
        assert_eq!(moments.problem().input_rank(), 3);
        // There and back in the units of each feature.
        let mut back = moments.unwhiten(&moments.whiten(&DMatrix::identity(3, 3)));
        for (i, j) in (0..3).flat_map(|i| (0..3).map(move |j| (i, j))) {
            back[(i, j)] *= sizes[j] / sizes[i];
        }
        assert!((back - DMatrix::identity(3, 3)).amax() < 1e-12);
        let apart =
            data.problem().spectrum().distinct()[0] - moments.problem().spectrum().distinct()[0];
        assert!(apart.abs() < 1e-12);
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        let double = Precision::DOUBLE;
        let matrix = |entries: &[f64]| DMatrix::from_row_slice(2, 2, entries);
        let refused =
            |inputs: &[f64]| Moments::new(matrix(inputs), matrix(&[1.0; 4]), None, double);
        assert!(matches!(
            refused(&[1.0, 0.5, 0.4, 1.0]),
            Err(MomentsError::NotSymmetric { row: 1, column: 2, .. })
        ));
        assert!(matches!(refused(&[1.0, 0.0, 0.0, -1.0]), Err(MomentsError::Negative { .. })));
        let indefinite = refused(&[1.0, 2.0, 2.0, 1.0]).expect("symmetric");
        let reduced = Reduction::of_moments(network(&[2, 1, 2]), &indefinite, None);
        assert!(matches!(reduced, Err(ReductionError::Moments(MomentsError::Negative { .. }))));
        let one = |entry| DMatrix::from_element(1, 1, entry);
        let small = Moments::new(one(1.0), one(3.0), Some(&one(4.0)), double).expect("moments");
        let reduced = Reduction::of_moments(network(&[1, 1, 1]), &small, None);
        assert!(matches!(reduced, Err(ReductionError::Moments(MomentsError::TooSmall { .. }))));
    }
}
