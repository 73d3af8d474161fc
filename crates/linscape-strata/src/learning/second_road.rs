//! Learning coefficients by another way.

use super::admissible_chains::Minimisers;
use super::fiber_components::least_codimension;
use super::{HalfInteger, KernelDimensions, LearningCoefficient};

/// What other ways say of the learning coefficient at a point. They share the kernels with
/// [`KernelDimensions::learning_coefficient`] and nothing else.
///
/// Source: `docs/theory.md`, "Learning coefficients".
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LearningSecondRoad {
    /// `λ` and the number of top components, from the list of all components of the fiber; `None`
    /// where it has too many.
    pub components: Option<(HalfInteger, usize)>,
    /// `λ` and the number of minimisers, by trying every whole `x`; `None` where there are too many.
    pub minimisers: Option<(HalfInteger, usize)>,
    /// The longest admissible chain of minimisers, which is `m`; `None` where there are too many.
    pub chain: Option<usize>,
    /// What the transposed network says.
    pub transposed: LearningCoefficient,
}

/// Takes the other ways.
///
/// # Complexity
/// Bounded: at most 5,000 components and 50,000 points `x`; chains among at most 24 minimisers.
///
/// # Examples
/// ```
/// use linscape_strata::{KernelDimensions, learning_second_road};
/// let origin = KernelDimensions::balanced(&[2, 2, 2, 2], 0);
/// let other = learning_second_road(&origin);
/// assert_eq!(other.chain, Some(3));
/// assert_eq!(other.agrees_with(&origin.learning_coefficient()), Some(true));
/// ```
#[must_use]
pub fn learning_second_road(kernels: &KernelDimensions) -> LearningSecondRoad {
    let minimisers = Minimisers::of(kernels);
    LearningSecondRoad {
        components: least_codimension(kernels)
            .map(|(codimension, number)| (HalfInteger::halved(codimension), number)),
        minimisers: minimisers
            .as_ref()
            .map(|found| (HalfInteger::halved(found.codimension()), found.count())),
        chain: minimisers.and_then(|found| found.longest_chain()),
        transposed: kernels.transposed().learning_coefficient(),
    }
}

impl LearningSecondRoad {
    /// Everything that was found is the same; `None` when nothing but the transposed network could
    /// be asked.
    #[must_use]
    pub fn agrees_with(&self, coefficient: &LearningCoefficient) -> Option<bool> {
        let counted = |&(lambda, number): &(HalfInteger, usize)| {
            let components = coefficient.components.as_ref();
            lambda == coefficient.lambda && components.is_none_or(|count| *count == number.into())
        };
        let agree = self.transposed == *coefficient
            && self.components.as_ref().is_none_or(counted)
            && self.minimisers.as_ref().is_none_or(counted)
            && self.chain.is_none_or(|length| length == coefficient.multiplicity);
        let asked = self.components.is_some() || self.minimisers.is_some();
        (asked || !agree).then_some(agree)
    }
}
