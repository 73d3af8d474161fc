//! The bifurcation diagram of weight decay: one curve for all modes.

use crate::plots::{PlotAxis, PlotFrame, SMOOTH, polyline, thinned_to};
use crate::svg::{
    Px, SvgText, TITLE_HEIGHT, begin_picture_of, problem_line, text_width, write_title,
};
use linscape_critical::Problem;
use linscape_decay::{DecayedProblem, Mode, Threshold};
use linscape_formats::{DecayRecord, ProblemRecord, number_text};
use serde_json::Value;

/// Points of the curve.
const STEPS: usize = 400;

/// Most modes whose singular values are written.
const MOST_LABELS: usize = 24;

/// How much of a mode is learned, `ρ = x^h/σ`, against the decay in the mode's own unit,
/// `μ = λ̄/(γσ^{(2h−2)/h})`: one curve for all modes and all problems of a depth, with the data's modes
/// on it. The upper branch is where training can rest; the lower, dashed one is the pass to it, and meets
/// it at the fold `μ*`, beyond which a mode is lost: it jumps to 0 and, since 0 stays a minimum for
/// `h ≥ 3`, does not come back (hysteresis). Below `μ_g` learning pays.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem};
/// let problem = Problem::exact(&[2, 2, 2, 2], &[3, 2])?;
/// let decay = Decay::exact(vec![parse_exact("0.5")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// let svg = linscape_pictures::bifurcation_picture(&problem, &decayed, None);
/// // Two modes, a mark on each branch.
/// assert_eq!(svg.matches("class=\"mark\"").count(), 2);
/// assert_eq!(svg.matches("class=\"hollow\"").count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn bifurcation_picture(
    problem: &Problem,
    decayed: &DecayedProblem,
    source: Option<&Value>,
) -> String {
    let title = "Bifurcation by weight decay";
    let relative = |mode: &Mode| mode.relative_decay();
    let largest = decayed.classes().iter().map(|class| relative(&class.mode)).fold(0.0, f64::max);
    let fold = Mode::largest_relative_decay(decayed.depth());
    let right = (1.25 * fold).max((1.1 * largest).min(3.0 * fold));
    let frame = PlotFrame {
        left: 84.0,
        top: TITLE_HEIGHT + 14.0,
        width: 640.0,
        height: 300.0,
        across: PlotAxis::linear(0.0, right, "decay in the mode's own unit, λ̄ / (γ σ^((2h−2)/h))"),
        up: PlotAxis::linear(0.0, 1.05, "learned part of the mode"),
    };
    let mut svg = SvgText::default();
    let record = ProblemRecord::new(problem, source).with_decay(DecayRecord::new(decayed));
    begin_picture_of(&mut svg, (760.0, 436.0), title, &record);
    let mean = number_text(decayed.decay().mean() * decayed.factor());
    write_title(&mut svg, title, &format!("{} · λ̄ = {mean}", problem_line(problem, 6)));
    frame.write_axes(&mut svg);
    write_curve(&mut svg, &frame, decayed.depth());
    write_thresholds(&mut svg, &frame, decayed.depth());
    write_modes(&mut svg, &frame, decayed);
    svg.finish()
}

/// Both branches, and the mode unlearned.
fn write_curve(svg: &mut SvgText, frame: &PlotFrame, depth: usize) {
    let fold = Mode::fraction_at(depth, Threshold::Fold);
    let branch = |low: f64, high: f64| {
        let point = |step: usize| {
            let fraction = low + (high - low) * step as f64 / STEPS as f64;
            (frame.x(Mode::relative_decay_at(depth, fraction)), frame.y(fraction))
        };
        polyline(&thinned_to(&(0..=STEPS).map(point).collect::<Vec<_>>(), SMOOTH))
    };
    svg.leaf(format_args!("path class=\"stem curve\" d=\"{}\"", branch(fold, 1.0)));
    if depth > 2 {
        let path = branch(0.0, fold);
        svg.leaf(format_args!("path class=\"stem\" stroke-dasharray=\"5 4\" d=\"{path}\""));
    }
    // Unlearned: a minimum at every decay for h ≥ 3, beyond the fold for h = 2.
    let (start, y) = (
        frame.x(if depth > 2 { 0.0 } else { Mode::largest_relative_decay(depth) }),
        Px(frame.y(0.0)),
    );
    svg.leaf(format_args!(
        "path class=\"stem curve\" d=\"M{} {y}H{}\"",
        Px(start),
        Px(frame.right())
    ));
}

/// Lines at the fold and at coexistence, and over both what they mean.
fn write_thresholds(svg: &mut SvgText, frame: &PlotFrame, depth: usize) {
    if depth < 2 {
        return;
    }
    let fold = Mode::largest_relative_decay(depth);
    let lines = if depth == 2 {
        vec![(fold, "learned below, unlearned beyond", 1.05, 0.9)]
    } else {
        // Where the upper branch ends the mode falls to 0; between the branches there is room for words.
        let end = Mode::fraction_at(depth, Threshold::Fold);
        let coexistence =
            Mode::relative_decay_at(depth, Mode::fraction_at(depth, Threshold::Coexistence));
        vec![
            (fold, "fold λ*: lost beyond, and not learned again", end, end),
            (coexistence, "coexistence λ_g: learning pays below", 1.05, 1.0),
        ]
    };
    for &(at, _, from, _) in &lines {
        let (top, bottom) = (Px(frame.y(from)), Px(frame.bottom()));
        svg.leaf(format_args!("path class=\"bound\" d=\"M{} {top}V{bottom}\"", Px(frame.x(at))));
    }
    for (at, text, _, y) in lines {
        let x = frame.x(at);
        // To the left of its line where there is no room on the right.
        let fits = x + 6.0 + text_width(text, 12.0) <= frame.right();
        let (side, x) = if fits { ("", x + 6.0) } else { (" end", x - 10.0) };
        let place = format!("x=\"{}\" y=\"{}\"", Px(x), Px(frame.y(y)));
        svg.content(format_args!("text class=\"tick halo{side}\" {place}"), text);
    }
}

fn write_modes(svg: &mut SvgText, frame: &PlotFrame, decayed: &DecayedProblem) {
    let mut last = f64::NEG_INFINITY;
    let labelled = decayed.classes().len() <= MOST_LABELS;
    for class in decayed.classes() {
        let at = class.mode.relative_decay();
        if at > frame.across.high {
            continue;
        }
        let x = frame.x(at);
        let fraction = class.roots.large().map_or(0.0, |root| root.fraction);
        let y = frame.y(fraction);
        svg.leaf(format_args!("circle class=\"mark\" cx=\"{}\" cy=\"{}\" r=\"4\"", Px(x), Px(y)));
        if let Some(small) = class.roots.small() {
            let y = Px(frame.y(small.fraction));
            svg.leaf(format_args!("circle class=\"hollow\" cx=\"{}\" cy=\"{y}\" r=\"4\"", Px(x)));
        }
        if labelled && x > last + 30.0 {
            let text = if class.multiplicity == 1 {
                number_text(class.mode.singular_value())
            } else {
                format!("{} (×{})", number_text(class.mode.singular_value()), class.multiplicity)
            };
            let place = format!("x=\"{}\" y=\"{}\"", Px(x), Px(y - 9.0));
            svg.content(format_args!("text class=\"tick middle halo\" {place}"), &text);
            last = x;
        }
    }
}
