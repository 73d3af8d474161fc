//! `linscape.classification/1` by the exact road.

use linscape_critical::{EscapeOrder, Problem};
use linscape_points::WeightsProof;
use linscape_strata::{FamilyShape, ListedStratum};
use num_traits::ToPrimitive;
use serde::Serialize;

use crate::words::type_name;
use crate::{CLASSIFICATION_SCHEMA, StratumRecord};

/// What was proved of one file of weights.
#[derive(Debug, Clone, Copy)]
pub struct ProvedWeights<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// The file's name as it was given.
    pub file: &'a str,
    /// The layers used, from the input on.
    pub layers: &'a [String],
    /// What they are.
    pub proof: &'a WeightsProof,
}

#[derive(Debug, Serialize)]
struct ProvedRecord<'a> {
    schema: &'static str,
    file: &'a str,
    layers: &'a [String],
    road: &'static str,
    coordinates: &'static str,
    loss: Option<f64>,
    exact_loss: String,
    loss_convention: &'static str,
    critical: bool,
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
    order_at_least: Option<usize>,
    hessian: HessianRecord,
    agree: Option<bool>,
}

#[derive(Debug, Serialize)]
struct HessianRecord {
    method: &'static str,
    inertia: [usize; 3],
}

impl ProvedWeights<'_> {
    /// The record, one line of JSON: the fields of `docs/formats.md`, "Exact classification".
    #[must_use]
    pub fn to_json(&self) -> String {
        match serde_json::to_string(&ProvedRecord::new(self)) {
            Ok(line) => line,
            Err(error) => unreachable!("records are JSON objects: {error}"),
        }
    }

    pub(crate) fn type_text(&self) -> &'static str {
        let place = self.proof.place.as_ref();
        match place {
            Some(place) => type_name(place.theorem.point_type),
            None if self.proof.critical => "undecided",
            None => "not_critical",
        }
    }

    pub(crate) fn indices(&self) -> Option<Vec<usize>> {
        let place = self.proof.place.as_ref()?;
        Some(place.subset.indices(self.problem.spectrum().multiplicities()))
    }
}

impl<'a> ProvedRecord<'a> {
    fn new(proved: &ProvedWeights<'a>) -> Self {
        let (proof, place) = (proved.proof, proved.proof.place.as_ref());
        let theorem = place.map(|place| place.theorem);
        let inertia = theorem.map(|theorem| theorem.inertia);
        Self {
            schema: CLASSIFICATION_SCHEMA,
            file: proved.file,
            layers: proved.layers,
            road: "exact",
            coordinates: "whitened",
            loss: proof.loss.to_f64(),
            exact_loss: proof.loss.to_string(),
            loss_convention: "half-sum",
            critical: proof.critical,
            subset: proved.indices(),
            counts: place.map(|place| place.subset.counts().to_vec()),
            stratum: place.map(|place| {
                let stratum = place.stratum.clone();
                let listed = ListedStratum { stratum, profile: place.theorem };
                StratumRecord::new(&listed, &FamilyShape::new(proved.problem, &place.subset))
            }),
            point_type: proved.type_text(),
            index: inertia.map(|inertia| inertia.negative),
            nullity: inertia.map(|inertia| inertia.zero),
            coindex: inertia.map(|inertia| inertia.positive),
            dimension: theorem.map(|theorem| theorem.dimension),
            escape_order: theorem.and_then(|theorem| theorem.escape_order.map(EscapeOrder::degree)),
            order_at_least: place.and_then(|place| place.order_at_least),
            hessian: HessianRecord {
                method: "exact",
                inertia: [proof.inertia.negative, proof.inertia.zero, proof.inertia.positive],
            },
            agree: proof.agrees(),
        }
    }
}
