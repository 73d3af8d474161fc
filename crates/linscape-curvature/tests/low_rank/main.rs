//! The spectrum in small pieces against the dense Hessian.

mod exact;
mod large_core;
mod networks;
mod truncated;
mod vectors;
