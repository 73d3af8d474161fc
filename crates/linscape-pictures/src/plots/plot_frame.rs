//! A rectangle with axes: from numbers to places.

use crate::plots::{decades, round_ticks};
use crate::svg::{Px, SvgText};
use linscape_formats::NumbersApart;

/// One axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PlotAxis {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) logarithmic: bool,
    /// Only whole numbers are marked.
    pub(crate) whole: bool,
    pub(crate) title: &'static str,
}

impl PlotAxis {
    /// A linear axis; equal ends are moved apart.
    pub(crate) fn linear(low: f64, high: f64, title: &'static str) -> Self {
        let high = if high > low { high } else { low + low.abs().max(1.0) };
        Self { low, high, logarithmic: false, whole: false, title }
    }

    /// A linear axis of numbers that count something.
    pub(crate) fn counting(low: f64, high: f64, title: &'static str) -> Self {
        Self { whole: true, ..Self::linear(low, high, title) }
    }

    /// A logarithmic axis between positive ends.
    pub(crate) fn logarithmic(low: f64, high: f64, title: &'static str) -> Self {
        let high = if high > low { high } else { low * 10.0 };
        Self { low, high, logarithmic: true, whole: false, title }
    }

    /// Where a number is, from 0 to 1; numbers outside are beyond the ends.
    pub(crate) fn share(&self, value: f64) -> f64 {
        if self.logarithmic {
            (value.max(f64::MIN_POSITIVE) / self.low).ln() / (self.high / self.low).ln()
        } else {
            (value - self.low) / (self.high - self.low)
        }
    }

    fn ticks(&self, wanted: usize) -> Vec<f64> {
        let powers = if self.logarithmic { decades(self.low, self.high) } else { Vec::new() };
        // Within one decade round numbers say more than its ends.
        if powers.len() >= 2 {
            let step = powers.len().div_ceil(wanted.max(1));
            return powers.into_iter().step_by(step).collect();
        }
        let mut ticks = round_ticks(self.low, self.high, wanted);
        ticks.retain(|tick| !self.whole || (tick - tick.round()).abs() < 1e-9);
        ticks
    }
}

/// A plotting area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PlotFrame {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) across: PlotAxis,
    pub(crate) up: PlotAxis,
}

impl PlotFrame {
    pub(crate) fn x(&self, value: f64) -> f64 {
        self.left + self.width * self.across.share(value)
    }

    pub(crate) fn y(&self, value: f64) -> f64 {
        self.top + self.height * (1.0 - self.up.share(value))
    }

    pub(crate) fn bottom(&self) -> f64 {
        self.top + self.height
    }

    pub(crate) fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Axes, ticks and titles.
    pub(crate) fn write_axes(&self, svg: &mut SvgText) {
        let (left, bottom) = (Px(self.left), Px(self.bottom()));
        let ticks = self.up.ticks(6);
        let numbers = NumbersApart::of(ticks.iter().copied());
        for tick in ticks {
            let y = self.y(tick);
            svg.leaf(format_args!(
                "path class=\"level\" d=\"M{left} {}h{}\"",
                Px(y),
                Px(self.width)
            ));
            svg.content(
                format_args!(
                    "text class=\"tick end\" x=\"{}\" y=\"{}\"",
                    Px(self.left - 8.0),
                    Px(y + 4.0)
                ),
                &numbers.text(tick),
            );
        }
        let ticks = self.across.ticks(8);
        let numbers = NumbersApart::of(ticks.iter().copied());
        for tick in ticks {
            let x = Px(self.x(tick));
            svg.leaf(format_args!("path class=\"axis\" d=\"M{x} {bottom}v5\""));
            svg.content(
                format_args!(
                    "text class=\"tick middle\" x=\"{x}\" y=\"{}\"",
                    Px(self.bottom() + 19.0)
                ),
                &numbers.text(tick),
            );
        }
        svg.leaf(format_args!("path class=\"axis\" d=\"M{left} {bottom}h{}\"", Px(self.width)));
        let middle = self.left + 0.5 * self.width;
        svg.content(
            format_args!(
                "text class=\"axis-title middle\" x=\"{}\" y=\"{}\"",
                Px(middle),
                Px(self.bottom() + 40.0)
            ),
            self.across.title,
        );
        let (x, y) = (Px(self.left - 58.0), Px(self.top + 0.5 * self.height));
        svg.content(
            format_args!(
                "text class=\"axis-title middle\" transform=\"translate({x} {y}) rotate(-90)\""
            ),
            self.up.title,
        );
    }

    /// A curve through points, of which those that lie within half a unit of the line between
    /// their neighbours are left out.
    pub(crate) fn curve(&self, points: impl Iterator<Item = (f64, f64)>) -> String {
        let places = points.map(|(x, y)| (self.x(x), self.y(y)));
        polyline(&thinned(&places.collect::<Vec<_>>()))
    }
}

/// `M… L…` through points.
pub(crate) fn polyline(points: &[(f64, f64)]) -> String {
    let places: Vec<String> =
        points.iter().map(|(x, y)| format!("{} {}", Px(*x), Px(*y))).collect();
    format!("M{}", places.join("L"))
}

/// Drops points that a straight line from the last one kept passes within half a unit of.
pub(crate) fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    thinned_to(points, 0.5)
}

/// The same with another distance.
pub(crate) fn thinned_to(points: &[(f64, f64)], close: f64) -> Vec<(f64, f64)> {
    const LONGEST_RUN: usize = 64;
    let mut kept: Vec<(f64, f64)> = Vec::new();
    let mut start = 0;
    for at in 0..points.len() {
        let is_end = at == 0 || at + 1 == points.len();
        let next = points.get(at + 1).copied().unwrap_or(points[at]);
        let run = &points[start..=at];
        let strays = run.iter().any(|point| distance(*point, points[start], next) > close);
        if is_end || strays || run.len() > LONGEST_RUN {
            kept.push(points[at]);
            start = at;
        }
    }
    kept
}

/// Of a point from the segment between two others.
fn distance(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.mul_add(dx, dy * dy);
    let along = ((point.0 - from.0) * dx + (point.1 - from.1) * dy) / length.max(1e-12);
    let along = along.clamp(0.0, 1.0);
    (point.0 - from.0 - along * dx).hypot(point.1 - from.1 - along * dy)
}

/// Places for labels of one size in increasing order of height, moved apart as little as needed;
/// `wishes` are sorted downwards the picture.
pub(crate) fn spread_labels(wishes: &[f64], size: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut places = wishes.to_vec();
    for at in 0..places.len() {
        let least = if at == 0 { top } else { places[at - 1] + size };
        places[at] = places[at].max(least);
    }
    for at in (0..places.len()).rev() {
        let most = if at + 1 == places.len() { bottom } else { places[at + 1] - size };
        places[at] = places[at].min(most);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_moved_apart_within_the_frame() {
        assert_eq!(spread_labels(&[5.0, 6.0, 40.0], 10.0, 0.0, 100.0), [5.0, 15.0, 40.0]);
        assert_eq!(spread_labels(&[95.0, 96.0], 10.0, 0.0, 100.0), [90.0, 100.0]);
    }

    #[test]
    fn thinning_keeps_ends_and_corners() {
        let line: Vec<(f64, f64)> = (0..50).map(|x| (f64::from(x), 0.0)).collect();
        assert_eq!(thinned(&line), [(0.0, 0.0), (49.0, 0.0)]);
        let corner = vec![(0.0, 0.0), (10.0, 0.0), (20.0, 0.0), (20.0, 30.0)];
        assert_eq!(thinned(&corner), [(0.0, 0.0), (20.0, 0.0), (20.0, 30.0)]);
    }
}
