//! What every classification says first, with weight decay or without.

use crate::sweep::OneOrMore;
use crate::{SweepTask, TaskError};
use linscape_formats::{ReadWeights, read_weights};
use serde::Serialize;
use serde_json::Value;

/// The weights of a task, read.
pub(crate) struct WeightsOfTask<'t> {
    pub(crate) file: &'t str,
    pub(crate) read: ReadWeights,
    /// Move them onto a critical point nearby.
    pub(crate) refine: bool,
    /// Keep the document in the row.
    pub(crate) document: bool,
}

impl<'t> WeightsOfTask<'t> {
    /// Reads them; `task` classifies one file.
    pub(crate) fn of(task: &'t SweepTask) -> Result<Self, TaskError> {
        let SweepTask::Classify { weights, layers, transpose, refine, document } = task else {
            unreachable!("only of a task of this kind")
        };
        let OneOrMore::One(file) = weights else { unreachable!("tasks are split by file") };
        let read = read_weights(file.as_ref(), layers.as_deref(), *transpose)?;
        Ok(Self { file, read, refine: *refine, document: *document })
    }
}

/// The columns that all classifications begin with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Classified {
    weights: String,
    loss: f64,
    gradient_norm: f64,
    critical: String,
    #[serde(rename = "type")]
    point_type: Value,
}

impl Classified {
    /// `fields` are those of the classification's record.
    pub(crate) fn new(
        file: &str,
        loss: f64,
        gradient_norm: f64,
        critical: Option<bool>,
        fields: &Value,
    ) -> Self {
        let critical = critical.map_or_else(|| "undecided".to_owned(), |own| own.to_string());
        Self {
            weights: file.to_owned(),
            loss,
            gradient_norm,
            critical,
            point_type: fields["type"].clone(),
        }
    }
}
