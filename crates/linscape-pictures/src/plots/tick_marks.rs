//! Round numbers along an axis.

/// Multiples of 1, 2 or 5 times a power of ten within `[low, high]`, at most about `wanted` of them.
/// An empty or reversed interval has none.
pub(crate) fn round_ticks(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    let span = high - low;
    if span.is_nan() || span <= 0.0 || wanted == 0 {
        return Vec::new();
    }
    let rough = span / wanted as f64;
    let power = 10_f64.powi(floor_log10(rough));
    let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
    let step = step.into_iter().find(|step| *step >= rough * 0.999_999).unwrap_or(power * 10.0);
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    let mut ticks = Vec::new();
    let mut at = first;
    while at <= last && ticks.len() < 200 {
        ticks.push(at * step);
        at += 1.0;
    }
    ticks
}

/// Powers of ten within `[low, high]`, both positive.
pub(crate) fn decades(low: f64, high: f64) -> Vec<f64> {
    let (first, last) = (floor_log10(low), floor_log10(high));
    let powers = (first..=last).map(|power| 10_f64.powi(power));
    powers.filter(|tick| (low * 0.999_999..=high * 1.000_001).contains(tick)).collect()
}

/// The exponent of the largest power of ten that is not larger.
#[allow(clippy::cast_possible_truncation, reason = "exponents of doubles are within ±324")]
pub(crate) fn floor_log10(value: f64) -> i32 {
    value.log10().floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(round_ticks(0.0, 7.0, 7), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        assert_eq!(round_ticks(276.0, 905.0, 6), [400.0, 600.0, 800.0]);
        assert_eq!(round_ticks(1.0, 1.0, 6), Vec::<f64>::new());
        assert_eq!(decades(0.5, 200.0), [1.0, 10.0, 100.0]);
    }
}
