//! How a line gets from one node to another without touching a third.

use crate::diagram::Point;
use crate::svg::Px;

/// A line, straight or bent once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct EdgeRoute {
    from: Point,
    control: Point,
    to: Point,
}

/// How far a line may be bent aside, in multiples of the radius; to the left first, where no
/// labels are.
const BENDS: [f64; 9] = [0.0, 2.0, -2.0, 3.5, -3.5, 5.5, -5.5, 8.0, -8.0];

/// Points of a line that are looked at.
const SAMPLES: u32 = 32;

impl EdgeRoute {
    /// A straight line.
    pub(crate) fn straight(from: Point, to: Point) -> Self {
        let control = Point { x: 0.5 * (from.x + to.x), y: 0.5 * (from.y + to.y) };
        Self { from, control, to }
    }

    /// The least bent line that keeps `clearance` to all obstacles other than its ends; straight
    /// when there is none.
    pub(crate) fn around(from: Point, to: Point, obstacles: &[Point], radius: f64) -> Self {
        let straight = Self::straight(from, to);
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx.hypot(dy).max(1e-9);
        let near: Vec<Point> = obstacles
            .iter()
            .copied()
            .filter(|found| *found != from && *found != to)
            .filter(|found| straight.is_near(*found, 10.0 * radius))
            .collect();
        let bent = |bend: &f64| {
            let shift = bend * radius;
            let control = Point {
                x: straight.control.x - shift * dy / length,
                y: straight.control.y + shift * dx / length,
            };
            Self { control, ..straight }
        };
        let mut candidates = BENDS.iter().map(bent);
        let clear =
            candidates.find(|route| near.iter().all(|found| !route.is_near(*found, 1.35 * radius)));
        clear.unwrap_or(straight)
    }

    fn at(&self, t: f64) -> Point {
        let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
        Point {
            x: a * self.from.x + b * self.control.x + c * self.to.x,
            y: a * self.from.y + b * self.control.y + c * self.to.y,
        }
    }

    fn is_near(&self, point: Point, distance: f64) -> bool {
        (0..=SAMPLES).any(|step| {
            let found = self.at(f64::from(step) / f64::from(SAMPLES));
            (found.x - point.x).hypot(found.y - point.y) < distance
        })
    }

    /// Whether any of it lies in the rectangle between two corners.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of steps between 0 and 10⁴"
    )]
    pub(crate) fn crosses(&self, low: Point, high: Point) -> bool {
        let inside = |point: Point| {
            low.x <= point.x && point.x <= high.x && low.y <= point.y && point.y <= high.y
        };
        // Between two points that are looked at: a long line must not step over a short label.
        let length = (self.to.x - self.from.x).hypot(self.to.y - self.from.y);
        let steps = SAMPLES.max((length / 4.0).clamp(0.0, 1e4).ceil() as u32);
        (0..=steps).any(|step| inside(self.at(f64::from(step) / f64::from(steps))))
    }

    /// The path, from `start` off its first end to `stop` off its last, so that nodes and arrow
    /// heads are not drawn over.
    pub(crate) fn path(&self, start: f64, stop: f64) -> String {
        let (from, to) =
            (towards(self.from, self.control, start), towards(self.to, self.control, stop));
        if *self == Self::straight(self.from, self.to) {
            return format!("M{} {}L{} {}", Px(from.x), Px(from.y), Px(to.x), Px(to.y));
        }
        let control = self.control;
        format!(
            "M{} {}Q{} {} {} {}",
            Px(from.x),
            Px(from.y),
            Px(control.x),
            Px(control.y),
            Px(to.x),
            Px(to.y)
        )
    }
}

fn towards(from: Point, to: Point, distance: f64) -> Point {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let share = (distance / dx.hypot(dy).max(1e-9)).min(0.9);
    Point { x: from.x + share * dx, y: from.y + share * dy }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_in_the_way_is_passed_on_its_left() {
        let point = |x, y| Point { x, y };
        let (from, to) = (point(0.0, 0.0), point(0.0, 100.0));
        let free = EdgeRoute::around(from, to, &[from, to], 5.0);
        assert_eq!(free.path(5.0, 5.0), "M0 5L0 95");
        let around = EdgeRoute::around(from, to, &[from, point(0.0, 50.0), to], 5.0);
        assert!(around.control.x < 0.0);
        assert!(!around.is_near(point(0.0, 50.0), 6.0));
        assert!(free.crosses(point(-1.0, 40.0), point(1.0, 42.0)));
        assert!(!around.crosses(point(-1.0, 40.0), point(1.0, 42.0)));
    }
}
