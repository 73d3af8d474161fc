//! What Lanczos says of a spectrum is true: pairs that are listed exist, and counts that are said to
//! be complete are.

use linscape_critical::{Architecture, Problem, RandomStream, Spectrum};
use linscape_curvature::{
    HessianProduct, LanczosOptions, LanczosStatus, SecondOrder, SpectrumEnds,
};
use linscape_lapack::symmetric_eigenvalues;
use linscape_network::{CriticalPoint, Reduction, Target, Weights};
use linscape_points::{Classification, HessianCheck, WeightErrors, random_point};
use linscape_strata::{FamilyShape, Stratum, balanced_spectrum, merged_spectrum};
use rayon::prelude::*;

/// A point with its problem.
struct Point {
    target: Target,
    weights: Weights,
    /// How it was made.
    name: String,
}

fn problem(widths: &[usize], values: &[u32]) -> Problem {
    let network = Architecture::new(widths.to_vec()).expect("widths");
    Problem::from_spectrum(network, Spectrum::exact_integers(values)).expect("fits")
}

/// A point of a random stratum, or the balanced one, of networks with 150 to 450 weights and many
/// equal singular values: few distinct eigenvalues with many copies.
fn drawn(seed: u64) -> Point {
    const NETWORKS: [&[usize]; 8] = [
        &[4, 10, 10, 4],
        &[8, 12, 8],
        &[3, 30, 4],
        &[6, 7, 7, 5],
        &[2, 6, 6, 6, 6, 2],
        &[12, 9, 9],
        &[5, 20, 5],
        &[4, 6, 7, 8, 4],
    ];
    let mut stream = RandomStream::new(seed, "truth of Lanczos");
    let widths = NETWORKS[stream.below(NETWORKS.len())];
    let signals = widths[0].min(widths[widths.len() - 1]);
    let values: Vec<u32> = (0..signals).map(|_| [1, 1, 3, 3, 5][stream.below(5)]).collect();
    let problem = problem(widths, &values);
    let target = Target::standard(&problem);
    let most = problem.maximal_rank();
    let indices: Vec<usize> = (1..=signals).filter(|_| stream.below(2) == 0).take(most).collect();
    let subset = problem.subset(&indices).expect("exists");
    let shape = FamilyShape::new(&problem, &subset);
    let is_balanced = stream.below(3) == 0;
    let weights = if is_balanced {
        CriticalPoint::balanced(&target, &subset).weights
    } else {
        let stratum = Stratum::random(&shape, &mut stream);
        random_point(&target, &subset, &stratum, &mut stream).expect("fits")
    };
    let name = format!("seed {seed}: {widths:?} {values:?} {indices:?} balanced {is_balanced}");
    Point { target, weights, name }
}

/// Negative eigenvalues that are counted at most (`docs/formats.md`, "Classifications").
const MOST_COUNTED: usize = 64;

/// Whether as many of the outermost eigenvalues as were asked for are those of the whole spectrum, up
/// to the bound that leaves copies of the innermost open.
fn are_outermost(ends: &SpectrumEnds, all: &[f64]) -> bool {
    let near = 1e-8 * all[0].abs().max(all[all.len() - 1].abs());
    let are_near = |found: &[f64], all: &mut dyn Iterator<Item = &f64>| {
        found.iter().zip(all).all(|(found, value)| (found - value).abs() <= near)
    };
    are_near(&ends.lowest.values, &mut all.iter())
        && are_near(&ends.highest.values, &mut all.iter().rev())
}

/// Compares what was found with all eigenvalues, nondecreasing: values listed exist, as many as are
/// listed and no more, and those beyond a bound are all.
fn assert_true(ends: &SpectrumEnds, all: &[f64], name: &str) {
    let scale = all[0].abs().max(all[all.len() - 1].abs());
    let near = 1e-8 * scale;
    let highest: Vec<f64> = all.iter().rev().map(|value| -value).collect();
    let flipped: Vec<f64> = ends.highest.values.iter().map(|value| -value).collect();
    let bounds = [ends.bounds[0], ends.bounds[1].map(|bound| -bound)];
    for (side, (values, all)) in
        [(&ends.lowest.values, all), (&flipped, &highest[..])].into_iter().enumerate()
    {
        // The i-th smallest of a subset is no smaller than the i-th smallest of all.
        for (at, value) in values.iter().enumerate() {
            assert!(*value >= all[at] - near, "{name}: side {side}, {at}: {value} {}", all[at]);
        }
        if let Some(bound) = bounds[side] {
            let beyond = all.iter().filter(|value| **value < bound).count();
            assert_eq!(ends.proved()[side], beyond, "{name}: side {side} beyond {bound}");
            for at in 0..beyond {
                assert!((values[at] - all[at]).abs() <= near, "{name}: side {side}, {at}");
            }
        }
    }
}

/// What Lanczos says of the Hessian at a point with these options, held against all eigenvalues, and
/// what it says of the theorem: nothing untrue, and everything that can be said. A proof fails only
/// where a copy is missing, and theorem and numerics agree wherever no more negative eigenvalues than
/// are counted have to be. Whether both ends were proved, and whether they agree.
fn judged(point: Point, options: &LanczosOptions) -> [bool; 2] {
    let Point { target, weights, name } = point;
    let sigma = target.matrix();
    let hessian = SecondOrder::new(&weights, sigma).expect("fits").hessian();
    let all = symmetric_eigenvalues(hessian).expect("finite");
    let product = HessianProduct::new(&weights, sigma).expect("fits");
    let ends = product.ends(options, &()).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(ends.status, LanczosStatus::Converged, "{name} {:?}", ends.highest.residuals);
    assert_true(&ends, &all, &name);
    let is_proved = ends.bounds.iter().all(Option::is_some);
    assert!(is_proved || !are_outermost(&ends, &all), "{name}: all there, not proved");
    // Without a proof nothing is said to be complete.
    let unproved = LanczosOptions { proofs: [0; 2], ..*options };
    let ends = product.ends(&unproved, &()).expect("finite");
    assert_eq!((ends.bounds, ends.proved()), ([None; 2], [0; 2]), "{name}");
    // Together with the theorem.
    let reduction = Reduction::of_spectrum(target.problem().clone());
    let errors = WeightErrors::of_rounding(reduction.problem(), &weights, f64::EPSILON, None);
    let said = Classification::of(reduction.target(), &weights, &errors);
    let said = said.expect("finite");
    let seed = options.seed;
    let check = HessianCheck::lanczos(&reduction, &weights, &said, seed, &()).expect("finite");
    let inertia = said.stratum.expect("its own stratum").profile.inertia;
    let expected = (inertia.negative < MOST_COUNTED).then_some(true);
    assert_eq!(check.agrees_with(inertia), expected, "{name}: {inertia:?} {check:?}");
    [is_proved, expected.is_some()]
}

#[test]
fn of_hundreds_of_spectra_with_many_copies_nothing_untrue_is_said() {
    let outcomes: Vec<[bool; 2]> = (0..300)
        .into_par_iter()
        .map(|seed| {
            let usual = LanczosOptions { seed, basis: 32, ..LanczosOptions::for_ends(5) };
            judged(drawn(seed), &usual)
        })
        .collect();
    let [proved, agreed] = [0, 1].map(|at| outcomes.iter().filter(|outcome| outcome[at]).count());
    // Not few, so that something is seen.
    assert!(proved > 200 && agreed > 200, "proved {proved}, agreed {agreed}");
}

/// A point as those that Lanczos was once wrong about: of every 405, 222 are balanced points of two
/// layers, 141 points of random strata, and 42 have more than 2,000 weights. Default options.
fn drawn_by_default(seed: u64) -> Point {
    let mut stream = RandomStream::new(seed, "405 runs");
    let weights = if seed % 405 < 363 { 150..900 } else { 2_001..2_400 };
    let has_two_layers = seed % 405 < 222;
    let widths: Vec<usize> = loop {
        let depth = if has_two_layers { 2 } else { 2 + stream.below(3) };
        let most = if weights.start > 2_000 { 40 } else { 24 };
        let widths: Vec<usize> = (0..=depth).map(|_| 2 + stream.below(most)).collect();
        if weights.contains(&widths.windows(2).map(|pair| pair[0] * pair[1]).sum::<usize>()) {
            break widths;
        }
    };
    let signals = widths[0].min(widths[widths.len() - 1]);
    let values: Vec<u32> = (0..signals).map(|_| [1, 1, 3, 3, 5][stream.below(5)]).collect();
    let problem = problem(&widths, &values);
    let target = Target::standard(&problem);
    let most = problem.maximal_rank();
    let indices: Vec<usize> = (1..=signals).filter(|_| stream.below(2) == 0).take(most).collect();
    let subset = problem.subset(&indices).expect("exists");
    let weights = if has_two_layers {
        CriticalPoint::balanced(&target, &subset).weights
    } else {
        let shape = FamilyShape::new(&problem, &subset);
        let stratum = Stratum::random(&shape, &mut stream);
        random_point(&target, &subset, &stratum, &mut stream).expect("fits")
    };
    Point { target, weights, name: format!("run {seed}: {widths:?} {values:?} {indices:?}") }
}

#[test]
#[ignore = "minutes; cargo test -p linscape-points --test classification default_runs -- --ignored"]
fn of_405_default_runs_none_claims_what_is_not_so() {
    let outcomes: Vec<[bool; 2]> = (0..405)
        .into_par_iter()
        .map(|seed| {
            let usual = LanczosOptions { seed, ..LanczosOptions::for_ends(5) };
            judged(drawn_by_default(seed), &usual)
        })
        .collect();
    let [proved, agreed] = [0, 1].map(|at| outcomes.iter().filter(|outcome| outcome[at]).count());
    // What of them is proved and agrees; that none is wrong, each run has asserted.
    assert!(proved > 200 && agreed > 200, "proved {proved}, agreed {agreed}");
}

#[test]
fn above_two_thousand_weights_every_copy_at_the_ends_is_listed_and_proved() {
    let cases: [(&[usize], &[u32], &[usize]); 3] = [
        (&[3, 6, 400], &[3, 2, 1], &[1, 2]),
        (&[8, 40, 40, 8], &[1; 8], &[1, 2, 3, 4]),
        (&[4, 10, 10, 4], &[3, 3, 1, 1], &[3, 4]),
    ];
    let mut checked = 0;
    for (widths, values, indices) in cases {
        let problem = problem(widths, values);
        let target = Target::standard(&problem);
        let subset = problem.subset(indices).expect("exists");
        let weights = CriticalPoint::balanced(&target, &subset).weights;
        let closed = merged_spectrum(&balanced_spectrum(&problem, &subset));
        let all: Vec<f64> = closed
            .iter()
            .flat_map(|eigenvalue| vec![eigenvalue.value; eigenvalue.multiplicity])
            .collect();
        let product = HessianProduct::new(&weights, target.matrix()).expect("fits");
        for seed in 0..4 {
            let options = LanczosOptions { seed, ..LanczosOptions::for_ends(5) };
            let ends = product.ends(&options, &()).expect("finite");
            assert_true(&ends, &all, &format!("{widths:?} seed {seed}"));
            let (low, high) = (&ends.lowest.values, &ends.highest.values);
            let are_proved = ends.bounds.iter().all(Option::is_some);
            assert!(are_proved, "{widths:?} {seed} {:?}: {low:?} … {high:?}", ends.bounds);
            checked += 1;
        }
    }
    assert_eq!(checked, 12);
}
