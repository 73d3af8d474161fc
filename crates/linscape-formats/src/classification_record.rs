//! `linscape.classification/1`: what given weights are.

use linscape_critical::Problem;
use linscape_curvature::{
    Classification, DescentDirection, EscapeOrder, HessianCheck, ListedStratum, NumericalInertia,
    Refinement,
};
use serde::Serialize;
use serde_json::Value;

use crate::StratumRecord;
use crate::landscape_record::type_name;

/// The name of the format.
pub const CLASSIFICATION_SCHEMA: &str = "linscape.classification/1";

/// Everything found out about one file of weights.
#[derive(Debug, Clone, Copy)]
pub struct ClassifiedWeights<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// The file's name as it was given.
    pub file: &'a str,
    /// The tensors used, from the input on.
    pub layers: &'a [String],
    /// Relative spacing of the numbers in the file.
    pub dtype_epsilon: f64,
    /// Norm of the gradient in the data's own coordinates and the problem's convention.
    pub gradient_norm: f64,
    /// What the weights are.
    pub given: &'a Classification,
    /// The critical point they were moved to.
    pub refined: Option<&'a Refinement>,
    /// The second road, at the refined point if there is one; `None` when it was skipped.
    pub hessian: Option<&'a HessianCheck>,
    /// Directions of descent.
    pub directions: &'a [DescentDirection],
}

impl<'a> ClassifiedWeights<'a> {
    /// What is said of the point: the refined one, if there is one.
    #[must_use]
    pub fn said(&self) -> &'a Classification {
        self.refined.map_or(self.given, |refined| &refined.classification)
    }

    /// The stratum, when decided.
    #[must_use]
    pub fn stratum(&self) -> Option<&'a ListedStratum> {
        self.said().stratum.as_ref()
    }

    /// Whether theorem and numerics agree; `None` when one of them is silent.
    #[must_use]
    pub fn agree(&self) -> Option<bool> {
        self.hessian?.agrees_with(self.stratum()?.profile.inertia)
    }

    /// The record, one line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        match serde_json::to_string(&ClassificationRecord::new(self)) {
            Ok(line) => line,
            Err(error) => unreachable!("records are JSON objects: {error}"),
        }
    }

    pub(crate) fn type_text(&self) -> &'static str {
        let said = self.said();
        match (said.point_type(), said.critical) {
            (Some(point_type), _) => type_name(point_type),
            (None, Some(false)) => "not_critical",
            _ => "undecided",
        }
    }

    pub(crate) fn indices(&self, classification: &Classification) -> Vec<usize> {
        classification.modes.subset.indices(self.problem.spectrum().multiplicities())
    }
}

/// Finite numbers as they are, others as null.
pub(crate) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// The fields of `docs/formats.md`, "Classification".
#[derive(Debug, Serialize)]
struct ClassificationRecord {
    schema: &'static str,
    file: String,
    layers: Vec<String>,
    coordinates: &'static str,
    dtype_epsilon: f64,
    loss: f64,
    loss_convention: &'static str,
    gradient_norm: f64,
    gradient_in_errors: Option<f64>,
    critical: Value,
    undecided: Option<String>,
    refined: Option<RefinedRecord>,
    subset: Option<Vec<usize>>,
    counts: Option<Vec<usize>>,
    stratum: Option<StratumRecord>,
    #[serde(rename = "type")]
    point_type: &'static str,
    index: Option<usize>,
    nullity: Option<usize>,
    coindex: Option<usize>,
    dimension: Option<usize>,
    escape_order: Option<usize>,
    ranks: Option<RanksRecord>,
    hessian: HessianRecord,
    agree: Option<bool>,
    margins: MarginsRecord,
    nearest: NearestRecord,
    directions: Vec<DirectionRecord>,
}

#[derive(Debug, Serialize)]
struct RefinedRecord {
    method: &'static str,
    moved: f64,
    radius: f64,
    steps: usize,
    loss: f64,
}

/// `products[x][y−x]` is the rank of the map from layer `x` to layer `y`; `residuals[b]` holds the
/// ranks of `B_{a,b+1}` for `a = b + 2, …, h`.
#[derive(Debug, Serialize)]
struct RanksRecord {
    products: Vec<Vec<usize>>,
    residuals: Vec<Vec<usize>>,
}

#[derive(Debug, Serialize)]
struct HessianRecord {
    method: &'static str,
    smallest: Option<f64>,
    largest: Option<f64>,
    step_limit: Option<f64>,
    residual: Option<f64>,
    inertia: Option<[usize; 3]>,
}

#[derive(Debug, Serialize)]
struct MarginsRecord {
    rank: Option<f64>,
    eigenvalue: Option<f64>,
    share: f64,
}

#[derive(Debug, Serialize)]
struct NearestRecord {
    subset: Vec<usize>,
    loss: f64,
    distance_to_product: f64,
}

#[derive(Debug, Serialize)]
struct DirectionRecord {
    links: Vec<usize>,
    eigenvalue: Option<f64>,
    descends: bool,
    checked: Vec<(f64, f64)>,
}

/// `true`, `false` or `"undecided"`.
fn three_valued(value: Option<bool>) -> Value {
    value.map_or_else(|| Value::from("undecided"), Value::from)
}

impl ClassificationRecord {
    fn new(of: &ClassifiedWeights) -> Self {
        let said = of.said();
        let profile = of.stratum().map(|listed| listed.profile);
        let inertia = profile.map(|profile| profile.inertia);
        let decided = said.stratum.is_some();
        Self {
            schema: CLASSIFICATION_SCHEMA,
            file: of.file.to_owned(),
            layers: of.layers.to_vec(),
            coordinates: "data",
            dtype_epsilon: of.dtype_epsilon,
            loss: of.given.loss,
            loss_convention: of.problem.convention().name(),
            gradient_norm: of.gradient_norm,
            gradient_in_errors: finite(of.given.gradient_in_errors),
            critical: three_valued(of.given.critical),
            undecided: said.open.as_ref().map(ToString::to_string),
            refined: of.refined.map(RefinedRecord::new),
            subset: decided.then(|| of.indices(said)),
            counts: decided.then(|| said.modes.subset.counts().to_vec()),
            stratum: of.stratum().map(StratumRecord::from),
            point_type: of.type_text(),
            index: inertia.map(|inertia| inertia.negative),
            nullity: inertia.map(|inertia| inertia.zero),
            coindex: inertia.map(|inertia| inertia.positive),
            dimension: profile.map(|profile| profile.dimension),
            escape_order: profile.and_then(|profile| profile.escape_order).map(EscapeOrder::degree),
            ranks: said.ranks.as_ref().map(RanksRecord::new),
            hessian: HessianRecord::new(of.hessian),
            agree: of.agree(),
            margins: MarginsRecord::new(said, of.hessian),
            nearest: NearestRecord::new(of),
            directions: of.directions.iter().map(DirectionRecord::new).collect(),
        }
    }
}

impl RefinedRecord {
    fn new(refined: &Refinement) -> Self {
        Self {
            method: "rank-revealing projection",
            moved: refined.moved,
            radius: refined.radius,
            steps: refined.steps,
            loss: refined.classification.loss,
        }
    }
}

impl RanksRecord {
    fn new(ranks: &linscape_curvature::RankPattern) -> Self {
        let depth = ranks.depth();
        let product = |x: usize| (x..=depth).map(move |y| ranks.product(x, y)).collect();
        let residual = |b: usize| (b + 2..=depth).map(move |a| ranks.residual(b, a)).collect();
        Self {
            products: (0..=depth).map(product).collect(),
            residuals: (0..depth.saturating_sub(1)).map(residual).collect(),
        }
    }
}

impl HessianRecord {
    fn new(hessian: Option<&HessianCheck>) -> Self {
        let inertia = hessian.and_then(|check| check.inertia.decided());
        let largest = hessian.map(|check| check.largest);
        Self {
            method: if hessian.is_some() { "dense" } else { "skipped" },
            smallest: hessian.map(|check| check.smallest),
            largest,
            step_limit: largest.filter(|&largest| largest > 0.0).map(|largest| 2.0 / largest),
            residual: None,
            inertia: inertia.map(|found| [found.negative, found.zero, found.positive]),
        }
    }
}

impl MarginsRecord {
    fn new(said: &Classification, hessian: Option<&HessianCheck>) -> Self {
        let eigenvalue = hessian.and_then(|check| match check.inertia {
            NumericalInertia::Decided { margin, .. } => finite(margin),
            NumericalInertia::Undecided { eigenvalue, rounding } => {
                finite(eigenvalue.abs() / rounding)
            }
        });
        Self { rank: finite(said.rank_margin), eigenvalue, share: said.modes.clarity }
    }
}

impl NearestRecord {
    fn new(of: &ClassifiedWeights) -> Self {
        let modes = &of.given.modes;
        Self {
            subset: of.indices(of.given),
            loss: of.problem.loss(&modes.subset),
            distance_to_product: modes.distance,
        }
    }
}

impl DirectionRecord {
    fn new(direction: &DescentDirection) -> Self {
        Self {
            links: direction.links.clone(),
            eigenvalue: direction.eigenvalue,
            descends: direction.descends(),
            checked: direction.checked.clone(),
        }
    }
}
