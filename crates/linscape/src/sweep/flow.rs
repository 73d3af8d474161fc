//! The settings of a trajectory in a sweep.

use crate::{FlowOptionError, FlowOptions};
use serde::{Deserialize, Serialize};
use serde_json::Number;

/// The options of `linscape flow` by their names; what is left away has the default of the command
/// line, and `init` is `balanced:1e-3`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepFlow {
    #[serde(default = "usual_init")]
    init: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    distance: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    along: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    batch: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    coordinates: Option<MovingIn>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rtol: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    atol: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until_loss: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_steps: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    radius: Option<Number>,
    /// Keep the document in the row.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) document: bool,
}

/// The coordinates in which weights move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum MovingIn {
    Data,
    Whitened,
}

fn usual_init() -> String {
    "balanced:1e-3".to_owned()
}

impl SweepFlow {
    /// The options of one trajectory.
    pub(crate) fn options(&self, seed: u64) -> Result<FlowOptions, FlowOptionError> {
        let usual = FlowOptions::starting(&self.init);
        let number = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
        Ok(FlowOptions {
            distance: number(&self.distance),
            along: self.along.clone(),
            seed,
            mover: self.method.as_deref().map_or(Ok(usual.mover), str::parse)?,
            step: number(&self.step),
            batch: self.batch,
            whitened: self.coordinates == Some(MovingIn::Whitened),
            rtol: number(&self.rtol),
            atol: number(&self.atol),
            until: number(&self.until),
            until_loss: number(&self.until_loss),
            max_steps: self.max_steps.unwrap_or(usual.max_steps),
            visit_radius: number(&self.radius).unwrap_or(usual.visit_radius),
            ..usual
        })
    }
}
