//! Points aligned with common singular bases of `Y Xᵀ` and `X Xᵀ`.

use super::{FixedRank, Functional, OwnProblem};
use linscape_decay::{Mode, Phase, Root, Word};
use linscape_lapack::{DecompositionError, thin_svd};
use nalgebra::{DMatrix, DVector};

/// `A = U diag(a) Vᵀ` and `C = V diag(γ) Vᵀ` and what each mode can do.
#[derive(Debug)]
pub(super) struct Aligned {
    bottleneck: usize,
    modes: Vec<AlignedMode>,
    /// Rank of the inputs, and outputs.
    shape: (usize, usize),
}

#[derive(Debug)]
struct AlignedMode {
    left: DVector<f64>,
    right: DVector<f64>,
    mode: Mode,
}

/// Differences of this many times the tolerance of the data are rounding.
const SLACK: f64 = 16.0;

/// The common bases, where there are any within the tolerance of the data.
pub(super) fn aligned_modes(problem: &OwnProblem) -> Option<Aligned> {
    let functional = problem.functional();
    let tolerance = SLACK * problem.tolerance().max(f64::EPSILON);
    let (moments, mut start) = (&functional.moments, 0);
    let mut found: Vec<(DVector<f64>, DVector<f64>, f64, f64)> = Vec::new();
    while start < moments.len() {
        let near = |at: &usize| (moments[start] - moments[*at]).abs() <= tolerance;
        let size = (start..moments.len()).take_while(near).count();
        let block = thin_svd(functional.pull.columns(start, size).into_owned()).ok()?;
        for (at, pull) in block.singular_values.iter().enumerate() {
            if *pull > tolerance {
                let mut right = DVector::zeros(moments.len());
                right.rows_mut(start, size).copy_from(&block.vt.row(at).transpose());
                found.push((block.u.column(at).into_owned(), right, *pull, moments[start]));
            }
        }
        start += size;
    }
    for (at, one) in found.iter().enumerate() {
        for other in &found[..at] {
            if one.0.dot(&other.0).abs() * one.2.min(other.2) > tolerance {
                return None;
            }
        }
    }
    let precision = 4.0 * problem.tolerance().max(4.0 * f64::EPSILON);
    let mode = |(left, right, pull, moment): (DVector<f64>, DVector<f64>, f64, f64)| {
        let own = precision / pull.min(moment).min(1.0);
        let mode = Mode::rounded(functional.depth, pull / moment, moment, functional.decay, own);
        AlignedMode { left, right, mode }
    };
    let modes = found.into_iter().map(mode).collect();
    Some(Aligned::new(&functional, problem.bottleneck(), modes))
}

impl Aligned {
    /// Modes by the singular values of `Σ`, largest first.
    fn new(functional: &Functional, bottleneck: usize, mut modes: Vec<AlignedMode>) -> Self {
        let sigma = |own: &AlignedMode| own.mode.singular_value();
        modes.sort_by(|one, other| sigma(other).total_cmp(&sigma(one)));
        let (outputs, inputs) = functional.pull.shape();
        Self { bottleneck, modes, shape: (inputs, outputs) }
    }

    /// The modes of the same pull and inputs `X Xᵀ = cI`.
    pub(super) fn isotropic(
        functional: &Functional,
        moment: f64,
        bottleneck: usize,
    ) -> Result<Self, DecompositionError> {
        let found = thin_svd(functional.pull.clone())?;
        let modes = found.singular_values.iter().enumerate().filter(|(_, pull)| **pull > 1e-14);
        let mode = |(at, pull): (usize, &f64)| AlignedMode {
            left: found.u.column(at).into_owned(),
            right: found.vt.row(at).transpose(),
            mode: Mode::rounded(
                functional.depth,
                pull / moment,
                moment,
                functional.decay,
                16.0 * f64::EPSILON / pull,
            ),
        };
        let modes = modes.map(mode).collect();
        Ok(Self::new(functional, bottleneck, modes))
    }

    /// Square, every mode pulled, and larger moments with larger slopes.
    pub(super) fn is_ordered(&self) -> bool {
        let (inputs, outputs) = self.shape;
        let pairs: Vec<(f64, f64)> =
            self.modes.iter().map(|own| (own.mode.stiffness(), own.mode.sigma())).collect();
        inputs == outputs
            && self.modes.len() == inputs
            && pairs.iter().all(|a| pairs.iter().all(|b| (a.0 - b.0) * (a.1 - b.1) >= 0.0))
    }

    /// Whether some mode is within the tolerance of its fold.
    pub(super) fn is_undecided(&self) -> bool {
        let is_open = |own: &AlignedMode| matches!(own.mode.phase(), Phase::Undecided(_));
        self.modes.iter().any(is_open)
    }

    /// The lowest families, at most `limit`, and whether these are all. Ties of modes are not families of their
    /// own here.
    pub(super) fn words(&self, limit: usize) -> (Vec<Word>, bool) {
        // The lowest of every number of learned modes, mode by mode.
        let empty = || vec![0; self.modes.len()];
        let mut best = vec![Vec::new(); self.bottleneck + 1];
        best[0].push((0.0, Word::new(empty(), empty())));
        let mut is_whole = true;
        for (at, own) in self.modes.iter().enumerate() {
            let roots = own.mode.roots();
            let letters = [(roots.large(), (1, 0)), (roots.small(), (0, 1))];
            for learned in (1..best.len()).rev() {
                let mut more = Vec::new();
                for (gain, word) in &best[learned - 1] {
                    for (root, (large, small)) in &letters {
                        let Some(root) = root else { continue };
                        let (mut plus, mut minus) = (word.large().to_vec(), word.small().to_vec());
                        (plus[at], minus[at]) = (*large, *small);
                        more.push((gain + root.gain, Word::new(plus, minus)));
                    }
                }
                let all = &mut best[learned];
                all.extend(more);
                all.sort_by(|one, other| other.0.total_cmp(&one.0));
                is_whole &= all.len() <= limit;
                all.truncate(limit);
            }
        }
        let mut all: Vec<(f64, Word)> = best.into_iter().flatten().collect();
        all.sort_by(|one, other| other.0.total_cmp(&one.0));
        is_whole &= all.len() <= limit;
        all.truncate(limit);
        (all.into_iter().map(|own| own.1).collect(), is_whole)
    }

    /// `{learned|passes}`, modes counted from 1.
    pub(super) fn key(&self, word: &Word) -> String {
        word.key(&vec![1; self.modes.len()])
    }

    /// The product of a family.
    pub(super) fn point(&self, word: &Word) -> FixedRank {
        let mut learned: Vec<(&AlignedMode, Root)> = Vec::new();
        for (at, own) in self.modes.iter().enumerate() {
            let roots = own.mode.roots();
            let root = match (word.large()[at], word.small()[at]) {
                (0, 0) => None,
                (0, _) => roots.small().copied(),
                _ => roots.large().copied(),
            };
            learned.extend(root.map(|root| (own, root)));
        }
        let rank = learned.len();
        let (inputs, outputs) = self.shape;
        FixedRank {
            left: DMatrix::from_fn(outputs, rank, |row, at| learned[at].0.left[row]),
            right: DMatrix::from_fn(inputs, rank, |row, at| learned[at].0.right[row]),
            amplitudes: learned.iter().map(|own| own.1.amplitude).collect(),
        }
    }
}
