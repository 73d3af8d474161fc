//! `docs/theory.md`, "Balanced representative": the point built for a family is balanced, stays so
//! under hidden rotations, and every balanced factorisation of `W_J` is one of those; its Hessian
//! has the closed spectrum; sharpness of the global minimum and the largest stable step.

use crate::brute_force::{Columns, flattened};
use crate::random_networks::{Network, cases, close, families, network, orthonormal, problem};
use linscape_critical::{RandomStream, SingularSubset};
use linscape_lapack::{symmetric_eigen, symmetric_eigenvalues, thin_svd};
use linscape_network::{CriticalPoint, Target, Weights};
use linscape_strata::balanced_spectrum;
use nalgebra::DMatrix;
use proptest::prelude::*;

/// The largest `‖W_iW_iᵀ − W_{i+1}ᵀW_{i+1}‖`.
fn imbalance(weights: &Weights) -> f64 {
    let pairs = weights.matrices().windows(2);
    let differences =
        pairs.map(|pair| (&pair[0] * pair[0].transpose() - pair[1].transpose() * &pair[1]).norm());
    differences.fold(0.0, f64::max)
}

/// The closed form with every eigenvalue as often as it occurs, increasing; the coordinates that
/// the loss ignores are among the zeros.
fn stated(network: &Network, subset: &SingularSubset) -> Vec<f64> {
    let entries = balanced_spectrum(&network.problem, subset);
    entries.iter().flat_map(|entry| vec![entry.value; entry.multiplicity]).collect()
}

proptest! {
    #![proptest_config(cases(200))]

    // "Balanced representative": C_i = 0, and each layer carries σ_k^{1/h} for the learned modes.
    #[test]
    fn representative_is_balanced_in_any_hidden_basis(case in network(2..=5)) {
        let values = case.problem.spectrum().singular_values();
        for subset in families(&case.problem) {
            let weights = case.balanced(&subset);
            prop_assert!(imbalance(&weights) < 1e-12, "{:?} at {:?}", subset, weights);
            let depth = weights.depth() as f64;
            let learned = subset.indices(case.problem.spectrum().multiplicities());
            for matrix in weights.matrices() {
                let found = thin_svd(matrix.clone()).expect("finite").singular_values;
                for (place, found) in found.into_iter().enumerate() {
                    let mode = learned.get(place);
                    let amplitude = mode.map_or(0.0, |mode| values[mode - 1].powf(1.0 / depth));
                    prop_assert!(close(found, amplitude, 4.0), "{:?} at {:?}", subset, weights);
                }
            }
        }
    }

    // "Balanced representative": the spectrum in closed form, as a multiset, against the dense
    // Hessian by brute force at turned weights.
    #[test]
    fn closed_form_lists_the_eigenvalues_of_the_dense_hessian(case in network(1..=5)) {
        for subset in families(&case.problem) {
            let weights = case.balanced(&subset);
            let hessian = Columns::white(&case.sigma()).hessian(weights.matrices());
            let mut found = symmetric_eigenvalues(hessian).expect("finite");
            let ignored = case.problem.architecture().parameters() - weights.parameters();
            found.extend(vec![0.0; ignored]);
            found.sort_by(f64::total_cmp);
            let stated = stated(&case, &subset);
            prop_assert_eq!(found.len(), stated.len());
            let scale = found.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
            for (found, stated) in found.iter().zip(&stated) {
                prop_assert!(
                    close(*found, *stated, scale),
                    "{found} is not {stated} for {subset:?} at {weights:?}"
                );
            }
        }
    }

    // "Balanced representative": with h = 2 the index has (s − r)(d_1 − r) more; in general it
    // counts the pairs of a learned mode and a better unlearned one.
    #[test]
    fn negative_eigenvalues_are_pairs_with_a_better_mode_left_out(case in network(2..=5)) {
        let spectrum = case.problem.spectrum();
        let values = spectrum.singular_values();
        let widths = case.problem.architecture().widths();
        for subset in families(&case.problem) {
            let learned = subset.indices(spectrum.multiplicities());
            let unlearned = (1..=spectrum.rank()).filter(|mode| !learned.contains(mode));
            let better = |l: usize| {
                learned.iter().filter(|&&k| values[l - 1] > values[k - 1]).count()
            };
            let mut index: usize = unlearned.map(better).sum();
            if widths.len() == 3 {
                index += (spectrum.rank() - learned.len()) * (widths[1] - learned.len());
            }
            let negative = stated(&case, &subset).iter().filter(|value| **value < 0.0).count();
            prop_assert_eq!(negative, index, "{:?}", subset);
        }
    }

    // "Balanced representative": balanced points of one family differ by rotations only. The
    // rotation is recovered layer by layer from balanced weights that were made another way: by
    // splitting W_J = W_h ⋯ W_1 through random orthonormal frames.
    #[test]
    fn balanced_factorisations_of_one_product_differ_by_hidden_rotations(
        case in network(2..=4),
        seed in any::<u64>(),
    ) {
        for subset in families(&case.problem) {
            let one = CriticalPoint::balanced(&case.target, &subset).weights;
            let other = split(&one.product(), &one.widths(), subset.rank(), seed);
            prop_assert!(imbalance(&other) < 1e-10);
            prop_assert!((other.product() - one.product()).norm() < 1e-10);
            for layer in 1..one.depth() {
                // W_{i:1} and Q W_{i:1} have one Gram matrix; so have W_{h:i+1} and W_{h:i+1} Qᵀ.
                let (up, down) = (one.partial_product(layer, 1), other.partial_product(layer, 1));
                prop_assert!((up.tr_mul(&up) - down.tr_mul(&down)).norm() < 1e-9);
                let (up, down) =
                    (one.partial_product(one.depth(), layer + 1),
                     other.partial_product(one.depth(), layer + 1));
                prop_assert!((&up * up.transpose() - &down * down.transpose()).norm() < 1e-9);
                // And Q maps one factor to the other on both sides at once.
                let turn = rotation(&one, &other, layer);
                let away = &turn * one.partial_product(layer, 1) - other.partial_product(layer, 1);
                let back = one.partial_product(one.depth(), layer + 1)
                    - other.partial_product(one.depth(), layer + 1) * &turn;
                prop_assert!(away.norm() + back.norm() < 1e-7, "{:?} at {:?}", subset, other);
                let gram = turn.tr_mul(&turn) - DMatrix::identity(turn.ncols(), turn.ncols());
                prop_assert!(gram.norm() < 1e-7);
            }
        }
    }
}

/// Balanced weights with the given product of rank `r`, through random frames.
fn split(product: &DMatrix<f64>, widths: &[usize], rank: usize, seed: u64) -> Weights {
    let mut stream = RandomStream::new(seed, "frames");
    let svd = thin_svd(product.clone()).expect("finite");
    let depth = widths.len() - 1;
    let amplitudes = svd.singular_values[..rank].iter().map(|s| s.powf(1.0 / depth as f64));
    let amplitudes = DMatrix::from_diagonal(&nalgebra::DVector::from_iterator(rank, amplitudes));
    let mut frame = svd.vt.rows(0, rank).transpose();
    let mut matrices = Vec::new();
    for (layer, &width) in widths.iter().enumerate().skip(1) {
        let next = if layer == depth {
            svd.u.columns(0, rank).into_owned()
        } else {
            orthonormal(&mut stream, width, rank)
        };
        matrices.push(&next * &amplitudes * frame.transpose());
        frame = next;
    }
    Weights::new(matrices).expect("chain")
}

/// The orthogonal matrix nearest to mapping the hidden layer of one network to that of another
/// (Procrustes).
fn rotation(one: &Weights, other: &Weights, layer: usize) -> DMatrix<f64> {
    let (depth, width) = (one.depth(), one.widths()[layer]);
    let below = other.partial_product(layer, 1) * one.partial_product(layer, 1).transpose();
    let above =
        other.partial_product(depth, layer + 1).tr_mul(&one.partial_product(depth, layer + 1));
    let svd = thin_svd(below + above).expect("finite");
    assert_eq!(svd.u.ncols(), width);
    svd.u * svd.vt
}

// "Balanced representative": the sharpness of the balanced global minimum is h σ_1^{2(h−1)/h}.
#[test]
fn sharpness_of_the_balanced_global_minimum_grows_with_depth() {
    let mut seen = 0;
    // 64^{2(h−1)/h} = 64, 256, 512.
    for (depth, sharpness) in [(2, 2.0 * 64.0), (3, 3.0 * 256.0), (4, 4.0 * 512.0)] {
        let case = Network::new(&vec![2; depth + 1], &[64, 3], 0, 5);
        let minimum = case.problem.leading(2);
        let closed = stated(&case, &minimum).last().copied();
        let weights = case.balanced(&minimum);
        let hessian = Columns::white(&case.sigma()).hessian(weights.matrices());
        let dense = symmetric_eigenvalues(hessian).expect("finite").last().copied();
        for largest in [closed, dense] {
            assert!(largest.is_some_and(|largest| close(largest, sharpness, sharpness)));
        }
        seen += 1;
    }
    assert_eq!(seen, 3);
}

// "Balanced representative": gradient descent stays at the minimum only for steps below
// 2 / sharpness.
#[test]
fn gradient_descent_leaves_a_minimum_when_the_step_exceeds_two_over_the_sharpness() {
    let case = Network::new(&[2, 3, 2, 2], &[3, 1], 0, 5);
    let start = case.balanced(&case.problem.leading(2));
    let columns = Columns::white(&case.sigma());
    let eigen = symmetric_eigen(columns.hessian(start.matrices())).expect("finite");
    let last = eigen.values.len() - 1;
    let steepest = eigen.vectors.column(last).into_owned();
    let minimum = flattened(start.matrices());
    let distance_after = |step: f64| {
        let mut at = &minimum + 1e-6 * &steepest;
        for _ in 0..20 {
            let weights = unflattened(start.matrices(), at.as_slice());
            at -= step * columns.gradient(&weights);
        }
        (at - &minimum).norm() / 1e-6
    };
    let bound = 2.0 / eigen.values[last];
    // |1 − 2·0.9|^20 = 0.012 and |1 − 2·1.1|^20 = 38.
    assert!((distance_after(0.9 * bound) - 0.8_f64.powi(20)).abs() < 1e-3);
    assert!((distance_after(1.1 * bound) - 1.2_f64.powi(20)).abs() < 0.1);
}

fn unflattened(like: &[DMatrix<f64>], mut entries: &[f64]) -> Vec<DMatrix<f64>> {
    let layer = |matrix: &DMatrix<f64>| {
        let (part, rest) = entries.split_at(matrix.len());
        entries = rest;
        DMatrix::from_column_slice(matrix.nrows(), matrix.ncols(), part)
    };
    like.iter().map(layer).collect()
}

// "Balanced representative": a network of one unit a layer, by hand: 3 · 8^{4/3} = 48.
#[test]
fn chain_of_single_units_has_one_stiff_direction() {
    let problem = problem(&[1, 1, 1, 1], &[8]);
    let target = Target::standard(&problem);
    let weights = CriticalPoint::balanced(&target, &problem.leading(1)).weights;
    let hessian = Columns::white(target.matrix()).hessian(weights.matrices());
    let found = symmetric_eigenvalues(hessian).expect("finite");
    assert!(close(found[0], 0.0, 48.0) && close(found[1], 0.0, 48.0));
    assert!(close(found[2], 48.0, 48.0));
}
