//! The links of all shortest paths of escape, against the loss expanded around the points of a
//! stratum.

use linscape_critical::RandomStream;
use linscape_curvature::SecondOrder;
use linscape_lapack::symmetric_eigen;
use linscape_network::Weights;
use linscape_strata::{Bar, FamilyShape, Strata, Stratum};
use nalgebra::{DMatrix, DVector};

use crate::bar_point::{Point, involved, uneven};
use crate::escape::Role;
use crate::escaping_links::families;

#[test]
fn entries_in_the_lowest_power_of_the_loss_are_the_escaping_links() {
    let mut shown = 0;
    for (problem, subset) in families() {
        let shape = FamilyShape::new(&problem, &subset);
        for listed in Strata::of(&shape) {
            let Some(links) = listed.stratum.escaping_links(&shape) else { continue };
            let order = links.order.degree();
            let point = Point::new(&problem, &subset, &listed.stratum);
            let change = point.change(false, uneven);
            for degree in 1..order {
                let early = involved(&point.slopes(&change, degree), &change);
                assert!(early.is_empty(), "degree {degree} of {} at {shape:?}", listed.stratum);
            }
            let entries = point.escaping(order);
            let null = entries.iter().filter(|&&(layer, at)| change[layer][at] == 0.0).count();
            let found = (entries.len() - null, null);
            assert_eq!(
                found,
                (links.coordinates, links.across_null),
                "{} at {shape:?}",
                listed.stratum
            );
            shown += 1;
        }
    }
    assert!(shown > 100, "{shown}");
}

#[test]
fn loss_falls_at_the_stated_order_along_escaping_links_and_not_without_them() {
    let (mut shown, mut swapping) = (0, 0);
    for (problem, subset) in families() {
        let shape = FamilyShape::new(&problem, &subset);
        for listed in Strata::of(&shape) {
            let Some(links) = listed.stratum.escaping_links(&shape) else { continue };
            let order = links.order.degree();
            let point = Point::new(&problem, &subset, &listed.stratum);
            let change = point.change(false, uneven);
            let entries = point.escaping(order);
            // All of them are null directions of the Hessian.
            let hessian = SecondOrder::new(&point.weights, &point.target).expect("fits").hessian();
            let first = |layer: usize| -> usize { change[..layer].iter().map(DMatrix::len).sum() };
            for &(layer, at) in entries.iter().filter(|&&(layer, at)| change[layer][at] > 0.0) {
                assert!(hessian.column(first(layer) + at).amax() < 1e-12, "{}", listed.stratum);
            }
            // Without them nothing falls up to the order, whatever else changes between the bars.
            let sign =
                |layer, row, column| if uneven(layer, column, row) < 1.0 { -1.0 } else { 1.0 };
            let mut outside = point.change(false, |l, r, c| sign(l, r, c) * uneven(l, r, c));
            for &(layer, at) in &entries {
                outside[layer][at] = 0.0;
            }
            let along = point.loss_along(&outside);
            assert!(along[..=order].iter().all(|&slope| slope > -1e-12), "{along:?}");
            let steepness = 0.1_f64.powf(order as f64 - 2.0);
            // Along a single path it falls, and not before. Of the other terms only squares of two
            // links from another mode's input to another's output have the same degree, and four
            // links; the first and the last link are not in them.
            if links.across_null == 0 {
                for (inner, most) in [(1.0, -0.49), (0.1, -0.9 * steepness)] {
                    let path = one_path(&listed.stratum, &shape, &point, inner);
                    let along = point.loss_along(&path);
                    assert!(along[..order].iter().all(|slope| slope.abs() < 1e-12), "{along:?}");
                    assert!(along[order] < most, "{along:?}");
                }
            }
            shown += 1;
            swapping += usize::from(!shape.is_leading());
        }
    }
    assert!(shown > 100 && swapping > 10, "{shown}, {swapping}");
}

/// A random null direction `δ` of the Hessian with the escaping entries left out, and what the other
/// directions, following in second order, take from the loss in fourth: `½ bᵀ H⁺ b` with
/// `b = ½ D³L(δ, δ, ·)`.
fn null_direction(point: &Point, order: usize, stream: &mut RandomStream) -> (DVector<f64>, f64) {
    let gradient = |at: &DVector<f64>| {
        let weights = Weights::new(moved(&point.weights, at)).expect("chain");
        let gradient = SecondOrder::new(&weights, &point.target).expect("fits").gradient();
        DVector::from_vec(gradient.iter().flat_map(|matrix| matrix.as_slice().to_vec()).collect())
    };
    let at = SecondOrder::new(&point.weights, &point.target).expect("fits");
    let eigen = symmetric_eigen(at.hessian()).expect("finite");
    let mut direction = DVector::zeros(point.weights.parameters());
    for (value, vector) in eigen.values.iter().zip(eigen.vectors.column_iter()) {
        if value.abs() < 1e-9 {
            direction.axpy(stream.normal(), &vector, 1.0);
        }
    }
    let sizes: Vec<usize> = point.weights.matrices().iter().map(DMatrix::len).collect();
    for (layer, place) in point.escaping(order) {
        if !point.is_across_null_at(layer, place) {
            direction[sizes[..layer].iter().sum::<usize>() + place] = 0.0;
        }
    }
    // The gradient along ±t δ is ½ D³L(δ, δ, ·) t² in the mean, up to t⁴.
    let mean =
        |t: f64| (gradient(&(t * &direction)) + gradient(&(-t * &direction))) / (2.0 * t * t);
    let pull = (4.0 * mean(0.005) - mean(0.01)) / 3.0;
    let gain = eigen.values.iter().zip(eigen.vectors.column_iter()).map(|(value, vector)| {
        let along = vector.dot(&pull);
        if value.abs() < 1e-9 { 0.0 } else { 0.5 * along * along / value }
    });
    (direction, gain.sum())
}

/// The weights changed by all parameters in their order.
fn moved(weights: &Weights, by: &DVector<f64>) -> Vec<DMatrix<f64>> {
    let mut rest = by.as_slice();
    let change = |matrix: &DMatrix<f64>| {
        let (part, others) = rest.split_at(matrix.len());
        rest = others;
        matrix + DMatrix::from_column_slice(matrix.nrows(), matrix.ncols(), part)
    };
    weights.matrices().iter().map(change).collect()
}

#[test]
fn null_directions_without_escaping_links_do_not_lower_the_loss() {
    let (mut shown, mut stream) = ([0; 6], RandomStream::new(5, "null directions"));
    for (problem, subset) in families() {
        let shape = FamilyShape::new(&problem, &subset);
        for listed in Strata::of(&shape) {
            let Some(links) = listed.stratum.escaping_links(&shape) else { continue };
            let order = links.order.degree();
            let point = Point::new(&problem, &subset, &listed.stratum);
            let (direction, gain) = null_direction(&point, order, &mut stream);
            let still = Weights::new(point.weights.matrices().iter().map(|w| 0.0 * w).collect());
            let along = point.loss_along(&moved(&still.expect("chain"), &direction));
            let size = 1.0 + direction.norm().powi(4);
            assert!(along[2].abs() < 1e-9 * size, "{along:?}");
            assert!(along[3].abs() < 1e-9 * size, "{along:?} at {} of {shape:?}", listed.stratum);
            if order > 3 {
                assert!(
                    along[4] - gain > -1e-5 * size,
                    "{} {gain} at {}",
                    along[4],
                    listed.stratum
                );
            }
            shown[order] += 1;
        }
    }
    assert!(shown[3] > 100 && shown[4] > 50, "{shown:?}");
}

/// The links of one shortest path, the first and the last of size 1. Which strata there are and how their modes are
/// learned does not depend on the better modes that were left out.
fn one_path(
    stratum: &Stratum,
    shape: &FamilyShape,
    point: &Point,
    inner: f64,
) -> Vec<DMatrix<f64>> {
    let leading = shape.as_leading();
    let path = stratum.escape_path(&leading).expect("a saddle");
    let mode = (0..point.bars.len()).find(|&mode| {
        let end = |bar: Bar| point.bars.contains(&(bar, Role::Mode(mode)));
        let depth = shape.depth();
        end(Bar { start: 0, end: path.pair.input_end })
            && end(Bar { start: path.pair.output_start, end: depth })
    });
    let place = |layer: usize, bar: Bar, outer: bool| {
        let found = point.layers[layer].iter().position(|at| {
            at.is_some_and(|at| {
                let (own, role) = point.bars[at];
                own == bar && (!outer || mode.map(Role::Mode) == Some(role))
            })
        });
        found.expect("a bar of the path")
    };
    let mut change = point.change(false, |_, _, _| 0.0);
    for (at, link) in path.links.iter().enumerate() {
        let from = place(link.layer - 1, link.from, at == 0);
        let to = place(link.layer, link.to, at + 1 == path.links.len());
        let outer = at == 0 || at + 1 == path.links.len();
        change[link.layer - 1][(to, from)] = if outer { 1.0 } else { inner };
    }
    change
}
