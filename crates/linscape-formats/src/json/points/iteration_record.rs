//! How an iteration for the ends of a spectrum went.

use linscape_curvature::{Iteration, LanczosStatus, SpectrumMethod};
use serde::Serialize;

/// The `iteration` object of spectra and classifications.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct IterationRecord {
    pub status: &'static str,
    pub products: usize,
    pub basis_bytes: usize,
    pub seed: u64,
}

impl IterationRecord {
    /// None for what was computed without iterating.
    pub(crate) fn new(method: SpectrumMethod, seed: u64) -> Option<Self> {
        let Iteration { status, products, bytes } = method.iteration()?;
        let status = match status {
            LanczosStatus::Converged => "converged",
            LanczosStatus::PartiallyConverged => "partially_converged",
            LanczosStatus::Interrupted => "interrupted",
        };
        Some(Self { status, products, basis_bytes: bytes, seed })
    }

    /// For people.
    pub(crate) fn text(&self) -> String {
        let Self { status, products, basis_bytes, .. } = self;
        let megabytes = *basis_bytes as f64 / 1e6;
        format!("{status} after {products} products, basis of {megabytes:.0} MB")
    }
}
