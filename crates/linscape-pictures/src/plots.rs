//! Plots of values, spectra and trajectories in one frame.
//!
//! A plot says which axes it has and what is drawn between them; ticks, sizes and labels are the frame's. Each is
//! one file and one function from records to SVG.

mod amplitudes;
mod barrier_plot;
mod bifurcation_plot;
mod escape_plot;
mod hessian_plot;
mod level_counts;
mod level_lines;
mod level_plot;
mod lowest_values;
mod plot_frame;
mod spectrum_plot;
mod surface_plot;
mod tick_marks;
mod trajectory_plot;
mod values_plot;

pub use barrier_plot::barrier_picture;
pub use bifurcation_plot::bifurcation_picture;
pub use escape_plot::EscapeSurface;
pub use hessian_plot::{HessianCurve, Missing};
pub use level_counts::{LARGEST_HISTOGRAM, LevelCounts, LossBin, RankLevel};
pub use lowest_values::LowestValues;
pub use spectrum_plot::spectrum_picture;
pub use surface_plot::{SurfaceError, surface_picture};
pub use trajectory_plot::{decayed_trajectory_picture, own_trajectory_picture, trajectory_picture};
pub use values_plot::ValueStaircase;

pub(crate) use amplitudes::{Amplitudes, followed};
pub(crate) use level_lines::LevelLines;
pub(crate) use level_plot::level_picture;
pub(crate) use plot_frame::{PlotAxis, PlotFrame, polyline, spread_labels, thinned, thinned_to};
pub(crate) use surface_plot::{SMOOTH, write_orbit, write_point};
pub(crate) use tick_marks::{decades, round_ticks};
