//! The theorem against rational arithmetic: what the closed forms say of a stratum, proved or
//! refuted at a random rational point of it.
//!
//! The arithmetic is that of `linscape-exact`, which knows no theorem; this is where a stratum
//! becomes its plain data and where the two are compared.

mod described;
mod escape_proof;
mod named_steps;
mod point_proof;
mod proofs;
mod tally;
mod weights_proof;

pub use described::NotRational;
pub use escape_proof::EscapeProof;
pub use point_proof::{PointProof, PointProofError};
pub use proofs::{PointProved, prove_points};
pub use tally::ProofTally;
pub use weights_proof::{Place, WeightsProof, WeightsProofError};
