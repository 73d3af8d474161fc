//! Landscapes, verification, classification and trajectories with decay of the data's own weights, where points
//! are a list, in columns.

use super::flow::OwnFlowColumns;
use super::points_asked::PointsAsked;
use crate::sweep::{Classified, Verified, WeightsOfTask, written};
use crate::{
    StatedOwn, SweepTask, TaskError, classify_with_own_decay, list_own, own_report, verify_own,
};
use linscape_critical::{Observer, Progress};
use linscape_decay::FamilyType;
use linscape_formats::{OwnWeightsReport, completeness_name};
use linscape_points::OwnPoint;
use serde::Serialize;
use serde_json::Value;

/// What a task finds out of listed points.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum OwnColumns {
    Landscape(OwnLandscapeColumns),
    Verify(OwnVerifyColumns),
    Classify(Box<OwnClassifyColumns>),
    Flow(Box<OwnFlowColumns>),
}

impl OwnColumns {
    /// Does a task; `None` when the observer stopped it.
    pub(crate) fn of(
        task: &SweepTask,
        stated: &StatedOwn,
        seed: u64,
        observer: &impl Observer,
    ) -> Result<Option<Self>, TaskError> {
        match task {
            SweepTask::Landscape { limit, document } => {
                let found = OwnLandscapeColumns::of(stated, *limit, *document, observer)?;
                Ok(found.map(Self::Landscape))
            }
            SweepTask::Verify { .. } => {
                let found = OwnVerifyColumns::of(task, stated, seed, observer)?;
                Ok(found.map(Self::Verify))
            }
            SweepTask::Classify { .. } => {
                let found = OwnClassifyColumns::of(task, stated, observer)?;
                Ok(found.map(|found| Self::Classify(Box::new(found))))
            }
            SweepTask::Flow(flow) => {
                let found = OwnFlowColumns::of(flow, stated, seed, observer)?;
                Ok(found.map(|found| Self::Flow(Box::new(found))))
            }
        }
    }
}

/// The columns of families are those of the points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct OwnLandscapeColumns {
    points: usize,
    completeness: &'static str,
    lowest_loss: Option<f64>,
    highest_loss: Option<f64>,
    /// Minima among the points; null where a type is undecided.
    local_minima: Option<usize>,
    /// The rank of the lowest point where it is the global minimum.
    global_rank: Option<usize>,
    document: Option<String>,
}

impl OwnLandscapeColumns {
    fn of(
        stated: &StatedOwn,
        limit: Option<usize>,
        document: bool,
        observer: &impl Observer,
    ) -> Result<Option<Self>, TaskError> {
        let landscape = list_own(stated, limit, observer)?;
        let progress = Progress { done: 1, total: Some(1) };
        if landscape.interrupted || observer.advance(progress).is_break() {
            return Ok(None);
        }
        let points = &landscape.points;
        let of = |kind: FamilyType| points.iter().filter(move |own| own.family_type == kind);
        let is_decided = of(FamilyType::Undecided).next().is_none();
        let minima = of(FamilyType::GlobalMinimum).count() + of(FamilyType::LocalMinimum).count();
        let report = own_report(stated, &landscape);
        Ok(Some(Self {
            points: points.len(),
            completeness: completeness_name(landscape.completeness),
            lowest_loss: points.first().map(|point| point.loss),
            highest_loss: points.last().map(|point| point.loss),
            local_minima: is_decided.then_some(minima),
            global_rank: of(FamilyType::GlobalMinimum).next().map(OwnPoint::rank),
            document: document.then(|| written(|out| report.write_json(out))),
        }))
    }
}

/// How listed points fared against dense Hessians.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct OwnVerifyColumns {
    #[serde(flatten)]
    verified: Verified,
    largest_gradient: f64,
    document: Option<String>,
}

impl OwnVerifyColumns {
    fn of(
        task: &SweepTask,
        stated: &StatedOwn,
        seed: u64,
        observer: &impl Observer,
    ) -> Result<Option<Self>, TaskError> {
        let asked = PointsAsked::of(task)?;
        let found = verify_own(stated, asked.family.as_deref(), asked.samples, seed, observer)?;
        let report = found.report(stated, seed);
        Ok((!found.stopped).then(|| Self {
            verified: Verified::new(found.agreed, found.undecided, found.disagreed.len()),
            largest_gradient: found.largest_gradient,
            document: asked.document.then(|| written(|out| report.write_json(out))),
        }))
    }
}

/// What weights are; points are named by their keys.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct OwnClassifyColumns {
    #[serde(flatten)]
    classified: Classified,
    key: Value,
    index: Value,
    nullity: Value,
    coindex: Value,
    agree: Option<bool>,
    nearest: String,
    nearest_loss: f64,
    distance: f64,
    document: Option<String>,
}

impl OwnClassifyColumns {
    fn of(
        task: &SweepTask,
        stated: &StatedOwn,
        observer: &impl Observer,
    ) -> Result<Option<Self>, TaskError> {
        let WeightsOfTask { file, read, document, .. } = WeightsOfTask::of(task)?;
        let landscape = list_own(stated, None, observer)?;
        if landscape.interrupted {
            return Ok(None);
        }
        let found = classify_with_own_decay(stated, &landscape, file, &read)?;
        let layers = &read.names;
        let report = OwnWeightsReport { file, layers, landscape: &landscape, found: &found };
        let record = report.to_json().unwrap_or_default();
        let fields: Value = serde_json::from_str(&record).unwrap_or_default();
        let near = &landscape.points[found.nearest];
        Ok(Some(Self {
            classified: Classified::new(
                file,
                found.loss,
                found.gradient_norm,
                found.critical.decided(),
                &fields,
            ),
            key: fields["key"].clone(),
            index: fields["index"].clone(),
            nullity: fields["nullity"].clone(),
            coindex: fields["coindex"].clone(),
            agree: found.agree,
            nearest: near.key.clone(),
            nearest_loss: near.loss,
            distance: found.distance,
            document: document.then_some(record),
        }))
    }
}
