//! All that is found of a landscape with decay on the data's own weights.

use super::continuation::{Continuation, Path};
use super::exact_points::{one_output, origin, ridge};
use super::nuclear_norm::nuclear_norm_minimum;
use super::{FixedRank, Functional, OwnCase, OwnPoint, OwnProblem, RankSum, Status, aligned_modes};
use linscape_critical::{Observer, Progress};
use linscape_decay::FamilyType;
use linscape_lapack::DecompositionError;
use rayon::prelude::*;
use thiserror::Error;

/// How much of the landscape is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// All critical points: proved.
    Proved,
    /// No others have ever been found on data of this kind: verified, not proved.
    Verified,
    /// Others can exist.
    Open,
    /// The global minimum only: proved.
    Minimum,
}

/// Critical points of a loss with decay on the data's own weights, in the order of their losses.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnLandscape {
    /// The case that gave them.
    pub case: OwnCase,
    /// The points.
    pub points: Vec<OwnPoint>,
    /// Paths of the continuation that did not arrive: the family they left and how far they came.
    pub lost: Vec<(String, f64)>,
    /// How much of the landscape this is.
    pub completeness: Completeness,
    /// Whether a fold or threshold within the tolerance of the data makes or unmakes points.
    pub undecided: bool,
    /// Whether a limit cut the list.
    pub truncated: bool,
    /// Whether the observer stopped the work.
    pub interrupted: bool,
}

/// Why nothing was listed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum OwnLandscapeError {
    /// A decomposition failed.
    #[error(transparent)]
    Decomposition(#[from] DecompositionError),
    /// The convex problem was not solved.
    #[error(
        "the convex problem of the global minimum did not converge: the moments of the inputs differ too much"
    )]
    NotConverged,
    /// The bottleneck cuts the solution off.
    #[error(
        "the convex problem's minimum has rank {rank}, and the network lets only {bottleneck} through"
    )]
    Bottleneck {
        /// Rank of the solution.
        rank: usize,
        /// The narrowest layer.
        bottleneck: usize,
    },
}

/// Points found at once unless a limit says otherwise.
const USUAL_LIMIT: usize = 1024;

/// Lists what the case gives, at most `limit` points of those that are enumerated.
///
/// # Errors
/// When a decomposition fails, or the convex problem is not solved or its solution is cut off.
///
/// # Complexity
/// An eigenvalue decomposition of order `r(d_0 + d_h − r)` a point; a few dozen of order
/// `r(d_0 + d_h) + (h − 2)r²` for each that is followed.
pub fn own_landscape(
    problem: &OwnProblem,
    case: OwnCase,
    limit: Option<usize>,
    observer: &impl Observer,
) -> Result<OwnLandscape, OwnLandscapeError> {
    let functional = problem.functional();
    let mut found = OwnLandscape {
        case,
        points: Vec::new(),
        lost: Vec::new(),
        completeness: Completeness::Proved,
        undecided: false,
        truncated: false,
        interrupted: false,
    };
    let limit = limit.unwrap_or(USUAL_LIMIT).max(1);
    match case {
        OwnCase::Ridge => {
            let only = vec![("minimum".to_owned(), ridge(problem)?)];
            found.add(problem, &functional, only, Status::Exact)?;
        }
        OwnCase::OneOutput => {
            let (roots, undecided) = one_output(problem);
            let mut points = vec![("∅".to_owned(), origin(problem))];
            let numbered = roots.into_iter().enumerate();
            points.extend(numbered.map(|(at, root)| (format!("{{{}}}", at + 1), root)));
            found.undecided = undecided;
            found.add(problem, &functional, points, Status::Exact)?;
        }
        OwnCase::CoDiagonal { is_ordered } => {
            found.completeness =
                if is_ordered { Completeness::Verified } else { Completeness::Open };
            if let Some(modes) = aligned_modes(problem) {
                let (words, is_whole) = modes.words(limit);
                let points = words.iter().map(|word| (modes.key(word), modes.point(word)));
                (found.truncated, found.undecided) = (!is_whole, modes.is_undecided());
                found.add(problem, &functional, points.collect(), Status::Exact)?;
            }
        }
        OwnCase::NuclearNorm => {
            found.completeness = Completeness::Minimum;
            let minimum =
                nuclear_norm_minimum(&functional)?.ok_or(OwnLandscapeError::NotConverged)?;
            let (rank, bottleneck) = (minimum.amplitudes.len(), problem.bottleneck());
            if rank > bottleneck {
                return Err(OwnLandscapeError::Bottleneck { rank, bottleneck });
            }
            let only = vec![("minimum".to_owned(), minimum)];
            found.add(problem, &functional, only, Status::Convex)?;
        }
        OwnCase::Continued => found.follow(problem, &functional, limit, observer)?,
    }
    found.points.sort_by(|one, other| one.loss.total_cmp(&other.loss));
    found.name_global_minima(problem);
    Ok(found)
}

impl OwnLandscape {
    /// The sums that Morse theory asks to be 0; empty where it asks nothing (depth 1 and 2, or a list that
    /// was cut).
    #[must_use]
    pub fn rank_sums(&self, problem: &OwnProblem) -> Vec<RankSum> {
        let is_cut = self.truncated || self.interrupted;
        if problem.depth() < 3 || is_cut { Vec::new() } else { RankSum::of(&self.points) }
    }

    /// The listed point of a key, in braces or without.
    #[must_use]
    pub fn point(&self, key: &str) -> Option<&OwnPoint> {
        let plain = |text: &str| {
            let inner = text.trim().trim_start_matches('{').trim_end_matches('}').to_owned();
            if inner == "∅" { String::new() } else { inner }
        };
        self.points.iter().find(|point| plain(&point.key) == plain(key))
    }

    fn add(
        &mut self,
        problem: &OwnProblem,
        functional: &Functional,
        points: Vec<(String, FixedRank)>,
        status: Status,
    ) -> Result<(), DecompositionError> {
        let made = points
            .into_par_iter()
            .map(|(key, product)| OwnPoint::new(problem, functional, key, product, status));
        self.points.extend(made.collect::<Result<Vec<_>, _>>()?);
        Ok(())
    }

    fn follow(
        &mut self,
        problem: &OwnProblem,
        functional: &Functional,
        limit: usize,
        observer: &impl Observer,
    ) -> Result<(), DecompositionError> {
        self.completeness = Completeness::Open;
        let continuation = Continuation::new(functional, problem.bottleneck())?;
        let (words, is_whole) = continuation.start.words(limit);
        self.truncated = !is_whole;
        for (at, chunk) in words.chunks(CHUNK).enumerate() {
            let progress = Progress { done: (at * CHUNK) as u64, total: Some(words.len() as u64) };
            if observer.advance(progress).is_break() {
                self.interrupted = true;
                break;
            }
            let paths = chunk.par_iter().map(|word| continuation.track(word));
            let mut arrived = Vec::new();
            for (word, path) in chunk.iter().zip(paths.collect::<Result<Vec<_>, _>>()?) {
                let key = continuation.start.key(word);
                match path {
                    Path::Tracked(point) => arrived.push((key, point)),
                    Path::Lost { at } => self.lost.push((key, at)),
                }
            }
            self.add(problem, functional, arrived, Status::Tracked)?;
        }
        Ok(())
    }

    /// Where all points are listed the lowest minimum is global, unless another is as low.
    fn name_global_minima(&mut self, problem: &OwnProblem) {
        let is_whole = matches!(self.completeness, Completeness::Proved);
        if !is_whole || self.undecided || problem.depth() <= 2 {
            return;
        }
        let lowest = self.points.first().map_or(0.0, |point| point.loss);
        let origin = self.points.iter().find(|point| point.rank() == 0);
        let scale = origin.map_or(lowest, |point| point.loss).abs();
        let near = |point: &&mut OwnPoint| {
            point.loss - lowest <= 64.0 * problem.tolerance().max(f64::EPSILON) * scale
        };
        let mut lowest: Vec<&mut OwnPoint> = self.points.iter_mut().filter(near).collect();
        let alone = lowest.len() == 1;
        for point in &mut lowest {
            point.family_type =
                if alone { FamilyType::GlobalMinimum } else { FamilyType::Undecided };
        }
    }
}

/// Paths followed between two looks at the observer.
const CHUNK: usize = 32;
