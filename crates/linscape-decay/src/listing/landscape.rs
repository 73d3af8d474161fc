//! The whole landscape, or its lowest part.

use super::DecayedFamily;
use super::connections::{DecayedConnection, connections};
use crate::{
    Barrier, DecayedProblem, End, FamilyType, MoveKind, Values, Word, barriers, family_count,
    minima,
};
use linscape_critical::{Observer, Progress};
use num_bigint::BigUint;
use thiserror::Error;

/// Most families that are listed without a limit.
pub const LARGEST_UNLIMITED_WORDS: usize = 1 << 16;

/// Most families of which all moves are listed, and not the covers only.
pub const LARGEST_ALL_MOVES: usize = 4096;

/// One critical value.
#[derive(Debug, Clone, PartialEq)]
pub struct DecayedFiber {
    /// Its position.
    pub id: usize,
    /// The loss.
    pub loss: f64,
    /// The families that have it.
    pub families: Vec<usize>,
    /// Their losses are closer than rounding and not proved equal.
    pub is_undecided: bool,
}

/// How many families there are of what type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecayedCounts {
    /// All families, without those whose fold is undecided.
    pub families: BigUint,
    /// Local minima, the global ones included.
    pub local_minima: usize,
    /// Nonstrict saddles: at most one a rank, exactly at a fold.
    pub nonstrict: usize,
    /// All others.
    pub strict: BigUint,
}

/// Why a landscape is not listed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecayedLandscapeError {
    /// Too many without a limit.
    #[error("{families} families are more than the {limit} that are listed at once")]
    TooManyFamilies {
        /// How many there are.
        families: BigUint,
        /// The limit in force.
        limit: usize,
    },
    /// Too many with values that are one, or may be.
    #[error("more than {most} families have values that their precision does not tell apart")]
    Together {
        /// How many are held.
        most: usize,
    },
}

/// The landscape with decay: its families from the lowest up, their critical values, the connections
/// between them, and the barriers between all minima, listed or not.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedLandscape, DecayedProblem};
/// let problem = Problem::exact(&[2, 2, 2, 2], &[3, 2])?;
/// let decay = Decay::exact(vec![parse_exact("0.5")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// let landscape = DecayedLandscape::new(decayed, None, &())?;
/// assert_eq!((landscape.families().len(), landscape.counts().local_minima), (9, 3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct DecayedLandscape {
    problem: DecayedProblem,
    counts: DecayedCounts,
    families: Vec<DecayedFamily>,
    fibers: Vec<DecayedFiber>,
    connections: Vec<DecayedConnection>,
    barriers: Vec<Barrier>,
    critical_values: Option<usize>,
    covers_only: bool,
    is_truncated: bool,
    is_interrupted: bool,
}

impl DecayedLandscape {
    /// Lists the `limit` lowest families, whole critical values, or all.
    ///
    /// # Errors
    /// Without a limit, when there are more than [`LARGEST_UNLIMITED_WORDS`] families.
    pub fn new(
        problem: DecayedProblem,
        limit: Option<usize>,
        observer: &impl Observer,
    ) -> Result<Self, DecayedLandscapeError> {
        let all = family_count(&problem);
        if limit.is_none() && all > LARGEST_UNLIMITED_WORDS.into() {
            let limit = LARGEST_UNLIMITED_WORDS;
            return Err(DecayedLandscapeError::TooManyFamilies { families: all, limit });
        }
        let limit = limit.unwrap_or(LARGEST_UNLIMITED_WORDS);
        let (mut families, mut fibers, mut is_interrupted) = (Vec::new(), Vec::new(), false);
        // Values beyond the limit are counted all the same, where there are not too many.
        let counts_all = all <= LARGEST_UNLIMITED_WORDS.into();
        let (mut number, mut is_open) = (0, false);
        let mut values = Values::new(&problem, End::Lowest);
        for (at, value) in values.by_ref().enumerate() {
            if families.len() >= limit && !counts_all {
                break;
            }
            (number, is_open) = (at + 1, is_open || value.is_undecided);
            let progress = Progress { done: families.len() as u64, total: Some(limit as u64) };
            if at.is_multiple_of(1024) && observer.advance(progress).is_break() {
                is_interrupted = true;
                break;
            }
            if families.len() >= limit {
                continue;
            }
            let first = families.len();
            for word in value.families.into_iter().take(limit - first) {
                families.push(DecayedFamily::new(&problem, families.len(), word, at));
            }
            fibers.push(DecayedFiber {
                id: at,
                loss: value.loss,
                families: (first..families.len()).collect(),
                is_undecided: value.is_undecided,
            });
        }
        if let Some(most) = values.too_many() {
            return Err(DecayedLandscapeError::Together { most });
        }
        let covers_only = all > LARGEST_ALL_MOVES.into();
        Ok(Self {
            counts: counts(&problem, all.clone()),
            connections: connections(&problem, &families, covers_only),
            barriers: barriers(&problem),
            is_truncated: all > families.len().into(),
            critical_values: (counts_all && !is_interrupted && !is_open).then_some(number),
            families,
            fibers,
            covers_only,
            is_interrupted,
            problem,
        })
    }

    /// The same with other ends of the spectrum, smallest and largest eigenvalue of a family, in the order of the
    /// list: those of biases that meet the matrices through means of the data, of which no closed form is
    /// known. A connection keeps its rate where it learns a mode: what it leaves the origin of meets no bias.
    #[must_use]
    pub fn with_ends(mut self, mut ends: impl FnMut(&Word) -> Option<(f64, f64)>) -> Self {
        for family in &mut self.families {
            let found = ends(&family.word);
            family.sharpness = found.map(|(_, largest)| largest);
            let falls = family.form.inertia.is_some_and(|inertia| inertia.negative > 0);
            family.rate = found.filter(|_| falls).map(|(smallest, _)| -smallest);
        }
        for connection in &mut self.connections {
            if connection.step.kind != MoveKind::Learn {
                connection.step.rate = None;
            }
        }
        self
    }

    /// The problem.
    #[must_use]
    pub fn problem(&self) -> &DecayedProblem {
        &self.problem
    }

    /// Exact numbers of families, listed or not.
    #[must_use]
    pub fn counts(&self) -> &DecayedCounts {
        &self.counts
    }

    /// The listed families, in the order of their losses.
    #[must_use]
    pub fn families(&self) -> &[DecayedFamily] {
        &self.families
    }

    /// The critical values of the listed families.
    #[must_use]
    pub fn fibers(&self) -> &[DecayedFiber] {
        &self.fibers
    }

    /// The number of critical values, listed or not; `None` where there are more families than
    /// [`LARGEST_UNLIMITED_WORDS`], or losses closer than rounding are not proved equal.
    #[must_use]
    pub fn critical_values(&self) -> Option<usize> {
        self.critical_values
    }

    /// The connections between listed families.
    #[must_use]
    pub fn connections(&self) -> &[DecayedConnection] {
        &self.connections
    }

    /// The barriers between consecutive minima.
    #[must_use]
    pub fn barriers(&self) -> &[Barrier] {
        &self.barriers
    }

    /// Whether only covers are among the connections.
    #[must_use]
    pub fn covers_only(&self) -> bool {
        self.covers_only
    }

    /// Whether there are families that are not listed.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.is_truncated
    }

    /// Whether the observer stopped the listing.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.is_interrupted
    }
}

/// Nonstrict saddles are the families `+^r` with `c ≥ 1` modes on a double root, all larger modes
/// learned.
fn counts(problem: &DecayedProblem, families: BigUint) -> DecayedCounts {
    let local_minima = minima(problem)
        .iter()
        .filter(|word| crate::form(problem, word).family_type != FamilyType::Undecided)
        .count();
    let above: usize = problem
        .classes()
        .iter()
        .filter(|class| class.phase().has_large_root())
        .map(|class| class.multiplicity)
        .sum();
    let double: usize = problem
        .classes()
        .iter()
        .filter(|class| class.roots.is_double())
        .map(|class| class.multiplicity)
        .sum();
    let nonstrict = double.min(problem.bottleneck().saturating_sub(above));
    let strict = &families - BigUint::from(local_minima + nonstrict);
    DecayedCounts { families, local_minima, nonstrict, strict }
}
