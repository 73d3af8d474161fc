//! The gains of all modes in whole units, so that no order depends on how sums were rounded.

use super::exact::ExactGains;
use crate::{Class, DecayedProblem, Phase, Roots, Threshold, Word};
use std::cmp::Ordering;

/// Gains of the large and the small root of every class as multiples of one unit, with bounds of
/// their errors.
#[derive(Debug, Clone)]
pub(crate) struct Gains {
    /// `(large, small)` in units.
    units: Vec<(i128, i128)>,
    /// Error bounds of the same, in units.
    errors: Vec<(f64, f64)>,
    exact: Option<ExactGains>,
    is_exact_input: bool,
    phases: Vec<Phase>,
}

/// How two losses compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coincidence {
    /// The same value: proved, or within the data's tolerance.
    Equal,
    /// The two are closer than rounding (exact input), or differ by modes of which it is open whether learning
    /// them lowers the loss.
    Undecided,
    /// Two values.
    Different,
}

/// Bits of the sum of all gains.
const BITS: f64 = 118.0;

impl Gains {
    pub(crate) fn new(problem: &DecayedProblem) -> Self {
        let largest = |roots: &Roots| {
            let gain = |root: Option<&crate::Root>| root.map_or(0.0, |root| root.gain.abs());
            gain(roots.large()).max(gain(roots.small()))
        };
        let classes = problem.classes();
        let total: f64 =
            classes.iter().map(|class| class.multiplicity as f64 * largest(&class.roots)).sum();
        // Two steps, for the exponent of a small total is beyond that of a double.
        let exponent = if total > 0.0 { (BITS - 1.0 - total.log2()).floor() } else { 0.0 };
        let (half, rest) = ((exponent / 2.0).floor(), exponent - (exponent / 2.0).floor());
        let scaled = |value: f64| value * half.exp2() * rest.exp2();
        // At most 2^118: no cast saturates.
        #[allow(clippy::cast_possible_truncation, reason = "scaled to fit")]
        let units = |value: f64| scaled(value).round() as i128;
        let exact = ExactGains::new(problem);
        let mut table = Vec::with_capacity(classes.len());
        let mut errors = Vec::with_capacity(classes.len());
        for (at, class) in classes.iter().enumerate() {
            let of = |root: Option<&crate::Root>| root.map_or(0, |root| units(root.gain));
            // g = ½γσ²ρ((h−1)ρ−(h−2)), and ∂g/∂σ = γσρ.
            let error = |root: Option<&crate::Root>| {
                root.map_or(0.0, |root| {
                    let energy = 2.0 * class.mode.unlearned_loss() * root.fraction;
                    scaled(2.0 * energy * class.precision)
                })
            };
            let large = match &exact {
                Some(exact) => exact.units(at, exponent),
                None => of(class.roots.large()),
            };
            table.push((large, of(class.roots.small())));
            errors.push((error(class.roots.large()), error(class.roots.small())));
        }
        let is_exact_input = problem.exact_sigmas().is_some();
        let phases = classes.iter().map(Class::phase).collect();
        Self { units: table, errors, exact, is_exact_input, phases }
    }

    /// The gain of `learned` modes of a class, `passes` of them on the small root.
    pub(crate) fn of_class(&self, at: usize, learned: usize, passes: usize) -> i128 {
        let (large, small) = self.units[at];
        (learned - passes) as i128 * large + passes as i128 * small
    }

    /// Whether two words, whose total gains differ by `difference`, share a value.
    pub(crate) fn compare(&self, one: &Word, other: &Word, difference: i128) -> Coincidence {
        let mut bound = 0.0;
        let (mut is_same, mut is_open) = (true, false);
        for (at, error) in self.errors.iter().enumerate() {
            let apart = |a: &[usize], b: &[usize]| a[at].abs_diff(b[at]);
            let large = apart(one.large(), other.large());
            let small = apart(one.small(), other.small());
            // A gain of exactly 0 (coexistence) changes nothing.
            let phase = self.phases[at];
            is_same &= small == 0 && (large == 0 || phase == Phase::Coexisting);
            is_open |= large > 0 && phase == Phase::Undecided(Threshold::Coexistence);
            bound += large as f64 * error.0 + small as f64 * error.1;
        }
        if is_same {
            return Coincidence::Equal;
        }
        if let Some(exact) = &self.exact {
            return match exact.compare(one, other) {
                Ordering::Equal => Coincidence::Equal,
                _ => Coincidence::Different,
            };
        }
        if difference.unsigned_abs() as f64 > bound {
            Coincidence::Different
        } else if self.is_exact_input || is_open {
            Coincidence::Undecided
        } else {
            Coincidence::Equal
        }
    }
}
