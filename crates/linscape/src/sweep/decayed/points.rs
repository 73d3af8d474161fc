//! Verification and classification with weight decay, in columns.

use super::points_asked::PointsAsked;
use crate::sweep::{Classified, Verified, WeightsOfTask, written};
use crate::{StatedDecay, SweepTask, TaskError, classify_with_decay, parse_word, verify_decayed};
use linscape_critical::{EscapeOrder, Observer};
use linscape_formats::DecayedWeightsReport;
use linscape_points::Criticality;
use serde::Serialize;
use serde_json::Value;

/// How closed forms fared against dense Hessians.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct DecayedVerifyColumns {
    #[serde(flatten)]
    verified: Verified,
    largest_gradient: f64,
    largest_spectrum_difference: f64,
    document: Option<String>,
}

impl DecayedVerifyColumns {
    /// Checks points; `None` when the observer stopped it.
    pub(crate) fn of(
        task: &SweepTask,
        stated: &StatedDecay,
        seed: u64,
        observer: &impl Observer,
    ) -> Result<Option<Self>, TaskError> {
        let asked = PointsAsked::of(task)?;
        let word =
            asked.family.as_deref().map(|key| parse_word(&stated.decayed, key)).transpose()?;
        let found = verify_decayed(stated, word.as_ref(), asked.samples, seed, observer)?;
        let report = found.report(stated, seed);
        Ok((!found.stopped).then(|| Self {
            verified: Verified::new(found.agreed, found.undecided, found.disagreed.len()),
            largest_gradient: found.largest_gradient,
            largest_spectrum_difference: found.largest_difference,
            document: asked.document.then(|| written(|out| report.write_json(out))),
        }))
    }
}

/// What weights are; families are named by the modes that they have learned and those on a pass.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct DecayedClassifyColumns {
    #[serde(flatten)]
    classified: Classified,
    subset: Option<Vec<usize>>,
    passes: Option<Vec<usize>>,
    index: Option<usize>,
    nullity: Option<usize>,
    coindex: Option<usize>,
    dimension: Option<usize>,
    escape_order: Option<usize>,
    agree: Option<bool>,
    nearest: Vec<usize>,
    nearest_passes: Vec<usize>,
    nearest_loss: f64,
    distance: f64,
    document: Option<String>,
}

impl DecayedClassifyColumns {
    pub(crate) fn of(task: &SweepTask, stated: &StatedDecay) -> Result<Self, TaskError> {
        let WeightsOfTask { file, read, document, .. } = WeightsOfTask::of(task)?;
        let found = classify_with_decay(stated, file, &read)?;
        let problem = &stated.decayed;
        let report = DecayedWeightsReport { file, layers: &read.names, problem, found: &found };
        let record = report.to_json().unwrap_or_default();
        let fields: Value = serde_json::from_str(&record).unwrap_or_default();
        let multiplicities = problem.multiplicities();
        let (learned, passes) = found.family.indices(&multiplicities);
        let (nearest, nearest_passes) = found.nearest.word.indices(&multiplicities);
        let known = found.critical == Criticality::Critical;
        let inertia = found.form.inertia.filter(|_| known);
        Ok(Self {
            classified: Classified::new(
                file,
                found.loss,
                found.gradient_norm,
                found.critical.decided(),
                &fields,
            ),
            subset: known.then_some(learned),
            passes: known.then_some(passes),
            index: inertia.map(|inertia| inertia.negative),
            nullity: inertia.map(|inertia| inertia.zero),
            coindex: inertia.map(|inertia| inertia.positive),
            dimension: known.then_some(found.form.dimension),
            escape_order: found.form.escape_order.filter(|_| known).map(EscapeOrder::degree),
            agree: found.agree,
            nearest,
            nearest_passes,
            nearest_loss: problem.loss(&found.nearest.word),
            distance: found.nearest.distance,
            document: document.then_some(record),
        })
    }
}
