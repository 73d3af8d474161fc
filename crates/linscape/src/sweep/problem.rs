//! A problem of a sweep, as JSON states it.

use crate::{Given, NetworkWidths, ProblemOptions, StatedProblem, StatementError};
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};
use thiserror::Error;

/// The options of the command line as JSON: files by name, lists as lists. `width`, `depth` and
/// `ends` state a network of equal hidden widths; `held` names a problem that lives in the program
/// which wrote the sweep.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepProblem {
    /// Singular values: numbers, or texts such as `5/2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sigma: Option<Vec<NumberText>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inputs: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    targets: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    labels: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    autoencode: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    center: bool,
    /// A document with a `problem` object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    widths: Option<Vec<usize>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hidden: Option<Vec<usize>>,
    /// `d_0` and `d_h`, with `width` and `depth`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ends: Option<[usize; 2]>,
    /// Every hidden width.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    width: Option<usize>,
    /// Number of weight matrices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    depth: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    loss: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tolerance: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    samples_in: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    header: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    index_column: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    columns: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    drop: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delimiter: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    held: Option<Value>,
}

/// A number or its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum NumberText {
    Number(Number),
    Text(String),
}

/// Fields of a problem that do not go together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SweepProblemError {
    /// `width` without `depth` or the reverse.
    #[error("width and depth go together")]
    WidthWithoutDepth,
    /// A network without layers.
    #[error("depth 0 is no network")]
    NoDepth,
    /// A network stated twice.
    #[error("give widths, hidden, or width and depth: one of them")]
    TwoNetworks,
    /// Ends of no network.
    #[error("ends go with width and depth")]
    EndsAlone,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

impl SweepProblem {
    /// The same problem with its network spelt out and its numbers as texts, so that one problem is
    /// stated in one way.
    pub(crate) fn resolved(mut self) -> Result<Self, SweepProblemError> {
        let sigma = self.sigma.take().map(|values| values.iter().map(NumberText::text).collect());
        self.sigma = sigma;
        let equal = match (self.width.take(), self.depth.take()) {
            (Some(_), Some(0)) => return Err(SweepProblemError::NoDepth),
            (Some(width), Some(depth)) => Some(vec![width; depth - 1]),
            (None, None) if self.ends.is_some() => return Err(SweepProblemError::EndsAlone),
            (None, None) => None,
            _ => return Err(SweepProblemError::WidthWithoutDepth),
        };
        let Some(hidden) = equal else { return Ok(self) };
        if self.widths.is_some() || self.hidden.is_some() {
            return Err(SweepProblemError::TwoNetworks);
        }
        match self.ends.take() {
            Some([first, last]) => self.widths = Some([vec![first], hidden, vec![last]].concat()),
            None => self.hidden = Some(hidden),
        }
        Ok(self)
    }

    /// What a program that holds the problem calls it.
    #[must_use]
    pub fn held(&self) -> Option<&Value> {
        self.held.as_ref()
    }

    /// Reads the problem.
    ///
    /// # Errors
    /// [`StatementError`], one line that names the option or file.
    pub fn state(&self) -> Result<StatedProblem, StatementError> {
        let list = |widths: &Vec<usize>| join(widths.iter().map(ToString::to_string));
        let file = |name: &String| Given::File(name.into());
        let sigma = |values: &Vec<NumberText>| {
            join(values.iter().map(|value| match value {
                NumberText::Number(number) => number.to_string(),
                NumberText::Text(text) => text.clone(),
            }))
        };
        let options = ProblemOptions {
            sigma: self.sigma.as_ref().map(sigma),
            target: self.target.as_ref().map(|name| Given::File(name.into())),
            inputs: self.inputs.as_ref().map(|name| Given::File(name.into())),
            targets: self.targets.as_ref().map(|name| Given::File(name.into())),
            labels: self.labels.as_ref().map(|name| Given::File(name.into())),
            autoencode: self.autoencode,
            center: self.center,
            document: self.problem.as_ref().map(file),
            network: NetworkWidths {
                widths: self.widths.as_ref().map(list),
                hidden: self.hidden.as_ref().map(list),
            },
            loss: self.loss.clone(),
            tolerance: self.tolerance.as_ref().map(ToString::to_string),
            samples_in: self.samples_in.clone(),
            header: self.header.clone(),
            index_column: self.index_column.clone(),
            columns: self.columns.clone(),
            drop: self.drop.clone(),
            delimiter: self.delimiter.clone(),
        };
        options.state()
    }
}

impl NumberText {
    fn text(&self) -> Self {
        match self {
            Self::Number(number) => Self::Text(number.to_string()),
            Self::Text(text) => Self::Text(text.trim().to_owned()),
        }
    }
}

fn join(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(",")
}
