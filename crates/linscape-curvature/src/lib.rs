//! Numerics of the second variation at actual weights: dense Hessians, products, Lanczos, low rank, descent.
//!
//! Nothing here knows a subset or a stratum: this is the second road to every statement of
//! `linscape-strata`, with which it shares no code.

mod descent;
mod lanczos;
mod low_rank;
mod products;
mod second_order;

pub use descent::{DescentError, Surroundings};
pub use lanczos::{
    EigenPairs, LanczosError, LanczosOptions, LanczosStatus, SpectrumEnds, SymmetricOperator,
    spectrum_ends,
};
pub use low_rank::{
    CertainSigns, LowRank, LowRankEnds, LowRankError, LowRankLevel, LowRankOptions,
    LowRankSpectrum, Piece, hidden_directions,
};
pub use products::{
    CountBound, HessianProduct, Iteration, SpectrumMethod, SpectrumRow, WeightsSpectrum,
};
pub use second_order::{
    NumericalInertia, NumericalRank, Regularised, SecondOrder, WeightPenalty, numerical_dimension,
};
