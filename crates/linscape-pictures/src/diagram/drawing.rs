//! The descent diagram as SVG.

use crate::diagram::{
    Diagram, DiagramLegend, HeightChoice, LabelSide, PictureGraph, Point, class, label_sides,
    write_edges, write_shape,
};
use crate::svg::{
    Px, SvgText, TITLE_HEIGHT, begin_picture_of, problem_line, text_width, write_title,
};
use linscape_critical::numbered;
use linscape_formats::{GraphNodes, NumbersApart, ProblemRecord};
use linscape_quotient::Landscape;
use serde_json::Value;

/// Room below the nodes for the names of the columns.
fn foot(diagram: &Diagram) -> f64 {
    diagram.sizes.floor() + 22.0 + 3.0 * diagram.sizes.text
}

/// The quotient graph as a picture that stands alone: nodes at the height of their losses, one
/// column a number of learned modes, covers as lines, the greedy path emphasised.
///
/// The same landscape gives the same bytes. Subsets are written out up to 640 nodes; beyond, those
/// of the greedy path.
///
/// # Examples
/// ```
/// use linscape_critical::Problem;
/// use linscape_formats::GraphNodes;
/// use linscape_pictures::{HeightChoice, diagram_picture};
/// use linscape_quotient::Landscape;
/// let problem = Problem::exact(&[3, 3, 3, 3], &[5, 4, 3])?;
/// let landscape = Landscape::new(problem, None, &())?;
/// let svg = diagram_picture(&landscape, None, GraphNodes::Fibers, HeightChoice::Automatic);
/// // 25 = 16 + 9: eight families have seven critical values.
/// assert_eq!(svg.matches("data-id=").count(), 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn diagram_picture(
    landscape: &Landscape,
    source: Option<&Value>,
    nodes: GraphNodes,
    scale: HeightChoice,
) -> String {
    let graph = PictureGraph::new(landscape, nodes);
    let diagram = Diagram::new(graph, scale, TITLE_HEIGHT, f64::NEG_INFINITY);
    let record = ProblemRecord::new(landscape.problem(), source);
    standalone(&diagram, &record, &subtitle(landscape))
}

/// A drawing with title and legend.
pub(super) fn standalone(diagram: &Diagram, problem: &ProblemRecord, subtitle: &str) -> String {
    let width = (diagram.right + 24.0).max(48.0 + text_width(subtitle, 13.0)).max(760.0);
    let text = (0.8 * diagram.sizes.text).max(12.0);
    let legend = DiagramLegend::new(diagram, width, text);
    let below = diagram.bottom + foot(diagram);
    let height = below + legend.height();
    let title = "Loss landscape of a deep linear network";
    let mut svg = SvgText::default();
    begin_picture_of(&mut svg, (width, height), title, problem);
    write_title(&mut svg, title, subtitle);
    write_diagram(&mut svg, diagram, |_| {});
    legend.write(&mut svg, below);
    svg.finish()
}

fn subtitle(landscape: &Landscape) -> String {
    let families = &landscape.counts().families;
    let listed = landscape.families().len();
    let shown = if landscape.is_interrupted() {
        format!("the {listed} lowest families found before an interruption")
    } else if landscape.is_truncated() {
        format!("the lowest and the greedy path: {listed} of {families} families")
    } else {
        numbered(families, "family", "families")
    };
    format!("{} · {shown}", problem_line(landscape.problem(), 8))
}

/// Size of the drawing without title and legend.
fn extent(diagram: &Diagram) -> (f64, f64) {
    (diagram.right + 16.0, diagram.bottom + foot(diagram))
}

/// A drawing as it stands in a page, without title and legend.
pub(super) fn within_page(diagram: &Diagram, below_nodes: impl FnOnce(&mut SvgText)) -> String {
    let (width, height) = extent(diagram);
    let mut svg = SvgText::default();
    svg.open(format_args!(
        "svg class=\"diagram\" id=\"diagram\" viewBox=\"0 0 {} {}\" role=\"group\" \
         aria-label=\"Descent diagram: families of critical points, losses downwards\"",
        Px(width),
        Px(height)
    ));
    write_diagram(&mut svg, diagram, below_nodes);
    svg.finish()
}

/// The drawing itself: axes, levels, lines, what else lies below the nodes, nodes.
fn write_diagram(svg: &mut SvgText, diagram: &Diagram, below_nodes: impl FnOnce(&mut SvgText)) {
    write_axes(svg, diagram);
    write_shared(svg, diagram);
    let routes = diagram.routes();
    write_edges(svg, diagram, &routes);
    below_nodes(svg);
    svg.open(format_args!("g class=\"nodes\""));
    for (at, side) in label_sides(diagram, &routes).into_iter().enumerate() {
        write_node(svg, diagram, at, side);
    }
    svg.close();
}

fn write_axes(svg: &mut SvgText, diagram: &Diagram) {
    let text = diagram.sizes.text;
    svg.open(format_args!("g class=\"axes\" font-size=\"{}\"", Px(text)));
    let (left, right) = (diagram.left, diagram.right);
    let mut last = f64::INFINITY;
    let levels = diagram.levels();
    let highest = levels.last().map_or(0.0, |&loss| diagram.y(loss));
    let losses = NumbersApart::of(levels.iter().copied());
    for loss in levels {
        let y = diagram.y(loss);
        svg.leaf(format_args!("path class=\"level\" d=\"M{} {}H{}\"", Px(left), Px(y), Px(right)));
        // From the bottom up; a number that would touch the one below or the highest is left out.
        let is_free = |from: f64, to: f64| from - to > 1.15 * text;
        if is_free(last, y) && (y <= highest || is_free(y, highest)) {
            let place =
                format_args!("{}\" y=\"{}\"", Px(left - 8.0), Px(y + 0.34 * text)).to_string();
            svg.content(format_args!("text class=\"tick end\" x=\"{place}"), &losses.text(loss));
            last = y;
        }
    }
    let middle = 0.5 * (diagram.top + diagram.bottom);
    svg.content(
        format_args!(
            "text class=\"axis-title middle\" transform=\"translate({} {}) rotate(-90)\"",
            Px(1.5 * text),
            Px(middle)
        ),
        diagram.scale.title(),
    );
    let y = diagram.bottom + diagram.sizes.floor() + 10.0 + text;
    for (halves, x) in &diagram.columns {
        svg.content(
            format_args!("text class=\"tick middle\" x=\"{}\" y=\"{}\"", Px(*x), Px(y)),
            &column_text(*halves),
        );
    }
    if let (Some(first), Some(last)) = (diagram.columns.first(), diagram.columns.last()) {
        let x = if diagram.columns.len() > 1 { 0.5 * (first.1 + last.1) } else { first.1 };
        let place = format_args!("x=\"{}\" y=\"{}\"", Px(x), Px(y + 1.7 * text)).to_string();
        svg.content(
            format_args!("text class=\"axis-title middle\" {place}"),
            diagram.graph.columns,
        );
    }
    svg.close();
}

/// Whole and half numbers of modes.
fn column_text(halves: usize) -> String {
    match (halves / 2, halves % 2) {
        (modes, 0) => modes.to_string(),
        (0, _) => "½".to_owned(),
        (modes, _) => format!("{modes}½"),
    }
}

/// A band behind the families that share a critical value.
fn write_shared(svg: &mut SvgText, diagram: &Diagram) {
    svg.open(format_args!("g class=\"fibers\""));
    for members in &diagram.graph.shared {
        let xs = members.iter().map(|&at| diagram.places[at].x);
        let (low, high) =
            (xs.clone().fold(f64::INFINITY, f64::min), xs.fold(f64::NEG_INFINITY, f64::max));
        let y = members.first().map_or(0.0, |&at| diagram.places[at].y);
        let width = 1.5 * diagram.sizes.radius;
        svg.leaf(format_args!(
            "path class=\"shared\" stroke-width=\"{}\" d=\"M{} {}H{}\"",
            Px(width),
            Px(low),
            Px(y),
            Px(high)
        ));
    }
    svg.close();
}

fn write_node(svg: &mut SvgText, diagram: &Diagram, at: usize, side: LabelSide) {
    let (node, place, r) = (&diagram.graph.nodes[at], diagram.places[at], diagram.sizes.radius);
    let Point { x, y } = place;
    svg.open(format_args!(
        "g class=\"node {}\" data-id=\"{}\" transform=\"translate({} {})\"",
        class(node.kind),
        node.id,
        Px(x),
        Px(y)
    ));
    write_shape(svg, node.kind, r);
    let size = if diagram.sizes.label.is_some() { 0.92 * r } else { 1.05 * r };
    let size = if node.index.chars().count() > 2 { size * 0.75 } else { size };
    svg.content(
        format_args!("text class=\"index\" font-size=\"{}\" y=\"{}\"", Px(size), Px(0.35 * size)),
        &node.index,
    );
    // Where there is no room for all labels the greedy path, which runs along the lower edge, has its own.
    let size = diagram.sizes.path_label();
    let below = node.on_path.then_some((size, -1.2 * r, r + 0.9 * size, " end"));
    let beside = |size: f64| {
        let (x, y, class) = side.anchor(r, size);
        (size, x, y, class)
    };
    if let Some((size, x, y, side)) = diagram.sizes.label.map(beside).or(below) {
        let place = format!("font-size=\"{}\" x=\"{}\" y=\"{}\"", Px(size), Px(x), Px(y));
        svg.content(format_args!("text class=\"label{side}\" {place}"), &diagram.label(node));
    }
    svg.close();
}
