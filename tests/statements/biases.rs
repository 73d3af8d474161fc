//! "Biases": a network with biases against its brute-force Hessian as a network of matrices
//! `[W_i b_i; 0 1]` on inputs with a row of ones, of which the weights and biases are some entries.

use crate::brute_force::Columns;
use crate::random_data::{Experiment, experiment};
use crate::random_networks::{cases, families, signs};
use linscape_critical::{Architecture, BiasPlace, Biases, Inertia, RandomStream};
use linscape_curvature::{HessianProduct, SecondOrder, SymmetricOperator as _};
use linscape_network::{LayerInputs, RandomMatrices as _, Reduction, Weights};
use linscape_points::random_point;
use linscape_strata::{FamilyShape, Stratum};
use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;
use std::cell::Cell;

/// The data behind the brute force: inputs with a row of ones.
fn with_ones(case: &Experiment) -> Columns {
    let Columns { inputs, targets } = case.columns();
    let at = inputs.nrows();
    Columns { inputs: inputs.insert_row(at, 1.0), targets }
}

/// `[W_i b_i; 0 1]`, without the last row in the last layer.
fn augmented(weights: &Weights) -> Vec<DMatrix<f64>> {
    let depth = weights.depth();
    let layers = weights.matrices().iter().zip(weights.biases()).enumerate();
    let layer = |(at, (matrix, bias)): (usize, (&DMatrix<f64>, &Option<DVector<f64>>))| {
        let (rows, columns) = matrix.shape();
        let mut wide = matrix.clone().insert_column(columns, 0.0);
        if let Some(bias) = bias {
            wide.set_column(columns, bias);
        }
        if at + 1 < depth {
            wide = wide.insert_row(rows, 0.0);
            wide[(rows, columns)] = 1.0;
        }
        wide
    };
    layers.map(layer).collect()
}

/// Which entries of those matrices are weights or biases.
fn free_entries(weights: &Weights) -> Vec<usize> {
    let (mut free, mut start) = (Vec::new(), 0);
    for (matrix, (full, bias)) in
        weights.matrices().iter().zip(augmented(weights).iter().zip(weights.biases()))
    {
        let columns = matrix.ncols() + usize::from(bias.is_some());
        for column in 0..columns {
            free.extend((0..matrix.nrows()).map(|row| start + column * full.nrows() + row));
        }
        start += full.len();
    }
    free
}

fn restricted(hessian: &DMatrix<f64>, free: &[usize]) -> DMatrix<f64> {
    hessian.select_rows(free).select_columns(free)
}

fn drawn(
    biases: &Biases,
    widths: &[usize],
    stream: &mut RandomStream,
) -> Vec<Option<DVector<f64>>> {
    let layers = biases.in_layers().iter().zip(&widths[1..]);
    let bias = |(&has, &width): (&bool, &usize)| {
        has.then(|| stream.gaussian(width, 1).column(0).into_owned())
    };
    layers.map(bias).collect()
}

/// The last layer has a bias, the others have one or not.
fn with_an_output_bias(case: &Experiment) -> Biases {
    let mut stream = case.stream("biases");
    let depth = case.architecture.depth();
    let layers = (1..=depth).map(|layer| layer == depth || stream.below(2) == 1).collect();
    Biases::of_layers(layers).expect("the last layer has one")
}

fn reduced(case: &Experiment, biases: &Biases) -> Option<Reduction> {
    let (about, means) = case.data.clone().split_means();
    let reduction = Reduction::of_data(case.architecture.clone(), &about, None).ok()?;
    let reduction = reduction.with_means(means);
    Some(reduction.map_problem(|old| Ok::<_, ()>(old.with_biases(biases.clone()))).expect("same"))
}

/// A random point of a random stratum of a family, with random weights where no data are.
fn point(
    reduction: &Reduction,
    subset: &linscape_critical::SingularSubset,
    stream: &mut RandomStream,
) -> (Stratum, Weights) {
    let problem = reduction.problem();
    let stratum = Stratum::random(&FamilyShape::new(problem, subset), stream);
    let whitened = random_point(reduction.target(), subset, &stratum, stream);
    let whitened = whitened.expect("a stratum of this family");
    let first = reduction.unwhiten(&whitened.matrices()[0]);
    let noise = stream.gaussian(first.nrows(), first.ncols());
    let unseen = &noise - reduction.unwhiten(&reduction.whiten(&noise));
    (stratum, whitened.with_first(first + unseen).expect("chain"))
}

proptest! {
    #![proptest_config(cases(150))]

    // Loss, gradient and Hessian by both roads of the crates, at any weights and biases.
    #[test]
    fn derivatives_are_those_of_a_network_with_an_input_more(case in experiment()) {
        let biases = with_an_output_bias(&case);
        let Some(reduction) = reduced(&case, &biases) else { return Ok(()) };
        let mut stream = case.stream("any biases");
        let drawn = drawn(&biases, case.architecture.widths(), &mut stream);
        let weights = Weights::new(case.weights("any")).and_then(|w| w.with_biases(drawn)).expect("fits");
        let brute = with_ones(&case);
        let (layers, free) = (augmented(&weights), free_entries(&weights));
        let hessian = restricted(&brute.hessian(&layers), &free);
        let gradient = brute.gradient(&layers).select_rows(&free);
        let reads = LayerInputs::in_data(&reduction).expect("means");
        let at = SecondOrder::reading(&weights, &reads).expect("fits");
        let product = HessianProduct::in_data(&reduction, &weights).expect("fits");
        let order = free.len();
        let scale = 1.0 + hessian.norm();
        prop_assert_eq!(order, weights.parameters());
        prop_assert!((at.hessian() - &hessian).norm() < 1e-9 * scale);
        let images = product.apply(&DMatrix::identity(order, order));
        prop_assert!((images - &hessian).norm() < 1e-9 * scale);
        let flat: Vec<f64> = at.gradient().iter().flat_map(|g| g.as_slice().to_vec()).collect();
        prop_assert!((DVector::from_vec(flat) - &gradient).norm() < 1e-9 * scale);
        let loss = brute.loss(&layers);
        let split = reduction.problem().loss_offset() + at.loss();
        prop_assert!((split - loss).abs() < 1e-9 * (1.0 + loss), "{split} {loss}");
        // The loss splits into that of the matrices about the means and that of the offset.
        let offset = reduction.offset(&weights).expect("a bias");
        let first = reduction.whiten(&weights.matrices()[0]);
        let matrices = weights.with_first(first).expect("chain").without_biases();
        let sigma = reduction.target().matrix();
        let alone = SecondOrder::new(&matrices, sigma).expect("fits").loss();
        let samples = case.data.samples() as f64;
        let sum = alone + 0.5 * samples * offset.norm_squared();
        prop_assert!((sum - at.loss()).abs() < 1e-9 * (1.0 + loss));
    }
}

// Inertia of the whole network at a random point of every family: data with constant, equal and zero
// columns, any placement of biases that ends in the last layer, depth 1 included.
#[test]
fn inertia_is_that_about_the_means_and_of_what_stands_beside() {
    let (decided, all) = (Cell::new(0_usize), Cell::new(0_usize));
    let mut runner = proptest::test_runner::TestRunner::new(cases(150));
    let outcome = runner.run(&experiment(), |case| {
        let biases = with_an_output_bias(&case);
        let Some(reduction) = reduced(&case, &biases) else { return Ok(()) };
        let problem = reduction.problem();
        let widths = case.architecture.widths();
        let mut stream = case.stream("points with biases");
        for subset in families(problem) {
            let (stratum, weights) = point(&reduction, &subset, &mut stream);
            let weights = weights.with_biases(drawn(&biases, widths, &mut stream)).expect("fits");
            let weights = reduction.at_best_offset(&weights).expect("finite");
            let (layers, free) = (augmented(&weights), free_entries(&weights));
            let brute = with_ones(&case);
            let hessian = restricted(&brute.hessian(&layers), &free);
            let gradient = brute.gradient(&layers).select_rows(&free).norm();
            prop_assert!(gradient < 1e-8 * (1.0 + hessian.norm()), "{gradient}");
            all.set(all.get() + 1);
            let Some(found) = signs(hessian) else { continue };
            decided.set(decided.get() + 1);
            let shape = FamilyShape::new(problem, &subset);
            let stated = stratum.profile(&shape);
            prop_assert_eq!(stated.inertia, found, "{:?} {:?} {:?}", biases, stratum, weights);
            prop_assert_eq!(shape.parameters(), problem.parameters());
            prop_assert!(stated.dimension <= stated.inertia.zero);
        }
        Ok(())
    });
    outcome.expect("theorem and brute force agree");
    assert!(decided.get() > 300 && 10 * decided.get() > 9 * all.get(), "{decided:?} of {all:?}");
}

// A bias in the first layer alone.
#[test]
fn a_first_bias_is_the_weight_of_an_input_that_is_always_one() {
    let decided = Cell::new(0_usize);
    let mut runner = proptest::test_runner::TestRunner::new(cases(100));
    let outcome = runner.run(&experiment(), |case| {
        let depth = case.architecture.depth();
        let biases = Biases::parse("1", depth).expect("first");
        if biases.place() != BiasPlace::Input {
            return Ok(());
        }
        let mut widths = case.architecture.widths().to_vec();
        widths[0] += 1;
        let wider = Architecture::new(widths).expect("widths");
        let data = case.data.clone().with_ones();
        let reduction = Reduction::of_data(wider, &data, None).expect("ones");
        let reduction =
            reduction.map_problem(|old| Ok::<_, ()>(old.with_biases(biases))).expect("same");
        let mut stream = case.stream("first bias");
        for subset in families(reduction.problem()) {
            let (stratum, wide) = point(&reduction, &subset, &mut stream);
            let (first, last) = (&wide.matrices()[0], wide.matrices()[0].ncols() - 1);
            let mut biases = vec![None; depth];
            biases[0] = Some(first.column(last).into_owned());
            let weights = wide.with_first(first.clone().remove_column(last)).expect("chain");
            let weights = weights.with_biases(biases).expect("fits");
            let (layers, free) = (augmented(&weights), free_entries(&weights));
            let hessian = restricted(&with_ones(&case).hessian(&layers), &free);
            let Some(found) = signs(hessian) else { continue };
            decided.set(decided.get() + 1);
            let stated = stratum.profile(&FamilyShape::new(reduction.problem(), &subset));
            prop_assert_eq!(stated.inertia, found, "{:?} {:?}", stratum, weights);
        }
        Ok(())
    });
    outcome.expect("theorem and brute force agree");
    assert!(decided.get() > 150, "{decided:?}");
}

// Widths 3,2,2,2, biases in all layers: (0, 4, 2) more than about the means.
#[test]
fn three_layers_with_biases_have_four_free_and_two_positive_coordinates_more() {
    let mut stream = RandomStream::new(7, "3,2,2,2");
    let (inputs, targets) = (stream.gaussian(9, 3), stream.gaussian(9, 2));
    let data = linscape_network::Dataset::new(inputs, targets).expect("samples");
    let network = Architecture::new(vec![3, 2, 2, 2]).expect("widths");
    let biases = Biases::parse("all", 3).expect("all");
    let (about, means) = data.split_means();
    let plain = Reduction::of_data(network, &about, None).expect("data");
    let whole = plain.clone().with_means(means);
    let whole = whole.map_problem(|old| Ok::<_, ()>(old.with_biases(biases))).expect("same");
    let subsets = families(plain.problem());
    assert_eq!(subsets.len(), 4);
    for subset in subsets {
        let inertia = |reduction: &Reduction| {
            let shape = FamilyShape::new(reduction.problem(), &subset);
            Stratum::balanced(&shape).inertia(&shape)
        };
        let Inertia { negative, zero, positive } = inertia(&plain);
        assert_eq!(inertia(&whole), Inertia { negative, zero: zero + 4, positive: positive + 2 });
    }
}
