//! How a spectrum was computed, and how an iteration for its ends went.

use crate::{LanczosStatus, SpectrumEnds};

/// How an iteration for both ends of a spectrum went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Iteration {
    /// How it ended.
    pub status: LanczosStatus,
    /// Hessian–vector products used.
    pub products: usize,
    /// Bytes of the basis.
    pub bytes: usize,
}

impl Iteration {
    /// That of these ends.
    #[must_use]
    pub fn of(ends: &SpectrumEnds) -> Self {
        let &SpectrumEnds { status, products, bytes, .. } = ends;
        Self { status, products, bytes }
    }

    /// This one and another one after it: the worse status, products together.
    #[must_use]
    pub fn followed_by(self, next: Self) -> Self {
        Self {
            status: self.status.max(next.status),
            products: self.products + next.products,
            bytes: self.bytes.max(next.bytes),
        }
    }
}

/// How a spectrum was computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SpectrumMethod {
    /// All eigenvalues of the Hessian, formed and decomposed.
    Dense,
    /// Piece by piece: all eigenvalues, of a core that is too large both ends.
    LowRank {
        /// Order of the core, the largest matrix decomposed in place of the Hessian.
        core_order: usize,
        /// How far an eigenvalue may be from the Hessian's.
        bound: f64,
        /// Whether truncation left at least two digits of the largest eigenvalue.
        is_sharp: bool,
        /// Where the core was too large to be decomposed.
        iteration: Option<Iteration>,
    },
    /// Both ends only.
    Lanczos(Iteration),
}

impl SpectrumMethod {
    /// What is to be said of both ends.
    #[must_use]
    pub fn of_ends(ends: &SpectrumEnds) -> Self {
        Self::Lanczos(Iteration::of(ends))
    }

    /// The iteration, where there was one.
    #[must_use]
    pub fn iteration(&self) -> Option<Iteration> {
        match self {
            Self::Dense => None,
            Self::LowRank { iteration, .. } => *iteration,
            Self::Lanczos(iteration) => Some(*iteration),
        }
    }

    /// How the iteration ended, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<LanczosStatus> {
        self.iteration().map(|iteration| iteration.status)
    }

    /// Of this computation and another one after it that had the last word.
    #[must_use]
    pub fn followed_by(self, next: &SpectrumEnds) -> Self {
        Self::Lanczos(self.iteration_with(next))
    }

    /// The same computation with another iteration on its core after it.
    #[must_use]
    pub fn with_iteration(self, next: &SpectrumEnds) -> Self {
        let iteration = Some(self.iteration_with(next));
        match self {
            Self::LowRank { core_order, bound, is_sharp, .. } => {
                Self::LowRank { core_order, bound, is_sharp, iteration }
            }
            Self::Dense | Self::Lanczos(_) => self.followed_by(next),
        }
    }

    /// The same, sharp where another one in pieces is too.
    #[must_use]
    pub fn as_sharp_as(mut self, other: Self) -> Self {
        if let (Self::LowRank { is_sharp, .. }, Self::LowRank { is_sharp: other, .. }) =
            (&mut self, other)
        {
            *is_sharp &= other;
        }
        self
    }

    fn iteration_with(self, next: &SpectrumEnds) -> Iteration {
        let next = Iteration::of(next);
        self.iteration().map_or(next, |first| first.followed_by(next))
    }
}
