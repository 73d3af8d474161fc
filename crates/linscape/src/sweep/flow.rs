//! The settings of a trajectory in a sweep.

use crate::FlowOptions;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// The options of `linscape flow` by their names; what is left away has the default of the command
/// line, and `init` is `balanced:1e-3`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SweepFlow {
    #[serde(flatten)]
    options: FlowOptions,
    /// Keep the document in the row.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) document: bool,
}

impl<'de> Deserialize<'de> for SweepFlow {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut fields = Map::deserialize(from)?;
        if fields.contains_key("seed") {
            return Err(D::Error::custom("`seed` stands beside the tasks, in the list `seeds`"));
        }
        let document = fields.remove("document").map(bool::deserialize).transpose();
        let options = FlowOptions::deserialize(Value::Object(fields));
        Ok(Self {
            document: document.map_err(D::Error::custom)?.unwrap_or(false),
            options: options.map_err(D::Error::custom)?,
        })
    }
}

impl SweepFlow {
    /// The options of one trajectory.
    pub(crate) fn options(&self, seed: u64) -> FlowOptions {
        FlowOptions { seed, ..self.options.clone() }
    }
}
