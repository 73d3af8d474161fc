//! `docs/theory.md`, "Critical values": the gradient as pulled residual; every subset of at most
//! `r_max` nonzero modes is one family, critical, with product `W_J = P Σ` and loss
//! `½ Σ_{l ∉ J} σ_l²`; equal values are interchangeable; one value is the global minimum; the rest
//! are saddles, with lower and higher points as near as one likes.

use crate::brute_force::{Columns, flattened, moved};
use crate::random_networks::{Network, cases, close, families, network, problem, same};
use linscape_critical::family_count;
use linscape_critical::{BestFirst, Direction, PointType, SingularSubset, families_by_rank};
use linscape_curvature::SecondOrder;
use linscape_lapack::thin_svd;
use linscape_network::CriticalPoint;
use linscape_network::RandomMatrices as _;
use linscape_strata::{BalancedClassification, FamilyShape};
use nalgebra::DMatrix;
use proptest::prelude::*;

/// `U_J S_J V_Jᵀ`.
fn learned_part(network: &Network, subset: &SingularSubset) -> DMatrix<f64> {
    let spectrum = network.problem.spectrum();
    let values = spectrum.singular_values();
    let (left, right) = (&network.target.bases().left, &network.target.bases().right);
    let nothing = DMatrix::zeros(left.nrows(), right.nrows());
    subset.indices(spectrum.multiplicities()).into_iter().fold(nothing, |sum, mode| {
        sum + values[mode - 1] * left.column(mode - 1) * right.column(mode - 1).transpose()
    })
}

proptest! {
    #![proptest_config(cases(120))]

    // "Critical values": ∂L/∂W_i = −W_{h:i+1}ᵀ R W_{i−1:1}ᵀ, against brute force and against
    // differences of losses.
    #[test]
    fn gradient_is_the_residual_pulled_back_through_the_layers(case in network(1..=5)) {
        let (target, mut stream) = (case.sigma(), case.stream("any weights"));
        let start = case.balanced(&case.problem.leading(*case.problem.ranks().start()));
        let mut noise = || -> Vec<DMatrix<f64>> {
            let shapes = start.matrices().iter().map(DMatrix::shape);
            shapes.map(|(rows, columns)| stream.gaussian(rows, columns)).collect()
        };
        let (weights, direction) = (noise(), noise());
        let columns = Columns::white(&target);
        let at = linscape_network::Weights::new(weights.clone()).expect("chain");
        let second = SecondOrder::new(&at, &target).expect("fits");
        let gradient = flattened(&second.gradient());
        let scale = gradient.norm();
        prop_assert!((&gradient - columns.gradient(&weights)).norm() < 1e-10 * (1.0 + scale));
        let loss = |step: f64| columns.loss(&moved(&weights, step, &direction));
        // Richardson: both differences are off by O(step²).
        let slope = |step: f64| (loss(step) - loss(-step)) / (2.0 * step);
        let slope = (4.0 * slope(5e-4) - slope(1e-3)) / 3.0;
        let along = flattened(&direction);
        let third = 1.0 + columns.loss(&weights) + scale * along.norm();
        prop_assert!((slope - gradient.dot(&along)).abs() < 1e-5 * third, "at {:?}", weights);
    }

    // "Critical values": all subsets of at most r_max nonzero modes occur, count vectors for ties.
    #[test]
    fn families_are_the_subsets_that_pass_the_bottleneck(case in network(1..=5)) {
        let expected = families(&case.problem);
        let listed: Vec<_> = BestFirst::new(&case.problem, Direction::Highest).collect();
        prop_assert_eq!(listed.len(), expected.len());
        prop_assert_eq!(family_count(&case.problem), expected.len().into());
        for (rank, count) in families_by_rank(&case.problem).into_iter().enumerate() {
            let of_rank = expected.iter().filter(|subset| subset.rank() == rank).count();
            prop_assert_eq!(count, of_rank.into());
        }
        prop_assert_eq!(listed.into_iter().collect::<std::collections::BTreeSet<_>>(), expected);
    }

    // "Critical values": every family has critical points, with W = U_J S_J V_Jᵀ.
    #[test]
    fn balanced_points_are_critical_and_their_product_is_the_learned_part(case in network(1..=5)) {
        let target = case.sigma();
        for subset in families(&case.problem) {
            let weights = case.balanced(&subset);
            let slope = Columns::white(&target).gradient(weights.matrices()).norm();
            prop_assert!(slope < 1e-10, "gradient {slope} for {subset:?} at {weights:?}");
            let distance = (weights.product() - learned_part(&case, &subset)).norm();
            prop_assert!(distance < 1e-12 * 16.0, "{subset:?} at {weights:?}");
        }
    }

    // "Critical values": at every critical point W = P Σ, P an orthogonal projector that commutes
    // with Σ Σᵀ; ties included, whatever the stratum.
    #[test]
    fn product_of_any_critical_point_is_a_commuting_projection_of_the_target(
        case in network(2..=4),
    ) {
        let target = case.sigma();
        let gram = &target * target.transpose();
        for subset in families(&case.problem) {
            for weights in case.stray_points(&subset, 2) {
                let context = format!("J = {subset:?} at {weights:?}");
                let columns = Columns::white(&target);
                prop_assert!(columns.gradient(weights.matrices()).norm() < 1e-8, "{}", context);
                let product = weights.product();
                let svd = thin_svd(product.clone()).expect("finite");
                let range = svd.u.columns(0, subset.rank());
                let projector = range * range.transpose();
                prop_assert!((&projector * &target - &product).norm() < 1e-9, "{}", context);
                let commutator = &projector * &gram - &gram * &projector;
                prop_assert!(commutator.norm() < 1e-8, "{}", context);
                let loss = columns.loss(weights.matrices());
                prop_assert!(close(loss, case.problem.loss(&subset), loss), "{}", context);
            }
        }
    }

    // "Critical values": L_J = κ + ½ Σ_{l ∉ J} σ_l², in whole numbers here; global minimum iff it
    // equals κ + ½ Σ_{l > r_max} σ_l².
    #[test]
    fn critical_value_sums_the_squares_left_out_and_the_least_is_the_global_minimum(
        case in network(1..=5),
    ) {
        let values = case.problem.spectrum().singular_values();
        let squares: Vec<f64> = values.iter().map(|value| value * value).collect();
        let least: f64 = squares[case.problem.maximal_rank()..].iter().sum();
        for subset in families(&case.problem) {
            let learned = subset.indices(case.problem.spectrum().multiplicities());
            let left_out: f64 = (1..=squares.len())
                .filter(|mode| !learned.contains(mode))
                .map(|mode| squares[mode - 1])
                .sum();
            // Sums of small whole numbers: exact in floating point.
            prop_assert!(same(case.problem.loss(&subset), 0.5 * left_out), "{:?}", subset);
            let stated = BalancedClassification::new(&case.problem, &subset).point_type;
            let is_least = same(left_out, least);
            prop_assert_eq!(stated == PointType::GlobalMinimum, is_least, "{:?}", subset);
        }
    }

    // "Critical values": there are no other local minima than the global ones, and no maxima.
    #[test]
    fn saddles_have_lower_and_higher_points_in_every_neighbourhood(case in network(2..=5)) {
        let columns = Columns::white(&case.sigma());
        for subset in families(&case.problem) {
            let point = CriticalPoint::balanced(&case.target, &subset).weights;
            let kind = BalancedClassification::new(&case.problem, &subset).point_type;
            let here = columns.loss(point.matrices());
            let near = neighbours(&case, &subset, point.matrices(), 0.05);
            let losses: Vec<f64> = near.iter().map(|weights| columns.loss(weights)).collect();
            let lower = losses.iter().any(|loss| *loss < here - 1e-9);
            let higher = losses.iter().any(|loss| *loss > here + 1e-9);
            prop_assert_eq!(lower, kind != PointType::GlobalMinimum, "{:?} at {:?}", subset, point);
            prop_assert!(higher || case.problem.spectrum().rank() == 0, "{:?}", subset);
        }
    }

    // "Critical values": ties add Σ c_t (m_t − c_t), the dimension of the choices W_J.
    #[test]
    fn repeated_values_leave_a_product_of_grassmannians_to_choose_from(case in network(2..=3)) {
        let spectrum = case.problem.spectrum();
        let values = spectrum.singular_values();
        let order = values.len();
        for subset in families(&case.problem) {
            let learned = subset.indices(spectrum.multiplicities());
            let choice = DMatrix::from_fn(order, order, |a, b| {
                if a == b && learned.contains(&(a + 1)) { values[a] } else { 0.0 }
            });
            // Rotations within the space of one nonzero value, applied on both sides.
            let mut tangents = Vec::new();
            for a in 0..order {
                for b in (a + 1..order).filter(|&b| same(values[a], values[b]) && values[a] > 0.0) {
                    let mut turn = DMatrix::zeros(order, order);
                    (turn[(a, b)], turn[(b, a)]) = (1.0, -1.0);
                    tangents.extend((&turn * &choice - &choice * &turn).as_slice());
                }
            }
            let number = tangents.len() / (order * order).max(1);
            let tangents = DMatrix::from_vec(order * order, number, tangents);
            let moving = thin_svd(tangents).expect("finite").singular_values;
            let dimension = moving.iter().filter(|value| **value > 1e-9).count();
            prop_assert_eq!(dimension, FamilyShape::new(&case.problem, &subset).pairs_tied());
        }
    }
}

/// Points near a balanced point of a family, in its own hidden coordinates: one unlearned mode
/// grown in a free slot with either sign, one learned mode turned towards an unlearned one, and the
/// last layer scaled.
fn neighbours(
    case: &Network,
    subset: &SingularSubset,
    weights: &[DMatrix<f64>],
    distance: f64,
) -> Vec<Vec<DMatrix<f64>>> {
    let multiplicities = case.problem.spectrum().multiplicities();
    let learned = subset.indices(multiplicities);
    let depth = weights.len();
    let mut near = Vec::new();
    let mut scaled = weights.to_vec();
    scaled[depth - 1] *= 1.0 + distance;
    near.push(scaled);
    for mode in (1..=case.problem.spectrum().rank()).filter(|mode| !learned.contains(mode)) {
        let (u, v) =
            (case.target.bases().left.column(mode - 1), case.target.bases().right.column(mode - 1));
        let free = subset.rank() < case.problem.maximal_rank();
        // The slot of each learned mode and, if there is room, the next one.
        for slot in 0..subset.rank() + usize::from(free) {
            for sign in [distance, -distance] {
                let mut other = weights.to_vec();
                let row = other[0].row(slot) + distance * v.transpose();
                other[0].set_row(slot, &row);
                let column = other[depth - 1].column(slot) + sign * u;
                other[depth - 1].set_column(slot, &column);
                if slot == subset.rank() {
                    other[1..depth - 1].iter_mut().for_each(|w| w[(slot, slot)] += distance);
                }
                near.push(other);
            }
        }
    }
    near
}

// "Critical values": equal singular values are interchangeable.
#[test]
fn second_of_two_equal_modes_is_the_same_family_as_the_first() {
    let problem = problem(&[3, 3, 3, 3], &[2, 2, 1]);
    let (first, second) = (problem.subset(&[1]), problem.subset(&[2]));
    assert_eq!(first, second);
    // Count vectors (c_1, c_2), c_1 ≤ 2, c_2 ≤ 1: six families for eight subsets.
    assert_eq!(families(&problem).len(), 6);
    assert_eq!(family_count(&problem), 6_u32.into());
}

// "Critical values": zero singular values never enter J.
#[test]
fn zero_singular_values_cannot_be_learned() {
    let problem = problem(&[3, 3, 3], &[3, 2, 0]);
    assert!(problem.subset(&[3]).is_err());
    assert_eq!(problem.maximal_rank(), 2);
    assert_eq!(family_count(&problem), 4_u32.into());
}
