//! Pictures of a problem: curves as SVG, and the page in which its landscape is explored.
//!
//! The binary, Python and the module of a browser hand on what these give.

mod escape;
mod plots;
mod view;

pub use escape::{EscapeDrawing, plot_escape};
pub use plots::{HessianDrawing, Picture, ValuesDrawn, plot_hessian, plot_spectrum, plot_values};
pub use plots::{
    plot_barriers, plot_bifurcation, plot_decayed_trajectory, plot_own_trajectory, plot_surface,
    plot_trajectory,
};
pub use view::{Page, PageWanted, view, view_with_decay};
