//! The second road of a classification.

use linscape_critical::Inertia;
use linscape_curvature::SpectrumMethod;
use linscape_points::{CountEnd, EndSigns, HessianCheck, HessianSigns};
use serde::Serialize;

use crate::json::points::IterationRecord;

/// The `hessian` object.
#[derive(Debug, Serialize)]
pub(crate) struct HessianRecord {
    method: &'static str,
    /// How far an eigenvalue may be from the Hessian's, where it was taken apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    bound: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    core_order: Option<usize>,
    smallest: Option<f64>,
    largest: Option<f64>,
    step_limit: Option<f64>,
    residual: Option<f64>,
    inertia: Option<[usize; 3]>,
    complete: Option<bool>,
    counted: Option<CountedRecord>,
    iteration: Option<IterationRecord>,
}

/// Eigenvalues whose signs were seen, from the ends of the spectrum inwards.
#[derive(Debug, Serialize)]
struct CountedRecord {
    negative: usize,
    negative_is_all: bool,
    positive: usize,
    positive_is_all: bool,
}

impl HessianRecord {
    /// With `is_silent` the theorem names more nonzero eigenvalues than are clear: the others hide below their error.
    pub(crate) fn new(hessian: Option<&HessianCheck>, is_silent: bool, seed: u64) -> Self {
        let inertia = hessian.and_then(|check| check.signs.inertia()).filter(|_| !is_silent);
        let iteration = hessian.and_then(|check| IterationRecord::new(check.method, seed));
        let in_pieces = hessian.and_then(|check| pieces(check.method));
        Self {
            method: hessian.map_or("skipped", |check| method_name(check.method)),
            bound: in_pieces.map(|(_, bound)| bound),
            core_order: in_pieces.map(|(core_order, _)| core_order),
            smallest: hessian.and_then(|check| check.smallest),
            largest: hessian.map(|check| check.largest),
            step_limit: hessian.and_then(HessianCheck::step_limit),
            residual: hessian.and_then(|check| check.residual),
            inertia: inertia.map(|found| [found.negative, found.zero, found.positive]),
            complete: hessian.map(|check| is_complete(check.signs) && !is_silent),
            counted: hessian.and_then(|check| CountedRecord::new(check.signs, is_silent)),
            iteration,
        }
    }
}

/// Whether the number of negative eigenvalues is proved to be all of them.
fn is_complete(signs: HessianSigns) -> bool {
    match signs {
        HessianSigns::Whole(inertia) => inertia.decided().is_some(),
        HessianSigns::Ends(ends) => ends.negative_end == CountEnd::Proved,
    }
}

impl CountedRecord {
    fn new(signs: HessianSigns, is_silent: bool) -> Option<Self> {
        let ends = match signs {
            HessianSigns::Ends(ends) => ends,
            HessianSigns::Whole(found) if is_silent => {
                let Inertia { negative, positive, .. } = found.decided()?;
                let (negative_is_all, positive_is_all) = (false, false);
                return Some(Self { negative, negative_is_all, positive, positive_is_all });
            }
            HessianSigns::Whole(_) => return None,
        };
        let EndSigns { negative, negative_end, positive, positive_end, .. } = ends;
        let [negative_is_all, positive_is_all] =
            [negative_end, positive_end].map(|end| end == CountEnd::Proved);
        Some(Self { negative, negative_is_all, positive, positive_is_all })
    }
}

/// The `method` of spectra and classifications.
pub(crate) fn method_name(method: SpectrumMethod) -> &'static str {
    match method {
        SpectrumMethod::Dense => "dense",
        SpectrumMethod::LowRank { .. } => "low_rank",
        SpectrumMethod::Lanczos { .. } => "lanczos",
    }
}

/// Order of the core, and the bound on what truncation and rounding changed.
pub(crate) fn pieces(method: SpectrumMethod) -> Option<(usize, f64)> {
    match method {
        SpectrumMethod::LowRank { core_order, bound, .. } => Some((core_order, bound)),
        _ => None,
    }
}
