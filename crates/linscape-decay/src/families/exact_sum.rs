//! Sums of doubles without rounding.

/// A sum of doubles, kept as doubles that do not overlap (Shewchuk 1997, "Adaptive precision
/// floating-point arithmetic"), the smallest first.
#[derive(Debug, Clone, Default)]
pub(super) struct ExactSum {
    parts: Vec<f64>,
}

impl ExactSum {
    /// Adds a double.
    pub(super) fn add(&mut self, value: f64) {
        let mut carried = value;
        let mut kept = 0;
        for at in 0..self.parts.len() {
            let (sum, error) = two_sum(carried, self.parts[at]);
            if error != 0.0 {
                self.parts[kept] = error;
                kept += 1;
            }
            carried = sum;
        }
        self.parts.truncate(kept);
        self.parts.push(carried);
    }

    /// Adds a double `times` over.
    pub(super) fn add_times(&mut self, value: f64, times: usize) {
        let factor = times as f64;
        let product = value * factor;
        self.add(product);
        // What rounding the product left.
        self.add(value.mul_add(factor, -product));
    }

    /// The double nearest to the sum.
    pub(super) fn rounded(&self) -> f64 {
        let mut parts = self.parts.iter().rev();
        let Some(&first) = parts.next() else { return 0.0 };
        let mut sum = first;
        while let Some(&part) = parts.next() {
            let (next, error) = two_sum(sum, part);
            sum = next;
            if error == 0.0 {
                continue;
            }
            // Half way between two doubles, what is left decides.
            let more = parts.next().copied().unwrap_or(0.0);
            if more != 0.0 && (more > 0.0) == (error > 0.0) {
                let (doubled, moved) = (2.0 * error, sum + 2.0 * error);
                if (moved - sum).total_cmp(&doubled).is_eq() {
                    sum = moved;
                }
            }
            break;
        }
        sum
    }
}

/// The rounded sum of two doubles, and exactly what it leaves.
fn two_sum(one: f64, other: f64) -> (f64, f64) {
    let sum = one + other;
    let virtually = sum - one;
    (sum, (one - (sum - virtually)) + (other - virtually))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_before_the_one_rounding() {
        let mut sum = ExactSum::default();
        for value in [1e100, 1.0, 2_f64.powi(-53), -1e100, 1e-30] {
            sum.add(value);
        }
        // 1 + 2⁻⁵³ is half way to the next double; 10⁻³⁰ decides.
        assert_eq!(sum.rounded().to_bits(), (1.0 + f64::EPSILON).to_bits());
        let mut thrice = ExactSum::default();
        thrice.add_times(0.1, 3);
        thrice.add(-0.3);
        // 3·0.1 − 0.3 of the doubles themselves: 2⁻⁵⁵·… = 2.7755575615628914e-17.
        assert!((thrice.rounded() - 2.775_557_561_562_891_4e-17).abs() < 1e-30);
    }
}
