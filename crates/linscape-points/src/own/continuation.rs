//! From isotropic inputs to the data's own.

use super::{Aligned, FixedRank, Functional, Narrow};
use crate::decay::{Field as _, newton};
use linscape_decay::Word;
use linscape_lapack::DecompositionError;
use nalgebra::DVector;

/// `C_θ = (1 − θ) cI + θC` with the geometric mean `c` of the moments, `A` held fixed: from the closed forms at
/// `θ = 0` to the data at `θ = 1`.
///
/// Source: `docs/theory.md`, "Weight decay: continuation".
pub(super) struct Continuation<'p> {
    functional: &'p Functional,
    moment: f64,
    pub(super) start: Aligned,
}

/// Where a path ended.
pub(super) enum Path {
    /// At the data, with one and the same index all along.
    Tracked(FixedRank),
    /// Before: a direction became flat, or Newton's method left the path.
    Lost {
        /// The largest `θ` reached.
        at: f64,
    },
}

/// The first step of `θ`, and the smallest.
const STEP: f64 = 0.125;
const SMALLEST: f64 = 1.0 / 4096.0;

/// Weights that move further than this in a step, relatively, may have changed paths.
const FAR: f64 = 0.2;

impl<'p> Continuation<'p> {
    pub(super) fn new(
        functional: &'p Functional,
        bottleneck: usize,
    ) -> Result<Self, DecompositionError> {
        let moments = &functional.moments;
        let logarithms: f64 = moments.iter().map(|moment| moment.ln()).sum();
        let moment = (logarithms / moments.len() as f64).exp();
        let start = Aligned::isotropic(functional, moment, bottleneck)?;
        Ok(Self { functional, moment, start })
    }

    fn at(&self, theta: f64) -> Functional {
        let blend = |moment: &f64| (1.0 - theta) * self.moment + theta * moment;
        let moments = self.functional.moments.iter().map(blend).collect();
        Functional { moments, ..self.functional.clone() }
    }

    /// Follows a family.
    pub(super) fn track(&self, word: &Word) -> Result<Path, DecompositionError> {
        let first = self.start.point(word);
        let rank = first.amplitudes.len();
        if rank == 0 {
            return Ok(Path::Tracked(first));
        }
        let field = Narrow::new(&self.at(0.0), rank);
        let mut here = field.weights(&first);
        let signs = field.signs(&here)?;
        if signs.1 != field.rotations() {
            // Equal modes: the family is a manifold that unequal moments break up.
            return Ok(Path::Lost { at: 0.0 });
        }
        let (mut theta, mut step) = (0.0, STEP);
        while theta < 1.0 {
            let aim = f64::min(theta + step, 1.0);
            let field = Narrow::new(&self.at(aim), rank);
            if let Some(next) = followed(&field, &here, signs)? {
                (here, theta) = (next, aim);
                step = STEP.min(2.0 * step);
            } else {
                step *= 0.5;
                if step < SMALLEST {
                    return Ok(Path::Lost { at: theta });
                }
            }
        }
        let field = Narrow::new(self.functional, rank);
        Ok(Path::Tracked(field.product(&here)?))
    }
}

/// The next point of a path: near, and of the same index.
fn followed(
    field: &Narrow,
    here: &DVector<f64>,
    signs: (usize, usize),
) -> Result<Option<DVector<f64>>, DecompositionError> {
    if field.at(here).gradient_norm() == 0.0 {
        return Ok(Some(here.clone()));
    }
    let Some(next) = newton(field, here)? else { return Ok(None) };
    let is_near = (&next - here).norm() <= FAR * here.norm();
    Ok((is_near && field.signs(&next)? == signs).then_some(next))
}
