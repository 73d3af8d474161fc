//! Verification and classification with weight decay, in columns.

use crate::sweep::{OneOrMore, written};
use crate::{
    StatedDecay, SweepFamily, SweepTask, TaskError, USUAL_DECAYED_POINTS, classify_with_decay,
    parse_word, verify_decayed,
};
use linscape_critical::{EscapeOrder, Observer};
use linscape_formats::{DecayedWeightsReport, OptionName, family_type_name, read_weights};
use linscape_points::Criticality;
use serde::Serialize;
use std::num::NonZeroUsize;

/// How closed forms fared against dense Hessians.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct DecayedVerifyColumns {
    points: usize,
    agreed: usize,
    undecided: usize,
    disagreed: usize,
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
        let SweepTask::Verify { subset, samples, limit, document, .. } = task else {
            unreachable!("only of a task of this kind")
        };
        if limit.is_some() {
            return Err(TaskError::NoStrataWithDecay { option: OptionName::Limit });
        }
        let text = subset.as_ref().map(SweepFamily::text);
        let word = text.map(|text| parse_word(&stated.decayed, &text)).transpose()?;
        let samples = samples.map_or(USUAL_DECAYED_POINTS, NonZeroUsize::get);
        let found = verify_decayed(stated, word.as_ref(), samples, seed, observer)?;
        let report = found.report(stated, seed);
        Ok((!found.stopped).then(|| Self {
            points: found.points(),
            agreed: found.agreed,
            undecided: found.undecided,
            disagreed: found.disagreed.len(),
            largest_gradient: found.largest_gradient,
            largest_spectrum_difference: found.largest_difference,
            document: document.then(|| written(|out| report.write_json(out))),
        }))
    }
}

/// What weights are; families are named by the modes that they have learned and those on a pass.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct DecayedClassifyColumns {
    weights: String,
    loss: f64,
    gradient_norm: f64,
    critical: &'static str,
    #[serde(rename = "type")]
    point_type: &'static str,
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
        let SweepTask::Classify { weights, layers, transpose, document, .. } = task else {
            unreachable!("only of a task of this kind")
        };
        let OneOrMore::One(file) = weights else { unreachable!("tasks are split by file") };
        let read = read_weights(file.as_ref(), layers.as_deref(), *transpose)?;
        let found = classify_with_decay(stated, file, &read)?;
        let problem = &stated.decayed;
        let report = DecayedWeightsReport { file, layers: &read.names, problem, found: &found };
        let multiplicities = problem.multiplicities();
        let (learned, passes) = found.family.indices(&multiplicities);
        let (nearest, nearest_passes) = found.nearest.word.indices(&multiplicities);
        let known = found.critical == Criticality::Critical;
        let inertia = found.form.inertia.filter(|_| known);
        Ok(Self {
            weights: file.clone(),
            loss: found.loss,
            gradient_norm: found.gradient_norm,
            critical: match found.critical {
                Criticality::Critical => "true",
                Criticality::Not => "false",
                Criticality::Undecided => "undecided",
            },
            point_type: match found.critical {
                Criticality::Critical => family_type_name(found.form.family_type),
                Criticality::Not => "not_critical",
                Criticality::Undecided => "undecided",
            },
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
            document: document.then(|| report.to_json().unwrap_or_default()),
        })
    }
}
