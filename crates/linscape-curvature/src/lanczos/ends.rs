//! Both ends of the spectrum of a large symmetric operator.

use crate::lanczos::find_ends;
use crate::{
    EigenPairs, LanczosError, LanczosOptions, LanczosStatus, SpectrumEnds, SymmetricOperator,
};
use linscape_critical::Observer;
use linscape_lapack::symmetric_eigen;
use nalgebra::DMatrix;

/// As many eigenpairs at each end of the spectrum as the options say, copies of multiple eigenvalues included.
///
/// # Method
/// Thick-restarted block Lanczos with full reorthogonalisation from seeded Gaussian vectors, for
/// both ends at once. A Krylov space holds no more copies of an eigenvalue than its block has
/// vectors. Where a run finds as many, they are deflated and it is repeated from new vectors until
/// no more are found. Operators of small order are formed and decomposed.
///
/// Whether none is left is another question. The outermost pair of the last run is `p(H) z` for a
/// random `z` and a polynomial whose zeros, the other Ritz values, all lie further in, so that an
/// eigenvector further out has at least its share in `z`, some `1/√N`, and the residual would show
/// it: a residual of `10⁻⁴/√N` of the distance to a known value leaves a chance of some `10⁻⁴` that a
/// copy of it was missed. That is no proof. Up to the order that the options state, the operator is
/// formed and a Cholesky decomposition proves that nothing is missing
/// ([`SpectrumEnds::bounds`]); beyond it every count is a lower bound.
///
/// # Edge cases
/// Where the `k`-th value is multiple, any of its eigenvectors may be listed.
///
/// # Errors
/// When more pairs are asked for than exist or fit the basis, or the operator is not finite.
///
/// # Complexity
/// A product costs what the operator costs and `O(N m)` with a basis of `m` vectors, the memory is
/// `8 N (m + 2k + b)` bytes. A run that is slow is given a larger basis, as the options say.
///
/// # Examples
/// ```
/// use linscape_curvature::{LanczosOptions, spectrum_ends};
/// use nalgebra::DMatrix;
/// // 7 twice, 1 twice, and 3 to 5 between them.
/// let diagonal = |at: usize| match at { 0 | 9 => 7.0, 3 | 4 => 1.0, _ => 3.0 + (at % 3) as f64 };
/// let matrix = DMatrix::from_fn(400, 400, |i, j| if i == j { diagonal(i) } else { 0.0 });
/// let ends = spectrum_ends(&matrix, &LanczosOptions::for_ends(2), &())?;
/// assert!(ends.highest.values.iter().all(|value| (value - 7.0).abs() < 1e-12));
/// assert!(ends.lowest.values.iter().all(|value| (value - 1.0).abs() < 1e-12));
/// // Proved: nothing above 7, nothing below 1.
/// assert!(ends.bounds[1].is_some_and(|bound| 7.0 < bound && bound < 7.001));
/// # Ok::<(), linscape_curvature::LanczosError>(())
/// ```
pub fn spectrum_ends<O: SymmetricOperator + ?Sized>(
    operator: &O,
    options: &LanczosOptions,
    observer: &dyn Observer,
) -> Result<SpectrumEnds, LanczosError> {
    options.check(operator.order())?;
    let mut ends = if options.forms(operator.order()) {
        dense_ends(operator, options.ends)?
    } else {
        find_ends(operator, options, observer)?.measured_by(operator)?
    };
    ends.prove(operator, options, observer)?;
    Ok(ends)
}

/// Forms the operator and decomposes it.
fn dense_ends<O: SymmetricOperator + ?Sized>(
    operator: &O,
    ends: [usize; 2],
) -> Result<SpectrumEnds, LanczosError> {
    let order = operator.order();
    let matrix = operator.apply(&DMatrix::identity(order, order));
    let eigen = symmetric_eigen(matrix)?;
    let pairs =
        |chosen: Vec<usize>| EigenPairs::measured(operator, eigen.vectors.select_columns(&chosen));
    Ok(SpectrumEnds {
        lowest: pairs((0..ends[0]).collect()),
        highest: pairs((order - ends[1]..order).rev().collect()),
        bounds: [None; 2],
        status: LanczosStatus::Converged,
        products: order,
        bytes: 8 * order * order,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Progress, RandomStream};
    use linscape_network::RandomMatrices as _;
    use std::ops::ControlFlow;

    fn small_basis(ends: usize) -> LanczosOptions {
        LanczosOptions { basis: 24.max(4 * (ends + 2)), ..LanczosOptions::for_ends(ends) }
    }

    fn diagonal(values: &[f64]) -> DMatrix<f64> {
        DMatrix::from_diagonal(&nalgebra::DVector::from_column_slice(values))
    }

    #[test]
    fn copies_beyond_the_block_size_are_found_by_deflation() {
        // −3 five times, 9 four times and a kernel of 200 in a spectrum spread over [0, 8].
        let mut values: Vec<f64> = (0..200).map(|at| 8.0 * f64::from(at) / 200.0).collect();
        values.extend([-3.0; 5]);
        values.extend([9.0; 4]);
        values.extend([0.0; 200]);
        let ends = spectrum_ends(&diagonal(&values), &small_basis(4), &()).expect("finite");
        assert_eq!(ends.status, LanczosStatus::Converged);
        assert!(
            ends.lowest.values.iter().all(|value| (value + 3.0).abs() < 1e-9),
            "{:?}",
            ends.lowest.values
        );
        assert!(
            ends.highest.values.iter().all(|value| (value - 9.0).abs() < 1e-9),
            "{:?}",
            ends.highest.values
        );
    }

    /// A diagonal matrix too large to be formed.
    struct Diagonal(Vec<f64>);

    impl SymmetricOperator for Diagonal {
        fn order(&self) -> usize {
            self.0.len()
        }

        fn apply_into(&self, vectors: &DMatrix<f64>, images: &mut DMatrix<f64>) {
            images.copy_from(vectors);
            for mut image in images.column_iter_mut() {
                image.iter_mut().zip(&self.0).for_each(|(entry, value)| *entry *= value);
            }
        }
    }

    #[test]
    fn copies_are_found_where_a_few_steps_from_new_vectors_do_not_show_them() {
        // Four copies and one more value outside 20,001 that are dense around zero: after a few steps
        // the residual says that an eigenvalue is near the outermost Ritz value, far inside.
        let inside = |at: i32| (f64::from(at) / 10_000.0).powi(9);
        let mut values: Vec<f64> = (-10_000..=10_000).map(inside).collect();
        values.extend([1.2, 1.2, 1.2, 1.2, 1.1]);
        let options = LanczosOptions { ends: [0, 3], ..LanczosOptions::for_ends(3) };
        let ends = spectrum_ends(&Diagonal(values), &options, &()).expect("finite");
        assert_eq!(ends.status, LanczosStatus::Converged);
        let found = &ends.highest.values;
        assert!(found.iter().all(|value| (value - 1.2).abs() < 1e-10), "{found:?}");
    }

    #[test]
    fn far_outliers_do_not_spoil_the_other_end() {
        // Locked and kept vectors of values 10⁵ times the rest leak back at every step.
        let mut values: Vec<f64> = (0..5_000).map(|at| (f64::from(at) / 500.0).sin()).collect();
        values.extend([1e5, 9e4, 9e4, 8e4]);
        values.extend([-1.2, -1.2, -1.1]);
        let options = LanczosOptions { tolerance: 1e-12, ..LanczosOptions::for_ends(3) };
        let ends = spectrum_ends(&Diagonal(values), &options, &()).expect("finite");
        assert_eq!(ends.status, LanczosStatus::Converged);
        for (found, expected) in ends.lowest.values.iter().zip([-1.2, -1.2, -1.1]) {
            assert!((found - expected).abs() < 1e-8, "{:?}", ends.lowest.values);
        }
        let overlap = ends.lowest.vectors.tr_mul(&ends.highest.vectors).amax();
        assert!(overlap < 1e-12, "{overlap}");
    }

    #[test]
    fn pairs_that_are_said_to_have_converged_have_residuals_within_the_tolerance() {
        // Few distinct eigenvalues, many copies each: the Krylov space closes within a dozen steps, and
        // what the recurrence says of residuals is worth what it has kept of orthogonality.
        let mut checked = 0;
        for seed in 0..60 {
            let mut stream = RandomStream::new(seed, "closing spaces");
            let values: Vec<f64> = (0..12).map(|_| stream.normal()).collect();
            let turn = stream.orthogonal(150).expect("finite");
            let matrix = &turn * diagonal(&(0..150).map(|at| values[at % 12]).collect::<Vec<_>>());
            let matrix = matrix * turn.transpose();
            let options = LanczosOptions { seed, ..small_basis(5) };
            let ends = spectrum_ends(&matrix, &options, &()).expect("finite");
            assert_eq!(ends.status, LanczosStatus::Converged, "{seed}");
            let scale = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
            for pairs in [&ends.lowest, &ends.highest] {
                let worst = pairs.residuals.iter().copied().fold(0.0, f64::max);
                assert!(worst <= 1e-10 * scale * (1.0 + 1e-6), "{seed}: {worst} of {scale}");
                let overlap = pairs.vectors.tr_mul(&pairs.vectors);
                assert!((overlap - DMatrix::<f64>::identity(5, 5)).amax() < 1e-13, "{seed}");
                checked += 1;
            }
        }
        assert_eq!(checked, 120);
    }

    #[test]
    fn a_zero_operator_has_only_zeros() {
        let ends = spectrum_ends(&DMatrix::zeros(300, 300), &small_basis(3), &()).expect("finite");
        assert_eq!((ends.lowest.values, ends.highest.values), (vec![0.0; 3], vec![0.0; 3]));
        assert_eq!(ends.status, LanczosStatus::Converged);
    }

    #[test]
    fn a_limit_or_an_interruption_leaves_the_pairs_found_so_far_with_honest_residuals() {
        struct Stop;
        impl Observer for Stop {
            fn advance(&self, _progress: Progress) -> ControlFlow<()> {
                ControlFlow::Break(())
            }
        }
        let values: Vec<f64> = (0..500).map(|at| f64::from(at).sqrt()).collect();
        let matrix = diagonal(&values);
        let few = LanczosOptions { most_products: 16, ..small_basis(3) };
        let limited = spectrum_ends(&matrix, &few, &()).expect("finite");
        assert_eq!(limited.status, LanczosStatus::PartiallyConverged);
        assert!(limited.highest.residuals[0] > 1e-10 && limited.highest.values[0] < 22.4);
        let stopped = spectrum_ends(&matrix, &small_basis(3), &Stop).expect("finite");
        assert_eq!(stopped.status, LanczosStatus::Interrupted);
    }

    #[test]
    fn the_high_end_alone_comes_without_the_low_one() {
        // A low end that an iteration would not reach: 300 values within 10⁻¹² of zero.
        let values: Vec<f64> = (0..400)
            .map(|at| if at < 300 { 1e-12 * f64::from(at) } else { f64::from(at) })
            .collect();
        let options = LanczosOptions { basis: 24, ..LanczosOptions::at_top(2) };
        let ends = spectrum_ends(&diagonal(&values), &options, &()).expect("finite");
        assert_eq!((ends.status, ends.lowest.values.len()), (LanczosStatus::Converged, 0));
        assert!((ends.highest.values[1] - 398.0).abs() < 1e-9);
    }

    #[test]
    fn too_many_pairs_or_too_small_a_basis_are_refused() {
        let matrix = DMatrix::identity(9, 9);
        let error = spectrum_ends(&matrix, &LanczosOptions::for_ends(5), &()).expect_err("9 < 10");
        assert_eq!(error, LanczosError::TooMany { ends: 5, order: 9 });
        let small = LanczosOptions { basis: 8, ..LanczosOptions::for_ends(2) };
        assert!(matches!(
            spectrum_ends(&matrix, &small, &()),
            Err(LanczosError::SmallBasis { .. })
        ));
        let dense = spectrum_ends(&matrix, &LanczosOptions::for_ends(4), &()).expect("finite");
        assert_eq!(dense.lowest.values, vec![1.0; 4]);
    }
}
