//! The eigenvalues of a Hessian.

use crate::plots::level_plot::write_bar;
use crate::plots::{PlotAxis, PlotFrame, polyline, thinned};
use crate::svg::{Px, SvgText, TITLE_HEIGHT, begin_picture, problem_line, write_title};
use linscape_critical::Problem;
use linscape_formats::number_text;
use serde_json::Value;

/// Bins of a density.
const BINS: usize = 64;

/// Relative to the largest: eigenvalues up to this are drawn as zero.
const ZERO: f64 = 1e-12;

/// All eigenvalues of a Hessian, or those at both ends, with multiplicities.
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
}

impl HessianCurve<'_> {
    /// How many eigenvalues lie beyond a size, positive and negative ones apart, on logarithmic axes;
    /// of both ends alone it shows what is known of them. Those that may be as far from the Hessian's as from zero
    /// have no sign and are left out; the others are at least as many as it has beyond.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_pictures::HessianCurve;
    /// let problem = Problem::exact(&[1, 1, 1], &[2])?;
    /// let levels = [(-2.0, 1), (2.0, 1)];
    /// let svg = HessianCurve { problem: &problem, source: None, levels: &levels, within: 0.0 }.cumulative();
    /// assert!(svg.contains("1 negative") && svg.contains("1 positive"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn cumulative(&self) -> String {
        let largest = self.largest();
        let signless = self.within.max(ZERO * largest);
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
        let (mut svg, frame) = self.begin("Hessian eigenvalues by size", across, up);
        for (sign, class, name) in [(1.0, "stem curve", "positive"), (-1.0, "bound", "negative")] {
            self.write_side(&mut svg, &frame, (sign, class, name), signless);
        }
        svg.finish()
    }

    /// A staircase from the largest eigenvalue of one sign inwards.
    fn write_side(
        &self,
        svg: &mut SvgText,
        frame: &PlotFrame,
        (sign, class, name): (f64, &str, &str),
        signless: f64,
    ) {
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
        let place = format!("x=\"{}\" y=\"{}\"", Px(frame.left + 8.0), Px(y - 6.0));
        let open = self
            .levels
            .iter()
            .any(|(value, _)| ZERO * self.largest() < value.abs() && value.abs() <= signless);
        let at_least = if open { "≥ " } else { "" };
        let label = format!("{at_least}{count} {name}");
        svg.content(format_args!("text class=\"tick halo\" {place}"), &label);
    }

    /// How many eigenvalues lie in each of 64 equal steps, on a logarithmic axis: meant for all of them.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_pictures::HessianCurve;
    /// let problem = Problem::exact(&[1, 1, 1], &[2])?;
    /// let levels = [(-2.0, 1), (2.0, 1)];
    /// let svg = HessianCurve { problem: &problem, source: None, levels: &levels, within: 0.0 }.density();
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
        let (mut svg, frame) = self.begin("Density of Hessian eigenvalues", across, up);
        for (at, &count) in bins.iter().enumerate().filter(|bin| *bin.1 > 0) {
            let from = low + step * at as f64;
            write_bar(&mut svg, &frame, (from, from + step), count as f64, &count.to_string());
        }
        svg.finish()
    }

    /// Zero to rounding.
    fn is_zero(&self, value: f64) -> bool {
        value.abs() <= ZERO * self.largest()
    }

    fn largest(&self) -> f64 {
        let largest = self.levels.iter().fold(0.0_f64, |most, level| most.max(level.0.abs()));
        if largest > 0.0 { largest } else { 1.0 }
    }

    fn begin(&self, title: &str, across: PlotAxis, up: PlotAxis) -> (SvgText, PlotFrame) {
        let (left, top, width, height) = (96.0, TITLE_HEIGHT + 14.0, 628.0, 274.0);
        let frame = PlotFrame { left, top, width, height, across, up };
        let mut svg = SvgText::default();
        begin_picture(&mut svg, (760.0, 408.0), title, self.problem, self.source);
        let ends = match (self.levels.first(), self.levels.last()) {
            (Some(first), Some(last)) => {
                let end = |value: f64| number_text(if self.is_zero(value) { 0.0 } else { value });
                format!(" · from {} to {}", end(first.0), end(last.0))
            }
            _ => String::new(),
        };
        let zeros: usize =
            self.levels.iter().filter(|level| self.is_zero(level.0)).map(|level| level.1).sum();
        let zeros = match zeros {
            0 => String::new(),
            1 => " · 1 is zero".to_owned(),
            many => format!(" · {many} are zero"),
        };
        let error = match self.within {
            within if within > ZERO * self.largest() => format!(", each within {within:.1e}"),
            _ => String::new(),
        };
        write_title(
            &mut svg,
            title,
            &format!("{}{ends}{error}{zeros}", problem_line(self.problem, 5)),
        );
        frame.write_axes(&mut svg);
        (svg, frame)
    }
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
        let drawn =
            |within| HessianCurve { problem, source: None, levels: &levels, within }.cumulative();
        assert!(drawn(0.0).contains(">4 negative") && drawn(0.0).contains(">9 positive"));
        assert!(drawn(0.0).contains("from -2 to 5 · 4 are zero<"));
        let svg = drawn(1.0);
        assert!(svg.contains(">≥ 1 negative") && svg.contains(">≥ 7 positive"), "{svg}");
        assert!(svg.contains("each within 1.0e0"));
        // All signs are open: an empty frame.
        assert!(!drawn(9.0).contains("negative") && !drawn(9.0).contains("positive"));
    }
}
