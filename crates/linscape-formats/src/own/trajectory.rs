//! `linscape.trajectory/1` and `linscape.trace/1` among listed points.

use crate::json::JsonDocument;
use crate::text::{Tone, text_table};
use crate::words::family_type_name;
use crate::{
    DecayRecord, ProblemRecord, ReportStyle, SeenCheckpoint, TrajectoryDocument, WrittenTrajectory,
    number_text,
};
use linscape_decay::FamilyType;
use linscape_flow::{Ending, Trajectory, Visit};
use linscape_points::{OwnLandscape, OwnPoint, OwnProblem};
use serde::Serialize;
use std::io::{self, Write};

/// A trajectory of a loss with decay on the data's own weights.
#[derive(Debug, Clone)]
pub struct OwnTrajectory<'a> {
    /// What is the same with and without decay.
    pub plain: TrajectoryDocument<'a>,
    /// The problem with its decay.
    pub own: &'a OwnProblem,
    /// The listed points.
    pub landscape: &'a OwnLandscape,
    /// Of checkpoints the position of the nearest point, with the distance of the maps.
    pub near: &'a [Option<(usize, f64)>],
}

/// A listed point.
#[derive(Debug, Clone, Serialize)]
struct PointName<'a> {
    key: &'a str,
    rank: usize,
    #[serde(rename = "type")]
    family_type: &'static str,
    index: Option<usize>,
}

/// A visit of a listed point.
#[derive(Debug, Clone, Serialize)]
struct VisitRecord<'a> {
    #[serde(flatten)]
    point: PointName<'a>,
    enter: f64,
    leave: Option<f64>,
    gradient_norm: f64,
    distance: f64,
    closest: f64,
    loss: f64,
    stay: Option<f64>,
}

/// A checkpoint.
#[derive(Debug, Clone, Serialize)]
struct CheckpointRecord<'a> {
    file: &'a str,
    step: f64,
    time: f64,
    loss: Option<f64>,
    gradient_norm: Option<f64>,
    near: Option<NearRecord<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct NearRecord<'a> {
    #[serde(flatten)]
    point: PointName<'a>,
    loss: f64,
    distance: f64,
}

impl OwnTrajectory<'_> {
    fn visits(&self) -> Vec<(&OwnPoint, VisitRecord<'_>)> {
        let visits = self.plain.merged_visits();
        visits.iter().filter_map(|visit| self.visit(visit)).collect()
    }

    /// The keys of the points visited, in order.
    #[must_use]
    pub fn visited_keys(&self) -> Vec<String> {
        self.visits().into_iter().map(|(point, _)| point.key.clone()).collect()
    }

    fn visit(&self, visit: &Visit) -> Option<(&OwnPoint, VisitRecord<'_>)> {
        let point = self.landscape.points.get(visit.point?)?;
        let record = VisitRecord {
            point: name(point),
            enter: visit.enter,
            leave: visit.leave,
            gradient_norm: visit.gradient_norm,
            distance: visit.distance,
            closest: visit.closest,
            loss: point.loss,
            stay: visit.leave.map(|leave| leave - visit.enter),
        };
        Some((point, record))
    }

    fn checkpoint<'s>(&'s self, at: usize, seen: &'s SeenCheckpoint) -> CheckpointRecord<'s> {
        let near = self.near.get(at).copied().flatten();
        let near = near.and_then(|(point, distance)| {
            let point = self.landscape.points.get(point)?;
            Some(NearRecord { point: name(point), loss: point.loss, distance })
        });
        CheckpointRecord {
            file: &seen.file,
            step: seen.step,
            time: seen.time,
            loss: Some(seen.loss).filter(|loss| loss.is_finite()),
            gradient_norm: Some(seen.gradient_norm).filter(|norm| norm.is_finite()),
            near,
        }
    }

    /// Whether every visit has a lower loss than the one before, as under gradient flow.
    #[must_use]
    pub fn descends(&self) -> bool {
        self.visits().windows(2).all(|pair| pair[1].1.loss < pair[0].1.loss)
    }

    /// Whether the weights came to rest away from all listed points.
    #[must_use]
    pub fn rests_unlisted(&self) -> bool {
        let trajectory = self.plain.trajectory;
        let is_near = trajectory.visits.last().is_some_and(|visit| visit.leave.is_none());
        trajectory.ending == Ending::AtRest && !is_near
    }
}

fn name(point: &OwnPoint) -> PointName<'_> {
    PointName {
        key: &point.key,
        rank: point.rank(),
        family_type: family_type_name(point.family_type),
        index: point.inertia.map(|own| own.negative),
    }
}

fn table(visits: &[(&OwnPoint, VisitRecord<'_>)], style: ReportStyle) -> String {
    let header = ["point", "type", "loss", "enter", "leave", "stay", "gradient", "distance"];
    let optional = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), number_text);
    let rows = visits.iter().map(|(point, visit)| {
        let tone = match point.family_type {
            FamilyType::GlobalMinimum => Tone::Good,
            FamilyType::LocalMinimum | FamilyType::NonstrictSaddle => Tone::Warning,
            FamilyType::StrictSaddle | FamilyType::Undecided => Tone::Plain,
        };
        let cells = vec![
            point.key.clone(),
            family_type_name(point.family_type).replace('_', " "),
            number_text(visit.loss),
            number_text(visit.enter),
            optional(visit.leave),
            optional(visit.stay),
            number_text(visit.gradient_norm),
            number_text(visit.distance),
        ];
        (tone, cells)
    });
    text_table(&header, rows, style)
}

impl WrittenTrajectory for OwnTrajectory<'_> {
    fn trajectory(&self) -> &Trajectory {
        self.plain.trajectory
    }

    fn write_json(&self, out: impl Write) -> io::Result<()> {
        let mut document = JsonDocument::begin(out)?;
        let record = ProblemRecord::new(self.plain.problem, self.plain.source);
        let record = record.with_decay(DecayRecord::of_own(self.own, self.landscape.case));
        self.plain.write_begin(&mut document, &record, |at, seen| self.checkpoint(at, seen))?;
        document.rows("visits", self.visits().into_iter().map(|(_, record)| record))?;
        document.field("descends", &self.descends())?;
        document.field("rests_unlisted", &self.rests_unlisted())?;
        self.plain.write_end(document)
    }

    fn write_text(&self, mut out: impl Write, style: ReportStyle) -> io::Result<()> {
        self.plain.write_head(&mut out)?;
        let visits = self.visits();
        if visits.is_empty() {
            let radius = self.plain.visit_radius;
            writeln!(out, "visits       none: no listed point came within {radius}")?;
        } else {
            writeln!(out, "\n{}\n", table(&visits, style))?;
        }
        if self.rests_unlisted() {
            writeln!(out, "end          at rest at a point that is not listed")?;
        }
        if !self.descends() {
            writeln!(
                out,
                "order        the loss rose from one visit to another, which the flow of the whole loss \
                 never does"
            )?;
        }
        self.plain.write_foot(&mut out)
    }
}
