//! The links of all shortest paths of escape, against the loss: expanded in powers of a change of the
//! weights, with no walk in sight.

use linscape_critical::{Problem, SingularSubset, Weights};
use linscape_curvature::{Bar, FamilyShape, SecondOrder, Strata, Stratum};
use nalgebra::DMatrix;
use std::collections::BTreeSet;

use crate::escape::{Role, bars};
use crate::escaping_links::families;

/// A point of a stratum in the bases of its bars, with unit entries along all but full bars.
struct Point {
    weights: Weights,
    target: DMatrix<f64>,
    /// The bars alive in each layer; `None` stands for a full bar.
    layers: Vec<Vec<Option<usize>>>,
    bars: Vec<(Bar, Role)>,
}

impl Point {
    fn new(problem: &Problem, subset: &SingularSubset, stratum: &Stratum) -> Self {
        let depth = problem.architecture().depth();
        let values = problem.spectrum().singular_values();
        let learned = subset.indices(problem.spectrum().multiplicities());
        let bars = bars(stratum, depth);
        let alive = |layer: usize| {
            let others = (0..bars.len()).filter(|&at| bars[at].0.contains(layer)).map(Some);
            learned.iter().map(|_| None).chain(others).collect::<Vec<_>>()
        };
        let layers: Vec<_> = (0..=depth).map(alive).collect();
        let amplitude = |slot: usize| values[learned[slot] - 1].powf(1.0 / depth as f64);
        let arrows = |pair: &[Vec<Option<usize>>]| {
            DMatrix::from_fn(pair[1].len(), pair[0].len(), |row, column| {
                match (pair[1][row], pair[0][column]) {
                    (None, None) if row == column => amplitude(row),
                    (Some(to), Some(from)) if to == from => 1.0,
                    _ => 0.0,
                }
            })
        };
        let weights = Weights::new(layers.windows(2).map(arrows).collect()).expect("chain");
        let mut target = weights.product();
        let left_out: Vec<f64> = (1..=problem.spectrum().rank())
            .filter(|mode| !learned.contains(mode))
            .map(|mode| values[mode - 1])
            .collect();
        let place = |layer: usize, mode: usize| {
            layers[layer].iter().position(|at| at.is_some_and(|at| bars[at].1 == Role::Mode(mode)))
        };
        for (mode, sigma) in left_out.iter().enumerate() {
            let (row, column) =
                (place(depth, mode).expect("output"), place(0, mode).expect("input"));
            target[(row, column)] = *sigma;
        }
        Self { weights, target, layers, bars }
    }

    fn is_across_null(&self, layer: usize, row: usize, column: usize) -> bool {
        let role = |at: Option<usize>| at.map(|at| self.bars[at].1);
        (role(self.layers[layer - 1][column]), role(self.layers[layer][row]))
            == (Some(Role::InputNull), Some(Role::OutputNull))
    }

    /// Entries between bars that are not full, and of those across null bars none or all.
    fn change(
        &self,
        with_null: bool,
        entry: impl Fn(usize, usize, usize) -> f64,
    ) -> Vec<DMatrix<f64>> {
        let layer = |layer: usize| {
            let (from, to) = (&self.layers[layer - 1], &self.layers[layer]);
            DMatrix::from_fn(to.len(), from.len(), |row, column| {
                let full = to[row].is_none() || from[column].is_none();
                let null = self.is_across_null(layer, row, column);
                if full || (null && !with_null) { 0.0 } else { entry(layer, row, column) }
            })
        };
        (1..self.layers.len()).map(layer).collect()
    }

    /// `W_k` for `k = 0, …, h` with `Π_i (W_i + t δ_i) = Σ_k t^k W_k`, of the given layers.
    fn powers(&self, change: &[DMatrix<f64>], layers: std::ops::Range<usize>) -> Vec<DMatrix<f64>> {
        let (inputs, depth) = (self.layers[layers.start].len(), change.len());
        let mut powers = vec![DMatrix::identity(inputs, inputs)];
        for at in layers {
            let matrix = &self.weights.matrices()[at];
            let rows = matrix.nrows();
            let mut next = vec![DMatrix::zeros(rows, inputs); (powers.len() + 1).min(depth + 1)];
            for (k, power) in powers.iter().enumerate() {
                next[k] += matrix * power;
                next[k + 1] += &change[at] * power;
            }
            powers = next;
        }
        powers
    }

    /// The derivative of `⟨R, W_k⟩` by each entry of the change.
    fn slopes(&self, change: &[DMatrix<f64>], degree: usize) -> Vec<DMatrix<f64>> {
        let residual = &self.target - self.weights.product();
        let depth = change.len();
        let slope = |layer: usize| {
            let (before, after) =
                (self.powers(change, 0..layer), self.powers(change, layer + 1..depth));
            let mut slope = DMatrix::zeros(change[layer].nrows(), change[layer].ncols());
            for (k, before) in before.iter().enumerate().take(degree) {
                if let Some(after) = after.get(degree - 1 - k) {
                    slope += after.transpose() * &residual * before.transpose();
                }
            }
            slope
        };
        (0..depth).map(slope).collect()
    }

    /// Coefficients of `L(W + t δ) − L(W)` in `t`.
    fn loss_along(&self, change: &[DMatrix<f64>]) -> Vec<f64> {
        let residual = &self.target - self.weights.product();
        let powers = self.powers(change, 0..change.len());
        let mut loss = vec![0.0; 2 * powers.len()];
        for (k, power) in powers.iter().enumerate().skip(1) {
            loss[k] -= residual.dot(power);
            for (j, other) in powers.iter().enumerate().skip(1) {
                loss[j + k] += 0.5 * power.dot(other);
            }
        }
        loss
    }
}

/// The entries whose slope does not vanish and that may be changed.
fn involved(slopes: &[DMatrix<f64>], change: &[DMatrix<f64>]) -> BTreeSet<(usize, usize)> {
    let mut entries = BTreeSet::new();
    for (layer, (slope, change)) in slopes.iter().zip(change).enumerate() {
        entries.extend(
            (0..slope.len())
                .filter(|&at| change[at] > 0.0 && slope[at] > 1e-9)
                .map(|at| (layer, at)),
        );
    }
    entries
}

/// Numbers between ½ and 1½ that follow no pattern.
fn uneven(layer: usize, row: usize, column: usize) -> f64 {
    0.5 + ((layer * 7 + row * 13 + column * 29 + 3) as f64 * 0.618_033_988_75).fract()
}

#[test]
fn entries_in_the_lowest_power_of_the_loss_are_the_escaping_links() {
    let mut shown = 0;
    for (problem, subset) in families() {
        let shape = FamilyShape::new(&problem, &subset);
        for listed in Strata::of(&shape) {
            let Some(links) = listed.stratum.escaping_links(&shape) else { continue };
            let order = links.order.degree();
            let point = Point::new(&problem, &subset, &listed.stratum);
            let (change, with_null) = (point.change(false, uneven), point.change(true, uneven));
            for degree in 1..order {
                let early = involved(&point.slopes(&change, degree), &change);
                assert!(early.is_empty(), "degree {degree} of {} at {shape:?}", listed.stratum);
            }
            let mut entries = involved(&point.slopes(&change, order), &change);
            if order == 4 {
                entries.extend(involved(&point.slopes(&with_null, 3), &with_null));
            }
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
            let mut entries = involved(&point.slopes(&change, order), &change);
            if order == 4 {
                let with_null = point.change(true, uneven);
                entries.extend(involved(&point.slopes(&with_null, 3), &with_null));
            }
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

/// The links of one shortest path, the first and the last of size 1. Which strata there are and how their modes are
/// learned does not depend on the better modes that were left out.
fn one_path(
    stratum: &Stratum,
    shape: &FamilyShape,
    point: &Point,
    inner: f64,
) -> Vec<DMatrix<f64>> {
    let leading = FamilyShape { pairs_down: 0, ..shape.clone() };
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
