//! The families that share a critical value.

use crate::SingularSubset;
use crate::values::{Crowd, WholeLevel};
use num_bigint::BigUint;
use std::fmt;
use std::sync::Arc;

/// The families that share a critical value, in the order of their count vectors: a list or, when
/// there are very many, what answers for them.
#[derive(Clone)]
pub struct Families(Held);

#[derive(Clone)]
enum Held {
    Listed(Vec<SingularSubset>),
    Crowd(Arc<dyn Members>),
}

/// What a crowd answers, whatever numbers its levels are.
trait Members: Send + Sync {
    fn number(&self) -> BigUint;
    fn first(&self, most: usize) -> Vec<SingularSubset>;
    fn position(&self, subset: &SingularSubset) -> Option<BigUint>;
    fn extreme(&self, highest: bool) -> Option<SingularSubset>;
}

impl<L: WholeLevel> Members for Crowd<L> {
    fn number(&self) -> BigUint {
        Crowd::number(self)
    }

    fn first(&self, most: usize) -> Vec<SingularSubset> {
        Crowd::first(self, most)
    }

    fn position(&self, subset: &SingularSubset) -> Option<BigUint> {
        self.contains(subset).then(|| Crowd::position(self, subset))
    }

    fn extreme(&self, highest: bool) -> Option<SingularSubset> {
        Crowd::extreme(self, highest)
    }
}

impl Families {
    /// Families that are held as a list, in the order of their count vectors.
    pub(crate) fn listed(families: Vec<SingularSubset>) -> Self {
        Self(Held::Listed(families))
    }

    pub(crate) fn crowd<L: WholeLevel>(crowd: Crowd<L>) -> Self {
        Self(Held::Crowd(Arc::new(crowd)))
    }

    /// How many there are: the multiplicity of the critical value.
    #[must_use]
    pub fn number(&self) -> BigUint {
        match &self.0 {
            Held::Listed(families) => families.len().into(),
            Held::Crowd(crowd) => crowd.number(),
        }
    }

    /// The first of them, at most `most`.
    ///
    /// # Complexity
    /// For a crowd, the number of distinct singular values each.
    #[must_use]
    pub fn first(&self, most: usize) -> Vec<SingularSubset> {
        match &self.0 {
            Held::Listed(families) => families.iter().take(most).cloned().collect(),
            Held::Crowd(crowd) => crowd.first(most),
        }
    }

    /// How many come before a family, if it is one of them.
    #[must_use]
    pub fn position(&self, subset: &SingularSubset) -> Option<BigUint> {
        match &self.0 {
            Held::Listed(families) => families.binary_search(subset).ok().map(BigUint::from),
            Held::Crowd(crowd) => crowd.position(subset),
        }
    }

    /// All of them, when they are held as a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[SingularSubset]> {
        match &self.0 {
            Held::Listed(families) => Some(families),
            Held::Crowd(_) => None,
        }
    }

    /// Families among which there is one of the lowest and one of the highest loss.
    #[must_use]
    pub fn extremes(&self) -> Vec<SingularSubset> {
        match &self.0 {
            Held::Listed(families) => families.clone(),
            Held::Crowd(crowd) => {
                [false, true].iter().filter_map(|&end| crowd.extreme(end)).collect()
            }
        }
    }
}

/// The list, or the number of a crowd.
impl fmt::Debug for Families {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Held::Listed(families) => f.debug_list().entries(families).finish(),
            Held::Crowd(crowd) => write!(f, "{} families", crowd.number()),
        }
    }
}

/// Lists are compared; of crowds the numbers and the first families.
impl PartialEq for Families {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Held::Listed(left), Held::Listed(right)) => left == right,
            _ => self.number() == other.number() && self.first(1) == other.first(1),
        }
    }
}
