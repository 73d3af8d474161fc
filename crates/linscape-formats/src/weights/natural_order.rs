//! The order that numbers inside names suggest.

use std::cmp::Ordering;
use std::fmt;

/// Why names have no order of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoNaturalOrder {
    /// One name.
    pub first: String,
    /// Another that cannot be placed before or after it.
    pub second: String,
}

impl fmt::Display for NoNaturalOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} and {:?} differ in more than numbers", self.first, self.second)
    }
}

/// Sorts names that differ in their numbers only, by those numbers: `0.weight`, `2.weight`,
/// `10.weight`. Returns the positions of the names in that order.
pub(crate) fn natural_order(names: &[String]) -> Result<Vec<usize>, NoNaturalOrder> {
    let split: Vec<Split> = names.iter().map(|name| Split::of(name)).collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|&a, &b| split[a].cmp(&split[b]));
    for pair in order.windows(2) {
        let (a, b) = (&split[pair[0]], &split[pair[1]]);
        if !a.has_words_of(b) || a == b {
            let (first, second) = (names[pair[0]].clone(), names[pair[1]].clone());
            return Err(NoNaturalOrder { first, second });
        }
    }
    Ok(order)
}

/// Names part by part: words by their letters, numbers by their size.
pub(crate) fn compare_naturally(a: &str, b: &str) -> Ordering {
    Split::of(a).cmp(&Split::of(b))
}

/// A name as words, each with the number that follows it; numbers without leading zeros, by length
/// and then by text, so that none is too long to compare.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Split<'a>(Vec<(&'a str, Option<(usize, &'a str)>)>);

impl<'a> Split<'a> {
    fn of(name: &'a str) -> Self {
        let mut parts = Vec::new();
        let mut rest = name;
        while !rest.is_empty() {
            let word_end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(word_end);
            let number_end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            let (number, after) = after.split_at(number_end);
            let size = number.trim_start_matches('0');
            parts.push((word, (!number.is_empty()).then_some((size.len(), size))));
            rest = after;
        }
        Self(parts)
    }

    /// Whether two names differ in their numbers only.
    fn has_words_of(&self, other: &Self) -> bool {
        let words = |split: &Self| -> Vec<(&str, bool)> {
            split.0.iter().map(|(word, number)| (*word, number.is_some())).collect()
        };
        words(self) == words(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(names: &[&str]) -> Result<Vec<usize>, NoNaturalOrder> {
        natural_order(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn ten_comes_after_two() {
        assert_eq!(sorted(&["10.weight", "2.weight", "0.weight"]), Ok(vec![2, 1, 0]));
        assert_eq!(sorted(&["b.1.x0", "b.0.x7"]), Ok(vec![1, 0]));
        assert_eq!(sorted(&["weight"]), Ok(vec![0]));
    }

    #[test]
    fn any_names_can_be_compared() {
        let mut names = ["step10-best.npz", "step10.npz", "step2.npz", "a11/step1", "a2/step3"];
        names.sort_by(|a, b| compare_naturally(a, b));
        assert_eq!(names, ["a2/step3", "a11/step1", "step2.npz", "step10-best.npz", "step10.npz"]);
    }

    #[test]
    fn names_that_differ_in_words_or_not_at_all_have_no_order() {
        for names in [&["encoder.weight", "decoder.weight"][..], &["W1", "W01"], &["a1", "a"]] {
            assert!(sorted(names).is_err(), "{names:?}");
        }
    }
}
