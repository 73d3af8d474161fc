//! `linscape.verification/1` by the exact road: theorem against rational arithmetic.

use crate::json::JsonDocument;
use crate::json::points::verification_record::TheoremRecord;
use crate::{PointSelection, ProblemRecord};
use linscape_critical::{Problem, SingularSubset};
use linscape_points::{PointProved, ProofTally};
use linscape_strata::FamilyShape;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// Proofs at many points, with all that is needed to repeat them.
#[derive(Debug, Clone)]
pub struct ProofReport<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Its provenance.
    pub source: Option<&'a Value>,
    /// Where the random points come from.
    pub seed: u64,
    /// Which strata they are in.
    pub selection: PointSelection,
    /// Each family that has points, in order of loss.
    pub families: Vec<(SingularSubset, ProofTally)>,
    /// All families together.
    pub total: ProofTally,
    /// The file with the certificates, when there is one.
    pub certificates: Option<String>,
    /// The file with the certificate of the first disagreement, when there is one.
    pub offending: Option<String>,
}

#[derive(Debug, Serialize)]
struct FamilyRow {
    subset: Vec<usize>,
    #[serde(flatten)]
    tally: TallyRecord,
}

#[derive(Debug, Serialize)]
struct TallyRecord {
    points: usize,
    agreed: usize,
    undecided: usize,
    disagreed: usize,
    orders_settled: usize,
}

#[derive(Debug, Serialize)]
struct OffendingRecord<'a> {
    file: Option<&'a str>,
    position: usize,
    subset: Vec<usize>,
    stratum: String,
    theorem: TheoremRecord,
    exact: ExactRecord,
}

#[derive(Debug, Serialize)]
struct ExactRecord {
    critical: bool,
    loss_agrees: bool,
    ranks_agree: bool,
    inertia: [usize; 3],
    dimension: usize,
}

impl ProofReport<'_> {
    /// Writes `linscape.verification/1` with `"road": "exact"`; see `docs/formats.md`,
    /// "Verification".
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn write_json(&self, out: impl Write) -> io::Result<()> {
        let mut document = JsonDocument::of_schema(out, "linscape.verification/1")?;
        document.field("problem", &ProblemRecord::new(self.problem, self.source))?;
        document.field("road", &"exact")?;
        document.field("seed", &self.seed)?;
        document.field("selection", &self.selection.name())?;
        let multiplicities = self.problem.spectrum().multiplicities();
        let rows = self.families.iter().map(|(subset, tally)| FamilyRow {
            subset: subset.indices(multiplicities),
            tally: TallyRecord::from(tally),
        });
        document.rows("families", rows)?;
        document.field("totals", &TallyRecord::from(&self.total))?;
        document.field("certificates", &self.certificates)?;
        let offending = self.total.first_disagreement.as_deref();
        let file = self.offending.as_deref();
        let record = offending.map(|point| OffendingRecord::new(point, self.problem, file));
        document.field("offending", &record)?;
        document.end_of_work(self.total.stopped)
    }
}

impl From<&ProofTally> for TallyRecord {
    fn from(tally: &ProofTally) -> Self {
        Self {
            points: tally.points(),
            agreed: tally.agreed,
            undecided: 0,
            disagreed: tally.disagreed,
            orders_settled: tally.orders_settled,
        }
    }
}

impl<'a> OffendingRecord<'a> {
    fn new(point: &PointProved, problem: &Problem, file: Option<&'a str>) -> Self {
        let proof = &point.proof;
        let shape = FamilyShape::new(problem, &point.subset);
        let multiplicities = problem.spectrum().multiplicities();
        Self {
            file,
            position: point.position,
            subset: point.subset.indices(multiplicities),
            stratum: proof.stratum.key(),
            theorem: TheoremRecord::new(
                &proof.theorem,
                &proof.stratum.learning_coefficient(&shape),
            ),
            exact: ExactRecord {
                critical: proof.critical,
                loss_agrees: proof.loss_agrees,
                ranks_agree: proof.ranks_agree,
                inertia: [proof.inertia.negative, proof.inertia.zero, proof.inertia.positive],
                dimension: proof.dimension,
            },
        }
    }
}
