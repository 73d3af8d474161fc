//! A trajectory over time: its loss and the modes it learns.

use crate::picture_header::{TITLE_HEIGHT, begin_picture, problem_line, write_title};
use crate::plot_frame::{PlotAxis, PlotFrame, spread_labels};
use crate::svg_text::{Px, SvgText};
use crate::text_width::abridged;
use linscape_critical::Problem;
use linscape_formats::{StoredTrajectory, number_text, subset_text};
use serde_json::Value;

/// Colours of modes, by the palette of Okabe and Ito, darkened where it is too bright for lines.
const MODE_COLOURS: [&str; 8] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#7a5195", "#8c8c8c"];

/// Most modes that are drawn: the first ones.
const MOST_MODES: usize = 24;

/// The loss of a trajectory over the critical values it passes, above the strengths of its modes,
/// `u_lᵀ W v_l`, which grow to `σ_l`.
#[must_use]
pub fn trajectory_picture(
    problem: &Problem,
    source: Option<&Value>,
    trajectory: &StoredTrajectory,
) -> String {
    let title = "Trajectory of gradient flow";
    let mut svg = SvgText::default();
    begin_picture(&mut svg, (760.0, 724.0), title, problem, source);
    write_title(&mut svg, title, &problem_line(problem, 8));
    let frame = |top: f64, up: PlotAxis| PlotFrame {
        left: 96.0,
        top,
        width: 560.0,
        height: 250.0,
        across: PlotAxis::linear(
            trajectory.time[0],
            trajectory.time[trajectory.time.len() - 1],
            "time",
        ),
        up,
    };
    let losses = trajectory.loss.iter().copied();
    let (low, high) = (losses.clone().fold(f64::INFINITY, f64::min), losses.fold(0.0, f64::max));
    let low = low.min(problem.loss_offset());
    let top = TITLE_HEIGHT + 14.0;
    write_loss(
        &mut svg,
        &frame(top, PlotAxis::linear(low, high * 1.03, "loss")),
        problem,
        trajectory,
    );
    let modes = trajectory.modes.iter().flatten().copied();
    let (low, high) = (modes.clone().fold(0.0, f64::min), modes.fold(0.0, f64::max));
    let largest = problem.spectrum().distinct().first().copied().unwrap_or(1.0).max(high);
    let axis = PlotAxis::linear(low, largest * 1.06, "strength of the modes");
    write_modes(&mut svg, &frame(top + 328.0, axis), problem, trajectory);
    svg.finish()
}

fn write_loss(
    svg: &mut SvgText,
    frame: &PlotFrame,
    problem: &Problem,
    trajectory: &StoredTrajectory,
) {
    frame.write_axes(svg);
    let mut levels: Vec<(f64, String)> = Vec::new();
    for visit in &trajectory.visits {
        // The reader has checked that every visit names a family.
        let Ok(subset) = problem.subset(&visit.subset) else { continue };
        let text = abridged(&subset_text(&visit.subset), 14);
        if levels.iter().all(|(_, known)| *known != text) {
            levels.push((problem.loss(&subset), text));
        }
    }
    levels.sort_by(|a, b| b.0.total_cmp(&a.0));
    let wishes: Vec<f64> = levels.iter().map(|(loss, _)| frame.y(*loss)).collect();
    let places = spread_labels(&wishes, 15.0, frame.top, frame.bottom());
    for (((loss, text), y), place) in levels.iter().zip(&wishes).zip(places) {
        svg.leaf(format_args!(
            "path class=\"passed\" stroke-dasharray=\"2 3\" d=\"M{} {}H{}L{} {}\"",
            Px(frame.left),
            Px(*y),
            Px(frame.right()),
            Px(frame.right() + 12.0),
            Px(place)
        ));
        let at = format!("x=\"{}\" y=\"{}\"", Px(frame.right() + 16.0), Px(place + 4.0));
        svg.content(
            format_args!("text class=\"tick\" {at}"),
            &format!("{text}  {}", number_text(*loss)),
        );
    }
    let points = trajectory.time.iter().copied().zip(trajectory.loss.iter().copied());
    svg.leaf(format_args!("path class=\"trajectory\" d=\"{}\"", frame.curve(points)));
}

fn write_modes(
    svg: &mut SvgText,
    frame: &PlotFrame,
    problem: &Problem,
    trajectory: &StoredTrajectory,
) {
    frame.write_axes(svg);
    let values = problem.spectrum().singular_values();
    let count = problem.spectrum().rank().min(MOST_MODES);
    let last = &trajectory.modes[trajectory.modes.len() - 1];
    for mode in 0..count {
        let colour = MODE_COLOURS[mode % MODE_COLOURS.len()];
        let y = Px(frame.y(values[mode]));
        svg.leaf(format_args!(
            "path class=\"target\" stroke=\"{colour}\" d=\"M{} {y}h{}\"",
            Px(frame.left),
            Px(frame.width)
        ));
        let points =
            trajectory.time.iter().zip(&trajectory.modes).map(|(time, row)| (*time, row[mode]));
        svg.leaf(format_args!(
            "path class=\"curve\" stroke=\"{colour}\" d=\"{}\"",
            frame.curve(points)
        ));
    }
    let mut labels: Vec<(f64, usize)> =
        (0..count).map(|mode| (frame.y(last[mode]), mode)).collect();
    labels.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let wishes: Vec<f64> = labels.iter().map(|(y, _)| *y).collect();
    let places = spread_labels(&wishes, 14.0, frame.top, frame.bottom());
    for ((y, mode), place) in labels.iter().zip(places) {
        svg.leaf(format_args!(
            "path class=\"leader\" d=\"M{} {}L{} {}\"",
            Px(frame.right()),
            Px(*y),
            Px(frame.right() + 12.0),
            Px(place)
        ));
        let at = format!("x=\"{}\" y=\"{}\"", Px(frame.right() + 16.0), Px(place + 4.0));
        let text = format!("mode {}, σ = {}", mode + 1, number_text(values[*mode]));
        svg.content(format_args!("text class=\"tick\" {at}"), &text);
    }
}
