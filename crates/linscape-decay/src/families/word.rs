//! The word that names a family.

use crate::{Class, DecayedProblem, Phase, Threshold};
use linscape_critical::numbered;
use std::collections::BTreeSet;
use thiserror::Error;

/// A family of critical points: how many modes of each distinct singular value stand on the large
/// root (`c₊`) and how many on the small one (`c₋`); the rest are unlearned. Its key is
/// `{learned|passes}`, 1-based: `{1,2|3}`.
///
/// A double root counts as large.
///
/// # Examples
/// ```
/// use linscape_decay::Word;
/// let word = Word::new(vec![1, 1, 0], vec![0, 0, 1]);
/// assert_eq!((word.rank(), word.passes()), (3, 1));
/// assert_eq!(word.indices(&[1, 1, 1]), (vec![1, 2], vec![3]));
/// assert_eq!(word.key(&[1, 1, 1]), "{1,2|3}");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Word {
    large: Vec<usize>,
    small: Vec<usize>,
}

/// Why indices are no family.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WordError {
    /// No such mode.
    #[error("there is no mode {index}: Σ has {rank} nonzero singular values")]
    OutOfRange {
        /// The index.
        index: usize,
        /// Rank of Σ.
        rank: usize,
    },
    /// An index given twice.
    #[error("mode {index} is given twice")]
    Repeated {
        /// The index.
        index: usize,
    },
    /// The mode is below its fold.
    #[error("mode {index} is not learned anywhere: its singular value is below the fold")]
    BelowFold {
        /// The index.
        index: usize,
    },
    /// Whether the mode can be learned is not known.
    #[error("whether mode {index} can be learned is undecided: it is within tolerance of its fold")]
    Undecided {
        /// The index.
        index: usize,
    },
    /// The mode has one root only.
    #[error("mode {index} has no small root (depth below 3, or exactly at the fold)")]
    NoPass {
        /// The index.
        index: usize,
    },
    /// More modes than pass through the network.
    #[error(
        "a bottleneck of {bottleneck} does not let {} through",
        numbered(given, "learned mode", "learned modes")
    )]
    TooMany {
        /// How many.
        given: usize,
        /// `p`.
        bottleneck: usize,
    },
    /// Linear regression has one critical point.
    #[error(
        "a network of depth 1 has one family, with {} learned",
        numbered(rank, "mode", "modes")
    )]
    OnlyFull {
        /// Rank of Σ.
        rank: usize,
    },
}

impl Word {
    /// The word with these counts.
    ///
    /// # Panics
    /// When they are not equally many.
    #[must_use]
    pub fn new(large: Vec<usize>, small: Vec<usize>) -> Self {
        assert_eq!(large.len(), small.len(), "one count of either kind a singular value");
        Self { large, small }
    }

    /// The origin.
    #[must_use]
    pub fn nothing(problem: &DecayedProblem) -> Self {
        let none = vec![0; problem.classes().len()];
        Self::new(none.clone(), none)
    }

    /// `+^r 0…0`: the `r` largest modes on the large root.
    ///
    /// # Panics
    /// When fewer modes have one.
    #[must_use]
    pub fn leading(problem: &DecayedProblem, rank: usize) -> Self {
        let mut word = Self::nothing(problem);
        let mut left = rank;
        for (count, class) in word.large.iter_mut().zip(problem.classes()) {
            let most = if class.roots.large().is_some() { class.multiplicity } else { 0 };
            *count = left.min(most);
            left -= *count;
        }
        assert_eq!(left, 0, "only {} modes can be learned", rank - left);
        word
    }

    /// The word of 1-based indices, checked to be a family of the problem.
    ///
    /// # Errors
    /// When an index does not exist, is repeated, has no such root, or when there are too many.
    pub fn from_indices(
        problem: &DecayedProblem,
        learned: &[usize],
        passes: &[usize],
    ) -> Result<Self, WordError> {
        let rank: usize = problem.multiplicities().iter().sum();
        let mut word = Self::nothing(problem);
        let mut seen = BTreeSet::new();
        for (at, &index) in learned.iter().chain(passes).enumerate() {
            if index == 0 || index > rank {
                return Err(WordError::OutOfRange { index, rank });
            }
            if !seen.insert(index) {
                return Err(WordError::Repeated { index });
            }
            let class = class_of(problem.classes(), index);
            check_root(&problem.classes()[class], index, at >= learned.len())?;
            let counts = if at < learned.len() { &mut word.large } else { &mut word.small };
            counts[class] += 1;
        }
        let (given, bottleneck) = (word.rank(), problem.bottleneck());
        if given > bottleneck {
            return Err(WordError::TooMany { given, bottleneck });
        }
        if problem.depth() == 1 && given != rank {
            return Err(WordError::OnlyFull { rank });
        }
        Ok(word)
    }

    /// Whether the problem has this family: every letter has its root, and no more modes are learned
    /// than pass the bottleneck (all of them at depth 1).
    #[must_use]
    pub fn is_family_of(&self, problem: &DecayedProblem) -> bool {
        let classes = problem.classes();
        let has_roots = |at: usize| {
            let (class, large, small) = (&classes[at], self.large[at], self.small[at]);
            large + small <= class.multiplicity
                && (large == 0 || class.roots.large().is_some())
                && (small == 0 || class.roots.small().is_some())
                && (problem.depth() > 1 || large == class.multiplicity)
        };
        self.large.len() == classes.len()
            && (0..classes.len()).all(has_roots)
            && (problem.depth() == 1 || self.rank() <= problem.bottleneck())
    }

    /// `c₊` of every distinct singular value.
    #[must_use]
    pub fn large(&self) -> &[usize] {
        &self.large
    }

    /// `c₋` of every distinct singular value.
    #[must_use]
    pub fn small(&self) -> &[usize] {
        &self.small
    }

    /// `r`, the rank of the product: letters that are not `0`.
    #[must_use]
    pub fn rank(&self) -> usize {
        self.large.iter().sum::<usize>() + self.passes()
    }

    /// `s`, the number of `−`.
    #[must_use]
    pub fn passes(&self) -> usize {
        self.small.iter().sum()
    }

    /// Learned modes, then passes, 1-based: of equal singular values first the `+`, then the `−`.
    #[must_use]
    pub fn indices(&self, multiplicities: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let (mut learned, mut passes) = (Vec::new(), Vec::new());
        let mut start = 1;
        for (at, &multiplicity) in multiplicities.iter().enumerate() {
            let middle = start + self.large[at];
            learned.extend(start..middle);
            passes.extend(middle..middle + self.small[at]);
            start += multiplicity;
        }
        (learned, passes)
    }

    /// `{learned|passes}`; without passes `{learned}`, and `∅` for the origin.
    #[must_use]
    pub fn key(&self, multiplicities: &[usize]) -> String {
        let (learned, passes) = self.indices(multiplicities);
        let list = |indices: &[usize]| {
            indices.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
        };
        match (learned.is_empty(), passes.is_empty()) {
            (true, true) => "∅".to_owned(),
            (false, true) => format!("{{{}}}", list(&learned)),
            _ => format!("{{{}|{}}}", list(&learned), list(&passes)),
        }
    }

    /// The word with other counts at one singular value.
    pub(crate) fn with(&self, at: usize, large: usize, small: usize) -> Self {
        let mut word = self.clone();
        word.large[at] = large;
        word.small[at] = small;
        word
    }
}

/// The class of a 1-based index that exists.
fn class_of(classes: &[Class], index: usize) -> usize {
    let mut last = 0;
    for (at, class) in classes.iter().enumerate() {
        last += class.multiplicity;
        if index <= last {
            return at;
        }
    }
    unreachable!("index {index} is within the rank")
}

fn check_root(class: &Class, index: usize, is_pass: bool) -> Result<(), WordError> {
    if class.phase() == Phase::Undecided(Threshold::Fold) {
        return Err(WordError::Undecided { index });
    }
    if class.roots.large().is_none() {
        return Err(WordError::BelowFold { index });
    }
    if is_pass && class.roots.small().is_none() {
        return Err(WordError::NoPass { index });
    }
    Ok(())
}
