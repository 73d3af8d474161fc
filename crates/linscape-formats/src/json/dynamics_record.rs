//! The `dynamics` of a family in JSON.

use linscape_flow::{CoordinateCounts, Decoupled, Dynamics};
use linscape_strata::{EscapingLinks, FamilyShape};
use serde::Serialize;

/// By which directions gradient flow enters and leaves a balanced point; see `docs/formats.md`,
/// "Dynamics".
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DynamicsRecord {
    unstable: usize,
    stable: usize,
    centre: CentreRecord,
    silent: Option<SilentRecord>,
    decoupled: DecoupledRecord,
}

#[derive(Debug, Clone, Serialize)]
struct CentreRecord {
    along: usize,
    across: usize,
}

#[derive(Debug, Clone, Serialize)]
struct SilentRecord {
    escape_order: usize,
    coordinates: usize,
    paths: String,
}

#[derive(Debug, Clone, Serialize)]
struct DecoupledRecord {
    stable: usize,
    unstable: usize,
    learnable: usize,
    layers: LayersRecord,
}

#[derive(Debug, Clone, Serialize)]
struct LayersRecord {
    stable: usize,
    unstable: usize,
    neutral: usize,
}

impl DynamicsRecord {
    pub(crate) fn balanced(shape: &FamilyShape) -> Self {
        let full = Dynamics::balanced(shape);
        let Decoupled { amplitudes, layers, learnable } = Decoupled::of(shape);
        let CoordinateCounts { stable, unstable, neutral } = layers;
        Self {
            unstable: full.unstable,
            stable: full.stable,
            centre: CentreRecord { along: full.centre_along, across: full.centre_across },
            silent: full.silent.as_ref().map(SilentRecord::new),
            decoupled: DecoupledRecord {
                stable: amplitudes.stable,
                unstable: amplitudes.unstable,
                learnable,
                layers: LayersRecord { stable, unstable, neutral },
            },
        }
    }
}

impl SilentRecord {
    /// No null bars of a balanced point reach a hidden layer, so that no path crosses them.
    fn new(links: &EscapingLinks) -> Self {
        Self {
            escape_order: links.order.degree(),
            coordinates: links.coordinates,
            paths: links.paths.to_string(),
        }
    }
}
