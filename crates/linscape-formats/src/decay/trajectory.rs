//! `linscape.trajectory/1` and `linscape.trace/1` with decay.

use super::{DecayRecord, word_text};
use crate::json::JsonDocument;
use crate::text::{Tone, text_table};
use crate::words::family_type_name;
use crate::{
    ProblemRecord, ReportStyle, SeenCheckpoint, TrajectoryDocument, WrittenTrajectory, number_text,
};
use linscape_decay::{Class, DecayedProblem, FamilyType, Word, form};
use linscape_flow::{Trajectory, Visit};
use serde::Serialize;
use std::io::{self, Write};

/// A trajectory of a loss with decay.
#[derive(Debug, Clone)]
pub struct DecayedTrajectory<'a> {
    /// What is the same with and without decay.
    pub plain: TrajectoryDocument<'a>,
    /// The problem with its decay.
    pub decayed: &'a DecayedProblem,
    /// Of checkpoints the family that each is near to, with the distance of the maps.
    pub near: &'a [Option<(Word, f64)>],
}

/// A visit of a family with decay.
#[derive(Debug, Clone, Serialize)]
struct VisitRecord {
    key: String,
    learned: Vec<usize>,
    passes: Vec<usize>,
    #[serde(rename = "type")]
    family_type: &'static str,
    enter: f64,
    leave: Option<f64>,
    gradient_norm: f64,
    distance: f64,
    closest: f64,
    loss: f64,
    stay: Option<f64>,
    #[serde(skip)]
    tone: Tone,
}

/// A checkpoint.
#[derive(Debug, Clone, Serialize)]
struct CheckpointRecord<'a> {
    file: &'a str,
    step: f64,
    time: f64,
    loss: Option<f64>,
    gradient_norm: Option<f64>,
    near: Option<NearRecord>,
}

#[derive(Debug, Clone, Serialize)]
struct NearRecord {
    key: String,
    learned: Vec<usize>,
    passes: Vec<usize>,
    #[serde(rename = "type")]
    family_type: &'static str,
    index: Option<usize>,
    loss: f64,
    distance: f64,
}

/// Where a mode starts, and what it has to pass to be learned.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
struct StartRecord {
    mode: usize,
    sigma: f64,
    /// `(|u_lᵀ W v_l|/√γ)^{1/h}`.
    amplitude: f64,
    /// `x₋`.
    pass: Option<f64>,
    /// `x₊`.
    learned: Option<f64>,
}

impl DecayedTrajectory<'_> {
    fn visits(&self) -> Vec<VisitRecord> {
        self.plain.merged_visits().iter().map(|visit| self.visit(visit)).collect()
    }

    fn visit(&self, visit: &Visit) -> VisitRecord {
        let problem = self.decayed;
        let word = Word::new(visit.subset.counts().to_vec(), visit.passes.counts().to_vec());
        let (learned, passes) = word.indices(&problem.multiplicities());
        let family_type = form(problem, &word).family_type;
        VisitRecord {
            key: word_text(&word, &problem.multiplicities()),
            learned,
            passes,
            family_type: family_type_name(family_type),
            enter: visit.enter,
            leave: visit.leave,
            gradient_norm: visit.gradient_norm,
            distance: visit.distance,
            closest: visit.closest,
            loss: problem.loss(&word),
            stay: visit.leave.map(|leave| leave - visit.enter),
            tone: match family_type {
                FamilyType::GlobalMinimum => Tone::Good,
                FamilyType::LocalMinimum | FamilyType::NonstrictSaddle => Tone::Warning,
                FamilyType::StrictSaddle | FamilyType::Undecided => Tone::Plain,
            },
        }
    }

    fn checkpoint<'s>(&self, at: usize, seen: &'s SeenCheckpoint) -> CheckpointRecord<'s> {
        let problem = self.decayed;
        let near = self.near.get(at).and_then(Option::as_ref).map(|(word, distance)| {
            let (learned, passes) = word.indices(&problem.multiplicities());
            let form = form(problem, word);
            NearRecord {
                key: word_text(word, &problem.multiplicities()),
                learned,
                passes,
                family_type: family_type_name(form.family_type),
                index: form.inertia.map(|inertia| inertia.negative),
                loss: problem.loss(word),
                distance: *distance,
            }
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
        self.visits().windows(2).all(|pair| pair[1].loss < pair[0].loss)
    }

    fn starts(&self) -> Vec<StartRecord> {
        let problem = self.decayed;
        let depth = problem.depth() as f64;
        let classes = problem.classes().iter();
        let modes = classes.flat_map(|class| std::iter::repeat_n(class, class.multiplicity));
        let first = self.plain.trajectory.moments.first().map(|moment| moment.modes.clone());
        let start = |((at, class), map): ((usize, &Class), f64)| StartRecord {
            mode: at + 1,
            sigma: class.mode.singular_value(),
            amplitude: (map.abs() / class.mode.stiffness().sqrt()).powf(1.0 / depth),
            pass: class.roots.small().map(|root| root.amplitude),
            learned: class.roots.large().map(|root| root.amplitude),
        };
        modes.enumerate().zip(first.unwrap_or_default()).map(start).collect()
    }

    fn write_passes(&self, out: &mut impl Write) -> io::Result<()> {
        let starts = self.starts();
        let of = |start: &StartRecord| {
            let pass = start.pass.map(number_text);
            pass.map(|pass| format!("{} of x₋ = {pass}", number_text(start.amplitude)))
        };
        let passes: Vec<String> = starts.iter().filter_map(of).collect();
        if passes.is_empty() {
            return Ok(());
        }
        let more = if passes.len() > SHOWN { ", …" } else { "" };
        writeln!(out, "amplitudes   {}{more}", passes[..passes.len().min(SHOWN)].join(", "))?;
        if starts.iter().all(|start| start.pass.is_none_or(|pass| start.amplitude < pass)) {
            writeln!(
                out,
                "             small starts learn nothing: a balanced start learns a mode only from \
                 above its x₋,\n             and below them all decays to ∅"
            )?;
        }
        Ok(())
    }
}

/// Modes whose passes stand in the summary.
const SHOWN: usize = 4;

fn visit_table(visits: &[VisitRecord], style: ReportStyle) -> String {
    let header = ["family", "type", "loss", "enter", "leave", "stay", "gradient", "distance"];
    let optional = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), number_text);
    let rows = visits.iter().map(|visit| {
        let cells = vec![
            visit.key.clone(),
            visit.family_type.replace('_', " "),
            number_text(visit.loss),
            number_text(visit.enter),
            optional(visit.leave),
            optional(visit.stay),
            number_text(visit.gradient_norm),
            number_text(visit.distance),
        ];
        (visit.tone, cells)
    });
    text_table(&header, rows, style)
}

impl WrittenTrajectory for DecayedTrajectory<'_> {
    fn trajectory(&self) -> &Trajectory {
        self.plain.trajectory
    }

    fn write_json(&self, out: impl Write) -> io::Result<()> {
        let mut document = JsonDocument::begin(out)?;
        let record = ProblemRecord::new(self.plain.problem, self.plain.source);
        let record = record.with_decay(DecayRecord::new(self.decayed));
        self.plain.write_begin(&mut document, &record, |at, seen| self.checkpoint(at, seen))?;
        document.rows("visits", self.visits())?;
        document.field("descends", &self.descends())?;
        document.rows("starts", self.starts())?;
        self.plain.write_end(document)
    }

    fn write_text(&self, mut out: impl Write, style: ReportStyle) -> io::Result<()> {
        self.plain.write_head(&mut out)?;
        self.write_passes(&mut out)?;
        let visits = self.visits();
        if visits.is_empty() {
            let radius = self.plain.visit_radius;
            writeln!(out, "visits       none: no family came within {radius}")?;
        } else {
            writeln!(out, "\n{}\n", visit_table(&visits, style))?;
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
