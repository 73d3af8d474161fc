//! `linscape.classification/1`: what given weights are.

use linscape_critical::{EscapeOrder, Problem};
use linscape_points::{
    Classification, DescentDirection, Diagnosis, DiagnosisOptions, HessianCheck, HessianSigns,
    Nearby, OffsetCheck, Refinement,
};
use linscape_strata::{FamilyShape, HalfInteger};
use serde::Serialize;
use serde_json::Value;

use crate::json::CoefficientRecord;
use crate::json::points::{EscapeRecord, HessianRecord, NearRecord, finite};
use crate::words::type_name;
use crate::{StratumRecord, Voice, Worded};

/// The name of the format.
pub const CLASSIFICATION_SCHEMA: &str = "linscape.classification/1";

/// What was found out about one file of weights.
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
    /// What they are.
    pub diagnosis: &'a Diagnosis,
    /// What was wanted.
    pub options: DiagnosisOptions,
}

impl ClassifiedWeights<'_> {
    /// The record, one line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        match serde_json::to_string(&ClassificationRecord::new(self)) {
            Ok(line) => line,
            Err(error) => unreachable!("records are JSON objects: {error}"),
        }
    }

    pub(crate) fn type_text(&self) -> &'static str {
        let said = self.diagnosis.said();
        match (said.point_type(), said.critical) {
            (Some(point_type), _) => type_name(point_type),
            (None, Some(false)) => "not_critical",
            _ => "undecided",
        }
    }

    /// Half the coindex of the function that the weights compute and, where the stratum is known,
    /// half its codimension: the learning coefficient lies between them.
    pub(crate) fn learning_bounds(&self) -> Option<(HalfInteger, Option<HalfInteger>)> {
        let said = self.diagnosis.said();
        let matrices = said.kernels.as_ref().ok()?.jacobian_rank();
        let rank = matrices + self.problem.beside().positive;
        let above = said.stratum.as_ref().map(|listed| {
            let shape = FamilyShape::new(self.problem, &said.modes.subset);
            listed.stratum.learning_bounds(&shape).half_codimension
        });
        Some((HalfInteger::halved(rank), above))
    }

    pub(crate) fn indices(&self, classification: &Classification) -> Vec<usize> {
        classification.modes.subset.indices(self.problem.spectrum().multiplicities())
    }
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
    loss_error: Option<f64>,
    loss_convention: &'static str,
    gradient_norm: f64,
    gradient_in_errors: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bias: Option<OffsetRecord>,
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
    learning_coefficient: Option<CoefficientRecord>,
    ranks: Option<RanksRecord>,
    hessian: HessianRecord,
    agree: Option<bool>,
    margins: MarginsRecord,
    near: NearRecord,
    nearest: NearestRecord,
    directions: Vec<DirectionRecord>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    incomplete: bool,
}

/// How far the biases are from the best offset of the outputs.
#[derive(Debug, Serialize)]
pub(crate) struct OffsetRecord {
    offset_norm: f64,
    gradient_norm: f64,
    in_errors: Option<f64>,
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
    learning_coefficient: CoefficientRecord,
}

#[derive(Debug, Serialize)]
struct DirectionRecord {
    links: Vec<usize>,
    eigenvalue: Option<f64>,
    path: Option<EscapeRecord>,
    bent: bool,
    descends: bool,
    exponent: Option<f64>,
    checked: Vec<(f64, f64)>,
}

/// `true`, `false` or `"undecided"`.
pub(crate) fn three_valued(value: Option<bool>) -> Value {
    value.map_or_else(|| Value::from("undecided"), Value::from)
}

impl ClassificationRecord {
    fn new(of: &ClassifiedWeights) -> Self {
        let diagnosis = of.diagnosis;
        let (given, said) = (&diagnosis.given, diagnosis.said());
        let hessian = diagnosis.hessian.as_ref();
        let profile = diagnosis.stratum().map(|listed| listed.profile);
        let inertia = profile.map(|profile| profile.inertia);
        let decided = said.stratum.is_some();
        Self {
            schema: CLASSIFICATION_SCHEMA,
            file: of.file.to_owned(),
            layers: of.layers.to_vec(),
            coordinates: "data",
            dtype_epsilon: of.dtype_epsilon,
            loss: given.loss,
            loss_error: finite(given.loss_error),
            loss_convention: of.problem.convention().name(),
            gradient_norm: diagnosis.gradient_norm,
            gradient_in_errors: finite(given.gradient_in_errors),
            bias: diagnosis.offset.as_ref().map(OffsetRecord::new),
            critical: three_valued(given.critical),
            undecided: said.open.as_ref().map(|open| open.in_words(Voice::Fields).to_string()),
            refined: diagnosis.refined.as_ref().map(RefinedRecord::new),
            subset: decided.then(|| of.indices(said)),
            counts: decided.then(|| said.modes.subset.counts().to_vec()),
            stratum: diagnosis.stratum().map(|listed| {
                let shape = FamilyShape::new(of.problem, &said.modes.subset);
                StratumRecord::new(listed, &shape)
            }),
            point_type: of.type_text(),
            index: inertia.map(|inertia| inertia.negative),
            nullity: inertia.map(|inertia| inertia.zero),
            coindex: inertia.map(|inertia| inertia.positive),
            dimension: profile.map(|profile| profile.dimension),
            escape_order: profile.and_then(|profile| profile.escape_order).map(EscapeOrder::degree),
            learning_coefficient: said.learning_coefficient().ok().zip(of.learning_bounds()).map(
                |(coefficient, (below, above))| {
                    CoefficientRecord::between(&coefficient, below, above)
                },
            ),
            ranks: said.ranks.as_ref().map(RanksRecord::new),
            hessian: HessianRecord::new(hessian, of.diagnosis.hessian_is_silent(), of.options.seed),
            agree: diagnosis.agree(),
            margins: MarginsRecord::new(said, hessian),
            near: NearRecord::new(of.problem, &Nearby::of(of.problem, &given.modes)),
            nearest: NearestRecord::new(of),
            directions: diagnosis.directions.iter().map(DirectionRecord::new).collect(),
            incomplete: diagnosis.is_interrupted,
        }
    }
}

impl OffsetRecord {
    pub(crate) fn new(offset: &OffsetCheck) -> Self {
        Self {
            offset_norm: offset.norm,
            gradient_norm: offset.gradient_norm,
            in_errors: finite(offset.in_errors),
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
    fn new(ranks: &linscape_strata::RankPattern) -> Self {
        let depth = ranks.depth();
        let product = |x: usize| (x..=depth).map(move |y| ranks.product(x, y)).collect();
        let residual = |b: usize| (b + 2..=depth).map(move |a| ranks.residual(b, a)).collect();
        Self {
            products: (0..=depth).map(product).collect(),
            residuals: (0..depth.saturating_sub(1)).map(residual).collect(),
        }
    }
}

impl MarginsRecord {
    fn new(said: &Classification, hessian: Option<&HessianCheck>) -> Self {
        let eigenvalue = hessian.and_then(|check| match check.signs {
            HessianSigns::Whole(found) => match found.counts.open {
                Some(eigenvalue) => finite(eigenvalue.abs() / found.error),
                None => finite(found.counts.margin),
            },
            HessianSigns::Ends(ends) => finite(ends.margin),
        });
        Self { rank: finite(said.rank_margin), eigenvalue, share: said.modes.clarity }
    }
}

impl NearestRecord {
    fn new(of: &ClassifiedWeights) -> Self {
        let given = &of.diagnosis.given;
        let modes = &given.modes;
        Self {
            subset: of.indices(given),
            loss: of.problem.loss(&modes.subset),
            distance_to_product: modes.distance,
            learning_coefficient: CoefficientRecord::from(
                &given.nearest_learning_coefficient(of.problem),
            ),
        }
    }
}

impl DirectionRecord {
    fn new(direction: &DescentDirection) -> Self {
        Self {
            links: direction.links(),
            eigenvalue: direction.eigenvalue,
            path: direction.path.as_ref().map(EscapeRecord::from),
            bent: direction.bend.is_some(),
            descends: direction.descends(),
            exponent: direction.exponent(),
            checked: direction.checked.clone(),
        }
    }
}
