//! What a task of a sweep finds out, in columns.

use crate::sweep::{
    Classified, DecayedColumns, FlowColumns, OwnColumns, SweepFamily, Verified, WeightsOfTask,
    written,
};
use crate::{
    Stated, StatedProblem, SweepTask, TaskError, Verifier, classify, document_landscape,
    list_landscape,
};
use linscape_critical::{EscapeOrder, Observer, Problem, Progress};
use linscape_formats::{VerificationReport, write_landscape};
use linscape_points::DiagnosisOptions;
use linscape_strata::strata_of_problem;
use num_bigint::BigUint;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use serde::Serialize;
use serde_json::Value;

/// The columns of a task.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum SweepResult {
    Landscape(Box<LandscapeColumns>),
    Decayed(Box<DecayedColumns>),
    Own(Box<OwnColumns>),
    Verify(VerifyColumns),
    Flow(Box<FlowColumns>),
    Classify(Box<ClassifyColumns>),
}

/// Exact counts are texts: they outgrow 64 bits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct LandscapeColumns {
    families: String,
    critical_values: Option<String>,
    strict: String,
    nonstrict: String,
    connections: usize,
    lowest_loss: Option<f64>,
    highest_loss: Option<f64>,
    strata: Option<String>,
    strict_strata: Option<String>,
    nonstrict_strata: Option<String>,
    nonstrict_share: Option<f64>,
    document: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct VerifyColumns {
    #[serde(flatten)]
    verified: Verified,
    escape_consistent: usize,
    escape_undecided: usize,
    smallest_margin: Option<f64>,
    largest_gradient: f64,
    document: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ClassifyColumns {
    /// That of the weights, which say themselves what biases they have.
    #[serde(skip)]
    problem: Problem,
    #[serde(flatten)]
    classified: Classified,
    subset: Option<Vec<usize>>,
    stratum: Option<String>,
    index: Option<usize>,
    nullity: Option<usize>,
    coindex: Option<usize>,
    dimension: Option<usize>,
    escape_order: Option<usize>,
    agree: Option<bool>,
    nearest: Vec<usize>,
    nearest_loss: f64,
    distance: f64,
    document: Option<String>,
}

impl SweepResult {
    /// The problem of the weights that the task was given, where it was.
    pub(crate) fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Flow(columns) => Some(columns.problem()),
            Self::Classify(columns) => Some(&columns.problem),
            _ => None,
        }
    }

    /// Does a task; `None` when the observer stopped it.
    pub(crate) fn of(
        task: &SweepTask,
        stated: &Stated,
        seed: u64,
        observer: &impl Observer,
    ) -> Result<Option<Self>, TaskError> {
        if let Some(decayed) = stated.decayed() {
            let found = DecayedColumns::of(task, decayed, seed, observer)?;
            return Ok(found.map(|found| Self::Decayed(Box::new(found))));
        }
        if let Stated::Own(own) = stated {
            let found = OwnColumns::of(task, own, seed, observer)?;
            return Ok(found.map(|found| Self::Own(Box::new(found))));
        }
        let stated = stated.without_decay()?;
        match task {
            SweepTask::Landscape { limit, document } => {
                LandscapeColumns::of(stated, *limit, *document, observer)
                    .map(|found| found.map(|found| Self::Landscape(Box::new(found))))
            }
            SweepTask::Verify { subset, samples, limit, descent_up_to, document } => {
                let verifier = Verifier {
                    subset: subset.as_ref().map(SweepFamily::text),
                    samples: *samples,
                    limit: *limit,
                    seed,
                    descent_up_to: *descent_up_to,
                    ..Verifier::default()
                };
                let report = verifier.run(stated, observer)?;
                let stopped = report.total.stopped;
                Ok((!stopped).then(|| Self::Verify(VerifyColumns::of(&report, *document))))
            }
            SweepTask::Flow(settings) => {
                let found = FlowColumns::of(settings, stated, seed, observer)?;
                Ok(found.map(|found| Self::Flow(Box::new(found))))
            }
            SweepTask::Classify { .. } => {
                let found = ClassifyColumns::of(task, stated, observer)?;
                Ok(Some(Self::Classify(Box::new(found))))
            }
        }
    }
}

impl LandscapeColumns {
    fn of(
        stated: &StatedProblem,
        limit: Option<usize>,
        document: bool,
        observer: &impl Observer,
    ) -> Result<Option<Self>, TaskError> {
        let list = if document { document_landscape } else { list_landscape };
        let landscape = list(stated, limit, observer)?;
        let strata = strata_of_problem(&stated.problem, observer);
        let progress = Progress { done: 1, total: Some(1) };
        if landscape.is_interrupted() || observer.advance(progress).is_break() {
            return Ok(None);
        }
        let strata = strata.as_ref();
        let counts = landscape.counts();
        let text = |count: &BigUint| count.to_string();
        Ok(Some(Self {
            families: text(&counts.families),
            critical_values: landscape.critical_values().map(text),
            strict: text(&counts.strict),
            nonstrict: text(&counts.nonstrict),
            connections: landscape.graph().edge_count(),
            lowest_loss: landscape.families().next().map(|family| family.loss),
            highest_loss: landscape.families().last().map(|family| family.loss),
            strata: strata.map(|counts| text(&counts.total())),
            strict_strata: strata.map(|counts| text(&counts.strict)),
            nonstrict_strata: strata.map(|counts| text(&counts.nonstrict)),
            nonstrict_share: strata.and_then(|counts| share(&counts.nonstrict, &counts.total())),
            document: document
                .then(|| written(|out| write_landscape(out, &landscape, stated.source.as_ref()))),
        }))
    }
}

impl VerifyColumns {
    fn of(report: &VerificationReport, document: bool) -> Self {
        let total = &report.total;
        Self {
            verified: Verified::new(total.agreed, total.undecided, total.disagreed),
            escape_consistent: total.escape_consistent,
            escape_undecided: total.escape_undecided,
            smallest_margin: total.smallest_margin.filter(|margin| margin.is_finite()),
            largest_gradient: total.largest_gradient,
            document: document.then(|| written(|out| report.write_json(out))),
        }
    }
}

impl ClassifyColumns {
    fn of(
        task: &SweepTask,
        stated: &StatedProblem,
        observer: &impl Observer,
    ) -> Result<Self, TaskError> {
        let WeightsOfTask { file, read, refine, document } = WeightsOfTask::of(task)?;
        let options = DiagnosisOptions { refine, ..DiagnosisOptions::default() };
        let found = classify(stated, file.to_owned(), read, &options, observer)?;
        let record = found.record().to_json();
        let fields: Value = serde_json::from_str(&record).unwrap_or_default();
        let (said, diagnosis) = (found.diagnosis.said(), &found.diagnosis);
        let problem = found.reduction.problem();
        let multiplicities = problem.spectrum().multiplicities();
        let profile = diagnosis.stratum().map(|listed| listed.profile);
        let inertia = profile.map(|profile| profile.inertia);
        let nearest = &diagnosis.given.modes;
        Ok(Self {
            problem: problem.clone(),
            classified: Classified::new(
                file,
                diagnosis.given.loss,
                diagnosis.gradient_norm,
                diagnosis.given.critical,
                &fields,
            ),
            subset: diagnosis.stratum().map(|_| said.modes.subset.indices(multiplicities)),
            stratum: diagnosis.stratum().map(|listed| listed.stratum.key()),
            index: inertia.map(|inertia| inertia.negative),
            nullity: inertia.map(|inertia| inertia.zero),
            coindex: inertia.map(|inertia| inertia.positive),
            dimension: profile.map(|profile| profile.dimension),
            escape_order: profile.and_then(|profile| profile.escape_order).map(EscapeOrder::degree),
            agree: diagnosis.agree(),
            nearest: nearest.subset.indices(multiplicities),
            nearest_loss: problem.loss(&nearest.subset),
            distance: nearest.distance,
            document: document.then_some(record),
        })
    }
}

/// A quotient of counts of any size.
fn share(part: &BigUint, whole: &BigUint) -> Option<f64> {
    if *whole == BigUint::ZERO {
        return None;
    }
    BigRational::new(part.clone().into(), whole.clone().into()).to_f64()
}
