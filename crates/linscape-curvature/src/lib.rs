//! What the loss of a deep linear network does near its critical points.
//!
//! Two roads lead to every statement: closed forms in the whole numbers of a family
//! ([`FamilyShape`]) and the dense Hessian of actual weights ([`SecondOrder`]), which shares no
//! code with them. [`second_road`] compares the two.
//!
//! The mathematics is in `docs/theory.md`.

mod balanced;
mod balanced_spectrum;
mod bar;
mod component_kind;
mod components;
mod descent;
mod escape_order;
mod escape_path;
mod family_shape;
mod generic_bars;
mod group_action;
mod hessian;
mod hessian_product;
mod inertia;
mod measured_ranks;
mod meetings;
mod mode_pair;
mod numerical_escape;
mod numerical_inertia;
mod numerical_rank;
mod outer_bases;
mod point_check;
mod point_counts;
mod point_type;
mod random_stratum;
mod random_stream;
mod rank_pattern;
mod rank_strata;
mod second_road;
mod strata;
mod strata_filter;
mod strata_in_parallel;
mod strata_table;
mod stratum;
mod stratum_counts;
mod stratum_dimension;
mod stratum_escape;
mod stratum_fit;
mod stratum_inertia;
mod stratum_key;
mod stratum_profile;
mod stratum_weights;
mod strictness;
mod summand;
mod summand_series;
mod symmetric_operator;
mod truncated_series;
mod trust_region;
mod verification;

pub use balanced::{BalancedClassification, swap_rate};
pub use balanced_spectrum::{Eigenvalue, balanced_spectrum};
pub use bar::Bar;
pub use component_kind::ComponentKind;
pub use components::Components;
pub use descent::DescentError;
pub use escape_order::EscapeOrder;
pub use escape_path::{EscapePath, Link};
pub use family_shape::FamilyShape;
pub use group_action::numerical_dimension;
pub use hessian::SecondOrder;
pub use hessian_product::HessianProduct;
pub use inertia::Inertia;
pub use measured_ranks::{MeasureError, MeasuredRanks};
pub use mode_pair::ModePair;
pub use numerical_escape::NumericalEscape;
pub use numerical_inertia::NumericalInertia;
pub use numerical_rank::NumericalRank;
pub use point_check::PointCheck;
pub use point_counts::PointCounts;
pub use point_type::PointType;
pub use random_stream::RandomStream;
pub use rank_pattern::{InconsistentRanks, RankPattern};
pub use rank_strata::{FamilyStrata, RankStrata};
pub use second_road::{SecondRoad, hessian_scale, second_road};
pub use strata::{ListedStratum, Strata};
pub use strata_filter::StrataFilter;
pub use strata_in_parallel::list_strata_in_parallel;
pub use stratum::Stratum;
pub use stratum_counts::{StratumCounts, stratum_count};
pub use stratum_fit::StratumMismatch;
pub use stratum_key::StratumKeyError;
pub use stratum_profile::StratumProfile;
pub use stratum_weights::{RandomPointError, random_point};
pub use strictness::{Strictness, strictness};
pub use summand::Summand;
pub use summand_series::CountError;
pub use symmetric_operator::SymmetricOperator;
pub use verification::{Disagreement, Verification, VerifyError, VerifyOptions, verify};
