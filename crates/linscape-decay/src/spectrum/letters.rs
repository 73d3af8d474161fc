//! The modes of a family, grouped by singular value and letter.

use crate::{Class, DecayedProblem, Root, Word};

/// Learned modes of one singular value on one root.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letter {
    /// Position of the singular value.
    pub(crate) class: usize,
    /// How many modes.
    pub(crate) times: usize,
    /// The root they stand on.
    pub(crate) root: Root,
    /// `γ`.
    pub(crate) stiffness: f64,
    /// `a = γσ`.
    pub(crate) pull: f64,
}

impl Letter {
    /// The letter of one root of a class.
    pub(crate) fn at(problem: &DecayedProblem, class: usize, times: usize, is_pass: bool) -> Self {
        let Class { mode, roots, .. } = &problem.classes()[class];
        let root = if is_pass { roots.small() } else { roots.large() };
        Self {
            class,
            times,
            root: *root.expect("the root of a letter"),
            stiffness: mode.stiffness(),
            pull: mode.pull(),
        }
    }

    /// All learned letters of a word.
    pub(crate) fn learned(problem: &DecayedProblem, word: &Word) -> Vec<Self> {
        let mut letters = Vec::new();
        for class in 0..problem.classes().len() {
            for (times, is_pass) in [(word.large()[class], false), (word.small()[class], true)] {
                if times > 0 {
                    letters.push(Self::at(problem, class, times, is_pass));
                }
            }
        }
        letters
    }

    /// `x`.
    pub(crate) fn amplitude(&self) -> f64 {
        self.root.amplitude
    }

    /// `x^{h−2}`.
    pub(crate) fn power(&self, depth: usize) -> f64 {
        self.root.amplitude.powf(depth as f64 - 2.0)
    }
}
