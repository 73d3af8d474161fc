//! Critical values as a staircase.

use crate::plots::{PlotAxis, PlotFrame, spread_labels};
use crate::svg::{Px, SvgText, TITLE_HEIGHT, abridged, begin_picture, problem_line, write_title};
use linscape_critical::{CriticalValue, Problem};
use linscape_formats::number_text;
use linscape_formats::subset_text;
use num_bigint::BigUint;
use serde_json::Value;

/// The lowest critical values of a problem.
#[derive(Debug, Clone)]
pub struct ValueStaircase<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// Critical values from the lowest up.
    pub values: &'a [CriticalValue],
    /// How many families there are, shown or not.
    pub families: &'a BigUint,
    /// How many of the lowest values are labelled.
    pub labelled: usize,
}

impl ValueStaircase<'_> {
    /// How many families have a loss up to the one on the horizontal axis: one step a critical value, as
    /// high as the number of families that share it, the lowest ones labelled.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Architecture, CriticalValues, Direction, Problem, Spectrum};
    /// use linscape_pictures::ValueStaircase;
    /// let network = Architecture::new(vec![3, 3, 3])?;
    /// let problem = Problem::from_spectrum(network, Spectrum::exact_integers(&[3, 2, 1]))?;
    /// let values: Vec<_> = CriticalValues::new(&problem, Direction::Lowest).collect();
    /// let staircase = ValueStaircase { problem: &problem, source: None, values: &values,
    ///     families: &8_u32.into(), labelled: 2 };
    /// assert!(staircase.picture().contains("{1,2}  0.5"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn picture(&self) -> String {
        let title = "Critical values";
        let (low, high) = match (self.values.first(), self.values.last()) {
            (Some(first), Some(last)) => (first.loss, last.loss),
            _ => (0.0, 1.0),
        };
        let shown: usize = self.values.iter().map(|value| value.families.len()).sum();
        let room = 0.02 * (high - low);
        let across = PlotAxis::linear(low - room, high + room, "loss");
        let up = PlotAxis::counting(0.0, shown as f64 * 1.03, "families at or below");
        let frame = PlotFrame {
            left: 96.0,
            top: TITLE_HEIGHT + 14.0,
            width: 500.0,
            height: 320.0,
            across,
            up,
        };
        let mut svg = SvgText::default();
        begin_picture(&mut svg, (760.0, 452.0), title, self.problem, self.source);
        write_title(&mut svg, title, &self.subtitle(shown));
        frame.write_axes(&mut svg);
        self.write_steps(&mut svg, &frame);
        self.write_labels(&mut svg, &frame);
        svg.finish()
    }

    fn subtitle(&self, shown: usize) -> String {
        if BigUint::from(shown) == *self.families {
            return problem_line(self.problem, 8);
        }
        let line = problem_line(self.problem, 3);
        format!("{line} · the lowest {} values of {} families", self.values.len(), self.families)
    }

    fn write_steps(&self, svg: &mut SvgText, frame: &PlotFrame) {
        let mut corners = Vec::with_capacity(2 * self.values.len() + 2);
        let mut count = 0_usize;
        for value in self.values {
            corners.push((frame.x(value.loss), frame.y(count as f64)));
            count += value.families.len();
            corners.push((frame.x(value.loss), frame.y(count as f64)));
        }
        // Beyond the last value there is nothing, unless there are values that are not shown.
        if BigUint::from(count) == *self.families {
            corners.push((frame.right(), frame.y(count as f64)));
        }
        let path = crate::plots::polyline(&crate::plots::thinned(&corners));
        svg.leaf(format_args!("path class=\"stem curve\" d=\"{path}\""));
    }

    /// Subsets and losses of the lowest values, right of the frame: the curve beyond a step is higher,
    /// so the lines there cross nothing. A value with several families names the first and says
    /// how many others there are.
    fn write_labels(&self, svg: &mut SvgText, frame: &PlotFrame) {
        let mut count = 0;
        let mut labels = Vec::new();
        let multiplicities = self.problem.spectrum().multiplicities();
        for value in self.values.iter().take(self.labelled) {
            count += value.families.len();
            let first = value.families.first().map(|subset| subset.indices(multiplicities));
            let subset = abridged(&subset_text(&first.unwrap_or_default()), 14);
            let others = value.families.len().saturating_sub(1);
            let more = if others == 0 { String::new() } else { format!(" + {others}") };
            let text = format!("{subset}{more}  {}", number_text(value.loss));
            labels.push((frame.x(value.loss), frame.y(count as f64), text));
        }
        // From the top down.
        labels.reverse();
        let wishes: Vec<f64> = labels.iter().map(|(_, y, _)| *y).collect();
        let places = spread_labels(&wishes, 15.0, frame.top, frame.bottom());
        let right = frame.right();
        for ((x, y, text), place) in labels.iter().zip(places) {
            let (x, y, bend, end) = (Px(*x), Px(*y), Px(right), Px(right + 14.0));
            svg.leaf(format_args!("circle class=\"mark\" cx=\"{x}\" cy=\"{y}\" r=\"3\""));
            let line = format!("M{x} {y}H{bend}L{end} {}", Px(place));
            svg.leaf(format_args!("path class=\"leader\" d=\"{line}\""));
            let at = format!("x=\"{}\" y=\"{}\"", Px(right + 18.0), Px(place + 4.0));
            svg.content(format_args!("text class=\"tick\" {at}"), text);
        }
    }
}
