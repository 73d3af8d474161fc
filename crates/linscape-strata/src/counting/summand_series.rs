//! The generating function of multisets of summands.

use std::ops::AddAssign;

use linscape_critical::{LARGEST_WORK, Observer};
use num_bigint::BigUint;

use crate::bars::avoids_gaps;
use crate::counting::{TruncatedSeries, cells};
use crate::{FamilyShape, ModePair, Summand};

/// The most coefficients held at once: half a gigabyte of 128-bit numbers.
const MOST_COEFFICIENTS: usize = 1 << 25;

/// Why strata cannot be counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// The widths are too large.
    #[error(
        "counting the strata takes a power series with {} coefficients, more than {limit}",
        coefficients.map_or_else(|| "more than 2^64".to_owned(), |number| number.to_string())
    )]
    TooManyCoefficients {
        /// How many there would be, if that fits a machine word.
        coefficients: Option<usize>,
        /// The most that are held.
        limit: usize,
    },
    /// The observer asked to stop.
    #[error("interrupted")]
    Interrupted,
}

/// Summands to choose from, grouped by what limits their number.
pub(crate) struct SummandSeries {
    /// Room in each hidden layer.
    caps: Vec<usize>,
    /// Bars of which there can be any number, as monomials in the hidden layers.
    interior: Vec<Vec<bool>>,
    /// Pairs, input-null and output-null bars.
    groups: [Group; 3],
}

/// Summands of which a fixed number is chosen.
struct Group {
    monomials: Vec<Vec<bool>>,
    number: usize,
    /// The most of them that can use a hidden layer.
    room: usize,
}

impl SummandSeries {
    /// Whether a series with as many variables as there are hidden layers can be held: to be asked
    /// first, because the monomials of a deep network alone fill a gigabyte.
    pub(crate) fn check(shape: &FamilyShape) -> Result<(), CountError> {
        let hidden = &shape.widths()[1..shape.depth()];
        let caps: Vec<usize> = hidden.iter().map(|width| width - shape.learned()).collect();
        let (coefficients, limit) = (cells(&caps), MOST_COEFFICIENTS);
        if coefficients.is_none_or(|number| number > limit) {
            return Err(CountError::TooManyCoefficients { coefficients, limit });
        }
        Ok(())
    }

    /// Every stratum of a family of depth at least 2.
    pub(crate) fn all(shape: &FamilyShape) -> Self {
        Self::choosing(shape, shape.unlearned(), |_| true)
    }

    /// The strata with nothing negative whose minimal gaps are those of the pairs of the front.
    pub(crate) fn nonstrict(shape: &FamilyShape, front: &[ModePair]) -> Self {
        let last_end = front.iter().map(|pair| pair.input_end).max().unwrap_or(0);
        let first_start = front.iter().map(|pair| pair.output_start).min().unwrap_or(0);
        let mut series =
            Self::choosing(shape, shape.unlearned() - front.len(), |summand| match summand {
                Summand::Unlearned(pair) => {
                    front.iter().any(|minimal| pair.gap().covers(minimal.gap()))
                }
                Summand::InputNull { end } => end + 2 <= first_start,
                Summand::OutputNull { start } => start >= last_end + 2,
                Summand::Interior(bar) => avoids_gaps(bar, front),
            });
        // One copy of each pair of the front is there in any case.
        for pair in front {
            for (at, cap) in series.caps.iter_mut().enumerate() {
                match cap.checked_sub(usize::from(Summand::Unlearned(*pair).is_alive_at(at + 1))) {
                    Some(rest) => *cap = rest,
                    None => return Self::impossible(),
                }
            }
        }
        series
    }

    /// A series with last coefficient zero.
    fn impossible() -> Self {
        let nothing = || Group { monomials: Vec::new(), number: 1, room: 1 };
        Self { caps: Vec::new(), interior: Vec::new(), groups: [(); 3].map(|()| nothing()) }
    }

    fn choosing(shape: &FamilyShape, pairs: usize, allowed: impl Fn(Summand) -> bool) -> Self {
        let depth = shape.depth();
        let caps: Vec<usize> =
            shape.widths()[1..depth].iter().map(|width| width - shape.learned()).collect();
        let (first, last) = (caps[0], caps[caps.len() - 1]);
        let group = |number, room| Group { monomials: Vec::new(), number, room };
        let mut groups = [
            group(pairs, first + last),
            group(shape.input_null(), first),
            group(shape.output_null(), last),
        ];
        let mut interior = Vec::new();
        for summand in Summand::all(depth).filter(|&summand| allowed(summand)) {
            let monomial = (1..depth).map(|layer| summand.is_alive_at(layer)).collect();
            match summand {
                Summand::Unlearned(_) => groups[0].monomials.push(monomial),
                Summand::InputNull { .. } => groups[1].monomials.push(monomial),
                Summand::OutputNull { .. } => groups[2].monomials.push(monomial),
                Summand::Interior(_) => interior.push(monomial),
            }
        }
        Self { caps, interior, groups }
    }

    /// The number of multisets that fill every layer.
    pub(crate) fn count(&self, observer: &impl Observer) -> Result<BigUint, CountError> {
        let most = self.groups.iter().filter_map(Group::degree).max().unwrap_or(0);
        let coefficients = cells(&self.caps).and_then(|cells| cells.checked_mul(most + 1));
        // A bit to spare for the rounding of the logarithms.
        let bits = self.bits();
        let limit = if bits < 127.0 { MOST_COEFFICIENTS } else { most_of_bits(bits) };
        if coefficients.is_none_or(|number| number > limit) {
            return Err(CountError::TooManyCoefficients { coefficients, limit });
        }
        if bits < 63.0 {
            self.coefficient::<u64>(observer).map(BigUint::from)
        } else if bits < 127.0 {
            self.coefficient::<u128>(observer).map(BigUint::from)
        } else {
            self.coefficient::<BigUint>(observer)
        }
        .ok_or(CountError::Interrupted)
    }

    /// No coefficient exceeds 2 to this power. Bars of length one fill up what the others
    /// leave; of a longer bar there are at most as many as a layer has room for; and of the `k`
    /// kinds of a group that use hidden layers at most `n` are chosen, in `(n+k choose k)` ways.
    fn bits(&self) -> f64 {
        let room = |bar: &Vec<bool>| {
            let used = self.caps.iter().zip(bar).filter(|(_, used)| **used);
            used.map(|(&cap, _)| cap).min().unwrap_or(0)
        };
        let long = self.interior.iter().filter(|bar| bar.iter().filter(|used| **used).count() > 1);
        let bars: f64 = long.map(|bar| (room(bar) as f64 + 1.0).log2()).sum();
        let groups: f64 = self.groups.iter().map(Group::log2_choices).sum();
        bars + groups
    }

    /// `None` when the observer stops.
    fn coefficient<T>(&self, observer: &impl Observer) -> Option<T>
    where
        T: Clone + Default + From<u8> + for<'a> AddAssign<&'a T>,
    {
        let mut series = TruncatedSeries::<T>::one(&self.caps);
        for monomial in &self.interior {
            series.divide_by_one_minus(monomial, observer).continue_value()?;
        }
        for group in &self.groups {
            match group.degree() {
                Some(0) => {}
                Some(degree) => series = series.select(&group.monomials, degree, observer)?,
                None => {
                    let busy = group.monomials.iter().filter(|monomial| monomial.contains(&true));
                    for monomial in busy {
                        series.divide_by_one_minus(monomial, observer).continue_value()?;
                    }
                }
            }
        }
        Some(series.last())
    }
}

/// The most coefficients of so many bits that are held at once.
fn most_of_bits(bits: f64) -> usize {
    /// A vector, its place on the heap and what the allocator adds.
    const AROUND_DIGITS: f64 = 56.0;
    let bytes = bits / 8.0 + AROUND_DIGITS;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "far below 2^53")]
    let most = (LARGEST_WORK as f64 / bytes) as usize;
    most.min(MOST_COEFFICIENTS)
}

impl Group {
    /// The degree that has to be kept track of: none if the layers run out of room before the
    /// number is reached, since the one member that uses no hidden layer makes up the rest.
    fn degree(&self) -> Option<usize> {
        let has_idle = self.monomials.iter().any(|monomial| !monomial.contains(&true));
        let unlimited = self.number > 0 && has_idle && self.number >= self.room;
        (!unlimited).then_some(self.number)
    }

    /// Logarithm of a bound on the ways to choose the members that use hidden layers.
    fn log2_choices(&self) -> f64 {
        let kinds = self.monomials.iter().filter(|monomial| monomial.contains(&true)).count();
        let number = self.number.min(self.room) as f64;
        (1..=kinds).map(|at| ((number + at as f64) / at as f64).log2()).sum()
    }
}
