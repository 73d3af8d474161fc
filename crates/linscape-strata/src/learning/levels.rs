//! The least codimension through a point, found by pouring into the lowest layers.

use num_bigint::BigUint;
use num_traits::One;

use super::bases::number_of_bases;
use super::positroid::IntervalMatroid;
use super::{HalfInteger, KernelDimensions, LearningCoefficient};

/// The greedy minimiser of `Σ_i (M_i x_i + ½x_i²)` under `x_{k+1} + ⋯ + x_j ≤ n(k,j)`.
///
/// # Method
/// `M_0` units are poured into the layers `1..=h`, always into one whose level `M_i + x_i` is lowest and
/// that no full interval contains. The constraints form a polymatroid and the objective is
/// separable and convex, so this is exact (Federgruen and Groenevelt 1986). Layers of one level
/// rise together as far as every interval lets all of them: the widths do not count the steps. Where not
/// all can take the next unit, those that can are the bases of a matroid `N_t`: one factor of the
/// number of minimisers and one summand of `m − 1`, and who is left out is left out for good.
#[derive(Debug)]
pub(super) struct Levels<'a> {
    rooms: &'a [usize],
    /// What the interval `(k, j]` still takes, at `k (h + 1) + j`.
    slack: Vec<usize>,
    /// `x_i` at `i`; the entry of layer 0 stays zero.
    poured: Vec<usize>,
    live: Vec<bool>,
    multiplicity: usize,
    minimisers: Option<BigUint>,
}

impl<'a> Levels<'a> {
    /// Pours everything.
    pub(crate) fn of(kernels: &'a KernelDimensions) -> Self {
        let layers = kernels.rooms().len();
        let mut live = vec![true; layers];
        live[0] = false;
        let mut levels = Self {
            rooms: kernels.rooms(),
            slack: kernels.table().to_vec(),
            poured: vec![0; layers],
            live,
            multiplicity: 1,
            minimisers: Some(BigUint::one()),
        };
        while levels.rise() {}
        debug_assert_eq!(levels.poured.iter().sum::<usize>(), levels.rooms[0], "{kernels:?}");
        levels
    }

    /// The coefficient, `smooth_part` the codimension that does not depend on the minimiser.
    pub(crate) fn coefficient(self, smooth_part: usize) -> LearningCoefficient {
        let wide = |count: usize| i128::try_from(count).expect("widths fit 64 bits");
        let layers = self.rooms.iter().zip(&self.poured);
        let weight: i128 = layers.map(|(&room, &x)| wide(x) * (2 * wide(room) + wide(x))).sum();
        let codimension = (weight - wide(self.rooms[0]).pow(2)) / 2;
        let codimension = usize::try_from(codimension).expect("a codimension is not negative");
        LearningCoefficient {
            lambda: HalfInteger::halved(smooth_part + codimension),
            multiplicity: self.multiplicity,
            components: self.minimisers,
        }
    }

    fn level(&self, layer: usize) -> usize {
        self.rooms[layer] + self.poured[layer]
    }

    fn living(&self) -> impl Iterator<Item = usize> {
        (1..self.rooms.len()).filter(|&layer| self.live[layer])
    }

    /// One rise of the lowest layers, by as many units as go alike; false when no layer is left.
    fn rise(&mut self) -> bool {
        self.retire();
        let Some(level) = self.living().map(|layer| self.level(layer)).min() else { return false };
        let lowest: Vec<usize> = self.living().filter(|&at| self.level(at) == level).collect();
        let next =
            self.living().map(|layer| self.level(layer)).filter(|&other| other > level).min();
        let height = self.common_height(&lowest).min(next.map_or(usize::MAX, |next| next - level));
        if height > 0 {
            self.pour(&lowest, height);
        } else {
            self.choose(&lowest);
        }
        true
    }

    /// Layers inside a full interval take no more.
    fn retire(&mut self) {
        let layers = self.rooms.len();
        for start in 0..layers - 1 {
            let full = (start + 1..layers).rev().find(|end| self.slack[start * layers + end] == 0);
            if let Some(end) = full {
                self.live[start + 1..=end].fill(false);
            }
        }
    }

    /// How many units each of these layers can take.
    fn common_height(&self, lowest: &[usize]) -> usize {
        let layers = self.rooms.len();
        let mut height = usize::MAX;
        for start in 0..layers - 1 {
            let (mut inside, mut next) = (0, lowest.partition_point(|&layer| layer <= start));
            for end in start + 1..layers {
                if lowest.get(next) == Some(&end) {
                    (inside, next) = (inside + 1, next + 1);
                }
                let each = self.slack[start * layers + end].checked_div(inside);
                height = height.min(each.unwrap_or(usize::MAX));
            }
        }
        height
    }

    fn pour(&mut self, into: &[usize], units: usize) {
        let layers = self.rooms.len();
        for &layer in into {
            self.poured[layer] += units;
            for start in 0..layer {
                let row = start * layers;
                self.slack[row + layer..row + layers].iter_mut().for_each(|slack| *slack -= units);
            }
        }
    }

    /// A unit for some of these layers, all of which could take one alone.
    fn choose(&mut self, lowest: &[usize]) {
        let matroid = IntervalMatroid::new(lowest.len(), |first, last| {
            // The tightest interval that contains no other of them.
            let before = first.checked_sub(1).map_or(0, |at| lowest[at]);
            let after = lowest.get(last + 1).copied().unwrap_or(self.rooms.len());
            let starts = before..lowest[first];
            let tightest = starts.flat_map(|start| {
                let row = start * self.rooms.len();
                self.slack[row + lowest[last]..row + after].iter().copied()
            });
            tightest.min().unwrap_or(usize::MAX)
        });
        self.multiplicity += matroid.positroid_dimension();
        self.minimisers = self
            .minimisers
            .take()
            .and_then(|so_far| number_of_bases(&matroid).map(|bases| so_far * bases));
        let base = matroid.first_base(0);
        for (&layer, taken) in lowest.iter().zip(base) {
            if taken {
                self.pour(&[layer], 1);
            } else {
                self.live[layer] = false;
            }
        }
    }
}
