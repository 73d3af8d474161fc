//! Theorems on strata of critical points, in whole numbers: bars, inertia, dimension, escape order,
//! counts, learning coefficients.
//!
//! Nothing here looks at a matrix; the only floats are singular values. The mathematics is in
//! `docs/theory.md`.

mod balanced;
mod bars;
mod counting;
mod escape;
mod forms;
mod learning;
mod listing;

pub use balanced::{
    BalancedClassification, Eigenvalue, balanced_spectrum, merged_spectrum, swap_rate,
};
pub use bars::{
    Bar, FamilyShape, InconsistentRanks, ModePair, Pivot, PivotVerdict, RankPattern, Stratum,
    StratumKeyError, StratumMismatch, Summand,
};
pub use counting::{
    CountError, FamilyStrata, PointCounts, RankStrata, StratumCounts, strata_of_problem,
    stratum_count,
};
pub use escape::{EscapePath, EscapingLinks, Link};
pub use forms::{IndexSources, StratumProfile};
pub use learning::{
    HalfInteger, KernelDimensions, LearningBounds, LearningCoefficient, LearningLadder,
    LearningRung, LearningSecondRoad, Sampling, global_learning_coefficient, learning_ladder,
    learning_second_road,
};
pub use listing::{
    ComponentKind, Components, ListedStratum, Strata, StrataFilter, list_strata_in_parallel,
};
