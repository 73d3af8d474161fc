//! Numbers whose square is rational.

use super::{ExactNumberError, parse_exact};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;
use std::fmt;

/// An exact singular value `c√r`, `c ≥ 0` and `r` rational: everything that the landscape asks of it,
/// ties, losses, thresholds of decay, it asks of the square.
///
/// This is the one place that knows whether a root is rational: every comparison is one of squares.
///
/// # Examples
/// ```
/// use linscape_critical::Surd;
/// let value = Surd::parse("2*sqrt(3)")?;
/// assert_eq!(value.square().to_string(), "12");
/// assert!(value.root().is_none());
/// // √(9/4) is a fraction, and the same number as 3/2.
/// assert_eq!(Surd::parse("sqrt(9/4)")?, Surd::parse("1.5")?);
/// assert_eq!(Surd::parse("sqrt(50)/3")?.to_string(), "5*sqrt(2)/3");
/// # Ok::<(), linscape_critical::ExactNumberError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surd {
    /// The square, with the sign of the number.
    square: BigRational,
    /// The number itself where it is rational.
    root: Option<BigRational>,
}

/// Squares of primes up to here are taken out from under a root that is printed.
const LARGEST_FACTOR: u32 = 1 << 10;

impl Surd {
    /// Reads what [`parse_exact`] reads, `sqrt(7)`, `2*sqrt(3)`, `sqrt(7)/2` or `3/2*sqrt(7/5)`; `√7` and
    /// `2√3` are the same.
    ///
    /// # Errors
    /// When the text is none of these; those of [`parse_exact`]; a root of a negative number.
    pub fn parse(text: &str) -> Result<Self, ExactNumberError> {
        let whole = text.trim();
        let not_a_number = || ExactNumberError::NotANumber { text: whole.to_owned() };
        let Some((before, argument, after)) = parts(whole) else {
            return parse_exact(whole).map(Self::from);
        };
        let mut factor = match before.trim() {
            "" | "+" => BigRational::one(),
            "-" => -BigRational::one(),
            factor => parse_exact(factor.strip_suffix('*').unwrap_or(factor))
                .map_err(|_| not_a_number())?,
        };
        if !after.trim().is_empty() {
            let divisor = after.trim().strip_prefix('/').ok_or_else(not_a_number)?;
            let divisor = parse_exact(divisor).map_err(|_| not_a_number())?;
            if divisor.is_zero() {
                return Err(ExactNumberError::DividesByZero { text: whole.to_owned() });
            }
            factor /= divisor;
        }
        let argument = parse_exact(argument).map_err(|_| not_a_number())?;
        if argument.is_negative() {
            return Err(ExactNumberError::RootOfNegative { text: whole.to_owned() });
        }
        let square = &factor * &factor * argument;
        Ok(Self::of_square(if factor.is_negative() { -square } else { square }))
    }

    /// The number whose square, with the number's sign, is given.
    fn of_square(square: BigRational) -> Self {
        let exact = |number: &BigInt| {
            let root = number.magnitude().sqrt();
            (&root * &root == *number.magnitude()).then(|| BigInt::from(root))
        };
        let root =
            exact(square.numer()).zip(exact(square.denom())).map(|(numerator, denominator)| {
                let sign = if square.is_negative() { -BigInt::one() } else { BigInt::one() };
                BigRational::new(sign * numerator, denominator)
            });
        Self { square, root }
    }

    /// The square.
    #[must_use]
    pub fn square(&self) -> BigRational {
        self.square.abs()
    }

    /// The number itself, if it is rational.
    #[must_use]
    pub fn root(&self) -> Option<&BigRational> {
        self.root.as_ref()
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.square.is_negative()
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.square.is_zero()
    }

    /// The double nearest to the number, of an irrational one to the last bit; `None` beyond range.
    #[must_use]
    pub fn to_f64(&self) -> Option<f64> {
        if let Some(root) = &self.root {
            return root.to_f64();
        }
        let root = self.square().to_f64()?.sqrt();
        Some(if self.is_negative() { -root } else { root })
    }

    /// The number times a power of two.
    #[must_use]
    pub fn times_power_of_two(&self, exponent: i32) -> Self {
        let power = BigRational::from_integer(BigInt::from(2)).pow(exponent);
        Self {
            square: &self.square * &power * &power,
            root: self.root.as_ref().map(|root| root * &power),
        }
    }
}

/// What stands before, under and after a root.
fn parts(text: &str) -> Option<(&str, &str, &str)> {
    if let Some((before, rest)) = text.split_once("sqrt(") {
        let (argument, after) = rest.split_once(')')?;
        return Some((before, argument, after));
    }
    let (before, rest) = text.split_once('√')?;
    if let Some((argument, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        return Some((before, argument, after));
    }
    let end = rest.find('/').unwrap_or(rest.len());
    Some((before, &rest[..end], &rest[end..]))
}

impl From<BigRational> for Surd {
    fn from(root: BigRational) -> Self {
        let square = &root * &root;
        let square = if root.is_negative() { -square } else { square };
        Self { square, root: Some(root) }
    }
}

impl PartialOrd for Surd {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Surd {
    fn cmp(&self, other: &Self) -> Ordering {
        self.square.cmp(&other.square)
    }
}

impl fmt::Display for Surd {
    /// `5/2`, `sqrt(7)`, `2*sqrt(3)/5`: squares of small primes stand before the root, and what is
    /// printed is read as the same number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(root) = &self.root {
            return root.fmt(f);
        }
        // √(a/b) = √(ab)/b.
        let mut under = (self.square.numer() * self.square.denom()).abs();
        let mut factor = BigInt::one();
        for prime in 2..LARGEST_FACTOR {
            let square = BigInt::from(prime) * prime;
            while under.is_multiple_of(&square) {
                under /= &square;
                factor *= prime;
            }
        }
        let before = BigRational::new(factor, self.square.denom().clone());
        let sign = if self.is_negative() { "-" } else { "" };
        f.write_str(sign)?;
        if !before.numer().is_one() {
            write!(f, "{}*", before.numer())?;
        }
        write!(f, "sqrt({under})")?;
        if before.denom().is_one() { Ok(()) } else { write!(f, "/{}", before.denom()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_read_and_printed_as_the_same_number() {
        let cases = [
            ("3", "3"),
            ("2.50", "5/2"),
            ("sqrt(7)", "sqrt(7)"),
            (" √7 ", "sqrt(7)"),
            ("2√3", "2*sqrt(3)"),
            ("√(7/4)", "sqrt(7)/2"),
            ("2*sqrt(3)", "2*sqrt(3)"),
            ("sqrt(12)", "2*sqrt(3)"),
            ("3/2 * sqrt(8/9)", "sqrt(2)"),
            ("sqrt(2)/3", "sqrt(2)/3"),
            ("√2/3", "sqrt(2)/3"),
            ("sqrt(0.25)", "1/2"),
            ("0*sqrt(5)", "0"),
            ("-sqrt(2)", "-sqrt(2)"),
        ];
        for (text, printed) in cases {
            let value = Surd::parse(text).expect(text);
            assert_eq!(value.to_string(), printed, "{text}");
            assert_eq!(Surd::parse(printed).expect(printed), value, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused_whole() {
        for text in
            ["sqrt", "sqrt(", "sqrt()", "sqrt(x)", "2sqrt(3", "sqrt(2)+1", "sqrt(2)3", "√", "a√2"]
        {
            let refused = Surd::parse(text);
            assert!(
                matches!(refused, Err(ExactNumberError::NotANumber { .. })),
                "{text}: {refused:?}"
            );
        }
        let refused = Surd::parse("sqrt(-2)");
        assert!(matches!(refused, Err(ExactNumberError::RootOfNegative { .. })));
        assert!(matches!(Surd::parse("sqrt(2)/0"), Err(ExactNumberError::DividesByZero { .. })));
    }

    #[test]
    fn numbers_are_compared_by_their_squares() {
        // 2√3 = 3.464… < 7/2 < √13 = 3.605…
        let mut values =
            ["sqrt(13)", "7/2", "2*sqrt(3)"].map(|text| Surd::parse(text).expect(text));
        values.sort();
        assert_eq!(values.map(|value| value.to_string()), ["2*sqrt(3)", "7/2", "sqrt(13)"]);
        let root = Surd::parse("sqrt(2)").expect("a root").to_f64().expect("in range");
        assert!((root - std::f64::consts::SQRT_2).abs() < 1e-15);
    }
}
