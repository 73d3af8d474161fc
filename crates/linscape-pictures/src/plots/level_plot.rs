//! The histogram of all families.

use crate::plots::{LevelCounts, LossBin, PlotAxis, PlotFrame, RankLevel};
use crate::svg::{Px, SvgText, TITLE_HEIGHT, begin_picture, problem_line, write_title};
use linscape_critical::Problem;
use serde_json::Value;

/// Exact numbers of families by loss or, where there are too many to look at each, by rank.
pub(crate) fn level_picture(
    problem: &Problem,
    source: Option<&Value>,
    counts: &LevelCounts,
) -> String {
    let title = match counts.histogram {
        Some(_) => "Families by loss",
        None => "Families by number of modes learned",
    };
    let mut svg = SvgText::default();
    begin_picture(&mut svg, (760.0, 408.0), title, problem, source);
    write_title(&mut svg, title, &problem_line(problem, 8));
    let frame = |across, up| PlotFrame {
        left: 96.0,
        top: TITLE_HEIGHT + 14.0,
        width: 628.0,
        height: 274.0,
        across,
        up,
    };
    match &counts.histogram {
        Some(bins) => write_losses(&mut svg, bins, frame),
        None => write_ranks(&mut svg, &counts.ranks, frame),
    }
    svg.finish()
}

fn write_losses(
    svg: &mut SvgText,
    bins: &[LossBin],
    frame: impl Fn(PlotAxis, PlotAxis) -> PlotFrame,
) {
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return };
    let most = bins.iter().map(|bin| bin.families).max().unwrap_or(1);
    let frame = frame(
        PlotAxis::linear(first.from, last.to, "loss"),
        PlotAxis::counting(0.0, most as f64 * 1.05, "families"),
    );
    frame.write_axes(svg);
    for bin in bins {
        write_bar(svg, &frame, (bin.from, bin.to), bin.families as f64, &bin.families.to_string());
    }
}

fn write_ranks(
    svg: &mut SvgText,
    ranks: &[RankLevel],
    frame: impl Fn(PlotAxis, PlotAxis) -> PlotFrame,
) {
    let count = |level: &RankLevel| level.families.parse::<f64>().unwrap_or(1.0);
    let most = ranks.iter().map(count).fold(1.0, f64::max);
    let last = ranks.last().map_or(0, |level| level.rank) as f64;
    let frame = frame(
        PlotAxis::counting(-0.5, last + 0.5, "modes learned"),
        PlotAxis::logarithmic(0.5, most * 4.0, "families (logarithmic)"),
    );
    frame.write_axes(svg);
    for level in ranks {
        let middle = level.rank as f64;
        write_bar(svg, &frame, (middle - 0.4, middle + 0.4), count(level), &level.families);
    }
}

/// A bar with its exact value as a title.
pub(super) fn write_bar(
    svg: &mut SvgText,
    frame: &PlotFrame,
    across: (f64, f64),
    value: f64,
    exact: &str,
) {
    let (from, to) = (frame.x(across.0), frame.x(across.1));
    let top = frame.y(value).min(frame.bottom());
    svg.open(format_args!(
        "rect class=\"mark\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        Px(from + 0.5),
        Px(top),
        Px((to - from - 1.0).max(0.5)),
        Px(frame.bottom() - top)
    ));
    svg.content(format_args!("title"), exact);
    svg.close();
}
