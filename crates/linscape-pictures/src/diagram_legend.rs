//! What shapes, colours and lines mean.

use crate::diagram::Diagram;
use crate::node_shape::{class, write_shape};
use crate::svg_text::{Px, SvgText};
use crate::text_width::text_width;
use linscape_curvature::PointType;

/// Height of the legend.
pub(crate) const LEGEND_HEIGHT: f64 = 52.0;

const SIZE: f64 = 12.0;

/// Two lines: the types and kinds of line that occur.
pub(crate) fn write_legend(svg: &mut SvgText, diagram: &Diagram, y: f64) {
    svg.open(format_args!("g class=\"legend-box\""));
    let mut x = 28.0;
    let all = [
        (Some(PointType::GlobalMinimum), "global minimum"),
        (Some(PointType::StrictSaddle), "strict saddle"),
        (Some(PointType::NonstrictSaddle), "nonstrict saddle"),
        (None, "several types"),
    ];
    let drawn = |point_type| diagram.graph.nodes.iter().any(|node| node.point_type == point_type);
    for (point_type, name) in all.into_iter().filter(|(point_type, _)| drawn(*point_type)) {
        let place = format_args!("translate({} {})", Px(x + 6.0), Px(y - 4.0)).to_string();
        svg.open(format_args!("g class=\"node {}\" transform=\"{place}\"", class(point_type)));
        write_shape(svg, point_type, 6.5);
        svg.close();
        x = write_name(svg, x + 20.0, y, name);
    }
    write_name(svg, x, y, "number in a node: index, its negative eigenvalues");
    let mut x = 28.0;
    let y = y + 22.0;
    for (kind, name) in [
        ("learn", "learn a mode"),
        ("swap", "swap a mode for a better one"),
        ("greedy", "greedy path"),
    ] {
        let width = if kind == "greedy" { 3.2 } else { 1.8 };
        svg.leaf(format_args!(
            "path class=\"{kind}\" stroke-width=\"{width}\" d=\"M{} {}h26\" marker-end=\"url(#head-{kind})\"",
            Px(x),
            Px(y - 4.0)
        ));
        x = write_name(svg, x + 36.0, y, name);
    }
    write_name(svg, x, y, "thicker: larger drop of loss");
    svg.close();
}

/// Writes a name and returns where the next thing goes.
fn write_name(svg: &mut SvgText, x: f64, y: f64, name: &str) -> f64 {
    svg.content(format_args!("text class=\"legend\" x=\"{}\" y=\"{}\"", Px(x), Px(y)), name);
    x + text_width(name, SIZE) + 18.0
}
