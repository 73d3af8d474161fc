//! Local coefficients against lists of components, of minimisers and of chains.

use linscape_critical::{PointType, RandomStream};
use linscape_strata::{
    KernelDimensions, LearningBounds, Strata, Stratum, global_learning_coefficient,
    learning_second_road,
};

use super::shape;

/// Kernels of a random direct sum of bars.
fn random_kernels(stream: &mut RandomStream) -> KernelDimensions {
    let depth = 1 + stream.below(5);
    let layers = depth + 1;
    let mut bars = vec![0; layers * layers];
    // Every other one short: long chains need layers that know little of each other.
    for _ in 0..2 + stream.below(12) {
        let start = stream.below(layers);
        let end = start + stream.below(layers - start) * stream.below(2);
        bars[start * layers + end] += 1;
    }
    let over = |from: usize, to: usize| -> usize {
        let bars = &bars;
        let starts = (0..=from).flat_map(|start| (to..layers).map(move |end| (start, end)));
        starts.map(|(start, end)| bars[start * layers + end]).sum()
    };
    KernelDimensions::of_ranks(depth, over).expect("the ranks of a sum of bars")
}

#[test]
fn random_points_have_the_coefficients_of_their_components_minimisers_and_chains() {
    let mut stream = RandomStream::new(17, "bars");
    let (mut asked, mut chains, mut longest) = (0, 0, 0);
    for _ in 0..6_000 {
        let kernels = random_kernels(&mut stream);
        let coefficient = kernels.learning_coefficient();
        let other = learning_second_road(&kernels);
        assert_ne!(other.agrees_with(&coefficient), Some(false), "{kernels:?}, {other:?}");
        asked += usize::from(other.components.is_some());
        chains += usize::from(other.chain.is_some());
        longest = longest.max(coefficient.multiplicity);
        let bounds = kernels.jacobian_rank()..=coefficient.lambda.twice();
        assert!(!bounds.is_empty(), "{kernels:?}");
    }
    assert!(asked > 5_900 && chains > 5_900 && longest > 4, "{asked}, {chains}, {longest}");
}

#[test]
fn every_stratum_of_small_networks_obeys_the_bounds_and_the_other_roads() {
    let networks: [(&[usize], &[u32]); 8] = [
        (&[2, 2, 2, 2], &[2, 1]),
        (&[3, 3, 3, 3], &[3]),
        (&[3, 2, 3, 2], &[2, 2]),
        (&[2, 3, 2, 3], &[]),
        (&[3, 2, 4], &[2, 1]),
        (&[4, 3, 3, 5], &[2, 1]),
        (&[1, 2, 2, 2, 2], &[1]),
        (&[2, 2, 2, 2, 2], &[]),
    ];
    let (mut strata, mut minima, mut smooth) = (0, 0, 0);
    for (widths, values) in networks {
        let modes = values.iter().filter(|&&value| value > 0).count();
        for rank in 0..=modes.min(*widths.iter().min().expect("layers")) {
            let shape = shape(widths, values, &(1..=rank).collect::<Vec<_>>());
            let global = global_learning_coefficient(widths, rank);
            for listed in Strata::of(&shape) {
                let kernels = KernelDimensions::of(&listed.stratum, &shape);
                let found = kernels.learning_coefficient();
                let other = learning_second_road(&kernels);
                assert_eq!(other.agrees_with(&found), Some(true), "{widths:?} {}", listed.stratum);
                let twice = found.lambda.twice();
                let profile = listed.profile;
                let bounds = listed.stratum.learning_bounds(&shape);
                assert!(global.lambda <= found.lambda && bounds.half_coindex <= found.lambda);
                assert!(found.lambda <= bounds.half_codimension);
                strata += 1;
                if profile.point_type != PointType::GlobalMinimum || rank < modes {
                    continue;
                }
                // A minimum that reaches its target: K_w is the loss.
                let inertia = profile.inertia;
                assert_eq!(kernels.jacobian_rank(), inertia.positive);
                assert_eq!(
                    bounds.half_codimension.twice(),
                    shape.parameters() + shape.pairs_tied() - profile.dimension
                );
                let quadratic = twice == inertia.positive;
                assert!(!quadratic || found.multiplicity == 1, "{}", listed.stratum);
                assert!(!profile.is_morse_bott() || quadratic, "{}", listed.stratum);
                minima += 1;
                smooth += usize::from(quadratic);
            }
            let balanced = Stratum::balanced(&shape);
            assert!(balanced.learning_coefficient(&shape) == global, "{widths:?}, {rank}");
            // Whatever of the target is unlearned.
            let bounds = LearningBounds::balanced(widths, rank);
            assert!(balanced.learning_bounds(&shape) == bounds, "{widths:?}, {rank}");
        }
    }
    assert_eq!((strata, minima, smooth), (719, 190, 38));
}

/// Inside a smooth minimum set a small stratum can have less dimension than the Hessian has zeros; the
/// loss is still quadratic across the set, and `2λ` is the coindex.
#[test]
fn a_small_stratum_of_a_smooth_minimum_has_twice_lambda_equal_to_its_coindex() {
    let shape = shape(&[1, 2, 2], &[5], &[1]);
    let stratum: Stratum = "o2.b1-1".parse().expect("a key");
    let profile = stratum.profile(&shape);
    assert_eq!((profile.dimension, profile.inertia.zero, profile.inertia.positive), (3, 4, 2));
    assert_eq!(stratum.learning_coefficient(&shape).lambda.twice(), 2);
}

#[test]
fn ranks_that_no_weights_have_are_refused() {
    // W_2 W_1 has rank 2, W_1 rank 1.
    let ranks = |k: usize, j: usize| match (k, j) {
        (0, 1) => 1,
        _ => 2,
    };
    let refused = KernelDimensions::of_ranks(2, ranks).expect_err("no weights");
    assert!(refused.to_string().contains("bars over layers"), "{refused}");
}
