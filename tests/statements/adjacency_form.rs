//! `docs/theory.md`, "Adjacency form": powers of the block-shift matrix, loss and flow in it, its
//! eigenvalues along the flow, what is conserved, and the survey's numbering; against dense matrices
//! put together here and against the layers.

use crate::brute_force::{Columns, flattened};
use crate::random_networks::{Network, cases, close, network, orthonormal};
use linscape_curvature::SecondOrder;
use linscape_flow::{Adjacency, ConservedQuantities};
use linscape_network::RandomMatrices as _;
use linscape_network::{Weights, WeightsError};
use nalgebra::DMatrix;
use proptest::prelude::*;

/// Weights and the target of the widths `rank X, d_1, …, d_h`.
fn weights_and_target(case: &Network) -> (Weights, DMatrix<f64>) {
    let mut widths = case.problem.architecture().widths().to_vec();
    widths[0] = case.problem.input_rank();
    let mut stream = case.stream("weights");
    let layers = widths.windows(2).map(|pair| stream.gaussian(pair[1], pair[0])).collect();
    (Weights::new(layers).expect("chain"), case.sigma())
}

/// The matrix of order `Σ d_i` with layer `i` in block `(i, i − 1)`.
fn below_the_diagonal(layers: &[DMatrix<f64>]) -> DMatrix<f64> {
    let order = layers[0].ncols() + layers.iter().map(DMatrix::nrows).sum::<usize>();
    let mut shift = DMatrix::zeros(order, order);
    let mut column = 0;
    for layer in layers {
        let row = column + layer.ncols();
        shift.view_mut((row, column), layer.shape()).copy_from(layer);
        column = row;
    }
    shift
}

/// `Ȧ = Σ_j (A^{h−j})ᵀ (𝓔 − A^h) (A^{j−1})ᵀ` for any dense matrices.
fn dense_flow(matrix: &DMatrix<f64>, corner: &DMatrix<f64>, depth: usize) -> DMatrix<f64> {
    let rest = corner - dense_power(matrix, depth);
    (1..=depth).fold(DMatrix::zeros(rest.nrows(), rest.ncols()), |sum, j| {
        sum + dense_power(matrix, depth - j).transpose()
            * &rest
            * dense_power(matrix, j - 1).transpose()
    })
}

fn dense_power(matrix: &DMatrix<f64>, exponent: usize) -> DMatrix<f64> {
    let order = matrix.nrows();
    (0..exponent).fold(DMatrix::identity(order, order), |power, _| power * matrix)
}

/// `Σ` in the lower left corner.
fn lower_left(target: &DMatrix<f64>, order: usize) -> DMatrix<f64> {
    let mut corner = DMatrix::zeros(order, order);
    corner.view_mut((order - target.nrows(), 0), target.shape()).copy_from(target);
    corner
}

fn near(left: &DMatrix<f64>, right: &DMatrix<f64>) -> bool {
    (left - right).norm() <= 1e-10 * (1.0 + left.norm())
}

proptest! {
    #![proptest_config(cases(100))]

    // "Adjacency form": A^k holds the products of k layers, A^h the end-to-end map, A^{h+1} = 0.
    #[test]
    fn powers_hold_partial_products_and_the_matrix_is_nilpotent(case in network(1..=4)) {
        let (weights, _) = weights_and_target(&case);
        let network = Adjacency::of(&weights);
        let (dense, depth) = (below_the_diagonal(weights.matrices()), weights.depth());
        prop_assert_eq!(&network.matrix().dense(), &dense);
        for k in 0..=depth {
            let power = network.power(k);
            prop_assert!(near(&power.dense(), &dense_power(&dense, k)), "power {}", k);
            prop_assert_eq!(power.blocks().len(), depth + 1 - k);
            for (i, block) in power.blocks().iter().enumerate() {
                prop_assert!(near(block, &weights.partial_product(i + k, i + 1)));
            }
        }
        let whole = network.power(depth);
        prop_assert_eq!(whole.block(depth, 0), Some(&whole.blocks()[0]));
        prop_assert!(network.power(depth + 1).blocks().is_empty());
        prop_assert!(dense_power(&dense, depth + 1).iter().all(|&entry| entry == 0.0));
    }

    // "Adjacency form": L − κ = ½‖𝓔 − A^h‖², and the flow is minus its gradient.
    #[test]
    fn loss_and_flow_are_those_of_the_layers(case in network(1..=4)) {
        let (weights, target) = weights_and_target(&case);
        let (network, columns) = (Adjacency::of(&weights), Columns::white(&target));
        let loss = columns.loss(weights.matrices());
        prop_assert!(close(network.loss(&target).expect("fits"), loss, loss));
        let flow = network.flow(&target).expect("fits");
        let gradient = columns.gradient(weights.matrices());
        let rest = flattened(flow.blocks()) + &gradient;
        prop_assert!(rest.norm() <= 1e-10 * (1.0 + gradient.norm()), "at {:?}", weights);
        let dense = below_the_diagonal(weights.matrices());
        let corner = lower_left(&target, dense.nrows());
        prop_assert_eq!(&network.corner(&target).expect("fits").dense(), &corner);
        prop_assert!(near(&flow.dense(), &dense_flow(&dense, &corner, weights.depth())));
    }

    // "Adjacency form": the j-th summand of the flow is the motion of layer j.
    #[test]
    fn every_summand_of_the_flow_moves_its_own_layer(case in network(1..=4)) {
        let (weights, target) = weights_and_target(&case);
        let network = Adjacency::of(&weights);
        let gradient = SecondOrder::new(&weights, &target).expect("fits").gradient();
        for layer in 1..=weights.depth() {
            let motion = network.motion(layer, &target).expect("fits");
            for (at, block) in motion.blocks().iter().enumerate() {
                if at + 1 == layer {
                    prop_assert!(near(block, &-&gradient[at]), "layer {}", layer);
                } else {
                    prop_assert!(block.iter().all(|&entry| entry == 0.0), "layer {}", layer);
                }
            }
        }
    }

    // "Adjacency form": C_i = W_iW_iᵀ − W_{i+1}ᵀW_{i+1} does not change along the flow. The
    // quantities are quadratic, so that the symmetric difference of any step is their derivative.
    #[test]
    fn differences_of_neighbouring_gram_matrices_are_conserved(case in network(2..=5)) {
        let (weights, target) = weights_and_target(&case);
        let gradient = SecondOrder::new(&weights, &target).expect("fits").gradient();
        let length = 1.0 + gradient.iter().map(DMatrix::norm).fold(0.0, f64::max);
        let at = |step: f64| {
            let moved = weights.matrices().iter().zip(&gradient).map(|(w, g)| w + g * (step / length));
            ConservedQuantities::of(&Weights::new(moved.collect()).expect("chain"))
        };
        let (back, forth) = (at(-1.0), at(1.0));
        prop_assert!(back.drift(&forth, 1.0) < 1e-12, "{} at {:?}", back.drift(&forth, 1.0), weights);
        prop_assert_eq!(back.matrices().len(), weights.depth() - 1);
    }

    // "Adjacency form": the C_i are the hidden blocks of A Aᵀ − Aᵀ A.
    #[test]
    fn conserved_quantities_are_the_hidden_part_of_a_commutator(case in network(1..=4)) {
        let (weights, _) = weights_and_target(&case);
        let dense = below_the_diagonal(weights.matrices());
        let commutator = Adjacency::of(&weights).commutator();
        prop_assert!(near(&commutator.dense(), &(&dense * dense.transpose() - dense.transpose() * &dense)));
        let conserved = ConservedQuantities::of(&weights);
        let hidden = &commutator.blocks()[1..weights.depth()];
        prop_assert!(hidden.iter().zip(conserved.matrices()).all(|(a, b)| near(a, b)));
        prop_assert_eq!(hidden.len(), conserved.matrices().len());
    }

    // "Adjacency form": the survey's matrix has W_1, …, W_h from the output on above the diagonal.
    #[test]
    fn survey_has_the_layers_from_the_output_above_the_diagonal(case in network(1..=4)) {
        let (weights, target) = weights_and_target(&case);
        let (network, depth) = (Adjacency::of(&weights), weights.depth());
        // Their layers, the output's first; the upper part by transposing twice.
        let theirs: Vec<_> = weights.matrices().iter().rev().cloned().collect();
        let transposed: Vec<_> = theirs.iter().map(DMatrix::transpose).collect();
        let survey = below_the_diagonal(&transposed).transpose();
        prop_assert_eq!(&network.to_survey().dense(), &survey);
        prop_assert_eq!(&Adjacency::from_survey(&weights.widths(), &survey), &Ok(network.clone()));
        // The product from the left stands in the upper right corner, and the flow is the same.
        let product = theirs[1..].iter().fold(theirs[0].clone(), |product, layer| product * layer);
        let upper_right = lower_left(&product.transpose(), survey.nrows()).transpose();
        prop_assert!(near(&dense_power(&survey, depth), &upper_right));
        let corner = lower_left(&target.transpose(), survey.nrows()).transpose();
        let flow = network.flow(&target).expect("fits").reversed();
        prop_assert!(near(&flow.dense(), &dense_flow(&survey, &corner, depth)));
    }
}

proptest! {
    #![proptest_config(cases(30))]

    // "Adjacency form": every eigenvalue stays 0. The equation looks the same in any orthonormal
    // basis of all units together; in a random one nothing but the flow itself keeps the blocks
    // where they are. All coefficients of the characteristic polynomial are polynomials in the
    // traces of powers without constant term, so that all eigenvalues vanish when the traces do.
    #[test]
    fn flow_in_any_basis_keeps_every_eigenvalue_at_zero(case in network(1..=4)) {
        let (weights, target) = weights_and_target(&case);
        let depth = weights.depth();
        let start = 0.5 * below_the_diagonal(weights.matrices());
        let corner = lower_left(&target, start.nrows());
        let turn = orthonormal(&mut case.stream("all units"), start.nrows(), start.nrows());
        let turned = |matrix: &DMatrix<f64>| &turn * matrix * turn.transpose();
        let (mut matrix, corner) = (turned(&start), turned(&corner));
        let flow = |at: &DMatrix<f64>| dense_flow(at, &corner, depth);
        let mut longest = 0.0_f64;
        for _ in 0..40 {
            // Short where the flow is fast; the classical Runge–Kutta method.
            let first = flow(&matrix);
            let step = 0.05 / (1.0 + first.norm());
            let second = flow(&(&matrix + 0.5 * step * &first));
            let third = flow(&(&matrix + 0.5 * step * &second));
            let fourth = flow(&(&matrix + step * &third));
            matrix += step / 6.0 * (first + 2.0 * (second + third) + fourth);
            longest = longest.max((&matrix - turned(&start)).norm());
        }
        prop_assert!(longest > 1e-3 || flow(&turned(&start)).norm() < 0.1, "nothing moved");
        let size = matrix.norm().max(1e-300);
        let mut power = DMatrix::identity(matrix.nrows(), matrix.ncols());
        for exponent in 1..=matrix.nrows() {
            power = power * &matrix / size;
            prop_assert!(power.trace().abs() < 1e-12, "trace of power {}", exponent);
        }
        let back = turn.transpose() * &matrix * &turn;
        let network = weights.widths();
        let mut outside = back.clone();
        let mut row = 0;
        for pair in network.windows(2) {
            outside.view_mut((row + pair[0], row), (pair[1], pair[0])).fill(0.0);
            row += pair[0];
        }
        prop_assert!(outside.norm() < 1e-11 * (1.0 + size), "blocks appear elsewhere");
    }
}

// "Adjacency form": a target that cannot follow the network is refused.
#[test]
fn target_of_another_shape_is_refused() {
    let weights = Weights::new(vec![DMatrix::zeros(2, 3), DMatrix::zeros(4, 2)]).expect("chain");
    let network = Adjacency::of(&weights);
    let refused = network.flow(&DMatrix::zeros(3, 4)).expect_err("transposed");
    let chain = WeightsError::Chain { layer: 2, after: 3, this: (4, 3), next: (3, 4) };
    assert_eq!(refused, chain);
}
