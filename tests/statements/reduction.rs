//! `docs/theory.md`, "Reduction": data and any weights become a target `Σ` and whitened weights
//! with the same loss up to `κ`, the same critical points and the same inertia, but other
//! eigenvalues; input coordinates that the data never excite only add zeros; linear regression and
//! `Σ = 0` have one family.

use crate::brute_force::Columns;
use crate::random_data::{experiment, whitening};
use crate::random_networks::{cases, close, families, network, problem, signs};
use linscape_critical::family_count;
use linscape_critical::{Architecture, Inertia, PointType, Problem};
use linscape_lapack::thin_svd;
use linscape_network::{CriticalPoint, Dataset, Reduction};
use linscape_quotient::Landscape;
use linscape_strata::BalancedClassification;
use nalgebra::DMatrix;
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases(300))]

    // "Reduction": L = κ + ½‖Σ − W_h⋯W_1‖², W_1 ↦ W_1 V D, for any X ≠ 0.
    #[test]
    fn loss_of_any_weights_is_offset_plus_whitened_loss(case in experiment()) {
        let reduction = case.reduction();
        let (_, forth) = whitening(&reduction);
        let weights = case.weights("any weights");
        let mut white = weights.clone();
        white[0] = &weights[0] * forth;
        let sigma = reduction.target().matrix();
        let whitened = Columns::white(sigma).loss(&white);
        let loss = case.columns().loss(&weights);
        prop_assert!(
            close(loss, reduction.problem().loss_offset() + whitened, loss),
            "{loss} is not κ + {whitened} at {weights:?}"
        );
    }

    // "Reduction": κ = ½(‖Y‖² − ‖Σ‖²).
    #[test]
    fn offset_is_the_energy_of_the_targets_less_that_of_sigma(case in experiment()) {
        let problem = case.reduction().problem().clone();
        let energy = 0.5 * case.data.targets().norm_squared();
        prop_assert!(close(problem.loss_offset() + problem.signal_energy(), energy, energy));
    }

    // "Reduction": everywhere d_0 means rank X.
    #[test]
    fn input_rank_is_the_rank_of_the_inputs(case in experiment()) {
        let reduction = case.reduction();
        let (rank, inputs) = (reduction.problem().input_rank(), case.architecture.input());
        // Whole entries up to 3: nonzero eigenvalues of Xᵀ X are far from rounding.
        let gram = case.data.inputs().tr_mul(case.data.inputs());
        let found = signs(gram).expect("a clear gap");
        prop_assert_eq!((rank, inputs - rank), (found.positive, found.zero));
        prop_assert_eq!(reduction.dropped().directions, inputs - rank);
        prop_assert!(reduction.problem().maximal_rank() <= rank.min(case.data.samples()));
        let hidden = case.architecture.widths()[1..].iter().copied().min();
        prop_assert_eq!(Some(reduction.problem().bottleneck()), hidden.map(|width| width.min(rank)));
    }

    // "Reduction": critical points, losses and inertia carry over; the d_1(d_0 − rank X) ignored
    // coordinates are zeros of the Hessian, whatever their values.
    #[test]
    fn inertia_of_the_raw_loss_is_that_of_the_reduced_one(case in experiment()) {
        let reduction = case.reduction();
        let problem = reduction.problem();
        let (back, forth) = whitening(&reduction);
        let inputs = case.architecture.input();
        let unseen = DMatrix::identity(inputs, inputs) - &forth * &back;
        for subset in families(problem) {
            let point = CriticalPoint::balanced(reduction.target(), &subset);
            let mut weights = point.weights.matrices().to_vec();
            weights[0] = reduction.unwhiten(&weights[0]);
            let noise = case.weights("ignored coordinates").swap_remove(0);
            weights[0] += noise * &unseen;
            let columns = case.columns();
            let context = format!("J = {subset:?} at {weights:?}");
            prop_assert!(columns.gradient(&weights).norm() < 1e-8, "not critical: {}", context);
            let loss = columns.loss(&weights);
            prop_assert!(close(loss, problem.loss(&subset), loss), "another loss: {}", context);
            let found = signs(columns.hessian(&weights));
            let stated = BalancedClassification::new(problem, &subset).inertia;
            prop_assert_eq!(found, Some(stated), "{}", context);
        }
    }
}

proptest! {
    #![proptest_config(cases(100))]

    // "Reduction": linear regression is convex, one family, a global minimum.
    #[test]
    fn depth_one_has_one_family_and_it_is_the_global_minimum(case in network(1..=1)) {
        let stiffness = case.problem.architecture().widths()[1] * case.problem.input_rank();
        let inertia = only_family(&case.problem);
        prop_assert_eq!((inertia.negative, inertia.positive), (0, stiffness));
    }

    // "Reduction": so has Σ = 0.
    #[test]
    fn zero_target_has_one_family_and_it_is_the_global_minimum(case in network(2..=5)) {
        let zero = problem(case.problem.architecture().widths(), &[]);
        prop_assert_eq!(only_family(&zero).negative, 0);
    }
}

/// Asserts that there is one family, a global minimum without connections; its inertia.
fn only_family(problem: &Problem) -> Inertia {
    assert_eq!(families(problem).len(), 1);
    assert_eq!(family_count(problem), 1_u32.into());
    let landscape = Landscape::new(problem.clone(), None, &()).expect("one family");
    assert_eq!(landscape.fibers().len(), 1);
    assert_eq!(landscape.graph().edge_count(), 0);
    let family = landscape.families().next().expect("one family");
    assert_eq!(family.balanced.point_type, PointType::GlobalMinimum);
    assert_eq!(family.balanced.escape_order, None);
    family.balanced.inertia
}

// "Reduction": d_1(d_0 − rank X) is added to the nullity, 1·(2 − 1) here.
#[test]
fn duplicate_column_adds_one_flat_direction_for_each_first_hidden_unit() {
    let column = DMatrix::from_column_slice(2, 1, &[1.0, 2.0]);
    let twice = DMatrix::from_fn(2, 2, |row, _| column[row]);
    for (hidden, flat) in [(1, 1), (3, 3)] {
        let inertia = |inputs: &DMatrix<f64>| {
            let network = Architecture::new(vec![inputs.ncols(), hidden, 1]).expect("widths");
            let data = Dataset::new(inputs.clone(), column.clone()).expect("samples");
            let reduction = Reduction::of_data(network, &data, None).expect("data");
            let problem = reduction.problem();
            BalancedClassification::new(problem, &problem.leading(0)).inertia
        };
        // The origin of a network of depth 2: ±σ once for each hidden unit.
        let single = Inertia { negative: hidden, zero: 0, positive: hidden };
        assert_eq!(inertia(&column), single);
        assert_eq!(inertia(&twice), Inertia { zero: flat, ..single });
    }
}

// "Reduction": eigenvalues do not carry over unless X Xᵀ = I.
#[test]
fn eigenvalues_change_under_whitening_unless_the_inputs_are_white() {
    // One unit a layer, Y = 4 on X = x: σ = 4 for every x > 0, but W_1 is measured in units of x.
    let hessian = |x: f64| {
        let inputs = DMatrix::from_element(1, 1, x);
        let data = Dataset::new(inputs.clone(), DMatrix::from_element(1, 1, 4.0)).expect("sample");
        let network = Architecture::new(vec![1, 1, 1]).expect("widths");
        let reduction = Reduction::of_data(network, &data, None).expect("data");
        assert!(close(reduction.problem().spectrum().distinct()[0], 4.0, 4.0));
        let origin = [DMatrix::zeros(1, 1), DMatrix::zeros(1, 1)];
        let columns = Columns { inputs, targets: data.targets().transpose() };
        columns.hessian(&origin)
    };
    let largest = |x: f64| thin_svd(hessian(x)).expect("finite").singular_values[0];
    assert!(close(largest(1.0), 4.0, 4.0));
    assert!(close(largest(3.0), 12.0, 12.0));
    assert_eq!(signs(hessian(1.0)), signs(hessian(3.0)));
}
