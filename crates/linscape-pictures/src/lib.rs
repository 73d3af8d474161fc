//! Drawings of landscapes: the descent diagram, plots, and the page that shows them together.
//!
//! - [`diagram_picture`], [`decayed_diagram_picture`], [`spectrum_picture`], [`ValueStaircase`], [`trajectory_picture`]: SVG that
//!   stands alone, the same bytes for the same problem, with problem and version in its metadata;
//! - [`surface_picture`], [`EscapeSurface`]: the loss on the plane of two modes, or of an escape direction;
//! - [`PictureLook`], [`Typeface`], [`PictureFormat`]: size, style and font, and PNG and PDF (feature `render`);
//! - [`LandscapePage`]: one file of HTML.
//!
//! `docs/reading-the-diagram.md` says how to read them.

mod crossed;
mod diagram;
mod page;
mod plots;
mod rendered;
mod svg;

pub use diagram::{HeightChoice, diagram_picture, landscape_diagram, places_on_diagram};
pub use diagram::{decayed_diagram_picture, decayed_landscape_diagram};
pub use page::{
    DecayedPage, FAMILIES_SHOWN_OF_MANY, LandscapePage, MOST_DRAWN_FAMILIES, MOST_DRAWN_STRATA,
    PageContents, PageError, SHARED_SCRIPTS, filled, json_for_script, shared_style,
};
pub use plots::{
    EscapeSurface, SurfaceError, barrier_picture, bifurcation_picture, surface_picture,
};
pub use plots::{
    HessianCurve, LARGEST_HISTOGRAM, LevelCounts, LossBin, LowestValues, Missing, RankLevel,
    ValueStaircase, decayed_trajectory_picture, own_trajectory_picture, spectrum_picture,
    trajectory_picture,
};
pub use rendered::{Length, LengthError, PictureFormat, PictureLook, RenderError, Typeface};
