//! The loss on a plane through a nonstrict saddle.

use crate::plots::{
    LevelLines, PlotAxis, PlotFrame, SMOOTH, followed, polyline, thinned_to, write_orbit,
    write_point,
};
use crate::svg::{Px, SvgText, TITLE_HEIGHT, begin_picture, problem_line, write_title};
use linscape_critical::{PointType, Problem};
use linscape_formats::{number_text, subset_text};
use serde_json::Value;

/// A plane through a nonstrict saddle, its axes of unit length and orthogonal.
pub struct EscapeSurface<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// The modes that the saddle has learned.
    pub learned: &'a [usize],
    /// The order of escape along the direction.
    pub order: usize,
    /// Layers of the links of the direction, from 1.
    pub links: &'a [usize],
    /// What the axes are, across and up.
    pub axes: [&'static str; 2],
    /// The escape direction on the axes, of unit length.
    pub direction: [f64; 2],
    /// How far the loss falls along it.
    pub reach: f64,
    /// The loss at a point.
    pub loss: &'a dyn Fn(f64, f64) -> f64,
    /// The gradient there, of any length; none where flow leaves the plane.
    pub uphill: Option<&'a dyn Fn(f64, f64) -> [f64; 2]>,
}

/// Contours on either side of the saddle's own.
const CONTOURS: usize = 9;
/// Orbits from a circle around the saddle, and its radius as a part of the reach.
const ORBITS: usize = 18;
/// See above.
const AROUND: f64 = 0.3;
/// What is drawn, in multiples of the reach.
const DRAWN: f64 = 1.3;

impl EscapeSurface<'_> {
    /// Contours, the one through the saddle dashed; the escape direction as far as the loss falls along it; and orbits
    /// of gradient flow from around the saddle, where the plane contains them.
    ///
    /// # Examples
    /// A monkey saddle.
    /// ```
    /// use linscape_critical::Problem;
    /// let problem = Problem::exact(&[1, 1, 1, 1], &[1])?;
    /// let surface = linscape_pictures::EscapeSurface {
    ///     problem: &problem,
    ///     source: None,
    ///     learned: &[],
    ///     order: 3,
    ///     links: &[1, 2, 3],
    ///     axes: ["s", "t"],
    ///     direction: [1.0, 0.0],
    ///     reach: 1.0,
    ///     loss: &|s, t| 3.0 * s * t * t - s * s * s,
    ///     uphill: None,
    /// };
    /// let svg = surface.picture();
    /// // Six lines lead away from it, in three pairs or crossing.
    /// assert!(svg.contains("class=\"contour\"") && svg.contains("node nonstrict"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn picture(&self) -> String {
        let far = DRAWN * self.reach;
        let [across, up] = self.axes.map(|title| PlotAxis::linear(-far, far, title));
        let top = TITLE_HEIGHT + 14.0;
        let frame = PlotFrame { left: 96.0, top, width: 560.0, height: 560.0, across, up };
        let title = "Loss on a plane of escape";
        let mut svg = SvgText::default();
        begin_picture(&mut svg, (760.0, top + 560.0 + 64.0), title, self.problem, self.source);
        write_title(&mut svg, title, &self.subtitle());
        frame.write_axes(&mut svg);
        self.write_contours(&mut svg, &frame);
        self.write_direction(&mut svg, &frame);
        self.write_orbits(&mut svg, &frame);
        let name = format!("{}  {}", subset_text(self.learned), number_text((self.loss)(0.0, 0.0)));
        write_point(&mut svg, &frame, [0.0; 2], PointType::NonstrictSaddle, &name);
        svg.finish()
    }

    fn subtitle(&self) -> String {
        let links: Vec<String> = self.links.iter().map(ToString::to_string).collect();
        let flow = if self.uphill.is_some() { "" } else { " · flow leaves this plane" };
        format!(
            "{} · order {} · links in layers {}{flow} · {}",
            subset_text(self.learned),
            self.order,
            links.join(", "),
            problem_line(self.problem, 4)
        )
    }

    /// Below the saddle contours are evenly spaced; above they spread, as the loss grows fast.
    fn write_contours(&self, svg: &mut SvgText, frame: &PlotFrame) {
        let lines = LevelLines::new(self.loss, *frame);
        let mut sorted = lines.values().to_vec();
        sorted.sort_by(f64::total_cmp);
        let saddle = (self.loss)(0.0, 0.0);
        let lowest = sorted.first().copied().unwrap_or(saddle);
        let high = sorted.get(sorted.len() * 9 / 10).copied().unwrap_or(saddle);
        let share = |at: usize| at as f64 / CONTOURS as f64;
        let below = (1..CONTOURS).map(|at| saddle - (saddle - lowest) * share(at));
        let above = (1..=CONTOURS).map(|at| saddle + (high - saddle) * share(at).powi(2));
        let hills = below.chain(above.filter(|level| *level > saddle));
        let all = hills.map(|level| (level, "hill")).chain([(saddle, "contour")]);
        for (level, class) in all {
            for line in lines.at(level) {
                let places: Vec<_> = line.iter().map(|[s, t]| (frame.x(*s), frame.y(*t))).collect();
                svg.leaf(format_args!(
                    "path class=\"{class}\" d=\"{}\"",
                    polyline(&thinned_to(&places, SMOOTH))
                ));
            }
        }
    }

    fn write_direction(&self, svg: &mut SvgText, frame: &PlotFrame) {
        let [s, t] = self.direction.map(|part| part * self.reach);
        let (x, y) = (Px(frame.x(s)), Px(frame.y(t)));
        svg.leaf(format_args!(
            "path class=\"greedy\" stroke-width=\"2.4\" d=\"M{} {}L{x} {y}\"",
            Px(frame.x(0.0)),
            Px(frame.y(0.0))
        ));
        svg.leaf(format_args!("circle class=\"mark\" cx=\"{x}\" cy=\"{y}\" r=\"4\""));
        let name = format!("escape, to {}", number_text((self.loss)(s, t)));
        svg.content(
            format_args!(
                "text class=\"label end\" x=\"{}\" y=\"{}\"",
                Px(frame.x(s) - 10.0),
                Px(frame.y(t) - 8.0)
            ),
            &name,
        );
    }

    fn write_orbits(&self, svg: &mut SvgText, frame: &PlotFrame) {
        let Some(uphill) = self.uphill else { return };
        let downhill = |[s, t]: [f64; 2]| uphill(s, t).map(|part| -part);
        for at in 0..ORBITS {
            let angle = std::f64::consts::TAU * (at as f64 + 0.5) / ORBITS as f64;
            let start = [angle.cos(), angle.sin()].map(|part| AROUND * self.reach * part);
            let mut line = vec![start];
            line.extend(followed(start, &downhill, &[], frame));
            let places: Vec<_> = line.iter().map(|[s, t]| (frame.x(*s), frame.y(*t))).collect();
            write_orbit(svg, &thinned_to(&places, SMOOTH));
        }
    }
}
