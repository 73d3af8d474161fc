//! `linscape.trajectory/1` and `linscape.trace/1`: what a trajectory was like.

use crate::ProblemRecord;
use crate::json::trajectory::{SeenCheckpoint, VisitOrder, nearest_time};
use crate::json::{Generator, JsonDocument};
use crate::words::subset_text;
use crate::words::type_name;
use linscape_critical::Problem;
use linscape_flow::expected_stay;
use linscape_flow::{Coordinates, Ending, Trajectory, Visit};
use linscape_strata::BalancedClassification;
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Schema of a trajectory that was integrated.
pub const TRAJECTORY_SCHEMA: &str = "linscape.trajectory/1";

/// Schema of a training run that was given as checkpoints.
pub const TRACE_SCHEMA: &str = "linscape.trace/1";

/// A trajectory with the problem and options that it belongs to.
#[derive(Debug, Clone)]
pub struct TrajectoryDocument<'a> {
    /// The problem, in the loss of the trajectory.
    pub problem: &'a Problem,
    /// Provenance of the problem.
    pub source: Option<&'a Value>,
    /// What happened.
    pub trajectory: &'a Trajectory,
    /// The coordinates in which the weights moved.
    pub coordinates: Coordinates,
    /// Where the weights came from.
    pub origin: TrajectoryOrigin<'a>,
    /// How near a visit is to its family.
    pub visit_radius: f64,
    /// How much the conserved quantities may drift; none where the method conserves nothing.
    pub drift_tolerance: Option<f64>,
}

/// Where a trajectory came from.
#[derive(Debug, Clone)]
pub enum TrajectoryOrigin<'a> {
    /// It was computed here.
    Computed {
        /// The initialisation as it was asked for.
        initial: &'a str,
        /// Where random weights came from.
        seed: u64,
        /// `bdf`, `dop853`, `gd` or `sgd`.
        method: &'a str,
        /// Relative and absolute tolerance of an integration.
        tolerances: Option<(f64, f64)>,
        /// Step size and, on batches, their size, of a descent.
        descent: Option<(f64, Option<usize>)>,
        /// `2/λ_max` at the balanced global minimum.
        step_limit: Option<f64>,
        /// The step of the descent that the flow stands for.
        learning_rate: Option<f64>,
        /// Whether plateaus were crossed on the small network of what is not learned.
        predicted: bool,
    },
    /// It was given as checkpoints.
    Given {
        /// What was seen of them, in order.
        seen: &'a [SeenCheckpoint],
        /// The time of a step, if times are steps times this.
        learning_rate: Option<f64>,
    },
}

/// A visit; see `docs/formats.md`, "Trajectory".
#[derive(Debug, Clone, Serialize)]
pub(crate) struct VisitRecord {
    pub subset: Vec<usize>,
    pub counts: Vec<usize>,
    #[serde(rename = "type")]
    pub point_type: &'static str,
    pub enter: f64,
    pub leave: Option<f64>,
    pub gradient_norm: f64,
    pub distance: f64,
    pub closest: f64,
    pub loss: f64,
    pub stay: Option<f64>,
    pub expected_stay: Option<f64>,
    /// Said where it is so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub left_by_rounding: bool,
    #[serde(flatten)]
    pub steps: Option<StaySteps>,
}

/// Stays in steps, where the learning rate is known.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StaySteps {
    pub(crate) stay_steps: Option<f64>,
    expected_steps: Option<f64>,
}

impl TrajectoryDocument<'_> {
    /// Whether what the flow conserves drifted past the tolerance.
    #[must_use]
    pub fn has_drifted(&self) -> bool {
        let diverged = matches!(self.trajectory.ending, Ending::Diverged { .. });
        let drift = self.trajectory.conservation_drift;
        self.drift_tolerance.is_some_and(|most| !diverged && (drift > most || drift.is_nan()))
    }

    /// Everything up to the visits.
    pub(crate) fn write_begin<'s, W: Write, R: Serialize>(
        &'s self,
        document: &mut JsonDocument<W>,
        problem: &ProblemRecord,
        checkpoint: impl Fn(usize, &'s SeenCheckpoint) -> R,
    ) -> io::Result<()> {
        let trajectory = self.trajectory;
        let schema = match self.origin {
            TrajectoryOrigin::Computed { .. } => TRAJECTORY_SCHEMA,
            TrajectoryOrigin::Given { .. } => TRACE_SCHEMA,
        };
        document.field("schema", &schema)?;
        document.field("generator", &Generator::THIS)?;
        document.field("problem", problem)?;
        document.field("coordinates", &self.coordinates.name())?;
        self.write_origin(document, checkpoint)?;
        let (status, ended) = (trajectory.ending.name(), ending_text(trajectory.ending));
        document.field("status", &status)?;
        document.field("ending", &ended)?;
        if let Ending::Diverged { time } = trajectory.ending {
            document.field("diverged_at", &time)?;
        }
        let work = trajectory.work;
        document.field("steps", &work.steps)?;
        document.field("evaluations", &work.evaluations)?;
        let more = json!({
            "rejected": work.rejected,
            "linearisations": work.linearisations,
            "factorisations": work.factorisations,
            "hessian_products": work.products,
        });
        document.field("work", &more)?;
        let moments = &trajectory.moments;
        document.field("time", &moments.iter().map(|m| m.time).collect::<Vec<_>>())?;
        document.field("loss", &moments.iter().map(|m| m.loss).collect::<Vec<_>>())?;
        document.rows("modes", moments.iter().map(|moment| &moment.modes))?;
        document.field("visit_radius", &self.visit_radius)
    }

    /// Everything after the visits and what they say.
    pub(crate) fn write_end<W: Write>(&self, mut document: JsonDocument<W>) -> io::Result<()> {
        let trajectory = self.trajectory;
        document.field("largest_increase", &trajectory.largest_increase)?;
        let last = trajectory.last();
        let end = json!({
            "time": last.time,
            "loss": last.loss,
            "gradient_norm": trajectory.gradient_norm,
        });
        document.field("final", &end)?;
        document.end()
    }

    fn write_origin<'s, W: Write, R: Serialize>(
        &'s self,
        document: &mut JsonDocument<W>,
        checkpoint: impl Fn(usize, &'s SeenCheckpoint) -> R,
    ) -> io::Result<()> {
        match &self.origin {
            TrajectoryOrigin::Computed {
                initial,
                seed,
                method,
                tolerances,
                descent,
                step_limit,
                learning_rate,
                predicted,
            } => {
                let (kind, _) = initial.split_once(':').unwrap_or((initial, ""));
                document.field("initial", &json!({ "kind": kind, "text": initial }))?;
                document.field("seed", seed)?;
                document.field("method", method)?;
                let tolerances = tolerances.map(
                    |(relative, absolute)| json!({ "relative": relative, "absolute": absolute }),
                );
                document.field("tolerances", &tolerances)?;
                let descent = descent.map(|(step, batch)| json!({ "step": step, "batch": batch }));
                document.field("descent", &descent)?;
                document.field("step_limit", &step_limit.filter(|limit| limit.is_finite()))?;
                document.field("learning_rate", learning_rate)?;
                document.field("predicted", predicted)
            }
            TrajectoryOrigin::Given { seen, learning_rate } => {
                let files: Vec<&str> = seen.iter().map(|at| at.file.as_str()).collect();
                document.field("files", &files)?;
                document.field("learning_rate", learning_rate)?;
                let rows = seen.iter().enumerate().map(|(at, seen)| checkpoint(at, seen));
                document.rows("checkpoints", rows)
            }
        }
    }

    pub(crate) fn visits(&self) -> Vec<VisitRecord> {
        let visits = self.merged_visits();
        let next = visits.iter().skip(1).map(Some).chain(std::iter::once(None));
        visits.iter().zip(next).map(|(visit, next)| self.visit(visit, next)).collect()
    }

    /// The visits, those of one family in a row as one.
    pub(crate) fn merged_visits(&self) -> Vec<Visit> {
        let mut merged: Vec<Visit> = Vec::new();
        for visit in &self.trajectory.visits {
            match merged.last_mut() {
                Some(last)
                    if (&last.subset, &last.passes, last.point)
                        == (&visit.subset, &visit.passes, visit.point) =>
                {
                    let (enter, gradient) =
                        (last.enter, last.gradient_norm.min(visit.gradient_norm));
                    let nearer = if visit.distance < last.distance { visit } else { &*last };
                    *last = Visit {
                        enter,
                        leave: visit.leave,
                        gradient_norm: gradient,
                        ..nearer.clone()
                    };
                }
                _ => merged.push(visit.clone()),
            }
        }
        merged
    }

    fn visit(&self, visit: &Visit, next: Option<&Visit>) -> VisitRecord {
        let problem = self.problem;
        let stay = visit.leave.map(|leave| leave - visit.enter);
        let expected = self.expected_stay(visit, next);
        let rate = match self.origin {
            TrajectoryOrigin::Given { learning_rate, .. }
            | TrajectoryOrigin::Computed { learning_rate, .. } => learning_rate,
        };
        let in_steps = |time: Option<f64>| time.zip(rate).map(|(time, rate)| time / rate);
        let steps = rate
            .map(|_| StaySteps { stay_steps: in_steps(stay), expected_steps: in_steps(expected) });
        VisitRecord {
            subset: visit.subset.indices(problem.spectrum().multiplicities()),
            counts: visit.subset.counts().to_vec(),
            point_type: type_name(BalancedClassification::new(problem, &visit.subset).point_type),
            enter: visit.enter,
            leave: visit.leave,
            gradient_norm: visit.gradient_norm,
            distance: visit.distance,
            closest: visit.closest,
            loss: problem.loss(&visit.subset),
            stay,
            expected_stay: expected,
            left_by_rounding: next.is_some_and(|next| visit.is_left_by_rounding(next)),
            steps,
        }
    }

    /// By the flow of what is not learned, from where the visit was closest; where that says nothing, and of aligned modes,
    /// by the closed form of a mode, which whitened coordinates have. None of a visit that was predicted itself.
    fn expected_stay(&self, visit: &Visit, next: Option<&Visit>) -> Option<f64> {
        match &self.origin {
            TrajectoryOrigin::Given { seen, .. } => {
                let at = nearest_time(seen.iter().map(|at| at.time), visit.closest)?;
                Some(visit.closest - visit.enter + seen[at].remaining_stay?)
            }
            TrajectoryOrigin::Computed { predicted: true, .. } => None,
            TrajectoryOrigin::Computed { initial, .. } => {
                let whitened = self.coordinates == Coordinates::Whitened;
                // Modes that are aligned grow alone, and for them the closed form is exact.
                let is_aligned = whitened && initial.starts_with("aligned:");
                if let Some(rest) = visit.remaining.filter(|_| !is_aligned) {
                    return Some(visit.closest - visit.enter + rest);
                }
                let next = next.filter(|_| whitened)?;
                expected_stay(self.problem, visit, next, self.visit_radius)
            }
        }
    }

    /// Whether the visits are the greedy path from its beginning, as far as they go; among equal
    /// singular values the flow may stop or not. None when the trajectory does not begin at `∅`.
    #[must_use]
    pub fn follows_greedy_path(&self) -> Option<bool> {
        self.order().map(|order| matches!(order, VisitOrder::Greedy))
    }

    /// How the visits compare with the greedy path. None when the trajectory does not begin at `∅`.
    #[must_use]
    pub fn order(&self) -> Option<VisitOrder> {
        VisitOrder::of(self.problem, &self.merged_visits())
    }

    /// Whether the last visit is at the end of the greedy path.
    pub(crate) fn has_arrived(&self) -> bool {
        let last = self.trajectory.visits.last();
        last.is_some_and(|visit| visit.subset.rank() == self.problem.maximal_rank())
    }

    pub(crate) fn subset_names(subsets: &[Vec<usize>]) -> Vec<String> {
        subsets.iter().map(|subset| subset_text(subset)).collect()
    }
}

/// How a trajectory ended, in a word.
pub(crate) fn ending_text(ending: Ending) -> &'static str {
    match ending {
        Ending::Finished => "reached",
        Ending::AtRest => "at rest",
        Ending::Diverged { .. } => "diverged",
        Ending::Interrupted => "interrupted",
        Ending::OutOfSteps => "out of steps",
        Ending::BrokenOff => "broken off",
    }
}
