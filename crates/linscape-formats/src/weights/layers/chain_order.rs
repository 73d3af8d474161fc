//! The order that shapes suggest where names do not.

use crate::weights::layers::natural_order::numbered_parts;

/// An order in which matrices chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chained {
    /// There is no other.
    OneWay(Vec<usize>),
    /// They chain either way round, and the names say `encoder` and `decoder`.
    EncoderFirst(Vec<usize>),
}

/// Most attempts at putting parts in order, so that many parts of equal shapes end the search.
const ATTEMPTS: usize = 10_000;

/// The order of `W_i` of shapes `d_i × d_{i−1}`. Names that differ in their numbers only are a part,
/// in the order of the numbers; parts are put in the one order in which each begins with the
/// width at which the one before it ends. None where there are several such orders, or none.
///
/// # Complexity
/// Quadratic in the number of parts, as a rule; at most 10,000 attempts.
pub(crate) fn order_by_shapes(names: &[String], shapes: &[(usize, usize)]) -> Option<Chained> {
    let parts = numbered_parts(names)?;
    let chains = |part: &[usize]| part.windows(2).all(|two| shapes[two[0]].0 == shapes[two[1]].1);
    if parts.iter().any(|part| !chains(&part.positions)) {
        return None;
    }
    let end = |part: &[usize]| Some((shapes[*part.first()?].1, shapes[*part.last()?].0));
    let ends: Vec<(usize, usize)> =
        parts.iter().map(|part| end(&part.positions)).collect::<Option<_>>()?;
    let mut search = Search { ends: &ends, found: Vec::new(), attempts: 0 };
    search.extend(&mut Vec::new());
    if search.attempts >= ATTEMPTS {
        return None;
    }
    let positions = |order: &[usize]| -> Vec<usize> {
        order.iter().flat_map(|&part| parts[part].positions.iter().copied()).collect()
    };
    match &search.found[..] {
        [only] => Some(Chained::OneWay(positions(only))),
        [_, _] if parts.len() == 2 => {
            let encodes = |at: usize, other: usize| {
                let (words, others) = (&parts[at].words, &parts[other].words);
                words.contains("enc") && words.replace("enc", "dec") == *others
            };
            let order = if encodes(0, 1) { [0, 1] } else { [1, 0] };
            encodes(order[0], order[1]).then(|| Chained::EncoderFirst(positions(&order)))
        }
        _ => None,
    }
}

/// The search for the first two orders.
struct Search<'a> {
    /// Width in and width out of each part.
    ends: &'a [(usize, usize)],
    found: Vec<Vec<usize>>,
    attempts: usize,
}

impl Search<'_> {
    fn extend(&mut self, order: &mut Vec<usize>) {
        if order.len() == self.ends.len() {
            self.found.push(order.clone());
            return;
        }
        for part in 0..self.ends.len() {
            if self.found.len() > 1 || self.attempts >= ATTEMPTS {
                return;
            }
            let follows = order.last().is_none_or(|&last| self.ends[last].1 == self.ends[part].0);
            if follows && !order.contains(&part) {
                self.attempts += 1;
                order.push(part);
                self.extend(order);
                order.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(layers: &[(&str, usize, usize)]) -> Option<Chained> {
        let names: Vec<String> = layers.iter().map(|(name, ..)| (*name).to_owned()).collect();
        let shapes: Vec<(usize, usize)> = layers.iter().map(|&(_, r, c)| (r, c)).collect();
        order_by_shapes(&names, &shapes)
    }

    #[test]
    fn parts_are_put_in_the_only_order_in_which_they_chain() {
        let layers = [("out.w", 1, 2), ("body.1.w", 2, 4), ("body.0.w", 4, 3), ("in.w", 3, 5)];
        assert_eq!(order(&layers), Some(Chained::OneWay(vec![3, 2, 1, 0])));
        assert_eq!(order(&[("left", 3, 2), ("right", 2, 3)]), None);
        assert_eq!(order(&[("left", 3, 2), ("right", 5, 4)]), None);
    }

    #[test]
    fn an_encoder_comes_before_its_decoder() {
        let layers = [("decoder.weight", 6, 2), ("encoder.weight", 2, 6)];
        assert_eq!(order(&layers), Some(Chained::EncoderFirst(vec![1, 0])));
    }

    #[test]
    fn many_equal_parts_end_the_search() {
        let names: Vec<String> = ('a'..='z').map(|letter| format!("{letter}{letter}")).collect();
        assert_eq!(order_by_shapes(&names, &vec![(3, 3); names.len()]), None);
    }
}
