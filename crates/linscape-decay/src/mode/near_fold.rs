//! Both roots next to the fold, as a power series in the distance.

/// Terms of the series. At [`REACH`] the first one left out is below rounding.
const TERMS: usize = 12;

/// Largest distance at which the series is used: beyond it the equation itself loses no more than a
/// hundred roundings.
const REACH: f64 = 0.03;

/// Roots `ρ = ρ*(1 + v)` next to the fold. With `q = (h − 2)/h` the curve is
/// `q ln(1 + v) + ln(1 − qv) = A`, `A = ln(μ/μ*) ≤ 0`, and with `s² = −2A/(q(1 + q))` it is
/// `v²·P(v) = s²`, `p_j = 2((−1)^j + q^{j+1})/((j + 2)(1 + q))`.
///
/// # Method
/// Lagrange's inversion: `v = Σ c_n (±s)^n`, `c_n` the coefficient of `v^{n−1}` in `P^{−n/2}/n`. No
/// difference of the curve's own terms, each of the order of `s`, is taken, which leave none of the digits of
/// their sum `s²`.
#[derive(Debug, Clone, Copy)]
pub(super) struct NearFold {
    coefficients: [f64; TERMS + 1],
    distance: f64,
}

impl NearFold {
    /// The series at depth `h ≥ 3`, `None` where it does not reach.
    pub(super) fn new(depth: usize, log_decay: f64) -> Option<Self> {
        let q = (depth as f64 - 2.0) / depth as f64;
        let distance = (-2.0 * log_decay / (q * (1.0 + q))).sqrt();
        // Not a number where the roots are none.
        if distance.is_nan() || distance > REACH {
            return None;
        }
        let mut series = [0.0; TERMS];
        for (j, coefficient) in series.iter_mut().enumerate() {
            let sign = if j % 2 == 0 { 1.0 } else { -1.0 };
            let power = q.powf(j as f64 + 1.0);
            *coefficient = 2.0 * (sign + power) / ((j as f64 + 2.0) * (1.0 + q));
        }
        let mut coefficients = [0.0; TERMS + 1];
        for (n, coefficient) in coefficients.iter_mut().enumerate().skip(1) {
            *coefficient = power(&series, -0.5 * n as f64)[n - 1] / n as f64;
        }
        Some(Self { coefficients, distance })
    }

    /// `v` of the large or of the small root.
    pub(super) fn beyond(&self, large: bool) -> f64 {
        let at = if large { self.distance } else { -self.distance };
        self.coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * at + coefficient)
    }

    /// `v₊ + v₋`, of which only even powers are left.
    pub(super) fn sum(&self) -> f64 {
        let square = self.distance * self.distance;
        let even = self.coefficients.iter().step_by(2).rev();
        2.0 * even.fold(0.0, |sum, coefficient| sum * square + coefficient)
    }
}

/// A power of a series that begins with 1 (Miller's recurrence).
fn power(series: &[f64; TERMS], exponent: f64) -> [f64; TERMS] {
    let mut result = [0.0; TERMS];
    result[0] = 1.0;
    for k in 1..TERMS {
        let term = |j: usize| (j as f64 * (exponent + 1.0) - k as f64) * series[j] * result[k - j];
        result[k] = (1..=k).map(term).sum::<f64>() / k as f64;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_solves_the_curve_where_it_ends() {
        for depth in [3, 4, 7, 40] {
            let q = (depth as f64 - 2.0) / depth as f64;
            // v = ±0.02 on the curve, and what the series makes of its A.
            for v in [0.02_f64, -0.02] {
                let aim = q * v.ln_1p() + (-q * v).ln_1p();
                let near = NearFold::new(depth, aim).expect("within reach");
                assert!((near.beyond(v > 0.0) / v - 1.0).abs() < 1e-11, "{depth} {v}");
                assert!((near.sum() - near.beyond(true) - near.beyond(false)).abs() < 1e-16);
            }
        }
    }

    #[test]
    fn the_sum_of_the_roots_has_its_digits_however_near_the_fold() {
        // v₊ + v₋ = ⅔(1 − q)s² + O(s⁴), and s² = 4.5·10⁻³⁰ at depth 3 for A = −10⁻³⁰.
        let near = NearFold::new(3, -1e-30).expect("within reach");
        assert!((near.sum() / (2.0 / 3.0 * (2.0 / 3.0) * 4.5e-30) - 1.0).abs() < 1e-14);
    }
}
