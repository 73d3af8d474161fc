//! Problems with weight decay, in columns: of landscapes over a grid of decays, the phase diagram.
//!
//! Columns that tasks have in common with those without decay are the same structs.

mod flow;
mod own_points;
mod points;
mod points_asked;

pub(crate) use own_points::OwnColumns;

use flow::DecayedFlowColumns;
use points::{DecayedClassifyColumns, DecayedVerifyColumns};

use crate::sweep::written;
use crate::{StatedDecay, SweepTask, TaskError, list_decayed};
use linscape_critical::{Observer, Progress};
use linscape_decay::FamilyType;
use linscape_formats::write_decayed_landscape;
use serde::Serialize;

/// What a task finds out of a problem with decay.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum DecayedColumns {
    Landscape(DecayedLandscapeColumns),
    Verify(DecayedVerifyColumns),
    Classify(DecayedClassifyColumns),
    Flow(DecayedFlowColumns),
}

impl DecayedColumns {
    /// Does a task; `None` when the observer stopped it.
    pub(crate) fn of(
        task: &SweepTask,
        stated: &StatedDecay,
        seed: u64,
        observer: &impl Observer,
    ) -> Result<Option<Self>, TaskError> {
        match task {
            SweepTask::Landscape { limit, document } => {
                let found = DecayedLandscapeColumns::of(stated, *limit, *document, observer)?;
                Ok(found.map(Self::Landscape))
            }
            SweepTask::Verify { .. } => {
                let found = DecayedVerifyColumns::of(task, stated, seed, observer)?;
                Ok(found.map(Self::Verify))
            }
            SweepTask::Classify { .. } => {
                Ok(Some(Self::Classify(DecayedClassifyColumns::of(task, stated)?)))
            }
            SweepTask::Flow(settings) => {
                let found = DecayedFlowColumns::of(settings, stated, seed, observer)?;
                Ok(found.map(Self::Flow))
            }
        }
    }
}

/// Exact counts are texts: they outgrow 64 bits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct DecayedLandscapeColumns {
    families: String,
    critical_values: Option<String>,
    strict: String,
    nonstrict: String,
    connections: usize,
    lowest_loss: Option<f64>,
    highest_loss: Option<f64>,
    /// Local minima, the global ones included.
    local_minima: usize,
    /// How many modes the global minimum learns; null where that is undecided.
    global_rank: Option<usize>,
    /// The smallest and largest climb from a minimum to the next of higher rank.
    lowest_barrier: Option<f64>,
    highest_barrier: Option<f64>,
    document: Option<String>,
}

impl DecayedLandscapeColumns {
    /// The columns; `None` when the observer stopped the listing.
    fn of(
        stated: &StatedDecay,
        limit: Option<usize>,
        document: bool,
        observer: &impl Observer,
    ) -> Result<Option<Self>, TaskError> {
        let landscape = list_decayed(stated, limit, observer)?;
        let progress = Progress { done: 1, total: Some(1) };
        if landscape.is_interrupted() || observer.advance(progress).is_break() {
            return Ok(None);
        }
        let counts = landscape.counts();
        let families = landscape.families();
        let is_global = |kind| kind == FamilyType::GlobalMinimum;
        let global = families.iter().find(|family| is_global(family.form.family_type));
        let climbs = || landscape.barriers().iter().map(|barrier| barrier.up);
        let source = stated.stated.source.as_ref();
        Ok(Some(Self {
            families: counts.families.to_string(),
            critical_values: landscape.critical_values().map(|number| number.to_string()),
            strict: counts.strict.to_string(),
            nonstrict: counts.nonstrict.to_string(),
            connections: landscape.connections().len(),
            lowest_loss: families.first().map(|family| family.loss),
            highest_loss: families.last().map(|family| family.loss),
            local_minima: counts.local_minima,
            global_rank: global.map(|family| family.word.rank()),
            lowest_barrier: climbs().reduce(f64::min),
            highest_barrier: climbs().reduce(f64::max),
            document: document.then(|| {
                written(|out| {
                    write_decayed_landscape(out, &stated.stated.problem, &landscape, source)
                })
            }),
        }))
    }
}
