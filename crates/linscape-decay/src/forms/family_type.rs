//! Minima and saddles.

use super::Tally;
use crate::{DecayedProblem, Phase, Threshold, Word};
use linscape_critical::PointType;
use std::fmt;

/// The type of a family. There are no maxima.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FamilyType {
    /// The loss is the smallest there is.
    GlobalMinimum,
    /// The loss is the smallest around: training can end here.
    LocalMinimum,
    /// A saddle with a negative eigenvalue.
    StrictSaddle,
    /// A saddle without one: only exactly at a fold.
    NonstrictSaddle,
    /// A threshold that decides it is within the tolerance.
    Undecided,
}

impl FamilyType {
    /// Every type, in the order of their definition.
    pub const ALL: [Self; 5] = [
        Self::GlobalMinimum,
        Self::LocalMinimum,
        Self::StrictSaddle,
        Self::NonstrictSaddle,
        Self::Undecided,
    ];
}

impl From<PointType> for FamilyType {
    /// A point without decay is of one of these types too; its minima are all global.
    fn from(point_type: PointType) -> Self {
        match point_type {
            PointType::GlobalMinimum => Self::GlobalMinimum,
            PointType::StrictSaddle => Self::StrictSaddle,
            PointType::NonstrictSaddle => Self::NonstrictSaddle,
        }
    }
}

impl fmt::Display for FamilyType {
    /// In words: `local minimum`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::GlobalMinimum => "global minimum",
            Self::LocalMinimum => "local minimum",
            Self::StrictSaddle => "strict saddle",
            Self::NonstrictSaddle => "nonstrict saddle",
            Self::Undecided => "undecided",
        })
    }
}

/// Whether a family is the global minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Globality {
    /// It is (one of several, exactly at coexistence).
    Global,
    /// It is not.
    Not,
    /// A singular value is within the tolerance of `σ_g`.
    Undecided,
}

/// The type of a family of a given index, and whether it is global.
pub(super) fn family_type(
    problem: &DecayedProblem,
    tally: &Tally,
    index: Option<usize>,
) -> (FamilyType, Globality) {
    match index {
        Some(0) if problem.depth() <= 2 => (FamilyType::GlobalMinimum, Globality::Global),
        // Depth 2 only: is an unlearned mode above λ̄?
        None => (FamilyType::Undecided, Globality::Undecided),
        Some(0) if tally.double > 0 => (FamilyType::NonstrictSaddle, Globality::Not),
        Some(0) => {
            let global = globality(problem, tally.rank);
            let is_global = global == Globality::Global;
            let kind = if is_global { FamilyType::GlobalMinimum } else { FamilyType::LocalMinimum };
            (kind, global)
        }
        Some(_) => (FamilyType::StrictSaddle, Globality::Not),
    }
}

/// Whether `+^r 0…0` is global, for `h ≥ 3`: exactly the ranks from `min(p, #{σ > σ_g})` to
/// `min(p, #{σ ≥ σ_g})` are.
fn globality(problem: &DecayedProblem, rank: usize) -> Globality {
    let modes = |phases: &[Phase]| -> usize {
        let of_phase = problem.classes().iter().filter(|class| phases.contains(&class.phase()));
        of_phase.map(|class| class.multiplicity).sum()
    };
    let room = problem.bottleneck();
    let above = modes(&[Phase::Dominant]);
    let (fewest, most) = (above.min(room), (above + modes(&[Phase::Coexisting])).min(room));
    let undecided = modes(&[Phase::Undecided(Threshold::Coexistence)]);
    if undecided > 0 && (above..=above + undecided).contains(&rank) && above < room {
        Globality::Undecided
    } else if (fewest..=most).contains(&rank) {
        Globality::Global
    } else {
        Globality::Not
    }
}

/// All local minima, from rank 0 on: the origin and `+^r 0…0`, `r ≤ r* = min(p, #{σ > σ*})`, for
/// `h ≥ 3`; the global one for `h ≤ 2`.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem, minima};
/// let problem = Problem::exact(&[3, 3, 3, 3], &[3, 2, 1])?;
/// let decay = Decay::exact(vec![parse_exact("0.1")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// let keys: Vec<String> = minima(&decayed).iter().map(|word| word.key(&[1, 1, 1])).collect();
/// assert_eq!(keys, ["∅", "{1}", "{1,2}", "{1,2,3}"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn minima(problem: &DecayedProblem) -> Vec<Word> {
    let classes = problem.classes().iter().filter(|class| class.phase().has_large_root());
    let modes: usize = classes.map(|class| class.multiplicity).sum();
    let largest = modes.min(problem.bottleneck());
    let smallest = if problem.depth() <= 2 { largest } else { 0 };
    (smallest..=largest).map(|rank| Word::leading(problem, rank)).collect()
}
