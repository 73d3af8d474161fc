//! The `problem` object of every JSON document.

use crate::DecayRecord;
use linscape_critical::{Precision, Problem, Threshold, Tolerance};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A problem as it stands in JSON; see `docs/formats.md`, "The problem object".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProblemRecord {
    widths: Vec<usize>,
    depth: usize,
    parameters: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    biases: Option<Vec<usize>>,
    /// In units of the loss; absent where the last bias does not decay alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    bias_decay: Option<f64>,
    samples: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_weight: Option<f64>,
    source: Option<Value>,
    singular_values: Vec<f64>,
    exact_singular_values: Option<Vec<String>>,
    input_rank: usize,
    rank: usize,
    bottleneck: usize,
    maximal_rank: usize,
    loss_offset: f64,
    loss: &'static str,
    coordinates: &'static str,
    tolerance: Option<ToleranceRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decay: Option<DecayRecord>,
}

impl ProblemRecord {
    /// The record of a problem that was read from `source`.
    #[must_use]
    pub fn new(problem: &Problem, source: Option<&Value>) -> Self {
        let architecture = problem.architecture();
        let spectrum = problem.spectrum();
        let exact = spectrum.exact_singular_values();
        let texts = |values: Vec<_>| values.iter().map(ToString::to_string).collect();
        Self {
            widths: problem.stated_widths(),
            depth: architecture.depth(),
            parameters: problem.parameters(),
            biases: (!problem.biases().is_none()).then(|| problem.biases().layers()),
            bias_decay: Some(problem.offset_decay() * problem.factor()).filter(|&own| own > 0.0),
            samples: problem.samples(),
            total_weight: problem.total_weight(),
            source: source.cloned(),
            singular_values: spectrum.singular_values(),
            exact_singular_values: exact.map(|values: Vec<linscape_critical::Surd>| texts(values)),
            input_rank: problem.input_rank(),
            rank: spectrum.rank(),
            bottleneck: problem.bottleneck(),
            maximal_rank: problem.maximal_rank(),
            loss_offset: problem.loss_offset(),
            loss: problem.convention().name(),
            coordinates: "whitened",
            tolerance: problem.tolerance().map(ToleranceRecord::new),
            decay: None,
        }
    }

    /// The same with the decay of its weights.
    #[must_use]
    pub fn with_decay(mut self, decay: DecayRecord) -> Self {
        self.decay = Some(decay);
        self
    }
}

/// The thresholds of floating data.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct ToleranceRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) inputs: Option<ThresholdRecord>,
    pub(crate) rank: ThresholdRecord,
    pub(crate) repeated: ThresholdRecord,
    pub(crate) coincident: ThresholdRecord,
    #[serde(default = "double")]
    pub(crate) unit_roundoff: f64,
}

/// What documents without a unit roundoff were computed from.
fn double() -> f64 {
    Precision::DOUBLE.unit_roundoff()
}

/// One threshold, where it came from and the closest calls on either side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct ThresholdRecord {
    pub(crate) threshold: f64,
    pub(crate) origin: OriginRecord,
    #[serde(default)]
    pub(crate) smallest_gap: Option<f64>,
    #[serde(default)]
    pub(crate) largest_merged: Option<f64>,
}

/// Where a threshold came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum OriginRecord {
    #[serde(rename = "round-off")]
    RoundOff,
    #[serde(rename = "stored")]
    Stored,
    #[serde(rename = "--tolerance")]
    Option,
}

impl ToleranceRecord {
    fn new(tolerance: &Tolerance) -> Self {
        Self {
            inputs: tolerance.inputs.as_ref().map(ThresholdRecord::new),
            rank: ThresholdRecord::new(&tolerance.rank),
            repeated: ThresholdRecord::new(&tolerance.repeated),
            coincident: ThresholdRecord::new(&tolerance.coincident),
            unit_roundoff: tolerance.precision.unit_roundoff(),
        }
    }
}

impl ThresholdRecord {
    fn new(threshold: &Threshold) -> Self {
        Self {
            threshold: threshold.value,
            origin: match threshold.origin {
                linscape_critical::Origin::RoundOff => OriginRecord::RoundOff,
                linscape_critical::Origin::Stored => OriginRecord::Stored,
                linscape_critical::Origin::Option => OriginRecord::Option,
            },
            smallest_gap: threshold.smallest_gap,
            largest_merged: threshold.largest_merged,
        }
    }
}
