//! Minimisers one by one, and the longest admissible chain of them.

use super::KernelDimensions;

/// Most points `x` that are looked at.
const MOST_POINTS: usize = 50_000;
/// Most minimisers among which chains are searched.
const MOST_MINIMISERS: usize = 24;

/// All minimisers of the codimension at a point, listed without any theory of greedy choices.
#[derive(Debug)]
pub(super) struct Minimisers<'a> {
    kernels: &'a KernelDimensions,
    /// `2F = Σ_i (2 M_i x_i + x_i²) − M_0²` of each of them.
    least: i128,
    /// `x_1, …, x_h` of each.
    points: Vec<Vec<usize>>,
    visited: usize,
}

impl<'a> Minimisers<'a> {
    /// Tries every whole `x`; `None` where there are too many.
    pub(crate) fn of(kernels: &'a KernelDimensions) -> Option<Self> {
        let mut search = Self { kernels, least: i128::MAX, points: Vec::new(), visited: 0 };
        search.extend(&mut Vec::with_capacity(kernels.depth()));
        (search.visited <= MOST_POINTS).then_some(search)
    }

    fn extend(&mut self, x: &mut Vec<usize>) {
        self.visited += 1;
        if self.visited > MOST_POINTS {
            return;
        }
        let poured: usize = x.iter().sum();
        let missing = self.kernels.rooms()[0] - poured;
        if x.len() == self.kernels.depth() {
            if missing == 0 {
                self.meet(x);
            }
            return;
        }
        for units in 0..=missing {
            x.push(units);
            let end = x.len();
            let fits =
                |start: usize| x[start..].iter().sum::<usize>() <= self.kernels.kernel(start, end);
            if (0..end).all(fits) {
                self.extend(x);
            }
            x.pop();
        }
    }

    fn meet(&mut self, x: &[usize]) {
        let wide = |count: usize| i128::try_from(count).expect("widths fit 64 bits");
        let rooms = self.kernels.rooms();
        let terms = x.iter().zip(&rooms[1..]).map(|(&x, &room)| wide(x) * wide(x + 2 * room));
        let value = terms.sum::<i128>() - wide(rooms[0]).pow(2);
        if value < self.least {
            self.least = value;
            self.points.clear();
        }
        if value == self.least {
            self.points.push(x.to_vec());
        }
    }

    /// Twice the learning coefficient.
    pub(crate) fn codimension(&self) -> usize {
        let least = usize::try_from(self.least / 2).expect("a codimension is not negative");
        self.kernels.smooth_part() + least
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.points.len()
    }

    /// The length of the longest admissible chain; `None` where there are too many minimisers.
    ///
    /// Minimisers are ordered by `ρ_i = M_0 − x_1 − ⋯ − x_i` at every layer. A chain `x^0 < x^1 < …` is
    /// admissible if `Σ_{k<i≤j} x_i^{(E_i)} ≤ n(k,j)` for all levels `E_{k+1} ≥ ⋯ ≥ E_j` of it.
    pub(crate) fn longest_chain(&self) -> Option<usize> {
        (self.points.len() <= MOST_MINIMISERS).then(|| self.longest_above(&mut Vec::new()))
    }

    fn longest_above(&self, chain: &mut Vec<usize>) -> usize {
        let mut longest = chain.len();
        for next in 0..self.points.len() {
            let above = chain.last().is_none_or(|&last| self.is_below(last, next));
            if !above {
                continue;
            }
            chain.push(next);
            if self.is_admissible(chain) {
                longest = longest.max(self.longest_above(chain));
            }
            chain.pop();
        }
        longest
    }

    /// `ρ` of the first is at most that of the second everywhere, and they differ.
    fn is_below(&self, lower: usize, upper: usize) -> bool {
        let sums = |at: usize| {
            self.points[at].iter().scan(0, |sum, x| {
                *sum += x;
                Some(*sum)
            })
        };
        lower != upper && sums(lower).zip(sums(upper)).all(|(lower, upper)| lower >= upper)
    }

    fn is_admissible(&self, chain: &[usize]) -> bool {
        let depth = self.kernels.depth();
        (0..depth).all(|start| {
            // The largest sum so far that ends on each level or a higher one.
            let mut largest = vec![0; chain.len()];
            (start + 1..=depth).all(|end| {
                let mut best = 0;
                for (level, &member) in chain.iter().enumerate().rev() {
                    best = largest[level].max(best);
                    largest[level] = best + self.points[member][end - 1];
                }
                largest.iter().all(|&sum| sum <= self.kernels.kernel(start, end))
            })
        })
    }
}
