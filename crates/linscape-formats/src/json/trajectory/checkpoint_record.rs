//! What a single checkpoint of a training run is.

use linscape_critical::Problem;
use linscape_points::{Nearby, Open};
use linscape_strata::LearningCoefficient;
use serde::Serialize;

use crate::json::CoefficientRecord;
use crate::json::points::{NearRecord, finite};

/// A checkpoint that was looked at.
#[derive(Debug, Clone)]
pub struct SeenCheckpoint {
    /// Its file, or its name.
    pub file: String,
    /// The step or time stated for it.
    pub step: f64,
    /// The time: the step, or its product with the learning rate.
    pub time: f64,
    /// The loss, offset included; not finite where the weights have diverged.
    pub loss: f64,
    /// The norm of the gradient in the coordinates of the run.
    pub gradient_norm: f64,
    /// The family it is nearest to; `None` where the weights have diverged.
    pub near: Option<Nearby>,
    /// For how long gradient flow from here stays near the family, where it was asked for: at the checkpoint of
    /// each visit that is closest.
    pub remaining_stay: Option<f64>,
    /// The learning coefficient of the function that the weights compute, or what leaves it open, where it
    /// was asked for.
    pub learning: Option<Result<LearningCoefficient, Open>>,
}

/// The position of the time that is nearest to a moment: times that were shifted and back are rounded.
#[must_use]
pub fn nearest_time(times: impl Iterator<Item = f64>, moment: f64) -> Option<usize> {
    let distances = times.map(|time| (time - moment).abs()).enumerate();
    distances.min_by(|one, other| one.1.total_cmp(&other.1)).map(|(position, _)| position)
}

/// The fields of `docs/formats.md`, "Training runs".
#[derive(Debug, Serialize)]
pub(crate) struct CheckpointRecord<'a> {
    file: &'a str,
    step: f64,
    time: f64,
    loss: Option<f64>,
    gradient_norm: Option<f64>,
    near: Option<NearRecord>,
    #[serde(flatten)]
    learning: Option<OwnLearning>,
}

/// Of the function that the weights compute; `null`, and why, where a rank is open.
#[derive(Debug, Serialize)]
struct OwnLearning {
    learning_coefficient: Option<CoefficientRecord>,
    undecided: Option<String>,
}

impl<'a> CheckpointRecord<'a> {
    pub(crate) fn new(problem: &Problem, seen: &'a SeenCheckpoint) -> Self {
        let learning = seen.learning.as_ref().map(|own| OwnLearning {
            learning_coefficient: own.as_ref().ok().map(CoefficientRecord::from),
            undecided: own.as_ref().err().map(ToString::to_string),
        });
        let near = seen.near.as_ref().map(|near| {
            let record = NearRecord::new(problem, near);
            if learning.is_some() { record.with_learning(near) } else { record }
        });
        Self {
            file: &seen.file,
            step: seen.step,
            time: seen.time,
            loss: finite(seen.loss),
            gradient_norm: finite(seen.gradient_norm),
            near,
            learning,
        }
    }
}
