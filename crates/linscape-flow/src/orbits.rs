//! Connecting orbits between balanced representatives.
//!
//! The full flow along an edge of the graph is followed from saddle to saddle and held against the few amplitudes
//! that move by the theory.

mod connecting;
mod orbit;
mod reduced_orbit;

pub use connecting::{ConnectingOrbit, connecting_orbits};
pub use orbit::{HiddenBases, ORBIT_GROWTH, ORBIT_TOLERANCE, Orbit, OrbitError};

pub(crate) use reduced_orbit::ReducedOrbit;
