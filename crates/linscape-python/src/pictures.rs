//! Pictures as SVG, and the page, as texts; pictures as files of every format.

#![allow(
    clippy::needless_pass_by_value,
    reason = "arguments of Python are converted and passed on"
)]

use crate::landscape::NativeLandscape;
use crate::problem::NativeProblem;
use crate::refusal::{refuse, refuse_limit, refuse_task};
use crate::watched::watched;
use linscape::{
    EscapeDrawing, PageWanted, StatedFamily, TaskError, ValuesDrawn, plot_escape, plot_surface,
    plot_values, view, view_with_decay,
};
use linscape_critical::Problem;
use linscape_decay::DecayedProblem;
use linscape_formats::{
    DecayRecord, GraphNodes, StoredTrajectory, parse_decayed_trajectory, parse_problem,
    parse_trajectory, parse_trajectory_among_points,
};
use linscape_pictures::{
    HessianCurve, Missing, PictureFormat, PictureLook, Typeface, barrier_picture,
    bifurcation_picture, decayed_trajectory_picture, own_trajectory_picture, spectrum_picture,
    trajectory_picture,
};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// The diagram of a listed landscape.
#[pyfunction]
pub(crate) fn diagram(landscape: PyRef<'_, NativeLandscape>, nodes: &str) -> PyResult<String> {
    let nodes = match nodes {
        "fibers" => GraphNodes::Fibers,
        "families" => GraphNodes::Families,
        _ => return Err(refuse(format!("nodes '{nodes}' is none of fibers, families"))),
    };
    Ok(landscape.diagram(nodes))
}

/// With weight decay: the minima and the passes between them.
#[pyfunction]
pub(crate) fn barrier_plot(landscape: PyRef<'_, NativeLandscape>) -> PyResult<String> {
    let (problem, listed, source) = landscape.with_decay()?;
    let depth = listed.problem().depth();
    if depth < 3 {
        return Err(refuse_task(&TaskError::NoBarriers { depth }));
    }
    Ok(barrier_picture(problem, listed.problem(), source))
}

/// With weight decay: how much of each mode is learned.
#[pyfunction]
pub(crate) fn bifurcation_plot(landscape: PyRef<'_, NativeLandscape>) -> PyResult<String> {
    let (problem, listed, source) = landscape.with_decay()?;
    Ok(bifurcation_picture(problem, listed.problem(), source))
}

/// The page of a problem's landscape, with a trajectory's document drawn over it.
#[pyfunction]
pub(crate) fn page(
    py: Python<'_>,
    problem: PyRef<'_, NativeProblem>,
    limit: Option<usize>,
    trajectory: Option<&str>,
) -> PyResult<String> {
    if let Some(decayed) = problem.decayed() {
        let (problem, own) = (&decayed.stated.problem, &decayed.decayed);
        let over = trajectory.map(|text| with_decay(text, problem, own)).transpose()?;
        let decayed = decayed.clone();
        let page = watched(py, None, move |watch| {
            let wanted = PageWanted { limit, trajectory: over.as_ref(), ..PageWanted::default() };
            view_with_decay(&decayed, wanted, watch)
        })?;
        return Ok(page.map_err(|error| refuse_task(&error))?.html);
    }
    let stated = problem.plain()?;
    let trajectory = trajectory.map(|text| stored(text, &stated.problem)).transpose()?;
    let stated = stated.clone();
    let page = watched(py, None, move |watch| {
        let wanted = PageWanted { limit, trajectory: trajectory.as_ref(), ..PageWanted::default() };
        view(&stated, wanted, watch)
    })?;
    Ok(page.map_err(|error| refuse_task(&error))?.html)
}

/// A trajectory over time, from its document, which states the problem.
#[pyfunction]
pub(crate) fn trajectory_plot(document: &str) -> PyResult<String> {
    let found = parse_problem(document.as_bytes(), None).map_err(refuse)?;
    let problem = &found.problem;
    if let Some(decayed) = &found.decayed {
        let over = with_decay(document, problem, decayed)?;
        return Ok(decayed_trajectory_picture(problem, decayed, None, &over));
    }
    if let Some(own) = &found.own_decay {
        let decay = DecayRecord::of_stored(own, problem.factor());
        let over = parse_trajectory_among_points(document.as_bytes(), problem, &decay);
        return Ok(own_trajectory_picture(problem, decay, None, &over.map_err(refuse)?));
    }
    let trajectory = stored(document, problem)?;
    Ok(trajectory_picture(problem, None, &trajectory))
}

/// Eigenvalues of a Hessian with their multiplicities, each within an error, from a document that states the problem;
/// how many are missing, and between which values.
#[pyfunction]
pub(crate) fn eigenvalue_plot(
    document: &str,
    levels: Vec<(f64, usize)>,
    within: f64,
    missing: usize,
    between: [Option<f64>; 2],
) -> PyResult<String> {
    let problem = parse_problem(document.as_bytes(), None).map_err(refuse)?.problem;
    let missing = (missing > 0).then_some(Missing { count: missing, between });
    let curve = HessianCurve { problem: &problem, source: None, levels: &levels, within, missing };
    Ok(curve.cumulative())
}

/// How many families lie at or below a loss, over the lowest critical values.
#[pyfunction]
pub(crate) fn value_plot(
    py: Python<'_>,
    problem: PyRef<'_, NativeProblem>,
    lowest: usize,
    label: usize,
    progress: Option<Py<PyAny>>,
) -> PyResult<String> {
    let stated = problem.plain()?.clone();
    let drawn = ValuesDrawn { lowest, label };
    let picture = watched(py, progress.as_ref(), move |watch| plot_values(&stated, drawn, watch))?;
    Ok(picture.map_err(|limit| refuse_limit(&limit))?.svg)
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
    plot_surface(stated, modes, &learned).map_err(|error| refuse_task(&error))
}

/// The loss on a plane along an escape direction of a nonstrict saddle.
#[pyfunction]
pub(crate) fn escape_plot(
    py: Python<'_>,
    problem: PyRef<'_, NativeProblem>,
    subset: &str,
    stratum: Option<String>,
    directions: Vec<usize>,
    seed: u64,
) -> PyResult<String> {
    let (stated, subset) = (problem.plain()?.clone(), subset.to_owned());
    let drawn = watched(py, None, move |_| {
        let family = StatedFamily::new((*stated).clone(), &subset)?;
        plot_escape(&family, &EscapeDrawing { stratum, directions, seed })
    })?;
    drawn.map_err(|error| refuse_task(&error))
}

/// A picture as a file of a format, `svg`, `png` or `pdf`; `lengths` are width, height and font size.
#[pyfunction]
pub(crate) fn rendered<'py>(
    py: Python<'py>,
    svg: &str,
    format: &str,
    lengths: [Option<String>; 3],
    style: &str,
    density: f64,
    font: Option<Vec<u8>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let format = PictureFormat::ALL.into_iter().find(|known| known.extension() == format);
    let format = format.ok_or_else(|| refuse("pictures are written as svg, png or pdf"))?;
    let print = match style {
        "screen" => false,
        "print" => true,
        _ => return Err(refuse(format!("style '{style}' is none of screen, print"))),
    };
    if !density.is_finite() || density <= 0.0 {
        return Err(refuse(format!("density {density}: a positive number of pixels an inch")));
    }
    let length = |text: &Option<String>| text.as_deref().map(str::parse).transpose();
    let [width, height, font_size] = &lengths;
    if font_size.is_some() && (width.is_some() || height.is_some()) {
        return Err(refuse("give font_size, or width and height, not both"));
    }
    let [width, height, font_size] = [length(width), length(height), length(font_size)];
    let look = PictureLook {
        width: width.map_err(refuse)?,
        height: height.map_err(refuse)?,
        font_size: font_size.map_err(refuse)?,
        print,
    };
    let typeface = font.map(|data| Typeface::read(&data)).transpose();
    let typeface = typeface.map_err(|error| refuse(format!("font: {error}")))?;
    let written = py.detach(|| format.render(&look.of(svg), density, typeface.as_ref()));
    Ok(PyBytes::new(py, &written.map_err(refuse)?))
}

fn with_decay(
    document: &str,
    problem: &Problem,
    decayed: &DecayedProblem,
) -> PyResult<StoredTrajectory> {
    parse_decayed_trajectory(document.as_bytes(), problem, decayed).map_err(refuse)
}

fn stored(document: &str, problem: &Problem) -> PyResult<StoredTrajectory> {
    parse_trajectory(document.as_bytes(), problem).map_err(refuse)
}
