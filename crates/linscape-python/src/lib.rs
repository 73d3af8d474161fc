//! `linscape._linscape`: what the Python package `linscape` calls.
//!
//! Problems go in as options ([`ProblemOptions`](linscape::ProblemOptions)) with arrays in
//! place of files; documents come out as JSON, weights as arrays. Python's package gives both their
//! final shape. Work runs without the interpreter's lock, on threads of its own, and stops when
//! Python is interrupted.

mod arrays;
mod asked;
mod decay;
mod flow;
mod landscape;
mod options;
mod pictures;
mod problem;
mod refusal;
mod sweep;
mod threads;
mod training;
mod watched;
mod weights;

use pyo3::prelude::*;

/// The native half of the package `linscape`.
#[pymodule]
fn _linscape(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("LimitError", module.py().get_type::<refusal::LimitError>())?;
    module.add_class::<problem::NativeProblem>()?;
    module.add_class::<landscape::NativeLandscape>()?;
    module.add_function(wrap_pyfunction!(arrays::block_factor, module)?)?;
    module.add_function(wrap_pyfunction!(arrays::merge_factors, module)?)?;
    module.add_function(wrap_pyfunction!(flow::flow, module)?)?;
    module.add_class::<training::NativeMonitor>()?;
    module.add_class::<weights::SavedWeights>()?;
    module.add_function(wrap_pyfunction!(training::trace, module)?)?;
    module.add_function(wrap_pyfunction!(training::saved_checkpoints, module)?)?;
    module.add_function(wrap_pyfunction!(training::steps_in_names, module)?)?;
    module.add_function(wrap_pyfunction!(asked::values, module)?)?;
    module.add_function(wrap_pyfunction!(asked::explain, module)?)?;
    module.add_function(wrap_pyfunction!(asked::check, module)?)?;
    module.add_function(wrap_pyfunction!(asked::connections, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::diagram, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::page, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::barrier_plot, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::bifurcation_plot, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::trajectory_plot, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::eigenvalue_plot, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::value_plot, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::singular_value_plot, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::surface_plot, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::escape_plot, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::rendered, module)?)?;
    module.add_function(wrap_pyfunction!(sweep::sweep_jobs, module)?)?;
    module.add_function(wrap_pyfunction!(sweep::run_job, module)?)?;
    module.add_function(wrap_pyfunction!(sweep::failed_row, module)?)?;
    module.add_function(wrap_pyfunction!(threads::set_threads, module)?)?;
    Ok(())
}
