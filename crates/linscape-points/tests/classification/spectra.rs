//! Spectra of actual weights against closed forms and the dense Hessian.

use linscape_critical::{Architecture, Problem, RandomStream, Spectrum};
use linscape_curvature::{
    CountBound, HessianProduct, LanczosOptions, LanczosStatus, LowRank, LowRankOptions,
    SecondOrder, SpectrumMethod, WeightsSpectrum, spectrum_ends,
};
use linscape_lapack::symmetric_eigenvalues;
use linscape_network::{CriticalPoint, Target};
use linscape_points::random_point;
use linscape_strata::{FamilyShape, Stratum, balanced_spectrum, merged_spectrum};
use nalgebra::DMatrix;

fn small_basis(ends: usize) -> LanczosOptions {
    LanczosOptions { basis: 24.max(4 * (ends + 2)), ..LanczosOptions::for_ends(ends) }
}

#[test]
fn the_ends_at_random_strict_saddles_are_those_of_the_dense_hessian() {
    let network = Architecture::new(vec![6, 7, 7, 5]).expect("widths");
    let spectrum = Spectrum::exact_integers(&[9, 7, 4, 2, 1]);
    let problem = Problem::from_spectrum(network, spectrum).expect("fits");
    let target = Target::standard(&problem);
    let sigma = target.matrix();
    let mut checked = 0;
    for (seed, indices) in
        [vec![2, 3], vec![3], vec![1, 4], vec![1, 2, 3, 4, 5], vec![]].iter().enumerate()
    {
        let subset = problem.subset(indices).expect("exists");
        let mut stream = RandomStream::new(seed as u64, "lanczos test");
        let stratum = Stratum::random(&FamilyShape::new(&problem, &subset), &mut stream);
        let weights = random_point(&target, &subset, &stratum, &mut stream).expect("exists");
        let dense = SecondOrder::new(&weights, sigma).expect("fits").hessian();
        let all = symmetric_eigenvalues(dense).expect("finite");
        let scale = all[0].abs().max(all[all.len() - 1].abs());
        let product = HessianProduct::new(&weights, sigma).expect("fits");
        let ends = spectrum_ends(&product, &small_basis(5), &()).expect("finite");
        assert_eq!(ends.status, LanczosStatus::Converged, "{indices:?}");
        for at in 0..5 {
            let (low, high) = (ends.lowest.values[at], ends.highest.values[at]);
            assert!(
                (low - all[at]).abs() < 1e-9 * scale,
                "{indices:?}: low {at} {low} {}",
                all[at]
            );
            let expected = all[all.len() - 1 - at];
            assert!(
                (high - expected).abs() < 1e-9 * scale,
                "{indices:?}: high {at} {high} {expected}"
            );
            // Within the tolerance, as `Converged` says, up to what the products round.
            assert!(ends.lowest.residuals[at] <= 1.01e-10 * scale);
            assert!(ends.highest.residuals[at] <= 1.01e-10 * scale);
        }
        let overlap = ends.lowest.vectors.transpose() * &ends.lowest.vectors;
        assert!((overlap - DMatrix::<f64>::identity(5, 5)).amax() < 1e-9);
        checked += 1;
    }
    assert_eq!(checked, 5);
}

#[test]
fn at_a_balanced_point_all_three_roads_give_the_same_multiplicities() {
    let network = Architecture::new(vec![5, 6, 6, 5]).expect("widths");
    let spectrum = Spectrum::exact_integers(&[9, 5, 4, 2, 1]);
    let problem = Problem::from_spectrum(network, spectrum).expect("fits");
    let target = Target::standard(&problem);
    let subset = problem.subset(&[2, 3]).expect("exists");
    let weights = CriticalPoint::balanced(&target, &subset).weights;
    let hessian = HessianProduct::new(&weights, target.matrix()).expect("fits");
    let options = LanczosOptions { basis: 32, ..LanczosOptions::for_ends(4) };
    let closed = merged_spectrum(&balanced_spectrum(&problem, &subset));
    let dense = WeightsSpectrum::new(&weights, &hessian, 1000, &options, &()).expect("finite");
    assert_eq!(dense.rows.len(), closed.len());
    let mut total = 0;
    for (row, exact) in dense.rows.iter().zip(&closed) {
        assert!((row.value - exact.value).abs() < 1e-11, "{row:?} {exact:?}");
        total += exact.multiplicity;
        assert_eq!((row.multiplicity, row.cumulative), (exact.multiplicity, total));
        assert!((row.layers.iter().sum::<f64>() - 1.0).abs() < 1e-12 && row.residual < 1e-11);
        assert!(row.is_complete && row.cumulative_is == CountBound::Exact);
    }
    let ends = WeightsSpectrum::new(&weights, &hessian, 10, &options, &()).expect("finite");
    assert!(matches!(ends.method, SpectrumMethod::Lanczos { .. }));
    let (low, high) = (&ends.rows[0], &ends.rows[ends.rows.len() - 1]);
    assert!((low.value - closed[0].value).abs() < 1e-8 && low.cumulative == 1);
    assert!((high.value - closed[closed.len() - 1].value).abs() < 1e-8);
    assert_eq!(high.cumulative, weights.parameters());
    // Proved, but for the innermost value of either end, of which there may be more copies.
    let inner = ends.pairs.values.len() / 2;
    let open = [ends.pairs.values[inner - 1], ends.pairs.values[inner]];
    assert!(ends.rows.iter().all(|row| {
        row.is_complete || open.iter().any(|value| (row.value - value).abs() < 1e-6)
    }));
    assert!(low.is_complete && high.is_complete && high.cumulative_is == CountBound::Exact);
    let unproved = LanczosOptions { proofs: [0; 2], ..options };
    let ends = WeightsSpectrum::new(&weights, &hessian, 10, &unproved, &()).expect("finite");
    assert!(ends.rows.iter().all(|row| !row.is_complete));
    assert_eq!(ends.rows[0].cumulative_is, CountBound::AtLeast);
}

#[test]
fn balanced_points_have_the_spectrum_of_the_closed_form() {
    let widths = vec![40, 50, 45, 42];
    let network = Architecture::new(widths).expect("widths");
    let mut sigma: Vec<u32> = (0..38).map(|k| 80 - 2 * k).collect();
    sigma[5] = sigma[4];
    let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&sigma)).expect("fits");
    let target = Target::standard(&problem);
    for learned in [&[][..], &[1], &[1, 2, 3], &[2, 7, 30]] {
        let subset = problem.subset(learned).expect("exists");
        let weights = CriticalPoint::balanced(&target, &subset).weights;
        let sigma = target.matrix();
        let reduced = LowRank::of(&weights, sigma, LowRankOptions::default());
        let spectrum = reduced.expect("finite").expect("low rank").spectrum().expect("finite");
        assert!(spectrum.core_order <= 4 * 9 + 9, "{}", spectrum.core_order);
        let closed = merged_spectrum(&balanced_spectrum(&problem, &subset));
        let copies = |value: f64, times: usize| std::iter::repeat_n(value, times);
        let exact: Vec<f64> =
            closed.iter().flat_map(|level| copies(level.value, level.multiplicity)).collect();
        let levels = spectrum.levels.iter();
        let found: Vec<f64> =
            levels.flat_map(|level| copies(level.value, level.multiplicity)).collect();
        let scale = exact.iter().fold(1.0_f64, |most, value| most.max(value.abs()));
        assert_eq!(found.len(), exact.len());
        let apart = found.iter().zip(&exact).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(apart < 1e-12 * scale, "{learned:?}: {apart}");
        let signs = spectrum.signs(spectrum.bound());
        let count = |keep: fn(f64) -> bool| exact.iter().filter(|value| keep(**value)).count();
        assert_eq!(signs.negative, count(|value| value < 0.0));
        assert_eq!(signs.positive, count(|value| value > 0.0));
    }
}
