//! Random strata.

use crate::{FamilyShape, Stratum, Summand};
use linscape_critical::RandomStream;

impl Stratum {
    /// A random stratum of a family: every stratum has a chance, not all the same. Nothing is
    /// listed, so this works for families with any number of strata.
    ///
    /// # Panics
    /// When more modes are learned than a layer or the data has room for, or one layer is to leave
    /// a mode unlearned.
    ///
    /// # Complexity
    /// Cubic in the depth.
    ///
    /// # Examples
    /// ```
    /// use linscape_strata::{FamilyShape, Stratum};
    /// use linscape_critical::RandomStream;
    /// let shape = FamilyShape::leading([9; 7], 7, 2);
    /// let stratum = Stratum::random(&shape, &mut RandomStream::new(1, "stratum"));
    /// assert_eq!(stratum.check(&shape), Ok(()));
    /// ```
    #[must_use]
    pub fn random(shape: &FamilyShape, stream: &mut RandomStream) -> Self {
        let depth = shape.depth();
        assert!(depth > 1 || shape.unlearned() == 0, "one layer learns every mode");
        let (mut balanced, mut others) = (Vec::new(), Vec::new());
        let start = Self::balanced(shape);
        for summand in Summand::all(depth) {
            if summand.is_balanced(depth) {
                balanced.push((summand, start.count(summand)));
            } else {
                others.push(summand);
            }
        }
        let mut chosen = Vec::new();
        while !others.is_empty() {
            let summand = others.swap_remove(stream.below(others.len()));
            let places = balanced.iter().filter(|(place, _)| place.is_replaced_by(summand));
            let room = places.map(|&(_, count)| count).min().unwrap_or(0);
            // Often none, so that the first ones drawn do not take all the room.
            if room > 0 && stream.below(2) == 0 {
                let copies = 1 + stream.below(room);
                chosen.push((summand, copies));
                for (place, count) in &mut balanced {
                    *count -= if place.is_replaced_by(summand) { copies } else { 0 };
                }
            }
        }
        balanced.into_iter().chain(chosen).collect()
    }
}
