//! Drawings of landscapes: the descent diagram, plots, and the page that shows them together.
//!
//! - [`diagram_picture`], [`spectrum_picture`], [`ValueStaircase`], [`trajectory_picture`]: SVG that
//!   stands alone, the same bytes for the same problem, with problem and version in its metadata;
//! - [`LandscapePage`]: one file of HTML.
//!
//! `docs/reading-the-diagram.md` says how to read them.

mod column_placement;
mod diagram;
mod diagram_edges;
mod diagram_legend;
mod diagram_sizes;
mod diagram_svg;
mod edge_route;
mod height_scale;
mod level_counts;
mod level_plot;
mod node_shape;
mod page;
mod page_script;
mod page_text;
mod page_wording;
mod palette;
mod picture_graph;
mod picture_header;
mod plot_frame;
mod problem_command;
mod rank_strata_documents;
mod spectrum_plot;
mod svg_text;
mod text_width;
mod tick_marks;
mod trajectory_overlay;
mod trajectory_plot;
mod values_plot;

pub use diagram_svg::diagram_picture;
pub use height_scale::HeightChoice;
pub use level_counts::{LARGEST_HISTOGRAM, LevelCounts, LossBin, RankLevel};
pub use page::{FAMILIES_SHOWN_OF_MANY, LandscapePage, MOST_DRAWN_FAMILIES};
pub use rank_strata_documents::MOST_DRAWN_STRATA;
pub use spectrum_plot::spectrum_picture;
pub use trajectory_plot::trajectory_picture;
pub use values_plot::ValueStaircase;
