//! The loss on the plane of two modes' amplitudes.

use crate::diagram::{NodeKind, class, write_shape};
use crate::plots::{Amplitudes, PlotAxis, PlotFrame, polyline, thinned_to};
use crate::svg::{Px, SvgText, TITLE_HEIGHT, begin_picture, problem_line, write_title};
use linscape_critical::{PointType, Problem};
use linscape_formats::{number_text, subset_text};
use linscape_strata::BalancedClassification;
use serde_json::Value;
use thiserror::Error;

/// Why there is no plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SurfaceError {
    /// A mode that is none.
    #[error("there is no mode {mode}: modes count from 1 to {modes}")]
    NoMode {
        /// The one asked for.
        mode: usize,
        /// How many there are.
        modes: usize,
    },
    /// One mode twice, or a mode of the plane among those that are learned.
    #[error("mode {mode} is named twice")]
    Twice {
        /// The mode.
        mode: usize,
    },
    /// The network has no place for both.
    #[error("at most {most} modes are learned at once; two beside {learned} do not fit")]
    NoPlace {
        /// How many are learned beside them.
        learned: usize,
        /// How many fit.
        most: usize,
    },
}

/// Losses between the critical ones at which contours are drawn.
const CONTOURS: usize = 14;
/// Curves are as near to what they stand for as this, in units of the picture.
pub(crate) const SMOOTH: f64 = 0.05;
/// Orbits from the neighbourhood of the saddle, in a fan.
const ORBITS: usize = 9;

/// The loss of balanced, aligned weights that have learned `learned` and carry two more modes with amplitudes
/// `a` and `b` in every layer, `L = L₀ + ½(σ_k − a^h)² + ½(σ_l − b^h)²`: contours, dashed through the
/// critical points, which stand on them by type; and orbits of gradient flow, `ȧ = a^{h−1}(σ_k − a^h)`.
///
/// Contours are exact: circles about `(σ_k, σ_l)` in the strengths `a^h`, `b^h`.
///
/// # Errors
/// [`SurfaceError`]: modes that are none, named twice, or more than fit.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// let problem = Problem::exact(&[2, 2, 2, 2], &[2, 1])?;
/// let svg = linscape_pictures::surface_picture(&problem, None, [1, 2], &[])?;
/// assert_eq!(svg.matches("class=\"node nonstrict\"").count(), 2); // ∅ and {1}
/// assert_eq!(svg.matches("class=\"node minimum\"").count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn surface_picture(
    problem: &Problem,
    source: Option<&Value>,
    modes: [usize; 2],
    learned: &[usize],
) -> Result<String, SurfaceError> {
    check(problem, modes, learned)?;
    let values = problem.spectrum().singular_values();
    let plane = Amplitudes {
        depth: problem.architecture().depth(),
        values: modes.map(|mode| values[mode - 1]),
    };
    let [across, up] = plane.ranges().map(|(low, high)| PlotAxis::linear(low, high, ""));
    let (across, up) = (
        PlotAxis { title: "amplitude of the first mode", ..across },
        PlotAxis { title: "amplitude of the second mode", ..up },
    );
    let top = TITLE_HEIGHT + 14.0;
    let frame = PlotFrame { left: 96.0, top, width: 620.0, height: 480.0, across, up };
    let title = "Loss on the plane of two modes";
    let mut svg = SvgText::default();
    begin_picture(&mut svg, (760.0, top + 480.0 + 64.0), title, problem, source);
    write_title(&mut svg, title, &subtitle(problem, modes, learned));
    frame.write_axes(&mut svg);
    write_contours(&mut svg, &frame, &plane);
    for orbit in plane.orbits(ORBITS, &frame) {
        let places: Vec<_> = orbit.iter().map(|[a, b]| (frame.x(*a), frame.y(*b))).collect();
        write_orbit(&mut svg, &thinned_to(&places, SMOOTH));
    }
    for (amplitudes, with) in plane.critical_points() {
        let more =
            modes.iter().zip(with).filter_map(|(mode, is_learned)| is_learned.then_some(*mode));
        let mut subset: Vec<usize> = learned.iter().copied().chain(more).collect();
        subset.sort_unstable();
        let Ok(family) = problem.subset(&subset) else { continue };
        let point = BalancedClassification::new(problem, &family);
        let name = format!("{}  {}", subset_text(&subset), number_text(problem.loss(&family)));
        write_point(&mut svg, &frame, amplitudes, point.point_type, &name);
    }
    Ok(svg.finish())
}

fn check(problem: &Problem, modes: [usize; 2], learned: &[usize]) -> Result<(), SurfaceError> {
    let rank = problem.spectrum().rank();
    let mut all: Vec<usize> = modes.iter().chain(learned).copied().collect();
    if let Some(&mode) = all.iter().find(|mode| !(1..=rank).contains(*mode)) {
        return Err(SurfaceError::NoMode { mode, modes: rank });
    }
    all.sort_unstable();
    if let Some(pair) = all.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(SurfaceError::Twice { mode: pair[0] });
    }
    let most = problem.maximal_rank();
    if all.len() > most {
        return Err(SurfaceError::NoPlace { learned: learned.len(), most });
    }
    Ok(())
}

fn subtitle(problem: &Problem, [k, l]: [usize; 2], learned: &[usize]) -> String {
    let beside = if learned.is_empty() {
        String::new()
    } else {
        format!(" · {} learned", subset_text(learned))
    };
    format!("modes {k} and {l}{beside} · {}", problem_line(problem, 6))
}

/// Contours, close together where the loss is small; those through critical points stand out.
fn write_contours(svg: &mut SvgText, frame: &PlotFrame, plane: &Amplitudes) {
    let [k, l] = plane.values;
    let farthest = plane.farthest();
    let between = (1..=CONTOURS).map(|at| farthest * at as f64 / CONTOURS as f64);
    let critical = [k, l, k.hypot(l)];
    let all =
        between.map(|radius| (radius, "hill")).chain(critical.map(|radius| (radius, "contour")));
    for (radius, class) in all {
        for line in plane.contour(radius, frame) {
            let places: Vec<_> = line.iter().map(|[a, b]| (frame.x(*a), frame.y(*b))).collect();
            svg.leaf(format_args!(
                "path class=\"{class}\" d=\"{}\"",
                polyline(&thinned_to(&places, SMOOTH))
            ));
        }
    }
}

/// A line with a head in its middle.
pub(crate) fn write_orbit(svg: &mut SvgText, places: &[(f64, f64)]) {
    if places.len() < 2 {
        return;
    }
    svg.leaf(format_args!("path class=\"orbit\" d=\"{}\"", polyline(places)));
    let lengths =
        places.windows(2).map(|pair| (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1));
    let lengths: Vec<f64> = lengths.collect();
    let half = 0.5 * lengths.iter().sum::<f64>();
    let mut passed = 0.0;
    for (pair, length) in places.windows(2).zip(lengths) {
        if passed + length >= half {
            let share = (half - passed) / length.max(1e-9);
            let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
            let (x, y) = (Px(pair[0].0 + share * dx), Px(pair[0].1 + share * dy));
            let angle = Px(dy.atan2(dx).to_degrees());
            svg.leaf(format_args!(
                "path class=\"head-trajectory\" transform=\"translate({x} {y}) rotate({angle})\" \
                 d=\"M-5 -4L5 0L-5 4Z\""
            ));
            return;
        }
        passed += length;
    }
}

pub(crate) fn write_point(
    svg: &mut SvgText,
    frame: &PlotFrame,
    [a, b]: [f64; 2],
    point_type: PointType,
    name: &str,
) {
    let (x, y) = (Px(frame.x(a)), Px(frame.y(b)));
    let kind = Some(NodeKind::Type(point_type.into()));
    let class = class(kind);
    svg.open(format_args!("g class=\"node {class}\" transform=\"translate({x} {y})\""));
    write_shape(svg, kind, 8.0);
    // Orbits leave upwards and to the right of where nothing is learned.
    let place = if a == 0.0 && b == 0.0 {
        "class=\"label end\" x=\"-12\" y=\"24\""
    } else {
        "class=\"label\" x=\"14\" y=\"-10\""
    };
    svg.content(format_args!("text {place}"), name);
    svg.close();
}
