//! The singular values of Σ.

use crate::plots::{PlotAxis, PlotFrame};
use crate::svg::{Px, SvgText, TITLE_HEIGHT, begin_picture, problem_line, write_title};
use linscape_critical::{Problem, numbered};
use linscape_formats::number_text;
use serde_json::Value;

/// Most distinct values whose numbers are written.
const MOST_LABELS: usize = 24;

/// Beyond this ratio of the largest to the smallest nonzero value the axis is logarithmic.
const WIDE: f64 = 200.0;

/// The singular values of Σ in order, with their values and multiplicities, and the largest number of
/// modes that can be learned; zeros are hollow.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// let problem = Problem::exact(&[3, 2, 3], &[2, 2, 1])?;
/// let svg = linscape_pictures::spectrum_picture(&problem, None);
/// assert_eq!(svg.matches("class=\"mark\"").count(), 3);
/// assert!(svg.contains("2 (×2)"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn spectrum_picture(problem: &Problem, source: Option<&Value>) -> String {
    let title = "Singular values of Σ";
    let (width, height) = (760.0, 408.0);
    let values = problem.spectrum().singular_values();
    let rank = problem.spectrum().rank();
    let largest = values.first().copied().unwrap_or(0.0);
    let smallest = rank.checked_sub(1).map_or(largest, |last| values[last]);
    let up = if largest > WIDE * smallest {
        PlotAxis::logarithmic(smallest / 2.0, largest * 1.3, "σ (logarithmic)")
    } else {
        PlotAxis::linear(0.0, largest * 1.12, "σ")
    };
    let across = PlotAxis::counting(0.5, values.len() as f64 + 0.5, "index");
    let frame =
        PlotFrame { left: 84.0, top: TITLE_HEIGHT + 14.0, width: 640.0, height: 274.0, across, up };
    let mut svg = SvgText::default();
    begin_picture(&mut svg, (width, height), title, problem, source);
    write_title(&mut svg, title, &problem_line(problem, 8));
    frame.write_axes(&mut svg);
    write_bound(&mut svg, &frame, problem);
    for (at, &value) in values.iter().enumerate() {
        let x = Px(frame.x(at as f64 + 1.0));
        let (y, bottom) = (Px(frame.y(value).min(frame.bottom())), Px(frame.bottom()));
        if at < rank {
            svg.leaf(format_args!("path class=\"stem\" d=\"M{x} {bottom}V{y}\""));
            svg.leaf(format_args!("circle class=\"mark\" cx=\"{x}\" cy=\"{y}\" r=\"4\""));
        } else {
            svg.leaf(format_args!("circle class=\"hollow\" cx=\"{x}\" cy=\"{bottom}\" r=\"4\""));
        }
    }
    write_values(&mut svg, &frame, problem);
    svg.finish()
}

/// A line behind the last mode that fits through the network, when others are left.
fn write_bound(svg: &mut SvgText, frame: &PlotFrame, problem: &Problem) {
    let most = problem.maximal_rank();
    if most >= problem.spectrum().rank() {
        return;
    }
    let x = frame.x(most as f64 + 0.5);
    svg.leaf(format_args!(
        "path class=\"bound\" d=\"M{} {}V{}\"",
        Px(x),
        Px(frame.top),
        Px(frame.bottom())
    ));
    let place = format!("x=\"{}\" y=\"{}\"", Px(x + 6.0), Px(frame.top + 12.0));
    svg.content(
        format_args!("text class=\"tick\" {place}"),
        &format!("{} at most", numbered(most, "mode", "modes")),
    );
}

fn write_values(svg: &mut SvgText, frame: &PlotFrame, problem: &Problem) {
    let spectrum = problem.spectrum();
    if spectrum.distinct().len() > MOST_LABELS {
        return;
    }
    let mut before = 0;
    let mut last = f64::NEG_INFINITY;
    for (&value, &times) in spectrum.distinct().iter().zip(spectrum.multiplicities()) {
        let middle = before as f64 + f64::midpoint(times as f64, 1.0);
        before += times;
        let number = number_text(value);
        let text = if times == 1 { number } else { format!("{number} (×{times})") };
        let (x, half) = (frame.x(middle), 0.5 * crate::svg::text_width(&text, 12.0));
        // A number that would touch the one before is left out.
        if x - half > last + 4.0 {
            let y = Px(frame.y(value) - 10.0);
            svg.content(
                format_args!("text class=\"tick middle halo\" x=\"{}\" y=\"{y}\"", Px(x)),
                &text,
            );
            last = x + half;
        }
    }
}
