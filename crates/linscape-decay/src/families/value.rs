//! Critical values and the families that share them.

use super::exact_loss;
use super::exact_sum::ExactSum;
use super::gains::Coincidence;
use crate::{DecayedProblem, End, Lowest, Word};
use linscape_critical::LARGEST_WORK;
use num_traits::ToPrimitive;

/// One critical value and the families that have it.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// The loss, in the problem's convention.
    pub loss: f64,
    /// The families, by their words.
    pub families: Vec<Word>,
    /// Whether some of the losses are closer than rounding and not proved equal (depth 3 and more, exact
    /// input; of data, where coexistence is undecided).
    pub is_undecided: bool,
}

/// Critical values from either end.
///
/// Two losses are one value when that is proved (equal letters up to modes exactly at coexistence;
/// depth 2 with rational input, by arithmetic in `Q(√(λ_1λ_2))`) or, for data, when their difference is within
/// what the tolerance of the singular values that differ allows.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem, End, Values};
/// let problem = Problem::exact(&[3, 3, 3], &[6, 5, 4])?;
/// let decay = Decay::exact(vec![parse_exact("1")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// let shared = Values::new(&decayed, End::Lowest).find(|value| value.families.len() == 2);
/// assert_eq!(shared.map(|value| value.loss), Some(26.0)); // {1} and {2,3}
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Values<'p> {
    problem: &'p DecayedProblem,
    search: Lowest,
    end: End,
    /// The first family of the next chain.
    ahead: Option<(i128, Word)>,
    /// Values cut from the last chain, the next one last.
    cut: Vec<Value>,
    /// Most families that are held at once.
    most: usize,
    has_too_many: bool,
}

impl<'p> Values<'p> {
    /// Starts at one end.
    #[must_use]
    pub fn new(problem: &'p DecayedProblem, end: End) -> Self {
        let mut search = Lowest::new(problem, end);
        let ahead = search.next_with_cost();
        // Half of the room is for the values that are kept.
        let each = size_of::<Value>() + size_of::<(i128, Word)>();
        let each = each + 2 * size_of::<usize>() * problem.classes().len();
        let most = usize::try_from(LARGEST_WORK / 2 / each as u64).unwrap_or(usize::MAX);
        Self { problem, search, end, ahead, cut: Vec::new(), most, has_too_many: false }
    }

    /// How many families are held, where more of them share the next value, or may: then there is no next value.
    #[must_use]
    pub fn too_many(&self) -> Option<usize> {
        self.has_too_many.then_some(self.most)
    }

    /// Whether all values have been listed.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.cut.is_empty() && self.ahead.is_none() && !self.has_too_many
    }

    /// Families whose neighbours may share a value, cut from below so that both ends agree.
    fn next_chain(&mut self) -> Option<()> {
        let mut chain = vec![self.ahead.take()?];
        while let Some(next) = self.search.next_with_cost() {
            let last = &chain[chain.len() - 1];
            let relation = self.search.gains().compare(&last.1, &next.1, next.0 - last.0);
            if relation == Coincidence::Different && next.0 != last.0 {
                self.ahead = Some(next);
                break;
            }
            if chain.len() == self.most {
                self.has_too_many = true;
                return None;
            }
            chain.push(next);
        }
        if self.end == End::Highest {
            chain.reverse();
        }
        let mut values = self.groups(chain);
        if self.end == End::Lowest {
            values.reverse();
        }
        self.cut = values;
        Some(())
    }

    /// Cuts a chain of increasing losses where a loss differs from the first of its group.
    fn groups(&self, mut chain: Vec<(i128, Word)>) -> Vec<Value> {
        let sign = if self.end == End::Highest { -1 } else { 1 };
        // Equal losses by their words, whichever end they were found from.
        chain.sort_by(|a, b| (sign * a.0).cmp(&(sign * b.0)).then(a.1.cmp(&b.1)));
        let mut groups: Vec<(i128, Value)> = Vec::new();
        for (cost, word) in chain {
            if let Some((first, value)) = groups.last_mut() {
                let relation =
                    self.search.gains().compare(&value.families[0], &word, cost - *first);
                if relation != Coincidence::Different {
                    value.is_undecided |= relation == Coincidence::Undecided;
                    value.families.push(word);
                    continue;
                }
            }
            let loss = self.problem.loss(&word);
            groups.push((cost, Value { loss, families: vec![word], is_undecided: false }));
        }
        let finished = |(_, mut value): (i128, Value)| {
            value.families.sort();
            let losses = value.families.iter().map(|word| self.problem.loss(word));
            value.loss = losses.fold(f64::INFINITY, f64::min);
            value
        };
        groups.into_iter().map(finished).collect()
    }
}

impl Iterator for Values<'_> {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        if self.cut.is_empty() {
            self.next_chain()?;
        }
        self.cut.pop()
    }
}

impl DecayedProblem {
    /// The critical value of a family, in the problem's convention: what every mode costs, added up exactly
    /// and rounded once, so that losses come in the order of the sums of what the modes cost; the double
    /// nearest to [`exact_loss`] where there is one.
    ///
    /// # Panics
    /// When the word is of another number of singular values.
    #[must_use]
    pub fn loss(&self, word: &Word) -> f64 {
        if let Some(loss) = exact_loss(self, word).and_then(|loss| loss.to_f64()) {
            return loss;
        }
        let mut sum = ExactSum::default();
        sum.add(self.loss_offset());
        for (at, class) in self.classes().iter().enumerate() {
            let (large, small) = (word.large()[at], word.small()[at]);
            for (root, times) in [(class.roots.large(), large), (class.roots.small(), small)] {
                for part in root.filter(|_| times > 0).map_or([0.0; 3], |root| root.parts) {
                    sum.add_times(part, times);
                }
            }
            sum.add_times(class.mode.unlearned_loss(), class.multiplicity - large - small);
        }
        sum.rounded() * self.factor()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Coordinates, Decay};
    use linscape_critical::{Problem, parse_exact};

    #[test]
    fn families_that_do_not_fit_together_end_the_list() {
        let problem = Problem::exact(&[3, 3, 3], &[6, 5, 4]).expect("fits");
        let decay = Decay::exact(vec![parse_exact("1").expect("number")]).expect("positive");
        let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened).expect("layers");
        let all = Values::new(&decayed, End::Lowest).count();
        let mut values = Values { most: 1, ..Values::new(&decayed, End::Lowest) };
        // {1} and {2,3} both have 26.
        let before = values.by_ref().count();
        assert!(before < all && values.too_many() == Some(1) && !values.is_exhausted());
    }
}
