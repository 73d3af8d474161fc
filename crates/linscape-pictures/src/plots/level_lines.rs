//! Lines on which a function of the plane has a value.

use crate::plots::PlotFrame;

/// Cells of the grid along each axis.
const CELLS: usize = 160;
/// Halvings by which a crossing of an edge is found: its place is then that of the function's rounding.
const HALVINGS: usize = 40;

/// A function of a plane, and its values on a grid over a frame.
pub(crate) struct LevelLines<'a> {
    value: &'a dyn Fn(f64, f64) -> f64,
    frame: PlotFrame,
    /// Row by row from below.
    grid: Vec<f64>,
}

/// A point of an edge between two neighbours of the grid, as the edge's first corner and whether it runs upwards.
type Edge = (usize, usize, bool);

impl<'a> LevelLines<'a> {
    pub(crate) fn new(value: &'a dyn Fn(f64, f64) -> f64, frame: PlotFrame) -> Self {
        let mut lines = Self { value, frame, grid: Vec::new() };
        let corners = (0..=CELLS).flat_map(|row| (0..=CELLS).map(move |column| (column, row)));
        lines.grid = corners
            .map(|(column, row)| {
                let [s, t] = lines.corner(column as f64, row as f64);
                value(s, t)
            })
            .collect();
        lines
    }

    /// The values on the grid.
    pub(crate) fn values(&self) -> &[f64] {
        &self.grid
    }

    /// The lines of a level. Crossings with the edges of the grid are found by halving; between them, in cells of a few
    /// units of the picture, lines are straight.
    pub(crate) fn at(&self, level: f64) -> Vec<Vec<[f64; 2]>> {
        let mut segments = Vec::new();
        for row in 0..CELLS {
            for column in 0..CELLS {
                self.cross(column, row, level, &mut segments);
            }
        }
        joined(&segments)
            .into_iter()
            .map(|line| line.into_iter().map(|edge| self.crossing(edge, level)).collect())
            .collect()
    }

    fn corner(&self, column: f64, row: f64) -> [f64; 2] {
        let (across, up) = (&self.frame.across, &self.frame.up);
        let part = |low: f64, high: f64, at: f64| low + (high - low) * at / CELLS as f64;
        [part(across.low, across.high, column), part(up.low, up.high, row)]
    }

    fn is_above(&self, column: usize, row: usize, level: f64) -> bool {
        self.grid[row * (CELLS + 1) + column] > level
    }

    /// The segments of a level in a cell: none, one, or two where opposite corners are on one side, which are taken
    /// apart by the value in the middle.
    fn cross(&self, column: usize, row: usize, level: f64, segments: &mut Vec<(Edge, Edge)>) {
        let above = |i: usize, j: usize| self.is_above(column + i, row + j, level);
        let [a, b, c, d] = [above(0, 0), above(1, 0), above(1, 1), above(0, 1)];
        let (bottom, top) = ((column, row, false), (column, row + 1, false));
        let (left, right) = ((column, row, true), (column + 1, row, true));
        let mut crossed: Vec<Edge> = Vec::new();
        for (edge, differs) in [(bottom, a != b), (right, b != c), (top, c != d), (left, d != a)] {
            if differs {
                crossed.push(edge);
            }
        }
        match crossed[..] {
            [from, to] => segments.push((from, to)),
            [first, second, third, fourth] => {
                let [s, t] = self.corner(column as f64 + 0.5, row as f64 + 0.5);
                // The corner between left and bottom is cut off where the middle is on the other side.
                if ((self.value)(s, t) > level) == a {
                    segments.extend([(first, second), (third, fourth)]);
                } else {
                    segments.extend([(fourth, first), (second, third)]);
                }
            }
            _ => {}
        }
    }

    fn crossing(&self, (column, row, is_upwards): Edge, level: f64) -> [f64; 2] {
        let place = |share: f64| {
            let (column, row) = (column as f64, row as f64);
            if is_upwards {
                self.corner(column, row + share)
            } else {
                self.corner(column + share, row)
            }
        };
        let starts_above = self.is_above(column, row, level);
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            let [s, t] = place(middle);
            if ((self.value)(s, t) > level) == starts_above { low = middle } else { high = middle }
        }
        place(0.5 * (low + high))
    }
}

/// Segments as lines, each as long as possible; in the order of the first segment of each.
fn joined(segments: &[(Edge, Edge)]) -> Vec<Vec<Edge>> {
    let mut at_edge: std::collections::HashMap<Edge, Vec<usize>> = std::collections::HashMap::new();
    for (at, (from, to)) in segments.iter().enumerate() {
        at_edge.entry(*from).or_default().push(at);
        at_edge.entry(*to).or_default().push(at);
    }
    let mut is_used = vec![false; segments.len()];
    let walk = |mut end: Edge, is_used: &mut Vec<bool>| {
        let mut line = Vec::new();
        while let Some(&at) = at_edge[&end].iter().find(|&&at| !is_used[at]) {
            is_used[at] = true;
            let (from, to) = segments[at];
            end = if from == end { to } else { from };
            line.push(end);
        }
        line
    };
    let mut lines = Vec::new();
    for at in 0..segments.len() {
        if is_used[at] {
            continue;
        }
        is_used[at] = true;
        let (from, to) = segments[at];
        let mut line = walk(from, &mut is_used);
        line.reverse();
        line.extend([from, to]);
        line.extend(walk(to, &mut is_used));
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plots::PlotAxis;

    #[test]
    fn the_level_of_a_circle_is_one_closed_line_on_it() {
        let axis = PlotAxis::linear(-2.0, 2.0, "");
        let frame =
            PlotFrame { left: 0.0, top: 0.0, width: 400.0, height: 400.0, across: axis, up: axis };
        let value = |s: f64, t: f64| s * s + t * t;
        let lines = LevelLines::new(&value, frame).at(1.3);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].len() > 200 && lines[0].first() == lines[0].last());
        for [s, t] in &lines[0] {
            assert!((s * s + t * t - 1.3).abs() < 1e-9);
        }
    }

    #[test]
    fn a_saddle_is_crossed_by_lines_that_do_not_meet() {
        let axis = PlotAxis::linear(-1.0, 1.0, "");
        let frame =
            PlotFrame { left: 0.0, top: 0.0, width: 400.0, height: 400.0, across: axis, up: axis };
        let value = |s: f64, t: f64| s * t;
        assert_eq!(LevelLines::new(&value, frame).at(1e-7).len(), 2);
        assert_eq!(LevelLines::new(&value, frame).at(-1e-7).len(), 2);
    }
}
