//! Critical values as a staircase.

use crate::plots::{PlotAxis, PlotFrame, spread_labels};
use crate::svg::{
    Px, SvgText, TITLE_HEIGHT, abridged, begin_picture, problem_line, text_width, write_title,
};
use linscape_critical::{CountedValue, Problem, SingularSubset, numbered};
use linscape_formats::NumbersApart;
use linscape_formats::subset_text;
use num_bigint::BigUint;
use num_traits::ToPrimitive;
use serde_json::Value;

/// The lowest critical values of a problem.
#[derive(Debug, Clone)]
pub struct ValueStaircase<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// Critical values from the lowest up.
    pub values: &'a [CountedValue],
    /// How many families there are, shown or not.
    pub families: &'a BigUint,
    /// Of each of the lowest values, which are labelled, the first family.
    pub labelled: &'a [SingularSubset],
}

impl ValueStaircase<'_> {
    /// How many families have a loss up to the one on the horizontal axis: one step a critical value, as
    /// high as the number of families that share it, the lowest ones labelled.
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::{Direction, Problem, ValueCounts};
    /// use linscape_pictures::ValueStaircase;
    /// let problem = Problem::exact(&[3, 3, 3], &[3, 2, 1])?;
    /// let lowest = ValueCounts::new(&problem, Direction::Lowest, 8, &())?;
    /// let labelled = [problem.subset(&[1, 2, 3])?, problem.subset(&[1, 2])?];
    /// let staircase = ValueStaircase { problem: &problem, source: None, values: &lowest.values,
    ///     families: &8_u32.into(), labelled: &labelled };
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
        let shown: BigUint = self.values.iter().map(|value| &value.multiplicity).sum();
        let room = 0.02 * (high - low);
        let across = PlotAxis::linear(low - room, high + room, "loss");
        let up = PlotAxis::counting(0.0, height(&shown) * 1.03, "families at or below");
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
        write_title(&mut svg, title, &self.subtitle(&shown));
        frame.write_axes(&mut svg);
        self.write_labels(&mut svg, &frame);
        self.write_steps(&mut svg, &frame);
        svg.finish()
    }

    fn subtitle(&self, shown: &BigUint) -> String {
        if shown == self.families {
            return problem_line(self.problem, 8);
        }
        let line = problem_line(self.problem, 3);
        let values = numbered(self.values.len(), "value", "values");
        format!("{line} · the lowest {values} of {} families", self.families)
    }

    fn write_steps(&self, svg: &mut SvgText, frame: &PlotFrame) {
        let mut corners = Vec::with_capacity(2 * self.values.len() + 2);
        let mut count = BigUint::ZERO;
        for value in self.values {
            corners.push((frame.x(value.loss), frame.y(height(&count))));
            count += &value.multiplicity;
            corners.push((frame.x(value.loss), frame.y(height(&count))));
        }
        // Beyond the last value there is nothing, unless there are values that are not shown.
        if count == *self.families {
            corners.push((frame.right(), frame.y(height(&count))));
        }
        let path = crate::plots::polyline(&crate::plots::thinned(&corners));
        svg.leaf(format_args!("path class=\"stem curve\" d=\"{path}\""));
    }

    /// Subsets and losses of the lowest values, right of the frame: the curve beyond a step is higher,
    /// so the lines there cross nothing. A value with several families names the first and says
    /// how many others there are.
    fn write_labels(&self, svg: &mut SvgText, frame: &PlotFrame) {
        let mut count = BigUint::ZERO;
        let mut labels = Vec::new();
        let multiplicities = self.problem.spectrum().multiplicities();
        let losses = NumbersApart::of(self.values.iter().map(|value| value.loss));
        for (value, first) in self.values.iter().zip(self.labelled) {
            count += &value.multiplicity;
            let more = match others(&value.multiplicity) {
                0.0 => String::new(),
                few @ 0.0..1e6 => format!(" (+{few})"),
                many => format!(" (+{many:.0e})"),
            };
            let behind = format!("{more}  {}", losses.text(value.loss));
            let subset = fitting(&subset_text(&first.indices(multiplicities)), &behind);
            let text = format!("{subset}{behind}");
            labels.push((frame.x(value.loss), frame.y(height(&count)), text));
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

/// Room for labels right of the frame.
const LABEL_ROOM: f64 = 138.0;

/// A subset cut in the middle until it fits beside what is written behind it.
fn fitting(subset: &str, behind: &str) -> String {
    let fits = |longest: &usize| {
        text_width(&abridged(subset, *longest), 12.0) + text_width(behind, 12.0) <= LABEL_ROOM
    };
    abridged(subset, (5..=14).rev().find(fits).unwrap_or(5))
}

/// A count as a height; counts beyond all doubles are not drawn to scale.
fn height(count: &BigUint) -> f64 {
    count.to_f64().filter(|height| height.is_finite()).unwrap_or(f64::MAX / 4.0)
}

/// Families beside the first.
fn others(number: &BigUint) -> f64 {
    (height(number) - 1.0).max(0.0)
}
