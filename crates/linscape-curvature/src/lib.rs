//! Numerics of the second variation at actual weights: dense Hessians, products, Lanczos, descent.
//!
//! Nothing here knows a subset or a stratum: this is the second road to every statement of
//! `linscape-strata`, with which it shares no code.

mod descent;
mod lanczos;
mod products;
mod second_order;

pub use descent::{DescentError, Surroundings};
pub use lanczos::{
    EigenPairs, LanczosError, LanczosOptions, LanczosStatus, SpectrumEnds, SymmetricOperator,
    spectrum_ends,
};
pub use products::{CountBound, HessianProduct, SpectrumMethod, SpectrumRow, WeightsSpectrum};
pub use second_order::{NumericalInertia, NumericalRank, SecondOrder, numerical_dimension};
