//! Which points a task has verified where weights decay.

use crate::sweep::SweepFamily;
use crate::{SweepTask, TaskError, USUAL_DECAYED_POINTS};
use linscape_formats::OptionName;
use std::num::NonZeroUsize;

/// The points of a task: with decay there are no strata to choose among.
pub(super) struct PointsAsked {
    /// The key of one family; `None` for all.
    pub(super) family: Option<String>,
    pub(super) samples: usize,
    /// Keep the document in the row.
    pub(super) document: bool,
}

impl PointsAsked {
    /// `task` verifies.
    pub(super) fn of(task: &SweepTask) -> Result<Self, TaskError> {
        let SweepTask::Verify { subset, samples, limit, document, .. } = task else {
            unreachable!("only of a task of this kind")
        };
        if limit.is_some() {
            return Err(TaskError::NoStrataWithDecay { option: OptionName::Limit });
        }
        Ok(Self {
            family: subset.as_ref().map(SweepFamily::text),
            samples: samples.map_or(USUAL_DECAYED_POINTS, NonZeroUsize::get),
            document: *document,
        })
    }
}
