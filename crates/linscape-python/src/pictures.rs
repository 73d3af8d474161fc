//! Pictures as SVG, and the page, as texts.

#![allow(
    clippy::needless_pass_by_value,
    reason = "arguments of Python are converted and passed on"
)]

use crate::landscape::NativeLandscape;
use crate::problem::NativeProblem;
use crate::refusal::{refuse, refuse_limit};
use crate::watched::watched;
use linscape::document_landscape;
use linscape_critical::{Problem, family_count};
use linscape_formats::{GraphNodes, StoredTrajectory, parse_problem, parse_trajectory};
use linscape_pictures::{
    FAMILIES_SHOWN_OF_MANY, HeightChoice, HessianCurve, MOST_DRAWN_FAMILIES, PageContents,
    diagram_picture, spectrum_picture, surface_picture, trajectory_picture,
};
use pyo3::prelude::*;

/// The diagram of a listed landscape.
#[pyfunction]
pub(crate) fn diagram(landscape: PyRef<'_, NativeLandscape>, nodes: &str) -> PyResult<String> {
    let (listed, source) = landscape.without_decay()?;
    let nodes = match nodes {
        "fibers" => GraphNodes::Fibers,
        "families" => GraphNodes::Families,
        _ => return Err(refuse(format!("nodes '{nodes}' is none of fibers, families"))),
    };
    Ok(diagram_picture(listed, source, nodes, HeightChoice::Automatic))
}

/// The page of a problem's landscape, with a trajectory's document drawn over it.
#[pyfunction]
pub(crate) fn page(
    py: Python<'_>,
    problem: PyRef<'_, NativeProblem>,
    limit: Option<usize>,
    trajectory: Option<&str>,
) -> PyResult<String> {
    let stated = problem.plain()?;
    let trajectory = trajectory.map(|text| stored(text, &stated.problem)).transpose()?;
    let is_large = family_count(&stated.problem) > MOST_DRAWN_FAMILIES.into();
    let limit = limit.or(is_large.then_some(FAMILIES_SHOWN_OF_MANY));
    let written = watched(py, None, |watch| {
        document_landscape(stated, limit, watch).map(|landscape| {
            let contents = PageContents {
                landscape: &landscape,
                problem: &stated.problem,
                source: stated.source.as_ref(),
                has_bases: stated.has_bases(),
                scale: HeightChoice::Automatic,
                trajectory: trajectory.as_ref(),
            };
            contents.html(watch)
        })
    })?;
    let (html, _) = written.map_err(|limit| refuse_limit(&limit))?.map_err(refuse)?;
    Ok(html)
}

/// A trajectory over time, from its document, which states the problem.
#[pyfunction]
pub(crate) fn trajectory_plot(document: &str) -> PyResult<String> {
    let problem = parse_problem(document.as_bytes(), None).map_err(refuse)?.problem;
    let trajectory = stored(document, &problem)?;
    Ok(trajectory_picture(&problem, None, &trajectory))
}

/// Eigenvalues of a Hessian with their multiplicities, from a document that states the problem.
#[pyfunction]
pub(crate) fn eigenvalue_plot(document: &str, levels: Vec<(f64, usize)>) -> PyResult<String> {
    let problem = parse_problem(document.as_bytes(), None).map_err(refuse)?.problem;
    Ok(HessianCurve { problem: &problem, source: None, levels: &levels }.cumulative())
}

/// The singular values of Σ.
#[pyfunction]
pub(crate) fn singular_value_plot(problem: PyRef<'_, NativeProblem>) -> PyResult<String> {
    let stated = problem.plain()?;
    Ok(spectrum_picture(&stated.problem, stated.source.as_ref()))
}

/// The loss on the plane of two modes.
#[pyfunction]
pub(crate) fn surface_plot(
    problem: PyRef<'_, NativeProblem>,
    modes: [usize; 2],
    learned: Vec<usize>,
) -> PyResult<String> {
    let stated = problem.plain()?;
    surface_picture(&stated.problem, stated.source.as_ref(), modes, &learned).map_err(refuse)
}

fn stored(document: &str, problem: &Problem) -> PyResult<StoredTrajectory> {
    parse_trajectory(document.as_bytes(), problem).map_err(refuse)
}
