//! `docs/theory.md`, "Connections", in time: gradient flow, integrated here, grows a mode in the
//! stated time, reaches the family at the end of a swap, and from small weights follows the greedy
//! path.

use crate::brute_force::{Columns, moved};
use crate::random_networks::{Network, problem};
use linscape_flow::Adjacency;
use linscape_network::RandomMatrices as _;
use linscape_network::{CriticalPoint, Target, Weights};
use linscape_quotient::{ConnectionScope, outgoing};
use nalgebra::DMatrix;

type Layers = Vec<DMatrix<f64>>;

/// One step of the classical Runge–Kutta method along the flow in adjacency form.
fn step(target: &DMatrix<f64>, weights: &Layers, time: f64) -> Layers {
    let velocity = |at: &Layers| {
        let network = Adjacency::of(&Weights::new(at.clone()).expect("finite weights"));
        network.flow(target).expect("fits").blocks().to_vec()
    };
    let first = velocity(weights);
    let second = velocity(&moved(weights, 0.5 * time, &first));
    let third = velocity(&moved(weights, 0.5 * time, &second));
    let fourth = velocity(&moved(weights, time, &third));
    let outer = moved(&first, 1.0, &fourth);
    let inner = moved(&second, 1.0, &third);
    moved(weights, time / 6.0, &moved(&outer, 2.0, &inner))
}

fn product(weights: &Layers) -> DMatrix<f64> {
    let inputs = weights[0].ncols();
    weights.iter().fold(DMatrix::identity(inputs, inputs), |product, matrix| matrix * product)
}

// "Connections": from amplitude ε in every layer a mode of a deep network takes a time of about
// ε^{−(h−2)} / ((h − 2) σ); of the rest, nothing grows with 1/ε.
#[test]
fn mode_grows_from_small_amplitude_in_the_stated_time() {
    let mut shown = 0;
    for (depth, epsilon) in [(3, 0.02), (4, 0.1)] {
        let sigma = 2.0;
        let target = DMatrix::from_element(1, 1, sigma);
        let mut weights = vec![DMatrix::from_element(1, 1, epsilon); depth];
        let (mut time, dt) = (0.0, 0.01);
        while product(&weights)[(0, 0)] < 0.5 * sigma {
            weights = step(&target, &weights, dt);
            time += dt;
            assert!(time < 1000.0, "the mode does not grow");
        }
        let order = f64::from(u8::try_from(depth - 2).expect("small"));
        let stated = epsilon.powf(-order) / (order * sigma);
        assert!((time / stated - 1.0).abs() < 0.05, "{time} instead of {stated} at depth {depth}");
        shown += 1;
    }
    assert_eq!(shown, 2);
}

// "Connections": with h = 2 a mode leaves at the exponential rate σ_l.
#[test]
fn mode_of_a_network_of_depth_two_grows_exponentially() {
    let target = DMatrix::from_element(1, 1, 2.0);
    let mut weights = vec![DMatrix::from_element(1, 1, 1e-6); 2];
    for _ in 0..100 {
        weights = step(&target, &weights, 0.01);
    }
    let growth = weights[0][(0, 0)] / 1e-6;
    assert!((growth.ln() - 2.0).abs() < 1e-6, "grew by {growth} in unit time");
}

// "Connections": an orbit leaves J along the swap's eigenvector and ends where J \ {k} ∪ {l} has
// its end-to-end map, having lost the stated drop.
#[test]
fn flow_along_a_swap_ends_at_the_family_with_the_better_mode() {
    let problem = problem(&[3, 3, 3, 3], &[3, 2, 1]);
    let target = Target::standard(&problem);
    let sigma = target.matrix();
    let columns = Columns::white(sigma);
    let mut shown = 0;
    for indices in [vec![2], vec![3], vec![2, 3]] {
        let subset = problem.subset(&indices).expect("a family");
        let start = CriticalPoint::balanced(&target, &subset).weights.matrices().to_vec();
        for connection in outgoing(&problem, &subset, ConnectionScope::All) {
            let Some(dropped) = connection.dropped else { continue };
            let slot = indices.iter().position(|&k| k == dropped).expect("learned");
            let mut weights = start.clone();
            weights[0][(slot, connection.learned - 1)] += 1e-4;
            weights[2][(connection.learned - 1, slot)] += 1e-4;
            for _ in 0..1500 {
                weights = step(sigma, &weights, 0.02);
            }
            let end = connection.kind.apply(&subset);
            let end = CriticalPoint::balanced(&target, &end).weights.product();
            let distance = (product(&weights) - end).norm();
            assert!(distance < 1e-3, "{distance} from the end of {connection:?}");
            let lost = columns.loss(&start) - columns.loss(&weights);
            assert!((lost - connection.loss_drop).abs() < 1e-3);
            shown += 1;
        }
    }
    assert_eq!(shown, 1 + 2 + 2);
}

// "Connections": generic small weights meet ∅, {1}, {1, 2} in this order. The first step is proved
// (Jacot et al., arXiv:2106.15933), the rest is conjectured: this is one network, not a proof.
#[test]
fn training_from_small_weights_visits_the_saddles_of_the_greedy_path() {
    let case = Network::new(&[2, 2, 2, 2], &[4, 1], 0, 17);
    let target = case.sigma();
    let mut stream = case.stream("small weights");
    let mut weights: Layers = (0..3).map(|_| 0.1 * stream.gaussian(2, 2)).collect();
    let saddles: Vec<DMatrix<f64>> =
        (0..=2).map(|rank| case.balanced(&case.problem.leading(rank)).product()).collect();
    let other = case.balanced(&case.problem.subset(&[2]).expect("a family")).product();
    let mut visited = Vec::new();
    for _ in 0..6000 {
        let here = product(&weights);
        let near = saddles.iter().position(|saddle| (saddle - &here).norm() < 0.1);
        if near.is_some() && visited.last() != near.as_ref() {
            visited.extend(near);
        }
        assert!((&other - &here).norm() > 0.3, "{{2}} is not on the path");
        weights = step(&target, &weights, 0.01);
    }
    assert_eq!(visited, [0, 1, 2]);
}
