//! Connecting orbits: between balanced representatives, and under weight decay.
//!
//! The full flow along an edge of the graph is followed from saddle to saddle and held against the few amplitudes
//! that move by the theory.

mod connecting;
mod decayed_orbit;
mod embedding;
mod moved_modes;
mod orbit;
mod reduced_orbit;
mod shot;
mod small_network;

pub use connecting::{ConnectingOrbit, connecting_orbits, decayed_connecting_orbits};
pub use orbit::{HiddenBases, ORBIT_GROWTH, ORBIT_TOLERANCE, Orbit, OrbitError};

pub(crate) use moved_modes::MovedModes;
pub(crate) use reduced_orbit::ReducedOrbit;
