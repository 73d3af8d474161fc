//! The order that numbers inside names suggest.

use std::cmp::Ordering;
use std::fmt;

/// Why names have no order of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoNaturalOrder {
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

/// Names that differ in their numbers only, in the order of the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NumberedPart {
    /// What they have in common, with a `#` for every number.
    pub(crate) words: String,
    /// Their positions among all names.
    pub(crate) positions: Vec<usize>,
}

/// Names by what they have in common, in the order of their words; none if two are the same.
pub(crate) fn numbered_parts(names: &[String]) -> Option<Vec<NumberedPart>> {
    let split: Vec<Split> = names.iter().map(|name| Split::of(name)).collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|&a, &b| split[a].words().cmp(&split[b].words()).then(split[a].cmp(&split[b])));
    let mut parts: Vec<NumberedPart> = Vec::new();
    for at in order {
        let words = split[at].words();
        match parts.last_mut().filter(|part| part.words == words) {
            Some(part) if part.positions.last().is_some_and(|&last| split[last] == split[at]) => {
                return None;
            }
            Some(part) => part.positions.push(at),
            None => parts.push(NumberedPart { words, positions: vec![at] }),
        }
    }
    Some(parts)
}

/// Names of checkpoints part by part: words by their letters, numbers by their size, decimals and
/// exponents included (`t0.25` before `t0.5`, `s5e1` before `s1e3`).
pub(crate) fn compare_naturally(a: &str, b: &str) -> Ordering {
    let (left, right) = (checkpoint_parts(a), checkpoint_parts(b));
    let unequal = left.iter().zip(&right).map(|(a, b)| a.compare(b)).find(|order| order.is_ne());
    unequal.unwrap_or_else(|| left.len().cmp(&right.len())).then_with(|| a.cmp(b))
}

/// In what order the numbers of two names are, if the names differ in nothing else.
pub(crate) fn order_of_numbers(a: &str, b: &str) -> Option<Ordering> {
    let (left, right) = (checkpoint_parts(a), checkpoint_parts(b));
    let is_alike = |(a, b): (&CheckpointPart, &CheckpointPart)| {
        a.word == b.word && a.number.is_some() == b.number.is_some()
    };
    let same_words = left.len() == right.len() && left.iter().zip(&right).all(is_alike);
    same_words.then(|| compare_naturally(a, b))
}

/// The words of a checkpoint's name, and the numbers between them.
pub(crate) fn checkpoint_numbers(name: &str) -> (Vec<&str>, Vec<f64>) {
    let parts = checkpoint_parts(name);
    let numbers = parts.iter().filter_map(|part| part.number?.parse().ok()).collect();
    (parts.iter().map(|part| part.word).collect(), numbers)
}

/// A word of a checkpoint's name and the number after it.
#[derive(Debug, Clone, Copy)]
struct CheckpointPart<'a> {
    word: &'a str,
    number: Option<&'a str>,
}

impl CheckpointPart<'_> {
    fn compare(&self, other: &Self) -> Ordering {
        let size = |number: Option<&str>| number.and_then(|text| text.parse::<f64>().ok());
        let by_size = match (size(self.number), size(other.number)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        self.word.cmp(other.word).then(by_size).then_with(|| self.digits().cmp(&other.digits()))
    }

    /// Whole numbers that no double tells apart: by length, then by text.
    fn digits(&self) -> Option<(usize, &str)> {
        let whole = self.number.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
        let digits = whole.trim_start_matches('0');
        Some((digits.len(), digits))
    }
}

/// The parts of a name.
fn checkpoint_parts(name: &str) -> Vec<CheckpointPart<'_>> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let word_end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(word_end);
        let length = number_length(word, after);
        let (number, after) = after.split_at(length);
        parts.push(CheckpointPart { word, number: (length > 0).then_some(number) });
        rest = after;
    }
    parts
}

/// How long the number at the beginning of `text` is, which stands after `word`: digits with at most
/// one point and an exponent. With several points (`1.2.3`) it is a version, number by number.
fn number_length(word: &str, text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let after_point = |text: &str| text.strip_prefix('.').map_or(0, digits);
    let whole = digits(text);
    let fraction = after_point(&text[whole..]);
    if fraction == 0 || word == "." || after_point(&text[whole + 1 + fraction..]) > 0 {
        return whole + if word == "." { 0 } else { exponent_length(&text[whole..]) };
    }
    let mantissa = whole + 1 + fraction;
    mantissa + exponent_length(&text[mantissa..])
}

/// How long the exponent at the beginning of `text` is, if no other letters follow it.
fn exponent_length(text: &str) -> usize {
    const LONGEST: usize = 3;
    let Some(after) = text.strip_prefix(['e', 'E']) else { return 0 };
    let sign = usize::from(after.starts_with(['-', '+']));
    let length = after[sign..].bytes().take_while(u8::is_ascii_digit).count();
    let goes_on = after[sign + length..].starts_with(|c: char| c.is_ascii_alphanumeric());
    if (1..=LONGEST).contains(&length) && !goes_on { 1 + sign + length } else { 0 }
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

    /// The name with a `#` for every number.
    fn words(&self) -> String {
        let part = |(word, number): &(&str, Option<_>)| {
            format!("{word}{}", if number.is_some() { "#" } else { "" })
        };
        self.0.iter().map(part).collect()
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
    fn decimals_and_exponents_are_numbers() {
        let cases: [&[&str]; 5] = [
            &["t0.npz", "t0.1.npz", "t0.25.npz", "t0.5.npz", "t1.npz"],
            &["s5e1.npz", "s1e3.npz"],
            &["lr1e-3.npz", "lr0.01.npz", "lr2e-2.npz"],
            &["v1.2.9.npz", "v1.2.10.npz"],
            &["w9007199254740992.npz", "w9007199254740993.npz"],
        ];
        for expected in cases {
            let mut names = expected.to_vec();
            names.sort_unstable();
            names.sort_by(|a, b| compare_naturally(a, b));
            assert_eq!(names, expected);
        }
        assert_eq!(order_of_numbers("t0.5.npz", "t0.25.npz"), Some(Ordering::Greater));
        assert_eq!(order_of_numbers("init.npz", "t0.25.npz"), None);
    }

    #[test]
    fn names_that_differ_in_words_or_not_at_all_have_no_order() {
        for names in [&["encoder.weight", "decoder.weight"][..], &["W1", "W01"], &["a1", "a"]] {
            assert!(sorted(names).is_err(), "{names:?}");
        }
    }
}
