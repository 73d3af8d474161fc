//! `docs/theory.md`, "Stable, centre and unstable directions": dimensions at saddles against the
//! Jacobian of the flow and the motion of modes, both by brute force in random bases.

use crate::brute_force::{Columns, flattened};
use crate::random_networks::{Network, cases, families, network, orthonormal, problem, signs};
use linscape_critical::{Inertia, SingularSubset};
use linscape_curvature::numerical_dimension;
use linscape_flow::{CoordinateCounts, Decoupled, Dynamics};
use linscape_network::Weights;
use linscape_points::random_point;
use linscape_strata::{FamilyShape, Strata};
use nalgebra::DMatrix;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;

/// Compares the dimensions with the Jacobian of the flow and the rank of the group action; says
/// whether both were decided.
fn dimensions_hold(
    case: &Network,
    shape: &FamilyShape,
    stated: &Dynamics,
    at: &Weights,
) -> Result<bool, TestCaseError> {
    let target = case.sigma();
    let jacobian = -Columns::white(&target).hessian(at.matrices());
    let Some(signs) = signs(jacobian) else { return Ok(false) };
    let along = numerical_dimension(at, &target).expect("finite").decided();
    let Some(along) = along.map(|along| along + shape.beside().flat) else { return Ok(false) };
    // Eigenvalues of the flow's Jacobian: positive ones leave.
    prop_assert_eq!((signs.positive, signs.negative), (stated.unstable, stated.stable));
    prop_assert_eq!(signs.zero + shape.beside().flat, stated.centre());
    prop_assert_eq!((stated.centre_along, stated.centre_across), (along, stated.centre() - along));
    Ok(true)
}

// Unstable, stable and centre directions, and the part of the centre that stands still. Points where
// numerics decide nothing are left out; they are few.
#[test]
fn dimensions_are_those_of_the_linearised_flow_and_of_the_stratum() {
    let mut runner = TestRunner::new(cases(200));
    let (points, decided) = (Cell::new(0_usize), Cell::new(0_usize));
    let outcome = runner.run(&network(1..=4), |case| {
        let mut stream = case.stream("strata");
        for subset in families(&case.problem) {
            let shape = FamilyShape::new(&case.problem, &subset);
            let strata: Vec<_> = Strata::of(&shape).take(500).collect();
            let stratum = &strata[stream.below(strata.len())].stratum;
            let stray = random_point(&case.target, &subset, stratum, &mut stream);
            for (stated, at) in [
                (Dynamics::balanced(&shape), case.balanced(&subset)),
                (Dynamics::of_stratum(&shape, stratum), stray.expect("a stratum of the family")),
            ] {
                points.set(points.get() + 1);
                let judged = dimensions_hold(&case, &shape, &stated, &at)?;
                decided.set(decided.get() + usize::from(judged));
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let (points, decided) = (points.get(), decided.get());
    assert!(points > 700 && 100 * decided >= 98 * points, "{decided} of {points} points decided");
}

proptest! {
    #![proptest_config(cases(60))]

    // Modes with a place of their own do not see each other; a learned one comes back, and an
    // unlearned one leaves.
    #[test]
    fn learned_modes_are_stable_and_modes_with_a_free_place_unstable(case in network(1..=4)) {
        for subset in families(&case.problem) {
            let stated = Decoupled::of(&FamilyShape::new(&case.problem, &subset));
            for first in [true, false] {
                let modes = Modes::new(&case, &subset, first);
                let mut found = CoordinateCounts { stable: 0, unstable: 0, neutral: 0 };
                for (mode, rest) in modes.rest.iter().enumerate() {
                    for step in [0.01, 0.02] {
                        // A learned mode on both sides, an unlearned one from zero up.
                        let velocity = |by: f64| modes.velocity(&modes.at(|t, _| {
                            let away = if t == mode { by } else { step };
                            if modes.rest[t] > 0.0 { modes.rest[t] * (1.0 + away) } else { away.abs() }
                        }));
                        let (up, down) = (velocity(step), velocity(-step));
                        for layer in 0..modes.depth {
                            let (up, down) = (up[(layer, mode)], down[(layer, mode)]);
                            let holds = if *rest > 0.0 { up < 0.0 && down > 0.0 } else { up > 0.0 };
                            prop_assert!(holds, "mode {} of {:?}: {}, {}", mode, subset, up, down);
                        }
                    }
                    *(if *rest > 0.0 { &mut found.stable } else { &mut found.unstable }) += 1;
                }
                prop_assert_eq!(found, stated.amplitudes);
            }
            let unlearned = case.problem.spectrum().rank() - subset.rank();
            let learnable = if stated.amplitudes.unstable > 0 { unlearned } else { 0 };
            prop_assert_eq!(stated.learnable, learnable);
        }
    }

    // With an amplitude in each layer: the linearised flow, and what it does not see.
    #[test]
    fn layers_of_a_mode_add_conserved_coordinates(case in network(1..=4)) {
        for subset in families(&case.problem) {
            let stated = Decoupled::of(&FamilyShape::new(&case.problem, &subset)).layers;
            let modes = Modes::new(&case, &subset, true);
            let found = signs(modes.jacobian()).expect("whole singular values");
            let (unlearned, depth) = (modes.rest.iter().filter(|&&rest| rest == 0.0).count(), modes.depth);
            if depth < 3 {
                let stated =
                    Inertia { positive: stated.unstable, zero: stated.neutral, negative: stated.stable };
                prop_assert_eq!(found, stated);
                continue;
            }
            let silent = Inertia {
                positive: 0,
                zero: stated.neutral + stated.unstable,
                negative: stated.stable,
            };
            prop_assert_eq!(found, silent);
            prop_assert_eq!(stated.unstable, unlearned);
            // Small unequal layers: the product grows, differences of squares stay.
            let at = modes.at(|mode, layer| {
                if modes.rest[mode] > 0.0 { modes.rest[mode] } else { 0.05 + 0.02 * layer as f64 }
            });
            let velocity = modes.velocity(&at);
            for mode in (0..modes.rest.len()).filter(|&mode| modes.rest[mode] == 0.0) {
                for layer in 0..depth {
                    prop_assert!(velocity[(layer, mode)] > 0.0);
                    let square = |layer: usize| at[(layer, mode)] * velocity[(layer, mode)];
                    prop_assert!((square(layer) - square(0)).abs() < 1e-14);
                }
            }
        }
    }
}

/// Decoupled weights in random hidden bases: a place for each learned mode, and for as many of
/// the others as there are places.
struct Modes {
    columns: Columns,
    /// One basis a layer; the outer ones are singular vectors of the chosen modes.
    bases: Vec<DMatrix<f64>>,
    /// Amplitudes at the balanced representative, all layers alike; zero for unlearned modes.
    rest: Vec<f64>,
    depth: usize,
}

impl Modes {
    fn new(case: &Network, subset: &SingularSubset, first: bool) -> Self {
        let spectrum = case.problem.spectrum();
        let mut widths = case.problem.architecture().widths().to_vec();
        widths[0] = case.problem.input_rank();
        let depth = widths.len() - 1;
        let learned = subset.indices(spectrum.multiplicities());
        let mut others: Vec<usize> =
            (1..=spectrum.rank()).filter(|mode| !learned.contains(mode)).collect();
        if !first {
            others.reverse();
        }
        let places = widths.iter().copied().min().expect("widths").min(spectrum.rank());
        let rest: Vec<f64> = (0..places)
            .map(|at| {
                let mode = learned.get(at).map(|&mode| spectrum.singular_values()[mode - 1]);
                mode.map_or(0.0, |sigma| sigma.powf(1.0 / depth as f64))
            })
            .collect();
        let chosen: Vec<usize> = learned.into_iter().chain(others).take(places).collect();
        let pick = |vectors: &DMatrix<f64>| {
            let columns: Vec<_> = chosen.iter().map(|&mode| vectors.column(mode - 1)).collect();
            DMatrix::from_fn(vectors.nrows(), places, |row, at| columns[at][row])
        };
        let mut stream = case.stream("places");
        let bases = (0..=depth).map(|layer| match layer {
            0 => pick(&case.target.bases().right),
            layer if layer == depth => pick(&case.target.bases().left),
            layer => orthonormal(&mut stream, widths[layer], places),
        });
        let bases = bases.collect();
        Self { columns: Columns::white(&case.sigma()), bases, rest, depth }
    }

    /// Amplitudes by layer and mode.
    fn at(&self, amplitude: impl Fn(usize, usize) -> f64) -> DMatrix<f64> {
        DMatrix::from_fn(self.depth, self.rest.len(), |layer, mode| amplitude(mode, layer))
    }

    fn weights(&self, amplitudes: &DMatrix<f64>) -> Vec<DMatrix<f64>> {
        let layer = |at: usize| {
            let diagonal = DMatrix::from_diagonal(&amplitudes.row(at).transpose());
            &self.bases[at + 1] * diagonal * self.bases[at].transpose()
        };
        (0..self.depth).map(layer).collect()
    }

    /// The flow of all weights, read off at the amplitudes; nothing else may move.
    fn velocity(&self, amplitudes: &DMatrix<f64>) -> DMatrix<f64> {
        let weights = self.weights(amplitudes);
        let gradient = self.columns.gradient(&weights);
        let mut entries = gradient.as_slice();
        let moved: Vec<_> = weights
            .iter()
            .map(|matrix| {
                let (part, rest) = entries.split_at(matrix.len());
                entries = rest;
                -DMatrix::from_column_slice(matrix.nrows(), matrix.ncols(), part)
            })
            .collect();
        let velocity = self.at(|mode, layer| {
            let (to, from) = (self.bases[layer + 1].column(mode), self.bases[layer].column(mode));
            to.dot(&(&moved[layer] * from))
        });
        let elsewhere = flattened(&moved) - flattened(&self.weights(&velocity));
        assert!(elsewhere.norm() < 1e-10 * (1.0 + gradient.norm()), "modes mix");
        velocity
    }

    /// Derivatives of the flow by all amplitudes at the balanced point. The flow is quadratic in each
    /// single amplitude, so that central differences of any step are exact.
    fn jacobian(&self) -> DMatrix<f64> {
        let (modes, step) = (self.rest.len(), 0.5);
        let mut columns = Vec::new();
        for place in 0..self.depth * modes {
            let moved = |by: f64| {
                let mut at = self.at(|mode, _| self.rest[mode]);
                at[place] += by;
                self.velocity(&at)
            };
            columns.push((moved(step) - moved(-step)) / (2.0 * step));
        }
        let order = columns.len();
        DMatrix::from_fn(order, order, |row, column| columns[column][row])
    }
}

// σ = (3, 2, 1), widths 3,3,3,3, by hand. At the origin all 27 entries escape, each mode by 3·3
// paths. At {1} two units are free in either hidden layer: 2·2 entries in each of three layers, and
// 2·2 paths for each of two modes; the swap of {3} does not silence the way of the two others.
#[test]
fn three_modes_of_depth_three_have_the_known_dimensions() {
    let problem = problem(&[3, 3, 3, 3], &[3, 2, 1]);
    let at = |indices: &[usize]| {
        let subset = problem.subset(indices).expect("a family");
        Dynamics::balanced(&FamilyShape::new(&problem, &subset))
    };
    let expected = [(vec![], (0, 0, 0, 27), 27, 27_u32), (vec![1], (0, 5, 10, 12), 12, 8)];
    for (indices, directions, coordinates, paths) in expected {
        let found = at(&indices);
        let centre = (found.centre_along, found.centre_across);
        assert_eq!((found.unstable, found.stable, centre.0, centre.1), directions);
        let links = found.silent.expect("modes to learn");
        assert_eq!((links.order.degree(), links.coordinates), (3, coordinates));
        assert_eq!((links.paths, links.across_null), (paths.into(), 0));
    }
    let third = at(&[3]);
    assert_eq!((third.unstable, third.stable, third.centre_across), (2, 3, 12));
    assert_eq!(third.silent, at(&[1]).silent);
    assert_eq!(at(&[1, 2, 3]).silent, None);
}
