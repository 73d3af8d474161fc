//! The words for cases, for how much is listed and for how a point was found.

use linscape_points::{Completeness, OwnCase, Status};

/// What JSON calls a case.
pub(crate) fn case_name(case: OwnCase) -> &'static str {
    match case {
        OwnCase::Ridge => "ridge",
        OwnCase::OneOutput => "one_output",
        OwnCase::CoDiagonal { .. } => "co_diagonal",
        OwnCase::NuclearNorm => "nuclear_norm",
        OwnCase::Continued => "continued",
    }
}

pub(super) fn case_text(case: OwnCase) -> &'static str {
    match case {
        OwnCase::Ridge => "depth 1: ridge regression",
        OwnCase::OneOutput => "one output: points are numbered by the roots of ψ(t) = 1",
        OwnCase::CoDiagonal { .. } => "YXᵀ and XXᵀ have singular bases in common: aligned points",
        OwnCase::NuclearNorm => "depth 2: the minimum of ½‖Y − WX‖² + λ̄‖W‖_*",
        OwnCase::Continued => "followed from inputs with XXᵀ = c·I, whose families give the keys",
    }
}

/// What JSON calls how much is listed.
#[must_use]
pub fn completeness_name(completeness: Completeness) -> &'static str {
    match completeness {
        Completeness::Proved => "proved",
        Completeness::Verified => "verified",
        Completeness::Open => "open",
        Completeness::Minimum => "global_minimum",
    }
}

pub(super) fn completeness_text(completeness: Completeness) -> &'static str {
    match completeness {
        Completeness::Proved => "all critical points, proved",
        Completeness::Verified => {
            "no others were ever found on such data (moments and slopes ordered alike): verified, not \
             proved"
        }
        Completeness::Open => "not complete: others can exist",
        Completeness::Minimum => "the global minimum, proved; saddles are not listed",
    }
}

pub(super) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Exact => "exact",
        Status::Convex => "convex",
        Status::Tracked => "tracked",
    }
}
