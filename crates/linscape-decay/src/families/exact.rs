//! Gains that are known exactly: depth 1 and 2 with rational singular values and decays.

use crate::{Class, DecayedProblem, Word};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};
use std::cmp::Ordering;

/// Gains `½(σ − λ̄)² = ½(σ² + D) − σ√D`, `D = λ_1 λ_2`, in `Q(√D)`.
#[derive(Debug, Clone)]
pub(crate) struct ExactGains {
    /// `(A, B)` with gain `A + B√D`; `B = 0` when `λ̄` is rational.
    gains: Vec<(BigRational, BigRational)>,
    /// `√D` to 192 bits, for putting things in order.
    root: BigRational,
}

/// Bits of `√D`.
const BITS: usize = 192;

impl ExactGains {
    /// The gains of a problem of depth 2 with exact input.
    pub(crate) fn new(problem: &DecayedProblem) -> Option<Self> {
        if problem.depth() != 2 {
            return None;
        }
        let sigmas = problem.exact_sigmas()?;
        let product = problem.decay().exact_product()?;
        let mean = problem.decay().exact_mean();
        let half = BigRational::new(1.into(), 2.into());
        let gain = |(sigma, class): (&BigRational, &Class)| {
            if class.roots.large().is_none() {
                return (BigRational::zero(), BigRational::zero());
            }
            match &mean {
                Some(mean) => {
                    let rest = sigma - mean;
                    (&rest * &rest * &half, BigRational::zero())
                }
                None => ((sigma * sigma + &product) * &half, -sigma.clone()),
            }
        };
        let gains = sigmas.iter().zip(problem.classes()).map(gain).collect();
        Some(Self { gains, root: square_root(&product) })
    }

    /// The gain of a class in units of `2^{−exponent}`, to the nearest few units.
    pub(crate) fn units(&self, at: usize, exponent: f64) -> i128 {
        let (rational, radical) = &self.gains[at];
        let gain = rational + radical * &self.root;
        #[allow(clippy::cast_possible_truncation, reason = "an exponent of a double")]
        let exponent = exponent as i64;
        let power = BigInt::one() << exponent.unsigned_abs();
        let scaled = if exponent < 0 { gain / power } else { gain * power };
        scaled.round().to_integer().to_i128().unwrap_or(i128::MAX / 4)
    }

    /// Compares the total gains.
    pub(crate) fn compare(&self, one: &Word, other: &Word) -> Ordering {
        let mut difference = (BigRational::zero(), BigRational::zero());
        for (at, (rational, radical)) in self.gains.iter().enumerate() {
            let times = BigInt::from(one.large()[at]) - BigInt::from(other.large()[at]);
            difference.0 += rational * &times;
            difference.1 += radical * &times;
        }
        if difference.1.is_zero() {
            return difference.0.cmp(&BigRational::zero());
        }
        // √D is irrational here: the sum cannot vanish.
        (difference.0 + difference.1 * &self.root).cmp(&BigRational::zero())
    }
}

/// The square root of a positive rational to 192 bits.
fn square_root(of: &BigRational) -> BigRational {
    let size = of.numer().bits().abs_diff(of.denom().bits());
    let bits = BITS + usize::try_from(size).unwrap_or(0);
    let scaled = (of.numer() << (2 * bits)) / of.denom();
    BigRational::new(scaled.sqrt(), BigInt::one() << bits)
}

/// The loss of a family as a fraction: depth 1 and 2, exact input, rational `λ̄`, `κ = 0`, loss
/// `½‖·‖²`; otherwise `None`.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem, Word, exact_loss};
/// let problem = Problem::exact(&[3, 3, 3], &[6, 5, 4])?;
/// let decay = Decay::exact(vec![parse_exact("1")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// // ½(36 + 25 + 16) − ½5² = 38.5 − 12.5, and 38.5 − ½(4² + 3²).
/// let loss = |learned: &[usize]| {
///     let word = Word::from_indices(&decayed, learned, &[]).expect("a family");
///     exact_loss(&decayed, &word).expect("exact").to_string()
/// };
/// assert_eq!((loss(&[1]), loss(&[2, 3])), ("26".to_owned(), "26".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn exact_loss(problem: &DecayedProblem, word: &Word) -> Option<BigRational> {
    let plain = problem.loss_offset() == 0.0 && problem.factor().total_cmp(&1.0).is_eq();
    if !plain || problem.depth() > 2 {
        return None;
    }
    let (sigmas, mean) = (problem.exact_sigmas()?, problem.decay().exact_mean()?);
    let mut twice = BigRational::zero();
    for (at, sigma) in sigmas.iter().enumerate() {
        let gain = if problem.depth() == 2 {
            let rest = sigma - &mean;
            &rest * &rest
        } else {
            sigma * sigma / (BigRational::one() + &mean)
        };
        twice += sigma * sigma * BigInt::from(problem.classes()[at].multiplicity);
        twice -= gain * BigInt::from(word.large()[at]);
    }
    Some(twice / BigInt::from(2))
}
