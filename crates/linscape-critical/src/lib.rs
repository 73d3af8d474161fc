//! Critical values of deep linear networks, from subsets of the data's singular values, in whole numbers.
//!
//! A network of widths `d_0, …, d_h` computes `W = W_h ⋯ W_1`; its loss on data `X`, `Y` is
//! `L = ½‖Y − W X‖²`. Whitening the data leaves `L = κ + ½‖Σ − W‖²`, and every critical point learns
//! a subset `J` of the nonzero singular values of `Σ` ([`SingularSubset`]): its loss is
//! `L_J = κ + ½ Σ_{l ∉ J} σ_l²`. This crate holds the [`Problem`], counts its families exactly, lists
//! them best-first ([`CriticalValues`]) or all at once ([`all_values`]), and has the words for what
//! a point is ([`PointType`], [`Inertia`], [`EscapeOrder`]). Nothing here is a matrix.
//!
//! The mathematics is in `docs/theory.md`, the dictionary of symbols in `docs/notation.md`.

mod answers;
mod decide;
mod statement;
mod values;
mod work;

pub use answers::{Beside, EscapeOrder, Inertia, PointType, numbered};
pub use decide::{ErrorBar, SignCounts, Verdict, agreement};
pub use statement::{
    Architecture, ArchitectureError, BiasPlace, Biases, BiasesError, BinaryScale, ExactNumberError,
    LossConvention, LossConventionError, NaturalUnits, Origin, Precision, Problem, ProblemError,
    SingularSubset, Spectrum, SpectrumError, Squares, SubsetError, Surd, Threshold, Tolerance,
    euclidean_length, parse_exact, root, root_power,
};
pub use values::{
    ALL_VALUES_LIMIT, AllValue, AllValues, BestFirst, CountedValue, CriticalValue, CriticalValues,
    Direction, Families, FamiliesBelow, ValueCounts, ValuesError, all_values, families_below,
    families_by_rank, family_count,
};
pub use work::{
    LARGEST_WORK, Observer, Progress, RandomStream, TooLarge, abandonable, leaves_work_behind,
    room_for,
};
