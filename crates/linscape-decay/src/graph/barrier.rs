//! Mountain passes between the minima.

use crate::{DecayedProblem, Threshold, Word, minima};

/// The pass between the minima of rank `r` and `r + 1`.
#[derive(Debug, Clone, PartialEq)]
pub struct Barrier {
    /// `+^r 0…0`.
    pub from: Word,
    /// `+^{r+1} 0…0`.
    pub to: Word,
    /// `+^r − 0…0`, the saddle of index 1 between them.
    pub at: Word,
    /// The loss there.
    pub height: f64,
    /// Its height above the minimum of rank `r`, `|g₋(σ_{r+1})|`, not a difference of losses.
    pub up: f64,
    /// Its height above the minimum of rank `r + 1`, `g₊(σ_{r+1}) + |g₋(σ_{r+1})|`.
    pub down: f64,
    /// `x₋(σ_{r+1})`: a balanced start learns the mode iff its amplitude exceeds this.
    pub amplitude: f64,
}

/// The barriers between consecutive minima, from rank 0 on; none for `h ≤ 2`. The min-max barrier
/// between the minima of ranks `a < b` is the highest of those between: the disconnectivity graph is
/// a path. Values do not depend on how the layers share the decay. In the problem's loss.
///
/// Source: `docs/theory.md`, "Weight decay: barriers".
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem, barriers};
/// let problem = Problem::exact(&[2, 2, 2, 2], &[3, 2])?;
/// let decay = Decay::exact(vec![parse_exact("0.5")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// let last = &barriers(&decayed)[1];
/// assert_eq!(last.at.key(&[1, 1]), "{1|2}");
/// assert!((last.up - 0.015_750_032_342).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn barriers(problem: &DecayedProblem) -> Vec<Barrier> {
    let minima = minima(problem);
    minima.windows(2).map(|pair| barrier(problem, &pair[0], &pair[1])).collect()
}

fn barrier(problem: &DecayedProblem, from: &Word, to: &Word) -> Barrier {
    let changes = |at: &usize| from.large()[*at] != to.large()[*at];
    let class = (0..from.large().len()).find(changes).expect("one mode more");
    let roots = &problem.classes()[class].roots;
    let (small, drop) = roots.small().zip(roots.drop()).expect("two roots above the fold");
    let at = from.with(class, from.large()[class], 1);
    let factor = problem.factor();
    Barrier {
        from: from.clone(),
        to: to.clone(),
        height: problem.loss(&at),
        at,
        up: factor * small.gain.abs(),
        down: factor * drop,
        amplitude: small.amplitude,
    }
}

impl DecayedProblem {
    /// `λ*` or `λ_g` of every distinct singular value: the `λ̄`, in units of the problem's loss, at
    /// which its modes are at the threshold; `None` for `h = 1`.
    #[must_use]
    pub fn thresholds(&self, which: Threshold) -> Vec<Option<f64>> {
        let scaled = |threshold: f64| threshold * self.factor();
        self.classes().iter().map(|class| class.mode.threshold(which).map(scaled)).collect()
    }
}
