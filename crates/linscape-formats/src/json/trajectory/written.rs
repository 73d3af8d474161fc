//! A trajectory as a record, a table and a summary.

use super::checkpoint_record::CheckpointRecord;
use super::record::TrajectoryDocument;
use super::visit_order::{VisitOrder, greedy_path};
use crate::json::JsonDocument;
use crate::{ProblemRecord, ReportStyle};
use linscape_flow::{Ending, Trajectory};
use std::io::{self, Write};

/// A trajectory as it is written, with weight decay or without.
pub trait WrittenTrajectory {
    /// What was followed.
    fn trajectory(&self) -> &Trajectory;

    /// Writes the record; see `docs/formats.md`, "Trajectory".
    ///
    /// # Errors
    /// When the output cannot be written.
    fn write_json(&self, out: impl Write) -> io::Result<()>;

    /// Writes a summary for people: how it was computed, what was visited, what was expected, how it
    /// ended.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn write_text(&self, out: impl Write, style: ReportStyle) -> io::Result<()>;

    /// Writes one row a moment: time, loss, and the modes.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn write_csv(&self, out: impl Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(out);
        let modes = self.trajectory().last().modes.len();
        let names = ["time".to_owned(), "loss".to_owned()];
        table.write_record(names.into_iter().chain((1..=modes).map(|l| format!("mode_{l}"))))?;
        for moment in &self.trajectory().moments {
            let numbers = [moment.time, moment.loss].into_iter().chain(moment.modes.clone());
            table.write_record(numbers.map(|number| number.to_string()))?;
        }
        table.flush()
    }

    /// Whether somebody stopped it.
    fn is_interrupted(&self) -> bool {
        self.trajectory().ending == Ending::Interrupted
    }
}

impl WrittenTrajectory for TrajectoryDocument<'_> {
    fn trajectory(&self) -> &Trajectory {
        self.trajectory
    }

    fn write_json(&self, out: impl Write) -> io::Result<()> {
        let mut document = JsonDocument::begin(out)?;
        let problem = ProblemRecord::new(self.problem, self.source);
        self.write_begin(&mut document, &problem, |_, seen| {
            CheckpointRecord::new(self.problem, seen)
        })?;
        document.rows("visits", self.visits())?;
        document.field("expected_visits", &greedy_path(self.problem))?;
        document.field("follows_greedy_path", &self.follows_greedy_path())?;
        let order = self.order();
        document.field("order", &order.as_ref().map(VisitOrder::name))?;
        document.field("passed_over", &order.as_ref().map(VisitOrder::passed_over))?;
        let trajectory = self.trajectory;
        document.field("conservation_drift", &trajectory.conservation_drift)?;
        document.field("drift_tolerance", &self.drift_tolerance)?;
        self.write_end(document)
    }

    fn write_text(&self, out: impl Write, style: ReportStyle) -> io::Result<()> {
        self.write_summary(out, style)
    }
}
