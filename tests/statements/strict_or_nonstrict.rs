//! `docs/theory.md`, "Strict or nonstrict": the second variation; a subset that is not leading is
//! strict; a leading one is nonstrict iff `B_ij = 0` or `rank M_ij = r` for all `i > j`; depth 2;
//! the origin; and the traps: ties, zero singular values, ranks taken without the residual.

use crate::brute_force::{Columns, flattened};
use crate::random_networks::{Network, cases, close, families, network, problem, signs};
use linscape_critical::{EscapeOrder, Inertia, PointType, SingularSubset};
use linscape_curvature::SecondOrder;
use linscape_lapack::symmetric_eigenvalues;
use linscape_network::RandomMatrices as _;
use linscape_network::{CriticalPoint, Target, Weights};
use linscape_points::Strictness;
use linscape_points::strictness;
use linscape_strata::BalancedClassification;
use nalgebra::DMatrix;
use proptest::prelude::*;

/// `Q(δ) = ‖Σ_i W_{h:i+1} δ_i W_{i−1:1}‖² − 2 Σ_{i>j} ⟨B_ij, δ_i M_ij δ_j⟩`.
fn second_variation(weights: &Weights, target: &DMatrix<f64>, direction: &[DMatrix<f64>]) -> f64 {
    let depth = weights.depth();
    let between = |j: usize, i: usize| weights.partial_product(j, i);
    let residual = target - weights.product();
    let mut change = DMatrix::zeros(target.nrows(), target.ncols());
    let mut curvature = 0.0;
    for i in 1..=depth {
        let here = &direction[i - 1];
        change += between(depth, i + 1) * here * between(i - 1, 1);
        for j in 1..i {
            let pulled =
                between(depth, i + 1).transpose() * &residual * between(j - 1, 1).transpose();
            curvature += pulled.dot(&(here * between(i - 1, j + 1) * &direction[j - 1]));
        }
    }
    change.norm_squared() - 2.0 * curvature
}

/// Asserts that the ranks decide what the eigenvalues show; whether they showed anything.
fn agrees_with_the_smallest_eigenvalue(
    case: &Network,
    subset: &SingularSubset,
    weights: &Weights,
) -> bool {
    let target = case.sigma();
    let context = || format!("J = {subset:?}, Σ = {target}, at {weights:?}");
    let hessian = Columns::white(&target).hessian(weights.matrices());
    let decided = strictness(&case.problem, subset, weights, &target).expect("finite");
    let Some(found) = signs(hessian) else { return false };
    match decided {
        Strictness::Strict { .. } => assert!(found.negative > 0, "strict? {}", context()),
        Strictness::Nonstrict => assert_eq!(found.negative, 0, "nonstrict? {}", context()),
        Strictness::Undecided { .. } => return false,
    }
    true
}

proptest! {
    #![proptest_config(cases(80))]

    // "Strict or nonstrict": Q is the quadratic form of the Hessian, at any weights.
    #[test]
    fn second_variation_is_the_quadratic_form_of_the_hessian(case in network(1..=5)) {
        let (target, mut stream) = (case.sigma(), case.stream("any weights"));
        let shapes: Vec<_> =
            case.balanced(&case.problem.leading(*case.problem.ranks().start()))
                .matrices().iter().map(DMatrix::shape).collect();
        let mut random = || -> Vec<DMatrix<f64>> {
            shapes.iter().map(|&(rows, columns)| stream.gaussian(rows, columns)).collect()
        };
        let (weights, direction) = (Weights::new(random()).expect("chain"), random());
        let stated = second_variation(&weights, &target, &direction);
        let along = flattened(&direction);
        let brute = Columns::white(&target).hessian(weights.matrices());
        let closed = SecondOrder::new(&weights, &target).expect("fits").hessian();
        let scale = brute.norm() * along.norm_squared();
        prop_assert!((&brute - &closed).norm() < 1e-10 * (1.0 + brute.norm()));
        prop_assert!(close(stated, along.dot(&(&brute * &along)), scale), "at {:?}", weights);
    }

    // "Strict or nonstrict": J not leading ⇒ strict, in every stratum.
    #[test]
    fn families_that_skip_a_better_mode_are_strict(case in network(2..=5)) {
        for subset in families(&case.problem) {
            if case.problem.leading(subset.rank()) == subset {
                continue;
            }
            for weights in case.stray_points(&subset, 2).into_iter().chain([case.balanced(&subset)])
            {
                let hessian = Columns::white(&case.sigma()).hessian(weights.matrices());
                let smallest = symmetric_eigenvalues(hessian).expect("finite")[0];
                prop_assert!(smallest < -1e-8, "{smallest} for {subset:?} at {weights:?}");
            }
        }
    }

    // "Strict or nonstrict": the closed form of the balanced point.
    #[test]
    fn balanced_point_has_the_stated_type_and_inertia(case in network(1..=5)) {
        for subset in families(&case.problem) {
            let weights = case.balanced(&subset);
            let stated = BalancedClassification::new(&case.problem, &subset);
            let hessian = Columns::white(&case.sigma()).hessian(weights.matrices());
            let found = signs(hessian).expect("whole singular values leave a gap");
            let ignored = case.problem.architecture().parameters() - weights.parameters();
            let found = Inertia { zero: found.zero + ignored, ..found };
            prop_assert_eq!(stated.inertia, found, "{:?} at {:?}", subset, weights);
            prop_assert_eq!(stated.point_type == PointType::StrictSaddle, found.negative > 0);
            prop_assert!(agrees_with_the_smallest_eigenvalue(&case, &subset, &weights));
        }
    }
}

// "Strict or nonstrict": tightened pivots at any critical point of any stratum, ties, zero singular
// values and bottlenecks included. Points where numerics decide nothing are left out; they are few.
#[test]
fn ranks_decide_strictness_as_the_smallest_eigenvalue_does() {
    let strategy = network(2..=5);
    let mut runner = proptest::test_runner::TestRunner::new(cases(200));
    let (points, decided) = (std::cell::Cell::new(0_usize), std::cell::Cell::new(0_usize));
    let outcome = runner.run(&strategy, |case| {
        for rank in case.problem.ranks() {
            let subset = case.problem.leading(rank);
            for weights in case.stray_points(&subset, 4) {
                points.set(points.get() + 1);
                if agrees_with_the_smallest_eigenvalue(&case, &subset, &weights) {
                    decided.set(decided.get() + 1);
                }
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(points.get() > 800, "only {} points", points.get());
    assert!(decided.get() * 100 >= points.get() * 98, "{} of {}", decided.get(), points.get());
}

proptest! {
    #![proptest_config(cases(60))]

    // "Strict or nonstrict": h = 2, every saddle is strict.
    #[test]
    fn every_saddle_of_depth_two_is_strict(case in network(2..=2)) {
        for subset in families(&case.problem) {
            let stated = BalancedClassification::new(&case.problem, &subset);
            prop_assert_ne!(stated.point_type, PointType::NonstrictSaddle);
            for weights in case.stray_points(&subset, 4) {
                let hessian = Columns::white(&case.sigma()).hessian(weights.matrices());
                let found = signs(hessian).expect("whole singular values leave a gap");
                let minimum = stated.point_type == PointType::GlobalMinimum;
                prop_assert_eq!(found.negative == 0, minimum, "{:?} at {:?}", subset, weights);
            }
        }
    }

    // "Strict or nonstrict": h ≥ 3 and Σ ≠ 0: the Hessian of the origin is zero, the loss falls
    // with the power h: L(t) = ½‖Σ − t^h u vᵀ‖² = L(0) − σ t^h + ½ t^{2h}.
    #[test]
    fn origin_of_a_deep_network_is_a_nonstrict_saddle(case in network(3..=5)) {
        prop_assume!(case.problem.spectrum().rank() > 0);
        let nothing = case.problem.leading(0);
        let origin = case.balanced(&nothing);
        prop_assert!(origin.matrices().iter().all(|matrix| matrix.norm() == 0.0));
        let columns = Columns::white(&case.sigma());
        prop_assert!(columns.hessian(origin.matrices()).iter().all(|entry| *entry == 0.0));
        let stated = BalancedClassification::new(&case.problem, &nothing);
        prop_assert_eq!(stated.point_type, PointType::NonstrictSaddle);
        let depth = origin.depth();
        prop_assert_eq!(stated.escape_order, Some(EscapeOrder::new(depth)));
        let grown = CriticalPoint::balanced(&case.target, &case.problem.leading(1));
        let sigma = case.problem.spectrum().distinct()[0];
        let scale = sigma.powf(1.0 / depth as f64);
        for t in [0.5_f64, 0.1] {
            let at: Vec<_> = grown.weights.matrices().iter().map(|w| w * (t / scale)).collect();
            let fall = sigma * t.powi(depth.try_into().expect("small"));
            let expected = case.problem.loss(&nothing) - fall + 0.5 * (fall / sigma).powi(2);
            prop_assert!(close(columns.loss(&at), expected, expected));
        }
    }
}

// "Strict or nonstrict": B_31 = R ≠ 0 and rank M_31 = rank W_2. All weights zero but W_2: the same
// family as the origin, the same end-to-end map, yet negative curvature.
#[test]
fn weights_between_two_dead_layers_turn_a_nonstrict_saddle_into_a_strict_one() {
    let case = Network::new(&[2, 2, 2, 2], &[2, 1], 0, 7);
    let nothing = case.problem.leading(0);
    let zero = DMatrix::zeros(2, 2);
    let target = case.sigma();
    let mut shown = 0;
    for (middle, rank) in [
        (zero.clone(), 0),
        (DMatrix::from_row_slice(2, 2, &[3.0, 0.0, 0.0, 0.0]), 1),
        (DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 0.0, 1.0]), 2),
    ] {
        let weights = Weights::new(vec![zero.clone(), middle, zero.clone()]).expect("chain");
        let found = strictness(&case.problem, &nothing, &weights, &target).expect("finite");
        let inertia = signs(Columns::white(&target).hessian(weights.matrices())).expect("gap");
        // Each direction of W_2 meets both modes: ±σ_l s_t.
        assert_eq!((inertia.negative, inertia.positive), (2 * rank, 2 * rank));
        if rank == 0 {
            assert_eq!(found, Strictness::Nonstrict);
        } else {
            assert_eq!(found, Strictness::Strict { pair: Some((3, 1)) });
        }
        shown += 1;
    }
    assert_eq!(shown, 3);
}

// "Strict or nonstrict": compare values, not indices. σ = (2, 2, 1): a point that has learned the
// second of the equal modes leads as well as one that has learned the first.
#[test]
fn learning_the_second_of_two_equal_modes_leaves_no_negative_curvature() {
    let problem = problem(&[3, 3, 3, 3], &[2, 2, 1]);
    let target = Target::standard(&problem);
    let sigma = target.matrix();
    let first = problem.leading(1);
    assert_eq!(problem.subset(&[2]), Ok(first.clone()));
    // The balanced point with e_2 in place of e_1 at both ends.
    let mut matrices = CriticalPoint::balanced(&target, &first).weights.matrices().to_vec();
    matrices[0].swap_columns(0, 1);
    matrices[2].swap_rows(0, 1);
    let second = Weights::new(matrices).expect("chain");
    assert!(close(second.product()[(1, 1)], 2.0, 2.0));
    let columns = Columns::white(sigma);
    assert!(columns.gradient(second.matrices()).norm() < 1e-12);
    let inertia = signs(columns.hessian(second.matrices())).expect("gap");
    assert_eq!(inertia, BalancedClassification::new(&problem, &first).inertia);
    assert_eq!(inertia.negative, 0);
    assert_eq!(strictness(&problem, &first, &second, sigma), Ok(Strictness::Nonstrict));
}

// "Strict or nonstrict": σ = (3, 2, 0), J = {1, 2} is a global minimum although r < p.
#[test]
fn zero_singular_value_need_not_be_learned_at_the_global_minimum() {
    let case = Network::new(&[3, 3, 3, 3], &[3, 2, 0], 0, 11);
    let both = case.problem.subset(&[1, 2]).expect("a family");
    assert!(both.rank() < case.problem.bottleneck());
    let stated = BalancedClassification::new(&case.problem, &both);
    assert_eq!(stated.point_type, PointType::GlobalMinimum);
    let weights = case.balanced(&both);
    let columns = Columns::white(&case.sigma());
    assert!(columns.loss(weights.matrices()) < 1e-24);
    assert_eq!(signs(columns.hessian(weights.matrices())).map(|found| found.negative), Some(0));
}

// "Strict or nonstrict": the ranks of W_{h:i+1} and W_{j−1:1} alone misclassify. Here W_3 ≠ 0 and
// rank M_21 = 2 ≠ r, but W_3ᵀ R = 0.
#[test]
fn learned_modes_do_not_see_the_residual() {
    let case = Network::new(&[2, 2, 2, 2], &[2, 1], 0, 3);
    let first = case.problem.leading(1);
    let weights = case.balanced(&first);
    let target = case.sigma();
    let at = SecondOrder::new(&weights, &target).expect("fits");
    assert!(weights.matrices()[2].norm() > 1.0);
    assert!(at.pulled_residual(2, 1).norm() < 1e-12);
    assert!(close(at.pulled_residual(3, 1).norm(), 1.0, 1.0));
    assert_eq!(strictness(&case.problem, &first, &weights, &target), Ok(Strictness::Nonstrict));
    assert!(agrees_with_the_smallest_eigenvalue(&case, &first, &weights));
}
