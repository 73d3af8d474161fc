//! The lines of the descent diagram.

use crate::diagram::{Diagram, EdgeRoute, LARGEST_LABELLED, LineKind, PictureEdge};
use crate::svg::{Px, SvgText};
use std::collections::BTreeMap;

/// Arrow heads, one for each kind of line.
fn write_heads(svg: &mut SvgText) {
    svg.open(format_args!("defs"));
    for kind in ["learn", "swap", "fall", "greedy", "trajectory"] {
        svg.open(format_args!(
            "marker id=\"head-{kind}\" viewBox=\"0 0 8 8\" refX=\"5\" refY=\"4\" markerWidth=\"8\" \
             markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\""
        ));
        svg.leaf(format_args!("path class=\"head-{kind}\" d=\"M0 0.8L7.5 4L0 7.2L1.8 4Z\""));
        svg.close();
    }
    svg.close();
}

/// Arrow heads and lines. Many lines are bundled: those of about one width are one path, which a
/// browser draws as one thing.
pub(crate) fn write_edges(svg: &mut SvgText, diagram: &Diagram, routes: &[EdgeRoute]) {
    write_heads(svg);
    svg.open(format_args!("g class=\"edges\""));
    let few = diagram.graph.nodes.len() <= LARGEST_LABELLED;
    let mut bundles: BTreeMap<(LineKind, u32), String> = BTreeMap::new();
    let (start, stop) = (diagram.sizes.radius, diagram.sizes.radius + if few { 4.0 } else { 0.0 });
    for (edge, route) in diagram.graph.edges.iter().zip(routes) {
        let path = route.path(start, stop);
        if few || edge.kind == LineKind::Path {
            let kind = edge.kind.class();
            svg.leaf(format_args!(
                "path class=\"{kind}\" stroke-width=\"{}\" d=\"{path}\" marker-end=\"url(#head-{kind})\"",
                Px(stroke_width(edge, few))
            ));
        } else {
            bundles.entry((edge.kind, eighths(edge.weight))).or_default().push_str(&path);
        }
    }
    for ((kind, eighths), path) in bundles {
        let kind = kind.class();
        let width = 0.35 + 1.2 * f64::from(eighths) / 8.0;
        svg.leaf(format_args!(
            "path class=\"{kind} bundle\" stroke-width=\"{}\" d=\"{path}\"",
            Px(width)
        ));
    }
    svg.close();
}

/// The area of a line goes with its loss drop.
fn stroke_width(edge: &PictureEdge, few: bool) -> f64 {
    let scale = if few { 1.0 } else { 0.6 };
    let least = if edge.kind == LineKind::Path { 2.2 } else { 0.8 };
    scale * (least + 2.6 * edge.weight.sqrt())
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a weight is within [0, 1]"
)]
fn eighths(weight: f64) -> u32 {
    (8.0 * weight.sqrt()).round() as u32
}
