//! The orbit along a connection, as a field of a graph file's edge.

use linscape_flow::ConnectingOrbit;
use serde::Serialize;

/// What the flow did along a connection; see `docs/formats.md`, "Verified orbits".
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OrbitRecord {
    verified: bool,
    residual: Option<f64>,
    time: Option<f64>,
    predicted_time: Option<f64>,
    epsilon: Option<f64>,
    bases: Option<&'static str>,
    error: Option<String>,
}

impl OrbitRecord {
    /// None when the orbit was not tried.
    pub(crate) fn new(orbit: &ConnectingOrbit) -> Option<Self> {
        Some(match orbit.outcome.as_ref()? {
            Ok(orbit) => Self {
                verified: orbit.verified,
                residual: orbit.residual.is_finite().then_some(orbit.residual),
                time: orbit.time,
                predicted_time: orbit.predicted_time,
                epsilon: Some(orbit.epsilon),
                bases: Some(orbit.bases.name()),
                error: None,
            },
            Err(error) => Self {
                verified: false,
                residual: None,
                time: None,
                predicted_time: None,
                epsilon: None,
                bases: None,
                error: Some(error.to_string()),
            },
        })
    }
}
