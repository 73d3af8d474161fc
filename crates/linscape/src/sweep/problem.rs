//! A problem of a sweep, as JSON states it.

use crate::statement::LARGEST_DEPTH;
use crate::{ProblemOptions, Stated, StatementError};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

/// The options of the command line as JSON, with a few words that only sweeps need: `width`, `depth`
/// and `ends` state a network of equal hidden widths, and are spelt out when they are read, so that
/// one problem is stated in one way; `held` names a problem that lives in the program which wrote the
/// sweep.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SweepProblem {
    #[serde(flatten)]
    options: ProblemOptions,
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<Value>,
    /// A network too deep to be spelt out: an error in its row, not the end of the sweep.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    too_deep: Option<EqualWidths>,
}

/// A network of equal hidden widths.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct EqualWidths {
    /// `d_0` and `d_h`, with `width` and `depth`.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends: Option<[usize; 2]>,
    /// Every hidden width.
    width: Option<usize>,
    /// Number of weight matrices.
    depth: Option<usize>,
}

/// Fields of a problem that do not go together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
enum SweepProblemError {
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

impl<'de> Deserialize<'de> for SweepProblem {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut fields = Map::deserialize(from)?;
        let held = fields.remove("held").filter(|value| !value.is_null());
        let equal = EqualWidths::taken_from(&mut fields).map_err(D::Error::custom)?;
        let mut options = ProblemOptions::deserialize(Value::Object(fields))
            .map_err(|fault| D::Error::custom(fault.to_string()))?;
        if equal.width.is_some() && equal.depth.is_some_and(|depth| depth > LARGEST_DEPTH) {
            return Ok(Self { options, held, too_deep: Some(equal) });
        }
        equal.spell_out(&mut options).map_err(D::Error::custom)?;
        Ok(Self { options, held, too_deep: None })
    }
}

impl EqualWidths {
    fn taken_from(fields: &mut Map<String, Value>) -> Result<Self, serde_json::Error> {
        let own = ["ends", "width", "depth"];
        let taken = own.iter().filter_map(|&name| fields.remove_entry(name)).collect();
        Self::deserialize(Value::Object(taken))
    }

    fn spell_out(self, options: &mut ProblemOptions) -> Result<(), SweepProblemError> {
        let hidden = match (self.width, self.depth) {
            (Some(_), Some(0)) => return Err(SweepProblemError::NoDepth),
            (Some(width), Some(depth)) => vec![width; depth - 1],
            (None, None) if self.ends.is_some() => return Err(SweepProblemError::EndsAlone),
            (None, None) => return Ok(()),
            _ => return Err(SweepProblemError::WidthWithoutDepth),
        };
        if options.widths.is_some() || options.hidden.is_some() {
            return Err(SweepProblemError::TwoNetworks);
        }
        let text =
            |widths: &[usize]| widths.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        match self.ends {
            Some([first, last]) => {
                options.widths = Some(text(&[vec![first], hidden, vec![last]].concat()));
            }
            None => options.hidden = Some(text(&hidden)),
        }
        Ok(())
    }
}

impl SweepProblem {
    /// What a program that holds the problem calls it.
    #[must_use]
    pub fn held(&self) -> Option<&Value> {
        self.held.as_ref()
    }

    /// Reads the problem, with its weight decay if it has some.
    ///
    /// # Errors
    /// [`StatementError`], one line that names the option or file.
    pub fn state(&self) -> Result<Stated, StatementError> {
        match self.too_deep.as_ref().and_then(|equal| equal.depth) {
            Some(depth) => Err(StatementError::TooDeep { depth, largest: LARGEST_DEPTH }),
            None => self.options.state_either(),
        }
    }
}
