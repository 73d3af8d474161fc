//! `near`: the family that weights are nearest to.

use linscape_critical::{EscapeOrder, Problem};
use linscape_points::Nearby;
use serde::Serialize;

use crate::json::CoefficientRecord;
use crate::words::type_name;

/// The fields of `near`; see `docs/formats.md`, "Classification".
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NearRecord {
    pub subset: Vec<usize>,
    #[serde(rename = "type")]
    pub point_type: &'static str,
    pub index: usize,
    pub escape_order: Option<usize>,
    pub distance: Option<f64>,
    pub relative_distance: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    learning_coefficient: Option<CoefficientRecord>,
}

impl NearRecord {
    pub(crate) fn new(problem: &Problem, near: &Nearby) -> Self {
        Self {
            subset: near.subset.indices(problem.spectrum().multiplicities()),
            point_type: type_name(near.point_type),
            index: near.index,
            escape_order: near.escape_order.map(EscapeOrder::degree),
            distance: finite(near.distance),
            relative_distance: near.relative_distance.and_then(finite),
            learning_coefficient: None,
        }
    }

    /// The same with the learning coefficient at the family's balanced points.
    pub(crate) fn with_learning(self, near: &Nearby) -> Self {
        Self { learning_coefficient: Some(CoefficientRecord::from(&near.learning)), ..self }
    }
}

/// Finite numbers as they are, others as null.
pub(crate) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
