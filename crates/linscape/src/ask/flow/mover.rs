//! What moves weights, by name.

use crate::FlowOptionError;
use linscape_flow::Method;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::str::FromStr;

/// What moves the weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mover {
    /// Gradient flow.
    Flow(Method),
    /// Gradient descent on all samples.
    Descent,
    /// Gradient descent on batches.
    Stochastic,
}

impl Default for Mover {
    fn default() -> Self {
        Self::Flow(Method::default())
    }
}

impl Mover {
    /// The name on the command line and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Flow(Method::BackwardDifferences) => "bdf",
            Self::Flow(Method::Explicit) => "dop853",
            Self::Descent => "gd",
            Self::Stochastic => "sgd",
        }
    }
}

impl FromStr for Mover {
    type Err = FlowOptionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "gd" => Ok(Self::Descent),
            "sgd" => Ok(Self::Stochastic),
            _ => text
                .parse()
                .map(Self::Flow)
                .map_err(|_| FlowOptionError::Method { text: text.to_owned() }),
        }
    }
}

/// By its name.
impl Serialize for Mover {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.name().serialize(to)
    }
}

impl<'de> Deserialize<'de> for Mover {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}
