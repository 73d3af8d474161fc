//! Irreducible components of a family's critical set.

use std::collections::BTreeMap;

use crate::strata::ListedStratum;
use crate::{Bar, FamilyShape, Inertia, ModePair, Stratum, Summand};

/// Components of one kind: all have the same dimension and inertia.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ComponentKind {
    /// Dimension of the component, which is its nullity.
    pub dimension: usize,
    /// Index, nullity and coindex at its generic points.
    pub inertia: Inertia,
    /// How many components there are of this kind.
    pub count: usize,
}

/// Lists the strata that are dense in an irreducible component of the family's critical set: those
/// with `dimension = nullity`, in the order of [`Strata`](crate::Strata).
///
/// Nullity less dimension is a sum over unordered pairs of summands, each of which adds 0 or 1:
/// 1 for a direction across the stratum that moves one of the two into the other and that the
/// Hessian does not see. So the components are the strata whose summands are *compatible* in
/// pairs. In particular their interior and output-null bars are no choice: compatible, they are
/// the generic representation of the room that the other summands leave. Only the pairs and the
/// input-null bars are searched.
///
/// # Examples
/// Widths 1,1,1,1 at σ = 2, nothing learned: three lines through the origin.
/// ```
/// use linscape_curvature::{Components, FamilyShape};
/// let shape = FamilyShape { widths: vec![1, 1, 1, 1], signal_rank: 1, learned: 0,
///     pairs_down: 0, pairs_tied: 0, pairs_up: 0, grassmannian: 0, ignored: 0 };
/// let lines: Vec<_> = Components::of(&shape).collect();
/// assert_eq!(lines.len(), 3);
/// assert!(lines.iter().all(|line| line.profile.dimension == 1));
/// ```
///
/// Source: `docs/theory.md`, "Dimension".
#[derive(Debug, Clone)]
pub struct Components {
    shape: FamilyShape,
    /// Pairs that leave a hidden layer nothing to do, and input-null bars, in increasing order.
    kinds: Vec<Summand>,
    /// `compatible[i][j]` for `j ≤ i`.
    compatible: Vec<Vec<bool>>,
    /// The next choice to look at.
    chosen: Option<Vec<usize>>,
}

impl Components {
    /// The components of a family.
    ///
    /// # Panics
    /// When more modes are learned than a layer or the data has room for.
    ///
    /// # Complexity
    /// At worst all choices of pairs and input-null bars, `O(h³)` each; incompatible ones are cut
    /// off as soon as two are chosen.
    #[must_use]
    pub fn of(shape: &FamilyShape) -> Self {
        let depth = shape.depth();
        let kinds: Vec<Summand> = Summand::all(depth)
            .filter(|summand| matches!(summand, Summand::Unlearned(_) | Summand::InputNull { .. }))
            .filter(|summand| !summand.is_balanced(depth))
            .collect();
        let row = |(at, &s): (usize, &Summand)| -> Vec<bool> {
            kinds[..=at].iter().map(|&t| are_compatible(s, t, depth)).collect()
        };
        let compatible = kinds.iter().enumerate().map(row).collect();
        let exists = depth > 1 || shape.unlearned() == 0;
        let chosen = exists.then(|| vec![0; kinds.len()]);
        Self { shape: shape.clone(), kinds, compatible, chosen }
    }

    /// The components of a family counted by dimension and inertia, in decreasing order of
    /// dimension, then in increasing order of index and coindex.
    ///
    /// # Examples
    /// Widths 2,1,1,2 at σ = (2,1), nothing learned:
    /// ```
    /// use linscape_curvature::{Components, FamilyShape};
    /// let shape = FamilyShape { widths: vec![2, 1, 1, 2], signal_rank: 2, learned: 0,
    ///     pairs_down: 0, pairs_tied: 0, pairs_up: 0, grassmannian: 0, ignored: 0 };
    /// let dimensions: Vec<_> =
    ///     Components::kinds(&shape).iter().map(|kind| (kind.dimension, kind.count)).collect();
    /// assert_eq!(dimensions, [(3, 1), (1, 1)]);
    /// ```
    #[must_use]
    pub fn kinds(shape: &FamilyShape) -> Vec<ComponentKind> {
        let mut counts: BTreeMap<_, ComponentKind> = BTreeMap::new();
        for ListedStratum { profile, .. } in Self::of(shape) {
            let (dimension, inertia) = (profile.dimension, profile.inertia);
            let key = (std::cmp::Reverse(dimension), inertia.negative, inertia.positive);
            let kind = ComponentKind { dimension, inertia, count: 0 };
            counts.entry(key).or_insert(kind).count += 1;
        }
        counts.into_values().collect()
    }

    /// Steps to the next choice of compatible summands for which there is room.
    fn advance(&self, chosen: &mut [usize]) -> bool {
        for at in (0..chosen.len()).rev() {
            let fits = (0..at).all(|other| chosen[other] == 0 || self.compatible[at][other]);
            if fits {
                chosen[at] += 1;
                if self.complete(chosen).is_some() {
                    return true;
                }
            }
            chosen[at] = 0;
        }
        false
    }

    /// The stratum with the chosen pairs and input-null bars, silent pairs and idle input-null
    /// bars for the rest, and the generic bars in the room that they leave.
    fn complete(&self, chosen: &[usize]) -> Option<Stratum> {
        let shape = &self.shape;
        let depth = shape.depth();
        let picked = || self.kinds.iter().copied().zip(chosen.iter().copied());
        let pairs: usize =
            picked().filter(|(s, _)| matches!(s, Summand::Unlearned(_))).map(|pair| pair.1).sum();
        let nulls = chosen.iter().sum::<usize>() - pairs;
        let silent = shape.unlearned().checked_sub(pairs)?;
        let idle = shape.input_null().checked_sub(nulls)?;
        let mut room = Vec::with_capacity(depth);
        for layer in 1..depth {
            let used: usize =
                picked().filter(|(s, _)| s.is_alive_at(layer)).map(|(_, count)| count).sum();
            room.push((shape.widths[layer] - shape.learned).checked_sub(used)?);
        }
        room.push(shape.output_null());
        let outer = [
            (Summand::Unlearned(ModePair::silent(depth)), silent),
            (Summand::InputNull { end: 0 }, idle),
        ];
        Some(outer.into_iter().chain(picked()).chain(generic_bars(&room)).collect())
    }
}

impl Iterator for Components {
    type Item = ListedStratum;

    fn next(&mut self) -> Option<ListedStratum> {
        while let Some(mut chosen) = self.chosen.take() {
            let stratum = self.complete(&chosen);
            if self.advance(&mut chosen) {
                self.chosen = Some(chosen);
            }
            if let Some(stratum) = stratum {
                let profile = stratum.profile(&self.shape);
                if profile.is_morse_bott() {
                    return Some(ListedStratum { stratum, profile });
                }
            }
        }
        None
    }
}

/// The bars of a generic representation with the given dimensions, layer 1 first and the output
/// last: every composed map has the largest rank that the dimensions on its way allow.
fn generic_bars(room: &[usize]) -> Vec<(Summand, usize)> {
    let depth = room.len();
    // `start` and `end` are 1-based and inclusive; outside the layers the rank is zero.
    let rank = |start: usize, end: usize| -> usize {
        if start == 0 || end > depth {
            return 0;
        }
        room[start - 1..end].iter().copied().min().unwrap_or(0)
    };
    let mut bars = Vec::new();
    for start in 1..=depth {
        for end in start..=depth {
            let count = rank(start, end) + rank(start - 1, end + 1)
                - rank(start - 1, end)
                - rank(start, end + 1);
            let output_null = end == depth;
            let summand = if output_null {
                Summand::OutputNull { start }
            } else {
                Summand::Interior(Bar { start, end })
            };
            bars.push((summand, count));
        }
    }
    bars
}

/// The stratum of these two summands alone has the dimension of its nullity.
fn are_compatible(s: Summand, t: Summand, depth: usize) -> bool {
    let stratum: Stratum = [(s, 1), (t, 1)].into_iter().collect();
    let unlearned: usize = stratum.unlearned().map(|pair| pair.1).sum();
    let shape = FamilyShape {
        widths: (0..=depth).map(|layer| stratum.alive_at(layer)).collect(),
        signal_rank: unlearned,
        learned: 0,
        pairs_down: 0,
        pairs_tied: 0,
        pairs_up: 0,
        grassmannian: 0,
        ignored: 0,
    };
    stratum.profile(&shape).is_morse_bott()
}
