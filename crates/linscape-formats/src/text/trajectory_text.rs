//! What a trajectory was like, for people.

use crate::json::trajectory::{VisitOrder, VisitRecord, greedy_path};
use crate::text::{Tone, coefficient_cells, text_table};
use crate::words::subset_text;
use crate::{
    ReportStyle, SeenCheckpoint, TrajectoryDocument, TrajectoryOrigin, number_text, visible,
};
use linscape_critical::numbered;
use linscape_flow::Ending;
use std::io::{self, Write};

/// Paths longer than this are cut in the middle.
const SHOWN: usize = 8;

impl TrajectoryDocument<'_> {
    /// Writes a summary: how it was computed, the saddles visited, what was expected, what was
    /// conserved, and how it ended.
    pub(crate) fn write_summary(&self, mut out: impl Write, style: ReportStyle) -> io::Result<()> {
        self.write_head(&mut out)?;
        let visits = self.visits();
        if visits.is_empty() {
            writeln!(out, "visits       none: no family came within {}", self.visit_radius)?;
        } else {
            writeln!(out, "\n{}\n", visit_table(&visits, self.is_predicted(), style))?;
        }
        if let TrajectoryOrigin::Given { seen, .. } = &self.origin
            && seen.iter().any(|at| at.learning.is_some())
        {
            writeln!(out, "{}\n", self.checkpoint_table(seen, style))?;
        }
        if let Some(order) = self.order().filter(|_| self.starts_small()) {
            let verdict = match (&order, self.has_arrived()) {
                (VisitOrder::Greedy, has_arrived) => {
                    let extent =
                        if has_arrived { "as visited" } else { "whose beginning was visited" };
                    format!("{extent}{}", self.between_ties(&visits))
                }
                (VisitOrder::Consistent { passed_over }, _) => {
                    let names = shortened(&Self::subset_names(passed_over)).replace(" → ", ", ");
                    format!("visited in this order, {names} passed over")
                }
                (VisitOrder::Other, _) => "but visited otherwise".to_owned(),
            };
            let expected = shortened(&Self::subset_names(&greedy_path(self.problem)));
            writeln!(
                out,
                "expected     {expected}, {verdict}\n             \
                 the greedy path from generic small weights: proved for its first step, \
                 conjectured beyond"
            )?;
        }
        self.write_foot(&mut out)
    }

    /// The families between equal singular values at which the flow stopped besides: the path does not name them, as
    /// flow from most small weights learns equal values together.
    fn between_ties(&self, visits: &[VisitRecord]) -> String {
        let path = greedy_path(self.problem);
        let mut met: Vec<Vec<usize>> = Vec::new();
        for visit in visits.iter().filter(|visit| !path.contains(&visit.subset)) {
            if !met.contains(&visit.subset) {
                met.push(visit.subset.clone());
            }
        }
        if met.is_empty() {
            return String::new();
        }
        let names = shortened(&Self::subset_names(&met)).replace(" → ", ", ");
        format!(", with {names} between tied modes")
    }

    /// Whether the greedy path is expected at all: starts near a saddle, aligned with the modes, or
    /// given by somebody are not generic small weights; of checkpoints nothing is known.
    fn starts_small(&self) -> bool {
        match &self.origin {
            TrajectoryOrigin::Given { .. } => true,
            TrajectoryOrigin::Computed { initial, .. } => {
                !["near:", "aligned:", "file:"].iter().any(|kind| initial.starts_with(kind))
            }
        }
    }

    fn is_predicted(&self) -> bool {
        matches!(self.origin, TrajectoryOrigin::Computed { predicted: true, .. })
    }

    pub(crate) fn write_head(&self, out: &mut impl Write) -> io::Result<()> {
        let work = self.trajectory.work;
        let coordinates = self.coordinates.name();
        match &self.origin {
            TrajectoryOrigin::Given { seen, .. } => {
                writeln!(out, "checkpoints  {}, {coordinates} coordinates", seen.len())
            }
            TrajectoryOrigin::Computed {
                initial,
                seed,
                method,
                descent,
                step_limit,
                predicted,
                ..
            } => {
                // Nothing is drawn where weights are given and all samples are taken.
                let is_given = ["file:", "aligned:"].iter().any(|kind| initial.starts_with(kind));
                let drawn = !is_given || *method == "sgd";
                let seed = if drawn { format!(", seed {seed}") } else { String::new() };
                let initial = visible(initial);
                writeln!(out, "start        {initial}{seed}, {coordinates} coordinates")?;
                let steps = numbered(work.steps, "step", "steps");
                let evaluations = numbered(work.evaluations, "evaluation", "evaluations");
                let how =
                    if *predicted { "predicted, plateaus on what is not learned" } else { method };
                writeln!(out, "method       {how}: {steps}, {evaluations}")?;
                let Some(limit) = step_limit.filter(|limit| limit.is_finite()) else {
                    return Ok(());
                };
                let limit = number_text(limit);
                let own = descent
                    .map_or_else(String::new, |(step, _)| format!("; step {}", number_text(step)));
                writeln!(
                    out,
                    "step limit   {limit} for gradient descent at the balanced global minimum{own}"
                )
            }
        }
    }

    pub(crate) fn write_foot(&self, out: &mut impl Write) -> io::Result<()> {
        let trajectory = self.trajectory;
        if let Some(tolerance) = self.drift_tolerance {
            let drift = trajectory.conservation_drift;
            let verdict = if self.has_drifted() { "beyond" } else { "within" };
            writeln!(out, "conserved    drift {drift:.1e}, {verdict} {tolerance:.1e}")?;
        }
        let increase = trajectory.largest_increase;
        // Rounding of a sum of squares.
        if increase <= 1e-14 {
            writeln!(out, "loss         never increased")?;
        } else {
            writeln!(out, "loss         increased by at most {increase:.1e} of ½‖Σ‖² in a step")?;
        }
        let last = trajectory.last();
        let end = match trajectory.ending {
            Ending::Finished => String::new(),
            Ending::Diverged { time } => format!(", diverged at time {}", number_text(time)),
            Ending::AtRest if trajectory.leaves_biases => {
                ", at rest: the matrices fit all they reach, biases are left to move".to_owned()
            }
            Ending::AtRest => ", at rest at a critical point".to_owned(),
            Ending::Interrupted => ", interrupted".to_owned(),
            Ending::OutOfSteps => ", out of steps".to_owned(),
            Ending::BrokenOff => ", broken off".to_owned(),
        };
        writeln!(
            out,
            "end          time {}, loss {}, gradient {}{end}",
            number_text(last.time),
            number_text(last.loss),
            number_text(trajectory.gradient_norm)
        )
    }
}

impl TrajectoryDocument<'_> {
    /// A row a checkpoint, with the learning coefficients of its own function and of the family near by.
    fn checkpoint_table(&self, seen: &[SeenCheckpoint], style: ReportStyle) -> String {
        let multiplicities = self.problem.spectrum().multiplicities();
        let header = ["step", "loss", "near", "type", "distance", "λ", "m", "own λ", "own m"];
        let rows = seen.iter().map(|at| {
            let mut cells = vec![number_text(at.step), number_text(at.loss)];
            cells.extend(match &at.near {
                Some(near) => {
                    let [lambda, multiplicity, _] = coefficient_cells(&near.learning);
                    let distance = near.relative_distance.unwrap_or(near.distance);
                    let subset = subset_text(&near.subset.indices(multiplicities));
                    let point_type = near.point_type.to_string();
                    [subset, point_type, number_text(distance), lambda, multiplicity]
                }
                None => std::array::from_fn(|_| "-".to_owned()),
            });
            cells.extend(match &at.learning {
                Some(Ok(own)) => coefficient_cells(own).into_iter().take(2).collect(),
                Some(Err(_)) => vec!["undecided".to_owned(), "-".to_owned()],
                None => vec!["-".to_owned(); 2],
            });
            (Tone::Plain, cells)
        });
        text_table(&header, rows, style)
    }
}

fn visit_table(visits: &[VisitRecord], predicted: bool, style: ReportStyle) -> String {
    let in_steps = visits.iter().any(|visit| visit.steps.is_some());
    let mut header = vec!["learned", "loss", "enter", "leave", "stay"];
    header.extend(in_steps.then_some("steps"));
    let more: &[&str] = if predicted { &["type"] } else { &["expected", "gradient", "distance"] };
    header.extend(more);
    let optional = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), number_text);
    let rows = visits.iter().map(|visit| {
        let tone = match visit.point_type {
            "global_minimum" => Tone::Good,
            "nonstrict_saddle" => Tone::Warning,
            _ => Tone::Plain,
        };
        let mut cells = vec![
            subset_text(&visit.subset),
            number_text(visit.loss),
            number_text(visit.enter),
            optional(visit.leave),
            optional(visit.stay),
        ];
        cells.extend(in_steps.then(|| {
            let steps = visit.steps.as_ref().and_then(|steps| steps.stay_steps);
            steps.map_or_else(|| "-".to_owned(), |steps| number_text(steps.round()))
        }));
        if predicted {
            cells.push(visit.point_type.replace('_', " "));
        } else {
            let expected = optional(visit.expected_stay);
            let (gradient, distance) =
                (number_text(visit.gradient_norm), number_text(visit.distance));
            cells.extend([expected, gradient, distance]);
        }
        (tone, cells)
    });
    text_table(&header, rows, style)
}

fn shortened(path: &[String]) -> String {
    if path.len() <= SHOWN {
        return path.join(" → ");
    }
    let (first, last) = (&path[..SHOWN - 2], &path[path.len() - 1]);
    format!("{} → … → {last}", first.join(" → "))
}
