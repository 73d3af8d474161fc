//! Steps from bar to bar, as curves of weights.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::{BarName, StratumPoint};
use crate::{Curve, Expansion, Matrix};

/// A change of one layer of weights that carries a bar of the layer before it into another bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Step {
    /// The layer whose weights change, from 1.
    pub layer: usize,
    /// The bar that is left.
    pub from: BarName,
    /// The bar that is reached.
    pub to: BarName,
}

impl Step {
    /// From an input-null to an output-null bar, which costs loss in second order.
    #[must_use]
    pub fn crosses_null(&self) -> bool {
        matches!((self.from, self.to), (BarName::InputNull(_), BarName::OutputNull(_)))
    }
}

impl StratumPoint {
    /// The curve on which all steps are taken together, `t` times each, and what the loss does
    /// along it. A step between null bars is taken `tⁿ` times, `n` the number of the other steps.
    ///
    /// One step is taken `η` times as often, with the `η` for which the coefficient of the lowest
    /// degree is least: the step between null bars if there is one, or else the first one for
    /// which the loss falls. (A part of the path that leads from a null input to a null output
    /// costs the square of its own degree, which can be the degree of the whole path.)
    ///
    /// None when a step leaves or reaches a bar that is not alive there.
    ///
    /// # Complexity
    /// At most four expansions a step.
    #[must_use]
    pub fn walk(&self, steps: &[Step]) -> Option<(Curve, Expansion)> {
        let changes = steps.iter().map(|step| self.change(step)).collect::<Option<_>>()?;
        let path = Path { at: self, steps, changes };
        let across = steps.iter().position(Step::crosses_null);
        let tuned = across.map_or(0..steps.len(), |across| across..across + 1);
        let mut walks = tuned.map(|step| path.tuned(step));
        let falls = |(_, loss): &(Curve, Expansion)| {
            loss.lowest().is_some_and(|(_, value)| value.is_negative())
        };
        Some(walks.find(falls).unwrap_or_else(|| path.taken(0, &whole(1))))
    }

    fn change(&self, step: &Step) -> Option<Matrix<BigRational>> {
        let find = |layer: usize, bar: BarName| {
            self.bars.alive(layer).iter().position(|&alive| alive == bar)
        };
        let before = step.layer.checked_sub(1)?;
        let (from, to) = (find(before, step.from)?, find(step.layer, step.to)?);
        let (writes, reads) = (&self.layers.get(step.layer)?.matrix, &self.layers[before].inverse);
        let columns = self.point.weights()[before].columns();
        // Idle inputs are read by no bar.
        Some(Matrix::from_fn(writes.rows(), columns, |row, column| {
            if column < reads.columns() {
                &writes[(row, to)] * &reads[(from, column)]
            } else {
                BigRational::zero()
            }
        }))
    }
}

/// Steps with their changes of weights.
struct Path<'a> {
    at: &'a StratumPoint,
    steps: &'a [Step],
    changes: Vec<Matrix<BigRational>>,
}

impl Path<'_> {
    /// The degree in which the loss is expected to fall.
    fn degree(&self) -> usize {
        let plain = self.plain();
        if plain < self.steps.len() { 2 * plain } else { plain }
    }

    /// Steps that are not between null bars.
    fn plain(&self) -> usize {
        self.steps.iter().filter(|step| !step.crosses_null()).count()
    }

    /// All steps, one of them `times` times.
    fn taken(&self, one: usize, times: &BigRational) -> (Curve, Expansion) {
        let terms = self.steps.iter().zip(&self.changes).enumerate().map(|(at, (step, change))| {
            let power = if step.crosses_null() { self.plain() } else { 1 };
            let change = if at == one { change.scaled(times) } else { change.clone() };
            (step.layer, power, change)
        });
        let curve = Curve { terms: terms.collect() };
        let expansion = self.at.point.expansion(&curve);
        (curve, expansion)
    }

    /// One step as often as makes the coefficient of the degree least: it is a square in that
    /// number, or linear, and then the sign is what matters.
    fn tuned(&self, one: usize) -> (Curve, Expansion) {
        let value = |times: i64| self.taken(one, &whole(times)).1.coefficient(self.degree());
        let (none, up, down) = (value(0), value(1), value(-1));
        let square = &up + &down - &none - &none;
        let slope = up - down;
        let times = if square.is_positive() {
            -slope / (square * whole(2))
        } else {
            whole(if slope.is_positive() { -1 } else { 1 })
        };
        self.taken(one, &times)
    }
}

fn whole(value: i64) -> BigRational {
    BigRational::from_integer(value.into())
}
