//! Theorem against numerics at the balanced points of a landscape.

use crate::{Limit, MatrixLimit, StatedProblem, TaskError};
use linscape_critical::{Observer, Problem, Progress, abandonable, numbered};
use linscape_formats::subset_text;
use linscape_lapack::DecompositionError;
use linscape_points::{SecondRoad, second_road};
use linscape_quotient::{Family, Landscape};
use rayon::prelude::*;
use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Largest Hessian that is formed: 128 MB.
const LARGEST_CHECKED: usize = 4_000;

/// What the dense Hessian says at the balanced point of a family.
#[derive(Debug)]
pub struct BalancedCheck<'a> {
    /// The family.
    pub family: &'a Family,
    /// Both roads at its balanced point.
    pub road: SecondRoad,
}

/// Theorem against numerics at the balanced point of every listed family.
///
/// It displays as two lines: how many agree, and the smallest margin of a decision.
#[derive(Debug)]
pub struct LandscapeCheck<'a> {
    problem: &'a Problem,
    /// How many families are listed.
    families: usize,
    /// The points, in the order of the families; the first of them when the work was interrupted.
    pub points: Vec<BalancedCheck<'a>>,
}

impl LandscapeCheck<'_> {
    /// Whether points are missing because the work was interrupted.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.points.len() < self.families
    }

    /// How many points agree (`Some(true)`), disagree or are undecided (`None`).
    #[must_use]
    pub fn count(&self, agree: Option<bool>) -> usize {
        self.points.iter().filter(|point| point.road.agree == agree).count()
    }

    /// The smallest margin of a decision between zero and not: infinite without decisions.
    #[must_use]
    pub fn smallest_margin(&self) -> f64 {
        let margins = self.points.iter().filter_map(|point| point.road.numerics.margin());
        margins.fold(f64::INFINITY, f64::min)
    }

    /// The first point at which the roads disagree, in one line.
    #[must_use]
    pub fn disagreement(&self) -> Option<String> {
        let BalancedCheck { family, road } =
            self.points.iter().find(|point| point.road.agree == Some(false))?;
        let subset = family.subset.indices(self.problem.spectrum().multiplicities());
        Some(format!(
            "theorem and numerics disagree at {}: {} stated (negative/zero/positive), {} found, \
             relative gradient {:.1e}",
            subset_text(&subset),
            road.theorem.inertia,
            road.numerics.decided().map_or_else(
                || "another for certain, if not all of it,".to_owned(),
                |found| found.to_string()
            ),
            road.relative_gradient
        ))
    }
}

impl fmt::Display for LandscapeCheck<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let backend = linscape_lapack::backend().description;
        let of_all = if self.is_interrupted() {
            format!(" (incomplete: interrupted, of {})", self.families)
        } else {
            String::new()
        };
        writeln!(
            f,
            "Check        dense Hessian of {} at {}{of_all} ({backend}):",
            numbered(self.problem.parameters(), "parameter", "parameters"),
            numbered(self.points.len(), "balanced point", "balanced points"),
        )?;
        write!(
            f,
            "             {} agree, {} undecided, {} disagree; smallest eigenvalue margin {:.1e}",
            self.count(Some(true)),
            self.count(None),
            self.count(Some(false)),
            self.smallest_margin()
        )
    }
}

/// Whether the dense Hessians of a problem are small enough to be formed.
///
/// # Errors
/// [`MatrixLimit::CheckedHessian`].
pub fn room_for_check(problem: &Problem) -> Result<(), Limit> {
    let order = problem.parameters();
    if order > LARGEST_CHECKED {
        return Err(MatrixLimit::CheckedHessian { order, most: LARGEST_CHECKED }.into());
    }
    Ok(())
}

/// Compares theorem and numerics at the balanced point of every listed family.
///
/// # Errors
/// When a Hessian is too large, or a decomposition fails.
///
/// # Complexity
/// An eigenvalue decomposition of order `parameters` for each family, in parallel.
///
/// # Examples
/// ```
/// use linscape::{ProblemOptions, check_landscape, list_landscape};
/// let options = ProblemOptions {
///     sigma: Some("2,1".to_owned()),
///     widths: Some("2,2,2".to_owned()),
///     ..ProblemOptions::default()
/// };
/// let stated = options.state()?;
/// let landscape = list_landscape(&stated, None, &())?;
/// let check = check_landscape(&stated, &landscape, &())?;
/// assert_eq!((check.count(Some(true)), check.disagreement()), (4, None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_landscape<'a>(
    stated: &StatedProblem,
    landscape: &'a Landscape,
    observer: &dyn Observer,
) -> Result<LandscapeCheck<'a>, TaskError> {
    let problem = landscape.problem();
    room_for_check(problem)?;
    let families: Vec<&Family> = landscape.families().collect();
    let roads = roads(stated, problem, &families, observer)?;
    let points = families.iter().zip(roads).map(|(&family, road)| BalancedCheck { family, road });
    Ok(LandscapeCheck { problem, families: families.len(), points: points.collect() })
}

/// Both roads at the balanced points of the families, of the first of them when somebody stops.
fn roads(
    stated: &StatedProblem,
    problem: &Problem,
    families: &[&Family],
    observer: &dyn Observer,
) -> Result<Vec<SecondRoad>, DecompositionError> {
    let shared = Arc::new(stated.target().with_problem(problem.clone()));
    let mut found = Vec::with_capacity(families.len());
    for together in families.chunks(rayon::current_num_threads()) {
        let subsets: Vec<_> = together.iter().map(|family| family.subset.clone()).collect();
        let shared = Arc::clone(&shared);
        let check = move || -> Result<Vec<_>, _> {
            let road = |subset| second_road(&shared, subset);
            subsets.par_iter().map(road).collect()
        };
        let total = Some(families.len() as u64);
        match abandonable(observer, Progress { done: found.len() as u64, total }, check) {
            ControlFlow::Continue(checked) => found.extend(checked?),
            ControlFlow::Break(()) => break,
        }
    }
    Ok(found)
}
