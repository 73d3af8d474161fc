//! Where the input-null bars of a component can end.

/// The ways in which the input-null bars of an irreducible component can end, given the room that
/// its other input bars leave in the hidden layers.
///
/// `e_j` of the `ι = d_0 − s` bars end in layer `j`, so that `ρ_j = e_j + e_{j+1} + ⋯` of them reach
/// it. Where some end (`e_{j−1} > 0`) layer `j` has to be full: what they leave of it is taken by
/// output-null bars, `ρ_j ≥ room_j − ω`. Every choice within these bounds can be completed, since
/// bars may go on until a layer forces them to end: no search runs into a dead end.
///
/// # Order
/// Increasing `(e_1, …, e_{h−1})`, the first layers first: the order of strata.
#[derive(Debug, Clone)]
pub(crate) struct NullEnds {
    /// Room in the hidden layers, the first at position 0.
    room: Vec<usize>,
    output_null: usize,
    /// `e_1, …, e_{h−1}` that come next.
    ending: Vec<usize>,
    /// Bounds of `ρ_1, …, ρ_{h−1}` that the choices before them leave.
    bounds: Vec<(usize, usize)>,
    exhausted: bool,
}

impl NullEnds {
    pub(crate) fn new(room: Vec<usize>, input_null: usize, output_null: usize) -> Self {
        let mut ends =
            Self { ending: Vec::new(), bounds: Vec::new(), exhausted: false, output_null, room };
        if let Some(&first) = ends.room.first() {
            let most = input_null.min(first);
            ends.bounds.push((most.min(first.saturating_sub(output_null)), most));
        }
        ends.complete();
        ends
    }

    /// The smallest number, from `least` on, of bars that can end in the layer after those that are
    /// chosen.
    fn choice(&self, least: usize) -> Option<usize> {
        let (low, high) = self.bounds[self.ending.len()];
        let Some(&next) = self.room.get(self.ending.len() + 1) else {
            return Some(least.max(low)).filter(|&number| number <= high);
        };
        if least == 0 && low <= next {
            return Some(0);
        }
        let number = least.max(1).max(low.saturating_sub(next));
        let most = high.checked_sub(next.saturating_sub(self.output_null))?;
        (number <= most).then_some(number)
    }

    /// Lets so many bars end in the next layer.
    fn choose(&mut self, number: usize) {
        let (low, high) = self.bounds[self.ending.len()];
        self.ending.push(number);
        if let Some(&next) = self.room.get(self.ending.len()) {
            let full = if number > 0 { next.saturating_sub(self.output_null) } else { 0 };
            self.bounds.push((low.saturating_sub(number).max(full), (high - number).min(next)));
        }
    }

    /// Takes the smallest choice in every layer that is left.
    fn complete(&mut self) {
        while self.ending.len() < self.room.len() {
            let Some(number) = self.choice(0) else { unreachable!("every choice is completed") };
            self.choose(number);
        }
    }

    fn advance(&mut self) {
        while let Some(number) = self.ending.pop() {
            self.bounds.truncate(self.ending.len() + 1);
            if let Some(more) = self.choice(number + 1) {
                self.choose(more);
                self.complete();
                return;
            }
        }
        self.exhausted = true;
    }

    /// How many ways there are, if not more than `most`: layer by layer the numbers that can reach
    /// it, each with the ways that lead there.
    pub(crate) fn count_up_to(
        room: &[usize],
        input_null: usize,
        output_null: usize,
        most: usize,
    ) -> Option<usize> {
        let mut reaching = vec![(input_null, 1_usize)];
        for &here in room {
            let least = here.saturating_sub(output_null);
            let fewer = reaching[0].0.min(here + 1);
            // None reach a layer, or more than before: then no number is smaller.
            if fewer.saturating_sub(least) > most {
                return None;
            }
            let mut next: Vec<(usize, usize)> = Vec::new();
            let (mut larger, mut at) = (0_usize, 0);
            for number in (least..=fewer.min(here)).rev() {
                while reaching.get(at).is_some_and(|&(before, _)| before > number) {
                    larger += reaching[at].1;
                    at += 1;
                }
                let same = reaching.get(at).filter(|&&(before, _)| before == number);
                let ways = larger + same.map_or(0, |&(_, ways)| ways);
                if ways > 0 {
                    next.push((number, ways));
                }
            }
            next.extend(reaching.iter().filter(|&&(number, _)| number < least && number <= here));
            let total: usize = next.iter().map(|&(_, ways)| ways).sum();
            if total > most {
                return None;
            }
            reaching = next;
        }
        let total = reaching.iter().map(|&(_, ways)| ways).sum();
        (total <= most).then_some(total)
    }
}

impl Iterator for NullEnds {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        if self.exhausted {
            return None;
        }
        let found = self.ending.clone();
        self.advance();
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every nonincreasing sequence of numbers that reach the layers, kept where the layers at
    /// which bars end are full.
    fn brute_force(room: &[usize], input_null: usize, output_null: usize) -> Vec<Vec<usize>> {
        let mut sequences = vec![vec![input_null]];
        for &here in room {
            let longer = |reaching: &Vec<usize>| {
                let before = reaching[reaching.len() - 1];
                let fits = move |&number: &usize| number == before || number + output_null >= here;
                let numbers = (0..=before.min(here)).filter(fits);
                let reaching = reaching.clone();
                numbers.map(move |number| [&reaching[..], &[number]].concat()).collect::<Vec<_>>()
            };
            sequences = sequences.iter().flat_map(longer).collect();
        }
        let ending = |reaching: &Vec<usize>| {
            let after = reaching[1..].iter().skip(1).copied().chain([0]);
            reaching[1..].iter().zip(after).map(|(here, after)| here - after).collect()
        };
        let mut endings: Vec<Vec<usize>> = sequences.iter().map(ending).collect();
        endings.sort_unstable();
        endings
    }

    #[test]
    fn the_ends_are_those_that_fill_the_layers_in_order() {
        let rooms: [&[usize]; 8] =
            [&[], &[3], &[2, 4], &[4, 2], &[3, 3, 3], &[0, 2], &[5, 1, 4], &[4, 5, 4, 3]];
        let mut found = 0;
        for room in rooms {
            for (input_null, output_null) in [(0, 0), (3, 0), (0, 3), (2, 1), (4, 2), (5, 5)] {
                let expected = brute_force(room, input_null, output_null);
                let ends = NullEnds::new(room.to_vec(), input_null, output_null);
                let listed: Vec<_> = ends.collect();
                assert_eq!(listed, expected, "{room:?}, {input_null}, {output_null}");
                let count = |most| NullEnds::count_up_to(room, input_null, output_null, most);
                assert_eq!(count(expected.len()), Some(expected.len()));
                assert_eq!(count(expected.len() - 1), None);
                found += expected.len();
            }
        }
        assert!(found > 200);
    }

    #[test]
    fn four_layers_of_a_thousand_are_too_many_at_once() {
        // Nonincreasing sequences of four numbers up to 997: C(1001, 4).
        assert_eq!(NullEnds::count_up_to(&[997; 4], 997, 997, 1 << 30), None);
        let ways = NullEnds::count_up_to(&[997; 4], 997, 997, 1 << 40);
        assert_eq!(ways, Some(1001 * 1000 * 999 * 998 / 24));
        let first = NullEnds::new(vec![997; 4], 997, 997).next();
        assert_eq!(first, Some(vec![0, 0, 0, 0]));
    }
}
