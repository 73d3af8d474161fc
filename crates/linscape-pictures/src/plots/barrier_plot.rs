//! The disconnectivity path of weight decay: minima and the passes between them.

use crate::plots::{PlotAxis, PlotFrame, polyline};
use crate::svg::{
    Px, SvgText, TITLE_HEIGHT, begin_picture_of, problem_line, text_width, write_title,
};
use linscape_critical::Problem;
use linscape_decay::{DecayedProblem, barriers, minima};
use linscape_formats::{DecayRecord, NumbersApart, ProblemRecord, number_text, word_text};
use serde_json::Value;

/// Most minima whose losses are written.
const MOST_LABELS: usize = 9;

/// The minima `+^r 0…0` in the order of their rank, each at its loss, and between two of them the pass
/// `+^r − 0…0` at its: the lowest way over from one to the other. Since sublevel sets join nowhere else,
/// the disconnectivity graph is this path.
///
/// # Examples
/// ```
/// use linscape_critical::{Problem, parse_exact};
/// use linscape_decay::{Coordinates, Decay, DecayedProblem};
/// let problem = Problem::exact(&[2, 2, 2, 2], &[3, 2])?;
/// let decay = Decay::exact(vec![parse_exact("0.5")?])?;
/// let decayed = DecayedProblem::new(&problem, decay, Coordinates::Whitened)?;
/// let svg = linscape_pictures::barrier_picture(&problem, &decayed, None);
/// // Three minima, two passes.
/// assert_eq!(svg.matches("class=\"mark\"").count(), 3);
/// assert_eq!(svg.matches("class=\"hollow\"").count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn barrier_picture(
    problem: &Problem,
    decayed: &DecayedProblem,
    source: Option<&Value>,
) -> String {
    let title = "Minima and the passes between them";
    let stops = stops(decayed);
    let losses = || stops.iter().map(|stop| stop.loss);
    let (low, high) = (losses().fold(f64::INFINITY, f64::min), losses().fold(0.0, f64::max));
    let room = 0.12 * (high - low).max(1e-9 * high.abs());
    let last = stops.last().map_or(0.0, |stop| stop.at);
    let frame = PlotFrame {
        left: 96.0,
        top: TITLE_HEIGHT + 14.0,
        width: 628.0,
        height: 300.0,
        across: PlotAxis::counting(-0.5, last + 0.5, "modes learned"),
        up: PlotAxis::linear((low - room).max(0.0), high + room, "loss"),
    };
    let mut svg = SvgText::default();
    let record = ProblemRecord::new(problem, source).with_decay(DecayRecord::new(decayed));
    begin_picture_of(&mut svg, (760.0, 436.0), title, &record);
    let mean = number_text(decayed.decay().mean() * decayed.factor());
    write_title(&mut svg, title, &format!("{} · λ̄ = {mean}", problem_line(problem, 6)));
    frame.write_axes(&mut svg);
    let corners: Vec<(f64, f64)> =
        stops.iter().map(|stop| (frame.x(stop.at), frame.y(stop.loss))).collect();
    if corners.len() > 1 {
        svg.leaf(format_args!("path class=\"stem curve\" d=\"{}\"", polyline(&corners)));
    }
    let losses = NumbersApart::of(stops.iter().map(|stop| stop.loss));
    for (stop, &(x, y)) in stops.iter().zip(&corners) {
        let kind = if stop.is_pass { "hollow" } else { "mark" };
        svg.leaf(format_args!("circle class=\"{kind}\" cx=\"{}\" cy=\"{}\" r=\"4\"", Px(x), Px(y)));
    }
    if stops.len() <= 2 * MOST_LABELS {
        write_names(&mut svg, &stops, &corners, &losses);
    }
    svg.finish()
}

/// Names and losses, of passes above and of minima below; the name alone, or nothing, where it would touch another.
fn write_names(svg: &mut SvgText, stops: &[Stop], corners: &[(f64, f64)], losses: &NumbersApart) {
    const SIZE: f64 = 12.0;
    let mut written: Vec<(f64, f64, f64)> = Vec::new();
    for (stop, &(x, y)) in stops.iter().zip(corners) {
        let base = y + if stop.is_pass { -10.0 } else { 19.0 };
        let is_free = |text: &&String| {
            let half = 0.5 * text_width(text, SIZE) + 2.0;
            written.iter().all(|&(other, room, height)| {
                (other - x).abs() >= room + half || (height - base).abs() >= SIZE + 2.0
            })
        };
        let texts = [format!("{}  {}", stop.name, losses.text(stop.loss)), stop.name.clone()];
        if let Some(text) = texts.iter().find(is_free) {
            let place = format!("x=\"{}\" y=\"{}\"", Px(x), Px(base));
            svg.content(format_args!("text class=\"tick middle halo\" {place}"), text);
            written.push((x, 0.5 * text_width(text, SIZE), base));
        }
    }
}

/// A minimum or a pass on the way.
struct Stop {
    at: f64,
    loss: f64,
    name: String,
    is_pass: bool,
}

fn stops(decayed: &DecayedProblem) -> Vec<Stop> {
    let multiplicities = decayed.multiplicities();
    let mut stops: Vec<Stop> = minima(decayed)
        .iter()
        .map(|word| Stop {
            at: word.rank() as f64,
            loss: decayed.loss(word),
            name: word_text(word, &multiplicities),
            is_pass: false,
        })
        .collect();
    stops.extend(barriers(decayed).iter().map(|barrier| Stop {
        at: barrier.from.rank() as f64 + 0.5,
        loss: barrier.height,
        name: word_text(&barrier.at, &multiplicities),
        is_pass: true,
    }));
    stops.sort_by(|a, b| a.at.total_cmp(&b.at));
    stops
}
