//! The eigenvalues of a Hessian.

use crate::plots::level_plot::write_bar;
use crate::plots::{PlotAxis, PlotFrame, polyline, thinned};
use crate::svg::{Px, SvgText, TITLE_HEIGHT, begin_picture, problem_line, write_title};
use linscape_critical::Problem;
use linscape_formats::number_text;
use serde_json::Value;

/// Bins of a density.
const BINS: usize = 64;

/// Relative to the largest: decompositions of any order round zeros to less.
const ZERO: f64 = 1e-13;

/// Eigenvalues that are not known one by one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Missing {
    /// How many.
    pub count: usize,
    /// Below the first value and above the second none is missing; `None` where that is not proved.
    pub between: [Option<f64>; 2],
}

impl Missing {
    /// In how large a size of one sign some may be missing; infinite where nothing is proved.
    fn reach(self, sign: f64) -> f64 {
        let end = self.between[usize::from(sign > 0.0)];
        end.map_or(f64::INFINITY, |end| (sign * end).max(0.0))
    }

    fn said(self) -> String {
        let [from, to] = self.between.map(|end| end.map(number_text));
        let place = match (from, to) {
            (Some(from), Some(to)) => format!("somewhere between {from} and {to}"),
            (Some(from), None) => format!("none of them below {from}"),
            (None, Some(to)) => format!("none of them above {to}"),
            (None, None) => "anywhere".to_owned(),
        };
        format!("shaded: {} more, {place}", self.count)
    }
}

/// The eigenvalues of a Hessian with multiplicities: all of them, or what is known of them.
#[derive(Debug, Clone, Copy)]
pub struct HessianCurve<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// Eigenvalues and how often each occurs, nondecreasing.
    pub levels: &'a [(f64, usize)],
    /// How far each may be from the Hessian's, counted from either end.
    pub within: f64,
    /// Those that are not among the levels.
    pub missing: Option<Missing>,
}

impl HessianCurve<'_> {
    /// How many eigenvalues lie beyond a size, positive and negative ones apart, on logarithmic axes. Where some are
    /// missing, over the shaded sizes, there are at least as many. Those that may be as far from the Hessian's as
    /// from zero have no sign and are left out; the others are at least as many as it has beyond.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_pictures::HessianCurve;
    /// let problem = Problem::exact(&[1, 1, 1], &[2])?;
    /// let levels = [(-2.0, 1), (2.0, 1)];
    /// let svg = HessianCurve { problem: &problem, source: None, levels: &levels, within: 0.0, missing: None }.cumulative();
    /// assert!(svg.contains("1 negative") && svg.contains("1 positive"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn cumulative(&self) -> String {
        let largest = self.largest();
        let signless = self.within.max(self.rounding());
        let sizes = self.levels.iter().map(|level| level.0.abs());
        let smallest = sizes.filter(|size| *size > signless).fold(largest, f64::min);
        let counted = |sign: f64| -> usize {
            self.levels.iter().filter(|level| sign * level.0 > signless).map(|level| level.1).sum()
        };
        let most = counted(1.0).max(counted(-1.0)).max(1) as f64;
        let across = PlotAxis::logarithmic(
            smallest / 1.5,
            largest * 1.5,
            "size of eigenvalue (logarithmic)",
        );
        let up = PlotAxis::logarithmic(0.8, most * 2.0, "eigenvalues at least as large");
        let shaded = self.missing.map(|missing| {
            let reach = missing.reach(1.0).max(missing.reach(-1.0));
            (across.low, reach.min(across.high))
        });
        let (mut svg, frame) = self.begin("Hessian eigenvalues by size", (across, up), shaded);
        for side in [
            Side { sign: 1.0, class: "stem curve", name: "positive", label: 170.0 },
            Side { sign: -1.0, class: "bound", name: "negative", label: 8.0 },
        ] {
            self.write_side(&mut svg, &frame, &side, signless);
        }
        svg.finish()
    }

    /// A staircase from the largest eigenvalue of one sign inwards.
    fn write_side(&self, svg: &mut SvgText, frame: &PlotFrame, side: &Side, signless: f64) {
        let Side { sign, class, name, label } = *side;
        let sized = |&(value, times): &(f64, usize)| (sign * value, times);
        let mut side: Vec<_> =
            self.levels.iter().map(sized).filter(|level| level.0 > signless).collect();
        side.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut corners, mut count) = (Vec::new(), 0);
        for (size, times) in side {
            let x = frame.x(size);
            corners.push((x, frame.y(count as f64).min(frame.bottom())));
            count += times;
            corners.push((x, frame.y(count as f64)));
        }
        let Some(&(_, y)) = corners.last() else { return };
        corners.push((frame.left, y));
        svg.leaf(format_args!("path class=\"{class}\" d=\"{}\"", polyline(&thinned(&corners))));
        let place = format!("x=\"{}\" y=\"{}\"", Px(frame.left + label), Px(y - 6.0));
        let is_open = |(value, _): &(f64, usize)| !self.is_zero(*value) && value.abs() <= signless;
        let is_beside = |missing: Missing| missing.reach(sign) > signless;
        let open = self.levels.iter().any(is_open) || self.missing.is_some_and(is_beside);
        let at_least = if open { "≥ " } else { "" };
        let label = format!("{at_least}{count} {name}");
        svg.content(format_args!("text class=\"tick halo\" {place}"), &label);
    }

    /// How many eigenvalues lie in each of 64 equal steps, on a logarithmic axis; at least as many over the shaded
    /// values, where some are missing.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_pictures::HessianCurve;
    /// let problem = Problem::exact(&[1, 1, 1], &[2])?;
    /// let levels = [(-2.0, 1), (2.0, 1)];
    /// let svg = HessianCurve { problem: &problem, source: None, levels: &levels, within: 0.0, missing: None }.density();
    /// assert_eq!(svg.matches("class=\"mark\"").count(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn density(&self) -> String {
        let value = |level: Option<&(f64, usize)>| level.map_or(0.0, |level| level.0);
        let (low, high) = (value(self.levels.first()).min(0.0), value(self.levels.last()).max(0.0));
        let step = ((high - low) / BINS as f64).max(f64::MIN_POSITIVE);
        let mut bins = [0_usize; BINS];
        for &(value, times) in self.levels {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a bin")]
            let bin = (((value - low) / step) as usize).min(BINS - 1);
            bins[bin] += times;
        }
        let most = bins.iter().copied().max().unwrap_or(1).max(1) as f64;
        let across = PlotAxis::linear(low, high, "eigenvalue");
        let up = PlotAxis::logarithmic(0.5, most * 2.0, "eigenvalues (logarithmic)");
        let ends = |[from, to]: [Option<f64>; 2]| (from.unwrap_or(low), to.unwrap_or(high));
        let shaded = self.missing.map(|missing| ends(missing.between));
        let (mut svg, frame) = self.begin("Density of Hessian eigenvalues", (across, up), shaded);
        for (at, &count) in bins.iter().enumerate().filter(|bin| *bin.1 > 0) {
            let from = low + step * at as f64;
            write_bar(&mut svg, &frame, (from, from + step), count as f64, &count.to_string());
        }
        svg.finish()
    }

    /// Zero to rounding.
    fn is_zero(&self, value: f64) -> bool {
        value.abs() <= self.rounding()
    }

    /// What decompositions of this order make of zeros.
    fn rounding(&self) -> f64 {
        let listed: usize = self.levels.iter().map(|level| level.1).sum();
        let order = listed + self.missing.map_or(0, |missing| missing.count);
        self.largest() * (order as f64 * f64::EPSILON).max(ZERO)
    }

    fn largest(&self) -> f64 {
        let largest = self.levels.iter().fold(0.0_f64, |most, level| most.max(level.0.abs()));
        if largest > 0.0 { largest } else { 1.0 }
    }

    /// The picture but for its curves, a range of the axis across shaded.
    fn begin(
        &self,
        title: &str,
        (across, up): (PlotAxis, PlotAxis),
        shaded: Option<(f64, f64)>,
    ) -> (SvgText, PlotFrame) {
        let (left, top, width, height) = (96.0, TITLE_HEIGHT + 14.0, 628.0, 274.0);
        let frame = PlotFrame { left, top, width, height, across, up };
        let mut svg = SvgText::default();
        begin_picture(&mut svg, (760.0, 444.0), title, self.problem, self.source);
        write_title(&mut svg, title, &problem_line(self.problem, 5));
        if let Some(range) = shaded {
            write_shade(&mut svg, &frame, range);
        }
        frame.write_axes(&mut svg);
        let lines = [Some(self.said()), self.missing.map(Missing::said)];
        for (at, line) in lines.iter().flatten().enumerate() {
            let y = Px(frame.bottom() + 62.0 + 17.0 * at as f64);
            let place = format!("x=\"{}\" y=\"{y}\"", Px(left));
            svg.content(format_args!("text class=\"tick\" {place}"), line);
        }
        (svg, frame)
    }

    /// What the numbers are worth.
    fn said(&self) -> String {
        let mut said = Vec::new();
        if let (Some(first), Some(last)) = (self.levels.first(), self.levels.last()) {
            let end = |value: f64| number_text(if self.is_zero(value) { 0.0 } else { value });
            said.push(format!("from {} to {}", end(first.0), end(last.0)));
        }
        if self.within > self.rounding() {
            said.push(format!("each within {:.1e}", self.within));
        }
        let zeros = self.levels.iter().filter(|level| self.is_zero(level.0)).map(|level| level.1);
        match zeros.sum::<usize>() {
            0 => {}
            1 => said.push("1 is zero".to_owned()),
            many => said.push(format!("{many} are zero")),
        }
        said.join(" · ")
    }
}

/// The staircase of one sign.
struct Side {
    sign: f64,
    class: &'static str,
    name: &'static str,
    /// How far from the left its label stands: two staircases may end at one height.
    label: f64,
}

/// Shades a range of the axis across, as far as it is drawn.
fn write_shade(svg: &mut SvgText, frame: &PlotFrame, (from, to): (f64, f64)) {
    let x = |value: f64| frame.x(value).clamp(frame.left, frame.left + frame.width);
    let (left, width) = (x(from), x(to) - x(from));
    svg.leaf(format_args!(
        "rect class=\"unknown\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        Px(left),
        Px(frame.top),
        Px(width),
        Px(frame.height)
    ));
}

#[cfg(test)]
mod tests {
    use super::*;
    use linscape_critical::{Architecture, Spectrum};

    #[test]
    fn eigenvalues_within_their_error_have_no_sign() {
        let network = Architecture::new(vec![1, 1, 1]).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2]));
        let problem = &problem.expect("fits");
        let levels = [(-2.0, 1), (-0.5, 3), (0.0, 4), (0.25, 2), (5.0, 7)];
        let drawn = |within| {
            HessianCurve { problem, source: None, levels: &levels, within, missing: None }
                .cumulative()
        };
        assert!(drawn(0.0).contains(">4 negative") && drawn(0.0).contains(">9 positive"));
        assert!(drawn(0.0).contains(">from -2 to 5 · 4 are zero<"));
        let svg = drawn(1.0);
        assert!(svg.contains(">≥ 1 negative") && svg.contains(">≥ 7 positive"), "{svg}");
        assert!(svg.contains("each within 1.0e0"));
        // All signs are open: an empty frame.
        assert!(!drawn(9.0).contains("negative") && !drawn(9.0).contains("positive"));
    }
    #[test]
    fn counts_beside_missing_ones_are_lower_bounds() {
        let network = Architecture::new(vec![1, 1, 1]).expect("widths");
        let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[2]));
        let problem = &problem.expect("fits");
        let levels = [(-2.0, 1), (0.25, 2), (5.0, 7)];
        let between = |from, to| HessianCurve {
            problem,
            source: None,
            levels: &levels,
            within: 0.0,
            missing: Some(Missing { count: 12, between: [from, to] }),
        };
        let both = between(Some(-2.0), Some(5.0));
        for svg in [both.cumulative(), both.density()] {
            assert!(svg.contains("shaded: 12 more, somewhere between -2 and 5<"), "{svg}");
            assert!(svg.contains("class=\"unknown\""));
        }
        let svg = both.cumulative();
        assert!(svg.contains(">≥ 1 negative") && svg.contains(">≥ 9 positive"), "{svg}");
        // Missing ones that are positive leave the negative ones as they are.
        let svg = between(Some(0.25), None).cumulative();
        assert!(svg.contains(">1 negative") && svg.contains(">≥ 9 positive"), "{svg}");
        assert!(svg.contains("12 more, none of them below 0.25<"));
        assert!(between(None, None).density().contains("12 more, anywhere<"));
    }
}
