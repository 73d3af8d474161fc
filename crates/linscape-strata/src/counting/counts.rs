//! How many strata a family has, without listing them.

use linscape_critical::Observer;
use num_bigint::BigUint;
use rayon::prelude::*;

use crate::counting::{CountError, SummandSeries};
use crate::{FamilyShape, ModePair};
use linscape_critical::PointType;

/// Numbers of strata of a family, in total and by type.
///
/// # Examples
/// ```
/// use linscape_strata::{FamilyShape, StratumCounts};
/// let shape = FamilyShape::leading([4, 4, 4, 4, 4], 4, 0);
/// let counts = StratumCounts::of(&shape)?;
/// assert_eq!(counts.total(), 1152_u32.into());
/// # Ok::<(), linscape_strata::CountError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StratumCounts {
    /// Strata of global minima.
    pub global_minima: BigUint,
    /// Strata of strict saddles.
    pub strict: BigUint,
    /// Strata of nonstrict saddles.
    pub nonstrict: BigUint,
}

impl StratumCounts {
    /// Counts the strata of a family exactly, as a coefficient of a power series in one variable a
    /// hidden layer: each kind of bar contributes a factor `1/(1 − monomial)`, the monomial being
    /// the product of its layers. Pairs and null bars, whose numbers are fixed, get one variable
    /// more for each kind. Nonstrict strata are those at which no pair meets a bar that covers its
    /// gap: they are counted for each possible set of minimal gaps.
    ///
    /// # Errors
    /// [`CountError`] when the series has too many coefficients to hold.
    ///
    /// # Complexity
    /// `Π_i (d_i − r + 1)` coefficients, times `s − r` for the pairs; by type `2^{h−1}` times that.
    ///
    /// Source: `docs/theory.md`, "Strata".
    pub fn of(shape: &FamilyShape) -> Result<Self, CountError> {
        Self::watched(shape, &())
    }

    /// The same for an observer, which may stop the count.
    ///
    /// # Errors
    /// As [`of`](Self::of), and [`CountError::Interrupted`].
    pub fn watched(shape: &FamilyShape, observer: &impl Observer) -> Result<Self, CountError> {
        let total = stratum_count(shape, observer)?;
        let none = BigUint::ZERO;
        Ok(if shape.is_global_minimum() {
            Self { global_minima: total, strict: none.clone(), nonstrict: none }
        } else if shape.is_leading() {
            let nonstrict = nonstrict_count(shape, observer)?;
            Self { global_minima: none, strict: total - &nonstrict, nonstrict }
        } else {
            Self { global_minima: none.clone(), strict: total, nonstrict: none }
        })
    }

    /// Number of strata of any type.
    #[must_use]
    pub fn total(&self) -> BigUint {
        &self.global_minima + &self.strict + &self.nonstrict
    }

    /// Number of strata of one type.
    #[must_use]
    pub fn of_type(&self, point_type: PointType) -> &BigUint {
        match point_type {
            PointType::GlobalMinimum => &self.global_minima,
            PointType::StrictSaddle => &self.strict,
            PointType::NonstrictSaddle => &self.nonstrict,
        }
    }
}

/// Number of strata of a family: it depends on the widths, `s` and `r` alone.
///
/// # Errors
/// [`CountError`] when the series has too many coefficients to hold, or the observer stops.
///
/// # Examples
/// ```
/// use linscape_strata::{FamilyShape, stratum_count};
/// let shape = FamilyShape::leading([3, 3, 3, 3], 3, 1);
/// assert_eq!(stratum_count(&shape, &())?, 11_u32.into());
/// # Ok::<(), linscape_strata::CountError>(())
/// ```
pub fn stratum_count(shape: &FamilyShape, observer: &impl Observer) -> Result<BigUint, CountError> {
    if shape.depth() == 1 {
        return Ok(u32::from(shape.unlearned() == 0).into());
    }
    SummandSeries::check(shape)?;
    SummandSeries::all(shape).count(observer)
}

/// Strata of a leading family with modes left to learn at which the Hessian has nothing negative.
///
/// Let `B` be the last layer that an input bar of an unlearned mode reaches and `A` the first that
/// such an output bar starts from. Bars meet nowhere iff `A ≥ B + 2`, input-null bars end before
/// `A − 1`, output-null bars start after `B + 1`, and no interior bar covers a gap. For the last
/// condition only minimal gaps matter: we sum over the sets of pairs that have them, with
/// `b_1 < … < b_k < a_1 − 1 < … < a_k − 1`.
fn nonstrict_count(shape: &FamilyShape, observer: &impl Observer) -> Result<BigUint, CountError> {
    let depth = shape.depth();
    // There is room in every layer, so that the series of all strata would have been too large.
    debug_assert!(depth < 32, "2^{depth} sets of layers");
    let counts: Result<Vec<BigUint>, CountError> = (1_u32..1 << depth)
        .into_par_iter()
        .filter(|layers| layers.count_ones() % 2 == 0)
        .filter(|layers| layers.count_ones() as usize / 2 <= shape.unlearned())
        .map(|layers| {
            let chosen: Vec<usize> = (0..depth).filter(|layer| layers >> layer & 1 == 1).collect();
            let (ends, starts) = chosen.split_at(chosen.len() / 2);
            let pair = |(&input_end, &start): (&usize, &usize)| ModePair {
                input_end,
                output_start: start + 1,
            };
            let front: Vec<ModePair> = ends.iter().zip(starts).map(pair).collect();
            SummandSeries::nonstrict(shape, &front).count(observer)
        })
        .collect();
    Ok(counts?.into_iter().sum())
}
