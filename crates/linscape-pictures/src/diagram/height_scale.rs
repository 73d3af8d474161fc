//! From a loss to a height.

use crate::plots::{decades, round_ticks};

/// How losses are spread over the height of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HeightChoice {
    /// Linear, unless most critical values would lie on top of each other; then logarithmic, and
    /// if that does not help, even.
    #[default]
    Automatic,
    /// Equal distances are equal differences of loss.
    Linear,
    /// Linear up to the smallest excess over the minimum, logarithmic beyond.
    Logarithmic,
    /// Critical values at equal distances, whatever their differences.
    Even,
}

/// A monotone map from losses to `[0, 1]`, 0 at the lowest critical value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum HeightScale {
    Linear {
        low: f64,
        high: f64,
    },
    /// `ln(1 + (L − low) / unit)`, divided by its largest value.
    Logarithmic {
        low: f64,
        high: f64,
        unit: f64,
    },
    Even {
        values: Vec<f64>,
    },
}

impl HeightScale {
    /// The scales to choose from for some increasing losses, in order of preference. `highest` makes
    /// room for a trajectory that starts above all of them.
    pub(crate) fn candidates(choice: HeightChoice, losses: &[f64], highest: f64) -> Vec<Self> {
        let low = losses.first().copied().unwrap_or(0.0);
        let high = losses.last().copied().unwrap_or(0.0).max(highest);
        let linear = Self::Linear { low, high };
        match choice {
            HeightChoice::Linear => vec![linear],
            HeightChoice::Logarithmic => vec![Self::logarithmic(losses, low, high)],
            HeightChoice::Even => vec![Self::even(losses, high)],
            HeightChoice::Automatic => {
                let logarithmic = Self::logarithmic(losses, low, high);
                let mut scales = vec![linear, logarithmic];
                scales.retain(|scale| !is_crowded(scale, losses));
                scales.push(Self::even(losses, high));
                scales
            }
        }
    }

    fn logarithmic(losses: &[f64], low: f64, high: f64) -> Self {
        let excess = losses.iter().map(|loss| loss - low).find(|excess| *excess > 0.0);
        let unit = excess.unwrap_or(1.0).max((high - low) * 1e-9);
        Self::Logarithmic { low, high, unit }
    }

    fn even(losses: &[f64], high: f64) -> Self {
        let mut values = losses.to_vec();
        values.dedup();
        if values.last().is_some_and(|last| *last < high) {
            values.push(high);
        }
        Self::Even { values }
    }

    /// The height of a loss, from 0 (lowest) to 1; losses outside are clamped.
    pub(crate) fn height(&self, loss: f64) -> f64 {
        let height = match self {
            Self::Linear { low, high } => (loss - low) / (high - low),
            Self::Logarithmic { low, high, unit } => {
                ((loss - low).max(0.0) / unit).ln_1p() / ((high - low) / unit).ln_1p()
            }
            Self::Even { values } => even_height(values, loss),
        };
        // One single value, or a loss that is no number, is at the bottom.
        if height.is_finite() { height.clamp(0.0, 1.0) } else { 0.0 }
    }

    /// What the axis says it is.
    pub(crate) fn title(&self) -> &'static str {
        match self {
            Self::Linear { .. } => "loss",
            Self::Logarithmic { .. } => "loss (logarithmic above the minimum)",
            Self::Even { .. } => "loss (critical values evenly spaced)",
        }
    }

    /// Losses worth a mark, at most about `wanted`.
    pub(crate) fn ticks(&self, wanted: usize) -> Vec<f64> {
        match self {
            Self::Linear { low, high } => round_ticks(*low, *high, wanted),
            Self::Logarithmic { low, high, unit } => {
                let mut ticks = vec![*low];
                ticks.extend(decades(*unit, high - low).iter().map(|excess| low + excess));
                ticks.push(*high);
                ticks
            }
            Self::Even { values } => {
                let step = values.len().div_ceil(wanted.max(1)).max(1);
                values.iter().step_by(step).copied().collect()
            }
        }
    }
}

/// Between the two values next to it, in proportion.
fn even_height(values: &[f64], loss: f64) -> f64 {
    let last = values.len().saturating_sub(1);
    let above = values.partition_point(|value| *value < loss).min(last);
    if above == 0 || last == 0 {
        return 0.0;
    }
    let (low, high) = (values[above - 1], values[above]);
    ((above - 1) as f64 + ((loss - low) / (high - low)).min(1.0)) / last as f64
}

/// Three of four values or more lie within a sixth of the height, or, of few, neighbours touch.
fn is_crowded(scale: &HeightScale, losses: &[f64]) -> bool {
    let heights: Vec<f64> = losses.iter().map(|&loss| scale.height(loss)).collect();
    let many = (3 * heights.len()).div_ceil(4);
    let crowded = heights.windows(many.max(2)).any(|run| run[run.len() - 1] - run[0] < 1.0 / 6.0);
    let pairs = heights.windows(2).filter(|pair| pair[1] - pair[0] < 0.012).count();
    heights.len() > 2 && (crowded || (heights.len() <= 40 && 2 * pairs > heights.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scale_is_monotone_between_zero_and_one() {
        let losses = [1.0, 1.5, 3.0, 40.0, 1000.0];
        for choice in [HeightChoice::Linear, HeightChoice::Logarithmic, HeightChoice::Even] {
            let scale = &HeightScale::candidates(choice, &losses, 1200.0)[0];
            let heights: Vec<f64> = losses.iter().map(|&loss| scale.height(loss)).collect();
            assert!(heights.windows(2).all(|pair| pair[0] < pair[1]), "{choice:?}: {heights:?}");
            assert_eq!((heights[0], scale.height(1200.0)), (0.0, 1.0));
            assert!(!scale.ticks(6).is_empty());
        }
    }

    #[test]
    fn badly_scaled_losses_get_a_logarithm_and_well_scaled_ones_do_not() {
        let automatic = |losses: &[f64]| {
            HeightScale::candidates(HeightChoice::Automatic, losses, 0.0).swap_remove(0)
        };
        let good = automatic(&[0.0, 0.5, 2.0, 2.5, 4.5, 5.0, 6.5, 7.0]);
        assert!(matches!(good, HeightScale::Linear { .. }));
        let bad = automatic(&[0.0, 0.3, 25.1, 25.5, 294_716.0, 294_741.0]);
        assert!(matches!(bad, HeightScale::Logarithmic { .. }));
        assert!(automatic(&[4.0]).height(4.0).abs() < f64::EPSILON);
    }
}
