//! `linscape report --check`.

use crate::commands::landscape::finished;
use crate::terminal::{Failure, TerminalObserver};
use linscape_critical::{Observer, Progress, abandonable};
use linscape_formats::subset_text;
use linscape_lapack::DecompositionError;
use linscape_network::SingularBases;
use linscape_points::{SecondRoad, second_road};
use linscape_quotient::{Family, Landscape};
use rayon::prelude::*;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Compares theorem and numerics at every listed balanced point and says how it went.
pub(crate) fn check(
    landscape: &Landscape,
    bases: &SingularBases,
    out: &mut impl Write,
) -> Result<Result<(), Failure>, Failure> {
    let problem = landscape.problem();
    let families: Vec<&Family> = landscape.families().collect();
    let observer = TerminalObserver::new("checking balanced points");
    let (outcomes, is_whole) = roads(landscape, bases, &families, &observer)?;
    drop(observer);
    let agreeing = outcomes.iter().filter(|outcome| outcome.agree == Some(true)).count();
    let undecided = outcomes.iter().filter(|outcome| outcome.agree.is_none()).count();
    let margins = outcomes.iter().filter_map(|road| road.numerics.margin());
    let margin = margins.fold(f64::INFINITY, f64::min);
    let backend = linscape_lapack::backend().description;
    let of_all = if is_whole {
        String::new()
    } else {
        format!(" (incomplete: interrupted, of {})", families.len())
    };
    writeln!(
        out,
        "Check        dense Hessian of {} parameters at {} balanced points{of_all} ({backend}):\n             \
         {agreeing} agree, {undecided} undecided, {} disagree; smallest eigenvalue margin {margin:.1e}",
        problem.parameters(),
        outcomes.len(),
        outcomes.len() - agreeing - undecided,
    )?;
    let disagreeing = families.iter().zip(&outcomes).find(|(_, road)| road.agree == Some(false));
    Ok(match disagreeing {
        None if is_whole => finished(landscape),
        None => Err(Failure::Interrupted),
        Some((family, road)) => {
            let subset = family.subset.indices(problem.spectrum().multiplicities());
            Err(Failure::Disagreement(format!(
                "theorem and numerics disagree at {}: {} stated (negative/zero/positive), {} found, \
                 relative gradient {:.1e}",
                subset_text(&subset),
                road.theorem.inertia,
                road.numerics.decided().map_or_else(
                    || "another for certain, if not all of it,".to_owned(),
                    |found| found.to_string()
                ),
                road.relative_gradient
            )))
        }
    })
}

/// Both roads at the balanced points of the families, and whether nobody stopped them.
fn roads(
    landscape: &Landscape,
    bases: &SingularBases,
    families: &[&Family],
    observer: &dyn Observer,
) -> Result<(Vec<SecondRoad>, bool), DecompositionError> {
    let stated = Arc::new((landscape.problem().clone(), bases.clone()));
    let mut outcomes = Vec::with_capacity(families.len());
    for together in families.chunks(rayon::current_num_threads()) {
        let subsets: Vec<_> = together.iter().map(|family| family.subset.clone()).collect();
        let stated = Arc::clone(&stated);
        let check = move || -> Result<Vec<_>, _> {
            let road = |subset| second_road(&stated.0, &stated.1, subset);
            subsets.par_iter().map(road).collect()
        };
        let total = Some(families.len() as u64);
        let progress = Progress { done: outcomes.len() as u64, total };
        match abandonable(observer, progress, check) {
            ControlFlow::Continue(checked) => outcomes.extend(checked?),
            ControlFlow::Break(()) => return Ok((outcomes, false)),
        }
    }
    Ok((outcomes, true))
}
