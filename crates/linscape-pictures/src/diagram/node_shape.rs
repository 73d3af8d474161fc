//! Types by shape: what a node looks like without its colour.

use crate::svg::{Px, SvgText};
use linscape_critical::PointType;

/// The class of a node; none for nodes of several types.
pub(crate) fn class(point_type: Option<PointType>) -> &'static str {
    match point_type {
        Some(PointType::GlobalMinimum) => "minimum",
        Some(PointType::StrictSaddle) => "strict",
        Some(PointType::NonstrictSaddle) => "nonstrict",
        None => "mixed",
    }
}

/// A shape about the origin: a double circle for a global minimum, a circle for a strict saddle,
/// a diamond for a nonstrict one, a square for several types.
pub(crate) fn write_shape(svg: &mut SvgText, point_type: Option<PointType>, r: f64) {
    match point_type {
        Some(PointType::GlobalMinimum) => {
            svg.leaf(format_args!("circle class=\"shape\" r=\"{}\"", Px(1.08 * r)));
            svg.leaf(format_args!("circle class=\"ring\" r=\"{}\"", Px(0.82 * r)));
        }
        Some(PointType::StrictSaddle) => {
            svg.leaf(format_args!("circle class=\"shape\" r=\"{}\"", Px(0.96 * r)));
        }
        Some(PointType::NonstrictSaddle) => {
            let k = Px(1.24 * r);
            svg.leaf(format_args!("path class=\"shape\" d=\"M0 -{k}L{k} 0L0 {k}L-{k} 0Z\""));
        }
        None => {
            let (corner, side) = (Px(-0.88 * r), Px(1.76 * r));
            svg.leaf(format_args!(
                "rect class=\"shape\" x=\"{corner}\" y=\"{corner}\" width=\"{side}\" height=\"{side}\""
            ));
        }
    }
}
