//! A job done: its row.

use crate::sweep::SweepResult;
use crate::{Stated, SweepJob, SweepRow};
use linscape_critical::Observer;
use std::panic::{AssertUnwindSafe, catch_unwind};

impl SweepJob {
    /// Does the job for the problem as it was stated, or could not be. Whatever fails is a row with
    /// its error; `None` only when the observer stopped the work.
    pub fn run(
        &self,
        stated: Result<&Stated, &String>,
        observer: &impl Observer,
    ) -> Option<SweepRow> {
        let stated = match stated {
            Ok(stated) => stated,
            Err(message) => return Some(SweepRow::failed(self, None, message)),
        };
        let work = || SweepResult::of(&self.task, stated, self.seed.unwrap_or(0), observer);
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Ok(Some(result))) => Some(SweepRow::done(self, stated, result)),
            Ok(Ok(None)) => None,
            Ok(Err(error)) => Some(SweepRow::failed(self, Some(stated), &error.to_string())),
            Err(_) => Some(SweepRow::failed(self, Some(stated), "a fault inside linscape")),
        }
    }
}
