//! Irreducible components of a family's critical set.

use crate::bars::generic_bars;
use crate::listing::{ListedStratum, NullEnds, PairSearch};
use crate::{FamilyShape, Stratum, Summand};

/// Lists the strata that are dense in an irreducible component of the family's critical set: those
/// with `dimension = nullity`, in the order of [`Strata`](crate::Strata).
///
/// Nullity less dimension is a sum over unordered pairs of summands, each of which adds 0 or 1:
/// 1 for a direction across the stratum that moves one of the two into the other and that the
/// Hessian does not see. So the components are the strata whose summands are *compatible* in
/// pairs. In particular their interior and output-null bars are no choice: compatible, they are
/// the generic representation of the room that the other summands leave, and an input-null bar
/// ends early only where a layer is full. So it is mainly the pairs that are searched.
///
/// # Examples
/// Widths 1,1,1,1 at σ = 2, nothing learned: three lines through the origin.
/// ```
/// use linscape_strata::{Components, FamilyShape};
/// let shape = FamilyShape::leading([1, 1, 1, 1], 1, 0);
/// let lines: Vec<_> = Components::of(&shape).collect();
/// assert_eq!(lines.len(), 3);
/// assert!(lines.iter().all(|line| line.profile.dimension == 1));
/// ```
///
/// Source: `docs/theory.md`, "Dimension".
#[derive(Debug, Clone)]
pub struct Components {
    shape: FamilyShape,
    pairs: PairSearch,
    /// What is left to look at with the pairs chosen: ends of input-null bars.
    nulls: Option<NullEnds>,
}

impl Components {
    /// The components of a family.
    ///
    /// # Panics
    /// When more modes are learned than a layer or the data has room for.
    ///
    /// # Complexity
    /// At worst all choices of pairs, `O(h³)` each and more where input-null and output-null bars
    /// compete for layers; choices with incompatible pairs are cut off. Memory quadratic in the
    /// depth.
    #[must_use]
    pub fn of(shape: &FamilyShape) -> Self {
        let pairs = PairSearch::new(shape);
        let exists = shape.depth() > 1 || shape.unlearned() == 0;
        let mut components = Self { shape: shape.clone(), pairs, nulls: None };
        components.nulls = exists.then(|| components.null_ends());
        components
    }

    /// How many strata the search looks at, if not more than `most`. It stops to count as soon as
    /// there are more: so many ways for input-null bars to end can be told from their numbers.
    #[must_use]
    pub fn candidates_up_to(shape: &FamilyShape, most: usize) -> Option<usize> {
        let mut pairs = PairSearch::new(shape);
        let (input_null, output_null) = (shape.input_null(), shape.output_null());
        let mut total = 0;
        loop {
            let left = most - total;
            total += NullEnds::count_up_to(pairs.room(), input_null, output_null, left)?;
            if !pairs.advance() {
                return Some(total);
            }
        }
    }

    /// Looks at one more stratum: a component or, where pairs turn out to be incompatible with other
    /// bars, none. `None` after the last. For those who want to stop a long search.
    pub fn look(&mut self) -> Option<Option<ListedStratum>> {
        loop {
            if let Some(ending) = self.nulls.as_mut()?.next() {
                return Some(self.component(&ending));
            }
            self.nulls = self.pairs.advance().then(|| self.null_ends());
        }
    }

    fn null_ends(&self) -> NullEnds {
        let (input_null, output_null) = (self.shape.input_null(), self.shape.output_null());
        NullEnds::new(self.pairs.room().to_vec(), input_null, output_null)
    }

    /// The stratum with the chosen pairs, so many input-null bars that end in each hidden layer, and
    /// generic bars in the room that they leave, if it is a component.
    fn component(&self, ending: &[usize]) -> Option<ListedStratum> {
        let shape = &self.shape;
        let mut left = self.pairs.room().to_vec();
        for (at, count) in ending.iter().enumerate() {
            left[..=at].iter_mut().for_each(|room| *room -= count);
        }
        left.push(shape.output_null());
        let idle = shape.input_null() - ending.iter().sum::<usize>();
        let null = std::iter::once((0, idle)).chain((1..).zip(ending.iter().copied()));
        let null = null.map(|(end, count)| (Summand::InputNull { end }, count));
        let pairs = self.pairs.chosen().map(|(pair, count)| (Summand::Unlearned(pair), count));
        let stratum: Stratum = pairs.chain(null).chain(generic_bars(&left)).collect();
        let profile = stratum.profile(shape);
        profile.is_morse_bott().then_some(ListedStratum { stratum, profile })
    }
}

impl Iterator for Components {
    type Item = ListedStratum;

    fn next(&mut self) -> Option<ListedStratum> {
        loop {
            if let Some(found) = self.look()? {
                return Some(found);
            }
        }
    }
}
