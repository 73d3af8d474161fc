//! `linscape.verification/1`: theorem against numerics, family by family.

use crate::ProblemRecord;
use crate::json::{CoefficientRecord, JsonDocument};
use crate::words::type_name;
use linscape_critical::{EscapeOrder, Inertia, Problem, SingularSubset};
use linscape_points::{CheckedPoint, NumericalEscape, PointCheck, Verification};
use linscape_strata::{LearningCoefficient, StratumProfile};
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// Which strata the points of a verification are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointSelection {
    /// A point of every stratum that was asked for.
    Every,
    /// A point of each of the first strata of the listing; there are more.
    First,
    /// Points of random strata.
    Random,
    /// Points of one stratum that was named.
    Named,
}

impl PointSelection {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Every => "every",
            Self::First => "first",
            Self::Random => "random",
            Self::Named => "named",
        }
    }

    /// It in words, behind a number of points.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Every => "one in every stratum asked for",
            Self::First => "one in each of the first strata; there are more",
            Self::Random => "in random strata",
            Self::Named => "in the stratum named",
        }
    }
}

/// A verification with all that is needed to repeat it.
#[derive(Debug, Clone)]
pub struct VerificationReport<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// Where the random points come from.
    pub seed: u64,
    /// Which strata they are in.
    pub selection: PointSelection,
    /// Descent was searched for in networks with at most this many parameters.
    pub descent_up_to: usize,
    /// Each family that has points, in order of loss.
    pub families: Vec<(SingularSubset, Verification)>,
    /// All families together.
    pub total: Verification,
    /// The file with the weights of the first disagreement, when there is one.
    pub offending: Option<String>,
}

#[derive(Debug, Serialize)]
struct FamilyRow {
    subset: Vec<usize>,
    #[serde(flatten)]
    outcome: OutcomeRecord,
}

#[derive(Debug, Serialize)]
struct OutcomeRecord {
    points: usize,
    agreed: usize,
    undecided: usize,
    disagreed: usize,
    escape_consistent: usize,
    escape_undecided: usize,
    learning_agreed: usize,
    learning_undecided: usize,
    smallest_margin: Option<f64>,
    largest_gradient: f64,
}

#[derive(Debug, Serialize)]
struct OffendingRecord<'a> {
    file: Option<&'a str>,
    position: usize,
    subset: Vec<usize>,
    stratum: String,
    theorem: TheoremRecord,
    numerics: NumericsRecord,
}

#[derive(Debug, Serialize)]
pub(super) struct TheoremRecord {
    #[serde(rename = "type")]
    point_type: &'static str,
    inertia: [usize; 3],
    dimension: usize,
    escape_order: Option<usize>,
    learning_coefficient: CoefficientRecord,
}

#[derive(Debug, Serialize)]
struct NumericsRecord {
    relative_gradient: f64,
    loss_error: f64,
    inertia: Option<[usize; 3]>,
    dimension: Option<usize>,
    escape_exponent: Option<f64>,
}

impl VerificationReport<'_> {
    /// Writes `linscape.verification/1`; see `docs/formats.md`, "Verification".
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(&self, out: impl Write) -> io::Result<()> {
        let mut document = JsonDocument::of_schema(out, "linscape.verification/1")?;
        document.field("problem", &ProblemRecord::new(self.problem, self.source))?;
        document.field("seed", &self.seed)?;
        document.field("selection", &self.selection.name())?;
        document.field("descent_up_to", &self.descent_up_to)?;
        let multiplicities = self.problem.spectrum().multiplicities();
        let rows = self.families.iter().map(|(subset, outcome)| FamilyRow {
            subset: subset.indices(multiplicities),
            outcome: OutcomeRecord::from(outcome),
        });
        document.rows("families", rows)?;
        document.field("totals", &OutcomeRecord::from(&self.total))?;
        let offending = self.total.first_disagreement.as_deref();
        let file = self.offending.as_deref();
        let record = offending.map(|point| OffendingRecord::new(point, multiplicities, file));
        document.field("offending", &record)?;
        document.end_of_work(self.total.stopped)
    }
}

impl From<&Verification> for OutcomeRecord {
    fn from(outcome: &Verification) -> Self {
        Self {
            points: outcome.points(),
            agreed: outcome.agreed,
            undecided: outcome.undecided,
            disagreed: outcome.disagreed,
            escape_consistent: outcome.escape_consistent,
            escape_undecided: outcome.escape_undecided,
            learning_agreed: outcome.learning_agreed,
            learning_undecided: outcome.learning_undecided,
            smallest_margin: outcome.smallest_margin,
            largest_gradient: outcome.largest_gradient,
        }
    }
}

impl<'a> OffendingRecord<'a> {
    fn new(point: &CheckedPoint, multiplicities: &[usize], file: Option<&'a str>) -> Self {
        Self {
            file,
            position: point.position,
            subset: point.subset.indices(multiplicities),
            stratum: point.check.stratum.key(),
            theorem: TheoremRecord::new(&point.check.theorem, &point.check.learning.stated),
            numerics: NumericsRecord::from(&point.check),
        }
    }
}

impl TheoremRecord {
    pub(super) fn new(profile: &StratumProfile, learning: &LearningCoefficient) -> Self {
        Self {
            point_type: type_name(profile.point_type),
            inertia: triple(profile.inertia),
            dimension: profile.dimension,
            escape_order: profile.escape_order.map(EscapeOrder::degree),
            learning_coefficient: CoefficientRecord::from(learning),
        }
    }
}

impl From<&PointCheck> for NumericsRecord {
    fn from(check: &PointCheck) -> Self {
        Self {
            relative_gradient: check.relative_gradient,
            loss_error: check.loss_error,
            inertia: check.inertia.decided().map(triple),
            dimension: check.dimension.decided(),
            escape_exponent: check.escape.and_then(|escape| match escape {
                NumericalEscape::Consistent { exponent }
                | NumericalEscape::Refuted { exponent } => Some(exponent),
                NumericalEscape::Undecided { exponent } => exponent,
            }),
        }
    }
}

/// Negative, zero, positive.
fn triple(inertia: Inertia) -> [usize; 3] {
    [inertia.negative, inertia.zero, inertia.positive]
}
