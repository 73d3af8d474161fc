//! Connecting orbits between balanced representatives.

mod connecting;
mod orbit;
mod reduced_orbit;

pub use connecting::{ConnectingOrbit, connecting_orbits};
pub use orbit::{HiddenBases, ORBIT_GROWTH, ORBIT_TOLERANCE, Orbit, OrbitError};

pub(crate) use reduced_orbit::ReducedOrbit;
