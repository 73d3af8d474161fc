//! `linscape.learning/1`, and learning coefficients wherever they stand.

use std::io::{self, Write};

use linscape_critical::Problem;
use linscape_strata::{
    HalfInteger, LearningBounds, LearningCoefficient, LearningLadder, LearningRung, Sampling,
};
use serde::Serialize;
use serde_json::{Number, Value};

use crate::ProblemRecord;
use crate::json::JsonDocument;

/// The largest whole number that every reader of JSON holds exactly.
const LARGEST_NUMBER: u64 = 1 << 53;

/// A learning coefficient; the fields of `docs/formats.md`, "Learning coefficients".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CoefficientRecord {
    lambda: String,
    multiplicity: usize,
    components: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    half_coindex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    half_codimension: Option<String>,
}

impl CoefficientRecord {
    /// With the bounds that are known beside it.
    pub(crate) fn between(
        coefficient: &LearningCoefficient,
        half_coindex: HalfInteger,
        half_codimension: Option<HalfInteger>,
    ) -> Self {
        Self {
            half_coindex: Some(half_coindex.to_string()),
            half_codimension: half_codimension.map(|half| half.to_string()),
            ..Self::from(coefficient)
        }
    }

    /// With both bounds beside it.
    pub(crate) fn within(coefficient: &LearningCoefficient, bounds: LearningBounds) -> Self {
        Self::between(coefficient, bounds.half_coindex, Some(bounds.half_codimension))
    }
}

impl From<&LearningCoefficient> for CoefficientRecord {
    fn from(coefficient: &LearningCoefficient) -> Self {
        let components = coefficient.components.as_ref().map_or(Value::Null, |count| {
            let small = u64::try_from(count).ok().filter(|&count| count <= LARGEST_NUMBER);
            small.map_or_else(|| Value::from(count.to_string()), Value::from)
        });
        Self {
            lambda: coefficient.lambda.to_string(),
            multiplicity: coefficient.multiplicity,
            components,
            half_coindex: None,
            half_codimension: None,
        }
    }
}

/// The ranks of a problem with their learning coefficients.
#[derive(Debug, Clone)]
pub struct LearningReport<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// Samples and noise that were stated.
    pub sampling: Sampling,
    /// What was found.
    pub ladder: LearningLadder,
    /// Only this rank is written.
    pub rank: Option<usize>,
}

#[derive(Debug, Serialize)]
struct RungRecord {
    rank: usize,
    #[serde(flatten)]
    coefficient: CoefficientRecord,
    loss: Option<f64>,
    expected_excess: Option<f64>,
    squared_error: Option<f64>,
    free_energy: Option<f64>,
}

impl From<&LearningRung> for RungRecord {
    fn from(rung: &LearningRung) -> Self {
        Self {
            rank: rung.rank,
            coefficient: CoefficientRecord::within(&rung.coefficient, rung.bounds),
            loss: rung.loss,
            expected_excess: rung.expected_excess,
            squared_error: rung.squared_error,
            free_energy: rung.free_energy,
        }
    }
}

/// A count, without a point where it has no fraction.
fn whole_if_whole(count: f64) -> Number {
    let is_whole = count.fract() == 0.0 && (0.0..LARGEST_NUMBER as f64).contains(&count);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole")]
    let whole = is_whole.then(|| Number::from(count as u64));
    whole.or_else(|| Number::from_f64(count)).unwrap_or_else(|| Number::from(0_u64))
}

impl LearningReport<'_> {
    /// The rungs that are written.
    pub(crate) fn rungs(&self) -> impl Iterator<Item = &LearningRung> {
        let wanted = self.rank;
        self.ladder.rungs.iter().filter(move |rung| wanted.is_none_or(|rank| rung.rank == rank))
    }

    /// Writes `linscape.learning/1`; see `docs/formats.md`, "Learning coefficients".
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(&self, out: impl Write) -> io::Result<()> {
        let ladder = &self.ladder;
        let mut document = JsonDocument::of_schema(out, "linscape.learning/1")?;
        document.field("problem", &ProblemRecord::new(self.problem, self.source))?;
        document.field("half_parameters", &ladder.half_parameters.to_string())?;
        document.field("half_effective_parameters", &ladder.half_effective.to_string())?;
        document.field("samples", &self.sampling.samples.map(whole_if_whole))?;
        document.field("noise", &self.sampling.noise)?;
        document.rows("ladder", self.rungs().map(RungRecord::from))?;
        document.field("minimum", &ladder.minimum.as_ref().map(CoefficientRecord::from))?;
        document.field("heuristic_rank", &ladder.chosen)?;
        document.end()
    }
}
