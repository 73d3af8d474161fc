//! The spectrum in small pieces against the dense Hessian.

mod exact;
mod networks;
mod truncated;
mod vectors;
