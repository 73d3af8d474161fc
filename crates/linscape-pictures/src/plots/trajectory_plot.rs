//! A trajectory over time: its loss and the modes it learns.

use crate::crossed::Crossed;
use crate::plots::{PlotAxis, PlotFrame, spread_labels};
use crate::svg::{
    Px, SvgText, TITLE_HEIGHT, abridged, begin_picture_of, problem_line, text_width, write_title,
};
use linscape_critical::Problem;
use linscape_decay::DecayedProblem;
use linscape_formats::{DecayRecord, ProblemRecord, StoredTrajectory, number_text};
use serde_json::Value;

/// Colours of modes, by the palette of Okabe and Ito, darkened where it is too bright for lines.
const MODE_COLOURS: [&str; 8] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#7a5195", "#8c8c8c"];

/// Most modes that are drawn: the first ones.
const MOST_MODES: usize = 24;

/// Two critical values, modes or visits are told apart when this share of the axis lies between them.
const APART: f64 = 1.0 / 30.0;

/// The loss of a trajectory over the critical values it passes, above the strengths of its modes,
/// `u_lᵀ W v_l`, which grow to `σ_l`. An axis on which they would lie on top of each other is
/// logarithmic; the loss is then counted from the minimum.
#[must_use]
pub fn trajectory_picture(
    problem: &Problem,
    source: Option<&Value>,
    trajectory: &StoredTrajectory,
) -> String {
    let record = ProblemRecord::new(problem, source);
    drawn(problem, Crossed::Plain(problem), &record, trajectory)
}

/// The same of a trajectory with weight decay: losses with their penalty, over those of the families of
/// `{learned|passes}` that it passes.
#[must_use]
pub fn decayed_trajectory_picture(
    problem: &Problem,
    decayed: &DecayedProblem,
    source: Option<&Value>,
    trajectory: &StoredTrajectory,
) -> String {
    let record = ProblemRecord::new(problem, source).with_decay(DecayRecord::new(decayed));
    drawn(problem, Crossed::Decayed(decayed), &record, trajectory)
}

/// The same of a trajectory with decay of the data's own weights, over the listed points that it passes.
#[must_use]
pub fn own_trajectory_picture(
    problem: &Problem,
    decay: DecayRecord,
    source: Option<&Value>,
    trajectory: &StoredTrajectory,
) -> String {
    let points = trajectory.visits.iter().filter_map(|visit| visit.point.as_ref());
    let losses = points.map(|point| point.loss).chain(trajectory.loss.iter().copied());
    let least = losses.fold(f64::INFINITY, f64::min);
    let record = ProblemRecord::new(problem, source).with_decay(decay);
    drawn(problem, Crossed::Points(problem, least), &record, trajectory)
}

fn drawn(
    problem: &Problem,
    crossed: Crossed<'_>,
    record: &ProblemRecord,
    trajectory: &StoredTrajectory,
) -> String {
    let title = "Trajectory of gradient flow";
    let levels = passed_levels(crossed, trajectory);
    let values = problem.spectrum().singular_values();
    let count = problem.spectrum().rank().min(MOST_MODES);
    let names: Vec<String> = (0..count)
        .map(|mode| format!("mode {}, σ = {}", mode + 1, number_text(values[mode])))
        .collect();
    let texts = levels.iter().map(|level| &level.name).chain(&names);
    let right = texts.map(|text| text_width(text, 12.0)).fold(60.0, f64::max) + 28.0;
    let frame = |top: f64, up: PlotAxis| PlotFrame {
        left: 96.0,
        top,
        width: 664.0 - right,
        height: 250.0,
        across: time_axis(trajectory),
        up,
    };
    let mut svg = SvgText::default();
    begin_picture_of(&mut svg, (760.0, 724.0), title, record);
    write_title(&mut svg, title, &problem_line(problem, 8));
    let top = TITLE_HEIGHT + 14.0;
    let (axis, base) = loss_axis(crossed.least(), trajectory, &levels);
    write_loss(&mut svg, &frame(top, axis), base, &levels, trajectory);
    let frame = frame(top + 328.0, mode_axis(&values[..count], trajectory));
    write_modes(&mut svg, &frame, &values[..count], &names, trajectory);
    svg.finish()
}

/// A critical value that the trajectory passes.
struct Level {
    loss: f64,
    name: String,
}

/// From the highest down, each once.
fn passed_levels(crossed: Crossed<'_>, trajectory: &StoredTrajectory) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for visit in &trajectory.visits {
        // The reader has checked that every visit names a family.
        let Some((name, loss)) = crossed.visited(visit) else { continue };
        let name = format!("{}  {}", abridged(&name, 14), number_text(loss));
        if levels.iter().all(|level| level.name != name) {
            levels.push(Level { loss, name });
        }
    }
    levels.sort_by(|a, b| b.loss.total_cmp(&a.loss));
    levels
}

/// Logarithmic when the first visits would be over before the axis has begun.
fn time_axis(trajectory: &StoredTrajectory) -> PlotAxis {
    let (start, end) = (trajectory.time[0], trajectory.time[trajectory.time.len() - 1]);
    let first = trajectory.visits.iter().filter_map(|visit| visit.leave).find(|leave| *leave > 0.0);
    match first {
        Some(first) if start >= 0.0 && first < APART * end => {
            PlotAxis::logarithmic(first / 4.0, end, "time (logarithmic)")
        }
        _ => PlotAxis::linear(start, end, "time"),
    }
}

/// The axis, and the loss from which it counts.
fn loss_axis(minimum: f64, trajectory: &StoredTrajectory, levels: &[Level]) -> (PlotAxis, f64) {
    let losses = trajectory.loss.iter().copied();
    let high = losses.clone().fold(f64::NEG_INFINITY, f64::max);
    let low = losses.fold(minimum, f64::min);
    let gaps = levels.windows(2).map(|pair| pair[0].loss - pair[1].loss);
    let smallest = gaps.filter(|gap| *gap > 0.0).fold(f64::INFINITY, f64::min);
    if smallest < APART * (high - low) {
        let title = "loss above the minimum (logarithmic)";
        return (PlotAxis::logarithmic(smallest / 10.0, (high - minimum) * 1.5, title), minimum);
    }
    (PlotAxis::linear(low, low + 1.03 * (high - low), "loss"), 0.0)
}

fn mode_axis(values: &[f64], trajectory: &StoredTrajectory) -> PlotAxis {
    let strengths = trajectory.modes.iter().flatten().copied();
    let (low, high) = (strengths.clone().fold(0.0, f64::min), strengths.fold(0.0, f64::max));
    let largest = values.first().copied().unwrap_or(1.0).max(high);
    match values.last() {
        Some(smallest) if *smallest < APART * largest => {
            let title = "strength of the modes (logarithmic)";
            PlotAxis::logarithmic(smallest / 30.0, largest * 1.5, title)
        }
        _ => PlotAxis::linear(low, largest * 1.06, "strength of the modes"),
    }
}

/// What a logarithmic axis cannot show is at its lower end.
fn shown(axis: &PlotAxis, value: f64) -> f64 {
    if axis.logarithmic { value.max(axis.low) } else { value }
}

fn write_loss(
    svg: &mut SvgText,
    frame: &PlotFrame,
    base: f64,
    levels: &[Level],
    trajectory: &StoredTrajectory,
) {
    frame.write_axes(svg);
    let height = |loss: f64| frame.y(shown(&frame.up, loss - base));
    let wishes: Vec<f64> = levels.iter().map(|level| height(level.loss)).collect();
    let places = spread_labels(&wishes, 15.0, frame.top, frame.bottom());
    for ((level, y), place) in levels.iter().zip(&wishes).zip(places) {
        let (left, y, right) = (Px(frame.left), Px(*y), Px(frame.right()));
        let line = format!("M{left} {y}H{right}L{} {}", Px(frame.right() + 12.0), Px(place));
        svg.leaf(format_args!("path class=\"passed\" stroke-dasharray=\"2 3\" d=\"{line}\""));
        let at = format!("x=\"{}\" y=\"{}\"", Px(frame.right() + 16.0), Px(place + 4.0));
        svg.content(format_args!("text class=\"tick\" {at}"), &level.name);
    }
    let points = trajectory.time.iter().zip(&trajectory.loss);
    let points = points.map(|(time, loss)| (*time, shown(&frame.up, loss - base)));
    svg.leaf(format_args!("path class=\"trajectory\" d=\"{}\"", curve(frame, points)));
}

/// A curve from where the time axis begins.
fn curve(frame: &PlotFrame, points: impl Iterator<Item = (f64, f64)>) -> String {
    let begins = frame.across.low;
    frame.curve(points.filter(|(time, _)| *time >= begins))
}

fn write_modes(
    svg: &mut SvgText,
    frame: &PlotFrame,
    values: &[f64],
    names: &[String],
    trajectory: &StoredTrajectory,
) {
    frame.write_axes(svg);
    let height = |strength: f64| frame.y(shown(&frame.up, strength));
    for (mode, value) in values.iter().enumerate() {
        let colour = MODE_COLOURS[mode % MODE_COLOURS.len()];
        let line = format!("M{} {}h{}", Px(frame.left), Px(height(*value)), Px(frame.width));
        svg.leaf(format_args!("path class=\"target\" stroke=\"{colour}\" d=\"{line}\""));
        let points = trajectory.time.iter().zip(&trajectory.modes);
        let points = points.map(|(time, row)| (*time, shown(&frame.up, row[mode])));
        let line = curve(frame, points);
        svg.leaf(format_args!("path class=\"curve\" stroke=\"{colour}\" d=\"{line}\""));
    }
    let last = &trajectory.modes[trajectory.modes.len() - 1];
    let mut ends: Vec<(f64, usize)> =
        (0..values.len()).map(|mode| (height(last[mode]), mode)).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let wishes: Vec<f64> = ends.iter().map(|(y, _)| *y).collect();
    let places = spread_labels(&wishes, 14.0, frame.top, frame.bottom());
    for ((y, mode), place) in ends.iter().zip(places) {
        let (right, bend) = (Px(frame.right()), Px(frame.right() + 12.0));
        let line = format!("M{right} {}L{bend} {}", Px(*y), Px(place));
        svg.leaf(format_args!("path class=\"leader\" d=\"{line}\""));
        let at = format!("x=\"{}\" y=\"{}\"", Px(frame.right() + 16.0), Px(place + 4.0));
        svg.content(format_args!("text class=\"tick\" {at}"), &names[*mode]);
    }
}
