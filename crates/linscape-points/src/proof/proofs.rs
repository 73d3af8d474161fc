//! Proofs at many random points.

use std::ops::ControlFlow;

use linscape_critical::{Observer, Problem, Progress, RandomStream, SingularSubset};
use rayon::prelude::*;

use super::PointProof;
use super::point_proof::PointProofError;
use linscape_strata::Stratum;

/// Points proved between two calls of the observer, for each thread.
const POINTS_PER_THREAD: usize = 4;

/// A random point at which something was proved.
#[derive(Debug, Clone)]
pub struct PointProved {
    /// Which point it was, from 0.
    pub position: usize,
    /// The family.
    pub subset: SingularSubset,
    /// What was stated and what was found.
    pub proof: PointProof,
}

/// Proves at one random rational point of each given stratum and hands the outcomes to `record`, in
/// order. `Break` when the observer stopped the work before its end.
///
/// The point at position `k` depends on the seed and `k` alone, and no outcome on the number of
/// threads.
///
/// # Errors
/// When the singular values are not rational, or a stratum does not fit its family.
///
/// # Complexity
/// That of [`PointProof::at_random`] a point.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// use linscape_points::prove_points;
/// use linscape_strata::{FamilyShape, Strata};
/// let problem = Problem::exact(&[2, 2, 2, 2], &[2, 1])?;
/// let nothing = problem.leading(0);
/// let strata = Strata::of(&FamilyShape::new(&problem, &nothing));
/// let points = strata.map(|listed| (nothing.clone(), listed.stratum)).collect();
/// let mut proved = 0;
/// let _ = prove_points(&problem, points, 1, &(), |point| proved += usize::from(point.proof.agrees()))?;
/// assert_eq!(proved, 11);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn prove_points(
    problem: &Problem,
    points: Vec<(SingularSubset, Stratum)>,
    seed: u64,
    observer: &dyn Observer,
    mut record: impl FnMut(PointProved),
) -> Result<ControlFlow<()>, PointProofError> {
    let total = points.len();
    let mut points = points.into_iter().enumerate();
    loop {
        let batch = POINTS_PER_THREAD * rayon::current_num_threads();
        let batch: Vec<_> = points.by_ref().take(batch).collect();
        if batch.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        let proofs: Result<Vec<_>, PointProofError> = batch
            .into_par_iter()
            .map(|(position, (subset, stratum))| {
                let mut stream = RandomStream::new(seed, &format!("proof {position}"));
                let proof = PointProof::at_random(problem, &subset, stratum, &mut stream)?;
                Ok(PointProved { position, subset, proof })
            })
            .collect();
        proofs?.into_iter().for_each(&mut record);
        let done = (total - points.len()) as u64;
        let progress = Progress { done, total: Some(total as u64) };
        if observer.advance(progress).is_break() && points.len() > 0 {
            return Ok(ControlFlow::Break(()));
        }
    }
}
