//! The landscape with weight decay, in columns: over a grid of decays, the phase diagram.

use crate::sweep::written;
use crate::{StatedDecay, StatedProblem, TaskError, list_decayed};
use linscape_critical::{Observer, Progress};
use linscape_decay::{DecayedProblem, FamilyType};
use linscape_formats::write_decayed_landscape;
use serde::Serialize;

/// Exact counts are texts: they outgrow 64 bits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct DecayedColumns {
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

impl DecayedColumns {
    /// The columns; `None` when the observer stopped the listing.
    pub(crate) fn of(
        stated: &StatedProblem,
        decayed: &DecayedProblem,
        limit: Option<usize>,
        document: bool,
        observer: &impl Observer,
    ) -> Result<Option<Self>, TaskError> {
        let stated = StatedDecay { stated: stated.clone(), decayed: decayed.clone() };
        let landscape = list_decayed(&stated, limit, observer)?;
        let progress = Progress { done: 1, total: Some(1) };
        if landscape.is_interrupted() || observer.advance(progress).is_break() {
            return Ok(None);
        }
        let counts = landscape.counts();
        let families = landscape.families();
        let is_global = |kind| kind == FamilyType::GlobalMinimum;
        let global = families.iter().find(|family| is_global(family.form.family_type));
        let climbs = || landscape.barriers().iter().map(|barrier| barrier.up);
        let all = !landscape.is_truncated();
        let source = stated.stated.source.as_ref();
        Ok(Some(Self {
            families: counts.families.to_string(),
            critical_values: all.then(|| landscape.fibers().len().to_string()),
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
