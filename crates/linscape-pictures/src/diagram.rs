//! The diagram of a landscape: a column a rank, heights by loss.
//!
//! `PictureGraph` says what is drawn, with decay or without, the layout places it, and the drawing writes it;
//! nothing here asks what a family is.

mod chosen_from;
mod decayed_drawing;
mod decayed_graph;
mod drawing;
mod edge_route;
mod edges;
mod height_scale;
mod layout;
mod legend;
mod line_kind;
mod node_shape;
mod picture_graph;
mod sizes;
mod trajectory_overlay;

pub use chosen_from::{landscape_diagram, places_on_diagram};
pub use decayed_drawing::{decayed_diagram_picture, decayed_landscape_diagram};
pub use drawing::diagram_picture;
pub use height_scale::HeightChoice;

pub(crate) use edge_route::EdgeRoute;
pub(crate) use edges::write_edges;
pub(crate) use height_scale::HeightScale;
pub(crate) use layout::{Diagram, LabelSide, Point, label_sides};
pub(crate) use legend::DiagramLegend;
pub(crate) use line_kind::LineKind;
pub(crate) use node_shape::{NodeKind, class, write_shape};
pub(crate) use picture_graph::{PictureEdge, PictureGraph, PictureNode};
pub(crate) use sizes::{DiagramSizes, LARGEST_LABELLED};
pub(crate) use trajectory_overlay::{trajectory_places, write_trajectory};
