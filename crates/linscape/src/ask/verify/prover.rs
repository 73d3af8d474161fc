//! The theorem, proved at rational points of a problem.

use crate::Verifier;
use crate::ask::verify::ChosenPoints;
use crate::{Limit, MatrixLimit, StatedProblem, TaskError};
use linscape_critical::{Observer, Problem};
use linscape_formats::ProofReport;
use linscape_points::{PointProved, ProofTally, prove_points};

/// Largest number of weights for which proofs are tried: a point takes seconds.
const MOST_WEIGHTS: usize = 400;

impl Verifier {
    /// Proves, or refutes, what the theorem says at one random rational point of each stratum
    /// chosen, and hands every point to `certify`. Conditions are those of [`run`](Self::run);
    /// `descent_up_to` has no part in it.
    ///
    /// # Errors
    /// When the singular values are not rational, the network is too large, or family or stratum
    /// are none of the problem's.
    ///
    /// # Examples
    /// ```
    /// use linscape::{ProblemOptions, Verifier};
    /// let options = ProblemOptions {
    ///     sigma: Some("1,1e-8".to_owned()),
    ///     widths: Some("2,2,2,2".to_owned()),
    ///     ..ProblemOptions::default()
    /// };
    /// let stated = options.state()?;
    /// let report = Verifier::default().prove(&stated, &(), |_| {})?;
    /// assert_eq!((report.total.agreed, report.total.disagreed), (20, 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn prove<'a>(
        &self,
        stated: &'a StatedProblem,
        observer: &impl Observer,
        mut certify: impl FnMut(&PointProved),
    ) -> Result<ProofReport<'a>, TaskError> {
        check_size(&stated.problem)?;
        stated.refuse_offset_decay("rational arithmetic")?;
        let ChosenPoints { families, points, family_of, selection, stopped } =
            self.chosen(&stated.problem, observer)?;
        let mut tallies = vec![ProofTally::default(); families.len()];
        let record = |point: PointProved| {
            certify(&point);
            tallies[family_of[point.position]].record(point);
        };
        let flow = prove_points(&stated.problem, points, self.seed, observer, record)?;
        let mut total = ProofTally { stopped: stopped || flow.is_break(), ..ProofTally::default() };
        let mut proved = Vec::new();
        for (subset, tally) in families.into_iter().zip(tallies) {
            if tally.points() > 0 {
                total.absorb(&tally);
                proved.push((subset, tally));
            }
        }
        Ok(ProofReport {
            problem: &stated.problem,
            source: stated.source.as_ref(),
            seed: self.seed,
            selection,
            families: proved,
            total,
            certificates: None,
            offending: None,
        })
    }
}

/// Refuses networks whose Hessians take more than seconds a point.
fn check_size(problem: &Problem) -> Result<(), Limit> {
    let weights = problem.parameters();
    if weights > MOST_WEIGHTS {
        return Err(MatrixLimit::ExactHessian { weights, most: MOST_WEIGHTS }.into());
    }
    Ok(())
}
