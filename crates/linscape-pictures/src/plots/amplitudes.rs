//! The plane of the amplitudes of two modes: contours of the loss and orbits of gradient flow.

use crate::plots::PlotFrame;

/// Two modes that are carried with amplitudes `a`, `b` in each of `depth` layers.
pub(crate) struct Amplitudes {
    pub(crate) depth: usize,
    /// Their singular values.
    pub(crate) values: [f64; 2],
}

/// Points of a line nearer than this many units of the picture need none between them.
const CLOSE: f64 = 3.0;
/// Steps of orbits, in units of the picture.
const STEP: f64 = 1.0;

impl Amplitudes {
    /// The amplitude `σ^{1/h}` of a mode that is learned.
    fn learned(&self) -> [f64; 2] {
        self.values.map(|value| value.powf(1.0 / self.depth as f64))
    }

    /// What is drawn of each amplitude: at even depth the copies with the other sign, too.
    pub(crate) fn ranges(&self) -> [(f64, f64); 2] {
        let below = if self.depth.is_multiple_of(2) { -1.35 } else { -0.55 };
        self.learned().map(|learned| (below * learned, 1.35 * learned))
    }

    /// The largest distance from `(σ_k, σ_l)`, in strengths, of a corner of what is drawn.
    pub(crate) fn farthest(&self) -> f64 {
        let [first, second] = self.reach();
        first.hypot(second)
    }

    /// The same along each axis.
    fn reach(&self) -> [f64; 2] {
        let power = self.exponent();
        [0, 1].map(|at| {
            let (low, high) = self.ranges()[at];
            let off = |amplitude: f64| (self.values[at] - amplitude.powi(power)).abs();
            off(low).max(off(high))
        })
    }

    /// Critical points in the plane, and which of the two modes each has learned.
    pub(crate) fn critical_points(&self) -> Vec<([f64; 2], [bool; 2])> {
        let learned = self.learned();
        let places = |at: usize| {
            let mut places = vec![(0.0, false), (learned[at], true)];
            if self.depth.is_multiple_of(2) {
                places.push((-learned[at], true));
            }
            places
        };
        let firsts = places(0).into_iter();
        let pairs =
            firsts.flat_map(|first| places(1).into_iter().map(move |second| (first, second)));
        pairs.map(|(first, second)| ([first.0, second.0], [first.1, second.1])).collect()
    }

    fn exponent(&self) -> i32 {
        i32::try_from(self.depth).unwrap_or(i32::MAX)
    }

    /// The amplitude of a strength, `x^{1/h}`; at even depth the positive one, if there is any.
    fn amplitude(&self, strength: f64) -> Option<f64> {
        let root = strength.abs().powf(1.0 / self.depth as f64);
        match (strength < 0.0, self.depth.is_multiple_of(2)) {
            (false, _) => Some(root),
            (true, false) => Some(-root),
            (true, true) => None,
        }
    }

    /// The contour on which `(σ_k − a^h)² + (σ_l − b^h)²` is the square of the radius, in pieces within the
    /// frame.
    pub(crate) fn contour(&self, radius: f64, frame: &PlotFrame) -> Vec<Vec<[f64; 2]>> {
        const FIRST: usize = 720;
        // The part within the frame is seen under a small angle where one value is far below the other: the
        // angle counted here is that of an ellipse as wide and as high as what is seen of the circle.
        let seen = self.reach().map(|reach| reach.min(radius));
        let at = |angle: f64| {
            let (across, up) = (seen[0] * angle.cos(), seen[1] * angle.sin());
            let length = across.hypot(up);
            let strength = |at: usize, part: f64| self.values[at] + radius * (part / length);
            Some([self.amplitude(strength(0, across))?, self.amplitude(strength(1, up))?])
        };
        let mut points = Vec::new();
        let angle = |step: usize| std::f64::consts::TAU * step as f64 / FIRST as f64;
        for step in 0..FIRST {
            points.push(at(angle(step)));
            refine(&at, frame, angle(step), angle(step + 1), 0, &mut points);
        }
        points.push(at(angle(FIRST)));
        let signs: &[[f64; 2]] = if self.depth.is_multiple_of(2) {
            &[[1.0, 1.0], [-1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]]
        } else {
            &[[1.0, 1.0]]
        };
        let mut lines = Vec::new();
        for sign in signs {
            let copy = |point: &[f64; 2]| [sign[0] * point[0], sign[1] * point[1]];
            let within = |point: &Option<[f64; 2]>| {
                point.is_some_and(|point| is_within(frame, copy(&point)))
            };
            let pieces = points.chunk_by(|first, second| within(first) == within(second));
            let drawn = pieces.filter(|piece| piece.len() > 1 && within(&piece[0]));
            lines.extend(drawn.map(|piece| piece.iter().flatten().map(copy).collect()));
        }
        lines
    }

    /// Orbits from the neighbourhood of the saddle at which neither mode is learned, in all directions that
    /// lead away within the frame, and along both axes.
    pub(crate) fn orbits(&self, number: usize, frame: &PlotFrame) -> Vec<Vec<[f64; 2]>> {
        let learned = self.learned();
        let quarter = |at: usize| std::f64::consts::FRAC_PI_2 * at as f64 / (number - 1) as f64;
        let (sines, far) = ((0..number).map(quarter), 0.3);
        let mut starts: Vec<[f64; 2]> =
            sines.map(|t| [far * learned[0] * t.cos(), far * learned[1] * t.sin()]).collect();
        let [first, second] = self.ranges();
        for share in [0.3, 0.6, 0.9] {
            starts.push([0.98 * first.0, share * learned[1]]);
            starts.push([share * learned[0], 0.98 * second.0]);
        }
        starts.push([0.98 * first.0, 0.98 * second.0]);
        starts.push([0.98 * first.1, 0.98 * second.1]);
        starts.iter().map(|start| self.orbit(*start, frame)).collect()
    }

    /// From a start both ways, until the flow stands still or leaves the frame.
    fn orbit(&self, start: [f64; 2], frame: &PlotFrame) -> Vec<[f64; 2]> {
        let mut back = self.follow(start, -1.0, frame);
        back.reverse();
        back.push(start);
        back.extend(self.follow(start, 1.0, frame));
        back
    }

    fn follow(&self, start: [f64; 2], sense: f64, frame: &PlotFrame) -> Vec<[f64; 2]> {
        let ends: Vec<[f64; 2]> = self.critical_points().iter().map(|(end, _)| *end).collect();
        let velocity = |point| self.velocity(point).map(|part| sense * part);
        followed(start, &velocity, &ends, frame)
    }

    /// `ȧ = a^{h−1}(σ − a^h)` for both.
    fn velocity(&self, point: [f64; 2]) -> [f64; 2] {
        let power = self.exponent();
        [0, 1].map(|at| point[at].powi(power - 1) * (self.values[at] - point[at].powi(power)))
    }
}

fn span(low: f64, high: f64) -> f64 {
    high - low
}

/// An orbit of a velocity by Runge and Kutta's method along its length in the picture, until it comes near one of
/// the `ends` or leaves the frame.
pub(crate) fn followed(
    start: [f64; 2],
    velocity: &impl Fn([f64; 2]) -> [f64; 2],
    ends: &[[f64; 2]],
    frame: &PlotFrame,
) -> Vec<[f64; 2]> {
    const MOST: usize = 4_000;
    let units = [
        frame.width / span(frame.across.low, frame.across.high),
        frame.height / span(frame.up.low, frame.up.high),
    ];
    let direction = |point: [f64; 2]| {
        let speed = velocity(point);
        let length = (speed[0] * units[0]).hypot(speed[1] * units[1]);
        (length > 0.0).then(|| speed.map(|part| STEP * part / length))
    };
    let mut points: Vec<[f64; 2]> = Vec::new();
    let mut point = start;
    while points.len() < MOST {
        let Some(next) = step(point, direction) else { break };
        // Across the floor of a valley steps go to and fro.
        let turns_back = direction(next).zip(direction(point)).is_some_and(|(after, before)| {
            after[0] * before[0] * units[0] * units[0] + after[1] * before[1] * units[1] * units[1]
                < 0.0
        });
        let is_at_rest = ends.iter().any(|end| {
            ((next[0] - end[0]) * units[0]).hypot((next[1] - end[1]) * units[1]) < 2.0 * STEP
        });
        if turns_back || is_at_rest || !is_within(frame, next) {
            break;
        }
        points.push(next);
        point = next;
    }
    points
}

/// One step of the classical method of fourth order.
fn step(point: [f64; 2], direction: impl Fn([f64; 2]) -> Option<[f64; 2]>) -> Option<[f64; 2]> {
    let moved = |by: [f64; 2], share: f64| [point[0] + share * by[0], point[1] + share * by[1]];
    let first = direction(point)?;
    let second = direction(moved(first, 0.5))?;
    let third = direction(moved(second, 0.5))?;
    let fourth = direction(moved(third, 1.0))?;
    let mean = [0, 1].map(|at| (first[at] + 2.0 * second[at] + 2.0 * third[at] + fourth[at]) / 6.0);
    Some(moved(mean, 1.0))
}

fn is_within(frame: &PlotFrame, [a, b]: [f64; 2]) -> bool {
    (0.0..=1.0).contains(&frame.across.share(a)) && (0.0..=1.0).contains(&frame.up.share(b))
}

/// Whether both points lie beyond one side of the frame, so that nothing between them is seen.
fn is_beyond(frame: &PlotFrame, first: [f64; 2], second: [f64; 2]) -> bool {
    let sides = |[a, b]: [f64; 2]| {
        let shares = [frame.across.share(a), frame.up.share(b)];
        shares.map(|share| (share < 0.0, share > 1.0))
    };
    let pairs = sides(first).into_iter().zip(sides(second));
    pairs.into_iter().any(|(one, other)| one.0 && other.0 || one.1 && other.1)
}

/// Adds points between two angles until neighbours are close in the picture.
fn refine(
    at: &impl Fn(f64) -> Option<[f64; 2]>,
    frame: &PlotFrame,
    from: f64,
    to: f64,
    level: usize,
    points: &mut Vec<Option<[f64; 2]>>,
) {
    const DEEPEST: usize = 24;
    let gap = match (at(from), at(to)) {
        (Some(first), Some(second)) if is_beyond(frame, first, second) => 0.0,
        (Some(first), Some(second)) => {
            let x = frame.x(first[0]) - frame.x(second[0]);
            x.hypot(frame.y(first[1]) - frame.y(second[1]))
        }
        (None, None) => 0.0,
        // Where a strength changes its sign the amplitude ends at 0.
        _ => f64::INFINITY,
    };
    if gap <= CLOSE || level >= DEEPEST {
        return;
    }
    let middle = f64::midpoint(from, to);
    refine(at, frame, from, middle, level + 1, points);
    points.push(at(middle));
    refine(at, frame, middle, to, level + 1, points);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plots::PlotAxis;

    fn frame(plane: &Amplitudes) -> PlotFrame {
        let [across, up] = plane.ranges().map(|(low, high)| PlotAxis::linear(low, high, ""));
        PlotFrame { left: 0.0, top: 0.0, width: 600.0, height: 500.0, across, up }
    }

    #[test]
    fn modes_of_very_different_sizes_are_drawn_as_soon() {
        for values in [[1e12, 1.0], [1e50, 1e-50], [1e-50, 1e50]] {
            let plane = Amplitudes { depth: 3, values };
            let frame = frame(&plane);
            let radius = 0.5 * plane.farthest();
            let points: Vec<[f64; 2]> = plane.contour(radius, &frame).concat();
            assert!((100..20_000).contains(&points.len()), "{values:?}: {}", points.len());
            for [a, b] in points {
                let off = (values[0] - a.powi(3)).hypot(values[1] - b.powi(3));
                assert!((off / radius - 1.0).abs() < 1e-9, "{values:?}: {a} {b}");
            }
        }
    }

    #[test]
    fn contours_are_level_and_orbits_descend_to_the_minimum() {
        for depth in [2, 3, 4] {
            let plane = Amplitudes { depth, values: [2.0, 1.0] };
            let power = plane.exponent();
            let excess = |[a, b]: [f64; 2]| (2.0 - a.powi(power)).hypot(1.0 - b.powi(power));
            let frame = frame(&plane);
            let lines = plane.contour(1.5, &frame);
            assert!(!lines.is_empty());
            for point in lines.iter().flatten() {
                assert!((excess(*point) - 1.5).abs() < 1e-9, "{depth}: {point:?}");
            }
            for orbit in plane.orbits(9, &frame) {
                let losses: Vec<f64> = orbit.iter().map(|point| excess(*point)).collect();
                assert!(losses.windows(2).all(|pair| pair[1] <= pair[0]), "{depth}: {losses:?}");
            }
            let middle = &plane.orbits(9, &frame)[4];
            assert!(excess(middle[middle.len() - 1]) < 0.1, "{depth}");
        }
    }
}
